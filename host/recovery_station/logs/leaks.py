"""How each zone held its air in a session: what its pressure fell while its valve was closed.

Reckoned from the telemetry of a second, from two seconds after the valve closed until it opens, while the zone stands
above 20 mmHg. It is a fall of pressure, not a flow: legs that give way let it fall too, so a zone is compared with
itself in earlier weeks and with the other zones, never with a limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from recovery_station import words
from recovery_station.logs import schema
from recovery_station.logs.assemble import Session
from recovery_station.logs.bulk import insert_tuples
from station_firmware.store import record as layout

SETTLE_SAMPLES = 2
LOWEST_MMHG = 20
LONGEST_STEP_MS = 1500  # a second is missing: nobody knows what was in between
ZONES = len(words.ZONES)
FIELDS: Any = {
    "names": ["ticks_ms", "mmhg", "closed"],
    "formats": ["<u4", (("u1", ZONES)), "<u2"],
    "offsets": [8, 16, 34],
    "itemsize": words.RECORD_BYTES,
}


def reckon(connection: Connection, station: str, sessions: Sequence[Session]) -> None:
    """Note the leaks of these sessions, those that are over."""
    table = schema.zone_leaks
    for session in sessions:
        found = _of_session(connection, station, session) if session.reason else []
        if found:
            mine = (
                table.c.station == station,
                table.c.boot == session.boot,
                table.c.number == session.number,
            )
            connection.execute(delete(table).where(*mine))
            insert_tuples(connection, table, [(station, session.boot, session.number, *one) for one in found])


def _of_session(connection: Connection, station: str, session: Session) -> list[tuple[str, float, int]]:
    column = schema.records.c
    query = select(column.raw).where(
        column.station == station,
        column.boot == session.boot,
        column.seq >= session.first_seq,
        column.kind == layout.TELEMETRY,
    )
    if session.last_seq is not None:
        query = query.where(column.seq <= session.last_seq)
    raws = [bytes(raw) for raw in connection.scalars(query.order_by(column.seq)) if raw]
    return fallen(raws)


def fallen(raws: Sequence[bytes]) -> list[tuple[str, float, int]]:
    """(zone, seconds held, mmHg fallen) of every zone that was held, from raw telemetry records in order."""
    if len(raws) < SETTLE_SAMPLES + 2:
        return []
    import numpy as np

    found: Any = np.frombuffer(b"".join(raws), dtype=np.dtype(FIELDS))
    closed = (found["closed"][:, None] >> np.arange(ZONES)) & 1 == 1
    mmhg = found["mmhg"].astype(np.int32)
    usable = closed & (mmhg > LOWEST_MMHG) & (mmhg != layout.MISSING_PRESSURE_MMHG)
    step_ms = np.diff(found["ticks_ms"].astype(np.int64)) % words.TICKS_WRAP_MS
    pairs = usable[:-1] & usable[1:] & (step_ms <= LONGEST_STEP_MS)[:, None]
    held = pairs[SETTLE_SAMPLES:].copy()
    for earlier in range(SETTLE_SAMPLES):
        held &= pairs[earlier : earlier - SETTLE_SAMPLES]
    seconds = (held * step_ms[SETTLE_SAMPLES:, None]).sum(axis=0) / 1000
    falls = (held * -np.diff(mmhg, axis=0)[SETTLE_SAMPLES:]).sum(axis=0)
    rows = zip(words.ZONES, seconds.tolist(), falls.tolist(), strict=True)
    return [(zone, held_s, fall_mmhg) for zone, held_s, fall_mmhg in rows if held_s > 0]
