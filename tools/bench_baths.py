"""`make bench`, baths: how well the firmware keeps the plant's baths over a grid of sites, as JSON lines.

bench_baths.py             the short grid (tools/control/baths.py, grid), three hours each
bench_baths.py full        every volume, room and power, six hours each
Sites that leave the band or would have tripped are named on stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from control import baths as sites


def baths(full: bool = False) -> Iterator[tuple[str, float, str, str | None, float | None]]:
    """All rows; what misses goes to stderr."""
    found = [one for point in sites.grid(full) for one in sites.measure(point, 6.0 if full else 3.0)]
    for one in found:
        if one.false_trips or one.error_degc() > 1.0 or one.in_band_s < 0:
            print(one, file=sys.stderr)
    yield from sites.rows(found)


if __name__ == "__main__":
    from bench import say

    for row in baths(sys.argv[1:] == ["full"]):
        say(*row)
