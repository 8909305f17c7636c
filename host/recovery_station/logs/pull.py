"""Pull a station's journal: read in windows, prove by hash, commit, and only then let the station forget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recovery_station import models
from recovery_station.errors import RefusedError
from recovery_station.logs.store import Store
from recovery_station.logs.wire import read_records, unbroken_runs, verify
from recovery_station.rpc_errors import NO_SUCH_RECORD

if TYPE_CHECKING:
    from recovery_station.station import Station

CHUNK_RECORDS = 200  # read, proven and committed together: what a cut can cost
TRIES_AFTER_EVICTION = 3

Progress = Callable[[int, int], None]  # records pulled so far, records to pull


@dataclass
class PullResult:
    """What a pull did. `lost` counts records the station forgot before any host of this store had them."""

    station: str
    new: int = 0
    lost: int = 0
    next_seq: int = 0
    acked_seq: int = 0


def pull(
    station: Station, store: Store, *, everything: bool = False, progress: Progress | None = None
) -> PullResult:
    """Bring `store` up to date with `station`. See Station.pull_logs.

    A record evicted by the station while we read is counted as lost, and the pull goes on behind it.
    """
    result = PullResult(station.hello.serial)
    for left in reversed(range(TRIES_AFTER_EVICTION)):
        journal = station.log_range()
        try:
            _pull_range(station, store, journal, result, everything, progress)
            break
        except RefusedError as error:
            if error.data.get("code") != NO_SUCH_RECORD or not left:
                raise
    _keep_protocols(station, store)
    return result


def _pull_range(
    station: Station,
    store: Store,
    journal: models.LogRange,
    result: PullResult,
    everything: bool,
    progress: Progress | None,
) -> None:
    whole = range(journal.first_seq, journal.next_seq)
    known: set[int] = set() if everything else _known(station, store, journal)
    result.lost += _lost(store, result.station, journal)
    result.next_seq, result.acked_seq = journal.next_seq, journal.acked_seq
    missing = [seq for seq in whole if seq not in known]
    done = 0
    for chunk in _chunks(missing):
        records = read_records(station.client, chunk)
        verify(station.client, records)
        result.new += store.add(station.hello, records)
        done += len(chunk)
        if progress:
            progress(done, len(missing))
    # An acknowledgement is a record of its own: acknowledging nothing but those would never come to an end.
    if store.holds_more_than_acks(result.station, journal.acked_seq, journal.next_seq):
        result.acked_seq = _acknowledge(station, journal.next_seq, result.acked_seq)


def _known(station: Station, store: Store, journal: models.LogRange) -> set[int]:
    """Sequence numbers that need no reading.

    One of them is read all the same: a journal that was erased starts its numbers again, and then none of
    what is stored is known.
    """
    known = store.known_seqs(station.hello.serial, journal.first_seq, journal.next_seq)
    if not known:
        return known
    probe = read_records(station.client, [max(known)])
    return known if store.has(station.hello.serial, probe[0]) else set()


def _lost(store: Store, serial: str, journal: models.LogRange) -> int:
    newest = store.newest_seq(serial)
    return 0 if newest is None else max(0, journal.first_seq - newest - 1)


def _chunks(seqs: list[int]) -> Iterator[range]:
    for run in unbroken_runs(seqs):
        for start in range(run.start, run.stop, CHUNK_RECORDS):
            yield range(start, min(run.stop, start + CHUNK_RECORDS))


def _acknowledge(station: Station, seq: int, acked_seq: int) -> int:
    """Tell the station that everything below `seq` is safe here."""
    if seq <= acked_seq:
        return acked_seq
    reply = station.client.call("log.ack", {"seq": seq}, models.AckReply, changes=True)
    return seq if reply.acked_seq is None else reply.acked_seq


def _keep_protocols(station: Station, store: Store) -> None:
    """Keep the protocols that new sessions ran, so that a report can draw what they asked for."""
    from recovery_station.logs.query import protocols_wanted

    shelf = station.protocols
    wanted = protocols_wanted(store, station.hello.serial)
    for protocol_id in sorted({one for one, _ in wanted}):
        there = shelf.content(protocol_id)
        if (protocol_id, None) not in wanted and (protocol_id, there) not in wanted:
            continue  # lost or changed since: the report says that its targets are unknown
        try:
            kept = shelf.get(protocol_id)
        except RefusedError:
            continue
        store.add_protocol(station.hello.serial, protocol_id, kept.content, kept.document)
