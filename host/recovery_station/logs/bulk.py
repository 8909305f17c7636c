"""Many rows at once, as tuples in the order of the table's columns, past everything that costs time a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

Rows = Iterable[tuple[object, ...]]
MOST_VALUES = 999  # in a statement, by SQLite before 3.32


def insert_tuples(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows, if there are any; of a generator only a few are in memory at a time, and in the chip's cache."""
    left = iter(rows)
    first = next(left, None)
    if first is None:
        return
    rows = chain((first,), left)
    columns = ", ".join(connection.dialect.identifier_preparer.quote(one.name) for one in table.columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({columns}) FROM STDIN", rows)
    else:
        _insert(connection, f"INSERT INTO {table.name} ({columns}) VALUES ", len(table.columns), rows)


def _insert(connection: Connection, head: str, width: int, rows: Rows) -> None:
    """SQLite takes many rows in one statement in two thirds of the time; their order and the key's check stay."""
    one = f"({', '.join('?' * width)})"
    at_once = MOST_VALUES // width
    left, last = iter(rows), list[tuple[object, ...]]()

    def filled() -> Iterator[tuple[object, ...]]:
        while True:
            some = list(islice(left, at_once))
            if len(some) < at_once:
                last.extend(some)
                return
            yield tuple(chain.from_iterable(some))

    driver: Any = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    try:
        cursor.executemany(head + ", ".join([one] * at_once), filled())
        cursor.executemany(head + one, last)
    except driver.Error as error:
        raise DBAPIError(head, None, error) from error
    finally:
        cursor.close()


def _copy(connection: Connection, statement: str, rows: Rows) -> None:
    driver: Any = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except driver.Error as error:
        raise DBAPIError(statement, None, error) from error
    finally:
        cursor.close()
