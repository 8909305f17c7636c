"""Signs of closed zones: one that loses nearly all has no hose, an empty one that comes up gets air or makes it up."""

from tests.core.parts import new_leg
from tests.core.sign_legs import ALL, found, holds, look, stand, windows

from station_firmware.core.signs import APART, HOSE_OFF, VALVE_LEAK, VALVE_OPEN


def _lost(pressures, holding=ALL):
    leg = new_leg(0)
    holds(leg)
    leg.holding = holding
    windows(leg, pressures, 1)
    return leg


# REQ-91
def test_a_closed_zone_that_loses_five_eighths_in_200_ms_has_no_hose():
    for to, wanted in ((800, {}), (301, {}), (300, {}), (299, {HOSE_OFF: 2}), (0, {HOSE_OFF: 2})):
        leg = _lost((800, 600, to))
        assert found(leg) == wanted
        assert not wanted or leg.signs.measured_dmmhg[HOSE_OFF] == to


# REQ-91
def test_only_a_zone_above_twenty_mmhg_can_lose_it():
    for was, wanted in ((150, {}), (200, {}), (201, {HOSE_OFF: 2}), (202, {HOSE_OFF: 2})):
        assert found(_lost((was, 100, 0))) == wanted


# REQ-91
def test_what_is_lost_more_slowly_is_a_leak():
    assert found(_lost((800, 600, 310, 240, 120))) == {}
    assert found(_lost((800, 600, 310, 224))) == {HOSE_OFF: 2}


def test_a_limp_zone_that_is_squeezed_and_let_go_has_lost_nothing():
    assert found(_lost((500, 300, 0), holding=0)) == {}
    assert found(_lost((500, 300, 0), holding=ALL & ~2)) == {}
    # nor one that holds little and was squeezed: what counts is its target
    leg = new_leg(0)
    holds(leg, 210)
    windows(leg, (500, 300, 79), 1)
    assert found(leg) == {}
    windows(leg, (500, 300, 78), 1)
    assert found(leg) == {HOSE_OFF: 2}


def test_a_zone_that_was_open_in_the_last_200_ms_loses_what_it_may():
    for ticks_before in range(15):
        leg = new_leg(0)
        holds(leg)
        stand(leg, 0)
        for number in range(15):
            stand(leg, 2 if number == ticks_before else 0)
            leg.pressures[1] = 800 if number < 9 else 100
            look(leg, 0)
        # before the window in which it lost them it does not matter
        assert found(leg) == ({HOSE_OFF: 2} if ticks_before < 4 else {}), ticks_before
    leg = new_leg(0)
    holds(leg)
    stand(leg, 0)
    for number in range(15):
        # another one may be open
        stand(leg, 4)
        leg.pressures[1] = 800 if number < 9 else 100
        look(leg, 0)
    assert found(leg) == {HOSE_OFF: 2}


def test_what_a_zone_has_lost_is_told_over_100_to_200_ms():
    leg = new_leg(0)
    windows(leg, (800, 700, 600), 1)
    # at the end of the third window the second one is 100 ms ago
    assert leg.signs.fell_dmmhg(1, 600) == 100
    look(leg, 0, 4)
    assert leg.signs.fell_dmmhg(1, 500) == 200
    look(leg, 0)
    assert leg.signs.fell_dmmhg(1, 500) == 100


# fourteen windows that gain, after three that do not
SLOW = (0, 0, 0) + tuple(range(8, 120, 8))


def _gained(pressures, manifold=400, **bound):
    leg = new_leg(0)
    for name in bound:
        if name == "holding":
            leg.holding = bound[name]
        elif name == "filling":
            leg.fill.zones = bound[name]
        elif name == "letting":
            leg.letting.zones = bound[name]
        else:
            leg.upkeep.waiting = bound[name]
    windows(leg, pressures, 3, manifold)
    return leg


# REQ-89
def test_an_empty_closed_zone_that_comes_up_has_a_valve_that_lets_air_in():
    for to, wanted in ((149, {}), (150, {VALVE_LEAK: 8}), (151, {VALVE_LEAK: 8})):
        leg = _gained(SLOW + (to,))
        assert found(leg) == wanted
        assert not wanted or leg.signs.measured_dmmhg[VALVE_LEAK] == to


# REQ-41 REQ-89
def test_where_the_manifold_stands_tells_a_leak_a_gape_and_a_sensor_apart():
    for manifold, what in (
        (900, VALVE_LEAK),
        (200, VALVE_LEAK),
        (199, VALVE_OPEN),
        (150, VALVE_OPEN),
        (101, VALVE_OPEN),
        # below it for four windows, then for five: air does not come up from there
        (100, VALVE_LEAK),
        (89, VALVE_LEAK),
        (87, APART),
        (30, APART),
        (29, APART),
        (-50, APART),
    ):
        leg = _gained(SLOW + (150,), manifold)
        assert found(leg) == {what: 8}, manifold
        assert leg.signs.measured_dmmhg[what] == (manifold - 150 if what == APART else 150)


# REQ-41 REQ-89
def test_what_gained_above_its_manifold_is_a_sensor_also_when_that_is_higher_for_once():
    for below, what in ((3, VALVE_LEAK), (4, VALVE_LEAK), (5, APART), (9, APART)):
        leg = _gained((0, 0, 0), 0)
        windows(leg, [8 * number for number in range(1, below + 1)], 3, 0)
        windows(leg, [8 * number for number in range(below + 1, 22)], 3, 400)
        assert found(leg) == {what: 8}, below


# REQ-41
def test_what_gained_well_above_its_manifold_is_a_sensor_also_when_that_passes_it():
    rising = [8 * number for number in range(1, 20)]
    # five mmHg above it and more, for four windows, then for five
    for last, what in ((80, VALVE_OPEN), (88, APART)):
        leg = _gained((0, 0, 0), 0)
        for pressure in rising:
            windows(leg, (pressure,), 3, 0 if pressure <= last else pressure)
        assert found(leg) == {what: 8}, last


# REQ-41
def test_a_valve_that_stays_open_may_read_a_little_above_its_manifold():
    for above, what in ((49, VALVE_OPEN), (50, APART)):
        leg = _gained((0, 0, 0), 0)
        for number in range(1, 20):
            windows(leg, (8 * number,), 3, 8 * number - above)
        assert found(leg) == {what: 8}, above


# REQ-41
def test_what_did_not_gain_above_its_manifold_is_weighed_against_what_did():
    leg = _gained((0, 0, 0), 0)
    windows(leg, (8, 16, 24, 32, 40, 48), 3, 0)
    # seven gained; three that stood leave four
    windows(leg, (48, 48, 48, 48), 3, 0)
    windows(leg, [48 + 8 * number for number in range(1, 20)], 3, 400)
    assert found(leg) == {VALVE_LEAK: 8}
    # in use it is looked at afresh
    leg = _gained((0, 0, 0), 0)
    windows(leg, (8, 16, 24, 32, 40, 48), 3, 0)
    leg.fill.zones = 8
    windows(leg, [48], 3, 0)
    leg.fill.zones = 0
    windows(leg, [48 + 8 * number for number in range(1, 20)], 3, 400)
    assert found(leg) == {VALVE_LEAK: 8}


def test_what_is_held_filled_let_go_or_waits_is_not_expected_to_be_empty():
    for name in ("holding", "filling", "letting", "waiting"):
        assert found(_gained(SLOW + (150, 180), **{name: 8})) == {}, name
        assert found(_gained(SLOW + (150, 180), **{name: 23})) == {VALVE_LEAK: 8}, name


def test_a_zone_let_down_halfway_was_never_empty():
    halfway = tuple([300 + pressure for pressure in SLOW])
    assert found(_gained(halfway + (450, 470))) == {}
    # ten mmHg is not empty
    rising = range(10, 200, 10)
    assert found(_gained([100, 100, 100] + [100 + more for more in rising])) == {}
    assert found(_gained([99, 99, 99] + [99 + more for more in rising])) == {VALVE_LEAK: 8}


def test_a_gain_goes_on_for_fifteen_windows():
    # each compared with 200 ms before; somebody who moves is over by then
    rising = [150 + 20 * number for number in range(20)]
    assert found(_gained([0, 0, 0, 0] + rising[:14], 900)) == {}
    assert found(_gained([0, 0, 0, 0] + rising[:15], 900)) == {VALVE_LEAK: 8}
    assert found(_gained([0, 0, 0, 0] + [200] * 20)) == {}


def test_half_a_mmhg_in_200_ms_is_a_gain_and_less_is_none():
    for step, wanted in ((2, {}), (3, {VALVE_LEAK: 8})):
        assert found(_gained([90 + step * number for number in range(60)])) == wanted
    halves = [90 + number * 5 // 2 for number in range(60)]
    assert found(_gained(halves)) == {VALVE_LEAK: 8}
    # one window without a gain starts the count again
    rising = [0, 0] + list(range(9, 135, 9))
    assert found(_gained(rising + [160])) == {VALVE_LEAK: 8}
    assert found(_gained(rising[:4] + [9, 9] + rising[4:] + [150])) == {}


def test_gains_from_before_a_zone_was_in_use_are_forgotten():
    leg = _gained([0, 0, 0, 10, 20, 30, 40, 50])
    leg.fill.zones = 8
    windows(leg, [40], 3, 400)
    leg.fill.zones = 0
    windows(leg, [60, 250], 3, 900)
    assert found(leg) == {}
