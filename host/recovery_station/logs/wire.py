"""Journal records over the wire: windows of requests, only gaps asked again, a hash over the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from recovery_station import models
from recovery_station.client import Client
from recovery_station.errors import IntegrityError
from recovery_station.records import Record, from_base64

RECORDS_A_READ = 20  # what fits one frame


def read_records(client: Client, seqs: Sequence[int]) -> list[Record]:
    """Read these sequence numbers, ascending.

    Raises RefusedError (no longer there) or IntegrityError (not what was asked for).
    """
    runs = list(_runs(seqs))
    requests: list[dict[str, object]] = [{"seq": seq, "count": count} for seq, count in runs]
    answers = client.call_many("log.read", requests, models.LogSlice)
    records: list[Record] = []
    for (seq, count), answer in zip(runs, answers, strict=True):
        records += _checked(client, seq, count, answer)
    return records


def verify(client: Client, records: Sequence[Record]) -> None:
    """Compare the station's SHA-256 over an unbroken run of records with ours. Raises IntegrityError."""
    if not records:
        return
    asked: dict[str, object] = {"seq": records[0].seq, "count": len(records)}
    wanted = client.call("log.digest", asked, models.LogDigest).sha256
    found = hashlib.sha256(b"".join(record.raw for record in records)).hexdigest()
    if found != wanted:
        raise IntegrityError(
            f"records {records[0].seq} to {records[-1].seq} came with another SHA-256 than the station has",
            "run `station logs pull` again; nothing was stored or acknowledged",
            {"expected": wanted, "found": found},
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


def _runs(seqs: Sequence[int]) -> Iterable[tuple[int, int]]:
    """(first, count) of every request."""
    for run in unbroken_runs(seqs):
        for start in range(run.start, run.stop, RECORDS_A_READ):
            yield start, min(RECORDS_A_READ, run.stop - start)


def _checked(client: Client, seq: int, count: int, answer: models.LogSlice) -> list[Record]:
    records = from_base64(answer.data)
    if [record.seq for record in records] == list(range(seq, seq + count)):
        return records
    if 0 < len(records) < count and [record.seq for record in records] == list(
        range(seq, seq + len(records))
    ):
        # The station gave fewer than asked: ask on from there.
        return records + read_records(client, range(seq + len(records), seq + count))
    raise IntegrityError(
        f"asked for records {seq} to {seq + count - 1}, got others", "run `station logs pull` again"
    )
