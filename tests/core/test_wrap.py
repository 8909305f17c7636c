"""The tick's clock goes through 2**30 in each stage of a session: outputs, truth and events are the same as ever."""

from __future__ import annotations

import functools
from typing import cast

import pytest
from tests.core import wrap_course
from tests.core.rig import TICK_MS
from tests.core.wrap_course import FAULT, MASK, SESSION, WATER, Course, Stage

from station_firmware.core import fault, gate, limits

COURSES: dict[str, tuple[Stage, ...]] = {"session": SESSION, "water": WATER, "fault": FAULT}
CASES = [(course, stage[0]) for course, stages in COURSES.items() for stage in stages]
LEASED = {
    "self-test: air",
    "first fill",
    "hold",
    "release",
    "refill",
    "before the pause",
    "resume",
    "closing",
}
"""Stages in which something is energised on the lease of a demand: there a wrong difference of times is seen."""
UNLEASED = {"boot", "pause", "fault latched"}


@functools.cache
def undisturbed(course: str) -> Course:
    """The course whose clock begins at 0."""
    return wrap_course.run(COURSES[course])


def start_before_wrap(tick: int) -> int:
    """What the clock must show at first to be 0 in row number `tick`."""
    return -(tick + 1) * TICK_MS & MASK


def wrapped_at(course: str, stage: str) -> tuple[Course, Course]:
    """The undisturbed course, and the one whose clock is 0 in the third tick of `stage`."""
    plain = undisturbed(course)
    tick = plain.came[stage]
    last_tick = tick + wrap_course.AFTER_TICKS
    return plain, wrap_course.run(COURSES[course], start_before_wrap(tick + 2), last_tick)


# REQ-11
@pytest.mark.parametrize(("course", "stage"), CASES)
def test_the_course_is_the_same_when_the_clock_wraps_in(course: str, stage: str) -> None:
    plain, wrapped = wrapped_at(course, stage)
    assert len(wrapped.rows) == plain.came[stage] + wrap_course.AFTER_TICKS
    differing = [tick for tick, row in enumerate(wrapped.rows) if row != plain.rows[tick]]
    assert differing == []


def _tripped_after(start_ms: int) -> int:
    """Ticks from the last renewal in a fill to the fault."""
    course = wrap_course.run(SESSION[:7], start_ms, unrenewed_at_last=30)
    faults = [cast("tuple[tuple[int, int, int], ...]", row[3]) for row in course.rows]
    tick = next(number for number, latched in enumerate(faults) if latched)
    assert [one[0] for one in faults[tick]] == [fault.LEASE_EXPIRED]
    return tick - course.came[SESSION[6][0]]


# REQ-11
def test_a_lease_runs_out_after_as_long_wherever_the_clock_wraps() -> None:
    came = undisturbed("session").came[SESSION[6][0]]
    expected = limits.LEASE_MS // TICK_MS
    assert _tripped_after(0) == expected
    for tick in range(-1, expected + 2):
        assert _tripped_after(start_before_wrap(came + tick)) == expected, tick


def test_a_plain_difference_of_times_is_noticed_wherever_a_lease_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for course in COURSES:
        undisturbed(course)
    monkeypatch.setattr(gate, "elapsed", lambda now, then: now - then)
    noticed = set()
    for course, stage in CASES:
        if stage not in LEASED | UNLEASED:
            continue
        plain, wrapped = wrapped_at(course, stage)
        if wrapped.rows != plain.rows[: len(wrapped.rows)]:
            noticed.add(stage)
    assert noticed == LEASED
