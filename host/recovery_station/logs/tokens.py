"""Members' tokens among the records: where each lies, which of them was forgotten, and taking one out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select, update

from recovery_station.logs import schema
from recovery_station.records import Record, from_raw
from station_firmware.store import record as layout

PIECE_BYTES = layout.TEXT_CHUNK_BYTES
MOST_PIECES = 16
ROUNDS = 20_000  # of the hash: tokens are short, so each guess shall cost something
TAKEN_OUT = b""


@dataclass
class Token:
    """The records of one token, by the number of each piece."""

    station: str
    pieces: dict[int, Record] = field(default_factory=lambda: dict[int, Record]())

    @property
    def first(self) -> Record:
        """Its first record that is there."""
        return self.pieces[min(self.pieces)]

    @property
    def last(self) -> Record:
        """Its last record that is there."""
        return self.pieces[max(self.pieces)]

    @property
    def body(self) -> bytes | None:
        """What it says, None when a piece before the last is missing."""
        if sorted(self.pieces) != list(range(len(self.pieces))):
            return None
        return b"".join(_piece(self.pieces[index]) for index in range(len(self.pieces)))

    def fits(self, token: bytes) -> bool:
        """True when every piece that is there could be of `token`."""
        return all(
            _piece(one) == token[index * PIECE_BYTES : (index + 1) * PIECE_BYTES]
            for index, one in self.pieces.items()
        )


def is_piece(record: Record) -> bool:
    """True for a record with a piece of a member's token."""
    return record.kind == layout.TEXT and record.payload[0] & 0xF0 == layout.TEXT_MEMBER


def tokens_of(station: str, records: Iterable[Record]) -> list[Token]:
    """Records of one station, in order of boot and number, as tokens."""
    found: list[Token] = []
    for one in records:
        if not is_piece(one):
            continue
        index = one.payload[0] & 15
        if not found or found[-1].last.boot != one.boot or max(found[-1].pieces) >= index:
            found.append(Token(station))
        found[-1].pieces[index] = one
    return found


def stored_tokens(connection: Connection, station: str, *where: ColumnElement[bool]) -> list[Token]:
    """The tokens among the stored records of a station, or among those for which `where` holds."""
    column = schema.records.c
    query = select(column.raw).where(column.station == station, column.kind == layout.TEXT, *where)
    found = connection.scalars(query.order_by(column.boot, column.seq))
    return tokens_of(station, [from_raw(bytes(raw)) for raw in found if raw])


def has_hole(connection: Connection, token: Token) -> bool:
    """True when a piece is missing for good: later records are there and the next one, or a piece between, is not."""
    if token.body is None:
        return True
    column, last = schema.records.c, token.last
    later = select(func.min(column.seq)).where(
        column.station == token.station, column.boot == last.boot, column.seq > last.seq
    )
    following = connection.scalar(later)
    return following is not None and following != last.seq + 1


def take_out(connection: Connection, tokens: Sequence[Token]) -> int:
    """Empty their records and unlink their sessions; the keys stay, as known. Returns how many sessions had one."""
    rows = [
        {"of": token.station, "in_boot": one.boot, "at": one.seq}
        for token in tokens
        for one in token.pieces.values()
    ]
    if not rows:
        return 0
    records, sessions = schema.records, schema.sessions
    mine = (
        records.c.station == bindparam("of"),
        records.c.boot == bindparam("in_boot"),
        records.c.seq == bindparam("at"),
    )
    connection.execute(update(records).where(*mine).values(raw=TAKEN_OUT), rows)
    number = 0
    for token in tokens:
        before = and_(
            sessions.c.station == token.station,
            sessions.c.boot == token.first.boot,
            sessions.c.first_seq < token.first.seq,
        )
        latest = select(func.max(sessions.c.first_seq)).where(before).scalar_subquery()
        unlink = update(sessions).where(
            before, sessions.c.first_seq == latest, sessions.c.member.is_not(None)
        )
        number += connection.execute(unlink.values(member=None)).rowcount
    return number


def emptied(records: Sequence[Record], tokens: Sequence[Token]) -> list[Record]:
    """The same records, those of `tokens` with their bytes taken out."""
    keys = {(one.boot, one.seq) for token in tokens for one in token.pieces.values()}
    return [replace(one, raw=TAKEN_OUT) if (one.boot, one.seq) in keys else one for one in records]


def token_hash(token: bytes, salt: str) -> str:
    """What stays of a forgotten token."""
    return hashlib.pbkdf2_hmac("sha256", token, bytes.fromhex(salt), ROUNDS).hex()


def forgotten_among(tokens: Iterable[Token], salt: str, forgotten: Mapping[str, int]) -> list[Token]:
    """Those that were forgotten: the hash is known and the record is not from after that.

    Who comes again after having been forgotten has agreed anew. What has no date counts as old.
    """
    hashes: dict[bytes, str] = {}
    found: list[Token] = []
    for token in tokens:
        body = token.body
        if body is None:
            continue
        if body not in hashes:
            hashes[body] = token_hash(body, salt)
        since_s = forgotten.get(hashes[body])
        dated_s = token.first.wall_s if token.first.clock_ok else 0
        if since_s is not None and dated_s <= since_s:
            found.append(token)
    return found


def _piece(record: Record) -> bytes:
    return record.payload[1:].rstrip(b"\0")
