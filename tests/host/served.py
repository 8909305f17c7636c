"""Runs `station ARGUMENTS` against one virtual station on real firmware, kept open between the commands."""

from __future__ import annotations

import pytest

from recovery_station import discover
from recovery_station.cli.run import run
from recovery_station.station import Station


class Kept:
    """The transport of an open station; the commands' own opening and closing does nothing."""

    def __init__(self, station: Station) -> None:
        self._transport = station.client.transport
        self.port = self._transport.port
        self.now = self._transport.now
        self.read = self._transport.read
        self.write = self._transport.write
        self.wait = self._transport.wait

    def open(self) -> None:
        """It is open."""

    def close(self) -> None:
        """The fixture closes it."""


class Served:
    """Call it like the command line; returns exit code, stdout and stderr."""

    def __init__(
        self, station: Station, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.station = station
        self._capsys = capsys
        kept = Kept(station)

        def transport(_target: str | None) -> Kept:
            return kept

        monkeypatch.setattr(discover, "transport_for", transport)
        monkeypatch.delenv("STATION", raising=False)

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err
