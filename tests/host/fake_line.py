"""A line in virtual time that drops, doubles, garbles, delays and reorders, the same way for the same
seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

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


class Way:
    """The way from the station to the host: `put` lines in, `take` what has arrived."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.now_s = 0.0
        self.random = random.Random(line.seed)
        self._out: list[tuple[float, bytes]] = []

    def loses_request(self) -> bool:
        """True when the line drops what the host sent."""
        return self.random.random() < self.line.drop_requests

    def put(self, data: bytes) -> None:
        """One line on its way to the host."""
        chance, line = self.random.random, self.line
        if chance() < line.console:
            self._out.append((self.now_s, b"Traceback (most recent call last):\r\n"))
        if chance() < line.drop:
            return
        if chance() < line.corrupt:
            at = self.random.randrange(len(data) - 1)
            data = data[:at] + bytes([data[at] ^ (1 << self.random.randrange(7))]) + data[at + 1 :]
        at_s = self.now_s + LATENCY_S
        if chance() < line.delay:
            at_s += line.delay_s * chance()
        if chance() < line.reorder:
            at_s += LATENCY_S * 5 * chance()
        self._out.append((at_s, data))
        if chance() < line.double:
            self._out.append((at_s + LATENCY_S * chance(), data))

    def take(self) -> bytes:
        """Everything that has arrived by now."""
        due = sorted((one for one in self._out if one[0] <= self.now_s), key=lambda one: one[0])
        self._out = [one for one in self._out if one[0] > self.now_s]
        return b"".join(data for _, data in due)

    def wait(self, seconds: float) -> None:
        """Let time pass until something arrives, for `seconds` at most."""
        end_s = self.now_s + max(0.0, seconds)
        due_s = min((at for at, _ in self._out), default=end_s)
        self.now_s = max(self.now_s, min(end_s, due_s))
