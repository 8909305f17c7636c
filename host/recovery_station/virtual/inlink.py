"""The link inside this process, for runs without a host: the same frames, answered in virtual time, no chance in it."""

from __future__ import annotations

import json
from random import Random
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec

from recovery_station import framing
from recovery_station.errors import TimedOutError
from recovery_station.rpc_errors import WireError, as_station_error
from recovery_station.virtual.station import VirtualStation

ANSWER_US: Final = 2_000_000
ATTEMPTS: Final = 4
T = TypeVar("T")


class InLink:
    """Calls to one virtual station; ids count, operation numbers are seeded."""

    def __init__(self, station: VirtualStation) -> None:
        self._station = station
        self._reader = framing.new_line_reader()
        self._random = Random(f"link {station.seed}")
        self._count = 0
        self._answers: dict[object, dict[str, Any]] = {}

    def call(self, method: str, params: dict[str, object], shape: type[T], *, changes: bool = False) -> T:
        """Ask and step until the answer is there.

        Raises what the error answer stands for (rpc_errors). TimedOutError: it does not answer.
        """
        params = dict(params)
        if changes:
            params["op"] = str(UUID(int=self._random.getrandbits(128), version=4))
        for _ in range(ATTEMPTS):
            answer = self._ask(method, params)
            if answer is not None:
                if "error" in answer:
                    raise as_station_error(method, msgspec.convert(answer["error"], WireError))
                return msgspec.convert(answer.get("result"), shape)
        raise TimedOutError(
            f"the firmware does not answer {method}", "look at its console with `station sim serve`"
        )

    def _ask(self, method: str, params: dict[str, object]) -> dict[str, Any] | None:
        self._count += 1
        request = {"jsonrpc": "2.0", "id": self._count, "method": method, "params": params}
        self._station.host_write(b"\n" + framing.encode(json.dumps(request, separators=(",", ":"))))
        end_us = self._station.now_us + ANSWER_US
        while self._station.now_us < end_us:
            self.step()
            if self._count in self._answers:
                return self._answers.pop(self._count)
        return None

    def step(self) -> None:
        """Let the station work a little and sort what it wrote."""
        self._station.step()
        output = self._station.host_read()
        for byte in output:
            if self._reader.push(byte):
                self._line(self._reader.line())

    def _line(self, line: bytes) -> None:
        text = framing.decode(line)
        if text is None:
            return
        message: dict[str, Any] = json.loads(text)
        if "id" in message:
            self._answers[message["id"]] = message
