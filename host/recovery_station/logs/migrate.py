"""Brings a store to the tables of this program: numbered steps, forward only, all of them or none.

Version 1 is a store from before versions were noted. What is made from the records is made anew by a step that
changes it; what is not (stations, records, protocols, settings) is carried over.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Connection, Engine, Table, insert, inspect, select, text
from sqlalchemy.sql.ddl import CreateTable

from recovery_station.errors import StoreError
from recovery_station.logs import database, ingest, schema, views

CHUNK_RECORDS = 20_000


def bring_up(engine: Engine, place: str) -> None:
    """Make the tables of a new store, or carry an old one over. Raises StoreError when it is newer than we are."""
    with database.reading(engine, place) as connection:
        found = version(connection)
    if found == LATEST:
        return
    with database.writing(engine, place) as connection:
        found = version(connection)
        if found > LATEST:
            raise StoreError(
                f"the journal {place} was made by a newer program: version {found}, this one knows {LATEST}",
                "upgrade recovery-station on this computer, or name another store with --store FILE",
                {"store": place, "version": found, "known": LATEST},
            )
        if found == 0:
            schema.metadata.create_all(connection)
        for number in range(found + 1 if found else LATEST + 1, LATEST + 1):
            STEPS[number](connection)
        _note(connection, found)
        views.make(connection)


def version(connection: Connection) -> int:
    """0 for an empty database, 1 for a store from before versions were noted."""
    names = inspect(connection).get_table_names()
    if schema.store_version.name in names:
        column = schema.store_version.c.version
        return connection.scalar(select(column).order_by(column.desc()).limit(1)) or 0
    return 1 if schema.records.name in names else 0


def _note(connection: Connection, found: int) -> None:
    rows = [{"version": one, "applied_utc_s": int(time.time())} for one in range(found + 1, LATEST + 1)]
    if rows:
        connection.execute(insert(schema.store_version), rows)


def _dates_damage_and_privacy(connection: Connection) -> None:
    """1 to 2: dates made afterwards, damaged records, clock drift, leaks, forgotten tokens, retention."""
    names = inspect(connection).get_table_names()
    for table in schema.DERIVED:
        if table.name in names:
            connection.execute(text(f"DROP TABLE {table.name}"))
    for table in (schema.records, schema.stations, schema.protocols):
        if table.name in names:
            _carry_over(connection, table)
    schema.metadata.create_all(connection)
    stations = select(schema.records.c.station).distinct()
    for station in list(connection.scalars(stations)):
        ingest.derive(connection, station, CHUNK_RECORDS)


def _carry_over(connection: Connection, table: Table) -> None:
    """The same rows in a table as it is made today."""
    shared = ", ".join(one.name for one in table.columns)
    old = f"{table.name}_before"
    connection.execute(text(f"ALTER TABLE {table.name} RENAME TO {old}"))
    if connection.dialect.name == "postgresql":  # there the key's index would stand in the way by its name
        connection.execute(text(f"ALTER INDEX {table.name}_pkey RENAME TO {old}_pkey"))
    connection.execute(CreateTable(table))
    connection.execute(text(f"INSERT INTO {table.name} ({shared}) SELECT {shared} FROM {old}"))
    connection.execute(text(f"DROP TABLE {old}"))


def _losses(connection: Connection) -> None:
    """2 to 3: which records the station no longer had."""
    schema.lost.create(connection, checkfirst=True)


STEPS: dict[int, Callable[[Connection], None]] = {2: _dates_damage_and_privacy, 3: _losses}
LATEST = max(STEPS)
