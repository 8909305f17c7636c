"""Goes on pulling as records are written: notifications in small batches, gaps read, committed, then acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from recovery_station.errors import RefusedError
from recovery_station.events import drain, subscribe
from recovery_station.logs.pull import PullResult, acknowledge, pull
from recovery_station.logs.store import Store
from recovery_station.logs.wire import RECORDS_A_DIGEST, read_proven, unbroken_runs
from recovery_station.records import Damaged, Record
from recovery_station.rpc_errors import NO_SUCH_RECORD
from station_firmware.store import record as layout

if TYPE_CHECKING:
    from recovery_station.station import Station

BATCH_S: Final = 1.0
"""From the first record of a batch to its commit."""
LOOK_S: Final = 5.0
"""After so long without a notification the station is asked where its journal ends: the last one may be lost."""
ACK_S: Final = 10.0
"""Between two acknowledgements: each is a record itself, so one a second would double the journal."""
WAITING_S: Final = 60.0
"""Between two tries to get the archive of a station that gives it only at rest."""

Told = Callable[[PullResult, list[Record]], None]


class LivePull:
    """`begin()`, then `step()` in a loop, `finish()` at the end; `told` hears of each commit, with its records."""

    def __init__(self, station: Station, store: Store, told: Told) -> None:
        self._station = station
        self._client = station.client
        self._store = store
        self._told = told
        self._batch: dict[int, Record] = {}
        self._next_seq = 0  # everything below is committed
        self._acked_seq = 0
        self._due_s: float | None = None  # when the batch is committed
        self._look_s = 0.0
        self._ack_s: float | None = None  # when what was committed is acknowledged
        self._partial = False  # while archive files are not here yet nothing is acknowledged

    def begin(self) -> None:
        """Ask for notifications, then pull what is there: so nothing falls between the two."""
        subscribe(self._client, True)
        self._pull()

    def step(self, seconds: float) -> None:
        """Let time pass for `seconds` at most; commit and acknowledge what is due."""
        client = self._client
        client.pump(seconds)
        self._take()
        now = client.transport.now()
        if self._due_s is not None and now >= self._due_s:
            self._commit()
        elif self._due_s is None and now >= self._look_s:
            self._look_s = now + LOOK_S
            self._read_up_to(self._station.log_range().next_seq)
        if self._ack_s is not None and now >= self._ack_s:
            self._acknowledge()

    def finish(self) -> None:
        """Commit and acknowledge what came, and ask for no more."""
        self._take()
        self._commit()
        self._acknowledge()
        subscribe(self._client, False)

    def _take(self) -> None:
        now = self._client.transport.now()
        for record in drain(self._client):
            self._look_s = now + LOOK_S
            if record.seq >= self._next_seq:
                self._batch[record.seq] = record  # a doubled one is the same
                self._due_s = now + BATCH_S if self._due_s is None else self._due_s

    def _commit(self) -> None:
        if self._batch:
            self._read_up_to(max(self._batch) + 1)
        self._due_s = None

    def _read_up_to(self, next_seq: int) -> None:
        """Commit the batch and all that is missing below `next_seq`; when that is gone, a whole pull finds out."""
        missing = [seq for seq in range(self._next_seq, next_seq) if seq not in self._batch]
        records, damaged = dict(self._batch), list[Damaged]()
        try:
            for run in unbroken_runs(missing):
                at = run.start
                while at < run.stop:
                    found = read_proven(self._client, range(at, min(run.stop, at + RECORDS_A_DIGEST)))
                    records |= {one.seq: one for one in found.records}
                    damaged += found.damaged
                    at += found.count
        except RefusedError as error:
            if error.data.get("code") != NO_SUCH_RECORD:
                raise
            self._pull()
            return
        self._keep([records[seq] for seq in sorted(records)], damaged, next_seq)

    def _keep(self, records: list[Record], damaged: list[Damaged], next_seq: int) -> None:
        if not records and not damaged:
            return
        result = PullResult(self._station.hello.serial, damaged=damaged)
        result.new = self._store.add(self._station.hello, records, damaged)
        self._next_seq = next_seq
        self._batch = {seq: one for seq, one in self._batch.items() if seq >= next_seq}
        result.next_seq, result.acked_seq = next_seq, self._acked_seq
        if damaged or any(one.kind != layout.ACK for one in records):
            now = self._client.transport.now()
            self._ack_s = now + ACK_S if self._ack_s is None else self._ack_s
        self._told(result, records)

    def _pull(self) -> None:
        result = pull(self._station, self._store)
        self._next_seq, self._acked_seq = result.next_seq, result.acked_seq
        self._partial = result.partial
        self._batch = {seq: one for seq, one in self._batch.items() if seq >= result.next_seq}
        self._ack_s = None
        self._look_s = self._client.transport.now() + LOOK_S
        self._told(result, [])

    def _acknowledge(self) -> None:
        if self._ack_s is None:
            return
        if self._partial:
            # what is below it is not here yet: a whole pull acknowledges when it is
            self._pull()
            self._ack_s = self._client.transport.now() + WAITING_S if self._partial else None
            return
        self._acked_seq = acknowledge(self._station, self._next_seq, self._acked_seq)
        self._ack_s = None
