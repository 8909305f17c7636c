"""What the preset asked of each zone at a moment of a session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from recovery_station.words import ZONES

Steps = Sequence[tuple[float, dict[str, object]]]  # when a step began, seconds after the start; its record
NONE: tuple[int | None, ...] = (None,) * 10


def target_at(
    document: dict[str, object] | None, steps: Steps, t_s: float, ran_s: float | None
) -> tuple[int | None, ...]:
    """Ten targets in mmHg at `t_s`.

    None outside a compression step, after the end, or when they are not known.
    """
    if ran_s is not None and t_s > ran_s:
        return NONE
    begun = [detail for start_s, detail in steps if start_s <= t_s]
    if document is None or not begun:
        return NONE
    index = begun[-1].get("step")
    listed = cast("list[dict[str, object]]", document.get("step", []))
    return step_targets(listed[index]) if isinstance(index, int) and index < len(listed) else NONE


def step_targets(step: dict[str, object]) -> tuple[int | None, ...]:
    """Ten full targets of one step of a protocol, boost included; the first cycle is gentler.

    None for a zone left off.
    """
    if step.get("kind") != "compression":
        return NONE
    leg: list[int | None] = list(cast("list[int]", step["target_mmhg"]))
    boost = cast("dict[str, int] | None", step.get("boost"))
    if boost:
        leg[boost["zone"] - 1] = (leg[boost["zone"] - 1] or 0) + boost["mmhg"]
    unused: list[int | None] = [None] * 5
    left = leg if step.get("legs") != "right" else unused
    right = leg if step.get("legs") != "left" else unused
    off = cast("list[str]", step.get("zones_off") or [])
    return tuple(None if zone in off else target for zone, target in zip(ZONES, (*left, *right), strict=True))
