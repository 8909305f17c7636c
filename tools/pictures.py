"""Makes the README's pictures from a real run: the live view as SVG; the report's plot comes from `make run`.

pictures.py FOLDER     writes live.svg there from a virtual station in this process, in its seventh cycle
"""

from __future__ import annotations

import sys
from pathlib import Path

from recovery_station import Station
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


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "live.svg").write_text(live_view(), encoding="utf-8")
