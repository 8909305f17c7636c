"""Chooses a slot, nothing else. Its first lines drive every output pin to its safe level.

/slot: `a` is confirmed; `a>b`: b is to be tried once; `a?b`: that try has begun; `a!b`: it was never confirmed. Starts
count until a minute of ticks has gone by, in registers that only a power loss clears: after three that did not last
the other slot is taken, after six the rescue (/slot_r), after nine none: the prompt is open with the outputs safe.
"""

from machine import Pin

# hardware/pins.toml, `safe`: pumps, driver disable, heartbeat, arm, latch, selects (a test holds this line to it)
for _gp, _level in ((0, 0), (1, 1), (2, 0), (3, 0), (4, 0), (13, 0), (17, 1), (20, 1), (21, 1), (22, 1)):
    Pin(_gp, Pin.OUT, value=_level)

import os  # noqa: E402
import sys  # noqa: E402

import machine  # noqa: E402

SLOTS, RESCUE = ("a", "b"), "r"
_TRIES = 3
_GUARD_MS = 8300  # a slot that hangs before its own watchdog runs
_MARK = 0xA5


def _keep(text):
    with open("/slot", "w") as file:
        file.write(text)


def _whole(slot):
    """True when `slot` has a manifest: it is written last, and removed first."""
    try:
        os.stat("/slot_%s/manifest" % slot)
    except OSError:
        return False
    return True


def _state():
    """(confirmed slot, mark) of /slot; a file that is missing, empty or spoiled says nothing: then what is whole."""
    try:
        with open("/slot") as file:
            text = file.read(3)
    except (OSError, ValueError):
        text = ""
    if text[:1] not in SLOTS:
        return SLOTS[0 if _whole(SLOTS[0]) else 1], ""
    return text[0], text[1:2]


def _choose(starts):
    """(slot or None, how): how is `trial`, `back` from a trial, `spare` or `rescue` when what is confirmed fails."""
    kept, mark = _state()
    other = SLOTS[1 - SLOTS.index(kept)]
    if mark == ">" and _whole(other):
        _keep(kept + "?" + other)
        return other, "trial"
    if mark == "?":
        _keep(kept + "!" + other)
        return kept, "back"
    if starts < _TRIES:
        return kept, ""
    # what was tried and never confirmed is no spare
    if starts < 2 * _TRIES and mark != "!" and _whole(other):
        return other, "spare"
    return (RESCUE, "rescue") if starts < 3 * _TRIES and _whole(RESCUE) else (None, "")


def _note(error):
    """The traceback for whoever looks next; without room for it the reset comes all the same."""
    try:
        with open("/slot_error", "w") as file:
            sys.print_exception(error, file)
    except BaseException:  # noqa: BLE001 (nothing may stand between a failure and the reset)
        sys.print_exception(error)


def _start(memory):
    """Choose, count, run: numbers 0 to 2 of `memory` are a mark, the starts, and that maintenance was asked for."""
    if memory[0] != _MARK:
        memory[0], memory[1], memory[2] = _MARK, 0, 0
    slot, how = _choose(memory[1])
    if not slot:
        return
    memory[1] += 1
    if not memory[2]:
        machine.WDT(timeout=_GUARD_MS)
    memory[2] = 0
    sys.path.insert(0, "/slot_" + slot)
    try:
        from station_firmware import app

        app.run(slot, how)
    except BaseException as error:  # noqa: BLE001 (whatever a slot raises)
        _note(error)
        machine.reset()


_start(machine.mem_backup())
