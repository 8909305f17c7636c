"""Walks the firmware's operations of a compression step with the nominal garment: zone pressures against time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from recovery_station.adjusting import ZONE_NAMES
from recovery_station.cycles import garment
from station_firmware.core import pattern as _pattern
from station_firmware.core import plan as _plan
from station_firmware.core import planner as _planner

# Written for MicroPython, these modules carry no annotations.
pattern, plan, planner = cast("Any", _pattern), cast("Any", _plan), cast("Any", _planner)

ZONES = len(ZONE_NAMES)
KINDS = {pattern.FILL: "fill", pattern.DIP: "dip", pattern.HOLD: "hold", pattern.RELEASE: "release"}


@dataclass(frozen=True)
class Part:
    """One operation as it runs: its kind, its zones (0 = foot) and its time."""

    kind: str
    zones: tuple[int, ...]
    start_s: float
    end_s: float


@dataclass
class Cycle:
    """One cycle of one leg. `frames` hold time and five pressures; between them pressures change evenly.

    `busy_s` is when the last zone was empty; what follows is rest.
    """

    targets_mmhg: tuple[float, ...]
    frames: list[garment.Frame] = field(default_factory=lambda: [(0.0, (0.0,) * ZONES)])
    parts: list[Part] = field(default_factory=lambda: list[Part]())
    busy_s: float = 0.0

    @property
    def length_s(self) -> float:
        """From the first fill to the end of the rest."""
        return self.frames[-1][0]

    def at(self, zone: int, time_s: float) -> float:
        """Pressure of a zone; 0 before and after the cycle."""
        if not 0 <= time_s <= self.length_s:
            return 0.0
        before = self.frames[0]
        for after in self.frames[1:]:
            if time_s <= after[0]:
                share = (time_s - before[0]) / (after[0] - before[0]) if after[0] > before[0] else 1.0
                return before[1][zone] + share * (after[1][zone] - before[1][zone])
            before = after
        return before[1][zone]


@dataclass(frozen=True)
class LegCycles:
    """What one leg does, or both at once: `start_s` is where its cycles begin (it waits for its turn)."""

    name: str
    first: Cycle
    later: Cycle
    first_start_s: float = 0.0
    later_start_s: float = 0.0


@dataclass(frozen=True)
class Schedule:
    """A compression step: the cycles of each leg that differs, and how they repeat."""

    legs: tuple[LegCycles, ...]
    first_s: float
    later_s: float
    duration_s: int
    targets_mmhg: tuple[float, ...]

    @property
    def cycles(self) -> int:
        """About how many cycles the step's time allows."""
        return max(1, 1 + round((self.duration_s - self.first_s) / self.later_s))


def schedule(step: dict[str, object]) -> Schedule:
    """The nominal schedule of a valid compression step of a protocol."""
    ready = plan.Plan({"id": "", "step": [step]}).steps[0]
    legs = [leg for leg in range(2) if any(_of_leg(ready.targets_dmmhg, leg))]
    alike = len(legs) == 2 and _of_leg(ready.targets_dmmhg, 0) == _of_leg(ready.targets_dmmhg, 1)
    drawn = legs[:1] if alike and not ready.alternating else legs
    name = "both legs" if alike and not ready.alternating else ""
    found = [_leg(ready, leg, name or ("left leg", "right leg")[leg]) for leg in drawn]
    if ready.alternating and len(found) == 2:
        found = _in_turns(found)
    first_s, later_s = (_period(found, later) for later in (False, True))
    targets = tuple(max(one) for one in zip(*(leg.later.targets_mmhg for leg in found), strict=True))
    return Schedule(tuple(found), first_s, later_s, ready.planned_ms // 1000, targets)


def _period(legs: Sequence[LegCycles], later: bool) -> float:
    """From the begin of a cycle to the begin of the next one of the same leg."""
    cycles = [leg.later if later else leg.first for leg in legs]
    longest_s = max(cycle.length_s for cycle in cycles)
    in_turns = any(leg.first_start_s for leg in legs)
    return max(longest_s, sum(cycle.busy_s for cycle in cycles)) if in_turns else longest_s


def _in_turns(legs: Sequence[LegCycles]) -> list[LegCycles]:
    """The second leg begins when the first is empty."""
    one, other = legs
    return [one, LegCycles(other.name, other.first, other.later, one.first.busy_s, one.later.busy_s)]


def _of_leg(dmmhg: Sequence[int], leg: int) -> tuple[float, ...]:
    return tuple(one / 10 for one in dmmhg[leg * ZONES : leg * ZONES + ZONES])


def _leg(ready: Any, leg: int, name: str) -> LegCycles:
    hold_s, release_s = ready.hold_ms / 1000, ready.release_ms / 1000
    firsts = [plan.first_dmmhg(ready, zone) for zone in range(2 * ZONES)]
    first = _Walk(_of_leg(firsts, leg), limp=True)
    first.run(ready.operations, hold_s, release_s, -1)
    targets = _of_leg(ready.targets_dmmhg, leg)
    learned = _Walk(targets, limp=False)
    learned.run(ready.operations, hold_s, release_s, -1)
    split_at, hold_ms = _planned(ready, learned)
    later = _Walk(targets, limp=False)
    later.run(ready.operations, hold_ms / 1000, release_s, split_at)
    return LegCycles(name, first.cycle, later.cycle)


def _planned(ready: Any, learned: _Walk) -> tuple[int, int]:
    """Where the firmware would split such a cycle (-1: nowhere), and the hold it would leave."""
    judge = planner.Planner()
    used = sum(1 << zone for zone in learned.used)
    judge.begin(ready.operations, used, learned.fill_ms, ready.hold_ms)
    while not judge.step():
        pass
    return judge.split_at, judge.hold_ms


class _Walk:
    """Goes through the operations of one cycle and writes down what happens."""

    def __init__(self, targets_mmhg: tuple[float, ...], *, limp: bool) -> None:
        self.cycle = Cycle(targets_mmhg)
        self.used = [zone for zone in range(ZONES) if targets_mmhg[zone]]
        self.fill_ms = [0] * ZONES
        self._limp = set(self.used if limp else ())
        self._time_s = 0.0
        self._now = [0.0] * ZONES

    def run(self, operations: Sequence[int], hold_s: float, release_s: float, split_at: int) -> None:
        """All operations of one cycle; those that touch no zone in use are left out, as the leg does."""
        for index, operation in enumerate(operations):
            kind = KINDS[pattern.what(operation)]
            zones = [zone for zone in self.used if pattern.zones(operation) >> zone & 1]
            if index == split_at:
                self._empty("release", self.used, 0)
            if kind == "hold":
                self._wait(kind, hold_s)
            elif index == len(operations) - 1:
                self._empty(kind, self.used, 0)
                self.cycle.busy_s = self._time_s
                begun_s = self.cycle.parts[-1].start_s
                self._wait("rest", max(0.0, begun_s + release_s - self._time_s))
            elif zones and kind == "fill":
                self._fill(zones)
            elif zones:
                self._empty(kind, zones, pattern.DIP_PCT if kind == "dip" else 0)

    def _fill(self, zones: list[int]) -> None:
        limp = self._limp.intersection(zones)
        self._limp -= limp
        targets = [self.cycle.targets_mmhg[zone] for zone in zones]
        took_s = self._follow(
            "fill", zones, garment.fill([self._now[zone] for zone in zones], targets, len(limp))
        )
        for zone in zones:
            if not self.fill_ms[zone]:
                self.fill_ms[zone] = round(took_s * 1000 / len(zones))

    def _empty(self, kind: str, zones: list[int], floor_pct: int) -> None:
        floors = [self.cycle.targets_mmhg[zone] * floor_pct / 100 for zone in zones]
        frames = garment.empty([self._now[zone] for zone in zones], floors)
        self._follow(kind, zones, frames, 0.0 if floor_pct else garment.EMPTY_S)

    def _follow(
        self, kind: str, zones: list[int], frames: list[garment.Frame], after_s: float = 0.0
    ) -> float:
        """Write the frames of some zones down as frames of all five. Returns how long they took."""
        begun_s = self._time_s
        for offset_s, pressures in [*frames, (frames[-1][0] + after_s, frames[-1][1])]:
            for zone, pressure in zip(zones, pressures, strict=True):
                self._now[zone] = pressure
            self._frame(begun_s + offset_s)
        self.cycle.parts.append(Part(kind, tuple(zones), begun_s, self._time_s))
        return self._time_s - begun_s

    def _wait(self, kind: str, seconds: float) -> None:
        begun_s = self._time_s
        self._frame(begun_s + seconds)
        self.cycle.parts.append(Part(kind, (), begun_s, self._time_s))

    def _frame(self, time_s: float) -> None:
        self._time_s = time_s
        self.cycle.frames.append((time_s, tuple(self._now)))
