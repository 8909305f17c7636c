"""How records enter the tables, inside the store's transaction.

New ones only, never two truths under one key.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from operator import attrgetter

from sqlalchemy import Connection, delete, insert, select

from recovery_station.errors import IntegrityError
from recovery_station.logs import dating, leaks, rows, schema
from recovery_station.logs.bulk import insert_tuples
from recovery_station.logs.remake import make_sessions
from recovery_station.models import Hello
from recovery_station.records import Record, from_raw

BOOT = attrgetter("boot")
START = (0, 0)  # before every (boot, seq)


def note_station(connection: Connection, hello: Hello) -> None:
    """Keep the station's latest name and firmware."""
    table = schema.stations
    connection.execute(delete(table).where(table.c.serial == hello.serial))
    row = {"name": hello.name, "firmware": hello.firmware, "last_pull_utc_s": int(time.time())}
    connection.execute(insert(table).values(serial=hello.serial, **row))


def new_ones(connection: Connection, station: str, records: Sequence[Record]) -> list[Record]:
    """Those not stored yet, each once. Raises IntegrityError for a key with other bytes.

    Where bytes were taken out on purpose (docs/logs.md), the key alone says that the record is known.
    """
    if not records:
        return []
    column = schema.records.c
    seqs, boots = [one.seq for one in records], {one.boot for one in records}
    query = select(column.boot, column.seq, column.raw).where(
        column.station == station, column.boot.in_(boots), column.seq >= min(seqs), column.seq <= max(seqs)
    )
    stored = {(boot, seq): bytes(raw) for boot, seq, raw in connection.execute(query)}
    if not stored and len(boots) == 1 and len(set(seqs)) == len(seqs):
        return list(records)  # as nearly always: nothing to compare
    fresh: list[Record] = []
    for record in records:
        key = (record.boot, record.seq)
        known = stored.get(key)
        if known is None:
            stored[key] = record.raw
            fresh.append(record)
        elif known and known != record.raw:
            raise IntegrityError(
                f"record {record.seq} of boot {record.boot} differs from the one stored before",
                "two stations share this serial number, or a memory was changed: keep both stores and "
                "pull into a new one with --store FILE",
                {"station": station, "boot": record.boot, "seq": record.seq},
            )
    return fresh


def insert_records(connection: Connection, station: str, fresh: Sequence[Record]) -> None:
    """The proof, and what one record alone says."""
    insert_tuples(connection, schema.records, rows.record_rows(station, fresh))
    _insert_told(connection, station, fresh)


def _insert_told(connection: Connection, station: str, fresh: Sequence[Record]) -> None:
    insert_tuples(connection, schema.events, rows.event_rows(station, fresh))
    insert_tuples(connection, schema.telemetry, rows.telemetry_rows(station, fresh))


def tell_together(connection: Connection, station: str, fresh: Sequence[Record]) -> None:
    """What records say only together: dates, sessions, leaks; once for all that came in one batch."""
    dated = dating.date_fresh(connection, station, fresh)
    boot = min(map(BOOT, fresh))
    first = (boot, min(one.seq for one in fresh if one.boot == boot))
    sessions = make_sessions(connection, station, first)
    leaks.reckon(connection, station, sessions)
    dating.date_sessions(connection, station, min([first[0], *dated, *(one.boot for one in sessions)]))


def derive(connection: Connection, station: str, chunk: int) -> None:
    """Make everything of a station anew from its records; its tables hold nothing of it yet."""
    column = schema.records.c
    query = select(column.raw).where(column.station == station).order_by(column.boot, column.seq)
    found = connection.execute(query, execution_options={"yield_per": chunk}).scalars()
    boots: set[int] = set()
    for part in found.partitions(chunk):
        records = [from_raw(bytes(raw)) for raw in part if raw]
        boots.update(one.boot for one in records)
        _insert_told(connection, station, records)
    for boot in sorted(boots):
        dating.date_boot(connection, station, boot)
    dating.note_drift(connection, station)
    leaks.reckon(connection, station, make_sessions(connection, station, START))
    dating.date_sessions(connection, station, 0)
