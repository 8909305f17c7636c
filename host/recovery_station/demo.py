"""What `make run` does: serve a virtual station, run a preset on it over its port, keep the session and its report.

    python -m recovery_station.demo [PRESET] [FOLDER]

The station is a process of its own, met through its port as a real one is. Session, plot and log end in
FOLDER (build/run), in place of those of the run before.
"""

from __future__ import annotations

import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recovery_station import words
from recovery_station.cli.output import Output, minutes, show_error
from recovery_station.display import Display, stream_for
from recovery_station.errors import NoStationError, NotCompletedError, StationError, StoreError
from recovery_station.follow import COMPLETED, Follower
from recovery_station.logs import query
from recovery_station.logs.export import export
from recovery_station.logs.pull import PullResult, pull
from recovery_station.logs.query import SessionRow
from recovery_station.logs.report import write_report
from recovery_station.logs.store import Store
from recovery_station.station import Station
from station_firmware.core import states

PRESET = "flush-20"
FOLDER = Path("build") / "run"
SEED = 1
START_S = 120.0  # the first start compiles the firmware
STOP_S = 10.0
LOOK_S = 0.2
READY_S = 30.0  # the self-test after switching on takes a few seconds
MADE = ("session.csv", "report.html", "report.png", "log.sqlite", "log.sqlite-wal", "log.sqlite-shm")
IDLE, FAULT = (words.STATE_NAMES[state] for state in (states.IDLE, states.FAULT))
SERVE = "from recovery_station.cli import main; main()"


@dataclass(frozen=True)
class Outcome:
    """What one run left behind."""

    row: SessionRow
    pulled: PullResult
    highest: tuple[float, str]
    rows: int
    wall_s: float


@contextmanager
def served(state: Path) -> Generator[str]:
    """A virtual station at full speed in a process of its own; yields its port and ends it afterwards."""
    command = [sys.executable, "-c", SERVE, "sim", "serve", "--dir", str(state)]
    command += ["--speed", "max", "--seed", str(SEED)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield port_of(process)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()


def port_of(process: subprocess.Popen[str]) -> str:
    """The first line that the server says. Raises NoStationError when none comes."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], START_S)
    port = process.stdout.readline().strip() if ready else ""
    if not port:
        raise NoStationError(
            "the virtual station did not start", "its own words are above; `station sim serve` shows it alone"
        )
    return port


def wait_until_idle(station: Station) -> None:
    """Wait until the station has tested itself after switching on. Raises NotCompletedError when it does not."""
    transport = station.client.transport
    until = transport.now() + READY_S
    while (state := station.wire_status().state) != IDLE:
        if state == FAULT or transport.now() > until:
            told = "; ".join(f"{fault.name} {fault.channel}".strip() for fault in station.faults())
            raise NotCompletedError(
                f"the station did not get ready: {told or state}", "call `make run` again"
            )
        station.client.pump(LOOK_S)


def follow(station: Station, preset: str) -> str:
    """Run a preset to its end with the live view; returns the session's id."""
    out = Output(as_json=False)
    started = station.start(preset, screened=True, confirmed_by="make run")
    follower = Follower(station, started.session, to_the_end=True)
    follower.begin()
    with Display(stream_for(as_json=False), out) as display:
        display.show(follower)
        while follower.ended is None:
            if follower.step(LOOK_S):
                display.show(follower)
    follower.finish()
    ended = follower.ended
    if ended.session is None:
        raise NotCompletedError(f"the session did not start: {ended.reason}", "call `make run` again")
    return ended.session


def keep(store: Store, row: SessionRow, pulled: PullResult, folder: Path, began_s: float) -> Outcome:
    """Write session and report; returns what there is to say of them."""
    rows = export(store, [row], "csv", str(folder / "session.csv"))
    for suffix in ("html", "png"):
        write_report(store, row, folder / f"report.{suffix}")
    readings = [
        (value, zone)
        for sample in query.samples(store, row)
        for value, zone in zip(sample.zones_mmhg, words.ZONES, strict=True)
        if value is not None
    ]
    return Outcome(row, pulled, max(readings, default=(0.0, "?")), rows, time.monotonic() - began_s)


def make_room(folder: Path) -> None:
    """The folder, without what an earlier run left there. Raises StoreError when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in MADE:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        cause = f"cannot write {folder}: {error.strerror}"
        raise StoreError(cause, "free space there, or name another folder") from error


def run(preset: str, folder: Path) -> Outcome:
    """Serve, run, pull, keep. Raises what the station's API raises."""
    began_s = time.monotonic()
    make_room(folder)
    with tempfile.TemporaryDirectory(prefix="station-") as state, served(Path(state)) as port:
        print(f"virtual station at {port}: {preset} at full speed", flush=True)
        with Station.open(port) as station, Store.open(folder / "log.sqlite") as store:
            station.set_clock()
            wait_until_idle(station)
            session_id = follow(station, preset)
            pulled = pull(station, store)
            return keep(store, query.session(store, session_id), pulled, folder, began_s)


def summary(outcome: Outcome, folder: Path) -> str:
    """Five lines."""
    row, (highest, zone) = outcome.row, outcome.highest
    held, speed = minutes(row.at_pressure_s), (row.ran_s or 0.0) / outcome.wall_s
    lines = (
        f"session   {row.id} {row.protocol} on {row.station}: {row.reason} after {minutes(row.ran_s)}",
        f"pressure  {row.cycles} cycles, {held} at pressure, highest {highest:.0f} mmHg in {zone}",
        f"log       {outcome.pulled.new} records pulled over the wire, {outcome.pulled.lost} lost",
        f"time      {outcome.wall_s:.0f} s in all, {speed:.0f} times as fast as the clock on the wall",
        f"files     {folder}/session.csv ({outcome.rows} rows), {folder}/report.html, {folder}/report.png",
    )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run and report; the exit code is that of the `station` command."""
    preset = arguments[0] if arguments else PRESET
    folder = Path(arguments[1]) if len(arguments) > 1 else FOLDER
    try:
        outcome = run(preset, folder)
    except StationError as error:
        show_error(error, as_json=False)
        return error.exit_code
    except KeyboardInterrupt:
        print("\ninterrupted: the virtual station was ended", file=sys.stderr)
        return 130
    print(summary(outcome, folder))
    return 0 if outcome.row.reason == COMPLETED else NotCompletedError.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
