"""The latch: first fault kept, later ones listed, a full list keeps what it has, persistence counted by channel."""

from tests.core.parts import COMPRESSION, CONTRAST, new, new_station, wire
from tests.core.row_legs import run_step

from station_firmware.core import fault, interlock, states
from station_firmware.core.reading import THERMISTOR_CHANNELS
from station_firmware.store import latch


def _judge(station, ticks):
    """Evaluate `ticks` times; returns the tick (from 1) in which a fault was first latched, else 0."""
    first = 0
    for number in range(1, ticks + 1):
        if station.interlocks.judge(station) and not first:
            first = number
    return first


def _codes(station):
    locks = station.interlocks
    return [(locks.faults[index].code, locks.faults[index].channel) for index in range(locks.count)]


def test_a_healthy_station_trips_in_no_state():
    for state in range(9):
        station = new_station()
        station.session.state = state
        assert _judge(station, 1000) == 0 and _codes(station) == []


# REQ-76
def test_sixteen_faults_have_a_place_as_in_the_latch_and_an_empty_place_says_nothing():
    locks = new_station().interlocks
    assert len(locks.faults) == latch._SLOTS == 16
    for kept in locks.faults:
        assert (kept.code, kept.channel, kept.measured, kept.limit, kept.since_ms, kept.count) == (0,) * 6
    assert (locks.count, locks.changed, locks.standing) == (0, False, 0)


# REQ-86
def test_the_first_fault_is_kept_and_later_ones_follow_it():
    station = new_station()
    station.session.state = states.RUNNING
    station.reading.zones_dmmhg[6] = 1350
    assert _judge(station, 2) == 2
    station.reading.estop = False
    station.reading.late_ms = 11
    _judge(station, 2)
    assert _codes(station) == [(fault.OVER_PRESSURE, 6), (fault.ESTOP, 0), (fault.TICK_LATE, 0)]
    assert not station.interlocks.estop_first()


def test_in_one_tick_the_emergency_stop_is_blamed_first():
    station = new_station()
    station.session.state = states.RUNNING
    station.reading.zones_dmmhg[6] = 1350
    _judge(station, 1)
    station.reading.estop = False
    _judge(station, 1)
    assert _codes(station) == [(fault.ESTOP, 0), (fault.OVER_PRESSURE, 6)]
    assert station.interlocks.estop_first()


# REQ-86
def test_a_fault_carries_what_was_measured_and_when():
    station = new_station()
    station.session.state = states.RUNNING
    station.now_ms = 777
    station.reading.zones_dmmhg[2] = 1335
    _judge(station, 2)
    kept = station.interlocks.faults[0]
    assert (kept.code, kept.channel, kept.measured, kept.limit) == (fault.OVER_PRESSURE, 2, 133, 130)
    assert (kept.since_ms, kept.count) == (777, 1)


def test_each_channel_is_counted_by_itself():
    station = new_station()
    station.session.state = states.RUNNING
    zones = station.reading.zones_dmmhg
    for _ in range(10):
        # never twice running in one zone
        zones[0], zones[9] = zones[9], 1400 - zones[9]
        zones[9] = 1400 if zones[0] == 0 else 0
        assert _judge(station, 1) == 0
    zones[0] = zones[9] = 1400
    _judge(station, 2)
    assert _codes(station) == [(fault.OVER_PRESSURE, 0), (fault.OVER_PRESSURE, 9)]


def test_a_gap_of_one_tick_starts_the_count_again():
    station = new_station()
    station.session.state = states.RUNNING
    for _ in range(5):
        wire(station, 0, 0)
        assert _judge(station, 2) == 0
        wire(station, 0, 164)
        assert _judge(station, 1) == 0


def test_a_fault_that_comes_again_is_counted_and_is_no_news():
    station = new_station()
    for _ in range(3):
        station.reading.estop = False
        _judge(station, 5)
        station.reading.estop = True
        _judge(station, 1)
    assert _codes(station) == [(fault.ESTOP, 0)]
    assert station.interlocks.faults[0].count == 3
    station.reading.estop = False
    assert _judge(station, 1) == 0


def test_changed_is_true_only_in_the_tick_of_a_new_fault():
    station = new_station()
    station.reading.estop = False
    seen = []
    for _ in range(3):
        station.interlocks.judge(station)
        seen.append(station.interlocks.changed)
    assert seen == [True, False, False]


def test_a_full_list_keeps_what_it_has():
    locks = new(interlock, "Interlocks", 3)
    for channel in range(5):
        locks.latch(fault.LEAK, channel, 8, 7, 0)
    assert [locks.faults[index].channel for index in range(locks.count)] == [0, 1, 2]


def test_the_list_is_long_enough_for_every_zone_at_once():
    station = new_station()
    station.reading.zones_dmmhg[:] = [1400] * 10
    _judge(station, 2)
    assert _codes(station) == [(fault.OVER_PRESSURE, zone) for zone in range(10)]


def test_clear_forgets_and_the_same_cause_trips_again_only_when_it_comes_again():
    station = new_station()
    station.reading.estop = False
    _judge(station, 1)
    station.interlocks.clear()
    assert not station.interlocks.estop_first()
    assert station.interlocks.count == 0
    assert _codes(station) == []
    station.reading.estop = True
    _judge(station, 1)
    station.reading.estop = False
    assert _judge(station, 1) == 1


def test_what_the_self_test_found_is_latched_as_it_says():
    station = new_station()
    station.session.state = states.SELFTEST
    test = station.session.test
    test.find(fault.VENT_STUCK_CLOSED, 3, 41, 10)
    assert _judge(station, 1) == 1
    kept = station.interlocks.faults[0]
    assert (kept.code, kept.channel, kept.measured, kept.limit) == (fault.VENT_STUCK_CLOSED, 3, 41, 10)


def test_a_missing_measure_is_minus_one_and_never_zero():
    station = new_station()
    station.demand.renewed_ms = 0
    station.session.state = states.RUNNING
    run_step(station, COMPRESSION)
    leg = station.legs[0]
    station.reading.zones_dmmhg[1] = None
    leg.load.ms[1] = leg.load.longest_ms = 3000
    _judge(station, 1)
    assert _codes(station) == [(fault.BODY_LOAD, 1)]
    assert station.interlocks.faults[0].measured == -1


def test_no_row_asks_for_more_ticks_than_a_byte_counts():
    for row in interlock.ROWS:
        assert 1 <= row[2] < 255


def test_a_condition_that_stands_for_long_is_latched_once():
    station = new_station()
    station.session.state = states.RUNNING
    station.reading.readback_ok = False
    for _ in range(600):
        station.interlocks.judge(station)
    assert station.interlocks.count == 1 and station.interlocks.faults[0].count == 1


def _late_in(state, station):
    station.session.state = state
    station.reading.late_ms = 11
    return station.interlocks.judge(station)


# REQ-57
def test_what_does_not_bind_a_state_counts_from_nothing_when_it_binds_again():
    for between in (states.IDLE, states.FAULT, states.MAINTENANCE):
        station = new_station()
        assert not _late_in(states.READY, station)
        assert not _late_in(between, station)
        assert not _late_in(states.READY, station)
        assert _late_in(states.READY, station)
        assert _codes(station) == [(fault.TICK_LATE, 0)]


# REQ-5 REQ-57
def test_what_binds_two_states_counts_on_from_one_to_the_other():
    station = new_station()
    assert not _late_in(states.READY, station)
    assert _late_in(states.VENTING, station)
    station = new_station()
    station.session.state = states.IDLE
    station.reading.zones_dmmhg[9] = 1301
    assert not station.interlocks.judge(station)
    station.session.state = states.SELFTEST
    assert station.interlocks.judge(station)
    assert _codes(station) == [(fault.OVER_PRESSURE, 9)]


# REQ-85
def test_a_cause_that_binds_no_more_forbids_no_acknowledgement():
    station = new_station()
    for _ in range(2):
        _late_in(states.READY, station)
    refuse = station.interlocks.refuse_acknowledge
    assert refuse(station.session, station.reading, True) == interlock.CAUSE_STANDS
    _late_in(states.FAULT, station)
    assert refuse(station.session, station.reading, True) is None


def test_of_a_row_that_binds_no_more_every_channel_is_forgotten_and_of_others_none():
    station = new_station()
    station.demand.renewed_ms = 0
    run_step(station, CONTRAST)
    station.session.state = states.RUNNING
    # the first and the last wire of a row that binds the water alone, and of one that always binds
    for channel in (THERMISTOR_CHANNELS[0], THERMISTOR_CHANNELS[3]):
        station.reading.codes[channel] = 4095
    station.reading.open_wires = 1 | 1 << 11
    assert _judge(station, 2) == 0
    station.session.state = states.READY
    assert _judge(station, 1) == 1
    assert _codes(station) == [(fault.SENSOR_OPEN, 0), (fault.SENSOR_OPEN, 11)]
    station.session.state = states.RUNNING
    assert _judge(station, 3) == 3
    assert _codes(station)[2:] == [(fault.THERMISTOR_OPEN, 0), (fault.THERMISTOR_OPEN, 3)]


def test_the_row_after_one_that_binds_no_more_keeps_its_count():
    station = new_station()
    run_step(station, CONTRAST)
    station.drift.cold_cdegc = -31
    assert _late_in(states.RUNNING, station)
    assert _codes(station) == [(fault.CHILLER_STUCK_ON, 1)]
    assert _late_in(states.READY, station)
    assert _codes(station)[1:] == [(fault.TICK_LATE, 0)]


def test_another_situation_forgets_the_rows_that_do_not_bind_it_and_no_other():
    channels = len(new_station().interlocks._held) // len(interlock.ROWS)
    for situation in range(10):
        locks = new_station().interlocks
        for at in range(len(locks._held)):
            locks._held[at] = 1
        for index in range(len(interlock.ROWS)):
            locks._seen[index] = 1
        locks._enter(situation)
        for index, row in enumerate(interlock.ROWS):
            kept = row[3] >> situation & 1
            assert locks._seen[index] == kept
            assert list(locks._held[index * channels : (index + 1) * channels]) == [kept] * channels
