"""Puts, lists, reads back and starts the protocol in /null/asked.txt over the link, in a heap as large as a Pico's.

Each line of the file is one request's JSON text. One tick and its slack are a slice, so that garbage is collected as on
the board: whenever it is much.
"""

import binascii
import json

import bounded
import loaded
import session_proof

from station_firmware.core import states
from station_firmware.link import frame
from station_firmware.link.server import Server

bounded.heap.used = loaded.used_bytes
_LIMIT_TICKS = 2000
_RUN_TICKS = 1500


class _Host:
    """Sends a request when the one before it is answered; keeps every answer."""

    def __init__(self):
        self._file = open("/null/asked.txt")  # noqa: SIM115 (read to its end over the whole proof)
        self._out = b""
        self._line = b""
        self.open = 0
        self.answers = []
        self.over = False

    def ask(self):
        """The next request, when the last one was answered."""
        if self.open or self.over:
            return
        text = self._file.readline().rstrip()
        self.over = not text
        if text:
            self.open = 1
            self._out = frame.encode(text)

    def read(self):
        if not self._out:
            return -1
        byte = self._out[0]
        self._out = self._out[1:]
        return byte

    def left_us(self, due_us):
        return 10000

    def wait(self, span_ms):
        pass

    def write(self, buffer, start, limit):
        part = bytes(buffer[start : start + limit])
        self._line += part
        if part.endswith(b"\n"):
            self.answers.append(json.loads(frame.decode(self._line[:-1])))
            self._line = b""
            self.open = 0
        return len(part)

    write_packet = write


class _Seen:
    """An object with one attribute that is another's."""

    def __init__(self, real, name, shown):
        self._real = real
        self._name = name
        self._shown = shown

    def __getattr__(self, name):
        return self._shown if name == self._name else getattr(self._real, name)


class _Kept:
    keeping = True


def _turn_by_turn(server, services):
    """The server takes one turn a slack, as while a bath is kept: no garbage of a stage lies there in the next."""
    seen = _Seen(services, "station", _Seen(services.station, "thermal", _Kept()))
    for name in dir(server):
        if getattr(server, name) is services:
            setattr(server, name, seen)
    return server


class Proof:
    """`go_on()` until `done`, a collection before each; `measure()` after it."""

    def __init__(self, *_):
        self._proof = session_proof.Proof("flush-20", True)
        self._host = _Host()
        server = Server(self._host, self._proof.services)
        self._proof.server = _turn_by_turn(server, self._proof.services)
        self._ran = self._looks = 0
        self.done = False
        self.booted = self.peak = self.running = 0
        self.worst = 0
        self.read_back = 0
        self.seen = []

    def measure(self):
        used = loaded.used_bytes()
        self.booted = self.booted or used
        self.peak = max(self.peak, used)
        if self._ran:
            self.running = max(self.running, used)

    def go_on(self):
        """One tick; the station counts as started as soon as it is READY, by its own START."""
        station = self._proof.station
        state = station.session.state
        if state == states.IDLE and self._proof.ticks > 50:
            self._host.ask()
        if state == states.IDLE and self._proof.server.busy:
            # the look at the heap, the collection and the look after it fall on the stages, one after another
            self._looks += 1
            self._proof.services.slacks = 2 * (self._looks % 3) - 1
        self._proof.advance_ticks(1)
        self.worst = max(self.worst, loaded.used_bytes())
        for answer in self._host.answers:
            self._note(answer)
        self._host.answers.clear()
        name = states.STATE_NAMES[state]
        if name not in self.seen:
            self.seen.append(name)
        if state == states.RUNNING:
            self._ran += 1
        self.done = self._ran >= _RUN_TICKS or (self._host.over and state == states.FAULT)
        if self._proof.ticks > 100 * _LIMIT_TICKS:
            raise RuntimeError(f"not done in {name}")

    def _note(self, answer):
        result = answer.get("result")
        if result is None:
            raise RuntimeError(f"refused: {answer}")
        if "data" in result:
            self.read_back = binascii.crc32(result["data"].encode(), self.read_back)

    def report(self):
        steps = self._proof.station.session.steps.plan.steps
        locks = self._proof.station.interlocks
        print(
            json.dumps(
                {
                    "booted_bytes": self.booted,
                    "peak_bytes": self.peak,
                    "running_bytes": self.running,
                    "worst_bytes": self.worst,
                    "steps": len(steps),
                    "states_seen": self.seen,
                    "faults": [locks.faults[index].code for index in range(locks.count)],
                    "heap_free": self._proof.station.heap_free,
                    "read_back": self.read_back,
                    "ticks": self._proof.ticks,
                    "locked_ticks": self._proof.locked_ticks,
                }
            )
        )
