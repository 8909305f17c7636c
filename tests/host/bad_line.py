"""Any transport behind a line that spoils: bytes and lines lost, changed, doubled and swapped, and a cable pulled.

Both directions suffer, the same way for the same seed. Time is the transport's own, so nothing here sleeps.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from recovery_station.errors import StationGoneError
from recovery_station.transport.base import Transport


@dataclass(frozen=True)
class Faults:
    """Probabilities 0 to 1: `corrupt_bytes` and `drop_bytes` for each byte, the others for each line."""

    seed: int = 0
    corrupt_bytes: float = 0.0
    drop_bytes: float = 0.0
    drop: float = 0.0
    double: float = 0.0
    reorder: float = 0.0
    pulled_after_bytes: int | None = None  # read and written together


class BadLine:
    """Implements `Transport` over another one, which stays open when the cable is pulled or this one is closed."""

    def __init__(self, inner: Transport, faults: Faults) -> None:
        self.inner = inner
        self.faults = faults
        self.random = random.Random(faults.seed)
        self.spoiled = 0
        self._left = faults.pulled_after_bytes
        self._in = bytearray()
        self._kept_back = b""

    @property
    def port(self) -> str:
        return self.inner.port

    def open(self) -> None:
        """The station behind it is open; what it still says to a host of before is nobody's."""
        self.inner.read()

    def close(self) -> None:
        """Whoever made the inner one closes it."""

    def now(self) -> float:
        return self.inner.now()

    def read(self) -> bytes:
        data = self.inner.read()
        self._spend(len(data))
        self._in += data
        whole, _, rest = bytes(self._in).rpartition(b"\n")
        self._in = bytearray(rest)
        return b"".join(self._line(one + b"\n") for one in whole.split(b"\n")) if whole else b""

    def write(self, data: bytes) -> None:
        self._spend(len(data))
        if self._happens(self.faults.drop):
            return
        self.inner.write(self._bytes(data) * (1 + self._happens(self.faults.double)))

    def wait(self, seconds: float) -> None:
        self.inner.wait(seconds)

    # ------------------------------------------------------------ what it does to them

    def _line(self, line: bytes) -> bytes:
        if self._happens(self.faults.drop):
            return b""
        sent = self._bytes(line) * (1 + self._happens(self.faults.double))
        if not self._kept_back and self._happens(self.faults.reorder):
            self._kept_back = sent  # until the next line overtakes it
            return b""
        sent, self._kept_back = sent + self._kept_back, b""
        return sent

    def _bytes(self, data: bytes) -> bytes:
        out = bytearray()
        for byte in data:
            if not self._happens(self.faults.drop_bytes):
                out.append(
                    byte ^ (1 << self.random.randrange(8))
                    if self._happens(self.faults.corrupt_bytes)
                    else byte
                )
        return bytes(out)

    def _happens(self, chance: float) -> bool:
        found = chance > 0 and self.random.random() < chance
        self.spoiled += found
        return found

    def _spend(self, count: int) -> None:
        if self._left is not None:
            self._left -= count
            if self._left < 0:
                raise StationGoneError("the cable was pulled")
