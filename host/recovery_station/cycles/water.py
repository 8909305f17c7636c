"""When a contrast step has whom in which bath, in the firmware's own order of dips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from station_firmware.core import shape as _shape

BATHS = ("hot", "cold")


@dataclass(frozen=True)
class Dip:
    """One dip: the bath and its time in the step."""

    bath: str
    start_s: int
    end_s: int


def dips(step: dict[str, object]) -> list[Dip]:
    """Every dip of a valid contrast step; between two of them is the time to change."""
    found: list[Dip] = []
    time_s = 0
    for bath in cast("list[str]", cast("Any", _shape).dips(step)):
        end_s = time_s + cast("int", step[f"{bath}_s"])
        found.append(Dip(bath, time_s, end_s))
        time_s = end_s + cast("int", step["transfer_s"])
    return found
