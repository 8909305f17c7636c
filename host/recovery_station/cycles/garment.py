"""The nominal garment: how long zones of a usual size take to fill and to empty. Real ones differ somewhat.

A zone of 1 L slack stretches 5 mL for each mmHg; the pump gives 15 L/min and stalls at 350 mmHg. Air is counted in
standard mL, at 760 mmHg. Filling runs in steps of a few mmHg; emptying is a straight line.
"""

from __future__ import annotations

from collections.abc import Sequence

AMBIENT_MMHG = 760.0
SLACK_ML = 1000.0
STRETCH_ML_MMHG = 5.0
PUMP_ML_S = 250.0
STALL_MMHG = 350.0
# beside the full flow: each path is looked at with a puff, and the last few mmHg go in slowly
LOOK_S = 0.25
SLOW_END_S = 0.8
# one zone alone through both vents; each further zone adds its air
VENT_S_MMHG = 0.010
VENT_MORE_S_MMHG = 0.004
EMPTY_S = 0.5  # a zone has to stay low this long before it counts as empty
STEP_MMHG = 5.0

Frame = tuple[float, tuple[float, ...]]  # seconds since the move began; the pressures of its zones, mmHg


def content_ml(pressure_mmhg: float) -> float:
    """What a zone holds at a pressure."""
    return (SLACK_ML + STRETCH_ML_MMHG * pressure_mmhg) * (AMBIENT_MMHG + pressure_mmhg) / AMBIENT_MMHG


def fill(start_mmhg: Sequence[float], targets_mmhg: Sequence[float], limp: int) -> list[Frame]:
    """Fill zones together until each stands at its target; `limp` of them are still quite empty.

    They share one pressure; a zone closes when it is there.
    """
    level, top = min(start_mmhg), max(targets_mmhg)
    time_s = LOOK_S * len(targets_mmhg) + limp * SLACK_ML / PUMP_ML_S
    before = _between(start_mmhg, level, targets_mmhg)
    frames: list[Frame] = [(0.0, tuple(start_mmhg)), (time_s, before)]
    while level < top:
        above = min([one for one in targets_mmhg if one > level] + [level + STEP_MMHG])
        taken_ml = sum(
            content_ml(above) - content_ml(max(level, start))
            for start, target in zip(start_mmhg, targets_mmhg, strict=True)
            if target > level and start < above
        )
        time_s += taken_ml / (PUMP_ML_S * (1 - (level + above) / 2 / STALL_MMHG))
        level = above
        if level >= top:
            time_s += SLOW_END_S
        frames.append((time_s, _between(start_mmhg, level, targets_mmhg)))
    return frames


def empty(start_mmhg: Sequence[float], floors_mmhg: Sequence[float]) -> list[Frame]:
    """Let zones down to their floors: the fullest first, the others join as they come level."""
    high, low = max(start_mmhg), min(floors_mmhg)
    pressed = sum(start > floor for start, floor in zip(start_mmhg, floors_mmhg, strict=True))
    pace_s_mmhg = VENT_S_MMHG + VENT_MORE_S_MMHG * max(0, pressed - 1)
    levels = sorted({high, low, *(one for one in start_mmhg if low < one < high)}, reverse=True)
    return [
        (
            (high - level) * pace_s_mmhg,
            tuple(
                max(min(start, level), min(start, floor))
                for start, floor in zip(start_mmhg, floors_mmhg, strict=True)
            ),
        )
        for level in levels
    ]


def _between(start_mmhg: Sequence[float], level: float, targets_mmhg: Sequence[float]) -> tuple[float, ...]:
    return tuple(
        max(start, min(level, target)) for start, target in zip(start_mmhg, targets_mmhg, strict=True)
    )
