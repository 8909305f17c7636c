"""A path by itself: puffs, samples apart while the pump runs, a hose that follows, a zone that stands still."""

from tests.core.parts import new

from station_firmware.core import path as path_module
from station_firmware.core.path import AGAIN, BLOCKED, DOUBTED, OPEN


def _new():
    return new(path_module, "Path")


def _puff(path, rise, followed=0, zone=3, base=120):
    path.before_puff(300, base)
    return path.puffed(zone, 300 + followed, base + rise)


def _pairs(path, pairs, zone=0):
    """What is found at each of these pairs of zone and manifold."""
    return [path.compare(zone, pair[0], pair[1]) for pair in pairs]


# REQ-20
def test_a_puff_below_eight_mmhg_leaves_the_path_open():
    for rise in (-300, 0, 15, 78, 79):
        path = _new()
        path.next()
        assert _puff(path, rise) == OPEN
        assert path.blocked_zone == -1 and path.rise_dmmhg == rise


# REQ-20
def test_the_first_blocked_puff_is_tried_again_and_the_second_one_counts():
    for rise in (80, 81, 380):
        path = _new()
        path.next()
        assert _puff(path, rise) == AGAIN
        assert path.blocked_zone == -1
        assert _puff(path, rise) == BLOCKED
        assert path.blocked_zone == 3 and path.rise_dmmhg == rise


# REQ-20
def test_a_puff_that_goes_through_after_a_blocked_one_leaves_the_path_open():
    path = _new()
    path.next()
    assert _puff(path, 200) == AGAIN
    assert _puff(path, 79) == OPEN
    assert path.blocked_zone == -1


def test_puffs_are_counted_path_by_path():
    path = _new()
    path.next()
    assert _puff(path, 200, 0, 0) == AGAIN
    path.next()
    assert _puff(path, 200, 0, 1) == AGAIN
    assert _puff(path, 200, 0, 1) == BLOCKED
    assert path.blocked_zone == 1


def test_the_rise_is_counted_from_just_before_the_puff():
    path = _new()
    path.next()
    assert _puff(path, 79, base=0) == OPEN
    assert _puff(path, 79, base=900) == OPEN
    assert _puff(path, 80, base=-900) == BLOCKED


# REQ-33
def test_a_sensor_that_follows_a_quarter_of_the_rise_feels_a_kinked_hose():
    for rise, followed, kinked in (
        (200, 0, False),
        (200, 49, False),
        (200, 50, True),
        (200, 200, True),
        (81, 20, False),
        (81, 21, True),
        (200, -50, False),
    ):
        path = _new()
        path.next()
        _puff(path, rise, followed)
        assert not path.kinked
        _puff(path, rise, followed)
        assert path.kinked == kinked, (rise, followed)


# REQ-88
def test_twenty_mmhg_apart_is_open_and_more_is_judged_at_the_second_sample():
    path = _new()
    assert _pairs(path, ((0, 200), (600, 500), (500, 700))) == [OPEN] * 3
    assert _pairs(path, ((500, 701), (500, 702))) == [OPEN, DOUBTED]


# REQ-88
def test_a_sample_within_twenty_mmhg_starts_the_count_again():
    path = _new()
    for _ in range(5):
        assert _pairs(path, ((500, 701), (500, 700))) == [OPEN, OPEN]


# REQ-21 REQ-88
def test_a_jump_of_four_mmhg_a_tick_is_a_blocked_path_and_less_is_a_doubt():
    for rise, found in ((0, DOUBTED), (79, DOUBTED), (80, BLOCKED), (81, BLOCKED), (500, BLOCKED)):
        path = _new()
        # as far apart as it may be, then the zone falls a little and the manifold jumps
        assert _pairs(path, ((500, 700), (490, 700), (490, 700 + rise))) == [OPEN, OPEN, found]
        assert (path.blocked_zone == 0) == (found == BLOCKED)
        assert found == DOUBTED or path.rise_dmmhg == rise


# REQ-88 REQ-92
def test_what_stands_apart_before_any_air_went_in_has_not_jumped():
    for apart in (201, 301, 900):
        for rise, found in ((0, DOUBTED), (79, DOUBTED), (80, BLOCKED)):
            path = _new()
            path.compare(0, 500, 100)
            path.clear()
            assert _pairs(path, ((500, 500 + apart), (500, 500 + apart + rise))) == [OPEN, found]


# REQ-88
def test_after_a_doubt_it_is_seen_anew_from_where_it_stands():
    for rise, found in ((79, DOUBTED), (80, BLOCKED)):
        path = _new()
        assert _pairs(path, ((500, 900), (500, 950))) == [OPEN, DOUBTED]
        assert _pairs(path, ((500, 1300), (500, 1300 + rise))) == [OPEN, found]


def _flexes(path, over, ticks, rests=(0,) * 5):
    """For how many of so many ticks the pump waits for zone 2, which stands `over` above the manifold."""
    return sum([path.pressed(6, (0, 0, 400 + over, 999, 0), 400, rests) for _ in range(ticks)])


# REQ-6
def test_the_pump_waits_for_a_zone_four_mmhg_above_its_manifold_for_a_second():
    for over, waits in ((-10, 0), (39, 0), (40, 0), (41, 30), (400, 30)):
        assert _flexes(_new(), over, 30) == waits
    assert [_flexes(_new(), 41, ticks) for ticks in (49, 50, 51, 5000)] == [49, 50, 50, 50]


# REQ-6
def test_what_it_waited_is_paid_back_tick_by_tick():
    for let, waits in ((0, 0), (1, 0), (2, 1), (11, 10), (51, 50), (500, 50)):
        path = _new()
        _flexes(path, 41, 100)
        _flexes(path, 40, let)
        assert _flexes(path, 41, 100) == waits, let


# REQ-6
def test_a_difference_that_stood_at_rest_is_no_muscle():
    for rest, over, waits in (
        (-60, 70, 0),
        (-60, 71, 30),
        (-31, 41, 0),
        (-30, 41, 30),
        (30, 40, 0),
        (30, 41, 30),
    ):
        assert _flexes(_new(), over, 30, (0, 0, rest, 0, 0)) == waits


def test_a_jump_is_counted_from_the_last_sample_that_was_near():
    path = _new()
    assert _pairs(path, ((500, 500), (550, 600), (560, 660), (570, 771), (580, 782))) == [OPEN] * 4 + [
        BLOCKED
    ]
    assert path.rise_dmmhg == 782 - 660


# REQ-21 REQ-88
def test_a_path_doubted_once_may_stand_thirty_mmhg_apart_from_then_on():
    path = _new()
    _pairs(path, ((500, 700), (500, 701), (500, 702)))
    assert _pairs(path, ((500, 800), (500, 800), (500, 800))) == [OPEN] * 3
    assert _pairs(path, ((500, 801), (500, 801))) == [OPEN, DOUBTED]
    assert _pairs(path, ((500, 800), (500, 801), (500, 880))) == [OPEN, OPEN, BLOCKED]
    path.clear()
    assert _pairs(path, ((500, 701), (500, 701))) == [OPEN, DOUBTED]


# REQ-92
def test_a_zone_that_gained_less_than_a_quarter_of_the_manifold_s_rise_has_not_moved():
    # 10 mmHg apart at 300 and 400; from there the manifold rises by 155, without a jump at its end
    for gained, unmoved in ((-20, 4), (0, 4), (38, 4), (39, 0), (40, 0), (54, 0)):
        path = _new()
        path.compare(2, 300, 400)
        zone = 300 + gained
        assert _pairs(path, ((zone, zone + 200), (zone, 555), (zone, 555)), 2)[-1] == DOUBTED, gained
        assert path.unmoved == unmoved, gained


# REQ-92
def test_a_zone_that_fell_by_more_than_the_manifold_rose_did_not_stand_still():
    # within ten mmHg at 300 last; the manifold then rises by 101, without a jump at its end
    for fell, unmoved in ((100, 4), (101, 0), (102, 0), (300, 0)):
        path = _new()
        path.compare(2, 300, 300)
        zone = 300 - fell
        assert _pairs(path, ((280, 400), (zone, 401), (zone, 401)), 2)[-1] == DOUBTED, fell
        assert path.unmoved == unmoved, fell


# REQ-92
def test_a_quarter_itself_is_movement():
    for manifold, unmoved in ((555, 0), (556, 0), (557, 2), (558, 2)):
        path = _new()
        path.compare(1, 300, 400)
        # the zone has gained 39, four times that are 156
        assert _pairs(path, ((339, 539), (339, 545), (339, manifold)), 1)[-1] == DOUBTED
        assert path.unmoved == unmoved, manifold


def test_after_a_doubt_two_samples_are_asked_for_again():
    path = _new()
    assert _pairs(path, ((500, 700), (500, 701), (500, 701))) == [OPEN, OPEN, DOUBTED]
    assert _pairs(path, ((500, 801), (500, 881))) == [OPEN, BLOCKED]


def test_a_gain_is_counted_from_where_both_were_within_ten_mmhg():
    for apart, unmoved in ((99, 1), (100, 1), (101, 0), (102, 0)):
        path = _new()
        path.compare(0, 0, 0)
        path.compare(0, 400, 400 + apart)
        assert _pairs(path, ((410, 600), (410, 611), (410, 612)))[-1] == DOUBTED
        # from 400: 10 of 112; from 0: 410 of 612
        assert path.unmoved == unmoved


def test_each_zone_is_compared_by_itself():
    path = _new()
    for zone in range(5):
        assert path.compare(zone, 500, 700) == OPEN
    for zone in range(5):
        assert path.compare(zone, 500, 701) == OPEN
    assert path.compare(4, 500, 780) == BLOCKED
    assert path.blocked_zone == 4
    path = _new()
    path.compare(1, 500, 500)
    assert _pairs(path, ((500, 690), (500, 701), (500, 701)), 1)[-1] == DOUBTED
    assert path.unmoved == 2


# REQ-33
def test_a_manifold_that_leaps_twice_has_nothing_behind_it():
    for step, blocked in ((149, False), (150, True), (400, True)):
        path = _new()
        path.clear()
        # the first comparison is with nothing: it cannot leap
        assert not path.leaps(2, 500, 500)
        assert not path.leaps(2, 500 + step, 500 + step)
        assert path.leaps(2, 500 + 2 * step, 500 + 2 * step) == blocked
        assert (path.blocked_zone == 2) == blocked
        assert not blocked or (path.kinked and path.rise_dmmhg == step)


def test_a_leg_that_moves_makes_it_leap_once():
    path = _new()
    path.clear()
    for manifold in (500, 800, 810, 1000, 1000, 700, 900, 905):
        assert not path.leaps(0, manifold, manifold)
    assert path.blocked_zone < 0


# REQ-33
def test_a_zone_level_with_a_leaping_manifold_is_a_hose_and_one_below_it_is_behind_a_closed_valve():
    for apart, kinked in ((0, True), (99, True), (100, True), (101, False), (500, False)):
        path = _new()
        path.clear()
        path.leaps(1, 300, 300)
        path.leaps(1, 500, 600)
        assert path.leaps(1, 900 - apart, 900) and path.kinked == kinked


def test_a_valve_that_closes_while_the_pump_runs_is_no_kink():
    path = _new()
    path.compare(1, 500, 700)
    path.compare(1, 500, 790)
    assert path.compare(1, 500, 800) == BLOCKED and not path.kinked


def test_clear_forgets_everything_that_was_found():
    path = _new()
    path.compare(1, 500, 500)
    _pairs(path, ((500, 690), (500, 701), (500, 701)), 1)
    path.next()
    _puff(path, 200, 100)
    _puff(path, 200, 100)
    assert path.blocked_zone == 3 and path.kinked and path.unmoved == 2
    path.compare(0, 500, 900)
    path.clear()
    assert (path.blocked_zone, path.kinked, path.rise_dmmhg, path.unmoved) == (-1, False, 0, 0)
    # the sample apart from before does not count either
    assert path.compare(0, 500, 701) == OPEN
