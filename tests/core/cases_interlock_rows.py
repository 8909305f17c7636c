"""Every row of the interlock table: just below, at and above its limit; its persistence; the states it binds."""

from tests.core import rows, rows_baths, rows_parts, rows_signs
from tests.core.parts import ALL_STATES, COMPRESSION, CONTRAST, REST, new_station
from tests.core.rows import ANY, manifold, open_link, run_step, zone_and_manifold
from tests.core.rows_measured import MEASURED

from station_firmware.core import chain, fault, interlock, protocol, states
from station_firmware.core.states import IDLE, MAINTENANCE, READY, RUNNING, SELFTEST

CASES = rows.CASES + rows_baths.CASES + rows_parts.CASES + rows_signs.CASES


def _tripped(case, value, state, ticks):
    """The tick (from 1) in which the case's fault came within `ticks`; 0 when it did not."""
    station = new_station()
    # the lease is renewed by whoever is not the one tested
    station.demand.renewed_ms = 0
    case[2](station, value)
    station.session.state = state
    for number in range(1, ticks + 1):
        if station.interlocks.judge(station):
            kept = station.interlocks.faults[0]
            assert (kept.code, kept.channel) == (case[0], case[1])
            return number
    return 0


def _home(case):
    return case[6][-1]


def test_every_row_of_the_table_is_tried_here():
    tried = set()
    for case in CASES:
        station = new_station()
        station.demand.renewed_ms = 0
        case[2](station, case[4][0])
        station.session.state = _home(case)
        station.interlocks.judge(station)
        for index in range(len(interlock.ROWS)):
            if station.interlocks._seen[index] and interlock.ROWS[index][0] == case[0]:
                tried.add(index)
    left = [interlock.ROWS[index][0] for index in range(len(interlock.ROWS)) if index not in tried]
    assert left == [interlock.SELF_TEST]


# REQ-5 REQ-6 REQ-8 REQ-11 REQ-15 REQ-16 REQ-17 REQ-18 REQ-19 REQ-22 REQ-23 REQ-24
# REQ-26 REQ-28 REQ-34 REQ-39 REQ-45 REQ-46 REQ-47 REQ-57 REQ-59 REQ-60 REQ-61 REQ-62
# REQ-33 REQ-41 REQ-54 REQ-89 REQ-90 REQ-91 REQ-92 REQ-93 REQ-94 REQ-95 REQ-96 REQ-102
def test_at_the_limit_and_below_it_nothing_trips():
    for case in CASES:
        for value in case[3]:
            assert _tripped(case, value, _home(case), 2 * case[5] + 2) == 0, (fault.name(case[0]), value)


# REQ-5 REQ-6 REQ-8 REQ-11 REQ-15 REQ-16 REQ-17 REQ-18 REQ-19 REQ-20 REQ-21 REQ-22
# REQ-23 REQ-24 REQ-26 REQ-28 REQ-34 REQ-39 REQ-45 REQ-46 REQ-47 REQ-57 REQ-59 REQ-60
# REQ-61 REQ-62 REQ-83
# REQ-33 REQ-41 REQ-54 REQ-89 REQ-90 REQ-91 REQ-92 REQ-93 REQ-94 REQ-95 REQ-96 REQ-102
def test_above_the_limit_it_trips_after_exactly_its_persistence():
    for case in CASES:
        for value in case[4]:
            found = _tripped(case, value, _home(case), case[5] + 2)
            assert found == case[5], (fault.name(case[0]), value, found)


# REQ-5 REQ-26 REQ-34 REQ-45 REQ-47 REQ-57 REQ-83 REQ-94 REQ-95 REQ-96
def test_each_row_binds_its_states_and_no_other():
    for case in CASES:
        for state in ALL_STATES:
            found = _tripped(case, case[4][0], state, case[5])
            assert (found > 0) == (state in case[6]), (fault.name(case[0]), states.STATE_NAMES[state])


# REQ-59
def test_every_link_of_the_chain_is_named_also_an_estop_pole_its_own_pin_does_not_show():
    for link in range(8):
        station = new_station()
        station.session.state = READY
        open_link(station, 0xFF & ~(1 << link))
        station.interlocks.judge(station)
        station.interlocks.judge(station)
        found = [station.interlocks.faults[index].channel for index in range(station.interlocks.count)]
        assert found == [link]


def test_a_pressed_emergency_stop_is_not_blamed_twice():
    for link in (0, 6):
        station = new_station()
        station.session.state = READY
        station.reading.estop = False
        open_link(station, 0xFF & ~(1 << link))
        station.interlocks.judge(station)
        station.interlocks.judge(station)
        assert [station.interlocks.faults[index].code for index in range(station.interlocks.count)] == [
            fault.ESTOP
        ]


# REQ-59
def test_a_broken_link_hides_those_behind_it():
    station = new_station()
    station.session.state = READY
    open_link(station, 0x43)
    station.interlocks.judge(station)
    station.interlocks.judge(station)
    assert station.interlocks.count == 1
    assert fault.channel_name(fault.CHAIN_OPEN, station.interlocks.faults[0].channel) == "switch_right"


def test_the_chain_is_not_judged_while_it_may_be_open():
    for phase in (chain.OPEN, chain.BEATING):
        station = new_station()
        station.session.state = SELFTEST
        station.session.chain.phase = phase
        station.reading.taps = 0
        station.reading.supply_mv = 0
        for _ in range(20):
            assert not station.interlocks.judge(station)


def test_the_fill_rows_ask_for_a_running_pump():
    for value, setter in ((1300, manifold), (900, zone_and_manifold)):
        station = new_station()
        station.demand.renewed_ms = 0
        setter(station, value)
        for leg in station.session.steps.legs:
            leg.pump_pct = 0
        station.session.state = RUNNING
        for _ in range(30):
            assert not station.interlocks.judge(station)


def test_baths_are_not_judged_without_a_contrast_step():
    station = new_station()
    station.demand.renewed_ms = 0
    run_step(station, COMPRESSION)
    station.session.state = RUNNING
    station.reading.hot_cdegc = 5000
    station.reading.cold_cdegc = 0
    station.reading.thermistors_cdegc[0] = 0
    station.reading.codes[7] = 4095
    station.reading.codes[6] = 0
    for _ in range(260):
        assert not station.interlocks.judge(station)


def test_a_missing_thermometer_is_no_disagreement():
    station = new_station()
    run_step(station, CONTRAST)
    station.session.state = RUNNING
    station.reading.thermistors_cdegc[1] = None
    for _ in range(260):
        assert not station.interlocks.judge(station)
    assert station.twins_apart_cdegc(0) == -1
    assert station.twins_apart_cdegc(1) == 0


def test_no_lease_is_asked_of_a_contrast_step():
    station = new_station()
    run_step(station, CONTRAST)
    station.session.state = RUNNING
    station.demand.renewed_ms = None
    assert not station.interlocks.judge(station)


# REQ-96
def test_the_supply_is_watched_in_the_water_and_in_a_guided_step_too():
    for case in rows_parts.CASES:
        if case[0] not in (fault.PUMP_STUCK_ON, fault.PUMP_DEAD, fault.OUTPUT_CURRENT):
            continue
        for step in (CONTRAST, REST):
            station = new_station()
            run_step(station, step)
            case[2](station, case[4][0])
            station.session.state = RUNNING
            assert [station.interlocks.judge(station) for _ in range(6)] == [False] * 5 + [True]
            assert station.interlocks.faults[0].code == case[0]


def test_a_zone_left_out_is_not_waited_for():
    station = new_station()
    station.demand.renewed_ms = 0
    run_step(station, dict(COMPRESSION, legs="left"))
    steps = station.session.steps
    steps.legs[0].course.reached = 31
    steps.waiting_full_ms = 400000
    station.session.state = RUNNING
    assert not station.interlocks.judge(station)


def _measured(case, value):
    """What the case's fault is kept with: measured and limit."""
    station = new_station()
    station.demand.renewed_ms = 0
    case[2](station, value)
    station.session.state = _home(case)
    for _ in range(case[5]):
        station.interlocks.judge(station)
    kept = station.interlocks.faults[0]
    return kept.measured, kept.limit


def test_what_was_measured_is_in_the_unit_of_its_row():
    seen = set()
    for case in CASES:
        for value in case[4]:
            if (case[0], value) not in MEASURED:
                continue
            seen.add((case[0], value))
            assert _measured(case, value) == MEASURED[case[0], value], (fault.name(case[0]), value)
    assert seen == set(MEASURED)


def test_idle_and_maintenance_are_bound_by_the_rows_that_bind_always():
    always = {case[0] for case in CASES if case[6] == ANY}
    assert always == {
        fault.ESTOP,
        fault.OVER_PRESSURE,
        fault.SENSOR_OPEN,
        fault.SENSOR_SHORT,
        fault.ADC_REFERENCE,
        fault.SHIFT_READBACK,
    }
    for case in CASES:
        at_rest = case[6] == rows.EMPTYING or case[0] in (fault.LONG_HOLD, fault.CHAIN_STUCK)
        assert (IDLE in case[6]) == (MAINTENANCE in case[6]) or at_rest


def test_limits_of_a_protocol_lie_below_the_trips():
    assert protocol.limits.TARGET_MAX_MMHG + 15 < 130
    assert protocol.limits.HOT_STEP_MAX_CDEGC < protocol.limits.HOT_ENTER_MAX_CDEGC < 4200
