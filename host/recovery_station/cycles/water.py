"""When a step in water has whom in which bath, in the firmware's own order of dips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from station_firmware.core import outputs as _outputs
from station_firmware.core import shape as _shape

BATHS: tuple[str, ...] = cast("Any", _outputs).BATH_NAMES


@dataclass(frozen=True)
class Dip:
    """One dip: the bath and its time in the step."""

    bath: str
    start_s: int
    end_s: int


def bath_degc(step: dict[str, object], bath: str) -> object:
    """What the step asks of a bath, None where it does not use it."""
    if step["kind"] == "contrast":
        return step[f"{bath}_degc"]
    return step["degc"] if step["bath"] == bath else None


def dips(step: dict[str, object]) -> list[Dip]:
    """Every dip of a valid contrast or dip step; between two of them is the time to change."""
    if step["kind"] == "dip":
        return [Dip(str(step["bath"]), 0, cast("int", step["dip_s"]))]
    found: list[Dip] = []
    time_s = 0
    for bath in cast("list[str]", cast("Any", _shape).dips(step)):
        end_s = time_s + cast("int", step[f"{bath}_s"])
        found.append(Dip(bath, time_s, end_s))
        time_s = end_s + cast("int", step["transfer_s"])
    return found
