"""Golden traces: the truth of a preset's second and third cycle as a small CSV, and where two of them differ."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from control.grid import Point, run
from control.preset import first_targets, is_joint, targets
from control.stays import Stay, cut, cycle_begins
from control.truth import ROW_S, Truth
from recovery_station.virtual.plant.wires import ZONE_NAMES

FOLDER: Final = Path(__file__).resolve().parents[2] / "tests" / "golden"
TOLERANCE_MMHG: Final = 0.2
"""One seed gives one trace, on every machine: the plant takes nothing but IEEE arithmetic. Both sides are rounded
to 0.1 mmHg; a valve that moves one tick later shows as 0.25 mmHg or more on any slope of a fill."""
STEP_ROWS: Final = 25
_CYCLES = (1, 3)  # from the begin of the second to that of the fourth
_SEED = 1
_HEADER = ("t_s", *(f"{zone}_mmhg" for zone in ZONE_NAMES))


def path_of(preset: str) -> Path:
    return FOLDER / f"{preset}.csv"


def take(preset: str) -> tuple[Truth, tuple[list[Stay], list[Stay]]]:
    """A run in the middle of the grid, and its stays left and right."""
    result, truth = run(Point(preset), _SEED)
    if result.faults:
        raise ValueError(f"{preset} trips: {result.faults}")
    left, right = (cut(leg, first_targets(preset), targets(preset), is_joint(preset)) for leg in truth.legs)
    return truth, (left, right)


def text_of(truth: Truth, left: list[Stay]) -> str:
    """The file's text: every STEP_ROWS of two cycles of the left leg, both legs. ValueError: the run is too short."""
    begins = cycle_begins(left)
    if len(begins) <= _CYCLES[1]:
        raise ValueError(f"the run has only {len(begins)} cycles")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    begin, end = (begins[number] for number in _CYCLES)
    zones = truth.legs[0].mmhg + truth.legs[1].mmhg
    for row in range(begin, end, STEP_ROWS):
        values = (f"{zone[row]:.1f}" for zone in zones)
        writer.writerow((f"{(row - begin) * ROW_S:.1f}", *values))
    return out.getvalue()


def differences(golden: str, found: str) -> list[str]:
    """Where two files are further apart than TOLERANCE_MMHG, in words; empty when nowhere."""
    old, new = (list(csv.reader(io.StringIO(text))) for text in (golden, found))
    words: list[str] = []
    if len(old) != len(new):
        words.append(f"{len(new) - 1} rows, golden has {len(old) - 1}: the cycles take another time")
    for before, after in zip(old[1:], new[1:], strict=False):
        words += _row(before, after)
    return words


def _row(before: Iterable[str], after: Iterable[str]) -> list[str]:
    old, new = list(before), list(after)
    return [
        f"{zone} at {old[0]} s: {there} mmHg, golden {here}"
        for zone, here, there in zip(ZONE_NAMES, old[1:], new[1:], strict=True)
        if abs(float(here) - float(there)) > TOLERANCE_MMHG + 1e-9
    ]
