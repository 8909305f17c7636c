"""The grid of garments, pumps and leaks that control is judged on, and one run of a preset at one point of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from control.preset import ALL, FILL, RELEASE, boots, first_targets, operations, step_of, targets
from control.truth import Truth, read
from recovery_station.virtual.plant import air
from recovery_station.virtual.plant.balance import STALL_MMHG
from recovery_station.virtual.run import RunOptions, SimRun, carry_out

NOMINAL_LPM: Final = 15.0
NOISE_MMHG: Final = 0.5
SLACKS_L: Final = (0.3, 1.0, 3.0)
FLOWS_PCT: Final = (70, 100, 130)
LEAKS: Final = ("none", "near trip")
SHORT: Final = ((1.0, 100, "none"), (0.3, 130, "none"), (3.0, 70, "none"), (1.0, 100, "near trip"))
"""Slack, flow and leak of the quick grid: the middle, the two far corners, and the middle with a leak."""
LEAKS_FILE: Final = Path(__file__).with_name("leaks.json")
LATER_CYCLES: Final = 2.8
_BEFORE_S = 10.0  # boot, self-test, START
_ZONE_MORE_S = 0.8  # of each fill: puff, look, near and fine, settle
_RELEASE_S = 1.1  # of some zones within a cycle


@dataclass(frozen=True)
class Point:
    """One preset on one garment and pump."""

    preset: str
    slack_l: float = 1.0
    flow_pct: int = 100
    leak: str = "none"

    def __str__(self) -> str:
        return f"{self.preset} {self.slack_l:g} L {self.flow_pct} % {self.leak}"

    @property
    def pump_lpm(self) -> float:
        return NOMINAL_LPM * self.flow_pct / 100

    @property
    def leak_ml_s_mmhg(self) -> float:
        """The leak of every zone; near the trip: what `control.leaks` found for this point."""
        if self.leak == "none":
            return 0.0
        found: dict[str, float] = json.loads(LEAKS_FILE.read_text(encoding="utf-8"))
        return found[leak_key(self)]


def leak_key(point: Point) -> str:
    """The row of leaks.json: the leak is chosen on the weakest pump, so that it trips on none."""
    return f"{point.preset} {point.slack_l:g} L"


def points(full: bool) -> Iterator[Point]:
    """Every preset at every point of the grid, the slowest garments first so that two workers end together."""
    every = [(slack, flow, leak) for slack in SLACKS_L for flow in FLOWS_PCT for leak in LEAKS]
    for slack, flow, leak in sorted(every if full else SHORT, key=lambda row: -row[0] / row[1]):
        for preset in boots():
            yield Point(preset, slack, flow, leak)


def cycle_s(point: Point, first: bool = False) -> float:
    """About how long a cycle takes by physics: air over flow for each fill, holds, releases.

    A limp bladder keeps its slack full of air, so only the first cycle fills it.
    """
    step = step_of(point.preset)
    goals = first_targets(point.preset) if first else targets(point.preset)
    spent_s = float(step["hold_s"] + step["release_s"])
    filled = 0
    for does, zones in operations(point.preset):
        if does == FILL:
            for zone in range(5):
                if zones >> zone & 1:
                    spent_s += _fill_s(point, goals[zone], first and not filled >> zone & 1)
            filled |= zones
        elif does == RELEASE and zones != ALL:
            spent_s += _RELEASE_S
    return spent_s * (2 if step["legs"] == "alternating" else 1)


def span_s(point: Point) -> int:
    """Long enough for the first cycle and two later ones."""
    return round(_BEFORE_S + 1.1 * cycle_s(point, first=True) + LATER_CYCLES * cycle_s(point))


def _fill_s(point: Point, target: float, limp: bool) -> float:
    slack_ml = point.slack_l * 1000
    content_ml = air.content_ml(target, slack_ml) - (0 if limp else slack_ml)
    flow_ml_s = point.pump_lpm * 1000 / 60 * (1 - target / STALL_MMHG / 2)
    return content_ml / flow_ml_s + _ZONE_MORE_S


def run(point: Point, seed: int = 1, until_s: float | None = None) -> tuple[SimRun, Truth]:
    """One run of the flashed bytes: the first cycle and two later ones, with the plant's truth."""
    setup = {
        "slack_l": point.slack_l,
        "pump_lpm": point.pump_lpm,
        "leak_ml_s_mmhg": point.leak_ml_s_mmhg,
        "noise_mmhg": NOISE_MMHG,
    }
    until = until_s or span_s(point)
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "plant.toml"
        scenario.write_text("[plant]\n" + "".join(f"{key} = {value}\n" for key, value in setup.items()))
        trace = Path(folder) / "trace.csv"
        result, _ = carry_out(RunOptions(point.preset, scenario, trace, seed, until))
        return result, read(trace)
