"""The nominal timeline: the firmware's operations in their order, pressures at their targets, times like real runs."""

from __future__ import annotations

from typing import Any, cast

import pytest

from recovery_station.cycles import garment
from recovery_station.cycles.schedule import Cycle, Part, schedule
from recovery_station.cycles.water import dips
from station_firmware.core import pattern as _pattern
from station_firmware.core import presets as _presets
from station_firmware.core import shape as _shape

pattern, presets, shape = cast("Any", _pattern), cast("Any", _presets), cast("Any", _shape)

# seconds of the first and of a later cycle as the virtual station runs them (`station sim run ID --trace F`)
RUN_S = {
    "flush-20": (47.0, 32.6),
    "deep-30": (55.4, 43.6),
    "warmup-10": (69.9, 38.8),
    "gradient-30": (63.2, 48.1),
    "pulse-20": (63.2, 56.5),
}


def step_of(preset_id: str, **changed: object) -> dict[str, object]:
    return {**presets.find(preset_id)["step"][0], **changed}


def part(cycle: Cycle, kind: str) -> Part:
    return next(one for one in cycle.parts if one.kind == kind)


@pytest.mark.parametrize("preset_id", RUN_S)
def test_cycles_last_as_long_as_real_ones(preset_id: str) -> None:
    found = schedule(step_of(preset_id))
    assert (found.first_s, found.later_s) == pytest.approx(RUN_S[preset_id], rel=0.15)


@pytest.mark.parametrize("name", pattern.NAMES)
def test_the_operations_come_from_the_pattern_in_its_order(name: str) -> None:
    found = schedule(step_of("flush-20", pattern=name, target_mmhg=[60] * 5))
    kinds = {pattern.FILL: "fill", pattern.DIP: "dip", pattern.HOLD: "hold", pattern.RELEASE: "release"}
    wanted = [kinds[pattern.what(one)] for one in pattern.operations(name)]
    assert [one.kind for one in found.legs[0].later.parts] == [*wanted, "rest"]


def test_the_hold_stands_at_its_targets_and_the_rest_is_empty() -> None:
    leg = schedule(step_of("gradient-30")).legs[0]
    for cycle, targets in ((leg.first, (48, 43, 38, 33, 28)), (leg.later, (80, 72, 64, 56, 48))):
        hold = part(cycle, "hold")
        middle_s = (hold.start_s + hold.end_s) / 2
        assert [cycle.at(zone, middle_s) for zone in range(5)] == pytest.approx(targets)
        assert [cycle.at(zone, cycle.length_s) for zone in range(5)] == [0] * 5
        assert cycle.at(0, -1) == cycle.at(0, cycle.length_s + 1) == 0
        assert hold.end_s - hold.start_s == pytest.approx(20)


def test_time_never_runs_back_and_no_zone_is_above_its_target() -> None:
    for preset_id in RUN_S:
        for leg in schedule(step_of(preset_id)).legs:
            for cycle in (leg.first, leg.later):
                times = [time_s for time_s, _ in cycle.frames]
                assert times == sorted(times)
                for _, pressures in cycle.frames:
                    assert all(
                        0 <= one <= top for one, top in zip(pressures, cycle.targets_mmhg, strict=True)
                    )


def test_legs_alike_are_one_a_zone_off_makes_two_and_is_left_out() -> None:
    assert [leg.name for leg in schedule(step_of("flush-20")).legs] == ["both legs"]
    assert [leg.name for leg in schedule(step_of("flush-20", legs="right")).legs] == ["right leg"]
    left, right = schedule(step_of("flush-20", zones_off=["L3"])).legs
    assert left.later.targets_mmhg[2] == 0 and right.later.targets_mmhg[2] == 70
    assert not any(2 in one.zones for one in left.later.parts)
    assert left.later.busy_s < right.later.busy_s


def test_alternating_legs_take_turns() -> None:
    found = schedule(step_of("warmup-10"))
    left, right = found.legs
    assert (left.later_start_s, right.later_start_s) == (0, left.later.busy_s)
    assert found.later_s == pytest.approx(left.later.busy_s + right.later.busy_s)
    assert 600 / found.later_s - 2 < found.cycles <= 600 / found.later_s


def test_a_hold_the_firmware_would_shorten_is_drawn_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garment, "STRETCH_ML_MMHG", 20)
    hold = part(schedule(step_of("gradient-30", target_mmhg=[110] * 5, hold_s=60)).legs[0].later, "hold")
    assert hold.end_s - hold.start_s < 59


def test_a_cycle_the_firmware_would_split_is_drawn_split() -> None:
    found = schedule(step_of("pulse-20", target_mmhg=[110] * 5, hold_s=60)).legs[0].later
    empty = [time_s for time_s, pressures in found.frames if not any(pressures)]
    assert any(found.parts[0].end_s < time_s < part(found, "hold").start_s for time_s in empty)


def test_boost_raises_one_zone() -> None:
    assert schedule(step_of("calf-boost-20")).targets_mmhg == (75, 70, 75, 60, 55)


def test_the_garment_takes_its_slack_once_and_a_joint_fill_is_one_after_the_other() -> None:
    limp, full = garment.fill([0.0], [80.0], 1)[-1][0], garment.fill([0.0], [80.0], 0)[-1][0]
    assert limp - full == pytest.approx(4.0)
    joint, single = garment.fill([0.0] * 5, [80.0] * 5, 0)[-1][0], full - garment.SLOW_END_S
    assert joint == pytest.approx(5 * single + garment.SLOW_END_S)
    assert garment.content_ml(0) == 1000


def test_the_fullest_zone_is_let_down_first() -> None:
    frames = garment.empty([80.0, 60.0], [0.0, 0.0])
    assert [pressures for _, pressures in frames] == [(80.0, 60.0), (60.0, 60.0), (0.0, 0.0)]


def test_dips_follow_the_firmwares_order() -> None:
    found = dips(step_of("contrast-7x1"))
    assert [one.bath for one in found] == shape.dips(step_of("contrast-7x1"))
    assert (found[1].start_s, found[1].end_s) == (75, 135)
    assert found[-1].end_s == shape.step_seconds(step_of("contrast-7x1"))
