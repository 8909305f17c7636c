"""Dates for what was recorded before the clock was right, from the station's ticks; and how far the clock strayed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import BigInteger, Connection, Table, bindparam, delete, func, literal, select, update

from recovery_station import words
from recovery_station.logs import schema
from recovery_station.logs.bulk import insert_tuples
from recovery_station.logs.schema import DATED_AFTERWARDS, SURE
from recovery_station.records import Record
from station_firmware.store import record as layout

SEQ = attrgetter("seq")
WRONG_S = 60  # a clock that is set by more was wrong before; by less it had drifted
DISORDER_MS = 60_000  # the station writes some records a little after later ones
NO_STEP = -1
MOST_SEQ = 1 << 32
TABLES = (schema.events, schema.telemetry)


@dataclass
class Moment:
    """One record of a boot: `at_ms` runs on from the boot's first record, without a wrap."""

    table: int
    seq: int
    at_ms: int
    utc_s: int | None
    sure: bool


def date_fresh(connection: Connection, station: str, fresh: Sequence[Record]) -> list[int]:
    """Date what needs it in the boots of these records, in the tables already; the boots that were looked at."""
    if layout.CLOCK in {one.kind for one in fresh}:
        note_drift(connection, station)
    looked: list[int] = []
    boots = {one.boot for one in fresh}
    for boot in sorted(boots):
        mine = fresh if len(boots) == 1 else [one for one in fresh if one.boot == boot]
        step = _last_step(connection, station, boot)
        first_seq = min(map(SEQ, mine))
        in_doubt = first_seq <= max(step, _dated_up_to(connection, station, boot))
        in_doubt = in_doubt or _has_undated(connection, station, boot)
        if in_doubt and (any(one.clock_ok for one in mine) or _has(connection, station, boot, SURE)):
            date_boot(connection, station, boot)
            looked.append(boot)
    return looked


def date_boot(connection: Connection, station: str, boot: int) -> None:
    """Date every record of a boot that no right clock dated, by the nearest one that a right clock did."""
    step = _last_step(connection, station, boot)
    if step == NO_STEP and not _has_undated(connection, station, boot):
        return
    moments = _moments(connection, station, boot, step)
    dates = _nearest(moments)
    for index, table in enumerate(TABLES):
        changed = [
            {"at_seq": one.seq, "made_utc_s": utc_s}
            for one, utc_s in zip(moments, dates, strict=True)
            if one.table == index and not one.sure and utc_s is not None and utc_s != one.utc_s
        ]
        if changed:
            mine = (table.c.station == station, table.c.boot == boot, table.c.seq == bindparam("at_seq"))
            dated_s = bindparam("made_utc_s", type_=BigInteger)
            values = update(table).where(*mine).values(utc_s=dated_s, utc_doubt=DATED_AFTERWARDS)
            connection.execute(values, changed)


def date_sessions(connection: Connection, station: str, first_boot: int) -> None:
    """A session is dated as its first record is."""
    table, event = schema.sessions, schema.events.c
    of = (
        event.station == table.c.station,
        event.boot == table.c.boot,
        event.seq == table.c.first_seq,
    )
    values = {
        "started_utc_s": select(event.utc_s).where(*of).scalar_subquery(),
        "utc_doubt": select(event.utc_doubt).where(*of).scalar_subquery(),
    }
    mine = (table.c.station == station, table.c.boot >= first_boot)
    connection.execute(update(table).where(*mine).values(**values))


def note_drift(connection: Connection, station: str) -> None:
    """Every setting of the clock with how far it had gone since the one before."""
    table, event = schema.clock_drift, schema.events.c
    query = select(event.boot, event.seq, event.detail_json).where(
        event.station == station, event.kind == "clock"
    )
    before_s: int | None = None
    found: list[tuple[object, ...]] = []
    for boot, seq, detail in connection.execute(query.order_by(event.boot, event.seq)):
        old_s, new_s = _set(detail)
        off_s = old_s - new_s if old_s else None
        since_s = new_s - before_s if before_s is not None and old_s else None
        drifted = off_s is not None and since_s is not None and abs(off_s) <= WRONG_S and since_s > 0
        ppm = off_s / since_s * 1e6 if drifted and off_s is not None and since_s else None
        found.append((station, boot, seq, new_s, off_s, since_s, ppm))
        before_s = new_s
    connection.execute(delete(table).where(table.c.station == station))
    insert_tuples(connection, table, found)


def _set(detail_json: str) -> tuple[int, int]:
    detail = json.loads(detail_json)
    return int(detail["old_wall_s"]), int(detail["new_wall_s"])


def _last_step(connection: Connection, station: str, boot: int) -> int:
    """Sequence number of the last record that set a clock that was wrong; what came before is in doubt."""
    event = schema.events.c
    query = select(event.seq, event.detail_json).where(
        event.station == station, event.boot == boot, event.kind == "clock"
    )
    steps = [NO_STEP]
    for seq, detail in connection.execute(query):
        old_s, new_s = _set(detail)
        if old_s and abs(old_s - new_s) > WRONG_S:
            steps.append(seq)
    return max(steps)


def _has_undated(connection: Connection, station: str, boot: int) -> bool:
    return any(
        connection.scalar(
            select(table.c.seq)
            .where(table.c.station == station, table.c.boot == boot, table.c.utc_doubt.is_(None))
            .limit(1)
        )
        is not None
        for table in TABLES
    )


def _dated_up_to(connection: Connection, station: str, boot: int) -> int:
    """The first sure event behind the last that was dated afterwards: up to it a new record may be nearer."""
    event = schema.events.c
    mine = (event.station == station, event.boot == boot)
    last = connection.scalar(select(func.max(event.seq)).where(*mine, event.utc_doubt == DATED_AFTERWARDS))
    if last is None:
        return NO_STEP
    sure = select(func.min(event.seq)).where(*mine, event.utc_doubt == SURE, event.seq > last)
    found = connection.scalar(sure)
    return MOST_SEQ if found is None else found


def _has(connection: Connection, station: str, boot: int, doubt: int) -> bool:
    event = schema.events.c
    mine = (event.station == station, event.boot == boot, event.utc_doubt == doubt)
    return connection.scalar(select(event.seq).where(*mine).limit(1)) is not None


def _moments(connection: Connection, station: str, boot: int, step: int) -> list[Moment]:
    def of(index: int, table: Table) -> list[tuple[int, int, int, int | None, int | None]]:
        column = table.c
        query = select(literal(index), column.seq, column.ticks_ms, column.utc_s, column.utc_doubt)
        mine = query.where(column.station == station, column.boot == boot)
        return [(one[0], one[1], one[2], one[3], one[4]) for one in connection.execute(mine)]

    found = sorted(
        (row for index, table in enumerate(TABLES) for row in of(index, table)), key=lambda row: row[1]
    )
    moments: list[Moment] = []
    at_ms = before_ms = 0
    for index, seq, ticks_ms, utc_s, doubt in found:
        passed_ms = (ticks_ms - before_ms) % words.TICKS_WRAP_MS
        if passed_ms > words.TICKS_WRAP_MS - DISORDER_MS:
            passed_ms -= words.TICKS_WRAP_MS
        at_ms, before_ms = at_ms + passed_ms, ticks_ms
        moments.append(Moment(index, seq, at_ms, utc_s, doubt == SURE and seq >= step))
    return moments


def _nearest(moments: Sequence[Moment]) -> list[int | None]:
    """The date of each by the nearest sure one before or after it; None when there is none."""
    best: list[tuple[int, int] | None] = [None] * len(moments)  # distance, date
    for order in (range(len(moments)), reversed(range(len(moments)))):
        anchor: Moment | None = None
        for index in order:
            one = moments[index]
            anchor = one if one.sure else anchor
            if anchor is None or anchor.utc_s is None:
                continue
            apart_ms = one.at_ms - anchor.at_ms
            kept = best[index]
            if kept is None or abs(apart_ms) < kept[0]:
                best[index] = (abs(apart_ms), anchor.utc_s + apart_ms // 1000)
    return [one[1] if one else None for one in best]
