"""Signs that need a third witness: other zones tell of two sensors which one, the manifold a muscle from air."""

from tests.core.parts import new_leg
from tests.core.sign_legs import filled, found, settle, stand

from station_firmware.core.signs import APART, MANIFOLD, VALVE_OPEN


def _compared(leg, zone, apart_dmmhg):
    """`zone` alone, connected and at rest, stands so far below its manifold."""
    stand(leg, 0)
    settle(leg, 0)
    filled(leg, 1 << zone)
    leg.pressures[zone] = 500
    settle(leg, 500 + apart_dmmhg)


# REQ-92
def test_another_zone_half_as_far_apart_to_the_same_side_blames_what_they_share():
    for other, far, wanted in (
        (0, 130, 4),
        (60, 130, 4),
        (61, 130, MANIFOLD),
        (120, 130, MANIFOLD),
        (-61, 130, 4),
        (-120, 130, 4),
        (-60, -130, 4),
        (-61, -130, MANIFOLD),
        (61, -130, 4),
    ):
        leg = new_leg(0)
        _compared(leg, 4, other)
        assert found(leg) == {}
        _compared(leg, 2, far)
        assert found(leg) == {APART: wanted}, (other, far)


def test_what_others_read_is_forgotten_with_everything_else():
    leg = new_leg(0)
    _compared(leg, 4, 100)
    leg.signs.clear()
    _compared(leg, 2, 130)
    assert found(leg) == {APART: 4}


def _pressed(leg, level_dmmhg, times=3, fills=1, closed=31 & ~1):
    """Zone 4 is pressed so often while `fills` are filled, so far above the manifold."""
    leg.fill.zones = fills
    leg.closed = closed
    leg.pressures[4] = 500
    for _ in range(times):
        leg.signs.pressed(leg, 4, 500 - level_dmmhg)
    return found(leg)


# REQ-89
def test_a_zone_pressed_three_times_running_and_level_with_the_manifold_has_a_valve_that_stays_open():
    for level, found_what in (
        (0, {VALVE_OPEN: 16}),
        (49, {VALVE_OPEN: 16}),
        (-49, {VALVE_OPEN: 16}),
        (50, {}),
        (-50, {}),
    ):
        assert _pressed(new_leg(0), level) == found_what
    assert [_pressed(new_leg(0), 0, times) for times in (1, 2)] == [{}, {}]


# REQ-89
def test_a_muscle_once_between_begins_the_count_again():
    leg = new_leg(0)
    for level in (0, 0, 60, 0, 0):
        assert _pressed(leg, level, 1) == {}
    assert _pressed(leg, 0, 1) == {VALVE_OPEN: 16}


def test_only_a_closed_zone_counts_and_only_while_another_is_filled():
    assert _pressed(new_leg(0), 0, fills=0) == {}
    assert _pressed(new_leg(0), 0, fills=16, closed=15) == {}
    assert _pressed(new_leg(0), 0, fills=17, closed=14) == {}
    assert _pressed(new_leg(0), 0, fills=1, closed=31) == {}
    leg = new_leg(0)
    _pressed(leg, 0, 2)
    leg.signs.clear()
    assert _pressed(leg, 0, 2) == {}
