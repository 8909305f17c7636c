"""The link in the slack: bytes to lines to requests, answers and events back out, all in bounded slices."""

import binascii

from . import frame
from .methods import Methods
from .rpc import Rpc, dumps

_READ_BYTES = 256
_WRITE_BYTES = 1200
_SLICE_BYTES = 16
_MARGIN_US = 2500
_MAX_WAITING = 12
_MAX_EVENTS = 8
_LONG_TEXT = 200
_DEAF_SLACKS = 25


class Server:
    """`serve()` once a slack. Answers always find a place; events are dropped when the host does not read.

    While a request waits for the tick or answers wait for the host, one line is held and reading rests. A host that
    takes nothing for half a second is read on all the same: its requests are dropped, its STOP is not.
    """

    def __init__(self, console, services):
        self._console = console
        self._services = services
        self._reader = frame.LineReader()
        self._rpc = Rpc(Methods(services).table, self._send)
        self._waiting = []
        self._written = 0
        self._held = None
        self._idle_slacks = 0
        self.bad_lines = 0
        self.dropped_lines = 0
        self.dropped_events = 0
        services.recorder.listener = self._event

    def serve(self, due_us):
        """Advance what waits for the tick, read up to 256 bytes, write up to a frame; stop in time for `due_us`."""
        if self._rpc.busy:
            self._rpc.advance()
        if self._held is not None and not self._blocked():
            line = self._held
            self._held = None
            self._request(line)
        else:
            self._read(due_us)
        self._write(due_us)

    def _blocked(self):
        return self._rpc.busy or len(self._waiting) >= _MAX_WAITING

    def _in_time(self, due_us):
        """Enough is left before the next tick for another slice (94 us a byte on the chip)."""
        return self._console.left_us(due_us) > _MARGIN_US

    def _read(self, due_us):
        for number in range(_READ_BYTES):
            if number % _SLICE_BYTES == 0 and not self._in_time(due_us):
                return
            if self._held is not None and self._idle_slacks < _DEAF_SLACKS:
                return
            byte = self._console.read()
            if byte < 0:
                return
            if self._reader.push(byte) and self._line(self._reader.line()):
                return

    def _line(self, line):
        """Take one line; True when it was a request: its work is enough for one slack."""
        if line == frame.STOP_LINE:
            # what was asked before the STOP and has not begun does not begin after it
            self._services.station.mailbox.stop = True
            self._held = None
            self._rpc.drop_waiting()
        elif not self._blocked():
            return self._request(line)
        elif self._held is None:
            self._held = line
        else:
            self.dropped_lines += 1
        return False

    def _request(self, line):
        text = frame.decode(line)
        if text is None:
            self.bad_lines += 1
            return False
        self._rpc.accept(text)
        return True

    def _send(self, text):
        """Texts wait as they are; the one to be written next becomes a frame in a slack of its own."""
        self._waiting.append(text)

    def _event(self, seq, data):
        if not self._services.events_on:
            return
        if len(self._waiting) >= _MAX_EVENTS:
            self.dropped_events += 1
            return
        coded = binascii.b2a_base64(data).decode().rstrip()
        self._send(dumps({"jsonrpc": "2.0", "method": "event", "params": {"seq": seq, "data": coded}}))

    def _write(self, due_us):
        room = _WRITE_BYTES
        while self._waiting and room > 0 and self._in_time(due_us):
            first = self._waiting[0]
            if isinstance(first, str):
                self._waiting[0] = frame.encode(first)
                if len(first) > _LONG_TEXT:
                    return
                first = self._waiting[0]
            done = self._console.write(first, self._written, min(room, _SLICE_BYTES))
            if not done:
                self._idle_slacks += 1
                return
            self._idle_slacks = 0
            room -= done
            self._written += done
            if self._written == len(first):
                self._waiting.pop(0)
                self._written = 0
