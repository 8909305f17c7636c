"""The parts of a protocol that can be drawn: one timeline for each step in boots, in water, or guided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from recovery_station.cycles.guided import Side, sides
from recovery_station.cycles.schedule import Schedule, schedule
from recovery_station.cycles.water import Dip, dips
from station_firmware.core import protocol as _protocol

Timeline = Schedule | list[Dip] | list[Side]
_TIMELINES: dict[str, Callable[[dict[str, object]], Timeline]] = {
    "compression": schedule,
    "contrast": dips,
    "dip": dips,
    "guided": sides,
}


@dataclass(frozen=True)
class Drawn:
    """A step with its number (from 1), its planned time, and its timeline; None: nothing to draw."""

    number: int
    step: dict[str, object]
    seconds: int
    timeline: Timeline | None


def drawn_steps(document: dict[str, object]) -> list[Drawn] | None:
    """Every step of a protocol, None when this program does not understand it (a newer station)."""
    core = cast("Any", _protocol)
    if core.check(document):
        return None
    steps = cast("list[dict[str, object]]", document["step"])
    return [
        Drawn(number, step, core.step_seconds(step), _timeline(step)) for number, step in enumerate(steps, 1)
    ]


def _timeline(step: dict[str, object]) -> Timeline | None:
    maker = _TIMELINES.get(str(step["kind"]))
    return maker(step) if maker else None
