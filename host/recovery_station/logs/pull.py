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
from station_firmware.store.archive import UNREADABLE

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

    `lost` counts the records that the station no longer had before this store got them, each told once; their numbers
    are `lost_ranges`, and `lost_acknowledged` counts those of them that another computer has. `damaged` are the slots
    met that do not hold their record any more; `waiting` are archive files that the station gives only at rest;
    `unreadable` is true while it cannot read its archive at all. While either is so, nothing was acknowledged.
    """

    station: str
    new: int = 0
    lost_ranges: list[range] = field(default_factory=lambda: list[range]())
    lost_acknowledged: int = 0
    next_seq: int = 0
    acked_seq: int = 0
    damaged: list[Damaged] = field(default_factory=lambda: list[Damaged]())
    waiting: int = 0
    unreadable: bool = False

    @property
    def lost(self) -> int:
        """How many records are lost."""
        return sum(len(one) for one in self.lost_ranges)

    @property
    def partial(self) -> bool:
        """True while the station has something that could not come yet."""
        return bool(self.waiting) or self.unreadable


@dataclass
class Held:
    """Numbers of the store: those that need no reading, which of them are only spoiled, and what is lost for good."""

    known: set[int]
    spoiled: dict[int, bool]
    lost: set[int]

    def wanted_of(self, journal: models.LogRange, file: archive.ArchiveFile) -> bool:
        """True when a file may hold something that the store lacks.

        A record that lay spoiled in the ring may be whole there: until the file was acknowledged, or while nothing of
        it could be read.
        """
        fresh = file.next_seq > journal.acked_seq
        for seq in range(file.first_seq, file.next_seq):
            if seq in self.spoiled:
                if fresh or self.spoiled[seq]:
                    return True
            elif seq not in self.known and not (seq in self.lost and file.name.endswith(archive.THINNED)):
                return True
        return False


def pull(
    station: Station, store: Store, *, everything: bool = False, progress: Progress | None = None
) -> PullResult:
    """Bring `store` up to date with `station`. See Station.pull_logs.

    What the station gives up while we read is looked for again, and the pull goes on behind it.
    """
    result = PullResult(station.hello.serial)
    for left in reversed(range(TRIES_AFTER_EVICTION)):
        journal = station.log_range()
        store.begin_account(result.station, journal)
        try:
            if _pull_range(station, store, journal, result, everything, progress, last=not left):
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
    *,
    last: bool,
) -> bool:
    """False when a file of the archive could not be read and was not the last try: it may be another by now."""
    held = _held(station, store, journal, everything=everything)
    result.next_seq, result.acked_seq = journal.next_seq, journal.acked_seq
    ring = range(journal.first_seq if journal.ring_seq is None else journal.ring_seq, journal.next_seq)
    failed: list[archive.ArchiveFile] = []
    parts = (_archived(station, journal, held, ring, result, failed), _in_ring(station.client, ring, held))
    done, total = 0, journal.next_seq - journal.first_seq - len(held.known | held.lost)
    for found in chain.from_iterable(parts):
        _keep(station, store, held, found, result)
        done += found.count
        if progress:
            progress(done, max(done, total))
    if failed and not last:
        return False
    for file in failed:
        _keep(station, store, held, _in_archive_only(archive.unreadable(file), ring), result)
    _close(station, store, journal, result)
    return True


def _keep(station: Station, store: Store, held: Held, found: Found, result: PullResult) -> None:
    """Commit a part of what is there, and tell of what is spoiled if it is news; what is here whole stays so."""
    found.damaged = [one for one in found.damaged if one.seq not in held.known]
    result.new += store.add(station.hello, found.records, found.damaged)
    held.known.update(one.seq for one in found.records)
    news = [one for one in found.damaged if one.seq not in held.spoiled and one not in result.damaged]
    result.damaged += news


def _close(station: Station, store: Store, journal: models.LogRange, result: PullResult) -> None:
    """Say what is lost, and let the station forget; not while it has something that is not here yet."""
    if result.partial:
        return
    result.lost_ranges = store.account(station.hello, journal)
    below = [range(one.start, min(one.stop, journal.acked_seq)) for one in result.lost_ranges]
    result.lost_acknowledged = sum(len(one) for one in below)
    # An acknowledgement is a record of its own: acknowledging nothing but those would never come to an end.
    if result.damaged or store.holds_more_than_acks(result.station, journal.acked_seq, journal.next_seq):
        result.acked_seq = acknowledge(station, journal.next_seq, result.acked_seq)


def _in_ring(client: Client, ring: range, held: Held) -> Iterator[Found]:
    """What neither the store nor a file had: asked for when the files have been read.

    The newest that lay spoiled are looked at once more: what was read wrong may be read right.
    """
    again = sorted(seq for seq in held.spoiled if seq in ring and seq not in held.known)[-PROBES:]
    if again:
        yield read(client, again)
    yield from _proven(client, [seq for seq in ring if seq not in held.known and seq not in held.spoiled])


def _archived(
    station: Station,
    journal: models.LogRange,
    held: Held,
    ring: range,
    result: PullResult,
    failed: list[archive.ArchiveFile],
) -> Iterator[Found]:
    """What the store lacks of the files on the flash; while a session runs they wait, and are counted."""
    result.waiting = journal.files
    result.unreadable = journal.failing == UNREADABLE
    if not journal.files and not result.unreadable:
        return
    try:
        there = archive.files(station.client)
        result.unreadable = there is None
        lacking = [file for file in there or () if held.wanted_of(journal, file)]
        result.waiting = len(lacking)
        for file, data in archive.read_files(station.client, lacking):
            if data is None:
                failed.append(file)
            else:
                yield _in_archive_only(archive.opened(file, data), ring)
            result.waiting -= 1
    except RefusedError as error:
        if error.data.get("reason") != log_methods.NOT_AT_REST:
            raise


def _in_archive_only(found: Found, ring: range) -> Found:
    """What the ring still holds is judged there: a spoiled file costs nothing that is not only in it."""
    found.damaged = [one for one in found.damaged if one.seq < ring.start]
    return found


def _held(station: Station, store: Store, journal: models.LogRange, *, everything: bool) -> Held:
    known = set[int]() if everything else _known(station, store, journal)
    if not known:
        return Held(known, {}, set())
    span = (station.hello.serial, journal.first_seq, journal.next_seq)
    spoiled = {seq: blank for seq, blank in store.spoiled_seqs(*span).items() if seq in known}
    return Held(known.difference(spoiled), spoiled, store.lost_seqs(*span))


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
