"""Runs many points in two processes and sums them up as bench rows, each beside what the field publishes."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from control.figures import Figures, holds, judge
from control.grid import Point, points, run
from control.preset import boots
from control.stays import Stay

Row = tuple[str, float, str, str | None, float | None]
WORKERS: Final = 2
DELFI: Final = "+-15 mmHg, tourniquet practice (Delfi PTS ii)"
JETBOOTS: Final = "60 s (JetBoots)"
ASKED: Final = "asked: within 2 mmHg"
_ENDS: Final = (("first cycle", False), ("later cycles", True))


def measure(point: Point) -> Figures:
    """One run, judged; what a worker process does."""
    return judge(point, *run(point))


def measure_all(full: bool) -> list[Figures]:
    """Every point of the grid."""
    with ProcessPoolExecutor(WORKERS) as pool:
        return list(pool.map(measure, points(full)))


def rows(found: list[Figures]) -> Iterator[Row]:
    """The figures of each preset over the grid, then how many points keep the requirements."""
    for preset in boots():
        mine = [figures for figures in found if figures.point.preset == preset]
        for words, later in _ENDS:
            stays = [stay for figures in mine for stay in figures.stays if (stay.cycle > 0) == later]
            yield from _pressures(f"{preset}, {words}", stays)
            cycles = [s for figures in mine for number, s in figures.cycles_s if (number > 0) == later]
            yield from _pair(f"{preset}, {words}: cycle", cycles, "s", JETBOOTS, 60.0)
        yield from _wear(preset, mine)
    good = sum(not figures.misses() for figures in found)
    yield (
        "grid points that keep every requirement",
        good,
        "points",
        f"of {len(found)}",
        good / max(len(found), 1),
    )


def _pressures(name: str, stays: Iterable[Stay]) -> Iterator[Row]:
    stays = list(stays)
    fills = [stay for stay in stays if stay.fresh]
    settled = [seconds for stay in fills if (seconds := stay.settle_s()) is not None]
    yield from _pair(f"{name}: settle", settled, "s", None, None)
    yield (
        f"{name}: fills that end outside 2 mmHg",
        len(fills) - len(settled),
        "fills",
        f"of {len(fills)}",
        None,
    )
    yield from _pair(f"{name}: overshoot", [stay.overshoot_mmhg() for stay in stays], "mmHg", DELFI, 15.0)
    yield from _pair(
        f"{name}: error at fill end", [abs(s.end_error_mmhg()) for s in stays], "mmHg", ASKED, 2.0
    )
    yield from _pair(f"{name}: hold error", [abs(error) for error in holds(stays)], "mmHg", DELFI, 15.0)


def _pair(
    name: str, values: list[float], unit: str, against: str | None, peer: float | None
) -> Iterator[Row]:
    """Worst and median; nothing for no values."""
    kinds: tuple[tuple[str, Callable[[list[float]], float]], ...] = (
        ("worst", max),
        ("median", statistics.median),
    )
    for word, of in kinds if values else ():
        value = of(values)
        yield f"{name}, {word}", value, unit, against, value / peer if peer else None


def _wear(preset: str, mine: list[Figures]) -> Iterator[Row]:
    """Noise and heat: the medians over the grid. No field figure is published for them."""
    wears = [figures.wear for figures in mine if figures.cycles_s]
    if wears:
        yield (
            f"{preset}: pump duty, mean of both",
            statistics.median(w.pump_pct for w in wears),
            "%",
            None,
            None,
        )
        yield (
            f"{preset}: coils energised",
            statistics.median(w.coil_s_min for w in wears),
            "coil-s/min",
            "14 coils: 840",
            (statistics.median(w.coil_s_min for w in wears) / 840),
        )
        yield f"{preset}: valve moves", statistics.median(w.moves_min for w in wears), "moves/min", None, None
