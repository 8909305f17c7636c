"""The plant's truth trace read back: what every zone is connected to and its pressure, each 20 ms of the session."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SHUT, FEED, LET = "S", "F", "L"
"""A zone is closed; open to a leg whose vents are closed; open to open vents."""
ROW_S: Final = 0.02
_LEGS: Final = "LR"
_LIVE = "green"  # the lamp of READY and RUNNING: what comes before is the self-test


@dataclass
class LegTruth:
    """One leg: `ways` and `mmhg` are lists by zone, foot first; `vents` how many are closed."""

    ways: list[list[str]] = field(default_factory=lambda: [[] for _ in range(5)])
    mmhg: list[list[float]] = field(default_factory=lambda: [[] for _ in range(5)])
    pump_pct: list[float] = field(default_factory=list[float])
    vents: list[int] = field(default_factory=list[int])


@dataclass
class Truth:
    """Rows from the first moment the station is ready; `legs` is left and right."""

    legs: tuple[LegTruth, LegTruth] = field(default_factory=lambda: (LegTruth(), LegTruth()))

    @property
    def rows(self) -> int:
        return len(self.legs[0].pump_pct)


def read(path: Path) -> Truth:
    """Read a file that `--trace` wrote."""
    truth = Truth()
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        at = {name: index for index, name in enumerate(next(rows))}
        lamp = at["lamp"]
        live = False
        for row in rows:
            live = live or row[lamp] == _LIVE
            if live:
                for letter, leg in zip(_LEGS, truth.legs, strict=True):
                    _take(leg, letter, row, at)
    return truth


def _take(leg: LegTruth, letter: str, row: list[str], at: dict[str, int]) -> None:
    vent = at[f"vent_{letter}1"]
    valve = at[f"zv_{letter}1"]
    pressure = at[f"true_{letter}1_mmhg"]
    vents = (row[vent] == "1") + (row[vent + 1] == "1")
    leg.vents.append(vents)
    leg.pump_pct.append(float(row[at[f"pump_{letter}_pct"]]))
    opened = FEED if vents == 2 else LET
    for zone in range(5):
        leg.ways[zone].append(SHUT if row[valve + zone] == "1" else opened)
        leg.mmhg[zone].append(float(row[pressure + zone]))
