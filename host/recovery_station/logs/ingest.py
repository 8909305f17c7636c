"""How records enter the tables, inside the store's transaction.

New ones only, never two truths under one key.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Table, delete, insert, select

from recovery_station.errors import IntegrityError
from recovery_station.logs import rows, schema
from recovery_station.logs.assemble import Session, assemble
from recovery_station.models import Hello
from recovery_station.records import Record, from_raw
from station_firmware.store import record as layout


def note_station(connection: Connection, hello: Hello) -> None:
    """Keep the station's latest name and firmware."""
    table = schema.stations
    connection.execute(delete(table).where(table.c.serial == hello.serial))
    row = {"name": hello.name, "firmware": hello.firmware, "last_pull_utc_s": int(time.time())}
    connection.execute(insert(table).values(serial=hello.serial, **row))


def new_ones(connection: Connection, station: str, records: Sequence[Record]) -> list[Record]:
    """Those not stored yet, each once. Raises IntegrityError for a key with other bytes."""
    if not records:
        return []
    column = schema.records.c
    lowest, highest = min(one.seq for one in records), max(one.seq for one in records)
    query = select(column.boot, column.seq, column.raw).where(
        column.station == station, column.seq >= lowest, column.seq <= highest
    )
    stored = {(boot, seq): bytes(raw) for boot, seq, raw in connection.execute(query)}
    fresh: list[Record] = []
    for record in records:
        key = (record.boot, record.seq)
        if key not in stored:
            stored[key] = record.raw
            fresh.append(record)
        elif stored[key] != record.raw:
            raise IntegrityError(
                f"record {record.seq} of boot {record.boot} differs from the one stored before",
                "two stations share this serial number, or a memory was changed: keep both stores and "
                "pull into a new one with --store FILE",
                {"station": station, "boot": record.boot, "seq": record.seq},
            )
    return fresh


def insert_rows(connection: Connection, table: Table, found: list[rows.Row]) -> None:
    """Insert rows, if there are any."""
    if found:
        connection.execute(insert(table), found)


def rebuild_sessions(connection: Connection, station: str, boot: int) -> None:
    """Make the sessions anew from the boot before `boot` on.

    Its last one may only now be known to be cut off.
    """
    table, column = schema.sessions, schema.records.c
    before = select(column.boot).where(column.station == station, column.boot < boot)
    first = connection.scalar(before.order_by(column.boot.desc()).limit(1))
    first_boot = boot if first is None else first
    query = (
        select(column.raw)
        .where(column.station == station, column.boot >= first_boot, column.kind != layout.TELEMETRY)
        .order_by(column.boot, column.seq)
    )
    found = assemble(from_raw(bytes(raw)) for raw in connection.scalars(query))
    connection.execute(delete(table).where(table.c.station == station, table.c.boot >= first_boot))
    insert_rows(connection, table, list(_session_rows(station, found)))


def _session_rows(station: str, sessions: Iterable[Session]) -> Iterator[rows.Row]:
    names = [name for name in schema.sessions.c.keys() if name != "station"]  # noqa: SIM118
    for session in sessions:
        yield {"station": station, **{name: getattr(session, name) for name in names}}
