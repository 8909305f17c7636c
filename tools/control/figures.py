"""What one run says of control: its stays in numbers, its requirements, and its wear, noise and heat."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from control.grid import Point
from control.preset import first_targets, is_joint, targets
from control.stays import Stay, cut, cycle_begins
from control.truth import ROW_S, SHUT, LegTruth, Truth
from recovery_station.virtual.run import SimRun

REACH_MMHG, HOLD_MMHG, OVER_MMHG = 2.0, 3.0, 5.0


@dataclass(frozen=True)
class Wear:
    """Of both legs over whole cycles: mean pump duty, energised coil-seconds and valve moves a minute."""

    pump_pct: float
    coil_s_min: float
    moves_min: float


@dataclass(frozen=True)
class Figures:
    """One point: the stays of both legs, cycle times (first, later), what tripped, wear."""

    point: Point
    stays: list[Stay]
    cycles_s: list[tuple[int, float]]
    faults: list[str]
    wear: Wear

    def misses(self) -> list[str]:
        """Requirements this point breaks, in words; empty when it keeps all of them."""
        rows = [f"trip {name}" for name in self.faults]
        checks = (
            (
                "ends short of the target",
                "mmHg",
                REACH_MMHG,
                (abs(stay.end_error_mmhg()) for stay in self.stays),
            ),
            ("holds apart", "mmHg", HOLD_MMHG, (abs(error) for error in holds(self.stays))),
            ("overshoots", "mmHg", OVER_MMHG, (stay.overshoot_mmhg() for stay in self.stays)),
        )
        for words, unit, bound, values in checks:
            found = [value for value in values if value > bound]
            if found:
                rows.append(f"{words} {max(found):.1f} {unit}, {len(found)} of {len(self.stays)}")
        if not any(stay.cycle > 0 for stay in self.stays):
            rows.append("no later cycle was seen")
        return rows


def holds(stays: Iterable[Stay]) -> list[float]:
    """The hold errors of the stays that hold."""
    return [error for stay in stays if (error := stay.hold_error_mmhg()) is not None]


def judge(point: Point, result: SimRun, truth: Truth) -> Figures:
    """All figures of a run."""
    stays: list[Stay] = []
    cycles: list[tuple[int, float]] = []
    whole: list[int] = []
    for leg in truth.legs:
        mine = cut(leg, first_targets(point.preset), targets(point.preset), is_joint(point.preset))
        begins = cycle_begins(mine)
        cycles += [(number, (b - a) * ROW_S) for number, (a, b) in enumerate(pairwise(begins))]
        stays += mine
        whole += begins[:1] + begins[-1:]
    wear = _wear(truth.legs, min(whole, default=0), max(whole, default=0))
    return Figures(point, stays, cycles, [fault.name for fault in result.faults], wear)


def _wear(legs: Iterable[LegTruth], begin: int, end: int) -> Wear:
    span_min = max(end - begin, 1) * ROW_S / 60
    duty: list[float] = []
    coil_rows = 0
    moves = 0
    for leg in legs:
        duty.append(statistics.fmean(leg.pump_pct[begin:end] or [0.0]))
        for ways in leg.ways:
            closed = [way == SHUT for way in ways[begin:end]]
            coil_rows += sum(closed)
            moves += sum(a != b for a, b in pairwise(closed))
        vents = leg.vents[begin:end]
        coil_rows += sum(vents)
        moves += sum(abs(a - b) for a, b in pairwise(vents))
    return Wear(statistics.fmean(duty), coil_rows * ROW_S / span_min, moves / span_min)
