"""One journal record as the host handles it: decoded once, with its raw bytes kept as the proof."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from recovery_station import words
from recovery_station.errors import IntegrityError


@dataclass(frozen=True, slots=True)
class Record:
    """A journal record. `ticks_ms` counts from the station's boot, `wall_s` from 1970 UTC (0 = unknown)."""

    seq: int
    boot: int
    kind: int
    flags: int
    ticks_ms: int
    wall_s: int
    payload: bytes
    raw: bytes

    @property
    def kind_name(self) -> str:
        """Name of the kind, `kind_N` for one of a newer firmware."""
        row = words.KINDS.get(self.kind)
        return row[0] if row else f"kind_{self.kind}"

    @property
    def clock_ok(self) -> bool:
        """True when the station trusted its clock as it wrote this."""
        return bool(self.flags & words.FLAG_CLOCK_OK)

    def values(self) -> dict[str, object]:
        """The payload by name (store/record.py); numbers, None for a missing reading, bytes for text."""
        return words.record_values(self.kind, self.payload)

    def number(self, name: str) -> int:
        """A value of the payload that is always a whole number. Raises IntegrityError when it is none."""
        value = self.values().get(name)
        if not isinstance(value, int):
            raise IntegrityError(f"record {self.seq} ({self.kind_name}) has no number {name!r}")
        return value


@dataclass(frozen=True, slots=True)
class Damaged:
    """A record that the station itself holds spoiled: its number is known from its place, its bytes are as they lie."""

    seq: int
    raw: bytes

    @property
    def what(self) -> str:
        """`empty` (nothing was ever written there), `other` (a whole record of another number), `unreadable` (its
        archive file cannot be opened), else `spoiled`.
        """
        if not self.raw:
            return "unreadable"
        if not any(self.raw) or all(byte == 0xFF for byte in self.raw):
            return "empty"
        return "spoiled" if words.unpack_record(self.raw) is None else "other"


def judged(seq: int, raw: bytes) -> Record | Damaged:
    """What 40 bytes are that should be record `seq`: each slot is judged alone, so a spoiled one costs itself."""
    parts = words.unpack_record(raw)
    if parts is None or parts[0] != seq:
        return Damaged(seq, bytes(raw))
    return Record(*parts, bytes(raw))


def from_raw(raw: bytes) -> Record:
    """Decode 40 bytes. Raises IntegrityError when their CRC is wrong."""
    parts = words.unpack_record(raw)
    if parts is None:
        raise IntegrityError(
            "a journal record came with a wrong checksum",
            "run `station logs pull` again; if it stays, the station's memory chip is failing",
        )
    return Record(*parts, bytes(raw))


def from_base64(data: str) -> list[Record]:
    """Decode the `data` of an event: any number of whole records."""
    return [from_raw(raw) for raw in slots(data)]


def slots(data: str) -> list[bytes]:
    """The 40-byte slots in the `data` of `log.read`, whatever is in them. Raises IntegrityError for broken base64."""
    try:
        raw = base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise IntegrityError(f"records are not base64: {error}") from error
    size = words.RECORD_BYTES
    if len(raw) % size:
        raise IntegrityError(f"records have {len(raw)} bytes, which is no multiple of {size}")
    return [raw[start : start + size] for start in range(0, len(raw), size)]
