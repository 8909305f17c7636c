"""Many rows in one statement: all of them, in order, and a key that is there already stops all of them."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from recovery_station.errors import StoreError
from recovery_station.logs import schema
from recovery_station.logs.bulk import MOST_VALUES, insert_tuples
from recovery_station.logs.store import Store

AT_ONCE = MOST_VALUES // len(schema.forgotten.columns)


def _add(store: Store, names: range) -> None:
    with store.writing() as connection:
        insert_tuples(connection, schema.forgotten, ((f"{one:06}", one) for one in names))


def _there(store: Store) -> list[int]:
    with store.reading() as connection:
        query = "SELECT forgotten_utc_s FROM forgotten ORDER BY token_hash"
        return list(connection.execute(text(query)).scalars())


@pytest.mark.parametrize("count", [0, 1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE, 2 * AT_ONCE + 7])
def test_every_row_is_there(store: Store, count: int) -> None:
    _add(store, range(count))
    assert _there(store) == list(range(count))


@pytest.mark.parametrize("doubled", [0, AT_ONCE, 2 * AT_ONCE + 6])
def test_a_key_that_is_there_stops_all(store: Store, doubled: int) -> None:
    _add(store, range(doubled, doubled + 1))
    with pytest.raises(StoreError, match=r"UNIQUE|unique|duplicate"):
        _add(store, range(2 * AT_ONCE + 7))
    assert _there(store) == [doubled]
