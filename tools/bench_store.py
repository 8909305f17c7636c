"""The host's store: a million telemetry records taken in, beside plain sqlite3; years of sessions read."""

from __future__ import annotations

import sqlite3
import struct
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from recovery_station import records, words

if TYPE_CHECKING:
    from recovery_station.logs.store import Store
    from recovery_station.records import Record

Row = tuple[str, float, str, str | None, float | None]
IMPORTED, BATCH = 1_000_000, 20_000
SESSIONS, SESSION_S = 10_000, 60
START_S = 1_700_000_000
SERIAL = "bench0001"


def store() -> Iterator[Row]:
    """All on SQLite in a file, every batch on the disk before it counts."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _import(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        yield from _years(Path(folder))


def _raw(kind: int, seq: int, second: int, payload: bytes) -> bytes:
    from station_firmware.store import record

    raw = bytearray(words.RECORD_BYTES)
    pack: Any = cast("Any", record).pack_into
    pack(
        raw, seq, 1, kind, words.FLAG_CLOCK_OK, second * 1000 % words.TICKS_WRAP_MS, START_S + second, payload
    )
    return bytes(raw)


def _telemetry(seq: int, second: int) -> Record:
    from station_firmware.store import record

    zones = [60 + (second + zone) % 20 for zone in range(12)]
    payload = struct.pack(cast("Any", record).FORMS[record.TELEMETRY], *zones, 3810, 1200, 0, 0, 0x3FFF)
    return records.from_raw(_raw(record.TELEMETRY, seq, second, payload))


def _add(into: Store, found: list[Record]) -> None:
    from recovery_station.models import Hello

    into.add(Hello((1, 1), "0.1.0", SERIAL, "bench", 1), found)


def _import(folder: Path) -> Iterator[Row]:
    """Ours and the peer take turns batch by batch, so that both meet the same machine."""
    from recovery_station.logs.store import Store

    ours_s = ours_cpu_s = peers_s = peers_cpu_s = 0.0
    peer = _peer(folder / "peer.sqlite")
    with Store.open(folder / "ours.sqlite") as opened:
        for first in range(0, IMPORTED, BATCH):
            batch = [_telemetry(seq, seq) for seq in range(first, first + BATCH)]
            wall_s, cpu_s = time.perf_counter(), time.process_time()
            _add(opened, batch)
            ours_s += time.perf_counter() - wall_s
            ours_cpu_s += time.process_time() - cpu_s
            rows = _peer_rows(batch)
            wall_s, cpu_s = time.perf_counter(), time.process_time()
            _peer_add(peer, *rows)
            peers_s += time.perf_counter() - wall_s
            peers_cpu_s += time.process_time() - cpu_s
    peer.close()
    told = "sqlite3 executemany of the rows, made before"
    yield "import of a million telemetry records", IMPORTED / ours_s, "records/s", told, peers_s / ours_s
    share = peers_cpu_s / ours_cpu_s
    yield "the same, of processor time", IMPORTED / ours_cpu_s, "records/s", told, share


def _peer(path: Path) -> sqlite3.Connection:
    """The same two tables and the same care for the disk."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateTable

    from recovery_station.logs import database, schema

    peer = sqlite3.connect(path, isolation_level=None)
    for pragma in database.SQLITE_PRAGMAS:
        peer.execute(f"PRAGMA {pragma}")
    for table in (schema.records, schema.telemetry):
        peer.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
    return peer


def _peer_rows(batch: list[Record]) -> tuple[list[Any], list[Any]]:
    from recovery_station.logs import rows

    return list(rows.record_rows(SERIAL, batch)), list(rows.telemetry_rows(SERIAL, batch))


def _peer_add(peer: sqlite3.Connection, raw: list[Any], told: list[Any]) -> None:
    peer.execute("BEGIN IMMEDIATE")
    for name, found in (("records", raw), ("telemetry", told)):
        peer.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(found[0]))})", found)
    peer.execute("COMMIT")


def _session(number: int, seq: int, second: int) -> list[Record]:
    from station_firmware.store import record

    forms = cast("Any", record).FORMS
    start = struct.pack(forms[record.SESSION_START], number % 65_536, SESSION_S, 1, 0, 3, 1)
    found = [records.from_raw(_raw(record.SESSION_START, seq, second, start))]
    found.append(records.from_raw(_raw(record.TEXT, seq + 1, second, b"\x10flush-20")))
    found += [_telemetry(seq + 2 + at, second + at) for at in range(SESSION_S)]
    row = (number % 65_536, 1, SESSION_S * 1000, SESSION_S * 900, 2, 0)
    end = struct.pack(forms[record.SESSION_END], *row)
    return [*found, records.from_raw(_raw(record.SESSION_END, seq + 2 + SESSION_S, second + SESSION_S, end))]


def _years(folder: Path) -> Iterator[Row]:
    """Ten thousand sessions, an hour apart, a minute of telemetry each."""
    from recovery_station.logs import query
    from recovery_station.logs.report import write_report
    from recovery_station.logs.store import Store
    from recovery_station.logs.summary import summarize

    length = SESSION_S + 3
    with Store.open(folder / "years.sqlite") as opened:
        begin = time.perf_counter()
        for first in range(0, SESSIONS, 300):
            numbers = range(first, min(SESSIONS, first + 300))
            _add(opened, [one for n in numbers for one in _session(n, n * length, n * 3600)])
        yield (
            f"{SESSIONS} sessions taken in, records made here too",
            time.perf_counter() - begin,
            "s",
            None,
            None,
        )
        begin = time.perf_counter()
        summarize(opened, query.Wanted(), "week")
        summary_s = time.perf_counter() - begin
        peer_s = _count(folder / "years.sqlite")
        told = "one pass of plain sqlite3 over its telemetry"
        yield f"summary of {SESSIONS} sessions by week", summary_s, "s", told, summary_s / peer_s
        begin = time.perf_counter()
        write_report(opened, query.session(opened, "last"), folder / "last.html")
        yield f"report of the last of {SESSIONS} sessions", time.perf_counter() - begin, "s", None, None


def _count(path: Path) -> float:
    plain = sqlite3.connect(path)
    begin = time.perf_counter()
    plain.execute('SELECT AVG("L1_mmhg"), COUNT(*) FROM telemetry').fetchone()
    spent_s = time.perf_counter() - begin
    plain.close()
    return spent_s
