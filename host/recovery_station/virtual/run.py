"""`station sim run`: one session from the START button to its end, without host, port or wall clock.

It plays the staff and the athlete: START after screening, the emergency stop of the day, and START again when the
station is heard asking for the boots to come off, for dry feet, or for somebody to go into a bath.
"""

from __future__ import annotations

import base64
import contextlib
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

import msgspec

from recovery_station import models, words
from recovery_station.authoring.shelf import Shelf
from recovery_station.errors import RefusedError, UsageError
from recovery_station.rpc_errors import REFUSED
from recovery_station.snapshot import micropython_version
from recovery_station.virtual.expect import failures
from recovery_station.virtual.inlink import InLink
from recovery_station.virtual.scenario import load_scenario
from recovery_station.virtual.station import NEW_FIRMWARE, VirtualStation

LOOK_US: Final = 5_000_000
"""A look costs the firmware as much work as ten ticks."""
_SOON_US: Final = 200_000
_STAFF_US: Final = 3_000_000
"""A hand on a button; the knob is held for two seconds to acknowledge."""
_JOURNAL: Final = 200  # records read back at the end
_JOURNAL_SLICE: Final = 20
LONGEST_US: Final = 3 * 3600 * 1_000_000
"""A session is stopped hard after 70 minutes; a run that is longer has no end."""
_SLACK_MMHG: Final = 10.0
_HELPLESS_US: Final = 60_000_000
"""A zone that cannot let go (its valve stuck, its hose kinked) waits for a person: the run does not."""
_NOT_KNOWN: Final = 0xFFFF_FFFF  # the journal's way to say so
_ANSWERED: Final = ("boots_off", "dry", "enter_hot", "enter_cold")
"""Prompts that a person answers with START; where a step does not wait for "in" it changes nothing."""
_LIVE: Final = ("READY", "RUNNING", "PAUSED")


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The arguments of `station sim run` (interfaces.md). `until_s` None is `idle`."""

    protocol: str
    scenario: Path | None = None
    trace: Path | None = None
    seed: int = 0
    until_s: float | None = None
    dir: Path | None = None
    firmware: Path | str | None = NEW_FIRMWARE


class SimRun(msgspec.Struct, tag="sim-run/1"):
    """What `station sim run` prints. Times in virtual seconds but `wall_s`; pressures are the plant's truth.

    `duration_s` and `at_pressure_s` are the journal's, `vented_s` is from the end of the session until every zone
    is below 10 mmHg; null where there was no end.
    """

    protocol: str
    end_reason: str | None
    duration_s: float | None
    at_pressure_s: float | None
    wall_s: float
    faults: list[models.Fault]
    peak_true_mmhg: dict[str, float]
    vented_s: float | None
    ticks: int
    late_ticks: int
    resets: int
    micropython: str


def run(options: RunOptions, out: TextIO, err: TextIO) -> int:
    """Carry the run out and print its line on `out`, failed expectations on `err`. Returns 0, or 10 when one failed.

    Raises NoInterpreterError, ScenarioError, UsageError, TimedOutError, OSError.
    """
    result, expect = carry_out(options)
    print(msgspec.json.encode(result).decode(), file=out, flush=True)
    failed = failures(result, expect)
    for line in failed:
        print(f"expected {line}", file=err)
    return 10 if failed else 0


def carry_out(options: RunOptions) -> tuple[SimRun, dict[str, str | int | float | bool]]:
    """Run; returns what happened and what the scenario expected."""
    scenario = load_scenario(options.scenario) if options.scenario is not None else None
    begun = time.monotonic()
    station = VirtualStation(options.dir, options.seed, scenario, options.trace, firmware=options.firmware)
    with station:
        session = _Session(station, options)
        session.run()
        result = session.result(time.monotonic() - begun)
    return result, dict(scenario.expect) if scenario is not None else {}


class _Session:
    """Arms, presses START, watches, and collects what the line reports."""

    def __init__(self, station: VirtualStation, options: RunOptions) -> None:
        self._station = station
        self._link = InLink(station)
        self._options = options
        self._end_us = round(1e6 * options.until_s) if options.until_s is not None else LONGEST_US
        self._hello: models.Hello | None = None
        self._status: models.WireStatus | None = None
        self._name = ""
        self._id: str | None = None
        self._left_us: int | None = None
        self._resets = 0
        self._late = 0
        self._fault_us = 0
        self._faults: dict[tuple[int, str], models.Fault] = {}
        self._figures: dict[str, object] = {}
        self._heard_us = 0

    # ------------------------------------------------------------ the course of a run

    def run(self) -> None:
        """To `--until`. A station that refuses the session is a result, one that does not answer an error."""
        with contextlib.suppress(_TimeIsUpError):
            self._greet()
            while self._look().state not in ("IDLE", "FAULT"):
                self._wait(_SOON_US)
            self._try_to_arm()
            while self._options.until_s is not None or not self._over(self._look()):
                self._wait(LOOK_US)
                self._answer()
        if self._id is not None:
            self._read_back(self._id)

    def _greet(self) -> None:
        self._hello = self._link.call("hello", {}, models.Hello)

    def _try_to_arm(self) -> None:
        """A station that refuses for its state is a result of the run; a protocol it does not know is a mistake."""
        try:
            self._arm()
        except RefusedError as error:
            if error.data.get("code") != REFUSED:
                raise

    def _arm(self) -> None:
        name = self._options.protocol
        if name.endswith(".toml"):
            name = self._put(Path(name))
        self._name = name
        asked: dict[str, object] = {"protocol": name, "screened": True}
        try:
            reply = self._link.call("session.start", asked, models.StartReply, changes=True)
        except RefusedError as error:
            if error.data.get("reason") != words.DAILY_REFUSAL:
                raise
            self._try_estop()
            reply = self._link.call("session.start", asked, models.StartReply, changes=True)
        self._id = reply.session
        while self._look().state in ("IDLE", "SELFTEST"):
            self._wait(_SOON_US)
        if self._look().state == "READY":
            self._station.plant.press("start")

    def _try_estop(self) -> None:
        """Press the emergency stop, release it and acknowledge at the panel, as staff do once a day."""
        for what in ("estop", "estop_release", "ack"):
            self._station.plant.press(what)
            self._wait(_STAFF_US)
        while self._link.call("status", {}, models.WireStatus).state == "SELFTEST":
            self._wait(_SOON_US)

    def _answer(self) -> None:
        """Press START when something was heard since the last look that wants it."""
        heard = [(at_us, name) for at_us, name in self._station.plant.ear.heard if at_us > self._heard_us]
        if any(name in _ANSWERED for _, name in heard):
            self._station.plant.press("start")
        self._heard_us = self._station.now_us

    def _put(self, path: Path) -> str:
        """Push a protocol file; returns its id. UsageError: unreadable. RefusedError: the station does not take it."""
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise UsageError(f"{path}: {error}", "name a protocol file (TOML)") from error
        try:
            Shelf(self._link).put(table)
        except (TypeError, ValueError) as error:
            raise UsageError(f"{path}: {error}", f"run `station protocols check {path}`") from error
        return str(table.get("id"))

    def _over(self, status: models.WireStatus) -> bool:
        if self._options.until_s is not None:
            return False
        if status.state == "FAULT":
            now_us = self._station.now_us
            self._fault_us = self._fault_us or now_us
            given_up = now_us - self._fault_us >= _HELPLESS_US
            return given_up or self._station.plant.watch.slack_since_us >= 0
        return status.state == "IDLE"

    # ------------------------------------------------------------ looking

    def _look(self) -> models.WireStatus:
        """Status; a station that comes out of a reset is greeted anew."""
        status = self._link.call("status", {}, models.WireStatus)
        if self._station.resets != self._resets:
            self._resets = self._station.resets
            if self._status is not None and self._status.session is not None and self._left_us is None:
                self._left_us = self._station.runner.life.last_reset_us
            self._late += self._status.tick[1] if self._status is not None else 0
            self._greet()
        self._status = status
        if status.faults_count:
            page = self._link.call("fault.list", {"offset": 0}, models.FaultPage)
            for row in page.faults:
                self._faults[row[0], row[1]] = models.Fault.from_wire(row)
        return status

    def _wait(self, length_us: int) -> None:
        station = self._station
        until_us = station.now_us + length_us
        while station.now_us < until_us:
            self._link.step()
            if station.now_us >= self._end_us:
                raise _TimeIsUpError

    def _read_back(self, session: str) -> None:
        """The journal of the session: when it left the live states, and its figures."""
        log = self._link.call("log.list", {}, models.LogRange)
        first = max(log.first_seq, log.next_seq - _JOURNAL)
        seq = first
        while seq < log.next_seq:
            asked: dict[str, object] = {"seq": seq, "count": min(_JOURNAL_SLICE, log.next_seq - seq)}
            data = base64.b64decode(self._link.call("log.read", asked, models.LogSlice).data)
            seq += len(data) // words.RECORD_BYTES or _JOURNAL_SLICE
            for at in range(0, len(data), words.RECORD_BYTES):
                record = words.unpack_record(data[at : at + words.RECORD_BYTES])
                if record is not None and record[1] == log.boot:
                    self._take(record, session)

    def _take(self, record: words.RawRecord, session: str) -> None:
        kind, ticks_ms = record[2], record[4]
        name = words.KINDS[kind][0] if kind in words.KINDS else ""
        values = words.record_values(kind, record[6])
        if name == "session_end" and session.endswith(f"-{values['session']}"):
            self._figures = values
        elif name == "state":
            was, now = (words.STATE_NAMES[int(str(values[key]))] for key in ("from_state", "to_state"))
            if was in _LIVE and now not in _LIVE and self._left_us is None:
                self._left_us = self._station.runner.board.boot_us + 1000 * ticks_ms

    # ------------------------------------------------------------ the result

    def result(self, wall_s: float) -> SimRun:
        """What the line says."""
        station = self._station
        status = self._status
        end = status.last_end if status is not None else None
        reason = end.reason if end is not None and self._id is not None and end.id == self._id else None
        slack_us = station.plant.watch.slack_since_us
        vented_s = None
        if self._left_us is not None and slack_us >= 0:
            vented_s = round(max(0, slack_us - self._left_us) / 1e6, 2)
        return SimRun(
            protocol=self._name or self._options.protocol,
            end_reason=reason,
            duration_s=self._seconds("ran_ms"),
            at_pressure_s=self._seconds("at_pressure_ms"),
            wall_s=round(wall_s, 2),
            faults=list(self._faults.values()),
            peak_true_mmhg=station.plant.watch.peak_true_mmhg(),
            vented_s=vented_s,
            ticks=station.runner.sleeps,
            late_ticks=self._late + (status.tick[1] if status is not None else 0),
            resets=station.resets,
            micropython=micropython_version(self._hello.implementation) if self._hello is not None else "",
        )

    def _seconds(self, key: str) -> float | None:
        value = self._figures.get(key)
        return round(value / 1000, 2) if isinstance(value, int) and value != _NOT_KNOWN else None


class _TimeIsUpError(Exception):
    """`--until SECONDS` has come."""
