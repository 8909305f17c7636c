"""Pull a station's journal: read in windows, prove by hash, commit, and only then let the station forget."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from recovery_station import models
from recovery_station.client import MOST_RECORDS, Client
from recovery_station.errors import RefusedError, TimedOutError
from recovery_station.logs import archive
from recovery_station.logs.store import Store
from recovery_station.logs.wire import RECORDS_A_DIGEST, Found, read, read_ahead, read_proven, unbroken_runs
from recovery_station.records import Damaged
from recovery_station.rpc_errors import NO_SUCH_RECORD
from station_firmware.link import log_methods

if TYPE_CHECKING:
    from recovery_station.station import Station

CHUNK_RECORDS = (
    RECORDS_A_DIGEST  # read, proven and committed together: what a cut can cost; less on a bad line
)
AHEAD_RECORDS = 5 * CHUNK_RECORDS
TRIES_AFTER_EVICTION = 3
PROBES = 20  # known records read again, so that one spoiled since does not decide alone

Progress = Callable[[int, int], None]  # records pulled so far, records to pull


@dataclass
class PullResult:
    """What a pull did.

    `lost` counts records the station forgot before any host of this store had them; `damaged` are the slots met
    that do not hold their record any more; `waiting` are archive files that the station gives only at rest.
    """

    station: str
    new: int = 0
    lost: int = 0
    next_seq: int = 0
    acked_seq: int = 0
    damaged: list[Damaged] = field(default_factory=lambda: list[Damaged]())
    waiting: int = 0


def pull(
    station: Station, store: Store, *, everything: bool = False, progress: Progress | None = None
) -> PullResult:
    """Bring `store` up to date with `station`. See Station.pull_logs.

    A record evicted by the station while we read is counted as lost, and the pull goes on behind it.
    """
    result = PullResult(station.hello.serial)
    counted_to = 0  # losses below this are in the result
    for left in reversed(range(TRIES_AFTER_EVICTION)):
        journal = station.log_range()
        result.lost += _lost(store, result.station, journal, counted_to)
        counted_to = journal.first_seq
        try:
            _pull_range(station, store, journal, result, everything, progress)
            break
        except RefusedError as error:
            if error.data.get("code") != NO_SUCH_RECORD or not left:
                raise
    # The records are safe by now; protocols that do not get through a bad line are asked for by the next pull.
    with contextlib.suppress(TimedOutError):
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
    known: set[int] = set() if everything else _known(station, store, journal)
    result.next_seq, result.acked_seq = journal.next_seq, journal.acked_seq
    ring_seq = journal.first_seq if journal.ring_seq is None else journal.ring_seq
    parts = (
        _archived(station, journal, known, result),
        _in_ring(station.client, range(ring_seq, journal.next_seq), known),
    )
    done, total = 0, journal.next_seq - journal.first_seq - len(known)
    for found in chain.from_iterable(parts):
        known.update(one.seq for one in found.records)
        result.new += store.add(station.hello, found.records, found.damaged)
        result.damaged += [one for one in found.damaged if one not in result.damaged]
        done += found.count
        if progress:
            progress(done, max(done, total))
    if result.waiting:
        return  # what is below the ring is not here yet, so nothing of it may be forgotten
    # An acknowledgement is a record of its own: acknowledging nothing but those would never come to an end.
    if result.damaged or store.holds_more_than_acks(result.station, journal.acked_seq, journal.next_seq):
        result.acked_seq = acknowledge(station, journal.next_seq, result.acked_seq)


def _in_ring(client: Client, ring: range, known: set[int]) -> Iterator[Found]:
    """What neither the store nor a file had: asked for when the files have been read."""
    yield from _proven(client, [seq for seq in ring if seq not in known])


def _archived(
    station: Station, journal: models.LogRange, known: set[int], result: PullResult
) -> Iterator[Found]:
    """What the store lacks of the files on the flash; while a session runs they wait, and are counted."""
    if not journal.files:
        return
    result.waiting = journal.files
    ring_seq = journal.first_seq if journal.ring_seq is None else journal.ring_seq
    try:
        lacking = archive.wanted(archive.files(station.client), journal, known)
        result.waiting = len(lacking)
        for file, data in archive.read_files(station.client, lacking):
            found = archive.opened(file, data)
            result.lost += archive.given_up(file, found, known)
            # what the ring still holds is judged there: a spoiled file costs nothing that is not only in it
            found.damaged = [one for one in found.damaged if one.seq < ring_seq]
            yield found
            result.waiting -= 1
    except RefusedError as error:
        if error.data.get("reason") != log_methods.NOT_AT_REST:
            raise


def _known(station: Station, store: Store, journal: models.LogRange) -> set[int]:
    """Sequence numbers that need no reading.

    The newest of them are read all the same: a journal that was erased starts its numbers again, and then none of
    what is stored is known. A slot that was spoiled since says nothing.
    """
    known = store.known_seqs(station.hello.serial, journal.first_seq, journal.next_seq)
    if not known:
        return known
    in_ring = [seq for seq in known if journal.ring_seq is None or seq >= journal.ring_seq]
    if not in_ring:
        return known  # numbers go on behind the archive: nothing begins again below it
    for seq in sorted(in_ring, reverse=True)[:PROBES]:
        for record in read(station.client, [seq]).records:
            return known if store.has(station.hello.serial, record) else set()
    return set()


def _lost(store: Store, serial: str, journal: models.LogRange, counted_to: int) -> int:
    newest = store.newest_seq(serial)
    if newest is None:
        return 0
    return max(0, journal.first_seq - max(newest + 1, counted_to))


def _proven(client: Client, seqs: list[int]) -> Iterator[Found]:
    """Read and prove a chunk at a time; on a bad line they are small, and one ends where its reading got stuck."""
    for run in unbroken_runs(seqs):
        start = run.start
        while start < run.stop:
            for found in _next(client, range(start, run.stop)):
                yield found
                start += found.count


def _next(client: Client, left: range) -> list[Found]:
    """The next chunks: several at once as long as the line and the station are up to it."""
    if client.pipelined and client.bulk_records == MOST_RECORDS:
        ahead = left[:AHEAD_RECORDS]
        found = read_ahead(client, ahead)
        client.pipelined = sum(one.count for one in found) == len(ahead)
        if found:
            return found
    size = max(1, CHUNK_RECORDS * client.bulk_records // MOST_RECORDS)
    return [read_proven(client, left[:size])]


def acknowledge(station: Station, seq: int, acked_seq: int) -> int:
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
