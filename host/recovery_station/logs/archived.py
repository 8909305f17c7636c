"""The part of a pull that comes from the station's flash archive: files the store lacks, opened, mended, judged."""

from __future__ import annotations

from collections.abc import Sequence

from recovery_station import models
from recovery_station.logs import mend
from recovery_station.logs.archive import ArchiveFile
from recovery_station.logs.wire import Found
from recovery_station.records import Record, judged

THINNED = ".e"  # how a file's name ends whose telemetry the station gave up


def wanted(files: Sequence[ArchiveFile], journal: models.LogRange, known: set[int]) -> list[ArchiveFile]:
    """The files that hold something the store lacks.

    Of one that was thinned out nobody knows what is in it: it is read until it was acknowledged.
    """
    found: list[ArchiveFile] = []
    whole = {range(file.first_seq, file.next_seq) for file in files if not file.name.endswith(THINNED)}
    for file in files:
        seqs = range(file.first_seq, file.next_seq)
        if file.name.endswith(THINNED) and seqs in whole:
            continue  # the power went while it was thinned out: nothing is missing yet
        if file.name.endswith(THINNED):
            lacks = file.next_seq > journal.acked_seq or not any(seq in known for seq in seqs)
        else:
            lacks = any(seq not in known for seq in seqs)
        if lacks:
            found.append(file)
    return found


def opened(file: ArchiveFile, data: bytes) -> Found:
    """The records of a file, one flipped bit turned back; of one that cannot be opened every record is damaged."""
    found = Found()
    try:
        rows, _ = mend.records_of(data)
    except ValueError:
        rows = [(seq, b"") for seq in range(file.first_seq, file.next_seq)]
    for seq, raw in rows:
        one = judged(seq, raw)
        if isinstance(one, Record):
            found.records.append(one)
        else:
            found.damaged.append(one)
    return found


def given_up(file: ArchiveFile, found: Found, known: set[int]) -> int:
    """How many records of a thinned file neither it nor the store has: the station had no room for them."""
    if not file.name.endswith(THINNED):
        return 0
    held = {one.seq for one in (*found.records, *found.damaged)} | known
    return sum(1 for seq in range(file.first_seq, file.next_seq) if seq not in held)
