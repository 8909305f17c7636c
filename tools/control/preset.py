"""Typed facts of the presets that run boots: targets of each cycle and the operations of their pattern."""

from __future__ import annotations

from typing import Any, Final, cast

from station_firmware.core import limits, pattern, presets

_PATTERN = cast("Any", pattern)
_PRESETS = cast("Any", presets)
FILL: Final[int] = _PATTERN.FILL
DIP: Final[int] = _PATTERN.DIP
HOLD: Final[int] = _PATTERN.HOLD
RELEASE: Final[int] = _PATTERN.RELEASE
ALL: Final[int] = _PATTERN.ALL
FIRST_PCT: Final[int] = limits.FIRST_CYCLE_PCT
LEAST_MMHG: Final[int] = limits.TARGET_MIN_MMHG


def table_of(preset: str) -> dict[str, Any]:
    """The protocol table of a preset, made anew."""
    return _PRESETS.find(preset)


def step_of(preset: str) -> dict[str, Any]:
    """Its first step."""
    return table_of(preset)["step"][0]


def ids() -> list[str]:
    """Ids of all presets."""
    return list(_PRESETS.IDS)


def boots() -> list[str]:
    """Ids of the presets that run boots and nothing else."""
    return [name for name in _PRESETS.IDS if kind_of(name) == "compression"]


def kind_of(preset: str) -> str:
    """The kind of its first step; "combined" when that is boots and more follows."""
    steps = table_of(preset)["step"]
    return "combined" if steps[0]["kind"] == "compression" and len(steps) > 1 else steps[0]["kind"]


def operations(preset: str) -> list[tuple[int, int]]:
    """One cycle: (FILL, DIP, HOLD or RELEASE; its zones as bits)."""
    return [
        (_PATTERN.what(one), _PATTERN.zones(one)) for one in _PATTERN.operations(step_of(preset)["pattern"])
    ]


def is_joint(preset: str) -> bool:
    """All zones of a leg fill together."""
    return operations(preset)[0] == (FILL, ALL)


def targets_of(step: dict[str, Any]) -> tuple[float, ...]:
    """What each zone of a leg is meant to have from the second cycle on, boost included."""
    boost = step.get("boost", {"zone": 0, "mmhg": 0})
    return tuple(
        float(mmhg + boost["mmhg"] * (zone == boost["zone"]))
        for zone, mmhg in enumerate(step["target_mmhg"], 1)
    )


def ramped(full: tuple[float, ...]) -> tuple[float, ...]:
    """The targets of the first cycle: a share of the full ones, whole mmHg, at least the lowest allowed."""
    return tuple(max(float(LEAST_MMHG), float(mmhg * FIRST_PCT // 100)) for mmhg in full)


def targets(preset: str) -> tuple[float, ...]:
    return targets_of(step_of(preset))


def first_targets(preset: str) -> tuple[float, ...]:
    return ramped(targets(preset))
