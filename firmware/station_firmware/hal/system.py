"""The chip itself: why it started, who it is, how to restart it."""

import machine

POWER_ON, WATCHDOG, RESET = range(3)


def serial():
    """The chip's unique id in hexadecimal."""
    return "".join(["%02x" % byte for byte in machine.unique_id()])


def cause():
    """POWER_ON or WATCHDOG; `machine.reset()` reports as the watchdog, a note in FRAM tells them apart."""
    return POWER_ON if machine.reset_cause() == machine.PWRON_RESET else WATCHDOG


def reset():
    """Restart the chip; every pin falls back to its pull."""
    machine.reset()


def settled():
    """This slot lasts (main.py): its starts are no longer counted."""
    _set(machine.mem_backup(), 1, 0)


def leave_open():
    """The next start opens the prompt: main.py guards it with no watchdog."""
    _set(machine.mem_backup(), 2, 1)


def _set(memory, index, value):
    memory[index] = value
