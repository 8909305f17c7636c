"""The gate's rows for the self-test alone: its moves against a closed leg, bounded in time, duty and pressure."""

from tests.core.cases_gate import ALL_CLOSED, Door

from station_firmware.core import gate
from station_firmware.core.states import RUNNING, SELFTEST


def _puff(manifold_dmmhg, duty_pct=20, ticks=1, state=SELFTEST):
    """Duty granted to the left leg in the last of `ticks` ticks against closed valves."""
    door = Door()
    door.state = state
    door.demand.closed = ALL_CLOSED
    door.demand.pump_left_pct = duty_pct
    door.demand.pump_right_pct = 0
    door.reading.manifolds_dmmhg[0] = manifold_dmmhg
    for _ in range(ticks - 1):
        door.permit()
    return door.permit().pump_left_pct


# REQ-9
def test_the_puff_is_bounded_in_time():
    assert [_puff(0, ticks=ticks) for ticks in (1, 5, 6, 7, 8)] == [20, 20, 20, 0, 0]


# REQ-9
def test_the_puff_is_bounded_in_duty():
    assert [_puff(0, duty_pct=duty) for duty in (1, 19, 20, 21, 100)] == [1, 19, 20, 0, 0]


# REQ-9
def test_the_puff_is_bounded_in_pressure():
    assert [_puff(dmmhg) for dmmhg in (0, 799, 800, 801, 1300)] == [20, 20, 20, 0, 0]
    assert _puff(None) == 0


def _moved(move, **given):
    """Duty granted to the left leg in the last of `ticks` ticks of a move against closed valves."""
    door = Door()
    door.state = given.get("state", SELFTEST)
    door.gate.new_test(move)
    door.demand.closed = ALL_CLOSED
    door.demand.pump_left_pct = given.get("duty_pct", 10)
    door.demand.pump_right_pct = 0
    door.reading.manifolds_dmmhg[0] = given.get("manifold_dmmhg", 0)
    door.reading.smooth_dmmhg[given.get("zone", 0)] = given.get("zone_dmmhg", 0)
    for _ in range(given.get("ticks", 1) - 1):
        door.permit()
    return door.permit().pump_left_pct


# REQ-97
def test_each_move_is_bounded_in_time_duty_and_pressure():
    for move, most_pct, most_ms, most_dmmhg in (
        (gate.PUFF, 20, 120, 800),
        (gate.FLOW, 100, 360, 200),
        (gate.FEED, 20, 1600, 800),
        (gate.SWITCH, 10, 4000, 1550),
    ):
        for over in (-1, 0):
            assert _moved(move, duty_pct=most_pct + over) == most_pct + over
            assert _moved(move, manifold_dmmhg=most_dmmhg + over) == 10
            assert _moved(move, ticks=most_ms // 20 + over) == 10
            assert _moved(move, state=RUNNING) == 0
        assert _moved(move, duty_pct=most_pct + 1) == 0
        assert _moved(move, manifold_dmmhg=most_dmmhg + 1) == 0 == _moved(move, manifold_dmmhg=None)
        assert _moved(move, ticks=most_ms // 20 + 1) == 0


# REQ-97
def test_no_pump_goes_to_the_switch_while_a_zone_of_its_leg_has_air():
    for pressure, granted in ((0, 10), (99, 10), (100, 0), (101, 0), (None, 0)):
        assert _moved(gate.SWITCH, zone_dmmhg=pressure, zone=4) == granted
        assert _moved(gate.SWITCH, zone_dmmhg=pressure, zone=5) == 10
        assert _moved(gate.PUFF, zone_dmmhg=pressure, zone=4) == 10


# REQ-97
def test_on_the_way_to_a_switch_the_other_leg_s_zones_say_nothing():
    for leg in range(2):
        for zone in range(10):
            for pressure in (100, None):
                door = Door()
                door.state = SELFTEST
                door.gate.new_test(gate.SWITCH)
                door.demand.closed = ALL_CLOSED
                door.demand.pump_left_pct, door.demand.pump_right_pct = (0, 10) if leg else (10, 0)
                door.reading.smooth_dmmhg[zone] = pressure
                out = door.permit()
                granted = 0 if zone // 5 == leg else 10
                assert (out.pump_left_pct, out.pump_right_pct) == ((0, granted) if leg else (granted, 0))


# REQ-9
def test_only_the_self_test_puffs():
    assert _puff(0, state=RUNNING) == 0


def test_each_move_has_its_own_puff_and_each_leg_its_own_time():
    door = Door()
    door.state = SELFTEST
    door.demand.closed = ALL_CLOSED
    door.demand.pump_right_pct = 0
    door.demand.pump_left_pct = 20
    for _ in range(6):
        assert door.permit().pump_left_pct == 20
    assert door.permit().pump_left_pct == 0 and door.gate.refused == 1
    door.demand.pump_left_pct = 0
    door.demand.pump_right_pct = 20
    assert door.permit().pump_right_pct == 20
    door.demand.pump_left_pct = 20
    door.gate.new_test()
    assert door.permit().pump_left_pct == 20


# REQ-9
def test_the_puffs_time_is_counted_to_the_millisecond():
    door = Door()
    assert door.gate.test_ms == [0, 0]
    door.state = SELFTEST
    door.demand.closed = ALL_CLOSED
    door.demand.pump_left_pct = 20
    door.demand.pump_right_pct = 0
    door.permit()
    door.permit()
    assert door.gate.test_ms == [40, 0]
    door.gate.new_test()
    assert door.gate.test_ms == [0, 0]


# REQ-9 REQ-97
def test_each_move_ends_at_its_last_millisecond():
    for move, most_ms in ((gate.PUFF, 120), (gate.FLOW, 360), (gate.FEED, 1600), (gate.SWITCH, 4000)):
        for over_ms, granted in ((-1, 10), (0, 10), (1, 0)):
            door = Door()
            door.state = SELFTEST
            door.gate.new_test(move)
            door.demand.closed = ALL_CLOSED
            door.demand.pump_left_pct = 10
            door.demand.pump_right_pct = 0
            door.gate.test_ms[0] = most_ms - 20 + over_ms
            assert door.permit().pump_left_pct == granted
