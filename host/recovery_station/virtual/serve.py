"""`station sim serve`: the virtual station behind a terminal device, until it is interrupted."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TextIO

import msgspec

from recovery_station import registry
from recovery_station.virtual.pace import LinePacer, StoppedError
from recovery_station.virtual.pty_line import PtyLine
from recovery_station.virtual.scenario import load_scenario
from recovery_station.virtual.station import NEW_FIRMWARE, VirtualStation
from recovery_station.virtual.tape import Recorder, Replay


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """The options of `station sim serve` (interfaces.md). `speed` None is max; `firmware` as in VirtualStation."""

    dir: Path | None = None
    speed: float | None = 1.0
    seed: int = 0
    scenario: Path | None = None
    trace: Path | None = None
    link: Path | None = None
    board: str = "pico"
    record: Path | None = None
    replay: Path | None = None
    firmware: Path | str | None = NEW_FIRMWARE
    name: str = "virtual"


def serve(options: ServeOptions, out: TextIO) -> int:
    """Serve until SIGINT or SIGTERM; the first line on `out` is the port. Returns the exit code.

    Raises NoInterpreterError, ScenarioError, UsageError (a bad tape), OSError (state, trace or link).
    """
    scenario = load_scenario(options.scenario) if options.scenario is not None else None
    replay = Replay(options.replay) if options.replay is not None else None
    station = VirtualStation(
        options.dir,
        options.seed,
        scenario,
        options.trace,
        firmware=options.firmware,
        board=options.board,
    )
    with contextlib.ExitStack() as stack:
        stopped = stack.enter_context(_stop_flag())
        line = PtyLine(options.link)
        stack.callback(line.close)
        pacer = LinePacer(station, line, options.speed, lambda: bool(stopped))
        stack.callback(station.close)
        station.start(pacer)
        station.runner.line.replay = replay
        if options.record is not None:
            station.runner.line.recorder = Recorder(
                stack.enter_context(options.record.open("w", encoding="ascii"))
            )
        with contextlib.suppress(StoppedError):
            _plugged(options, station, line, out)
    return 0


def _plugged(options: ServeOptions, station: VirtualStation, line: PtyLine, out: TextIO) -> None:
    """Plug, run, and plug anew after each `usb_unplug`. Ends by StoppedError only."""
    while True:
        line.plug()
        with _registered(options.name, station.serial, line.path):
            print(line.path, file=out, flush=True)
            while not station.faults.usb_unplug_s:
                station.step()
        back_us = station.now_us + round(station.faults.usb_unplug_s * 1e6)
        station.faults.usb_unplug_s = 0.0
        line.unplug()
        while station.now_us < back_us:
            station.step()


@contextlib.contextmanager
def _stop_flag() -> Generator[list[int]]:
    """A list that a signal fills; the handlers of before come back at the end."""
    stopped: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        stopped.append(number)

    before = {
        number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _registered(name: str, serial: str, port: str) -> Generator[None]:
    """Say in the user's runtime directory that the station is there; entries of dead processes go."""
    directory = registry.directory()
    directory.mkdir(parents=True, exist_ok=True)
    alive = {entry.serial for entry in registry.living()}
    for path in directory.glob("*.json"):
        if path.stem not in alive:
            path.unlink(missing_ok=True)

    path = directory / f"{serial}.json"
    part = path.with_suffix(".part")
    part.write_bytes(msgspec.json.encode(registry.Registration(name, serial, port, os.getpid())))
    part.replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
