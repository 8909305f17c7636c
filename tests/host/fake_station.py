"""A transport peer in memory and in virtual time.

The firmware's own JSON-RPC over a line that misbehaves on demand.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from tests.host.fake_line import Line, Way
from tests.host.fake_methods import FakeMethods

from recovery_station.errors import StationGoneError
from station_firmware.link import frame as _frame
from station_firmware.link import rpc as _rpc
from station_firmware.store import record as _record

frame, rpc, record = cast("Any", _frame), cast("Any", _rpc), cast("Any", _record)
SERIAL = "fake0001"


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
        self.tampered: dict[int, bytes] = {}  # what log.read gives instead; log.digest speaks the truth
        self.faults: list[list[Any]] = []
        self.selftest: dict[str, Any] = {}
        self.session: dict[str, Any] | None = None
        self.last_end: dict[str, Any] | None = None
        self.events_on = False
        self.overrides: dict[str, Callable[[dict[str, Any]], Any]] = {}  # methods a test answers itself
        self.clock_s: int | None = None  # what the clock was set to, at `clock_at_s`
        self.clock_at_s = 0.0
        self.refusal: str | None = None
        self.play: list[tuple[float, Callable[[], object]]] = []  # what happens at which virtual second
        self.way = Way(self.line)
        self._reader = frame.LineReader()
        self._rpc = rpc.Rpc(FakeMethods(self).table(), self._answer)
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
        return self.way.now_s

    def read(self) -> bytes:
        if self.gone_after is not None and self.gone_after < 0:
            raise StationGoneError("the fake port vanished")
        return self.way.take()

    def write(self, data: bytes) -> None:
        assert self._open, "written to a closed port"
        for byte in data:
            if self._reader.push(byte):
                self._line(self._reader.line())

    def wait(self, seconds: float) -> None:
        self.way.wait(seconds)
        while self.play and self.play[0][0] <= self.way.now_s:
            self.play.pop(0)[1]()

    # ------------------------------------------------------------ the line

    def _line(self, line: bytes) -> None:
        if line == frame.STOP_LINE:
            self.stop_lines += 1
            self.state = "IDLE"
            return
        text = frame.decode(line)
        if text is not None and not self.silent and not self.way.loses_request():
            self._rpc.accept(text)

    def _answer(self, text: str) -> None:
        self.send(frame.encode(text))

    def send(self, data: bytes) -> None:
        """Put one line on the way to the host, as the line treats it."""
        if self.gone_after is not None:
            self.gone_after -= 1
        self.way.put(data)

    # ------------------------------------------------------------ the journal

    def add(
        self, kind: int, *values: int, payload: bytes | None = None, ticks_ms: int = 0, wall_s: int = 0
    ) -> int:
        """Append one record, tell it as an event, return its seq."""
        seq = max(self.journal, default=-1) + 1
        body = payload if payload is not None else struct.pack(record.FORMS[kind], *values)
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
