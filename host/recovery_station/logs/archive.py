"""Archive files of the journal: listed by pages, read by offset, proven by a hash over the whole, opened and judged."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recovery_station import models
from recovery_station.client import BULK_WINDOW, Client
from recovery_station.errors import IntegrityError, RefusedError
from recovery_station.logs import mend
from recovery_station.logs.wire import Found
from recovery_station.pending import Ask
from recovery_station.records import Damaged, Record, judged
from station_firmware.link import log_methods
from station_firmware.store import archiving

THINNED = archiving.EVENTS  # how a file's name ends whose telemetry the station gave up
PART_BYTES = log_methods.FILE_SLICE_BYTES  # what one answer holds at most
TRIES = 3
FILES_AHEAD = 8


@dataclass(frozen=True)
class ArchiveFile:
    """A file that holds records first_seq ≤ seq < next_seq, without those acknowledged when it was made."""

    name: str
    size: int
    first_seq: int
    next_seq: int


def files(client: Client) -> list[ArchiveFile] | None:
    """All archive files, oldest first: pages that the station changed meanwhile are read again.

    Without what was thinned out when the power went: beside it the whole file is still there. None when the station
    cannot list them. Raises RefusedError when a session runs.
    """
    before: list[ArchiveFile] | None = None
    try:
        found = _listed(client)
        while found != before:
            before, found = found, _listed(client)
    except IntegrityError:
        return None
    whole = {range(file.first_seq, file.next_seq) for file in found if not file.name.endswith(THINNED)}
    return [
        file
        for file in found
        if not (file.name.endswith(THINNED) and range(file.first_seq, file.next_seq) in whole)
    ]


def _listed(client: Client) -> list[ArchiveFile]:
    found: list[ArchiveFile] = []
    while True:
        page = client.call("log.list", {"offset": len(found)}, models.LogFiles)
        found += [ArchiveFile(*row) for row in page.files]
        if not page.files or len(found) >= page.total:
            return found


def read_files(client: Client, wanted: Sequence[ArchiveFile]) -> Iterator[tuple[ArchiveFile, bytes | None]]:
    """Each file with its bytes, some files' requests one behind the other so that nothing waits.

    One that did not come whole so is asked for alone; None for what the station cannot read, or has no more. Raises
    RefusedError when a session runs.
    """
    for start in range(0, len(wanted), FILES_AHEAD):
        some = wanted[start : start + FILES_AHEAD]
        ahead = _ahead(client, some)
        for file in some:
            body = ahead.get(file.name)
            yield file, _alone(client, file) if body is None else body


def _ahead(client: Client, some: Sequence[ArchiveFile]) -> dict[str, bytes]:
    """Those of some files that came whole at the first try."""
    asks: list[Ask] = []
    for file in some:
        asks += [Ask("log.read", one, models.LogPart) for one in _parts_of(file)]
        asks.append(Ask("log.digest", {"file": file.name}, models.LogDigest))
    try:
        answers = iter(client.call_mixed(asks, BULK_WINDOW))
    except (RefusedError, IntegrityError) as error:
        if error.data.get("reason") == log_methods.NOT_AT_REST:
            raise
        return {}  # one of them cannot be read: which one is told when each is asked for alone
    found: dict[str, bytes] = {}
    for file in some:
        parts = [next(answers) for _ in _parts_of(file)]
        body = _proven(file, parts, next(answers))
        if body is not None:
            found[file.name] = body
    return found


def _alone(client: Client, file: ArchiveFile) -> bytes | None:
    try:
        return read_file(client, file)
    except (RefusedError, IntegrityError) as error:
        if error.data.get("reason") == log_methods.NOT_AT_REST:
            raise
        return None


def _proven(file: ArchiveFile, parts: Sequence[object], digest: object) -> bytes | None:
    """The file's bytes when all of it was answered and its hash is the station's."""
    body = b""
    for start, one in zip(range(0, file.size, PART_BYTES), parts, strict=True):
        if not isinstance(one, models.LogPart):
            return None
        body += _part(file, start, one)
    if not isinstance(digest, models.LogDigest) or hashlib.sha256(body).hexdigest() != digest.sha256:
        return None
    return body


def _parts_of(file: ArchiveFile) -> list[dict[str, object]]:
    return [{"file": file.name, "offset": start} for start in range(0, file.size, PART_BYTES)]


def read_file(client: Client, file: ArchiveFile) -> bytes:
    """The bytes of one file, proven by the station's SHA-256.

    Raises RefusedError (gone, or a session runs), IntegrityError when the hashes go on to differ.
    """
    wanted = ""
    for _ in range(TRIES):
        starts = range(0, file.size, PART_BYTES)
        parts = client.call_many("log.read", _parts_of(file), models.LogPart, BULK_WINDOW)
        body = b"".join(_part(file, start, one) for start, one in zip(starts, parts, strict=True))
        wanted = client.call("log.digest", {"file": file.name}, models.LogDigest).sha256
        if hashlib.sha256(body).hexdigest() == wanted:
            return body
    raise IntegrityError(
        f"the archive file {file.name} came {TRIES} times with another SHA-256 than the station has",
        "run `station logs pull` again; nothing of it was stored or acknowledged",
        {"file": file.name, "expected": wanted},
    )


def _part(file: ArchiveFile, start: int, answer: models.LogPart) -> bytes:
    wanted = min(PART_BYTES, file.size - start)
    try:
        data = base64.b64decode(answer.data, validate=True)
    except binascii.Error as error:
        raise IntegrityError(f"a part of {file.name} is not base64: {error}") from error
    if answer.offset != start or len(data) != wanted:
        raise IntegrityError(
            f"asked for {wanted} bytes of {file.name} from {start}, got {len(data)} from {answer.offset}",
            "run `station logs pull` again",
        )
    return data


def unreadable(file: ArchiveFile) -> Found:
    """A file of which nothing is known but its name: every record is damaged."""
    return Found([], [Damaged(seq, b"") for seq in range(file.first_seq, file.next_seq)])


def opened(file: ArchiveFile, data: bytes) -> Found:
    """The records of a file, one flipped bit turned back; of one that cannot be opened every record is damaged."""
    found = Found()
    try:
        rows, _ = mend.records_of(data)
    except ValueError:
        return unreadable(file)
    for seq, raw in rows:
        one = judged(seq, raw)
        if isinstance(one, Record):
            found.records.append(one)
        else:
            found.damaged.append(one)
    return found
