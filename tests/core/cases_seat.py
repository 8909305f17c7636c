"""The look at a valve's seat: how long it takes, what leaks, what gapes, ticks that are not exactly 20 ms."""

from tests.core.parts import new

from station_firmware.core import seat as seat_module
from station_firmware.core.seat import GAPES, LEAKS, SEALS, UNSEEN


def _look(fell=0, rise=0, apart=300, falls=0, dt_ms=20):
    """One look: the zone at 500, the manifold ends so far below it; both move between 80 and 160 ms."""
    seat = new(seat_module, "Seat")
    seat.begin(fell)
    for number in range(1, 50):
        late = number * dt_ms > 80 + dt_ms
        if seat.look(500 - (falls if late else 0), 500 - apart - (0 if late else rise), dt_ms):
            return seat
    return seat


def test_a_look_takes_160_ms_and_finds_nothing_before_its_end():
    seat = new(seat_module, "Seat")
    assert seat.found == UNSEEN
    seat.begin(0)
    seen = []
    for _ in range(8):
        assert seat.found == UNSEEN and seat.rise_dmmhg == 0
        seen.append(seat.look(500, 100, 20))
    assert seen == [False] * 7 + [True]
    assert seat.found == SEALS


# REQ-89
def test_a_closed_manifold_that_rises_five_mmhg_has_a_leaking_seat():
    for rise, found in (
        (-100, SEALS),
        (0, SEALS),
        (48, SEALS),
        (49, SEALS),
        (50, LEAKS),
        (51, LEAKS),
        (400, LEAKS),
    ):
        seat = _look(rise=rise)
        assert (seat.found, seat.rise_dmmhg) == (found, rise)


# REQ-89
def test_what_rises_while_the_rotor_coasts_is_not_counted():
    seat = new(seat_module, "Seat")
    seat.begin(0)
    # it rises until 80 ms after the begin and not later
    for manifold in (0, 100, 200, 300, 300, 300, 300):
        assert not seat.look(500, manifold, 20)
    assert seat.look(500, 300, 20)
    assert (seat.found, seat.rise_dmmhg) == (SEALS, 0)


# REQ-89
def test_what_rises_from_80_ms_on_is():
    seat = new(seat_module, "Seat")
    seat.begin(0)
    for manifold in (300, 300, 300, 300, 310, 320, 330):
        assert not seat.look(500, manifold, 20)
    assert seat.look(500, 350, 20)
    assert (seat.found, seat.rise_dmmhg) == (LEAKS, 50)


# REQ-89
def test_a_zone_that_fell_fast_and_now_is_level_with_the_manifold_has_a_valve_that_gapes():
    for fell, found in (
        (-10, UNSEEN),
        (0, UNSEEN),
        (18, UNSEEN),
        (19, UNSEEN),
        (20, GAPES),
        (21, GAPES),
        (300, GAPES),
    ):
        assert _look(fell=fell, apart=0).found == found


# REQ-89
def test_only_one_that_is_level_gapes():
    for apart, found in ((0, GAPES), (49, GAPES), (-49, GAPES), (50, UNSEEN), (-50, UNSEEN), (400, SEALS)):
        assert _look(fell=100, apart=apart).found == found


def test_a_manifold_less_than_20_mmhg_below_the_zone_tells_nothing():
    for apart, found in (
        (-100, UNSEEN),
        (0, UNSEEN),
        (198, UNSEEN),
        (199, UNSEEN),
        (200, SEALS),
        (201, SEALS),
    ):
        assert _look(apart=apart).found == found
    # but what rises is seen whatever it stood at
    assert _look(apart=0, rise=50).found == LEAKS


def test_one_that_still_falls_leaks_elsewhere():
    for falls, found in ((-20, GAPES), (0, GAPES), (4, GAPES), (5, UNSEEN), (6, UNSEEN)):
        assert _look(fell=100, apart=20, falls=falls).found == found


def test_a_rise_is_told_before_a_gape():
    assert _look(fell=100, rise=50, apart=0).found == LEAKS


def test_another_look_begins_from_nothing():
    seat = _look(fell=100, rise=50, apart=0)
    seat.begin(0)
    assert (seat.found, seat.rise_dmmhg) == (UNSEEN, 0)
    seen = [seat.look(500, 300, 20) for _ in range(8)]
    assert seen == [False] * 7 + [True] and seat.found == SEALS


def test_a_look_needs_no_tick_of_exactly_twenty_ms():
    for dt_ms in (17, 19, 21, 23, 30, 70, 100, 200):
        for rise, found in ((49, SEALS), (50, LEAKS)):
            seat = new(seat_module, "Seat")
            seat.begin(0)
            spent_ms = 0
            done = False
            while not done:
                spent_ms += dt_ms
                coasting = spent_ms < 80 + dt_ms
                done = seat.look(500, 300 if coasting else 300 + rise, dt_ms)
            assert 160 <= spent_ms < 160 + dt_ms or spent_ms == 2 * dt_ms
            assert (seat.found, seat.rise_dmmhg) == (found, rise), dt_ms
