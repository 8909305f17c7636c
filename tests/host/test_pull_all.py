"""Several stations at once: each is told from the others before it has said its name."""

from __future__ import annotations

from recovery_station.cli.everyone import called
from recovery_station.discover import Candidate


def test_stations_called_alike_are_told_apart_by_their_ports() -> None:
    known = [
        Candidate("/dev/pts/7", None, "virtual", True),
        Candidate("/dev/pts/9", None, "virtual", True),
        Candidate("/dev/ttyACM0", "e660", None, False),
        Candidate("/dev/ttyACM1", None, None, False),
    ]
    assert called(known) == {
        "/dev/pts/7": "virtual (/dev/pts/7)",
        "/dev/pts/9": "virtual (/dev/pts/9)",
        "/dev/ttyACM0": "e660",
        "/dev/ttyACM1": "/dev/ttyACM1",
    }
