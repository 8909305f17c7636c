"""Runs the flashed firmware through a whole session on the null machine and prints what heap it used, as JSON.

`heap_locked` counts ticks run with the heap locked: one allocation in one of them would have raised MemoryError.
"""

import gc
import json
import sys

import micropython

sys.path.insert(0, "/null")
import null_machine

sys.modules["machine"] = null_machine
gc.collect()
_empty = gc.mem_alloc()


class _Console:
    """No host: nothing comes in, what goes out is taken."""

    def read(self):
        return -1

    def left_us(self, due_us):
        return 10000

    def write(self, buffer, start, limit):
        return min(len(buffer) - start, limit)


sys.path.insert(0, "/slot_a")
from station_firmware import app
from station_firmware.core import command, states
from station_firmware.core.plan import Plan
from station_firmware.core.tick import tick
from station_firmware.hal.board import Board
from station_firmware.link import loan
from station_firmware.link.server import Server
from station_firmware.store import calibration

_SECOND = 50
_SCRIPT = (
    (2, command.ARM),
    (50, command.PAUSE),
    (52, command.RESUME),
    (80, "break"),
    (81, command.ACKNOWLEDGE),
    (82, "mend"),
    (84, command.ACKNOWLEDGE),
    (88, command.ARM),
    (103, command.STOP),
)


class Proof:
    """One station on the null machine. This build collects garbage only between calls from outside, so the session
    comes in slices: `advance` a few seconds, then let the caller collect and `measure`."""

    def __init__(self, protocol_id, locked):
        self.board = Board()
        calibration.save(self.board.fram, ((null_machine._ZERO_CODE, 101734),) * 12)
        self.services = app.Services(self.board, "a")
        app.start(self.services, self.board)
        daily = self.services.station.test.daily
        daily.estop_hour = daily.hour  # the emergency stop was pressed; the pressure switches' turn comes
        self.server = Server(_Console(), self.services)
        self.plan = Plan(loan.presets().find(protocol_id), 1)
        self.locked = locked
        self.now_ms = 0
        self.locked_ticks = 0
        self.seen = 0
        self.cycles = 0
        self.booted = 0
        self.peak = 0
        self.refused = None

    def advance(self, seconds):
        """Tick for `seconds` by the script; presses START when READY."""
        station = self.services.station
        for _ in range(seconds * _SECOND):
            self.now_ms += 20
            null_machine.step()
            self._script(station)
            ready = station.session.state == states.READY and station.session.state_ms > 200
            null_machine.chain[2] = int(ready)
            self._tick(station)
            self.seen |= 1 << station.session.state
            self.cycles = max(self.cycles, station.session.steps.legs[0].course.cycle)
            app.slack(self.services, self.server, 0)

    def _tick(self, station):
        # the very first tick may still make what it keeps
        lock = self.locked and self.now_ms > 20
        if lock:
            micropython.heap_lock()
            self.locked_ticks += 1
        try:
            self.board.read(station.reading)
            self.board.apply(tick(station, self.now_ms, 20))
        finally:
            if lock:
                micropython.heap_unlock()

    def _script(self, station):
        """Through every state: pause and resume, every wire broken at once, acknowledged too early and in time."""
        for at_s, what in _SCRIPT:
            if self.now_ms != at_s * 1000:
                continue
            if what == "break":
                null_machine.broken[0] = 1
            elif what == "mend":
                null_machine.broken[0] = 0
            else:
                station.mailbox.post(what, self.plan if what == command.ARM else None)
        mailbox = station.mailbox
        if mailbox.refusal is not None:
            self.refused = mailbox.refusal

    def measure(self):
        """Call after a collection: what is in use without what was there before the firmware."""
        used = gc.mem_alloc() - _empty
        self.booted = self.booted or used
        self.peak = max(self.peak, used)

    def report(self):
        locks = self.services.station.interlocks
        figures = {
            "booted_bytes": self.booted,
            "peak_bytes": self.peak,
            "locked_ticks": self.locked_ticks,
            "states_seen": [
                name for index, name in enumerate(states.STATE_NAMES) if self.seen & (1 << index)
            ],
            "cycles": self.cycles,
            "refused": self.refused,
            "faults": [locks.faults[index].code for index in range(locks.count)],
            "wide": sys.maxsize > 1 << 40,
        }
        print(json.dumps(figures))
