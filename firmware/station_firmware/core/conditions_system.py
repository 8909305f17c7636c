"""Conditions of the interlock table on wires, chain, baths and the machine itself: levels, a bit a channel."""

from . import limits, states
from .chain import LINK_ESTOP, LINK_ESTOP_RETURN
from .outputs import HEATER_1, HEATER_2
from .sensing import THERMISTOR_OPEN_CODE, THERMISTOR_SHORT_CODE

_ESTOP_LINKS = (LINK_ESTOP, LINK_ESTOP_RETURN)


def sensor_open(station):
    return station.reading.open_wires


def sensor_short(station):
    return station.reading.short_wires


def shift_readback(station):
    return 0 if station.reading.readback_ok else 1


def estop(station):
    return 0 if station.reading.estop else 1


def chain_open(station):
    """A link open while the chain should be closed. The E-stop has a row of its own and is not blamed twice."""
    chain = station.chain
    if not chain.closed() and not chain.failed_to_close():
        return 0
    link = chain.first_open_link(station.reading)
    if link < 0 or (link in _ESTOP_LINKS and not station.reading.estop):
        return 0
    return 1 << link


def supply_low(station):
    supply_mv = station.reading.supply_mv
    if not station.chain.closed():
        return 0
    return 0 if limits.SUPPLY_MIN_MV <= supply_mv <= limits.SUPPLY_MAX_MV else 1


def adc_reference(station):
    return 0 if limits.REFERENCE_MIN_MV <= station.reading.reference_mv <= limits.REFERENCE_MAX_MV else 1


def _judged(station):
    """Baths as bits: both for whoever is in the water; at rest those that are kept."""
    return station.thermal.kept if station.session.state == states.IDLE else 3


def bath_over(station):
    hot_cdegc = station.reading.hot_cdegc
    over = hot_cdegc is not None and hot_cdegc >= limits.HOT_TRIP_CDEGC
    return _judged(station) & 1 if over else 0


def bath_under(station):
    cold_cdegc = station.reading.cold_cdegc
    under = cold_cdegc is not None and cold_cdegc < limits.COLD_TRIP_CDEGC
    return _judged(station) & 2 if under else 0


def bath_twins(station):
    mask = 0
    twins = station.reading.thermistors_cdegc
    for bath in range(2):
        first = twins[bath * 2]
        second = twins[bath * 2 + 1]
        if first is not None and second is not None and abs(first - second) > limits.BATH_TWINS_CDEGC:
            mask |= 1 << bath
    return mask


def bath_twins_stirred(station):
    mask = 0
    for bath in range(2):
        if station.thermal.watch.apart_ms[bath] >= limits.TWINS_STIRRED_MS:
            mask |= 1 << bath
    return mask


def thermistor_open(station):
    mask = 0
    judged = _judged(station)
    for index in range(4):
        if (
            judged >> index // 2 & 1
            and station.reading.codes[station.thermistor_channel(index)] > THERMISTOR_OPEN_CODE
        ):
            mask |= 1 << index
    return mask


def thermistor_short(station):
    mask = 0
    judged = _judged(station)
    for index in range(4):
        if (
            judged >> index // 2 & 1
            and station.reading.codes[station.thermistor_channel(index)] < THERMISTOR_SHORT_CODE
        ):
            mask |= 1 << index
    return mask


def tick_missed(station):
    return 1 if station.reading.late_ms >= limits.TICK_MISSED_MS else 0


def tick_late(station):
    return 1 if station.reading.late_ms > limits.TICK_LATE_MS else 0


def lease_expired(station):
    return 0 if station.gate.fresh(station.demand, station.now_ms) else 1


def session_too_long(station):
    return 1 if station.session.steps.ran_ms >= limits.SESSION_HARD_MS else 0


def journal_failing(station):
    return 1 if station.journal_failing else 0


def firmware_damaged(station):
    """Not while idle: the damaged station is acknowledged and updated then, and the self-test lets no session begin."""
    return 1 if station.test.files_wrong else 0


def settings_damaged(station):
    """Not while idle: the station is acknowledged and given its settings again then; see the self-test."""
    return 1 if station.test.settings_wrong else 0


def memory_newer(station):
    """What the rescue found at its start stays: acknowledged with what else is latched, it trips in the same tick."""
    return 1 if station.memory_newer else 0


def heap_low(station):
    return 1 if station.heap_free < limits.HEAP_MIN_BYTES else 0


def self_test(station):
    """What the self-test found, as its own code says; see interlock.SELF_TEST."""
    return 1 if station.session.test.failed() else 0


def heater_stuck_on(station):
    return _judged(station) & 1 if station.drift.hot_cdegc > limits.PLAUSIBLE_CDEGC else 0


def chiller_stuck_on(station):
    return _judged(station) & 2 if station.drift.cold_cdegc < -limits.PLAUSIBLE_CDEGC else 0


def heater_no_effect(station):
    return station.thermal.watch.no_effect & 1


def chiller_no_effect(station):
    return station.thermal.watch.no_effect & 2


def contactor_welded(station):
    """Closed by its own auxiliary contact though it was not driven; without a heater there are none."""
    closed = station.reading.contactors
    if not closed or not station.site.heater_w:
        return 0
    driven = station.gate.outputs.closed
    if driven & HEATER_1:
        closed &= ~1
    if driven & HEATER_2:
        closed &= ~2
    return closed


def chain_stuck(station):
    return 1 if station.thermal.stuck() or station.chain.unasked else 0
