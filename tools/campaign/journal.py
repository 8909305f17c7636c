"""The end of a session as the journal has it, for a station that was reset after it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Final

from recovery_station import models, words
from recovery_station.virtual.inlink import InLink

_LAST: Final = 100
_SLICE: Final = 20


def end_of(link: InLink, session: str) -> str | None:
    """The reason of the session's last end record, None when there is none. StationError: no answer."""
    found: str | None = None
    for kind, _, payload in _records(link):
        if kind in words.KINDS and words.KINDS[kind][0] == "session_end":
            values = words.record_values(kind, payload)
            if session.endswith(f"-{values['session']}"):
                found = words.END_NAMES[int(str(values["reason"]))]
    return found


def _records(link: InLink) -> Iterator[tuple[int, int, bytes]]:
    """(kind, time, payload) of the last records."""
    log = link.call("log.list", {}, models.LogRange)
    seq = max(log.first_seq, log.next_seq - _LAST)
    while seq < log.next_seq:
        asked: dict[str, object] = {"seq": seq, "count": min(_SLICE, log.next_seq - seq)}
        data = base64.b64decode(link.call("log.read", asked, models.LogSlice).data)
        seq += len(data) // words.RECORD_BYTES or _SLICE
        for at in range(0, len(data), words.RECORD_BYTES):
            record = words.unpack_record(data[at : at + words.RECORD_BYTES])
            if record is not None:
                yield record[2], record[4], record[6]
