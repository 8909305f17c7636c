"""The link over a wire in memory, with the real station behind it on its bench; the same on both interpreters."""

import json

from tests.core.parts import Bench
from tests.store.memory import Memory
from tests.store.recorder_bench import Chip, boot

import station_firmware.link.server as server_module
from station_firmware.core import states
from station_firmware.link import frame
from station_firmware.link.rpc import dumps
from station_firmware.store.archive import Archive
from station_firmware.store.ops import Ops

OP = "123e4567-e89b-12d3-a456-4266141740%02x"


def code_of(answer):
    """The error's code, None when the answer is a result."""
    return answer.get("code")


class Wire:
    """A console: `out` is what the station wrote; `room` bytes can be written a slack, -1 for all."""

    def __init__(self):
        self.waiting = bytearray()
        self.out = b""
        self.room = -1
        self.lefts = []
        self.coming = []
        self.waits = 0
        self.over = False

    def read(self):
        if not self.waiting:
            return -1
        byte = self.waiting[0]
        self.waiting = self.waiting[1:]
        return byte

    def left_us(self, due_us):
        """Microseconds left of the slack: plenty, unless a test says what is left, or a wait was for nothing."""
        if self.over:
            return 0
        return self.lefts.pop(0) if self.lefts else 10000

    def wait(self, span_ms):
        """The next of `coming` comes; without one the slack goes by."""
        self.waits += 1
        if self.coming:
            self.waiting += self.coming.pop(0)
        else:
            self.over = True

    def write(self, buffer, start, limit):
        end = min(len(buffer), start + limit)
        if self.room >= 0:
            end = min(end, start + self.room)
        self.out += bytes(buffer[start:end])
        return end - start

    def write_packet(self, buffer, start, limit):
        """The same to a wire in memory."""
        return self.write(buffer, start, limit)


class Shelf:
    """Custom protocols in memory, as the flash keeps them: `kept` holds bodies, `heads` what lists show."""

    def __init__(self):
        self.kept = {}
        self.heads = {}
        self.full = False

    def ids(self):
        return sorted(self.kept)

    def head(self, protocol_id):
        return self.heads.get(protocol_id, ["?", "rest", 1, "0" * 64]) if protocol_id in self.kept else None

    def body(self, protocol_id):
        return self.kept.get(protocol_id)

    def write(self, protocol_id, head, body):
        if self.full:
            raise OSError(28)
        self.kept[protocol_id] = body
        self.heads[protocol_id] = list(head)

    def remove(self, protocol_id):
        self.heads.pop(protocol_id, None)
        return self.kept.pop(protocol_id, None) is not None


class Panel:
    """A display that shows every byte there is, again and again."""

    ok = True

    def __init__(self):
        self.display = self
        self.glass = bytes(range(256)) * 4

    def prepare(self):
        """Nothing to get ready: this panel only has a display."""

    give_way = prepare


class Services:
    """What the link may touch, as `app` gives it."""

    def __init__(self, station):
        self.memory = self.fram = Memory()
        self.station = station
        self.recorder, _ = boot(self.memory)
        self.page = self.recorder.page
        self.ops = Ops(self.memory)
        self.archive = Archive()
        self.protocols = Shelf()
        self.slot = "a"
        self.trial = self.rescue = self.keyed = False
        self.question = self.technician = None
        self.open_until_ms = self.locked_until_ms = 0
        self.left = False
        self.panel = Panel()
        self.serial = "e660583883724a32"
        self.name = "station-4a32"
        self.schema = "1"
        self.last_boot = "power_on"
        self.lost_end = None
        self.events_on = False
        self.uptime_ms = 0
        self.tick_max_us = 0
        self.late_count = 0

    def leave(self):
        self.left = True


class Line:
    """A host at the wire of a station: `call` one method, `put` any bytes, `slack` lets time pass."""

    def __init__(self):
        self.bench = Bench()
        assert self.bench.until(states.IDLE)
        self.services = Services(self.bench.station)
        self.chip = Chip(1800000000)
        self.services.recorder.wall._chip = self.chip
        self.wire = Wire()
        self.server = server_module.__dict__["Server"](self.wire, self.services)
        self.number = 0

    def slack(self, count=1):
        """Tick and serve."""
        for _ in range(count):
            self.bench.tick()
            self.services.recorder.drain(self.bench.station)
            self.wire.over = False
            self.server.serve(0)

    def put(self, data):
        self.wire.waiting += data

    def send(self, text):
        self.put(frame.encode(text))

    def answers(self):
        """Everything the station has written since the last time, parsed."""
        lines = self.wire.out.split(b"\n")
        self.wire.out = lines[-1]
        found = []
        for line in lines[:-1]:
            text = frame.decode(line)
            assert text is not None, line
            found.append(json.loads(text))
        return found

    def call(self, method, **params):
        """One request and its answer; the result or the error table."""
        self.number += 1
        self.send(dumps({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}))
        for _ in range(200):
            self.slack()
            for answer in self.answers():
                if answer.get("id") == self.number:
                    return answer["result"] if "result" in answer else answer["error"]
        raise AssertionError("no answer to " + method)

    def op(self):
        self.number += 1
        return OP % (self.number & 255)

    def state(self):
        return states.STATE_NAMES[self.bench.session.state]
