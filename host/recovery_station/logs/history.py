"""What a station told of itself, in sessions and between them: faults, notes, settings of its clock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select

from recovery_station.logs import query, schema
from recovery_station.logs.store import Store

KINDS = ("fault", "note", "clock")


@dataclass(frozen=True)
class Happened:
    """One event, `t_s` after the start of boot number `boot`."""

    station: str
    boot: int
    t_s: float
    utc_s: int | None
    utc_doubt: int | None
    kind: str
    detail: dict[str, object]


def latest(store: Store, most: int, station: str | None = None) -> list[Happened]:
    """The newest `most` events, oldest first; of one station, by serial or name, when that is given."""
    column = schema.events.c
    wanted = select(schema.events).where(column.kind.in_(KINDS))
    if station is not None:
        wanted = wanted.where(column.station.in_(query.serials_of(station)))
    wanted = wanted.order_by(column.station, column.boot.desc(), column.seq.desc()).limit(most)
    with store.reading() as connection:
        rows = [cast("dict[str, Any]", dict(one)) for one in connection.execute(wanted).mappings()]
    return [_happened(row) for row in reversed(rows)]


def _happened(row: dict[str, Any]) -> Happened:
    detail = cast("dict[str, object]", json.loads(row["detail_json"]))
    t_s = row["ticks_ms"] / 1000
    return Happened(row["station"], row["boot"], t_s, row["utc_s"], row["utc_doubt"], row["kind"], detail)
