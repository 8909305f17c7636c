"""What was asked of each zone at a moment of a session: by the preset, and by changes while it ran."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from recovery_station.notes import name_of
from recovery_station.words import ZONES

Steps = Sequence[tuple[float, dict[str, object]]]  # when a step began, seconds after the start; its record
NONE: tuple[int | None, ...] = (None,) * 10


def target_at(
    document: dict[str, object] | None, steps: Steps, t_s: float, ran_s: float | None, changes: Steps = ()
) -> tuple[int | None, ...]:
    """Ten targets in mmHg at `t_s`; `changes` are the session's notes, which may have changed them.

    None outside a compression step, after the end, or when they are not known.
    """
    if ran_s is not None and t_s > ran_s:
        return NONE
    begun = [one for one in steps if one[0] <= t_s]
    if document is None or not begun:
        return NONE
    start_s, detail = begun[-1]
    index = detail.get("step")
    listed = cast("list[dict[str, object]]", document.get("step", []))
    if not isinstance(index, int) or index >= len(listed):
        return NONE
    return step_targets(changed(listed[index], [note for at_s, note in changes if start_s <= at_s <= t_s]))


def changed(step: dict[str, object], details: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """A step of a protocol as the notes made it while it ran: intensity and boost."""
    step = dict(step)
    for detail in details:
        name, a, b = name_of(detail.get("code")), detail.get("a"), detail.get("b")
        if step.get("kind") != "compression" or not isinstance(a, int):
            continue
        if name == "intensity":
            step["target_mmhg"] = [target + a for target in cast("list[int]", step["target_mmhg"])]
        elif name == "boost":
            step["boost"] = {"zone": a, "mmhg": b} if a else None
    return step


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
