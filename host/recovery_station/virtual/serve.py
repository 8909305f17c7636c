"""`station sim serve`: the virtual station behind a terminal device, until it is interrupted."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final, TextIO

import msgspec

from recovery_station import registry
from recovery_station.virtual.bootsel import BootselDrive
from recovery_station.virtual.pace import LinePacer, StoppedError
from recovery_station.virtual.pty_line import PtyLine
from recovery_station.virtual.scenario import load_scenario
from recovery_station.virtual.station import NEW_FIRMWARE, VirtualStation
from recovery_station.virtual.tape import Recorder, Replay

_LOOK_S: Final = 0.01  # between two looks at the drive


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
    blank: bool = False
    panel: bool = False


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
        blank=options.blank,
    )
    with contextlib.ExitStack() as stack:
        stopped = stack.enter_context(_stop_flag())
        line = PtyLine(options.link)
        stack.callback(line.close)
        pacer = _pacer(options, station, line, lambda: bool(stopped), stack, out)
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


def _pacer(
    options: ServeOptions,
    station: VirtualStation,
    line: PtyLine,
    stop: Callable[[], bool],
    stack: contextlib.ExitStack,
    out: TextIO,
) -> LinePacer:
    """With --panel one that also draws and reads keys. UsageError without a terminal."""
    if not options.panel:
        return LinePacer(station, line, options.speed, stop)
    from recovery_station.virtual.terminal import TerminalPacer, raw_keys

    return TerminalPacer(station, line, options.speed, stop, out, stack.enter_context(raw_keys(out)))


def _plugged(options: ServeOptions, station: VirtualStation, line: PtyLine, out: TextIO) -> None:
    """Plug, run, and plug anew after each `usb_unplug` and each stay in BOOTSEL. Ends by StoppedError only."""
    while True:
        if station.in_bootsel:
            _wait_for_uf2(station)
        line.plug()
        with _registered(options.name, station, line.path):
            print(line.path, file=out, flush=True)
            while not (station.faults.usb_unplug_s or station.in_bootsel):
                station.step()
        line.unplug()
        if station.in_bootsel:
            continue
        back_us = station.now_us + round(station.faults.usb_unplug_s * 1e6)
        station.faults.usb_unplug_s = 0.0
        while station.now_us < back_us:
            station.step()


def _wait_for_uf2(station: VirtualStation) -> None:
    """The boot ROM's drive, until a UF2 came or the RUN pin or the power ended it."""
    board = station.runner.board
    drive = BootselDrive(board.image.parent / "bootsel", board.machine)
    entry = registry.InBootsel(station.serial, str(drive.path.resolve()), os.getpid())
    drive.appear()
    try:
        with _kept(registry.bootsel_directory() / f"{station.serial}.json", entry):
            while station.in_bootsel:
                if drive.poll():
                    station.leave_bootsel()
                station.step()
                time.sleep(_LOOK_S)
    finally:
        drive.vanish()


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
def _registered(name: str, station: VirtualStation, port: str) -> Generator[None]:
    """Say in the user's runtime directory that the station is there; entries of dead processes go."""
    directory = registry.directory()
    directory.mkdir(parents=True, exist_ok=True)
    alive = {entry.serial for entry in registry.living()}
    for path in directory.glob("*.json"):
        if path.stem not in alive:
            path.unlink(missing_ok=True)

    machine = station.runner.board.machine
    entry = registry.Registration(name, station.serial, port, os.getpid(), machine)
    with _kept(directory / f"{station.serial}.json", entry):
        yield


@contextlib.contextmanager
def _kept(path: Path, entry: msgspec.Struct) -> Generator[None]:
    """The file is there, whole, until the block ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(msgspec.json.encode(entry))
    part.replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
