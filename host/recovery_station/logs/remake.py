"""The sessions table, made anew from the records that may have changed it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Table, delete, func, literal, select, tuple_

from recovery_station.logs import schema
from recovery_station.logs.assemble import Session, assemble
from recovery_station.logs.bulk import insert_tuples
from recovery_station.records import from_raw
from station_firmware.store import record as layout

Key = tuple[int, int]  # boot, seq


def make_sessions(connection: Connection, station: str, first: Key) -> list[Session]:
    """Make every session anew that records from `first` on may belong to, and give them.

    That is the one that began last before it; and from the oldest that has no end yet, which a later boot may prove
    to be cut off.
    """
    table = schema.sessions
    begin = min([first, *_begun_before(connection, station, first), *_still_open(connection, station)])
    column = schema.records.c
    query = (
        select(column.raw)
        .where(
            column.station == station, column.kind != layout.TELEMETRY, _from(schema.records, "seq", begin)
        )
        .order_by(column.boot, column.seq)
    )
    found = assemble(from_raw(bytes(raw)) for raw in connection.scalars(query) if raw)
    connection.execute(delete(table).where(table.c.station == station, _from(table, "first_seq", begin)))
    following = [*found[1:], None]
    made = [
        _row(station, one, _missing(connection, station, one, after))
        for one, after in zip(found, following, strict=False)
    ]
    insert_tuples(connection, table, made)
    return found


def _from(table: Table, seq: str, key: Key) -> ColumnElement[bool]:
    """At or behind a key; compared as a pair, so that the table's own key leads there."""
    return tuple_(table.c.boot, table.c[seq]) >= tuple_(literal(key[0]), literal(key[1]))


def _begun_before(connection: Connection, station: str, key: Key) -> Sequence[Key]:
    column = schema.sessions.c
    boot, seq = key
    before = tuple_(column.boot, column.first_seq) <= tuple_(literal(boot), literal(seq))
    query = (
        select(column.boot, column.first_seq)
        .where(column.station == station, before)
        .order_by(column.boot.desc(), column.first_seq.desc())
    )
    return [(found.boot, found.first_seq) for found in connection.execute(query.limit(1))]


def _still_open(connection: Connection, station: str) -> Sequence[Key]:
    column = schema.sessions.c
    query = select(column.boot, column.first_seq).where(column.station == station, column.reason.is_(None))
    ordered = query.order_by(column.boot, column.first_seq)
    return [(found.boot, found.first_seq) for found in connection.execute(ordered.limit(1))]


def _missing(connection: Connection, station: str, session: Session, after: Session | None) -> int:
    """How many records inside the session are not there whole: spoiled, or forgotten before they were pulled.

    Without an end it goes up to the session `after` it, or to the next boot.
    """
    column = schema.records.c
    mine = (column.station == station, column.boot == session.boot, column.seq >= session.first_seq)
    last_seq = session.last_seq
    if last_seq is None and after is not None and after.boot == session.boot:
        last_seq = after.first_seq - 1
    if last_seq is None:
        later = select(func.min(column.seq)).where(
            column.station == station, column.boot == session.boot + 1, column.seq > session.first_seq
        )
        behind = connection.scalar(later)
        newest = connection.scalar(select(func.max(column.seq)).where(*mine))
        last_seq = (newest or session.first_seq) if behind is None else behind - 1
    there = connection.scalar(select(func.count()).where(*mine, column.seq <= last_seq)) or 0
    return max(0, last_seq - session.first_seq + 1 - there)


def _row(station: str, session: Session, missing: int) -> tuple[object, ...]:
    known = {"station": station, "utc_doubt": None, "records_missing": missing}
    return tuple(
        known[one.name] if one.name in known else getattr(session, one.name)
        for one in schema.sessions.columns
    )
