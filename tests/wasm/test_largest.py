"""The largest protocol there can be is put, listed, read back, started and run in the heap of a Pico."""

from __future__ import annotations

import hashlib
import json
import uuid
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from tests.host.protocol_texts import largest
from tests.wasm.test_heap import PICO_HEAP_BYTES, on_wasm
from tests.wasm.wasm import HERE, Bench, Job

from recovery_station.authoring.content import body_of
from station_firmware.core import limits

NAMES_BYTES = 8992
"""What MicroPython takes for 1 280 names more; at 1 346 the proof's own 178 are to blame for it."""
UNPACKING_BYTES = 10_000
"""What opening the body takes at once: its text, its bytes, a window of 1 kB, and what grows of the table."""
SLICE = 400
READ = 400


def asked(document: dict[str, Any]) -> Iterator[str]:
    """The requests of a host, a line each: put in slices, list, get in slices, start."""
    body = body_of(document)
    rows: list[tuple[str, dict[str, Any]]] = []
    op = str(uuid.uuid5(uuid.NAMESPACE_OID, "put"))
    for offset in range(0, len(body), SLICE):
        rows.append(("protocol.put", {"offset": offset, "data": body[offset : offset + SLICE]}))
        rows[-1][1].update(id=document["id"], total=len(body), op=op)
        rows[-1][1].update(sha256=hashlib.sha256(body.encode()).hexdigest())
    rows += [("protocol.list", {"offset": offset}) for offset in range(0, 32, 8)]
    rows += [("protocol.get", {"id": document["id"], "offset": at}) for at in range(0, len(body), READ)]
    start = {"protocol": document["id"], "op": str(uuid.uuid5(uuid.NAMESPACE_OID, "start")), "screened": True}
    rows.append(("session.start", start))
    for number, (method, params) in enumerate(rows):
        request = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
        yield json.dumps(request, separators=(",", ":"))


# REQ-61
@pytest.mark.timeout(300)
def test_the_largest_protocol_fits_the_heap_of_a_pico() -> None:
    document = largest()
    with Bench() as bench:
        (bench.proof / "asked.txt").write_text("\n".join(asked(document)) + "\n", encoding="ascii")
        assert f"Bounded({PICO_HEAP_BYTES} + {NAMES_BYTES})" in (HERE / "bounded.py").read_text(
            encoding="utf-8"
        )
        figures = on_wasm(bench, Job("", "largest"))
    assert figures["steps"] == len(document["step"]) == 200
    assert figures["read_back"] == zlib.crc32(body_of(document).encode())
    assert figures["states_seen"] == ["BOOT", "SELFTEST", "IDLE", "READY", "RUNNING"]
    assert figures["faults"] == []
    assert figures["locked_ticks"] == figures["ticks"] - 1
    free = PICO_HEAP_BYTES + NAMES_BYTES - figures["running_bytes"]
    assert free > limits.HEAP_MIN_BYTES + 5000
    assert PICO_HEAP_BYTES + NAMES_BYTES - figures["peak_bytes"] > UNPACKING_BYTES
