"""The conditions of the interlock table: each looks at the station and returns a bit for every channel it holds on.

Levels only, never edges. A missing pressure is not judged here: the sensor rows see to it. Second half: what a row
measured, for the words of the fault.
"""

from . import limits
from .chain import LINK_ESTOP, LINK_ESTOP_RETURN
from .outputs import ZONES, ZONES_A_LEG
from .sensing import THERMISTOR_OPEN_CODE, THERMISTOR_SHORT_CODE

_OVER_DMMHG = limits.OVER_PRESSURE_MMHG * 10
_MANIFOLD_DMMHG = limits.MANIFOLD_OVER_TARGET_MMHG * 10
_ZONE_MANIFOLD_DMMHG = limits.ZONE_OVER_MANIFOLD_MMHG * 10
_ESTOP_LINKS = (LINK_ESTOP, LINK_ESTOP_RETURN)
_VENTED_DMMHG = limits.VENTED_MMHG * 10
_STUCK_DMMHG = limits.STUCK_MMHG * 10
_HOSE_OFF_DMMHG = limits.HOSE_OFF_MMHG * 10


def over_pressure(station):
    mask = 0
    zones = station.reading.zones_dmmhg
    for zone in range(ZONES):
        pressure = zones[zone]
        if pressure is not None and pressure > _OVER_DMMHG:
            mask |= 1 << zone
    return mask


def highest_open_dmmhg(leg):
    """The highest target of the zones connected to the leg's pump now, 0 when none is."""
    highest_dmmhg = 0
    for zone in range(ZONES_A_LEG):
        if leg.fill.open >> zone & 1:
            highest_dmmhg = max(highest_dmmhg, leg.targets[zone])
    return highest_dmmhg


def manifold_over_target(station):
    mask = 0
    for leg in station.legs:
        if not leg.pump_pct or not leg.fill.open:
            continue
        manifold = station.reading.manifolds_dmmhg[leg.leg]
        if manifold is not None and manifold > highest_open_dmmhg(leg) + _MANIFOLD_DMMHG:
            mask |= 1 << leg.leg
    return mask


def zone_over_manifold(station):
    mask = 0
    for leg in station.legs:
        if not leg.pump_pct:
            continue
        manifold = station.reading.manifolds_dmmhg[leg.leg]
        for zone in range(ZONES_A_LEG):
            if leg.fill.open >> zone & 1 and manifold is not None:
                pressure = station.reading.zones_dmmhg[leg.first + zone]
                if pressure is not None and pressure > manifold + _ZONE_MANIFOLD_DMMHG:
                    mask |= 1 << leg.leg
    return mask


def body_load(station):
    mask = 0
    for leg in station.legs:
        load = leg.load
        if load.longest_ms >= limits.BODY_LOAD_TRIP_MS:
            for zone in range(ZONES_A_LEG):
                if load.ms[zone] >= limits.BODY_LOAD_TRIP_MS:
                    mask |= 1 << (leg.first + zone)
        if load.reliefs.totals[0] >= limits.BODY_LOAD_RELIEFS:
            mask |= 1 << (leg.first + load.last)
    return mask


def leak(station):
    mask = 0
    for leg in station.legs:
        if leg.makeup.highest <= limits.LEAK_MAKEUP_MS:
            continue
        for zone in range(ZONES_A_LEG):
            if leg.makeup.totals[zone] > limits.LEAK_MAKEUP_MS:
                mask |= 1 << (leg.first + zone)
    return mask


def leak_fall(station):
    left, right = station.legs
    return left.seal.leaking | right.seal.leaking << ZONES_A_LEG


def leak_low(station):
    left, right = station.legs
    return left.seal.low | right.seal.low << ZONES_A_LEG


def slow_fill(station):
    mask = 0
    for leg in station.legs:
        if not leg.fill.zones:
            continue
        for zone in range(ZONES_A_LEG):
            if leg.fill.zones >> zone & 1 and leg.fill.on_ms[zone] > leg.fill.budget_ms(zone):
                mask |= 1 << (leg.first + zone)
    return mask


def never_full(station):
    steps = station.session.steps
    if steps.waiting_full_ms <= limits.FULL_PRESSURE_WAIT_MS:
        return 0
    for leg in steps.legs:
        missing = leg.course.used & ~leg.course.reached
        if missing:
            return (missing & -missing) << leg.first
    return 0


def hose_off(station):
    mask = 0
    for leg in station.legs:
        if not leg.fill.zones:
            continue
        for zone in range(ZONES_A_LEG):
            if not leg.fill.zones >> zone & 1:
                continue
            if leg.fill.on_ms[zone] > min(limits.HOSE_OFF_MS, leg.fill.budget_ms(zone)):
                pressure = station.reading.smooth_dmmhg[leg.first + zone]
                if pressure is not None and pressure < _HOSE_OFF_DMMHG:
                    mask |= 1 << (leg.first + zone)
    return mask


def blocked_path(station):
    mask = 0
    for leg in station.legs:
        if leg.fill.blocked_zone >= 0:
            mask |= 1 << (leg.first + leg.fill.blocked_zone)
    return mask


def stuck_closed(station):
    """A zone that keeps its air though it and the vents are open and its manifold is empty: the path is blocked."""
    mask = 0
    everything = station.unpowered_ms >= limits.STUCK_OPEN_MS
    for leg in station.legs:
        if not everything and leg.letting.ms < limits.STUCK_OPEN_MS:
            continue
        manifold = station.reading.manifolds_dmmhg[leg.leg]
        if manifold is None or manifold >= _VENTED_DMMHG:
            continue
        for zone in range(ZONES_A_LEG):
            if everything or leg.letting.open_ms[zone] >= limits.STUCK_OPEN_MS:
                pressure = station.reading.smooth_dmmhg[leg.first + zone]
                if pressure is not None and pressure > _STUCK_DMMHG:
                    mask |= 1 << (leg.first + zone)
    return mask


def failed_vent(station):
    """A zone still full 8 s after everything was told to open, or after it was told to release."""
    mask = 0
    everything = station.unpowered_ms > limits.VENT_MS
    for leg in station.legs:
        if everything or leg.letting.ms > limits.VENT_MS:
            for zone in range(ZONES_A_LEG):
                pressure = station.reading.smooth_dmmhg[leg.first + zone]
                if (
                    (everything or leg.letting.zones >> zone & 1)
                    and pressure is not None
                    and pressure >= _VENTED_DMMHG
                ):
                    mask |= 1 << (leg.first + zone)
    return mask


def long_hold(station):
    mask = 0
    under_ms = station.session.steps.under_ms
    if max(under_ms) < limits.HOLD_TRIP_MS:
        return 0
    for zone in range(ZONES):
        if under_ms[zone] >= limits.HOLD_TRIP_MS:
            mask |= 1 << zone
    return mask


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


def bath_over(station):
    hot_cdegc = station.reading.hot_cdegc
    return 1 if hot_cdegc is not None and hot_cdegc >= limits.HOT_TRIP_CDEGC else 0


def bath_under(station):
    cold_cdegc = station.reading.cold_cdegc
    return 2 if cold_cdegc is not None and cold_cdegc < limits.COLD_TRIP_CDEGC else 0


def bath_twins(station):
    mask = 0
    twins = station.reading.thermistors_cdegc
    for bath in range(2):
        first = twins[bath * 2]
        second = twins[bath * 2 + 1]
        if first is not None and second is not None and abs(first - second) > limits.BATH_TWINS_CDEGC:
            mask |= 1 << bath
    return mask


def thermistor_open(station):
    mask = 0
    for index in range(4):
        if station.reading.codes[station.thermistor_channel(index)] > THERMISTOR_OPEN_CODE:
            mask |= 1 << index
    return mask


def thermistor_short(station):
    mask = 0
    for index in range(4):
        if station.reading.codes[station.thermistor_channel(index)] < THERMISTOR_SHORT_CODE:
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


def heap_low(station):
    return 1 if station.heap_free < limits.HEAP_MIN_BYTES else 0


def self_test(station):
    """What the self-test found, as its own code says; see interlock.SELF_TEST."""
    return 1 if station.session.test.failed() else 0
