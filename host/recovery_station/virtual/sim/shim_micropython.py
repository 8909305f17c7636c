"""The firmware's `micropython`: the built-in one, with the two calls that mean something else on a host."""

import termios

import layout as _layout
import micropython as _builtin
import wire as _wire
from micropython import *  # noqa: F403

_NOFLSH = 0x80  # our mark on the terminal (child.py): Ctrl-C does not interrupt


def alloc_emergency_exception_buf(size):
    """The unix port always has one."""


def kbd_intr(char):
    """Ctrl-C interrupts (3) or is a byte like any other (-1): a mark that the supervisor reads, no signal."""
    _wire.H[_layout.NO_INTERRUPTS] = 0 if char == 3 else 1
    settings = termios.tcgetattr(0)
    if char == 3:
        settings[3] &= ~_NOFLSH
    else:
        settings[3] |= _NOFLSH
    termios.tcsetattr(0, termios.TCSANOW, settings)


def __getattr__(name):
    return getattr(_builtin, name)
