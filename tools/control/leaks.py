"""Finds the largest leak of all zones that nothing trips for, and writes leaks.json for the grid.

On the weakest pump of the grid, with the core closed around the plant without MicroPython (tests/core/rig.py).
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Final, cast

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.core.rig import Rig  # noqa: E402

from control.grid import FLOWS_PCT, LEAKS_FILE, NOISE_MMHG, SLACKS_L, Point, leak_key, span_s  # noqa: E402
from control.grid_run import WORKERS  # noqa: E402
from control.preset import boots, table_of  # noqa: E402
from recovery_station.virtual.plant.setup import PlantSetup  # noqa: E402
from station_firmware.core import states  # noqa: E402

_LADDER: Final = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.4)
_CYCLES: Final = 2
MARGIN: Final = 0.9
"""The grid takes this share of what is found: noise must not decide whether a point trips."""


def fails(point: Point, leak: float) -> bool:
    """Does anything trip, or the session stand still, in the time of three cycles and half as much again?"""
    setup = PlantSetup((point.slack_l,) * 10, point.pump_lpm, leak, NOISE_MMHG)
    rig = Rig(setup, seed=1)
    cast("Any", rig).start(table_of(point.preset))
    for _ in range(3 * span_s(point)):
        rig.run(500)
        if rig.station.session.state != states.RUNNING:
            return True
    return min(leg.course.cycle for leg in rig.station.session.steps.legs) < _CYCLES


def largest(point: Point) -> float:
    """The highest rung below the first that fails."""
    below = 0.0
    for leak in _LADDER[1:]:
        if fails(point, leak):
            break
        below = leak
    return below


def main() -> None:
    """Write the table."""
    weakest = [Point(preset, slack, min(FLOWS_PCT)) for slack in SLACKS_L for preset in boots()]
    found: dict[str, float] = {}
    with ProcessPoolExecutor(WORKERS) as pool:
        for point, leak in zip(weakest, pool.map(largest, weakest), strict=True):
            found[leak_key(point)] = round(MARGIN * leak, 3)
            print(leak_key(point), found[leak_key(point)], flush=True)
    LEAKS_FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
