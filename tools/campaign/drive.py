"""Carries one case out on the virtual station with the flashed bytes, judged while it runs."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Final, TypeVar

from campaign.case import NONE, Act, Case
from campaign.journal import end_of
from campaign.judge import Judge
from campaign.moments import MOMENTS, Phases
from campaign.truth import of
from recovery_station import models
from recovery_station.errors import RefusedError, StationError
from recovery_station.virtual.inlink import InLink
from recovery_station.virtual.plant.injections import INJECTIONS, resolve
from recovery_station.virtual.scenario import Scenario
from recovery_station.virtual.setup_table import read_setup
from recovery_station.virtual.station import VirtualStation

LOOK_S: Final = 0.2
POLL_S: Final = 5.0
AFTER_VENT_S: Final = 20.0
HELPLESS_S: Final = 28.0  # a zone that cannot let go: the run does not wait for a person
STOPPED_S: Final = 10.0
START_MS: Final = 100
"""What trips so soon after START was pressed may have come before the station took it: no session, so no end."""
RESUME_S: Final = 3.0
PHASE_S: Final = 260.0
READY_S: Final = 60.0
T = TypeVar("T")
_COMMANDS: Final = {"pause": "session.pause", "resume": "session.resume", "skip": "session.adjust"}


@dataclass
class Outcome:
    """What a run came to: the station's own words, and beside them the judge with the truth."""

    judge: Judge
    reached: bool = False
    started: bool = False
    stopped: bool = False
    state: str = ""
    end: str | None = None
    faults: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    injected_ms: int = -1
    energised_then: bool = False
    opened_s: float | None = None
    silent: bool = False
    length_s: float = 0.0


def carry_out(case: Case, worker: int | None = None) -> Outcome:
    """Run a case; StationError when the station does not even start."""
    scenario = Scenario(setup=read_setup(dict(case.setup)))
    station = VirtualStation(None, case.seed, scenario, worker=worker)
    with station:
        run = _Run(station, case)
        run.run()
        return run.outcome


class _Run:
    def __init__(self, station: VirtualStation, case: Case) -> None:
        self._station = station
        self._case = case
        self._link = InLink(station)
        self.judge = Judge(case.exempt, case.loaded)
        self.outcome = Outcome(self.judge)
        self._phases = Phases(station.plant, case.zone)
        self._resets = 0
        self._session: str | None = None
        self._pressed_ms = 0
        station.plant.call_on_grid(self._grid)

    # ------------------------------------------------------------ the course of a run

    def run(self) -> None:
        """Arm, start, wait for the moment, act, wait for what comes of it, ask the station."""
        self._wait(1.0)
        self._until_state(("IDLE", "FAULT"), READY_S)
        for act in self._case.early:
            self._do(act)
        if self._case.moment == "test":
            self._act()
        self._arm()
        if self._until_state(("READY", "FAULT", "IDLE"), READY_S) == "READY":
            for act in self._case.before:
                self._do(act)
            if self._case.moment == "ready":
                self._act()
                self._wait(MOMENTS["ready"].delay_s(self._case.seed))
            self._start()
            if not self.outcome.reached and self._moment():
                self._act()
        if self.outcome.reached:
            self._aftermath()
        self._ask()
        self.outcome.length_s = self._now_s()

    def _arm(self) -> None:
        asked: dict[str, object] = {"protocol": self._case.preset, "screened": True}
        with contextlib.suppress(RefusedError):
            reply = self._call("session.start", asked, models.StartReply, changes=True)
            self._session = reply.session if reply is not None else None

    def _start(self) -> None:
        if self.judge.tripped_ms >= 0:
            return
        self._station.plant.press("start")
        self.judge.started()
        self._pressed_ms = self._station.now_us // 1000
        self.outcome.started = True
        self._phases.begin()

    def _moment(self) -> bool:
        """Wait for the phase, give the command and wait out the delay. False: the phase never came."""
        moment = MOMENTS[self._case.moment]
        for phase, command in (*moment.way, (moment.phase, moment.command)):
            if not self._phase(phase):
                return False
            if command:
                self._command(command)
        self._wait(moment.delay_s(self._case.seed))
        return True

    def _phase(self, phase: str) -> bool:
        until_s = self._now_s() + PHASE_S
        while phase not in self._phases.seen:
            self._link.step()
            if self._now_s() > until_s or self.judge.tripped_ms >= 0:
                return False
        return True

    def _command(self, name: str) -> None:
        """START, pause, resume or skip; a station that is tripped already refuses, and that is fine."""
        if name == "start":
            self._station.plant.press("start")
            return
        asked: dict[str, object] = {"change": "skip"} if name == "skip" else {}
        with contextlib.suppress(StationError):
            self._link.call(_COMMANDS[name], asked, dict[str, object], changes=True)

    def _act(self) -> None:
        for act in self._case.acts:
            if act.after_s:
                self._wait(act.after_s)
            if self._case.expect.must == NONE and self.judge.tripped_ms >= 0:
                break  # it should not have; what would still come only blurs why
            self._note()
            self._do(act)
        if self._case.slack_s is not None:
            self.judge.must_vent(self._station.now_us // 1000, self._case.acts[-1].what, self._case.slack_s)
        self.outcome.reached = True

    def _note(self) -> None:
        self.outcome.injected_ms = self._station.now_us // 1000
        self.outcome.energised_then = self.judge.safe_ms < 0

    def _do(self, act: Act) -> None:
        station = self._station
        if act.do == "press":
            station.plant.press(act.what)
            if act.what == "stop":
                self.judge.must_vent(station.now_us // 1000, "STOP")
        elif act.do == "clear":
            station.faults.clear()
            station.plant.clear()
        elif act.do == "nothing":
            return
        elif INJECTIONS[act.what].station:
            station.faults.apply(act.what, resolve(act.what, act.where)[2])
        else:
            station.plant.inject(act.what, **act.where)

    # ------------------------------------------------------------ what comes of it

    def _aftermath(self) -> None:
        """To 20 s after venting; or, when nothing trips in time, to a STOP that must vent too."""
        case = self._case
        from_s = self._now_s()
        if MOMENTS[case.moment].command == "pause":
            self._wait(RESUME_S)
            if self.judge.tripped_ms < 0:
                self._command("resume")
        if case.moment == "test" and not self.outcome.started:
            self._wait(1.0)
        polled_s = from_s
        while not self._done():
            self._link.step()
            now_s = self._now_s()
            if now_s - from_s >= case.expect.within_s and self.judge.tripped_ms < 0:
                self._stop()
                return
            if now_s - polled_s >= POLL_S and self.judge.tripped_ms < 0:
                polled_s = now_s
                if self._state() in ("IDLE", "FAULT"):
                    self._wait(AFTER_VENT_S)
                    return

    def _done(self) -> bool:
        judge = self.judge
        now_ms = self._station.now_us // 1000
        if judge.tripped_ms < 0:
            return False
        if 0 <= judge.slack_ms:
            return now_ms - max(judge.slack_ms, judge.tripped_ms) >= AFTER_VENT_S * 1000
        return now_ms - judge.tripped_ms >= HELPLESS_S * 1000

    def _stop(self) -> None:
        self.outcome.stopped = True
        self._do(Act("press", "stop"))
        self._wait(STOPPED_S)

    # ------------------------------------------------------------ the link and time

    def _ask(self) -> None:
        """What the station says in the end; flooded or hung, it is asked again without the fault."""
        status = self._status()
        if status is None:
            self.outcome.silent = True
            self._station.faults.clear()
            self._wait(3.0)
            status = self._status()
        if status is None:
            return
        self.outcome.state = status.state
        end = status.last_end
        self.outcome.end = end.reason if end is not None and end.id == self._session else None
        if self.outcome.end is None and self.outcome.started and self._session:
            with contextlib.suppress(StationError):
                self.outcome.end = end_of(self._link, self._session)
        if self.outcome.end is None and 0 <= self.judge.tripped_ms - self._pressed_ms <= START_MS:
            self.outcome.started = False
        if status.faults_count:
            page = self._call("fault.list", {"offset": 0}, models.FaultPage)
            rows = [models.Fault.from_wire(row) for row in page.faults] if page is not None else []
            self.outcome.faults = [(row.name, row.channel) for row in rows]

    def _call(
        self, method: str, params: dict[str, object], shape: type[T], *, changes: bool = False
    ) -> T | None:
        """None: the station does not answer."""
        try:
            return self._link.call(method, params, shape, changes=changes)
        except RefusedError:
            raise
        except StationError:
            return None

    def _status(self) -> models.WireStatus | None:
        if self._station.resets != self._resets:
            self._resets = self._station.resets
            self._call("hello", {}, models.Hello)
        return self._call("status", {}, models.WireStatus)

    def _state(self) -> str:
        status = self._status()
        return status.state if status is not None else ""

    def _until_state(self, states: tuple[str, ...], most_s: float) -> str:
        until_s = self._now_s() + most_s
        state = ""
        while state not in states and self._now_s() < until_s:
            self._wait(LOOK_S)
            state = self._state()
        return state

    def _now_s(self) -> float:
        return self._station.now_us / 1e6

    def _wait(self, seconds: float) -> None:
        until_us = self._station.now_us + round(seconds * 1e6)
        while self._station.now_us < until_us:
            self._link.step()

    def _grid(self) -> None:
        row = of(self._station.plant)
        was = self.judge.tripped_ms
        self.judge.look(row)
        self._phases.look()
        if was < 0 <= self.judge.tripped_ms and self.outcome.injected_ms >= 0:
            self.outcome.opened_s = (self.judge.tripped_ms - self.outcome.injected_ms) / 1000
