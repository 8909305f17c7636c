"""What every transport offers; it owns the clock, so that a virtual station's time can stand behind it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Transport(Protocol):
    """Bytes to and from one station.

    `wait` is the only call that lets time pass. On a serial port that is the wall clock; for the virtual
    station inside this process waiting steps the station, and there is no wall clock at all.
    """

    @property
    def port(self) -> str:
        """What to call this connection in words: a device path or `sim:`."""
        ...

    def open(self) -> None:
        """Open exclusively. Raises NoStationError or BusyError."""
        ...

    def close(self) -> None:
        """Close; twice does no harm."""
        ...

    def read(self) -> bytes:
        """Bytes that are there now, empty when none are. Raises StationGoneError when the port vanished."""
        ...

    def write(self, data: bytes) -> None:
        """Send all of `data`. Raises StationGoneError, or TimedOutError when the station takes nothing."""
        ...

    def now(self) -> float:
        """Seconds of this transport's clock, only differences mean anything."""
        ...

    def wait(self, seconds: float) -> None:
        """Let time pass until bytes are there to read, for `seconds` at most."""
        ...
