"""Follows a station's session.

Events drive the picture, an occasional status gives what events do not carry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from recovery_station import models, words
from recovery_station.errors import IntegrityError, RefusedError
from recovery_station.events import drain, subscribe
from recovery_station.logs.targets import changed, step_targets
from recovery_station.records import Record
from recovery_station.snapshot import degc
from recovery_station.station import Station
from station_firmware.core import states
from station_firmware.store import record as layout

POLL_S = 2.0  # a request slows a virtual station at full speed down, so not more often than a person notices
AT_REST = ("IDLE", "FAULT", "MAINTENANCE")
NOT_STARTED = "not_started"


@dataclass
class View:
    """What there is to show at this moment. Pressures in mmHg, times in seconds, None = unknown."""

    name: str
    state: str = "?"
    session: models.WireSession | None = None
    elapsed_s: float | None = None
    remaining_s: float | None = None
    zones_mmhg: list[models.Reading] = field(default_factory=lambda: list[models.Reading]())
    targets_mmhg: list[models.Reading] = field(default_factory=lambda: list[models.Reading]())
    hot_degc: float | None = None
    cold_degc: float | None = None
    prompt: str | None = None
    doing: models.Doing | None = None
    chain_ok: bool = True
    estop: bool = False
    faults: list[models.Fault] = field(default_factory=lambda: list[models.Fault]())


class Follower:
    """Call `step` in a loop; `view` is then up to date, `ended` is set once the session is over and vented.

    With `to_the_end` a session is expected; its id is learnt from the station when the caller does not know
    it.
    """

    def __init__(self, station: Station, session_id: str | None = None, *, to_the_end: bool = False) -> None:
        self.station = station
        self.session_id = session_id
        self._to_the_end = to_the_end
        self.view = View(station.hello.name)
        self.status: models.WireStatus | None = None
        self.ended: models.Ended | None = None
        self._reason: str | None = None
        self._asked: tuple[str, dict[str, object] | None] = ("", None)
        self._ran_s: float | None = None
        self._changes: list[dict[str, object]] = []  # notes of the step under way
        self._ticks_ms: int | None = None
        self._poll_at = 0.0

    def begin(self) -> None:
        """Ask for events and take a first look."""
        subscribe(self.station.client, True)
        self._poll()

    def finish(self) -> None:
        """Ask for no more events."""
        subscribe(self.station.client, False)

    def step(self, seconds: float) -> bool:
        """Let time pass for `seconds` at most; True when the picture changed."""
        client = self.station.client
        client.pump(seconds)
        records = drain(client)
        for record in records:
            self._apply(record)
        if client.transport.now() >= self._poll_at or any(_matters(record) for record in records):
            self._poll()
            return True
        return bool(records)

    # ------------------------------------------------------------ what came

    def _apply(self, record: Record) -> None:
        if record.kind == layout.TELEMETRY:
            self._telemetry(record)
        elif record.kind == layout.STATE:
            self.view.state = words.STATE_NAMES[record.number("to_state") % len(words.STATE_NAMES)]
        elif record.kind == layout.PROMPT:
            self.view.prompt = words.PROMPT_NAMES[record.number("prompt") % len(words.PROMPT_NAMES)] or None
        elif record.kind == layout.STEP:
            self._changes.clear()
        elif record.kind == layout.NOTE:
            self._changes.append(record.values())
        elif record.kind == layout.SESSION_END and self._is_ours(record):
            self._reason = words.END_NAMES[record.number("reason") % len(words.END_NAMES)]
            self._ran_s = record.number("ran_ms") / 1000

    def _is_ours(self, record: Record) -> bool:
        return self.session_id in (None, f"{record.boot}-{record.number('session')}")

    def _telemetry(self, record: Record) -> None:
        view, values = self.view, record.values()
        view.zones_mmhg = cast("list[models.Reading]", values["zones_mmhg"])
        view.hot_degc = degc(cast("int | None", values["hot_cdegc"]))
        view.cold_degc = degc(cast("int | None", values["cold_cdegc"]))
        if self._ticks_ms is not None and view.state == "RUNNING":
            passed_s = words.ticks_between_s(self._ticks_ms, record.ticks_ms)
            view.elapsed_s = None if view.elapsed_s is None else view.elapsed_s + passed_s
            view.remaining_s = None if view.remaining_s is None else max(0.0, view.remaining_s - passed_s)
        self._ticks_ms = record.ticks_ms

    def _poll(self) -> None:
        wire = self.station.wire_status()
        self._poll_at = self.station.client.transport.now() + POLL_S
        self._ticks_ms = None  # counts on from the next telemetry
        self.status = wire
        view = self.view
        view.state, view.session, view.prompt = wire.state, wire.session, wire.prompt
        view.doing = wire.doing
        view.zones_mmhg, view.targets_mmhg = wire.zones_mmhg, self._targets(wire)
        hot, cold = (*wire.baths_cdegc, None, None)[:2]
        view.hot_degc, view.cold_degc = degc(hot), degc(cold)
        view.chain_ok, view.estop = wire.chain_ok, wire.estop
        view.elapsed_s = wire.session.elapsed_s if wire.session else None
        view.remaining_s = wire.session.remaining_s if wire.session else None
        if len(view.faults) != wire.faults_count:
            view.faults = self.station.faults() if wire.faults_count else []
        self._look_for_end(wire)

    def _targets(self, wire: models.WireStatus) -> list[models.Reading]:
        """Full targets of the step under way.

        The status alone knows only those of zones filling or holding now.
        """
        if wire.session is None:
            return wire.targets_mmhg
        document = self._protocol(wire.session.protocol)
        steps = cast("list[dict[str, object]]", (document or {}).get("step", []))
        if wire.session.step >= len(steps):
            return wire.targets_mmhg
        return list(step_targets(changed(steps[wire.session.step], self._changes)))

    def _protocol(self, protocol_id: str) -> dict[str, object] | None:
        """What the preset asks for, read once; None when the station does not tell."""
        if self._asked[0] != protocol_id:
            try:
                self._asked = (protocol_id, self.station.preset(protocol_id))
            except (RefusedError, IntegrityError):
                self._asked = (protocol_id, None)
        return self._asked[1]

    def _look_for_end(self, wire: models.WireStatus) -> None:
        """Over when the station rests again; the record tells why, else the status does, else nobody does."""
        if wire.session is not None and self.session_id is None and self._to_the_end:
            self.session_id = wire.session.id
        if not self._to_the_end or wire.state not in AT_REST:
            return
        reason = self._reason
        if reason is None and wire.last_end is not None and wire.last_end.id == self.session_id:
            reason = wire.last_end.reason
        self.ended = models.Ended(self.session_id, reason or NOT_STARTED, self._ran_s)


def _matters(record: Record) -> bool:
    return record.kind in _MATTERS


_MATTERS = (layout.STATE, layout.STEP, layout.PROMPT, layout.NOTE, layout.FAULT, layout.SESSION_END)
COMPLETED = words.END_NAMES[states.COMPLETED]
