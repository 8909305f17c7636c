"""Ties virtual time to the wall: never ahead of wall x N; `max` runs free while the line is quiet."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from recovery_station.virtual.pty_line import PtyLine
from recovery_station.virtual.station import VirtualStation

QUIET_S: Final = 0.25
FULL_S: Final = 1.0
_BEHIND_S: Final = 0.5
_RETRY_S: Final = 0.005


MOST_WAITING_BYTES = 1024
"""The chip's own buffers: 256 bytes of the USB stack, 512 of its input ring, and the line under way."""


class StoppedError(Exception):
    """The user wants the station to end."""


class LinePacer:
    """The pacer of a served station: `speed` is N, or None for max; `stop()` says whether to end."""

    def __init__(
        self, station: VirtualStation, line: PtyLine, speed: float | None, stop: Callable[[], bool]
    ) -> None:
        self._station = station
        self._line = line
        self._speed = speed
        self._stop = stop
        self._base: tuple[float, int] | None = None
        self._heard_s = float("-inf")
        self._full_since_s: float | None = None
        self.deaf_us = 0

    def poll(self) -> None:
        """Move bytes both ways. StoppedError when it is time to end."""
        if self._stop():
            raise StoppedError
        line = self._line
        station = self._station
        # as on USB: what the station has not taken yet holds the host back, so a flood cannot pile up before a STOP
        data = line.read() if len(station.runner.line.rx) < MOST_WAITING_BYTES else b""
        if data:
            self._heard_s = time.monotonic()
            station.host_write(data)
        output = station.host_read()
        host = station.runner.line
        if line.write(output):
            self._full_since_s = None
            host.full = False
        elif host.full:
            line.drop()
        elif self._full_since_s is None:
            self._full_since_s = time.monotonic()

    def descriptors(self) -> list[int]:
        """The host's line while somebody has it open."""
        return self._line.descriptors()

    def pace(self, now_us: int) -> None:
        """Hold virtual time until the wall has come as far, and up to 1 s while the line is full."""
        self.poll()
        self._hold_while_full()
        speed = self._speed
        if speed is None:
            if not self._talks():
                self._base = None
                return
            speed = 1.0
        if self._base is None:
            self._base = (time.monotonic(), now_us)
        wall_s, from_us = self._base
        due_s = wall_s + (now_us - from_us) / 1e6 / speed
        left_s = due_s - time.monotonic()
        if left_s < -_BEHIND_S:
            self._base = None
        while left_s > 0:
            self._line.wait(left_s)
            self.poll()
            left_s = due_s - time.monotonic()

    def _talks(self) -> bool:
        """A host has sent something lately; or no program runs, so that there is nothing to hurry for."""
        return self._station.at_prompt or time.monotonic() - self._heard_s < QUIET_S

    def _hold_while_full(self) -> None:
        while self._full_since_s is not None:
            if time.monotonic() - self._full_since_s > FULL_S:
                self._station.runner.line.full = True
                self._full_since_s = None
                self._line.drop()
                return
            time.sleep(_RETRY_S)
            self.poll()
