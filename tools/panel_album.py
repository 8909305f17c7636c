"""What takes the panel's pictures: a virtual station, a hand at it, and an album that keeps what the display shows."""

from collections.abc import Generator
from contextlib import contextmanager

from recovery_station import Station
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual.hand import Hand
from sources import ROOT

PICTURES = ROOT / "docs" / "img" / "panel"


class Album:
    """Keeps what the display shows under a name."""

    def __init__(self, language: str, hand: Hand) -> None:
        self.language = language
        self.hand = hand

    def keep(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / f"{self.language}-{name}.png").write_bytes(self.hand.screen().png())

    def until_state(self, station: Station, state: str, limit_s: float = 40.0) -> None:
        """Wait for a state of the station."""
        for _ in range(round(limit_s)):
            if station.status().state == state:
                return
            self.hand.wait(1.0)
        raise RuntimeError(f"{self.language}: {state} did not come, it is {station.status().state}")


@contextmanager
def virtual(language: str) -> Generator[tuple[Station, Album]]:
    """A virtual station that speaks `language`, idle, and its album."""
    with Station.open("sim:") as station:
        station.put_config({"schema": "settings/1", "name": "Leg Lab", "language": language})
        transport = station.client.transport
        if not isinstance(transport, SimTransport):
            raise TypeError("no virtual station")
        hand = Hand(transport.station)
        hand.wait(5.0)
        yield station, Album(language, hand)


def armed(station: Station, album: Album, detents: int) -> None:
    """By the panel to RUNNING: what `detents` of the list is."""
    hand = album.hand
    hand.turn(detents + 1)
    hand.press("start")
    hand.wait(7.0)
    hand.press("encoder_push")
    album.until_state(station, "READY")
    hand.wait(0.5)
    hand.press("start")
