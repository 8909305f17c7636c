"""The USB serial console, a byte at a time, so that nothing here can ever wait.

A write blocks up to 500 ms when the host does not read and more bytes come than are free (micropython.md, 4);
POLLOUT promises one byte free, so one byte is written per look while ticks matter.
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
        self._one = bytearray(1)
        self._input = select.poll()
        self._input.register(sys.stdin, select.POLLIN)
        self._output = select.poll()
        self._output.register(sys.stdout, select.POLLOUT)

    def read(self):
        """The next byte, or -1 when none waits."""
        for _ in self._input.ipoll(0):
            return self._byte[0] if self._in.readinto(self._byte) else _NO_BYTE
        return _NO_BYTE

    def wait(self, span_ms):
        """Until a byte comes, for `span_ms` at most."""
        for _ in self._input.ipoll(span_ms):
            return

    def write(self, buffer, start, limit):
        """Write bytes from buffer[start:] while there is room, at most `limit`; returns how many."""
        end = min(len(buffer), start + limit)
        at = start
        while at < end and self._has_room():
            self._one[0] = buffer[at]
            self._out.write(self._one)
            at += 1
        return at - start

    def write_packet(self, buffer, start, limit):
        """Write up to `limit` bytes in one go where one has room; returns how many.

        A host that stops reading just then holds it up for half a second, once: only for when no tick matters. What
        does not get through spoils that frame, and the host asks again.
        """
        if not self._has_room():
            return 0
        end = min(len(buffer), start + limit)
        self._out.write(memoryview(buffer)[start:end])
        return end - start

    def _has_room(self):
        """True when at least one byte can be written; `ipoll` leaves no garbage where `poll` leaves a list."""
        for _ in self._output.ipoll(0):
            return True
        return False

    def left_us(self, due_us):
        """Microseconds until `due_us`."""
        return elapsed(due_us, clock.now_us())

    def keep_interrupts_out(self, out):
        """With True, byte 0x03 is data and no Ctrl-C; with False it interrupts again."""
        micropython.kbd_intr(-1 if out else 3)
