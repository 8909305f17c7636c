"""`make bench`, control: pressures from the plant's truth over a grid of garments, pumps and leaks, as JSON lines.

bench_control.py           the short grid (tools/control/grid.py, SHORT)
bench_control.py full      every preset at every slack, flow and leak
Points that miss a requirement are named on stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from control import grid_run, venting
from control.figures import Figures


def control(full: bool = False) -> Iterator[grid_run.Row]:
    """All rows; what misses goes to stderr."""
    yield from venting.rows()
    found = grid_run.measure_all(full)
    for figures in found:
        _tell(figures)
    yield from grid_run.rows(found)


def _tell(figures: Figures) -> None:
    for words in figures.misses():
        print(f"{figures.point}: {words}", file=sys.stderr)


if __name__ == "__main__":
    from bench import say

    for row in control(sys.argv[1:] == ["full"]):
        say(*row)
