"""A panel that finds no memory while a session runs: starved_proof.py PROOF_DIR SLOT_DIR, prints one JSON line.

`draw` and `open`: what it allocates for a screen fails; it fails with the heap locked, as it does on a full one.
`all`: whatever it does fails, what it does about that too; the loop of app.py ends it.
"""

import gc
import json
import struct
import sys

sys.path.insert(0, sys.argv[2])
sys.path.insert(0, sys.argv[1])
import loaded
import micropython
import null_machine
import session_proof

from station_firmware import app
from station_firmware.core import events, states
from station_firmware.hal.board import Board
from station_firmware.store import record
from station_firmware.store.crash import CrashNote
from station_firmware.ui.panel import Panel

assert loaded


def starve(*_):
    """An allocation that finds no room: MemoryError."""
    micropython.heap_lock()
    try:
        return bytearray(64)
    finally:
        micropython.heap_unlock()


def until(proof, stage):
    while stage not in proof.reached():
        proof.advance_ticks(1)
        proof._follow()


def notes(proof):
    """What the journal says of the display."""
    journal = proof.services.recorder.journal
    found = []
    for seq in range(proof.first_seq, journal.next_seq):
        row = record.unpack(bytes(journal.read(seq, 1)))
        if row is not None and row[2] == events.NOTE:
            what, value = struct.unpack(record.FORMS[events.NOTE], row[6])[:2]
            if what == events.DISPLAY:
                found.append(value)
    return found


def session(stop):
    """A session in which nothing can be drawn; how many ticks ran so, and how it ends when `stop` is done."""
    proof = session_proof.Proof("flush-20", True, "session")
    until(proof, "filling")
    panel = proof.services.panel
    shown = panel._book is not None
    panel._open = starve
    if panel._book is not None:
        panel._book.look = starve
    proof.advance_ticks(300)
    running = states.STATE_NAMES[proof.station.session.state]
    screenless = panel._book is None
    stop(proof)
    proof.advance_ticks(2)
    ended = states.STATE_NAMES[proof.station.session.state]
    proof.advance_ticks(150)
    out = proof.station.gate.outputs
    figures = {
        "shown": shown,
        "screenless": screenless,
        "running": running,
        "ended": ended,
        "pumps_pct": [out.pump_left_pct, out.pump_right_pct],
        "closed": out.closed,
        "notes": notes(proof),
        "locked": proof.locked_ticks == proof.ticks - 1,
    }
    null_machine.hand[0] = 0
    return figures


def press_stop(proof):
    proof.station.mailbox.stop = True


def press_estop(_):
    null_machine.hand[0] = 1


def whole():
    """The loop of app.py around a panel that raises whatever it does."""
    Panel.serve = starve
    try:
        app.run("a", "")
        return "returned"
    except SystemExit:
        return "reset"


figures = {"stop": session(press_stop), "estop": session(press_estop)}
gc.collect()
figures["all"] = whole()
figures["levels"] = null_machine.levels[:14]
crash = CrashNote(Board().fram).read()
figures["crash"] = "" if crash is None else bytes(crash).decode()
print(json.dumps(figures))
