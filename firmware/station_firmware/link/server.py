"""The link in the slack: bytes to lines to requests, answers and events back out, all in bounded slices."""

import binascii

from ..core import states
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
_PACKET_BYTES = 64  # of USB: at rest so many go out at a look
_MOST_TURNS = 200
_WAIT_MS = 1
_AT_REST = (states.IDLE, states.FAULT, states.MAINTENANCE)


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
        self._moved = False
        self.bad_lines = 0
        self.dropped_lines = 0
        self.dropped_events = 0
        services.recorder.listener = self._event

    def serve(self, due_us):
        """One turn; at rest, where a late tick harms nobody, turns as long as there is time and something moves.

        Then what a host goes on to send is waited for: the port takes 512 bytes, and a tick is long.
        """
        rest = self._at_rest()
        moved = False
        for _ in range(_MOST_TURNS if rest else 1):
            self._turn(due_us, rest)
            if not self._in_time(due_us):
                return
            if self._moved:
                moved = True
            elif moved:
                self._console.wait(_WAIT_MS)
            else:
                return

    def _at_rest(self):
        station = self._services.station
        return station.session.state in _AT_REST and not station.thermal.keeping

    def _turn(self, due_us, rest):
        """Advance what waits for the tick, read up to 256 bytes, write up to a frame; stop in time for `due_us`."""
        self._moved = self._rpc.busy
        if self._rpc.busy:
            self._rpc.advance()
        if self._held is not None and not self._blocked() and self._in_time(due_us):
            line = self._held
            self._held = None
            self._request(line)
            self._moved = True
        else:
            self._read(due_us)
        self._write(due_us, rest)

    @property
    def busy(self):
        """A request is being answered, perhaps in stages."""
        return self._rpc.busy

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
            self._moved = True
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

    def _write(self, due_us, rest):
        room = _WRITE_BYTES
        while self._waiting and room > 0 and self._in_time(due_us):
            first = self._waiting[0]
            if isinstance(first, str):
                self._waiting[0] = frame.encode(first)
                self._moved = True
                if len(first) > _LONG_TEXT:
                    return
                first = self._waiting[0]
            if rest:
                done = self._console.write_packet(first, self._written, min(room, _PACKET_BYTES))
            else:
                done = self._console.write(first, self._written, min(room, _SLICE_BYTES))
            if not done:
                self._idle_slacks += 1
                return
            self._idle_slacks = 0
            self._moved = True
            room -= done
            self._written += done
            if self._written == len(first):
                self._waiting.pop(0)
                self._written = 0
