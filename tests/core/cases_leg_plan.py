"""A leg whose next cycle would hold a zone too long: the cycle is split or its hold shortened, and the record told."""

from tests.core.leg_air import Air, lets_all_go
from tests.core.parts import new_leg

from station_firmware.core import events, pattern


def _after_first(learned_ms, number=0, **values):
    """A leg that lets go of its first cycle, each zone of which has taken so long to fill."""
    air = Air(number, **values)
    assert air.until(lets_all_go, 6000) > 0
    air.leg.fill.learned_ms[:] = [learned_ms] * 5
    air.leg.note = events.NO_NOTE
    assert air.until(lambda now: now.leg.course.cycle == 1) > 0
    return air


def _comes_to(air, operation):
    return air.until(lambda now: now.leg.course.operation == operation) > 0


def _said(leg):
    return leg.note, leg.note_a, leg.note_b


# REQ-27
def test_a_cycle_that_fits_is_left_alone_and_nothing_is_said():
    air = _after_first(1000, pattern="gradient-hold", hold_s=20)
    assert air.leg.note == events.NO_NOTE and air.leg.course.planner.hold_ms == 20000


# REQ-27
def test_a_hold_that_would_last_too_long_is_shortened_and_said_with_its_seconds():
    # five fills of 10.3 s and 1.5 s of release leave 47 s
    for number in range(2):
        air = _after_first(10000, number, pattern="gradient-hold", hold_s=60)
        assert _said(air.leg) == (events.HOLD_SHORTENED, number, 47)
        assert air.leg.course.planner.hold_ms == 47000


# REQ-27
def test_a_cycle_that_is_split_lets_everything_go_once_in_the_middle_and_then_goes_on():
    for number in range(2):
        air = _after_first(9000, number, pattern="pulse", hold_s=20)
        leg = air.leg
        split = leg.course.planner.split_at
        assert _said(leg) == (events.CYCLE_SPLIT, number, leg.course.planner.longest_ms // 1000)
        assert leg.note_b <= 100 and pattern.what(leg.course.step.operations[split]) == pattern.FILL
        assert _comes_to(air, split)
        assert leg.letting.zones == 31 and leg.holding == 0 and not leg.fill.zones
        assert air.until(lambda now: now.leg.fill.zones) > 0
        # everything is empty, and what is filled is what the operation asks for
        assert leg.fill.zones == leg.course.zones() and leg.course.operation == split
        assert max(leg.pressures) < 100
        assert _comes_to(air, split + 1)
        # not a second time in this cycle
        assert not leg.course.splits()


def test_a_leg_that_has_nothing_to_do_cannot_be_restarted():
    leg = new_leg(1)
    leg.restart()
    assert leg.resting() and leg.letting.zones == 0 and not leg.vents_closed
