"""The host's journal in SQLite (or another database by URL): each record once, and what is made from them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import platformdirs
from sqlalchemy import DDL, Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from recovery_station.errors import StoreError
from recovery_station.logs import ingest, rows, schema
from recovery_station.models import Hello
from recovery_station.records import Record
from station_firmware.store import record as layout

STORE_VARIABLE = "STATION_STORE"


def default_path() -> Path:
    """This user's store, unless the environment names another."""
    named = os.environ.get(STORE_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("recovery-station") / "journal.sqlite"


class Store:
    """One open journal. Every method may raise StoreError when the database cannot be read or written."""

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine = engine
        self.place = place

    @classmethod
    def open(cls, target: str | Path | None = None) -> Store:
        """Open or make a store.

        Args:
            target: SQLite file, SQLAlchemy URL (anything with `://`), or None for this user's.
        """
        text = str(target or default_path())
        with _told(text):
            if "://" in text:
                engine = create_engine(text)
            else:
                Path(text).parent.mkdir(parents=True, exist_ok=True)
                engine = create_engine(URL.create("sqlite", database=text))
                event.listen(engine, "connect", _prepare_sqlite)
            schema.metadata.create_all(engine)
            _add_columns(engine)
        return cls(engine, text)

    def close(self) -> None:
        """Give the database back."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------ what is there

    def known_seqs(self, station: str, first_seq: int, next_seq: int) -> set[int]:
        """Sequence numbers of this station already stored in first_seq ≤ seq < next_seq."""
        column = schema.records.c
        query = select(column.seq).where(
            column.station == station, column.seq >= first_seq, column.seq < next_seq
        )
        with self.reading() as connection:
            return set(connection.scalars(query))

    def holds_more_than_acks(self, station: str, first_seq: int, next_seq: int) -> bool:
        """True when anything but acknowledgements is stored in first_seq ≤ seq < next_seq."""
        column = schema.records.c
        query = select(column.seq).where(
            column.station == station,
            column.seq >= first_seq,
            column.seq < next_seq,
            column.kind != layout.ACK,
        )
        with self.reading() as connection:
            return connection.scalar(query.limit(1)) is not None

    def newest_seq(self, station: str) -> int | None:
        """The highest sequence number of the newest boot stored, None when there is nothing."""
        column = schema.records.c
        query = (
            select(column.seq)
            .where(column.station == station)
            .order_by(column.boot.desc(), column.seq.desc())
            .limit(1)
        )
        with self.reading() as connection:
            return connection.scalar(query)

    def has(self, station: str, record: Record) -> bool:
        """True when this very record is stored. Raises IntegrityError when its key holds other bytes."""
        with self.reading() as connection:
            return not ingest.new_ones(connection, station, [record])

    # ------------------------------------------------------------ taking in

    def add(self, hello: Hello, records: Sequence[Record]) -> int:
        """Store records, all or none; those already there are left alone. Returns how many were new.

        Raises IntegrityError when a key (station, boot, seq) is there with other bytes.
        """
        station = hello.serial
        with self.writing() as connection:
            ingest.note_station(connection, hello)
            fresh = ingest.new_ones(connection, station, records)
            ingest.insert_rows(connection, schema.records, [rows.record_row(station, one) for one in fresh])
            told = [rows.event_row(station, one) for one in fresh if rows.is_event(one)]
            ingest.insert_rows(connection, schema.events, told)
            measured = [one for one in fresh if one.kind == layout.TELEMETRY]
            ingest.insert_rows(
                connection, schema.telemetry, [rows.telemetry_row(station, one) for one in measured]
            )
            if fresh:
                ingest.rebuild_sessions(connection, station, min(one.boot for one in fresh))
        return len(fresh)

    def add_protocol(self, station: str, protocol_id: str, sha256: str, document: dict[str, object]) -> None:
        """Keep what a preset asked for, once per content."""
        table = schema.protocols
        row = {"station": station, "id": protocol_id, "sha256": sha256}
        same = [table.c[name] == value for name, value in row.items()]
        with self.writing() as connection:
            if connection.scalar(select(table.c.id).where(*same)) is None:
                row_full = {**row, "document_json": json.dumps(document), "pulled_utc_s": int(time.time())}
                connection.execute(insert(table).values(**row_full))

    # ------------------------------------------------------------ connections

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A connection for queries."""
        with _told(self.place), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """A transaction: committed at the end, rolled back by any error."""
        with _told(self.place), self.engine.begin() as connection:
            yield connection


@contextmanager
def _told(place: str) -> Generator[None]:
    """Turn what the database or the disk says into one clear error."""
    try:
        yield
    except (DBAPIError, OSError) as error:
        cause = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        raise StoreError(
            f"the journal {place} cannot be read or written: {cause}",
            "free space on that disk or name another with --store FILE, then pull again; "
            "the station keeps every record that was not stored",
            {"store": place},
        ) from error


def _add_columns(engine: Engine) -> None:
    """A store of an older version gets the columns that came since; in its old rows they are empty."""
    there = inspect(engine)
    with engine.begin() as connection:
        for table in schema.metadata.sorted_tables:
            names = {column["name"] for column in there.get_columns(table.name)}
            for column in table.columns:
                if column.name not in names:
                    kind = column.type.compile(engine.dialect)
                    connection.execute(DDL(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}"))


def _prepare_sqlite(connection: object, _entry: ConnectionPoolEntry) -> None:
    """Write-ahead log, and every commit on the disk before it counts: only then are records acknowledged."""
    import sqlite3

    if isinstance(connection, sqlite3.Connection):
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")
