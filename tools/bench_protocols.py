"""The largest protocol, 200 steps that all differ: its bytes, its flash, and how long it takes to push and to start."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Row = tuple[str, float, str, str | None, float | None]
SECTOR_BYTES = 4096


def protocols() -> Iterator[Row]:
    """Virtual seconds: the board's flash and bus times, no interpreter time (docs/architecture.md)."""
    sys.path.insert(0, str(ROOT))
    from tests.host.protocol_texts import largest

    from recovery_station.authoring.content import body_of, text_of
    from recovery_station.station import Station

    document = largest()
    text, body = text_of(document), body_of(document)
    yield "largest protocol, text", len(text), "bytes", None, None
    yield "the same on the wire and in flash", len(body), "bytes", "text", len(body) / len(text)
    yield "64 of them in flash", 64 * -(-len(body) // SECTOR_BYTES) * SECTOR_BYTES, "bytes", None, None
    with Station.open("sim:") as station:
        now = station.client.transport.now
        while station.wire_status().state != "IDLE":
            station.client.transport.wait(0.5)
        begin, wall = now(), time.perf_counter()
        station.protocols.put(document)
        yield "push it", now() - begin, "virtual s", None, None
        yield "push it, wall", time.perf_counter() - wall, "s", None, None
        for protocol_id in ("flush-20", "largest"):
            while station.wire_status().state != "IDLE":
                station.client.transport.wait(0.5)
            begin = now()
            station.start(protocol_id, screened=True)
            yield f"session.start of {protocol_id}, until armed", now() - begin, "virtual s", None, None
            station.stop()
