"""Alternating legs take turns; a skipped compression step lets both legs finish their cycle."""

from tests.core.parts import COMPRESSION, REST, changed
from tests.core.steps_walk import CLOSING_MS, Walk

from station_firmware.core import states


def _rest(leg):
    """The leg has run its cycle: empty, in its last release."""
    leg.course.cycle += 1
    leg.enter(leg.course.end())
    leg._down = True


def test_alternating_legs_take_turns_and_only_one_runs():
    walk = Walk(changed(COMPRESSION, legs="alternating"))
    left, right = walk.steps.legs
    for turn in range(6):
        mover, other = (left, right) if turn % 2 == 0 else (right, left)
        walk.run(1200)
        assert not mover.resting() and other.resting(), turn
        assert (mover.may_go, other.may_go) == (True, False)
        assert other.pump_pct == 0 and mover.fill.zones
        _rest(mover)
        walk.run(20)


def test_legs_that_do_not_alternate_run_together():
    walk = Walk(COMPRESSION)
    walk.run(1200)
    assert walk.steps.legs[0].fill.zones and walk.steps.legs[1].fill.zones


def test_a_resumed_alternating_step_goes_on_with_the_leg_whose_turn_it_was():
    walk = Walk(changed(COMPRESSION, legs="alternating"))
    left, right = walk.steps.legs
    walk.run(200)
    _rest(left)
    walk.run(2400)
    assert right.fill.zones and not left.fill.zones
    walk.steps.vent()
    walk.run(2000, paused=True)
    walk.steps.resume()
    walk.run(1200)
    assert right.fill.zones and not left.fill.zones


def test_a_skipped_compression_step_ends_when_both_legs_have_run_their_cycle():
    walk = Walk(COMPRESSION, changed(REST, rest_s=5))
    left, right = walk.steps.legs
    walk.run(1000)
    walk.steps.skipping = True
    walk.run(1000)
    assert walk.steps.kind == states.STEP_COMPRESSION
    _rest(left)
    walk.run(1000)
    assert walk.steps.kind == states.STEP_COMPRESSION and left.resting()
    _rest(right)
    walk.run(20)
    assert walk.steps.closing and walk.steps.kind == states.STEP_COMPRESSION
    walk.run(CLOSING_MS)
    assert walk.steps.kind == states.STEP_REST and not walk.steps.skipping
    assert walk.demand.closed == 0


def test_a_skipped_last_step_finishes_the_session():
    walk = Walk(COMPRESSION)
    walk.run(100)
    walk.steps.skipping = True
    for leg in walk.steps.legs:
        _rest(leg)
    walk.run(20 + CLOSING_MS)
    assert walk.steps.finished and walk.steps.kind == -1
