"""Records that a station holds spoiled: kept as they came, and noted as mended when a whole one follows."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select, update

from recovery_station.logs import schema
from recovery_station.records import Damaged, Record
from station_firmware.store import record as layout

KIND_AT, PAYLOAD_AT = 6, 16


def note(connection: Connection, station: str, damaged: Sequence[Damaged]) -> None:
    """Keep each spoiled record once. Of one that may carry a text only the head: it could be a member's token."""
    table = schema.damaged
    for one in damaged:
        raw = one.raw[:PAYLOAD_AT] if one.raw[KIND_AT : KIND_AT + 1] == bytes((layout.TEXT,)) else one.raw
        mine = (table.c.station == station, table.c.seq == one.seq)
        if connection.scalar(select(func.count()).where(*mine, table.c.raw == raw)):
            continue
        copies = connection.scalar(select(func.count()).where(*mine)) or 0
        row = {"station": station, "seq": one.seq, "copy": copies, "raw": raw}
        connection.execute(insert(table).values(**row, pulled_utc_s=int(time.time())))


def note_mended(connection: Connection, station: str, fresh: Sequence[Record]) -> None:
    """A whole record came in under the number of a spoiled one."""
    table = schema.damaged
    waiting = select(table.c.seq).where(table.c.station == station, table.c.mended_utc_s.is_(None))
    mended = {one.seq for one in fresh}.intersection(connection.scalars(waiting))
    for seq in mended:
        mine = (table.c.station == station, table.c.seq == seq, table.c.mended_utc_s.is_(None))
        connection.execute(update(table).where(*mine).values(mended_utc_s=int(time.time())))
