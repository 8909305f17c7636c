"""Which of a station's records the store holds, by number alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, func, select

from recovery_station.logs import schema


def whole(connection: Connection, station: str, first_seq: int, next_seq: int) -> set[int]:
    """Those stored whole in first_seq ≤ seq < next_seq; of one emptied on purpose the key is enough."""
    column = schema.records.c
    known: set[int] = set()
    for boot in boots_since(connection, station, first_seq):
        mine = (column.station == station, column.boot == boot)
        of = select(column.seq).where(*mine, column.seq >= first_seq, column.seq < next_seq)
        known.update(connection.scalars(of))
    return known


def spoiled(connection: Connection, station: str, first_seq: int, next_seq: int) -> dict[int, bool]:
    """Those that were only ever met spoiled; True where nothing at all could be read of one."""
    column = schema.damaged.c
    mine = (column.station == station, column.seq >= first_seq, column.seq < next_seq)
    query = select(column.seq, column.raw).where(*mine, column.mended_utc_s.is_(None)).order_by(column.copy)
    return {seq: not raw for seq, raw in connection.execute(query)}


def boots_since(connection: Connection, station: str, first_seq: int) -> Iterator[int]:
    """The newest boots, down to the one in which number `first_seq` was written: older ones hold lower numbers."""
    column = schema.records.c
    newest = select(func.max(column.boot)).where(column.station == station)
    boot = connection.scalar(newest)
    while boot is not None:
        yield boot
        mine = (column.station == station, column.boot == boot)
        if (connection.scalar(select(func.min(column.seq)).where(*mine)) or 0) <= first_seq:
            return
        boot = connection.scalar(newest.where(column.boot < boot))


def gaps(held: Iterable[int], first_seq: int, next_seq: int) -> list[range]:
    """What is missing from first_seq ≤ seq < next_seq, however much it is."""
    found: list[range] = []
    at = first_seq
    for seq in sorted(one for one in held if first_seq <= one < next_seq):
        if seq > at:
            found.append(range(at, seq))
        at = seq + 1
    return [*found, range(at, next_seq)] if at < next_seq else found
