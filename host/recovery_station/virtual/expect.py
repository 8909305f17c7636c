"""The `[expect]` table of a scenario against the result of its run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from recovery_station.errors import UsageError

if TYPE_CHECKING:
    from recovery_station.virtual.run import SimRun

Scalar = str | int | float | bool


def failures(result: SimRun, expect: Mapping[str, Scalar]) -> list[str]:
    """One line for each expectation that did not hold.

    A key is `fault` (the name of one of the faults, "" for none), a field of the result, or such a field with
    `_min` or `_max`; of `peak_true_mmhg` the highest zone counts. UsageError for another key.
    """
    found = msgspec.to_builtins(result)
    found["peak_true_mmhg"] = max(result.peak_true_mmhg.values(), default=0.0)
    names = [fault.name for fault in result.faults]
    lines: list[str] = []
    for key, wanted in expect.items():
        if key == "fault":
            if wanted not in names and (wanted or names):
                lines.append(f"fault = {wanted!r}, but the faults are {names}")
            continue
        field, low, high = (
            key.removesuffix("_min").removesuffix("_max"),
            key.endswith("_min"),
            key.endswith("_max"),
        )
        if field not in found or field == "faults":
            raise UsageError(
                f"[expect] {key}: the result has no such field", f"use one of {', '.join(found)}, fault"
            )
        value = found[field]
        holds = value == wanted
        if low or high:
            holds = value is not None and (value >= wanted if low else value <= wanted)
        if not holds:
            lines.append(f"{key} = {wanted!r}, but it is {value!r}")
    return lines
