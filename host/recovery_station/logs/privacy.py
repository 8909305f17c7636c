"""Forgetting a member, and how long members and telemetry stay. Sessions, events and faults stay."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, insert, select, update

from recovery_station.logs import schema
from recovery_station.logs.tokens import (
    PIECE_BYTES,
    TAKEN_OUT,
    Token,
    emptied,
    forgotten_among,
    has_hole,
    is_piece,
    stored_tokens,
    take_out,
    token_hash,
    tokens_of,
)
from recovery_station.records import Record
from station_firmware.store import record as layout

SALT = "token_salt"
LAST_RETAINED = "retained_utc_s"
KINDS = ("telemetry", "members")  # what may have a longest stay; its setting is <kind>_days
DAY_S = 86_400
NEIGHBOURS = 16  # records around those that came, in which the rest of a token may lie


@dataclass
class Forgotten:
    """What forgetting a member did."""

    sessions: int
    records: int


# ---------------------------------------------------------------- forgetting a member


def forget(connection: Connection, token: str) -> Forgotten:
    """Take a member's token out of every record and session, and note its hash for later pulls."""
    body = token.encode()
    gone = Forgotten(0, 0)
    for station in list(connection.scalars(select(schema.records.c.station).distinct())):
        found = [
            one
            for one in stored_tokens(connection, station)
            if one.body == body or (one.fits(body) and has_hole(connection, one))
        ]
        gone.sessions += take_out(connection, found)
        gone.records += sum(len(one.pieces) for one in found)
    gone.records += _clear_damaged(connection, body)
    salt = setting(connection, SALT) or secrets.token_hex(16)
    set_setting(connection, SALT, salt)
    table, hashed = schema.forgotten, token_hash(body, salt)
    connection.execute(delete(table).where(table.c.token_hash == hashed))
    connection.execute(insert(table).values(token_hash=hashed, forgotten_utc_s=int(time.time())))
    return gone


def without_forgotten(connection: Connection, station: str, fresh: list[Record]) -> list[Record]:
    """Records that are about to come in, without forgotten tokens, nor what a hole left of a token."""
    text = layout.TEXT
    pieces = [one for one in fresh if one.kind == text and is_piece(one)]
    salt = setting(connection, SALT)
    if not pieces or salt is None:
        return fresh
    rows = connection.execute(select(schema.forgotten.c.token_hash, schema.forgotten.c.forgotten_utc_s))
    forgotten = {one.token_hash: one.forgotten_utc_s for one in rows}
    tokens = tokens_of(station, _with_neighbours(connection, station, pieces))
    gone = forgotten_among(tokens, salt, forgotten) + [one for one in tokens if one.body is None]
    take_out(connection, gone)
    return emptied(fresh, gone)


def _with_neighbours(connection: Connection, station: str, pieces: Sequence[Record]) -> list[Record]:
    column = schema.records.c
    seqs = [one.seq for one in pieces]
    near = stored_tokens(
        connection,
        station,
        column.boot.in_({one.boot for one in pieces}),
        column.seq >= min(seqs) - NEIGHBOURS,
        column.seq <= max(seqs) + NEIGHBOURS,
    )
    stored = [one for token in near for one in token.pieces.values()]
    return sorted([*stored, *pieces], key=lambda one: (one.boot, one.seq))


def _clear_damaged(connection: Connection, body: bytes) -> int:
    """Spoiled records in which a piece of the token can be read."""
    pieces = [body[start : start + PIECE_BYTES] for start in range(0, len(body), PIECE_BYTES)]
    table = schema.damaged
    count = 0
    for station, seq, copy, raw in list(
        connection.execute(select(table.c.station, table.c.seq, table.c.copy, table.c.raw))
    ):
        if any(piece in bytes(raw) for piece in pieces):
            mine = (table.c.station == station, table.c.seq == seq, table.c.copy == copy)
            connection.execute(update(table).where(*mine).values(raw=TAKEN_OUT))
            count += 1
    return count


# ---------------------------------------------------------------- how long things stay


def retention(connection: Connection) -> dict[str, int | None]:
    """Days that telemetry and members stay; None means for good."""
    found = {kind: setting(connection, f"{kind}_days") for kind in KINDS}
    return {kind: None if days is None else int(days) for kind, days in found.items()}


def retain_when_due(connection: Connection) -> None:
    """Once a day, as records come in."""
    last = setting(connection, LAST_RETAINED)
    if any(retention(connection).values()) and time.time() - int(last or 0) >= DAY_S:
        retain(connection)


def retain(connection: Connection) -> dict[str, int]:
    """Take out what has stayed long enough: rows of telemetry, tokens of members. What has no date stays."""
    now_s = int(time.time())
    days = retention(connection)
    gone = {"telemetry": 0, "members": 0}
    if days["telemetry"] is not None:
        gone["telemetry"] = _drop_telemetry(connection, now_s - days["telemetry"] * DAY_S)
    if days["members"] is not None:
        gone["members"] = _unlink_members(connection, now_s - days["members"] * DAY_S)
    set_setting(connection, LAST_RETAINED, str(now_s))
    return gone


def _drop_telemetry(connection: Connection, before_s: int) -> int:
    told, records = schema.telemetry, schema.records
    old = exists().where(
        told.c.station == records.c.station,
        told.c.boot == records.c.boot,
        told.c.seq == records.c.seq,
        told.c.utc_s < before_s,
    )
    connection.execute(update(records).where(records.c.kind == layout.TELEMETRY, old).values(raw=TAKEN_OUT))
    return connection.execute(delete(told).where(told.c.utc_s < before_s)).rowcount


def _unlink_members(connection: Connection, before_s: int) -> int:
    column = schema.sessions.c
    query = select(column.station, column.boot, column.first_seq).where(
        column.member.is_not(None), column.started_utc_s < before_s
    )
    tokens: list[Token] = []
    record = schema.records.c
    for station, boot, first_seq in list(connection.execute(query)):
        near = (record.boot == boot, record.seq > first_seq, record.seq <= first_seq + 5 * NEIGHBOURS)
        tokens += stored_tokens(connection, station, *near)[:1]
    return take_out(connection, tokens)


# ---------------------------------------------------------------- settings


def setting(connection: Connection, name: str) -> str | None:
    """A setting of the store."""
    column = schema.settings.c
    return connection.scalar(select(column.value).where(column.name == name))


def set_setting(connection: Connection, name: str, value: str | None) -> None:
    """Note it; None takes it away."""
    table = schema.settings
    connection.execute(delete(table).where(table.c.name == name))
    if value is not None:
        connection.execute(insert(table).values(name=name, value=value))
