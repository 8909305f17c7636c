"""Journal records over the wire: windows of requests, only gaps asked again, a hash over the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from recovery_station import models
from recovery_station.client import Client
from recovery_station.errors import IntegrityError
from recovery_station.records import Damaged, Record, judged, slots

RECORDS_A_READ = 20  # what fits one frame
RECORDS_A_DIGEST = 200  # what the station hashes in one request
TRIES = 3  # a slot may be read wrong by a failing memory, and overwritten while it is read


@dataclass
class Found:
    """What lies in the slots asked for: records, and the slots that do not hold theirs."""

    records: list[Record] = field(default_factory=lambda: list[Record]())
    damaged: list[Damaged] = field(default_factory=lambda: list[Damaged]())

    def take(self, seq: int, raw: bytes) -> None:
        """Judge one slot."""
        one = judged(seq, raw)
        if isinstance(one, Record):
            self.records.append(one)
        else:
            self.damaged.append(one)


def read(client: Client, seqs: Sequence[int]) -> Found:
    """Read the slots of these ascending sequence numbers, without a hash over them.

    Raises RefusedError (no longer there) or IntegrityError (not what was asked for).
    """
    raw = _read_slots(client, seqs)
    found = Found()
    for seq in seqs:
        found.take(seq, raw[seq])
    return found


def read_records(client: Client, seqs: Sequence[int]) -> list[Record]:
    """Read these records. Raises as `read`, and IntegrityError when the station's memory spoiled one of them."""
    found = read(client, seqs)
    if found.damaged:
        named = ", ".join(f"{one.seq} ({one.what})" for one in found.damaged[:10])
        raise IntegrityError(
            f"{len(found.damaged)} of the records asked for are not whole in the station's memory: {named}",
            "`station logs pull` takes all the others; if it gets more, the memory chip is failing",
            {"damaged": [one.seq for one in found.damaged]},
        )
    return found.records


def read_proven(client: Client, seqs: range) -> Found:
    """Read an unbroken run of at most RECORDS_A_DIGEST slots and prove it by the station's own SHA-256.

    What is damaged then lies so in the memory. Raises as `read`, and IntegrityError when the hashes go on to differ.
    """
    for _ in range(TRIES):
        raw = _read_slots(client, seqs)
        asked: dict[str, object] = {"seq": seqs.start, "count": len(seqs)}
        wanted = client.call("log.digest", asked, models.LogDigest).sha256
        got = hashlib.sha256(b"".join(raw[seq] for seq in seqs)).hexdigest()
        if got == wanted:
            found = Found()
            for seq in seqs:
                found.take(seq, raw[seq])
            return found
    raise IntegrityError(
        f"records {seqs.start} to {seqs.stop - 1} came {TRIES} times with another SHA-256 than the station has",
        "run `station logs pull` again; nothing of them was stored or acknowledged. If it stays, the station's "
        "memory chip is failing",
        {"expected": wanted, "found": got},
    )


def unbroken_runs(seqs: Iterable[int]) -> list[range]:
    """Ascending sequence numbers as ranges without holes."""
    runs: list[range] = []
    for seq in seqs:
        if runs and runs[-1].stop == seq:
            runs[-1] = range(runs[-1].start, seq + 1)
        else:
            runs.append(range(seq, seq + 1))
    return runs


def _read_slots(client: Client, seqs: Sequence[int]) -> dict[int, bytes]:
    """The raw slots by number. A station gives fewer than asked while a session runs: then it is asked for as few."""
    raw: dict[int, bytes] = {}
    size = RECORDS_A_READ
    while len(raw) < len(seqs):
        left = [seq for seq in seqs if seq not in raw]
        asked = list(_pieces(left, size))
        requests: list[dict[str, object]] = [{"seq": one.start, "count": len(one)} for one in asked]
        for piece, answer in zip(asked, client.call_many("log.read", requests, models.LogSlice), strict=True):
            given = slots(answer.data)
            if answer.seq != piece.start or not 0 < len(given) <= len(piece):
                raise IntegrityError(
                    f"asked for {len(piece)} records from {piece.start}, got {len(given)} from {answer.seq}",
                    "run `station logs pull` again",
                )
            raw.update(zip(piece, given, strict=False))
            if len(given) < len(piece):
                size = min(size, len(given))
    return raw


def _pieces(seqs: Iterable[int], size: int) -> Iterable[range]:
    """What one request each asks for."""
    for run in unbroken_runs(seqs):
        for start in range(run.start, run.stop, size):
            yield range(start, min(run.stop, start + size))
