"""What is to be done so that a station's other slot holds a package: keep, copy, drop, and what must be sent.

A file that lies in neither slot is put together: modules that a pack of the running slot has are copied on the station,
only what is between them crosses the line.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from recovery_station.flash.package import Package, digest_of
from recovery_station.flash.packs import SUFFIX, members_of
from recovery_station.station import Station

SLICE_BYTES: Final = 744
"""Of a file in one frame: as base64 with its request around it."""
ROOM_BYTES: Final = 660
"""So much of a file goes with the SHA-256 of the whole."""
COPIED_BYTES: Final = 4096
"""What the station copies at once: a block of its flash."""
WINDOW: Final = 8
_DIGITS: Final = 16


class Files(msgspec.Struct):
    """Answer of `update.begin` without an op: [path, size, SHA-256], some of `total`."""

    slot: str
    total: int
    files: list[tuple[str, int, str]]


class Members(msgspec.Struct):
    """The same of one pack: [where it begins, size, begin of the SHA-256] of its modules."""

    total: int
    members: list[tuple[int, int, str]]


@dataclass(frozen=True)
class Range:
    """Bytes that the station copies from a file of the slot that runs."""

    path: str
    at: int
    size: int


Piece = bytes | Range
Known = dict[tuple[int, str], Range]
"""(size, begin of the SHA-256) → where such a module lies."""


@dataclass
class Plan:
    """What is to be done so that slot `slot` holds the package; `keep` lies there already.

    `pieces` has for each file of `copy` and `send` what it is put together from.
    """

    slot: str
    keep: list[str] = field(default_factory=lambda: list[str]())
    copy: list[str] = field(default_factory=lambda: list[str]())
    send: list[str] = field(default_factory=lambda: list[str]())
    drop: list[str] = field(default_factory=lambda: list[str]())
    send_bytes: int = 0
    pieces: dict[str, list[Piece]] = field(default_factory=lambda: dict[str, list[Piece]]())


def plan(station: Station, package: Package) -> Plan:
    """Compare the package with both slots as they lie on the flash. Raises RefusedError outside rest."""
    target, there = _files(station, "target")
    _, running = _files(station, "running")
    digests = package.digests
    made = Plan(target)
    packs = [path for path in running if path.endswith(SUFFIX)]  # without them it knows no ranges
    for path, digest in digests.items():
        if there.get(path) == digest:
            made.keep.append(path)
        elif packs and running.get(path) == digest:
            made.copy.append(path)
            made.pieces[path] = [Range(path, 0, len(package.files[path]))]
        else:
            made.send.append(path)
    made.drop = sorted(there.keys() - package.files.keys())
    changed = [path for path in packs if running[path] != digests.get(path)]
    known = _known(station, changed if any(path.endswith(SUFFIX) for path in made.send) else [])
    for path in made.send:
        made.pieces[path] = pieces_of(path, package.files[path], known)
        made.send_bytes += sent_bytes(made.pieces[path])
    return made


def sent_bytes(pieces: Sequence[Piece]) -> int:
    """What of them crosses the line."""
    return sum(len(one) for one in pieces if isinstance(one, bytes))


def _files(station: Station, of: str) -> tuple[str, dict[str, str]]:
    """(slot, path → SHA-256) of the slot that runs, or of the target."""
    first = station.client.call("update.begin", {"of": of, "offset": 0}, Files)
    step = max(1, len(first.files))
    asked: list[dict[str, object]] = [{"of": of, "offset": at} for at in range(step, first.total, step)]
    pages = [first, *station.client.call_many("update.begin", asked, Files, WINDOW)]
    return first.slot, {path: digest for page in pages for path, _, digest in page.files}


def _known(station: Station, packs: list[str]) -> Known:
    """All modules in these packs of the running slot."""
    asked: list[dict[str, object]] = [{"of": "running", "members": path, "offset": 0} for path in packs]
    found: Known = {}
    while asked:
        pages = station.client.call_many("update.begin", asked, Members, WINDOW)
        more: list[dict[str, object]] = []
        for request, page in zip(asked, pages, strict=True):
            path, offset = str(request["members"]), int(str(request["offset"]))
            found |= {(size, begin): Range(path, at, size) for at, size, begin in page.members}
            if page.members and offset + len(page.members) < page.total:
                more.append(request | {"offset": offset + len(page.members)})
        asked = more
    return found


def known_in(packs: dict[str, bytes]) -> Known:
    """What a station with these packs would answer."""
    return {
        (len(one.content), _begin_of_digest(one.content)): Range(path, one.begin, len(one.content))
        for path, content in packs.items()
        for one in members_of(content)
    }


def _begin_of_digest(content: bytes) -> str:
    return digest_of(content)[:_DIGITS]


def pieces_of(path: str, content: bytes, known: Known) -> list[Piece]:
    """What the file `path` is put together from, in as few pieces as that takes."""
    return list(_joined(_pieces(path, content, known)))


def _pieces(path: str, content: bytes, known: Known) -> Iterator[Piece]:
    if not path.endswith(SUFFIX):
        yield content
        return
    members = members_of(content)
    yield content[: members[0].begin] if members else content
    for one in members:
        yield known.get((len(one.content), _begin_of_digest(one.content)), one.content)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same bytes in as few pieces as they need."""
    last: Piece | None = None
    for one in pieces:
        if isinstance(last, bytes) and isinstance(one, bytes):
            last += one
        elif (
            isinstance(last, Range)
            and isinstance(one, Range)
            and (last.path, last.at + last.size) == (one.path, one.at)
        ):
            last = Range(last.path, last.at, last.size + one.size)
        else:
            if last is not None:
                yield last
            last = one
    if last is not None:
        yield last


def requests(path: str, pieces: Sequence[Piece], digest: str) -> list[dict[str, object]]:
    """`update.write` of one file, a slice after the other, the last with the SHA-256 of the whole."""
    rows: list[dict[str, object]] = []
    at = 0
    room = True
    for piece in pieces:
        for row, size in _slices(piece):
            rows.append({"path": path, "offset": at} | row)
            at += size
            room = row["do"] == "copy" or size <= ROOM_BYTES
    if not rows or not room:
        rows.append({"path": path, "offset": at, "do": "write"})
    rows[-1]["sha256"] = digest
    return rows


def _slices(piece: Piece) -> Iterator[tuple[dict[str, object], int]]:
    """(what a request says of a slice, its bytes)."""
    if isinstance(piece, Range):
        for begin in range(0, piece.size, COPIED_BYTES):
            size = min(COPIED_BYTES, piece.size - begin)
            yield {"do": "copy", "from": piece.path, "at": piece.at + begin, "size": size}, size
        return
    for begin in range(0, len(piece), SLICE_BYTES):
        part = piece[begin : begin + SLICE_BYTES]
        yield {"do": "write", "data": base64.b64encode(part).decode()}, len(part)
