"""Records that a station holds spoiled: kept as they came, and noted as mended when a whole one follows."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, insert, select, update

from recovery_station.logs import known, schema
from recovery_station.records import Damaged
from station_firmware.store import record as layout

KIND_AT, PAYLOAD_AT = 6, 16


def note(connection: Connection, station: str, damaged: Sequence[Damaged]) -> None:
    """Keep each spoiled record once. Of one that may carry a text only the head: it could be a member's token."""
    table = schema.damaged
    if not damaged:
        return
    for one in damaged:
        raw = one.raw[:PAYLOAD_AT] if one.raw[KIND_AT : KIND_AT + 1] == bytes((layout.TEXT,)) else one.raw
        mine = (table.c.station == station, table.c.seq == one.seq)
        if connection.scalar(select(func.count()).where(*mine, table.c.raw == raw)):
            continue
        copies = connection.scalar(select(func.count()).where(*mine)) or 0
        row = {"station": station, "seq": one.seq, "copy": copies, "raw": raw}
        connection.execute(insert(table).values(**row, pulled_utc_s=int(time.time())))
    seqs = [one.seq for one in damaged]
    note_mended(connection, station, known.whole(connection, station, min(seqs), max(seqs) + 1))


def note_mended(connection: Connection, station: str, whole: Iterable[int]) -> None:
    """Records of these numbers are here whole: what lies spoiled under one says only that the memory fails."""
    table = schema.damaged
    waiting = select(table.c.seq).where(table.c.station == station, table.c.mended_utc_s.is_(None))
    spoiled = set(connection.scalars(waiting))
    mended = spoiled.intersection(whole) if spoiled else ()
    for seq in mended:
        mine = (table.c.station == station, table.c.seq == seq, table.c.mended_utc_s.is_(None))
        connection.execute(update(table).where(*mine).values(mended_utc_s=int(time.time())))
