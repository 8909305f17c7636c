"""The database under the store: SQLite with its pragmas, or PostgreSQL by URL; one writer at a time on both."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from recovery_station.errors import MissingExtraError, StoreError, UsageError

STORE_VARIABLE = "STATION_STORE"
BUSY_MS = 60_000  # as long as another import may take
BEGIN = "station_begin"  # execution option: how a transaction of SQLite begins, None for none
SCRUBBED = "records, sessions, damaged, telemetry"
LOCK_KEY = 0x5EC0_4E21  # of PostgreSQL's advisory lock: any number that nobody else takes
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # on the disk before it counts: only then are records acknowledged
    f"busy_timeout={BUSY_MS}",
    "cache_size=-64000",  # kB: a batch of an import fits
    "wal_autocheckpoint=8000",  # pages: of a long import the same page is copied into the file less often
    "secure_delete=ON",  # what is taken out is overwritten, not only unlinked
)
POSTGRES_HINT = "install the extra: pip install 'recovery-station[postgres]'"


def default_path() -> Path:
    """This user's store, unless the environment names another."""
    named = os.environ.get(STORE_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("recovery-station") / "journal.sqlite"


def connect(target: str) -> tuple[Engine, str]:
    """The engine of a SQLite file or a URL, and its name for people: without a password.

    Raises UsageError for what is no URL of a database, MissingExtraError without the driver.
    """
    try:
        url = make_url(target) if "://" in target else URL.create("sqlite", database=target)
        if url.get_backend_name() in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        place = target if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url)
    except ArgumentError as error:
        raise UsageError(
            "the store is neither a file nor a URL of SQLite or PostgreSQL",
            "name a file, or postgresql://USER@HOST/DATABASE, with --store",
        ) from error
    except ImportError as error:
        raise MissingExtraError("PostgreSQL needs psycopg, which is not installed", POSTGRES_HINT) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine, place


@contextmanager
def reading(engine: Engine, place: str) -> Generator[Connection]:
    """A connection for queries."""
    with told(place), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, place: str) -> Generator[Connection]:
    """A transaction, the only one that writes: committed at the end, rolled back by any error."""
    with told(place), engine.connect() as plain:
        connection = plain.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
            yield connection


def scrub(engine: Engine, place: str) -> None:
    """Write the database anew, so that nothing of what was taken out is left in it or in its write-ahead log.

    Raises StoreError when another program holds the log: what was taken out is gone from the tables all the same.
    """
    sqlite = engine.dialect.name == "sqlite"
    statements = ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)") if sqlite else (f"VACUUM (FULL) {SCRUBBED}",)
    outside = {BEGIN: None} if sqlite else {"isolation_level": "AUTOCOMMIT"}
    busy: list[int] = []
    with told(place), engine.connect() as plain:
        connection = plain.execution_options(**outside)
        for statement in statements:
            found = connection.exec_driver_sql(statement)
            busy = [row[0] for row in found] if found.returns_rows else []
    if any(busy):
        raise StoreError(
            f"another program reads the journal {place}: old bytes are still in its write-ahead log",
            "close it and run the same command again",
            {"store": place},
        )


@contextmanager
def told(place: str) -> Generator[None]:
    """Turn what the database or the disk says into one clear error, without the values it was about."""
    try:
        yield
    except (DBAPIError, OSError) as error:
        raise StoreError(
            f"the journal {place} cannot be read or written: {_cause(error)}",
            "free space on that disk or name another with --store FILE, then pull again; "
            "the station keeps every record that was not stored",
            {"store": place},
        ) from error


def _cause(error: DBAPIError | OSError) -> str:
    if isinstance(error, OSError):
        return str(error)
    primary = getattr(getattr(error.orig, "diag", None), "message_primary", None)
    return str(primary or str(error.orig).partition("\n")[0])


def _prepare_sqlite(connection: Any, _entry: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, below
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: one that has read before it asks could never get it."""
    statement = connection.get_execution_options().get(BEGIN, "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)
