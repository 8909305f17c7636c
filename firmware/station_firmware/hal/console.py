"""The USB serial console, a byte at a time, so that nothing here can ever wait.

A write blocks up to 500 ms when the host does not read and more bytes come than are free (micropython.md, 4);
POLLOUT promises one byte free, so one byte is written per look.
"""

import select
import sys

import micropython

from ..core.timebase import elapsed
from . import clock

_NO_BYTE = -1


class Console:
    """`read()` gives the next byte or -1; `write(buffer, start)` gives how many bytes went out."""

    def __init__(self):
        self._in = sys.stdin.buffer
        self._out = sys.stdout.buffer
        self._byte = bytearray(1)
        self._input = select.poll()
        self._input.register(sys.stdin, select.POLLIN)
        self._output = select.poll()
        self._output.register(sys.stdout, select.POLLOUT)

    def read(self):
        """The next byte, or -1 when none waits."""
        if not self._input.poll(0):
            return _NO_BYTE
        if not self._in.readinto(self._byte):
            return _NO_BYTE
        return self._byte[0]

    def write(self, buffer, start, limit):
        """Write bytes from buffer[start:] while there is room, at most `limit`; returns how many."""
        view = memoryview(buffer)
        end = min(len(buffer), start + limit)
        at = start
        while at < end and self._output.poll(0):
            self._out.write(view[at : at + 1])
            at += 1
        return at - start

    def left_us(self, due_us):
        """Microseconds until `due_us`."""
        return elapsed(due_us, clock.now_us())

    def keep_interrupts_out(self, out):
        """With True, byte 0x03 is data and no Ctrl-C; with False it interrupts again."""
        micropython.kbd_intr(-1 if out else 3)
