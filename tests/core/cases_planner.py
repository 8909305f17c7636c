"""The planner: a cycle is run as it is, or split, or its hold shortened, until no zone is under pressure too long."""

from tests.core.parts import new

import station_firmware.core.planner as planner_module
from station_firmware.core import pattern

MOST_MS = 100000


def _plan(name, learned_ms, hold_ms, used=31):
    planner = new(planner_module, "Planner")
    planner.begin(pattern.operations(name), used, learned_ms, hold_ms)
    for steps in range(200):
        if planner.step():
            return planner, steps
    raise AssertionError("never done")


def test_a_quick_cycle_is_left_as_it_is():
    for name in pattern.NAMES:
        planner, steps = _plan(name, [2000] * 5, 8000)
        assert (planner.split_at, planner.hold_ms) == (-1, 8000), name
        assert 0 < planner.longest_ms <= MOST_MS
        assert steps <= len(pattern.operations(name)) + 1


def test_the_longest_time_is_what_a_hand_counts():
    # gradient-hold: all five fills, the hold, the release
    planner, _ = _plan("gradient-hold", [1000, 2000, 3000, 4000, 5000], 8000)
    assert planner.longest_ms == 15000 + 5 * 300 + 8000 + 1500
    # sequential: the calf is held through its fill, the release of the foot, the knee, the release of the ankle,
    # the thigh, the hold and the last release
    planner, _ = _plan("sequential", [1000] * 5, 8000)
    assert planner.longest_ms == 1300 + 1500 + 1300 + 1500 + 1300 + 8000 + 1500
    # only two zones used: what does not touch them takes no time
    planner, _ = _plan("sequential", [1000] * 5, 8000, 0b01001)
    assert planner.longest_ms == 1300 + 8000 + 1500


# REQ-27
def test_exactly_the_limit_is_allowed_and_a_millisecond_more_is_not():
    fixed_ms = 5 * 300 + 1500
    for over, hold_ms in ((0, 60000), (1, 59999), (20000, 40000), (60001, 0)):
        fill_ms = (MOST_MS - 60000 - fixed_ms + over) // 5
        rest_ms = MOST_MS - 60000 - fixed_ms + over - 4 * fill_ms
        planner, _ = _plan("gradient-hold", [fill_ms] * 4 + [rest_ms], 60000)
        assert planner.split_at == -1
        assert planner.hold_ms == hold_ms, over


# REQ-27
def test_a_slow_cycle_is_split_before_a_zone_not_yet_begun_and_then_it_fits():
    planner, _ = _plan("pulse", [9000] * 5, 20000)
    assert planner.split_at > 0
    operation = pattern.operations("pulse")[planner.split_at]
    assert pattern.what(operation) == pattern.FILL
    before = pattern.operations("pulse")[: planner.split_at]
    assert operation not in before
    assert planner.longest_ms <= MOST_MS and planner.hold_ms == 20000


# REQ-27
def test_when_a_split_is_not_enough_the_hold_is_shortened_and_never_below_zero():
    planner, _ = _plan("pulse", [12000] * 5, 60000)
    assert planner.split_at > 0 and 0 <= planner.hold_ms < 60000
    planner, _ = _plan("pulse", [25000] * 5, 60000)
    assert planner.hold_ms == 0


def test_nothing_learned_is_no_reason_to_change_a_cycle():
    planner, _ = _plan("sequential", [0] * 5, 60000)
    assert (planner.split_at, planner.hold_ms) == (-1, 60000)
