"""`make soak`: a virtual day of sessions back to back on one station; nothing may drift, leak or grow.

soak.py [--hours H]

Every preset in turn, started by a host that names who stands there, and pulled and acknowledged after its end. Prints a
JSON line a session and a last one with the verdict. Exit 1 when something drifted, leaked or grew.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from control.preset import ids, step_of
from recovery_station import Station
from recovery_station.errors import RefusedError
from recovery_station.transport.sim import SimTransport

LOOK_S: Final = 20.0
REST_S: Final = 10.0
HAND_S: Final = 5.0
"""A person at the panel, or a station that boots."""
GROWTH_BYTES: Final = 4096
"""Between the first whole round of presets and the last one; a collection more or less is no leak."""
DRIFT_S: Final = 0.5
"""The station's own clock against the plant's, over the whole run."""


ACKS: Final = 4
"""What a pull leaves: the record of its own acknowledgement, and what a person did meanwhile."""


@dataclass(frozen=True)
class Lap:
    """One session: how it ended, the most heap free and the late ticks in it, and the records after it."""

    preset: str
    at_h: float
    took_s: float
    state: str
    faults: list[str]
    heap_free: int
    late: int
    unacked: int
    drift_s: float


def laps(station: Station, transport: SimTransport, hours: float, store: Path) -> Iterator[Lap]:
    """Sessions until the time is over; stops at the first fault."""
    began_s, began_ms = transport.now(), station.status().uptime_ms
    number = 0
    while transport.now() - began_s < hours * 3600:
        preset = ids()[number % len(ids())]
        number += 1
        start_s = transport.now()
        _fill_baths(transport, preset)
        _start(station, transport, preset)
        most_free, late = _to_the_end(station, transport)
        took_s = transport.now() - start_s
        station.pull_logs(store)
        _wait(transport, REST_S)
        told = station.status()
        drift_s = (told.uptime_ms - began_ms) / 1000 - (transport.now() - began_s)
        names = [fault.name for fault in told.faults]
        at_h = (transport.now() - began_s) / 3600
        yield Lap(
            preset,
            round(at_h, 2),
            round(took_s),
            told.state,
            names,
            max(most_free, told.heap_free),
            late,
            told.log.unacked,
            round(drift_s, 2),
        )
        if names:
            return


def _to_the_end(station: Station, transport: SimTransport) -> tuple[int, int]:
    """Wait until the session is over.

    Returns the most heap that was free at any look, which is soon after a collection, and the ticks that were late
    while it went on: at rest, where records go to the flash and an erase takes 45 ms, a late tick harms nobody.
    """
    most_free = 0
    told = station.status()
    before = last = told.tick.late
    while told.state not in ("IDLE", "FAULT"):
        most_free = max(most_free, told.heap_free)
        last = told.tick.late
        _wait(transport, LOOK_S)
        told = station.status()
    return most_free, last - before


def _wait(transport: SimTransport, seconds: float) -> None:
    """Nobody listens meanwhile: what the station says unasked does not cut it short."""
    transport.station.run_until(transport.station.now_us + round(seconds * 1e6))


def _fill_baths(transport: SimTransport, preset: str) -> None:
    """Staff see to the baths before somebody bathes: nothing else keeps them, and a day cools the hot one."""
    for bath in ("hot", "cold") if step_of(preset)["kind"] == "contrast" else ():
        transport.station.plant.inject("bath_degc", bath=bath, value=step_of(preset)[f"{bath}_degc"])


def _start(station: Station, transport: SimTransport, preset: str) -> None:
    """Arm and start; on a new day the staff press the emergency stop first, and acknowledge it with the knob."""
    try:
        station.start(preset, screened=True, confirmed_by="soak")
    except RefusedError:
        for press in ("estop", "estop_release", "ack"):
            transport.station.plant.press(press)
            _wait(transport, HAND_S)
        station.start(preset, screened=True, confirmed_by="soak")


def verdict(done: list[Lap]) -> list[str]:
    """What drifted, leaked or grew, in words; nothing when all is well."""
    wrong = [f"{lap.preset} at {lap.at_h} h: {', '.join(lap.faults)}" for lap in done if lap.faults]
    if not done:
        return ["no session was over in the time given"]
    last = done[-1]
    late = sum(lap.late for lap in done)
    if late:
        wrong.append(f"{late} late ticks")
    if abs(last.drift_s) > DRIFT_S:
        wrong.append(f"the station's clock is {last.drift_s} s off the plant's")
    if last.unacked > ACKS:
        wrong.append(f"{last.unacked} records are left though all were pulled")
    round_of = len(ids())
    if len(done) >= 2 * round_of:
        # between two collections garbage hides what is free: the most of a round tells
        early = max(lap.heap_free for lap in done[:round_of])
        late = max(lap.heap_free for lap in done[-round_of:])
        if early - late > GROWTH_BYTES:
            wrong.append(f"{early - late} bytes of heap less than in the first round")
    return wrong


def main(arguments: list[str]) -> int:
    """Run and say."""
    parser = argparse.ArgumentParser(description="a virtual day of sessions")
    parser.add_argument("--hours", type=float, default=24.0)
    asked = parser.parse_args(arguments)
    done: list[Lap] = []
    transport = SimTransport()
    with tempfile.TemporaryDirectory() as folder, Station(transport) as station:
        station.connect()
        _wait(transport, HAND_S)
        for lap in laps(station, transport, asked.hours, Path(folder) / "soak.db"):
            done.append(lap)
            print(json.dumps({"type": "soak/1", **asdict(lap)}), flush=True)
    wrong = verdict(done)
    heaps = [lap.heap_free for lap in done]
    summary = {"sessions": len(done), "heap_free_min": min(heaps, default=0), "wrong": wrong}
    print(json.dumps({"type": "soak-end/1", **summary}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
