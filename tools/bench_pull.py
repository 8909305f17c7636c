"""How fast records come over the line: `station logs pull` against `mpremote fs cp` of as many bytes, same run.

Each is a whole process on the PTY of a virtual station at ×1; its start is taken off by a run that brings nothing over.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recovery_station.station import Station

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RECORDS = 5000  # what the ring would hold of two and a half half-hours
LIVELY = 0.4
RECORD_BYTES = 40
BYTES = RECORDS * RECORD_BYTES
LIMIT_S = 120.0
STILL = 5
BUS_BYTES_S = 2_000_000 // 8 // 2  # each record goes over the bus for the read and for the hash
CAT = """
import sys, select
body = bytes(range(32, 112)) * 10
p = select.poll()
p.register(sys.stdin, select.POLLIN)
while not p.poll(100):
    pass
for _ in range(%d):
    sys.stdout.buffer.write(body)
"""
Row = tuple[str, float, str, str | None, float | None]


def pull() -> Iterator[Row]:
    """Bytes of records a second, and what bounds them."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        peer = _copied(Path(folder) / "copied")
        ceiling = _bare(Path(folder) / "bare")
        mine, on_the_wire, virtual = _pulled(Path(folder) / "pulled")
    yield "mpremote fs cp from the board", peer, "bytes/s", None, None
    yield "the same bytes written bare, nothing asked", ceiling, "bytes/s", "mpremote fs cp", ceiling / peer
    yield "station logs pull, records", mine, "bytes/s", "mpremote fs cp", mine / peer
    yield "the same on the wire, both ways", on_the_wire, "bytes/s", "bare", on_the_wire / ceiling
    words = (
        "pulled in virtual time; what is in the ring is bound by FRAM on a 2 MHz bus, read twice for the hash"
    )
    yield (
        words,
        virtual,
        "bytes of records a virtual s",
        f"ring alone at most {BUS_BYTES_S}",
        virtual / BUS_BYTES_S,
    )


def _timed(command: list[str], environment: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=LIMIT_S, env=environment)
    return time.perf_counter() - begin


def _copied(folder: Path) -> float:
    from tests.virtual.served import served

    folder.mkdir()
    sent, small = folder / "sent.bin", folder / "small.bin"
    sent.write_bytes(os.urandom(BYTES))
    small.write_bytes(b"x")
    with served(folder, None, speed=1) as one:
        base = [str(BIN / "mpremote"), "connect", one.port]
        environment = dict(os.environ)
        for path in (sent, small):
            _timed([*base, "fs", "cp", str(path), f":{path.name}"], environment)
        times = [
            _timed([*base, "fs", "cp", f":{name}", str(folder / "back.bin")], environment)
            for name in ("small.bin", "sent.bin")
        ]
        assert (folder / "back.bin").read_bytes() == sent.read_bytes()
    return BYTES / (times[1] - times[0])


def _bare(folder: Path) -> float:
    import serial
    from tests.virtual.served import served

    folder.mkdir()
    with served(folder, CAT % (BYTES // 800), speed=1) as one, serial.Serial(one.port, timeout=1) as port:
        time.sleep(1.0)
        port.write(b"x")
        seen = len(port.read(1))
        begin = time.perf_counter()
        while seen < BYTES:
            seen += len(port.read(max(1, port.in_waiting)))
        return BYTES / (time.perf_counter() - begin)


def _pulled(folder: Path) -> tuple[float, float, float]:
    """Record bytes a second of the command; bytes on the wire a second; record bytes a virtual second."""
    from tests.e2e.bench_of_one import bench
    from tests.host.full_journal import fill

    folder.mkdir()
    fill(folder / "state", RECORDS, lively=LIVELY)
    with bench(folder, "--dir", str(folder / "state"), speed="1") as one:
        _archived(one.port)
        command = [
            str(BIN / "station"),
            "-s",
            one.port,
            "logs",
            "--store",
            str(folder / "log.sqlite"),
            "pull",
        ]
        times = [_timed(command, one.environment()) for _ in range(3)]
        took_s = times[0] - times[2]  # the second takes the acknowledgement's record, the third nothing
        wire = _wire_bytes(one.port)
    return BYTES / took_s, wire / took_s, _virtual(folder / "virtual")


def _archived(port: str) -> None:
    """Let the station move to its flash what it moves at rest."""
    from recovery_station.station import Station
    from recovery_station.transport.serial import SerialTransport

    with Station(SerialTransport(port)) as station:
        station.connect()
        _rest(station)


def _rest(station: Station) -> None:
    """Until the number of archive files has stood for some seconds."""
    seen, still = -1, 0
    while still < STILL:
        station.client.transport.wait(1.0)
        files = station.log_range().files
        still = still + 1 if files == seen else 0
        seen = files


def _wire_bytes(port: str) -> int:
    """How many bytes go both ways for the same records."""
    from recovery_station.logs.pull import pull as pull_journal
    from recovery_station.logs.store import Store
    from recovery_station.station import Station
    from recovery_station.transport.serial import SerialTransport

    class Counted(SerialTransport):
        count = 0

        def read(self) -> bytes:
            data = super().read()
            self.count += len(data)
            return data

        def write(self, data: bytes) -> None:
            self.count += len(data)
            super().write(data)

    line = Counted(port)
    with Station(line) as station, Store.open("sqlite://") as store:
        station.connect()
        pull_journal(station, store)
    return line.count


def _virtual(state: Path) -> float:
    from tests.host.full_journal import fill

    from recovery_station.logs.pull import pull as pull_journal
    from recovery_station.logs.store import Store
    from recovery_station.station import Station
    from recovery_station.transport.sim import SimTransport
    from recovery_station.virtual.station import VirtualStation

    fill(state, RECORDS, lively=LIVELY)
    with VirtualStation(state) as virtual, Store.open("sqlite://") as store:
        line = SimTransport(virtual)
        with Station(line) as station:
            station.connect()
            while station.wire_status().state != "IDLE":
                line.wait(0.5)
            _rest(station)
            begin = line.now()
            result = pull_journal(station, store)
            return result.new * RECORD_BYTES / (line.now() - begin)
