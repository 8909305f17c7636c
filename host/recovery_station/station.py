"""The typed API: one `Station` is one conversation with one station, real or virtual."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from recovery_station import models
from recovery_station.adjusting import Adjustment
from recovery_station.client import DEFAULT_TIMEOUT_S, Client
from recovery_station.errors import RefusedError, UsageError
from recovery_station.records import Record
from recovery_station.snapshot import to_status
from recovery_station.transport.base import Transport
from recovery_station.versions import misfit

if TYPE_CHECKING:
    from recovery_station.authoring.config import Configuration
    from recovery_station.authoring.shelf import Shelf
    from recovery_station.clocks import ClockSync
    from recovery_station.logs.pull import PullResult
    from recovery_station.selftesting import SelfTest


class Station:
    """A station that answered `hello`. Use it as a context manager; `close` gives the port back.

    Every method may raise StationGoneError (the port vanished) and TimedOutError (no answer after retries);
    what else it raises is said there.
    """

    def __init__(self, transport: Transport, timeout_s: float = DEFAULT_TIMEOUT_S) -> None:
        """Take an unopened transport; `open` is the usual way."""
        self.client = Client(transport, timeout_s)
        self._hello: models.Hello | None = None

    @classmethod
    def open(cls, target: str | None = None, *, timeout_s: float = DEFAULT_TIMEOUT_S) -> Station:
        """Open a station and greet it.

        Args:
            target: a name, a serial number, a port, `sim:` for a virtual station inside this process without
                a wall clock, or None for the only one there is.
            timeout_s: how long one call may take, all its repetitions together.

        Raises:
            NoStationError, UsageError (several stations, none chosen), BusyError, TimedOutError.
        """
        from recovery_station.discover import transport_for

        station = cls(transport_for(target), timeout_s)
        station.connect()
        return station

    def connect(self) -> models.Hello:
        """Open the transport and greet the station. Raises what `open` raises."""
        self.client.transport.open()
        try:
            return self.greet()
        except BaseException:
            self.close()
            raise

    def greet(self) -> models.Hello:
        """Ask the station who it is, again after it restarted."""
        self._hello = self.client.call("hello", None, models.Hello)
        self.client.barred = misfit(self._hello)
        return self._hello

    @classmethod
    def halt(cls, target: str | None = None, *, timeout_s: float = DEFAULT_TIMEOUT_S) -> str:
        """Stop whatever station that is: STOP goes out before anything else is asked. Returns the state after it.

        Raises as `open`.
        """
        from recovery_station.discover import transport_for

        station = cls(transport_for(target), timeout_s)
        station.client.transport.open()
        with station:
            station.client.notify_stop()
            station.greet()
            return station.stop()

    def close(self) -> None:
        """Give the port back; the station goes on with what it does."""
        self.client.transport.close()

    def __enter__(self) -> Station:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def hello(self) -> models.Hello:
        """What the station said of itself: firmware, serial, name, boot number."""
        if self._hello is None:
            raise UsageError("this station is not open", "call connect() first")
        return self._hello

    # ------------------------------------------------------------ looking

    def wire_status(self) -> models.WireStatus:
        """`status` as it comes over the wire, with the prompt and how the last session ended."""
        return self.client.call("status", None, models.WireStatus)

    def status(self) -> models.Status:
        """`status/1`: state, session, pressures in mmHg, baths in degrees Celsius, all faults."""
        wire = self.wire_status()
        return to_status(self.hello, wire, self.faults() if wire.faults_count > 1 else None)

    def faults(self) -> list[models.Fault]:
        """Every standing fault, the first one first."""
        rows: list[models.WireFault] = []
        while True:
            page = self.client.call("fault.list", {"offset": len(rows)}, models.FaultPage)
            rows += page.faults
            if not page.faults or len(rows) >= page.total:
                return [models.Fault.from_wire(row) for row in rows]

    @property
    def protocols(self) -> Shelf:
        """The protocols the station holds, to list, get, put and remove them."""
        from recovery_station.authoring.shelf import Shelf

        return Shelf(self.client)

    def presets(self) -> list[models.Preset]:
        """What the station offers: the built-in protocols, then those that were put on it."""
        return self.protocols.rows()

    def preset(self, preset_id: str) -> dict[str, object]:
        """One protocol as the station holds it, with the keys of a protocol file.

        Raises RefusedError when it has none of this id, IntegrityError when what came does not fit its
        SHA-256.
        """
        return self.protocols.get(preset_id).document

    # ------------------------------------------------------------ acting

    def start(
        self,
        preset_id: str,
        *,
        screened: bool,
        confirmed_by: str | None = None,
        member: str | None = None,
        soreness: int | None = None,
        zones_off: Sequence[str] = (),
    ) -> models.StartReply:
        """Arm a session.

        Args:
            preset_id: which preset.
            screened: the do-not-use list (station_firmware.core.screening) was read out and denied. Never pass
                True without having asked.
            confirmed_by: who stands at the station; with it the session begins without the START button, after
                5 s of buzzer.
            member: whose session it is, as the gym names people.
            soreness: 0 to 10.
            zones_off: zones ("L2") left off in this session, where the preset allows it.

        Raises:
            UsageError: not screened. RefusedError: unknown preset, wrong state (a boot is waited for), an interlock.
        """
        if not screened:
            raise UsageError(
                "the do-not-use list was not confirmed", "ask every point of it, then pass screened=True"
            )
        params: dict[str, object] = {"protocol": preset_id, "screened": True}
        optional = {"confirmed_by": confirmed_by, "member": member, "soreness": soreness}
        params.update({key: value for key, value in optional.items() if value is not None})
        if zones_off:
            params["zones_off"] = list(zones_off)
        return self.client.call("session.start", params, models.StartReply, changes=True)

    def stop(self) -> str:
        """Stop and vent: the bare STOP line first, then `session.stop`, so that no bad frame keeps it back.

        Returns the state afterwards. A station with nothing to stop is no error.
        """
        self.client.notify_stop()
        try:
            return self._move("session.stop")
        except RefusedError:
            return self.wire_status().state

    def pause(self) -> str:
        """Vent and wait. Returns the state; raises RefusedError when no session runs."""
        return self._move("session.pause")

    def resume(self) -> str:
        """Go on with a paused session. Returns the state; raises RefusedError when none is paused."""
        return self._move("session.resume")

    def adjust(self, change: Adjustment) -> str:
        """Change the running step; new targets hold from each leg's next cycle. Returns the state.

        Args:
            change: `Intensity(5)`, `Boost("calf")`, `NoBoost()`, `Skip()` or `Longer()`.

        Raises:
            UsageError: a value out of its bounds. RefusedError: nothing runs, or a target would leave its bounds.
        """
        return self.client.call("session.adjust", change.params(), models.StateReply, changes=True).state

    def ack(self) -> str:
        """Acknowledge a latched fault. Returns the state; raises RefusedError when only the panel may."""
        return self._move("fault.ack")

    def selftest(self) -> SelfTest:
        """Run the whole self-test (idle only) and wait for its end, about 15 s; findings stand as a fault afterwards.

        Raises RefusedError in any state but IDLE, TimedOutError when it does not end.
        """
        from recovery_station.selftesting import run

        return run(self)

    def repl(self, why: Literal["prompt", "bootloader"] = "prompt") -> str:
        """Ask for MAINTENANCE with an open REPL (idle only); the station's journal tells why.

        The station resets, its port may go and return.
        """
        return self._move("service.repl", {"why": why})

    def set_clock(self, epoch_s: int | None = None) -> int:
        """Set the station's clock, to this computer's when no seconds since 1970 UTC are given. Returns them."""
        wanted = round(time.time()) if epoch_s is None else epoch_s
        params: dict[str, object] = {"epoch_s": wanted}
        reply = self.client.call("clock.set", params, models.ClockReply, changes=True)
        return wanted if reply.epoch_s is None else reply.epoch_s

    def sync_clock(self) -> ClockSync:
        """Set the station's clock by this computer's as exactly as the line allows; tells how exactly that was."""
        from recovery_station.clocks import sync

        return sync(self)

    def config(self) -> Configuration:
        """The site's settings, and whether they are good. Raises RefusedError while anybody may be in the boots."""
        from recovery_station.authoring import config

        return config.read(self.client)

    def put_config(self, table: Mapping[str, object]) -> str:
        """Replace the site's settings (docs/settings.md); returns their SHA-256. Raises UsageError, RefusedError."""
        from recovery_station.authoring import config

        return config.write(self.client, table)

    def _move(self, method: str, params: dict[str, object] | None = None) -> str:
        return self.client.call(method, params, models.StateReply, changes=True).state

    # ------------------------------------------------------------ journal

    def log_range(self) -> models.LogRange:
        """Which records the station's journal holds."""
        return self.client.call("log.list", None, models.LogRange)

    def read_records(self, seqs: Sequence[int]) -> list[Record]:
        """Read these records; only what got lost is asked again. Raises RefusedError for one long gone."""
        from recovery_station.logs.wire import read_records

        return read_records(self.client, seqs)

    def pull_logs(self, store: str | Path | None = None, *, everything: bool = False) -> PullResult:
        """Pull what the store lacks, prove it by SHA-256, commit, and only then acknowledge.

        Args:
            store: SQLite file or SQLAlchemy URL; None is this user's store.
            everything: read the whole journal again, also what the store has.

        Raises:
            IntegrityError, StoreError; in both cases the station still has everything.
        """
        from recovery_station.logs.pull import pull
        from recovery_station.logs.store import Store

        with Store.open(store) as opened:
            return pull(self, opened, everything=everything)

    def events(self, timeout_s: float | None = None, *, fill_gaps: bool = True) -> Iterator[Record]:
        """Journal records as they are written, from now on.

        Args:
            timeout_s: end after this long without a record; None never ends.
            fill_gaps: read what the line lost with `log.read`, so that every sequence number comes once and in order.
        """
        from recovery_station.events import stream

        return stream(self.client, timeout_s, fill_gaps=fill_gaps)
