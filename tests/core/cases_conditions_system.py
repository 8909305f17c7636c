"""Each condition on wires, chain, baths and the machine names its own channel, and nothing on a station at rest."""

from tests.core.parts import new_station
from tests.core.rows import open_link

from station_firmware.core import chain, limits, states
from station_firmware.core import conditions_system as system
from station_firmware.core.reading import THERMISTOR_CHANNELS

ALL = (
    system.sensor_open,
    system.sensor_short,
    system.shift_readback,
    system.estop,
    system.chain_open,
    system.supply_low,
    system.adc_reference,
    system.bath_over,
    system.bath_under,
    system.bath_twins,
    system.thermistor_open,
    system.thermistor_short,
    system.tick_missed,
    system.tick_late,
    system.lease_expired,
    system.session_too_long,
    system.journal_failing,
    system.heap_low,
    system.self_test,
    system.heater_stuck_on,
    system.chiller_stuck_on,
)


def test_a_station_at_rest_shows_nothing_with_its_chain_open_or_closed():
    for phase in (chain.OPEN, chain.BEATING, chain.ARMING, chain.CLOSED):
        station = new_station()
        station.demand.renewed_ms = 0
        station.session.chain.phase = phase
        assert [condition(station) for condition in ALL] == [0] * len(ALL)


# REQ-34
def test_each_wire_is_named_by_its_input():
    for number in range(12):
        station = new_station()
        station.reading.open_wires = 1 << number
        assert (system.sensor_open(station), system.sensor_short(station)) == (1 << number, 0)
        station.reading.open_wires, station.reading.short_wires = 0, 1 << number
        assert (system.sensor_open(station), system.sensor_short(station)) == (0, 1 << number)


# REQ-59
def test_beside_a_pressed_stop_any_other_link_that_opens_first_is_named():
    for link in range(8):
        for released in (True, False):
            station = new_station()
            open_link(station, 0xFF & ~(1 << link))
            station.reading.estop = released
            hidden = link in (0, 6) and not released
            assert system.chain_open(station) == (0 if hidden else 1 << link)


# REQ-59
def test_a_chain_that_is_to_be_open_has_no_open_link():
    for phase, since_ms, named in (
        (chain.OPEN, 5000, 0),
        (chain.BEATING, 5000, 0),
        (chain.ARMING, 300, 0),
        (chain.ARMING, 301, 2),
        (chain.CLOSED, 0, 2),
    ):
        station = new_station()
        open_link(station, 0xFD)
        station.session.chain.phase = phase
        station.session.chain._ms = since_ms
        assert system.chain_open(station) == named


# REQ-60
def test_the_supply_is_judged_behind_a_closed_chain_alone():
    for millivolts, wrong in ((0, 1), (21599, 1), (21600, 0), (26400, 0), (26401, 1)):
        for phase in (chain.OPEN, chain.BEATING, chain.ARMING, chain.CLOSED):
            station = new_station()
            station.session.chain.phase = phase
            station.reading.supply_mv = millivolts
            assert system.supply_low(station) == (wrong if phase == chain.CLOSED else 0)


# REQ-46
def test_twins_that_disagree_are_named_by_their_bath():
    for bath in range(2):
        for index in (bath * 2, bath * 2 + 1):
            for off, named in ((300, False), (301, True), (-300, False), (-301, True)):
                station = new_station()
                station.reading.thermistors_cdegc[index] += off
                assert system.bath_twins(station) == (1 << bath if named else 0)
            station.reading.thermistors_cdegc[index] = None
            assert system.bath_twins(station) == 0
    station = new_station()
    station.reading.thermistors_cdegc[:] = [4200, 3800, 1200, 800]
    assert system.bath_twins(station) == 3


# REQ-47
def test_each_thermometer_s_wire_is_named():
    for index in range(4):
        for code, is_open, is_short in ((0, 0, 1), (149, 0, 1), (150, 0, 0), (3900, 0, 0), (3901, 1, 0)):
            station = new_station()
            station.reading.codes[THERMISTOR_CHANNELS[index]] = code
            assert system.thermistor_open(station) == is_open << index
            assert system.thermistor_short(station) == is_short << index


# REQ-47
def test_at_rest_the_wires_of_a_bath_are_judged_while_that_bath_is_kept():
    for code, condition in ((3901, system.thermistor_open), (149, system.thermistor_short)):
        station = new_station()
        station.session.state = states.IDLE
        for index in range(4):
            station.reading.codes[THERMISTOR_CHANNELS[index]] = code
        for kept, mask in ((0, 0), (1, 0b0011), (2, 0b1100), (3, 0b1111)):
            station.thermal.kept = kept
            assert condition(station) == mask


# REQ-95
def test_a_heater_without_effect_is_no_chiller_without_one():
    station = new_station()
    for no_effect in range(4):
        station.thermal.watch.no_effect = no_effect
        assert system.heater_no_effect(station) == no_effect & 1
        assert system.chiller_no_effect(station) == (2 if no_effect >= 2 else 0)


# REQ-45 REQ-95
def test_a_bath_is_the_hot_or_the_cold_one_and_a_missing_one_is_not_judged():
    station = new_station()
    for hot, cold, over, under in ((4200, 499, 1, 2), (4199, 500, 0, 0), (None, None, 0, 0)):
        station.reading.hot_cdegc, station.reading.cold_cdegc = hot, cold
        assert (system.bath_over(station), system.bath_under(station)) == (over, under)
    for change, heats, cools in ((30, 0, 0), (31, 1, 0), (-30, 0, 0), (-31, 0, 2)):
        station.drift.hot_cdegc = station.drift.cold_cdegc = change
        assert (system.heater_stuck_on(station), system.chiller_stuck_on(station)) == (heats, cools)


# REQ-11 REQ-28 REQ-57 REQ-61
def test_the_machine_s_own_limits_to_the_last_unit():
    station = new_station()
    station.demand.renewed_ms = 1000
    for late_ms, late, missed in ((10, 0, 0), (11, 1, 0), (179, 1, 0), (180, 1, 1)):
        station.reading.late_ms = late_ms
        assert (system.tick_late(station), system.tick_missed(station)) == (late, missed)
    for now_ms, expired in ((1000, 0), (1200, 0), (1201, 1), (999, 1)):
        station.now_ms = now_ms
        assert system.lease_expired(station) == expired
    for ran_ms, long in ((4199999, 0), (4200000, 1)):
        station.session.steps.ran_ms = ran_ms
        assert system.session_too_long(station) == long
    for free, low in ((limits.HEAP_MIN_BYTES, 0), (limits.HEAP_MIN_BYTES - 1, 1)):
        station.heap_free = free
        assert system.heap_low(station) == low


# REQ-62 REQ-83
def test_what_is_true_or_false_is_one_or_nothing():
    station = new_station()
    station.reading.estop = station.reading.readback_ok = False
    station.journal_failing = True
    station.test.find(1, 0, 0, 0)
    found = [
        condition(station)
        for condition in (system.estop, system.shift_readback, system.journal_failing, system.self_test)
    ]
    assert found == [1] * 4


# REQ-39
def test_the_reference_is_judged_on_both_sides():
    station = new_station()
    for millivolts, wrong in ((0, 1), (4849, 1), (4850, 0), (5150, 0), (5151, 1)):
        station.reading.reference_mv = millivolts
        assert system.adc_reference(station) == wrong


# REQ-58
def test_a_chain_that_closes_unasked_sticks():
    station = new_station()
    assert system.chain_stuck(station) == 0
    station.chain.unasked = True
    assert system.chain_stuck(station) == 1
