"""When a guided step has whom do what: each side of each item with its time in the step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from station_firmware.core import shape as _shape


@dataclass(frozen=True)
class Side:
    """One side of an item: its label, which of how many, and its time in the step."""

    label: str
    side: int
    sides: int
    start_s: int
    end_s: int


def sides(step: dict[str, object]) -> list[Side]:
    """Every side of a valid guided step, in order."""
    found: list[Side] = []
    time_s = 0
    for item in cast("list[dict[str, object]]", step["items"]):
        length_s = cast("int", cast("Any", _shape).side_seconds(item))
        count = cast("int", item.get("sides", 1))
        for side in range(1, count + 1):
            found.append(Side(str(item["label"]), side, count, time_s, time_s + length_s))
            time_s += length_s
    return found
