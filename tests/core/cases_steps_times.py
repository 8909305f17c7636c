"""The steps of a plan: how long zones are under pressure, holds that are cut for it, cycles planned otherwise."""

from tests.core.parts import COMPRESSION, REST, changed
from tests.core.steps_walk import Walk

from station_firmware.core import events


def _under(walk, dmmhg, span_ms, dt_ms=20):
    walk.reading.smooth_dmmhg[7] = dmmhg
    for _ in range(span_ms // dt_ms):
        walk.steps.watch(walk.reading, dt_ms)
    return walk.steps.under_ms[7]


# REQ-25
def test_time_under_pressure_begins_above_thirty_and_ends_below_fifteen():
    walk = Walk(REST)
    assert _under(walk, 300, 1000) == 0
    assert _under(walk, 301, 1000) == 1000
    assert _under(walk, 151, 1000) == 2000
    assert _under(walk, 150, 1000) == 3000
    assert _under(walk, 149, 20) == 0
    assert _under(walk, 299, 1000) == 0
    assert [walk.steps.under_ms[zone] for zone in range(10) if zone != 7] == [0] * 9


def test_a_missing_reading_neither_begins_nor_ends_it():
    walk = Walk(REST)
    assert _under(walk, None, 1000) == 0
    assert _under(walk, 600, 1000) == 1000
    assert _under(walk, None, 20) == 1020
    assert _under(walk, 100, 20) == 0


def _cuts(walk):
    """A list that gets the time under pressure whenever the right leg is told to release."""
    cuts = []
    walk.steps.legs[1].force_release = lambda zone: cuts.append(walk.steps.under_ms[7])
    return cuts


# REQ-25
def test_a_hold_is_cut_at_a_hundred_and_ten_seconds_whatever_the_length_of_a_tick():
    for dt_ms in (20, 21, 23, 40):
        walk = Walk(changed(COMPRESSION, legs="right"))
        cuts = _cuts(walk)
        _under(walk, 600, 109980, dt_ms)
        assert cuts == []
        _under(walk, 600, 12000, dt_ms)
        # and again as long as it lasts: a pause in between makes nobody forget it
        assert len(cuts) > 1 and 110000 <= cuts[0] < 110000 + dt_ms


def test_nothing_is_cut_outside_a_compression_step():
    walk = Walk(REST)
    cuts = _cuts(walk)
    _under(walk, 600, 120000)
    assert cuts == []


# REQ-27
def test_a_cycle_is_split_once_where_the_planner_says_and_not_the_first_time():
    course = Walk(COMPRESSION).steps.legs[0].course
    course.planner.split_at = course.operation = 3
    for cycle, first in ((0, False), (1, True)):
        course.cycle = cycle
        assert [course.splits(), course.splits()] == [first, False]
    course.load()
    course.planner.split_at = 3
    course.operation = 2
    assert not course.splits()


def test_how_the_planner_changed_a_cycle_is_told():
    course = Walk(COMPRESSION).steps.legs[0].course
    course.planner.longest_ms = 98765
    for split_at, hold_ms, note, seconds in (
        (-1, 2000, events.NO_NOTE, 2),
        (-1, 1000, events.HOLD_SHORTENED, 1),
        (4, 2000, events.CYCLE_SPLIT, 98),
    ):
        course.planner.split_at = split_at
        course.planner.hold_ms = hold_ms
        assert (course.changed(), course.changed_to_s()) == (note, seconds)
