"""Makes the documents' pictures from a virtual station; the report's plot comes from `make run`.

pictures.py FOLDER     writes live.svg there, from a real run in its seventh cycle, and presets/ID.png by
                       `station presets show ID -o`
"""

from __future__ import annotations

import sys
from pathlib import Path

from recovery_station import Station
from recovery_station.cli.run import run
from recovery_station.follow import Follower
from recovery_station.live import svg

LOOK_AFTER_S = 208.0
SLICE_S = 0.5


def live_view() -> str:
    """SVG of the live view in the middle of a flush-20 session."""
    with Station.open("sim:") as station:
        while station.status().state != "IDLE":
            station.client.pump(SLICE_S)
        begun = station.start("flush-20", screened=True, confirmed_by="Kim")
        follower = Follower(station, begun.session, to_the_end=True)
        follower.begin()
        end = station.client.transport.now() + LOOK_AFTER_S
        while station.client.transport.now() < end:
            follower.step(SLICE_S)
        return svg(follower.view, 110)


def presets(folder: Path) -> int:
    """Each preset as the command draws it. Returns the first exit code that is not 0."""
    with Station.open("sim:") as station:
        ids = [preset.id for preset in station.presets()]
    folder.mkdir(parents=True, exist_ok=True)
    codes = [run(["-s", "sim:", "presets", "show", one, "-o", str(folder / f"{one}.png")]) for one in ids]
    return next(filter(None, codes), 0)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    failed = presets(folder / "presets")
    if failed:
        sys.exit(failed)
    (folder / "live.svg").write_text(live_view(), encoding="utf-8")
