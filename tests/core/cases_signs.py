"""Signs of two sensors that disagree though they are connected, of seats; what is kept and what is cleared."""

from tests.core.parts import new_leg
from tests.core.sign_legs import filled, found, holds, look, rested, seat_look, settle, stand, windows

from station_firmware.core.signs import APART, HOSE_OFF, MANIFOLD, UNMOVED, VALVE_LEAK, VALVE_OPEN


def _settled(opened=4, pressure=500, manifold=700, dt_ms=20, ticks=6, number=1):
    """A leg that comes to rest with `opened` connected; what its signs have found."""
    leg = new_leg(number)
    filled(leg, opened)
    leg.pressures[:] = [pressure] * 5
    look(leg, manifold, ticks, dt_ms)
    return leg


# REQ-41 REQ-92
def test_zone_and_manifold_apart_are_named_after_100_ms_of_quiet():
    assert found(_settled(ticks=5)) == {}
    leg = _settled(ticks=6)
    assert found(leg) == {APART: 4}
    assert leg.signs.measured_dmmhg[APART] == 200


# REQ-92
def test_several_zones_are_given_500_ms_to_level():
    assert found(_settled(opened=5, ticks=25)) == {}
    assert found(_settled(opened=5, ticks=26)) == {APART: MANIFOLD}
    for dt_ms, wanted in ((499, {}), (500, {APART: MANIFOLD}), (501, {APART: MANIFOLD})):
        assert found(_settled(opened=5, dt_ms=dt_ms, ticks=2)) == wanted


# REQ-41 REQ-92
def test_twelve_mmhg_apart_either_way_is_allowed():
    for apart, wanted in ((0, {}), (120, {}), (121, {APART: 4}), (-120, {}), (-121, {APART: 4})):
        for number in range(2):
            leg = _settled(manifold=500 + apart, number=number)
            assert found(leg) == wanted
            assert not wanted or leg.signs.measured_dmmhg[APART] == apart


# REQ-92
def test_ticks_need_not_be_exactly_twenty_ms():
    for dt_ms in (17, 19, 21, 23, 33, 60, 99, 150):
        before = (100 + dt_ms - 1) // dt_ms
        assert found(_settled(dt_ms=dt_ms, ticks=before)) == {}
        assert found(_settled(dt_ms=dt_ms, ticks=before + 1)) == {APART: 4}


def test_they_are_compared_once_in_a_quiet_and_again_in_the_next_one():
    leg = _settled(manifold=500)
    look(leg, 900, 100)
    assert found(leg) == {}
    stand(leg, 4, True, 25)
    look(leg, 900, 5)
    stand(leg, 4)
    look(leg, 900, 4)
    assert found(leg) == {}
    look(leg, 900)
    assert found(leg) == {APART: 4}


def test_pump_vents_and_valves_each_end_the_quiet():
    for opened, vents_closed, pump_pct in ((4, True, 25), (4, False, 0), (6, True, 0)):
        leg = _settled(ticks=5)
        stand(leg, opened, vents_closed, pump_pct)
        look(leg, 700)
        stand(leg, 4)
        look(leg, 700, 4)
        assert found(leg) == {}, (opened, vents_closed, pump_pct)


def test_closed_zones_are_not_compared():
    assert found(_settled(opened=0)) == {}
    leg = _settled(opened=1, ticks=1)
    leg.pressures[:] = [700, 0, 0, 0, 0]
    look(leg, 700, 10)
    assert found(leg) == {}


# REQ-92
def test_one_of_several_apart_is_its_own_sensor_and_all_of_several_are_the_manifold_s():
    for opened, far, wanted in (
        (7, 2, 2),
        (7, 6, 6),
        (7, 7, MANIFOLD),
        (3, 3, MANIFOLD),
        (16, 16, 16),
        (1, 1, 1),
    ):
        leg = new_leg(0)
        filled(leg, opened)
        for zone in range(5):
            leg.pressures[zone] = 500 if far >> zone & 1 else 700
        settle(leg, 700)
        assert found(leg) == {APART: wanted}


# REQ-92
def test_a_zone_that_stood_half_as_far_to_the_same_side_before_makes_it_the_manifold_s():
    for first, then, wanted in (
        (60, 121, 4),
        (61, 121, MANIFOLD),
        (-61, 121, 4),
        (-60, -121, 4),
        (-61, -121, MANIFOLD),
        (61, -121, 4),
        (0, 121, 4),
    ):
        leg = new_leg(0)
        leg.pressures[:] = [500] * 5
        filled(leg, 2)
        settle(leg, 500 + first)
        assert found(leg) == {}
        filled(leg, 4)
        settle(leg, 500 + then)
        assert found(leg) == {APART: wanted}, (first, then)
        assert leg.signs.measured_dmmhg[APART] == then


def test_what_another_zone_stood_at_is_forgotten_when_the_signs_are_cleared():
    leg = new_leg(0)
    leg.pressures[:] = [500] * 5
    filled(leg, 2)
    settle(leg, 620)
    leg.signs.clear()
    filled(leg, 4)
    settle(leg, 621)
    assert found(leg) == {APART: 4}


def test_a_path_that_is_looked_at_is_not_compared():
    leg = new_leg(0)
    leg.fill.begin(4, True)
    assert leg.fill.looking()
    leg.fill.on_ms[2] = 200
    stand(leg, 4)
    settle(leg, 700)
    assert found(leg) == {}


def test_a_fill_that_has_hardly_begun_is_not_compared_and_no_fill_at_all_is():
    for on_ms, wanted in ((0, {}), (199, {}), (200, {APART: 4}), (201, {APART: 4})):
        leg = new_leg(0)
        filled(leg, 4)
        leg.fill.on_ms[2] = on_ms
        settle(leg, 700)
        assert found(leg) == wanted
    leg = new_leg(0)
    stand(leg, 4)
    leg.fill.begin(0, False)
    settle(leg, 700)
    assert found(leg) == {APART: 4}


# REQ-92
def test_a_zone_that_stood_still_while_its_manifold_rose_is_told_from_a_sensor():
    for unmoved, far, wanted in ((2, 2, {UNMOVED: 2}), (2, 6, {UNMOVED: 2}), (4, 2, {APART: 2}), (2, 0, {})):
        leg = new_leg(0)
        filled(leg, 7)
        leg.fill.path.unmoved = unmoved
        for zone in range(5):
            leg.pressures[zone] = 500 if far >> zone & 1 else 700
        settle(leg, 700)
        assert found(leg) == wanted
        assert UNMOVED not in wanted or leg.signs.measured_dmmhg[UNMOVED] == 200


def test_a_manifold_is_off_that_read_more_than_six_mmhg_with_its_vents_open():
    for dmmhg, off in ((0, False), (60, False), (61, True), (-60, False), (-61, True)):
        leg = new_leg(0)
        assert not leg.signs.manifold_off()
        rested(leg, dmmhg)
        assert leg.signs.manifold_off() == off


def test_it_is_read_after_200_ms_of_open_vents_and_closed_zones():
    for opened, vents_closed, pump_pct, ticks, off in (
        (0, False, 0, 11, True),
        (0, False, 0, 10, False),
        # an open zone that is empty gives the manifold nothing either
        (1, False, 0, 100, True),
        (0, True, 0, 100, False),
        (0, False, 20, 100, False),
    ):
        leg = new_leg(0)
        stand(leg, opened, vents_closed, pump_pct)
        look(leg, 900, ticks)
        assert leg.signs.manifold_off() == off, (opened, vents_closed, pump_pct, ticks)


def test_the_vents_must_have_been_open_all_that_time():
    leg = new_leg(0)
    stand(leg, 0, False)
    look(leg, 900, 10)
    stand(leg, 0)
    look(leg, 900)
    stand(leg, 0, False)
    look(leg, 900, 9)
    assert not leg.signs.manifold_off()
    look(leg, 900)
    assert leg.signs.manifold_off()


# REQ-89
def test_two_bad_seats_running_are_a_valve():
    for rise, fell, what, measured in ((50, 0, VALVE_LEAK, 50), (0, 20, VALVE_OPEN, 0)):
        leg = new_leg(0)
        seat_look(leg.signs, 2, fell, rise)
        assert found(leg) == {}
        seat_look(leg.signs, 2, fell, rise)
        assert found(leg) == {what: 4}
        assert leg.signs.measured_dmmhg[what] == measured


# REQ-89
def test_air_in_the_manifold_is_that_of_the_zone_that_loses_it():
    seat = seat_look(new_leg(0).signs, 2, 0, 50)
    leg = new_leg(0)
    leg.signs.seat(2, seat, 4)
    leg.signs.seat(2, seat, 4)
    assert found(leg) == {VALVE_LEAK: 16}
    # one that gapes has told so by itself
    seat = seat_look(new_leg(0).signs, 2, 20, 0)
    leg = new_leg(0)
    leg.signs.seat(2, seat, 4)
    leg.signs.seat(2, seat, 4)
    assert found(leg) == {VALVE_OPEN: 4}


# REQ-89
def test_a_seat_that_seals_ends_the_row_and_one_not_seen_does_not():
    leg = new_leg(0)
    seat_look(leg.signs, 2, 0, 50)
    seat_look(leg.signs, 2, 0, 49, 300)
    seat_look(leg.signs, 2, 0, 50)
    assert found(leg) == {}
    seat = seat_look(leg.signs, 1, 0, 50)
    seat.begin(0)
    leg.signs.seat(2, seat, 2)
    assert found(leg) == {}
    seat_look(leg.signs, 2, 0, 50)
    assert found(leg) == {VALVE_LEAK: 4}


# REQ-89
def test_seats_are_counted_zone_by_zone():
    leg = new_leg(0)
    for zone in range(5):
        seat_look(leg.signs, zone, 0, 50)
    assert found(leg) == {}
    seat_look(leg.signs, 4, 0, 50)
    assert found(leg) == {VALVE_LEAK: 16}


def test_what_was_found_stays_until_it_is_cleared_and_then_nothing_is_left():
    leg = new_leg(0)
    holds(leg)
    windows(leg, (800, 600, 0), 1)
    seat_look(leg.signs, 2, 0, 50)
    filled(leg, 4)
    settle(leg, 700)
    windows(leg, (500, 500, 500), 1)
    assert found(leg) == {HOSE_OFF: 2, APART: 4}
    leg.signs.clear()
    assert found(leg) == {}
    seat_look(leg.signs, 2, 0, 50)
    assert found(leg) == {}
    # the windows begin anew
    windows(leg, (800, 0), 1)
    assert found(leg) == {}
