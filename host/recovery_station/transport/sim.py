"""The virtual station inside this process: no port and no wall clock, waiting steps the station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recovery_station.errors import StationGoneError

if TYPE_CHECKING:
    from recovery_station.virtual.station import VirtualStation


class SimTransport:
    """Virtual time behind the `Transport` protocol.

    A station given from outside keeps running when the transport closes; one made here ends with it.
    """

    def __init__(self, station: VirtualStation | None = None) -> None:
        self._given = station
        self._station: VirtualStation | None = None
        self._read = bytearray()

    @property
    def port(self) -> str:
        """What `Station.open` calls it."""
        return "sim:"

    @property
    def station(self) -> VirtualStation:
        """The station behind it, for tests that press buttons or inject faults.

        Raises StationGoneError if closed.
        """
        if self._station is None:
            raise StationGoneError("the virtual station is closed")
        return self._station

    def open(self) -> None:
        """Start the station unless one was given. Raises NoStationError when no interpreter runs here."""
        if self._station is not None:
            return
        if self._given is not None:
            self._station = self._given
            return
        from recovery_station.virtual.station import VirtualStation

        made = VirtualStation()
        made.start()
        self._station = made

    def close(self) -> None:
        """End the station that was made here."""
        if self._station is not None and self._given is None:
            self._station.close()
        self._station = None

    def read(self) -> bytes:
        """Bytes the station has written."""
        self._read += self.station.host_read()
        data = bytes(self._read)
        self._read.clear()
        return data

    def write(self, data: bytes) -> None:
        """Hand bytes over; the firmware meets them when it next waits."""
        self.station.host_write(data)

    def now(self) -> float:
        """Virtual seconds."""
        return self.station.now_us / 1e6

    def wait(self, seconds: float) -> None:
        """Step the station until it has written something, for `seconds` of its time at most.

        However short the span is, time moves: what is left of a sum of seconds is less than its clock can show.
        """
        station = self.station
        end_us = station.now_us + (max(1, round(seconds * 1e6)) if seconds > 0 else 0)
        while not self._read and station.now_us < end_us:
            station.step()
            self._read += station.host_read()
