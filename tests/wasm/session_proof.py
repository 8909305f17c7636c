"""Runs the flashed firmware through all stages of a session on the null machine; prints what it did and used, as JSON.

`locked_ticks` ran with the heap locked: one allocation in one of them would have raised MemoryError.
"""

import binascii
import json
import sys

import loaded
import micropython
import null_machine

import station_firmware
from station_firmware import app
from station_firmware.core import command, events, states
from station_firmware.core.plan import Plan
from station_firmware.core.tick import tick
from station_firmware.core.timebase import MASK, TICK_MS
from station_firmware.hal import clock
from station_firmware.hal.board import Board
from station_firmware.link import loan
from station_firmware.link.server import Server
from station_firmware.store import calibration, record
from station_firmware.store.slot_check import SlotCheck

_SECOND = 50
_SLICE_S = 2
_QUICK_DIPS = (("hot_s", 10), ("cold_s", 10), ("transfer_s", 5))


class _Console:
    """No host: nothing comes in, what goes out is taken."""

    def read(self):
        return -1

    def left_us(self, due_us):
        return 10000

    def write(self, buffer, start, limit):
        return min(len(buffer) - start, limit)

    write_packet = write


def _table(protocol_id):
    """A preset as it is shipped; of a contrast only the dips are short, and a dip waits for "in"."""
    table = loan.presets().find(protocol_id)
    assert table is not None, protocol_id
    step = table["step"][0]
    if step["kind"] == "contrast":
        for name, seconds in _QUICK_DIPS:
            step[name] = seconds
    elif step["kind"] == "dip":
        step["wait_in"] = True
    return table


class Proof:
    """One station on the null machine. The 32-bit build collects garbage only between calls from outside, so the
    session comes in slices: `advance` a few seconds until `done`, then let the caller collect and `measure`.

    `start_ms` is what the tick's clock shows at the first tick, `script` a name of stages.SCRIPTS or "" for none.
    """

    def __init__(self, protocol_id, locked, script="", start_ms=0):
        self.board = Board()
        calibration.save(self.board.fram, ((null_machine._ZERO_CODE, 101734),) * 12)
        self.services = app.Services(self.board, "a", "")
        # wherever this build sees the slot
        self.services.files = SlotCheck(station_firmware.__file__.rsplit("/", 2)[0])
        app.start(self.services, self.board)
        self.station = self.services.station
        daily = self.station.test.daily
        daily.estop_hour = daily.hour  # the emergency stop was pressed; the pressure switches' turn comes
        self.server = Server(_Console(), self.services)
        self.table = _table(protocol_id)
        self.locked = locked
        self.start_ms = start_ms
        self.now_ms = start_ms
        self.ticks = self.locked_ticks = 0
        self.script = ()
        if script:
            from stages import SCRIPTS

            self.script = SCRIPTS[script]
        self.at = self.since = 0
        self.renews = None
        self.done = not script
        self.reached_ms = []
        self.digest = self.booted = self.peak = 0
        self._row = bytearray(9)
        self.seen = 0
        self.refused = []
        self.faults = []
        self.first_seq = self.services.recorder.journal.next_seq

    def arm(self, left_off):
        self.station.mailbox.post(command.ARM, Plan(self.table, 1, left_off=left_off))

    def state_for(self, state, span_ms=0):
        session = self.station.session
        return session.state == state and session.state_ms >= span_ms

    def advance(self, seconds):
        """Tick for `seconds`, or until the script is done."""
        for _ in range(seconds * _SECOND):
            self.advance_ticks(1)
            if self.script:
                self._follow()
                if self.done:
                    return

    def go_on(self):
        """The slice between two collections."""
        self.advance(_SLICE_S)

    def advance_ticks(self, ticks):
        for _ in range(ticks):
            self.now_ms = (self.now_ms + TICK_MS) & MASK
            null_machine.step()
            null_machine.chain[2] = int(self.state_for(states.READY, 200))
            self._tick()
            self._keep()
            app.slack(self.services, self.server, clock.now_us() + 10000 & MASK)

    def _tick(self):
        # the very first tick may still make what it keeps
        lock = self.locked and self.ticks > 0
        self.ticks += 1
        if lock:
            micropython.heap_lock()
            self.locked_ticks += 1
        try:
            self.board.read(self.station.reading)
            self.board.apply(tick(self.station, self.now_ms, TICK_MS))
        finally:
            if lock:
                micropython.heap_unlock()

    def _keep(self):
        """What the tick drove goes into the digest; refusals and faults are kept by name."""
        session = self.station.session
        out = self.station.gate.outputs
        row = self._row
        row[0] = session.state
        row[1] = out.closed & 255
        row[2] = out.closed >> 8 & 255
        row[3] = out.pump_left_pct
        row[4] = out.pump_right_pct
        row[5] = out.lamp
        row[6] = out.buzzer
        row[7] = out.heartbeat
        row[8] = out.arm
        self.digest = binascii.crc32(row, self.digest)
        self.seen |= 1 << session.state
        refusal = self.station.mailbox.refusal
        if refusal is not None and refusal not in self.refused:
            self.refused.append(refusal)
        locks = self.station.interlocks
        for index in range(locks.count):
            if locks.faults[index].code not in self.faults:
                self.faults.append(locks.faults[index].code)

    def _follow(self):
        """The next row of the script when its stage has come."""
        from stages import ACTIONS, LIMIT_TICKS, STAGES

        self.since += 1
        stage, action = self.script[self.at]
        if STAGES[stage](self):
            self.reached_ms.append(self.ticks * TICK_MS)
            self.at += 1
            self.since = 0
            if action:
                ACTIONS[action](self)
        elif self.since > LIMIT_TICKS:
            state = states.STATE_NAMES[self.station.session.state]
            raise RuntimeError(f"row {self.at}, stage {stage}: not reached in {state}, {self.faults}")
        self.done = self.at == len(self.script)

    def measure(self):
        """Call after a collection: what is in use without what was there before the firmware."""
        used = loaded.used_bytes()
        self.booted = self.booted or used
        self.peak = max(self.peak, used)

    def journal(self):
        """A digest of all records since boot but their time of day, their ticks counted from `start_ms`."""
        journal = self.services.recorder.journal
        digest = 0
        for seq in range(self.first_seq, journal.next_seq):
            row = record.unpack(bytes(journal.read(seq, 1)))
            assert row is not None, seq
            if row[2] != events.BOOT:
                since_ms = (int(row[4]) - self.start_ms) & MASK
                digest = binascii.crc32(f"{seq} {row[2]} {row[3]} {since_ms} {row[6]}".encode(), digest)
        return digest

    def reached(self):
        """The stages that have come."""
        return [row[0] for row in self.script[: self.at]]

    def report(self):
        figures = {
            "booted_bytes": self.booted,
            "peak_bytes": self.peak,
            "ticks": self.ticks,
            "locked_ticks": self.locked_ticks,
            "states_seen": [
                name for index, name in enumerate(states.STATE_NAMES) if self.seen & (1 << index)
            ],
            "stages": self.reached(),
            "reached_ms": self.reached_ms,
            "refused": self.refused,
            "faults": self.faults,
            "records": self.services.recorder.journal.next_seq - self.first_seq,
            "dropped": self.station.events.dropped,
            "digest": self.digest,
            "journal": self.journal(),
            "wide": sys.maxsize > 1 << 40,
        }
        print(json.dumps(figures))
