"""A transport peer in memory and in virtual time.

The firmware's own JSON-RPC over a line that misbehaves on demand.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from recovery_station.errors import StationGoneError
from station_firmware.core import presets
from station_firmware.link import frame as _frame
from station_firmware.link import rpc as _rpc
from station_firmware.store import record as _record

frame, rpc, record = cast("Any", _frame), cast("Any", _rpc), cast("Any", _record)
Handler = Callable[[dict[str, Any]], Any]
SERIAL = "fake0001"
LATENCY_S = 0.002


@dataclass
class Line:
    """How the line treats each answer or notification; probabilities 0 to 1, delays in seconds."""

    seed: int = 0
    drop: float = 0.0
    double: float = 0.0
    corrupt: float = 0.0
    reorder: float = 0.0
    delay: float = 0.0
    delay_s: float = 3.0
    drop_requests: float = 0.0
    console: float = 0.0


@dataclass
class FakeStation:
    """Implements `Transport`.

    `journal` holds raw records by sequence number; `calls` what was asked, in order.
    """

    line: Line = field(default_factory=Line)
    journal: dict[int, bytes] = field(default_factory=lambda: dict[int, bytes]())
    acked_seq: int = 0
    boot: int = 3
    state: str = "IDLE"
    serial: str = SERIAL
    protocol: tuple[int, int] = (1, 1)
    silent: bool = False
    gone_after: int | None = None  # answers until the port vanishes

    def __post_init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.executed: dict[str, Any] = {}
        self.changes: list[str] = []
        self.stop_lines = 0
        self.faults: list[list[Any]] = []
        self.session: dict[str, Any] | None = None
        self.last_end: dict[str, Any] | None = None
        self.events_on = False
        self.refusal: str | None = None
        self._now_s = 0.0
        self._random = random.Random(self.line.seed)
        self._out: list[tuple[float, bytes]] = []
        self._reader = frame.LineReader()
        self._rpc = rpc.Rpc(self._table(), self._answer)
        self._open = False

    # ------------------------------------------------------------ Transport

    @property
    def port(self) -> str:
        return "fake:"

    def open(self) -> None:
        self._open = True

    def close(self) -> None:
        self._open = False

    def now(self) -> float:
        return self._now_s

    def read(self) -> bytes:
        if self.gone_after is not None and self.gone_after < 0:
            raise StationGoneError("the fake port vanished")
        due = sorted((one for one in self._out if one[0] <= self._now_s), key=lambda one: one[0])
        self._out = [one for one in self._out if one[0] > self._now_s]
        return b"".join(data for _, data in due)

    def write(self, data: bytes) -> None:
        assert self._open, "written to a closed port"
        for byte in data:
            if self._reader.push(byte):
                self._line(self._reader.line())

    def wait(self, seconds: float) -> None:
        end_s = self._now_s + max(0.0, seconds)
        due_s = min((at for at, _ in self._out), default=end_s)
        self._now_s = max(self._now_s, min(end_s, due_s))

    # ------------------------------------------------------------ the line

    def _line(self, line: bytes) -> None:
        if line == frame.STOP_LINE:
            self.stop_lines += 1
            self.state = "IDLE"
            return
        text = frame.decode(line)
        if text is not None and not self.silent and self._random.random() >= self.line.drop_requests:
            self._rpc.accept(text)

    def _answer(self, text: str) -> None:
        self.send(frame.encode(text))

    def send(self, data: bytes) -> None:
        """Put one line on the way to the host, as the line treats it."""
        if self.gone_after is not None:
            self.gone_after -= 1
        chance = self._random.random
        if chance() < self.line.console:
            self._out.append((self._now_s, b"Traceback (most recent call last):\r\n"))
        if chance() < self.line.drop:
            return
        if chance() < self.line.corrupt:
            at = self._random.randrange(len(data) - 1)
            data = data[:at] + bytes([data[at] ^ (1 << self._random.randrange(7))]) + data[at + 1 :]
        at_s = self._now_s + LATENCY_S
        if chance() < self.line.delay:
            at_s += self.line.delay_s * chance()
        if chance() < self.line.reorder:
            at_s += LATENCY_S * 5 * chance()
        self._out.append((at_s, data))
        if chance() < self.line.double:
            self._out.append((at_s + LATENCY_S * chance(), data))

    # ------------------------------------------------------------ the journal

    def add(
        self, kind: int, *values: int, payload: bytes | None = None, ticks_ms: int = 0, wall_s: int = 0
    ) -> int:
        """Append one record, tell it as an event, return its seq."""
        import struct

        seq = max(self.journal, default=-1) + 1
        body = payload if payload is not None else struct.pack(record.KINDS[kind][1], *values)
        raw = bytearray(record.RECORD_BYTES)
        record.pack_into(raw, seq, self.boot, kind, 1 if wall_s else 0, ticks_ms, wall_s, body)
        self.journal[seq] = bytes(raw)
        if self.events_on:
            self.send_event(seq)
        return seq

    def send_event(self, seq: int) -> None:
        """Send one record as a notification."""
        data = base64.b64encode(self.journal[seq]).decode()
        message = {"jsonrpc": "2.0", "method": "event", "params": {"seq": seq, "data": data}}
        self._answer(json.dumps(message, separators=(",", ":")))

    def fill(self, count: int) -> None:
        """Append `count` telemetry records that all differ."""
        for number in range(count):
            zones = [number % 120] * 12
            self.add(record.TELEMETRY, *zones, 3800, 1200, 50, 60, number % 65536, ticks_ms=1000 * number)

    # ------------------------------------------------------------ methods

    def _table(self) -> dict[str, Handler]:
        plain: dict[str, Handler] = {
            "hello": self._hello,
            "status": self._status,
            "fault.list": lambda given: {
                "total": len(self.faults),
                "offset": given["offset"],
                "faults": self.faults[given["offset"] : given["offset"] + 2],
            },
            "protocol.list": self._protocols,
            "protocol.get": self._protocol,
            "log.list": self._log_list,
            "log.read": self._log_read,
            "log.digest": self._log_digest,
            "events.subscribe": self._subscribe,
        }
        changing: dict[str, Handler] = {
            "session.start": self._start,
            "session.stop": lambda given: self._move("IDLE"),
            "session.pause": lambda given: self._move("PAUSED"),
            "session.resume": lambda given: self._move("RUNNING"),
            "fault.ack": lambda given: self._move("SELFTEST"),
            "service.repl": lambda given: self._move("MAINTENANCE"),
            "clock.set": lambda given: {"epoch_s": given["epoch_s"]},
            "log.ack": self._log_ack,
        }
        table = {name: self._noted(name, handler) for name, handler in plain.items()}
        table |= {name: self._noted(name, self._once(name, handler)) for name, handler in changing.items()}
        return table

    def _noted(self, name: str, handler: Handler) -> Handler:
        def noted(given: dict[str, Any]) -> Any:
            self.calls.append((name, given))
            return handler(given)

        return noted

    def _once(self, name: str, handler: Handler) -> Handler:
        def once(given: dict[str, Any]) -> Any:
            op = given["op"]
            if op not in self.executed:
                if self.refusal:
                    words = f"{name} refused"
                    raise rpc.RpcError(rpc.REFUSED, words, {"reason": self.refusal, "state": self.state})
                self.changes.append(name)
                self.executed[op] = handler(given)
                return self.executed[op]
            return {"state": self.state, "repeated": True}

        return once

    def _hello(self, given: dict[str, Any]) -> Any:
        return {
            "protocol": list(self.protocol),
            "firmware": "0.1.0",
            "slot": "a",
            "implementation": "micropython 1.29.0",
            "mpy": 0,
            "machine": "fake",
            "serial": self.serial,
            "name": "station-fake",
            "boot": self.boot,
            "schema": "1",
            "last_boot": "power_on",
        }

    def _status(self, given: dict[str, Any]) -> Any:
        first = min(self.journal, default=0)
        return {
            "state": self.state,
            "uptime_ms": int(self._now_s * 1000),
            "clock_ok": True,
            "zones_mmhg": [80, 75, 70, 65, 60, None, 75, 70, 65, 60],
            "targets_mmhg": [80, 75, 70, 65, 60, 80, 75, 70, 65, 60],
            "baths_cdegc": [3812, None],
            "chain_ok": True,
            "estop": False,
            "fault": self.faults[0] if self.faults else None,
            "faults_count": len(self.faults),
            "log": [first, max(self.journal, default=-1) + 1, self.acked_seq],
            "heap_free": 100000,
            "tick": [900, 0],
            "session": self.session,
            "prompt": None,
            "last_end": self.last_end,
        }

    def _protocols(self, given: dict[str, Any]) -> Any:
        rows = [
            [one["id"], one["title"], one["step"][0]["kind"], 1200] for one in cast("Any", presets).PRESETS
        ]
        offset = given["offset"]
        return {"total": len(rows), "offset": offset, "protocols": rows[offset : offset + 3]}

    def _protocol(self, given: dict[str, Any]) -> Any:
        table = cast("Any", presets).find(given["id"])
        if table is None:
            raise rpc.RpcError(rpc.UNKNOWN_PROTOCOL, "no protocol " + given["id"], {"id": given["id"]})
        text = json.dumps(table)
        part = text[given["offset"] : given["offset"] + given["length"]]
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        return {
            "id": given["id"],
            "offset": given["offset"],
            "total": len(text),
            "sha256": sha256,
            "data": part,
        }

    def _start(self, given: dict[str, Any]) -> Any:
        self._protocol({"id": given["protocol"], "offset": 0, "length": 1})
        self.state = "READY"
        return {"session": f"{self.boot}-1", "state": self.state}

    def _move(self, state: str) -> Any:
        self.state = state
        return {"state": state}

    def _log_list(self, given: dict[str, Any]) -> Any:
        return {
            "boot": self.boot,
            "first_seq": min(self.journal, default=0),
            "next_seq": max(self.journal, default=-1) + 1,
            "acked_seq": self.acked_seq,
            "record_bytes": record.RECORD_BYTES,
            "capacity": 6000,
        }

    def _raw(self, given: dict[str, Any], most: int) -> tuple[int, bytes]:
        seq, count = given["seq"], min(given["count"], most)
        if seq not in self.journal:
            raise rpc.RpcError(rpc.NO_RECORD, f"record {seq} is not here", {})
        found = [self.journal[one] for one in range(seq, seq + count) if one in self.journal]
        return len(found), b"".join(found)

    def _log_read(self, given: dict[str, Any]) -> Any:
        count, raw = self._raw(given, 20)
        return {"seq": given["seq"], "count": count, "data": base64.b64encode(raw).decode()}

    def _log_digest(self, given: dict[str, Any]) -> Any:
        count, raw = self._raw(given, 200)
        return {"seq": given["seq"], "count": count, "sha256": hashlib.sha256(raw).hexdigest()}

    def _log_ack(self, given: dict[str, Any]) -> Any:
        self.acked_seq = max(self.acked_seq, given["seq"])
        self.add(record.ACK, given["seq"], 0)
        return {"acked_seq": self.acked_seq}

    def _subscribe(self, given: dict[str, Any]) -> Any:
        self.events_on = given["on"]
        return {"on": self.events_on}
