"""Many rows at once, as tuples in the order of the table's columns, past everything that costs time a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

Rows = Sequence[tuple[object, ...]]


def insert_tuples(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows, if there are any."""
    if not rows:
        return
    columns = ", ".join(connection.dialect.identifier_preparer.quote(one.name) for one in table.columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({columns}) FROM STDIN", rows)
        return
    marks = ", ".join("?" * len(table.columns))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", list(rows))


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
