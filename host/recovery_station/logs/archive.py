"""Archive files of the journal over the wire: listed by pages, read by offset, proven by a hash over the whole file."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from recovery_station import models
from recovery_station.client import BULK_WINDOW, Client
from recovery_station.errors import IntegrityError

PART_BYTES = 800  # what one answer holds at most
TRIES = 3


@dataclass(frozen=True)
class ArchiveFile:
    """A file that holds records first_seq ≤ seq < next_seq, without those acknowledged when it was made."""

    name: str
    size: int
    first_seq: int
    next_seq: int


def files(client: Client) -> list[ArchiveFile]:
    """All archive files, oldest first as the station lists them."""
    found: list[ArchiveFile] = []
    while True:
        page = client.call("log.list", {"offset": len(found)}, models.LogFiles)
        found += [ArchiveFile(*row) for row in page.files]
        if not page.files or len(found) >= page.total:
            return found


def read_file(client: Client, file: ArchiveFile) -> bytes:
    """The bytes of one file, proven by the station's SHA-256.

    Raises RefusedError (gone, or a session runs), IntegrityError when the hashes go on to differ.
    """
    wanted = ""
    for _ in range(TRIES):
        starts = range(0, file.size, PART_BYTES)
        requests: list[dict[str, object]] = [{"file": file.name, "offset": start} for start in starts]
        parts = client.call_many("log.read", requests, models.LogPart, BULK_WINDOW)
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
