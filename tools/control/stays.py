"""Cuts the truth of a leg into stays: a zone from the begin of its fill until it is let go, and its target."""

from __future__ import annotations

from dataclasses import dataclass

from control.truth import FEED, LET, ROW_S, LegTruth

BAND_MMHG = 2.0
EMPTY_MMHG = 15.0  # a fill that begins below it is no refill after a dip
_TRAVEL_ROWS = 2  # a valve moves one step after its coil
_LEAST_HOLD_ROWS = 10


@dataclass(frozen=True)
class Stay:
    """Rows of the trace: fed from `begin`, first fill over at `full`, let go at `end` (both exclusive)."""

    zone: int
    cycle: int
    target: float
    begin: int
    full: int
    end: int
    pressures: list[float]  # of the rows begin to end

    @property
    def fresh(self) -> bool:
        return self.pressures[0] < EMPTY_MMHG

    def settle_s(self) -> float | None:
        """From the begin until within BAND_MMHG of the target and staying until the fill ends; None: not by then."""
        filling = self.pressures[: self.full - self.begin + 1]
        settled = len(filling)
        while settled and abs(filling[settled - 1] - self.target) <= BAND_MMHG:
            settled -= 1
        return settled * ROW_S if settled < len(filling) else None

    def overshoot_mmhg(self) -> float:
        return max(self.pressures) - self.target

    def end_error_mmhg(self) -> float:
        return self.pressures[self.full - self.begin] - self.target

    def held(self) -> list[float]:
        return self.pressures[self.full - self.begin + _TRAVEL_ROWS :]

    def hold_error_mmhg(self) -> float | None:
        """The largest distance from the target while holding, with its sign; None for a stay with no hold."""
        held = self.held()
        if len(held) < _LEAST_HOLD_ROWS:
            return None
        return max((pressure - self.target for pressure in held), key=abs)


def cut(leg: LegTruth, first: tuple[float, ...], later: tuple[float, ...], joint: bool) -> list[Stay]:
    """Every whole stay of the leg in the order of their begins; a joint fill ends for all its zones together."""
    spans = sorted(span for zone in range(5) for span in _spans(leg, zone))
    begins = [begin for begin, _, _ in spans]
    stays: list[Stay] = []
    cycle = -1
    lowest = min((zone for _, _, zone in spans), default=0)
    for number, (begin, end, zone) in enumerate(spans):
        pressures = leg.mmhg[zone][begin:end]
        if zone == lowest and pressures[0] < EMPTY_MMHG:
            cycle += 1
        following = end if joint else min([end, *begins[number + 1 : number + 2]])
        full = _full(leg, zone, begin, following, joint)
        target = (later if cycle else first)[zone]
        if end < len(leg.vents) and full < end:
            stays.append(Stay(zone, cycle, target, begin, full, end, pressures))
    return stays


def cycle_begins(stays: list[Stay]) -> list[int]:
    """The row of the first fill of each cycle."""
    begins: dict[int, int] = {}
    for stay in stays:
        begins.setdefault(stay.cycle, stay.begin)
    return [begins[cycle] for cycle in sorted(begins)]


def _spans(leg: LegTruth, zone: int) -> list[tuple[int, int, int]]:
    """(begin, end, zone) of each stretch from a feed to the next let-go; one that never has air is none."""
    spans: list[tuple[int, int, int]] = []
    begin = -1
    for row, way in enumerate([*leg.ways[zone], LET]):
        if way == FEED and begin < 0:
            begin = row
        elif way == LET and begin >= 0:
            if max(leg.mmhg[zone][begin:row]) > EMPTY_MMHG:
                spans.append((begin, row, zone))
            begin = -1
    return spans


def _full(leg: LegTruth, zone: int, begin: int, end: int, joint: bool) -> int:
    """The row at which the first fill of a stay is over: the vents open, or the next zone's fill begins at `end`.

    Alone, a zone's fill is over when its valve closes for the last time before that: others may be topped up meanwhile.
    """
    row = begin
    while row < end and leg.vents[row] == 2:
        row += 1
    while not joint and row > begin and leg.ways[zone][row - 1] != FEED:
        row -= 1
    return row
