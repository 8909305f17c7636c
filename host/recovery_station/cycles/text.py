"""A step's timeline for a terminal: a row a zone, pressure as the height of a sign, seconds below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recovery_station.adjusting import ZONE_NAMES
from recovery_station.cli.output import plain
from recovery_station.cycles.guided import Side
from recovery_station.cycles.schedule import ZONES, Cycle, LegCycles, Schedule
from recovery_station.cycles.water import BATHS, Dip

HEAD = 12  # cells before the first sign: the zone's name and its target
INDENT = "    "
NARROWEST = 20
# what one cell may stand for
SCALES_S = (
    0.25,
    0.3,
    0.4,
    0.5,
    0.6,
    0.8,
    1.0,
    1.25,
    1.5,
    2.0,
    2.5,
    3.0,
    4.0,
    5.0,
    7.5,
    10.0,
    15.0,
    30.0,
    60.0,
)
TICKS_S = (5, 10, 20, 30, 60, 120, 300, 600)
TICK_CELLS = 9  # at least this far apart, so that their words stand clear
PRESSED_MMHG = 3.0  # below it a zone is drawn empty


@dataclass(frozen=True)
class Signs:
    """Signs of rising pressure, the first for none; the line of a part, and its ends."""

    levels: str
    line: str
    tick: str


BLOCKS = Signs(" ▁▂▃▄▅▆▇█", "─", "╵")
ASCII = Signs(" .:-=+*#@", "-", "'")


def signs_for(encoding: str | None) -> Signs:
    """Blocks where the terminal can show them."""
    try:
        (BLOCKS.levels + BLOCKS.line + BLOCKS.tick).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return BLOCKS


def step_lines(plan: Schedule, columns: int, signs: Signs) -> list[str]:
    """The first and a later cycle of a compression step, on one scale."""
    room = max(NARROWEST, columns - HEAD - len(INDENT))
    cell_s = _scale(max(plan.first_s, plan.later_s), room)
    lines: list[str] = []
    for words, later in (("first cycle, gentler", False), ("every later cycle", True)):
        length_s = plan.later_s if later else plan.first_s
        lines.append(f"{words}, about {length_s:.0f} s")
        cells = max(1, round(length_s / cell_s))
        for leg in plan.legs:
            lines += _leg(leg, later, plan, cells, cell_s, signs)
        lines += _axis(cells, cell_s, signs)
    return [INDENT + line if line else line for line in lines]


def water_lines(dips: Sequence[Dip], columns: int, signs: Signs) -> list[str]:
    """A row for each bath that is used: full while somebody is in it."""
    room = max(NARROWEST, columns - HEAD - len(INDENT))
    cell_s = _scale(dips[-1].end_s, room)
    cells = max(1, round(dips[-1].end_s / cell_s))
    lines: list[str] = []
    for bath in [one for one in BATHS if any(dip.bath == one for dip in dips)]:
        row = [" "] * cells
        for dip in dips:
            if dip.bath == bath:
                for cell in range(round(dip.start_s / cell_s), min(cells, round(dip.end_s / cell_s))):
                    row[cell] = signs.levels[-1]
        lines.append(f"{bath:{HEAD}}" + "".join(row).rstrip())
    return [INDENT + line for line in [*lines, *_axis(cells, cell_s, signs)]]


def guided_lines(found: Sequence[Side], columns: int, signs: Signs) -> list[str]:
    """A row an item: full while it is done, a gap of its own for each side."""
    labels = list(dict.fromkeys(side.label for side in found))
    head = min(30, max(len(label) for label in labels) + 2)
    room = max(NARROWEST, columns - head - len(INDENT))
    cell_s = _scale(found[-1].end_s, room)
    cells = max(1, round(found[-1].end_s / cell_s))
    lines: list[str] = []
    for label in labels:
        row = [" "] * cells
        for side in found:
            if side.label == label:
                level = signs.levels[-1] if side.side == 1 else signs.levels[len(signs.levels) // 2]
                for cell in range(round(side.start_s / cell_s), min(cells, round(side.end_s / cell_s))):
                    row[cell] = level
        lines.append((plain(label)[: head - 2].ljust(head) + "".join(row)).rstrip())
    axis = [
        " " * (head - HEAD) + line if head > HEAD else line[HEAD - head :]
        for line in _axis(cells, cell_s, signs)
    ]
    return [INDENT + line for line in [*lines, *axis]]


def _leg(leg: LegCycles, later: bool, plan: Schedule, cells: int, cell_s: float, signs: Signs) -> list[str]:
    """Five rows, the thigh on top as the athlete sits in it, and the parts of the cycle below."""
    cycle, start_s = (leg.later, leg.later_start_s) if later else (leg.first, leg.first_start_s)
    top = max(plan.targets_mmhg)
    lines = [leg.name]
    for zone in reversed(range(ZONES)):
        target = cycle.targets_mmhg[zone]
        head = f"{ZONE_NAMES[zone]:6}{f'{target:.0f}' if target else 'off':>4}  "
        row = [_sign(cycle.at(zone, (cell + 0.5) * cell_s - start_s), top, signs) for cell in range(cells)]
        lines.append((head + "".join(row)).rstrip())
    lines.append((" " * HEAD + _parts(cycle, start_s, cells, cell_s, signs)).rstrip())
    return lines


def _sign(pressure_mmhg: float, top_mmhg: float, signs: Signs) -> str:
    if pressure_mmhg < PRESSED_MMHG:
        return signs.levels[0]
    highest = len(signs.levels) - 1
    return signs.levels[min(highest, max(1, round(pressure_mmhg / top_mmhg * highest)))]


def _parts(cycle: Cycle, start_s: float, cells: int, cell_s: float, signs: Signs) -> str:
    """`hold` and `release` where all of the leg does it; the release lasts to the end of the rest."""
    row = [" "] * (cells + 1)
    release = next((part for part in reversed(cycle.parts) if part.kind == "release"), None)
    marked = [(part.kind, part.start_s, part.end_s) for part in cycle.parts if part.kind == "hold"]
    if release is not None:
        marked.append((release.kind, release.start_s, cycle.length_s))
    for kind, from_s, to_s in marked:
        first, last = (min(cells, round((start_s + at_s) / cell_s)) for at_s in (from_s, to_s))
        width = last - first
        word = kind if width > len(kind) + 1 else kind[:1]
        row[first:last] = list(word.center(width - 1, signs.line) + " ") if width > 1 else [word] * width
    return "".join(row)


def _scale(length_s: float, room: int) -> float:
    return next((scale for scale in SCALES_S if length_s / scale <= room), length_s / room)


def _axis(cells: int, cell_s: float, signs: Signs) -> list[str]:
    """Ticks and their seconds."""
    every_s = next((tick for tick in TICKS_S if tick / cell_s >= TICK_CELLS), TICKS_S[-1])
    marks, words = [" "] * (cells + 1), [" "] * (cells + 12)
    for time_s in range(0, int(cells * cell_s) + 1, every_s):
        cell = round(time_s / cell_s)
        marks[cell] = signs.tick
        text = str(time_s)
        words[cell : cell + len(text)] = text
    last = "".join(words).rstrip() + " s"
    return [" " * HEAD + "".join(marks).rstrip(), " " * HEAD + last]
