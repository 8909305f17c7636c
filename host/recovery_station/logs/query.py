"""Reading the host's journal: sessions, and what belongs to one of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, RowMapping, Select, Table, select

from recovery_station import words
from recovery_station.errors import UsageError
from recovery_station.logs import schema
from recovery_station.logs.store import Store

LATEST = "last"
GOES_ON = "goes_on"
TAIL_S = 20.0  # after the end the zones empty; that belongs to the picture


@dataclass(frozen=True)
class SessionRow:
    """One session of the store.

    None is what its records do not say. Times in seconds, `started_utc_s` since 1970.
    """

    station: str
    boot: int
    number: int
    protocol: str | None
    protocol_version: str | None
    protocol_sha256: str | None
    member: str | None
    confirmed_by: str | None
    soreness_0_10: int | None
    screening_version: int | None
    planned_s: int | None
    started_utc_s: int | None
    ran_s: float | None
    at_pressure_s: float | None
    cycles: int | None
    reason: str | None
    fault_code: int | None
    first_seq: int
    last_seq: int | None
    start_ticks_ms: int
    records_missing: int = 0
    utc_doubt: int | None = None

    @property
    def id(self) -> str:
        """`<boot>-<number>`, as the station calls it."""
        return f"{self.boot}-{self.number}"


@dataclass(frozen=True)
class EventRow:
    """One event of a session, `t_s` after its start."""

    t_s: float
    utc_s: int | None
    kind: str
    detail: dict[str, object]


@dataclass(frozen=True)
class Sample:
    """One second of a session, `t_s` after its start; mmHg and degrees Celsius, None = no reading."""

    t_s: float
    utc_s: int | None
    zones_mmhg: tuple[int | None, ...]
    manifolds_mmhg: tuple[int | None, ...]
    hot_degc: float | None
    cold_degc: float | None
    pumps_pct: tuple[int, int]
    utc_doubt: int | None = None


@dataclass(frozen=True)
class Wanted:
    """Which sessions are asked for; None asks for all. A session without a date is in no span of time."""

    station: str | None = None  # serial or name
    since_s: int | None = None  # seconds since 1970, from this one on
    until_s: int | None = None  # and before this one
    preset: str | None = None
    outcome: str | None = None  # a reason, or GOES_ON

    def conditions(self) -> list[ColumnElement[bool]]:
        """As conditions on the sessions table."""
        column = schema.sessions.c
        found: list[ColumnElement[bool]] = []
        if self.station is not None:
            found.append(column.station.in_(serials_of(self.station)))
        if self.since_s is not None:
            found.append(column.started_utc_s >= self.since_s)
        if self.until_s is not None:
            found.append(column.started_utc_s < self.until_s)
        if self.preset is not None:
            found.append(column.protocol == self.preset)
        if self.outcome is not None:
            is_open = self.outcome == GOES_ON
            found.append(column.reason.is_(None) if is_open else column.reason == self.outcome)
        return found


def serials_of(station: str) -> Select[tuple[str]]:
    """The serials of the station called so."""
    column = schema.stations.c
    return select(column.serial).where((column.serial == station) | (column.name == station))


def sessions(store: Store, wanted: Wanted | str | None = None) -> list[SessionRow]:
    """Every session, oldest first; only those `wanted` (of one station, by serial or name) when that is given."""
    asked = wanted if isinstance(wanted, Wanted) else Wanted(wanted)
    table, column = schema.sessions, schema.sessions.c
    query = select(table).where(*asked.conditions()).order_by(column.station, column.boot, column.number)
    with store.reading() as connection:
        found = [cast("dict[str, Any]", dict(one)) for one in connection.execute(query).mappings()]
    return [SessionRow(**one) for one in found]


def session(store: Store, session_id: str, station: str | None = None) -> SessionRow:
    """The session `session_id`, or the latest for `last`.

    Raises UsageError when there is none or more than one.
    """
    rows = sessions(store, station)
    if session_id == LATEST and rows:
        return max(rows, key=lambda row: (row.started_utc_s or 0, row.boot, row.number))
    found = [row for row in rows if row.id == session_id]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"several stations have a session {session_id}: {', '.join(row.station for row in found)}",
            "choose one with `station -s SERIAL logs …`",
        )
    raise UsageError(
        f"the journal {store.place} has no session {session_id!r}",
        "`station logs list` shows what it has; `station logs pull` fetches from the station",
    )


def events(store: Store, row: SessionRow) -> list[EventRow]:
    """Events from the session's start to its end and a little after it."""
    found = _of_session(store, schema.events, row)
    return [
        EventRow(
            words.ticks_between_s(row.start_ticks_ms, one["ticks_ms"]),
            one["utc_s"],
            one["kind"],
            cast("dict[str, object]", json.loads(one["detail_json"])),
        )
        for one in found
    ]


def samples(store: Store, row: SessionRow) -> list[Sample]:
    """Telemetry from the session's start to its end and a little after it."""
    return [_sample(row, one) for one in _of_session(store, schema.telemetry, row)]


def protocol(store: Store, row: SessionRow) -> dict[str, object] | None:
    """What the session's protocol asked for, None when the station no longer had it when it was pulled.

    Where the station recorded the content hash it is that very content, else the one last pulled of this id.
    """
    column = schema.protocols.c
    query = (
        select(column.document_json)
        .where(column.station == row.station, column.id == row.protocol)
        .order_by(column.pulled_utc_s.desc())
        .limit(1)
    )
    if row.protocol_sha256:
        query = query.where(column.sha256 == row.protocol_sha256)
    with store.reading() as connection:
        text = connection.scalar(query)
    return cast("dict[str, object]", json.loads(text)) if text else None


def protocols_wanted(store: Store, station: str) -> set[tuple[str, str | None]]:
    """(id, content hash) of protocols that sessions of this station ran and of which nothing is kept.

    The hash is None where the station did not record it.
    """
    kept = select(schema.protocols.c.id, schema.protocols.c.sha256).where(
        schema.protocols.c.station == station
    )
    column = schema.sessions.c
    ran = select(column.protocol, column.protocol_sha256).where(
        column.station == station, column.protocol.is_not(None)
    )
    with store.reading() as connection:
        have = {(one, sha256) for one, sha256 in connection.execute(kept)}
        wanted = {(one, sha256) for one, sha256 in connection.execute(ran) if one}
    ids = {one for one, _ in have}
    return {
        (one, sha256) for one, sha256 in wanted if ((one, sha256) not in have if sha256 else one not in ids)
    }


def _of_session(store: Store, table: Table, row: SessionRow) -> list[RowMapping]:
    """Rows from the session's start until the station rested again, at most TAIL_S after the end."""
    column = table.c
    query = (
        select(table)
        .where(column.station == row.station, column.boot == row.boot, column.seq >= row.first_seq)
        .order_by(column.seq)
    )
    with store.reading() as connection:
        for last_seq in connection.scalars(_rest_after(row)):
            query = query.where(column.seq <= last_seq)
        for next_seq in connection.scalars(_next_session(row)):
            query = query.where(column.seq < next_seq)
        found = list(connection.execute(query).mappings())
    return [one for one in found if _belongs(row, one)]


def _rest_after(row: SessionRow) -> Select[tuple[int]]:
    """Sequence number of the first change to IDLE after the session's end."""
    column = schema.events.c
    return (
        select(column.seq)
        .where(column.station == row.station, column.boot == row.boot, column.kind == "state")
        .where(column.seq > (row.first_seq if row.last_seq is None else row.last_seq))
        .where(column.detail_json.like('%"to_state": "IDLE"%'))
        .order_by(column.seq)
        .limit(1)
    )


def _next_session(row: SessionRow) -> Select[tuple[int]]:
    """Where the next session of the same boot starts: a hole may hide that the station rested between."""
    column = schema.sessions.c
    return (
        select(column.first_seq)
        .where(column.station == row.station, column.boot == row.boot, column.first_seq > row.first_seq)
        .order_by(column.first_seq)
        .limit(1)
    )


def _belongs(row: SessionRow, one: RowMapping) -> bool:
    if row.last_seq is None or one["seq"] <= row.last_seq or row.ran_s is None:
        return True
    return words.ticks_between_s(row.start_ticks_ms, one["ticks_ms"]) <= row.ran_s + TAIL_S


def _sample(row: SessionRow, one: RowMapping) -> Sample:
    return Sample(
        words.ticks_between_s(row.start_ticks_ms, one["ticks_ms"]),
        one["utc_s"],
        tuple(one[f"{zone}_mmhg"] for zone in words.ZONES),
        (one["manifold_L_mmhg"], one["manifold_R_mmhg"]),
        one["hot_degc"],
        one["cold_degc"],
        (one["pump_L_pct"], one["pump_R_pct"]),
        one["utc_doubt"],
    )
