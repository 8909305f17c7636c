"""Journal records over the wire: windows of requests, only gaps asked again, a hash over the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from recovery_station import models
from recovery_station.client import BULK_WINDOW, MOST_RECORDS, Client
from recovery_station.errors import IntegrityError
from recovery_station.pending import Ask
from recovery_station.records import Damaged, Record, judged, slots

RECORDS_A_DIGEST = 200  # what the station hashes in one request
SHORTER = 4  # times less is asked for when answers do not get through
TRIES = 3  # a slot may be read wrong by a failing memory, and overwritten while it is read


@dataclass
class Found:
    """What lies in the slots asked for: records, and the slots that do not hold theirs."""

    records: list[Record] = field(default_factory=lambda: list[Record]())
    damaged: list[Damaged] = field(default_factory=lambda: list[Damaged]())

    @property
    def count(self) -> int:
        """Slots read."""
        return len(self.records) + len(self.damaged)


def read(client: Client, seqs: Sequence[int]) -> Found:
    """Read the slots of these ascending sequence numbers, without a hash over them.

    Raises RefusedError (no longer there) or IntegrityError (not what was asked for).
    """
    return _judged(_read_slots(client, seqs))


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

    What is damaged then lies so in the memory. It may be the beginning of the run, when the line is too bad for all
    of it. Raises as `read`, and IntegrityError when the hashes go on to differ.
    """
    wanted = got = ""
    for _ in range(TRIES):
        raw = _read_slots(client, seqs, beginning=True)
        seqs = range(seqs.start, next((seq for seq in seqs if seq not in raw), seqs.stop))
        wanted = client.call("log.digest", _asked(seqs), models.LogDigest).sha256
        got = hashlib.sha256(b"".join(raw[seq] for seq in seqs)).hexdigest()
        if got == wanted:
            return _judged({seq: raw[seq] for seq in seqs})
    raise IntegrityError(
        f"records {seqs.start} to {seqs.stop - 1} came {TRIES} times with another SHA-256 than the station has",
        "run `station logs pull` again; nothing of them was stored or acknowledged. If it stays, the station's "
        "memory chip is failing",
        {"expected": wanted, "found": got},
    )


def read_ahead(client: Client, seqs: range) -> list[Found]:
    """Read and prove runs of RECORDS_A_DIGEST slots with all requests one behind the other, so nothing waits.

    Gives the runs that were proven, from the first on: not all on a bad line, or while the station gives fewer slots
    than asked. Raises as `read`.
    """
    runs = [
        range(start, min(seqs.stop, start + RECORDS_A_DIGEST))
        for start in range(seqs.start, seqs.stop, RECORDS_A_DIGEST)
    ]
    asks: list[Ask] = []
    for run in runs:
        asks += [Ask("log.read", _asked(piece), models.LogSlice) for piece in _pieces(run, MOST_RECORDS)]
        asks.append(Ask("log.digest", _asked(run), models.LogDigest))
    answers = iter(client.call_mixed(asks, BULK_WINDOW))
    proven: list[Found] = []
    for run in runs:
        pieces = [(piece, next(answers)) for piece in _pieces(run, MOST_RECORDS)]
        digest = next(answers)
        raw = _whole(pieces)
        if raw is None or not isinstance(digest, models.LogDigest):
            break
        if hashlib.sha256(b"".join(raw.values())).hexdigest() != digest.sha256:
            break
        proven.append(_judged(raw))
    return proven


def _asked(run: range) -> dict[str, object]:
    return {"seq": run.start, "count": len(run)}


def _whole(pieces: Sequence[tuple[range, object]]) -> dict[int, bytes] | None:
    """The slots of all pieces in order, None when one was not answered in full."""
    raw: dict[int, bytes] = {}
    for piece, answer in pieces:
        if not isinstance(answer, models.LogSlice):
            return None
        given = _slots_of(piece, answer)
        if len(given) != len(piece):
            return None
        raw.update(zip(piece, given, strict=True))
    return raw


def unbroken_runs(seqs: Iterable[int]) -> list[range]:
    """Ascending sequence numbers as ranges without holes."""
    runs: list[range] = []
    for seq in seqs:
        if runs and runs[-1].stop == seq:
            runs[-1] = range(runs[-1].start, seq + 1)
        else:
            runs.append(range(seq, seq + 1))
    return runs


def _judged(raw: dict[int, bytes]) -> Found:
    """Each slot alone, in order."""
    found = Found()
    for seq in sorted(raw):
        one = judged(seq, raw[seq])
        if isinstance(one, Record):
            found.records.append(one)
        else:
            found.damaged.append(one)
    return found


def _read_slots(client: Client, seqs: Sequence[int], *, beginning: bool = False) -> dict[int, bytes]:
    """The raw slots by number.

    A station gives fewer than asked while a session runs: then it is asked for as few. When long answers do not get
    through a bad line, shorter ones are asked for, and longer ones again once those do. `beginning`: when that
    happens and the first of them are there, they will do.
    """
    raw: dict[int, bytes] = {}
    most = MOST_RECORDS
    worse = False
    while not all(seq in raw for seq in seqs) and not (beginning and worse and seqs[0] in raw):
        if beginning and worse:
            seqs = seqs[: max(1, len(seqs) // SHORTER)]
        pieces = list(_pieces([seq for seq in seqs if seq not in raw], min(most, client.bulk_records)))
        answers = _ask(client, pieces)
        for piece, answer in zip(pieces, answers, strict=True):
            if answer is not None:
                given = _slots_of(piece, answer)
                raw.update(zip(piece, given, strict=False))
                most = min(most, len(given)) if len(given) < len(piece) else most
        worse = None in answers
        now = client.bulk_records
        client.bulk_records = max(1, now // SHORTER) if worse else min(MOST_RECORDS, now + 1)
    return raw


def _ask(client: Client, pieces: Sequence[range]) -> Sequence[models.LogSlice | None]:
    """An answer each, None for what did not get through; of single records each must."""
    requests = [_asked(one) for one in pieces]
    if client.bulk_records == 1:
        return client.call_many("log.read", requests, models.LogSlice)
    return client.call_some("log.read", requests, models.LogSlice)


def _slots_of(piece: range, answer: models.LogSlice) -> list[bytes]:
    given = slots(answer.data)
    if answer.seq == piece.start and 0 < len(given) <= len(piece):
        return given
    raise IntegrityError(
        f"asked for {len(piece)} records from {piece.start}, got {len(given)} from {answer.seq}",
        "run `station logs pull` again",
    )


def _pieces(seqs: Iterable[int], size: int) -> Iterable[range]:
    """What one request each asks for."""
    for run in unbroken_runs(seqs):
        for start in range(run.start, run.stop, size):
            yield range(start, min(run.stop, start + size))
