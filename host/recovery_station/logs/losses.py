"""What a station no longer had when this store asked for it: noted once, taken back if it comes in after all."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select

from recovery_station.logs import known, schema
from recovery_station.logs.privacy import set_setting, setting
from recovery_station.models import Hello, LogRange

ACCOUNTED = "accounted_to:"  # a setting of the store for each station: below this number nothing is open


def begin(connection: Connection, station: str, journal: LogRange, newest_seq: int | None) -> None:
    """Note from where this store answers for a station: from the first pull on, or where its numbers began again."""
    accounted = setting(connection, ACCOUNTED + station)
    if accounted is None:
        start = journal.first_seq if newest_seq is None else newest_seq + 1
        set_setting(connection, ACCOUNTED + station, str(min(start, journal.next_seq)))
    elif int(accounted) > journal.next_seq:
        set_setting(connection, ACCOUNTED + station, str(journal.first_seq))


def account(connection: Connection, hello: Hello, journal: LogRange) -> list[range]:
    """Everything below `journal.next_seq` that the station could give was asked for: what is not here is lost."""
    station = hello.serial
    first_seq, next_seq = int(setting(connection, ACCOUNTED + station) or 0), journal.next_seq
    if first_seq >= next_seq:
        return []
    held = known.whole(connection, station, first_seq, next_seq)
    held.update(known.spoiled(connection, station, first_seq, next_seq))
    found = known.gaps(held, first_seq, next_seq)
    for gap in found:
        for part, acknowledged in _by_acknowledgement(gap, journal.acked_seq):
            _note(connection, station, hello.boot, part, acknowledged, int(time.time()))
    set_setting(connection, ACCOUNTED + station, str(next_seq))
    return found


def noted(connection: Connection, station: str, first_seq: int, next_seq: int) -> set[int]:
    """Numbers in first_seq ≤ seq < next_seq that are known to be lost."""
    column = schema.lost.c
    mine = (column.station == station, column.first_seq < next_seq, column.next_seq > first_seq)
    return {
        seq
        for start, end in connection.execute(select(column.first_seq, column.next_seq).where(*mine))
        for seq in range(max(start, first_seq), min(end, next_seq))
    }


def take_back(connection: Connection, station: str, seqs: Sequence[int]) -> None:
    """These came in after all."""
    if not seqs:
        return
    table = schema.lost
    mine = (table.c.station == station, table.c.first_seq <= max(seqs), table.c.next_seq > min(seqs))
    for row in list(connection.execute(select(table).where(*mine))):
        key = (table.c.station == station, table.c.boot == row.boot, table.c.first_seq == row.first_seq)
        connection.execute(delete(table).where(*key))
        for left in known.gaps(seqs, row.first_seq, row.next_seq):
            _note(connection, station, row.boot, left, row.acknowledged, row.noted_utc_s)


def _by_acknowledgement(gap: range, acked_seq: int) -> Iterable[tuple[range, int]]:
    """What another computer had told the station that it has, and what nobody had."""
    middle = min(max(gap.start, acked_seq), gap.stop)
    parts = ((range(gap.start, middle), 1), (range(middle, gap.stop), 0))
    return [(part, acknowledged) for part, acknowledged in parts if part]


def _note(
    connection: Connection, station: str, boot: int, part: range, acknowledged: int, noted_utc_s: int
) -> None:
    table = schema.lost
    key = {"station": station, "boot": boot, "first_seq": part.start}
    connection.execute(delete(table).where(*[table.c[name] == value for name, value in key.items()]))
    row = {**key, "next_seq": part.stop, "acknowledged": acknowledged, "noted_utc_s": noted_utc_s}
    connection.execute(insert(table).values(**row))
