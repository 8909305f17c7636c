"""The panel's pictures of people and water: in, out, a bath that is not ready, and what it asks before boots."""

from panel_album import Album, armed
from recovery_station import Station

_CONTRAST = 8  # its place in the panel's list
_APART_DEGC_S = 0.06
_GO_IN: dict[str, object] = {
    "schema": "protocol/1",
    "id": "hot-cold-boots",
    "title": "Hot, cold, boots",
    "step": [
        {
            "kind": "contrast",
            "hot_degc": 38,
            "cold_degc": 12,
            "hot_s": 10,
            "cold_s": 10,
            "rounds": 1,
            "start": "hot",
            "end": "cold",
            "transfer_s": 5,
            "wait_in": True,
        },
        {"kind": "rest", "rest_s": 15},
        {
            "kind": "compression",
            "pattern": "uniform",
            "legs": "both",
            "target_mmhg": [30, 30, 30, 30, 30],
            "hold_s": 2,
            "release_s": 2,
            "duration_s": 60,
        },
    ],
}


def water(station: Station, album: Album) -> None:
    armed(station, album, _CONTRAST)
    hand = album.hand
    seen: set[str] = set()
    for _ in range(400):
        doing = station.status().doing
        name = f"{doing.bath}-{doing.what}" if doing else ""
        if name and name not in seen:
            seen.add(name)
            hand.wait(0.5)
            album.keep("contrast-" + name)
        if {"hot-in", "hot-out", "cold-in"} <= seen or {"hot-in", "hot-way", "cold-in"} <= seen:
            break
        hand.wait(1.0)
    hand.press("encoder_push")
    hand.press("encoder_push", 1.5)
    album.keep("paused-in-water")


def bath_not_ready(station: Station, album: Album) -> None:
    """A bath out of its band."""
    hand = album.hand
    hand.station.plant.inject("bath_degc", bath="hot", value=36.0)
    armed(station, album, _CONTRAST)
    hand.wait(3.0)
    album.keep("wait")


def unstirred(station: Station, album: Album) -> None:
    """The thermometers of a bath differ as in water that nobody has stirred."""
    album.hand.station.plant.inject("thermistor_drift", channel="hot1", value=_APART_DEGC_S)
    armed(station, album, _CONTRAST)
    album.hand.wait(1.0)
    album.keep("stir")


def go_in(station: Station, album: Album) -> None:
    """A protocol that waits until somebody is in; then out of the water and into the boots."""
    station.protocols.put(_GO_IN)
    station.start("hot-cold-boots", screened=True, confirmed_by="Ana")
    hand = album.hand
    album.until_state(station, "RUNNING")
    wanted = ["hot-enter", "cold-enter", "dry"]
    for _ in range(120):
        doing = station.status().doing
        name = f"{doing.bath}-{doing.what}" if doing and doing.bath else doing.what if doing else ""
        if name == wanted[0]:
            hand.wait(0.5)
            album.keep(wanted.pop(0))
            if not wanted:
                return
            hand.press("start")
        hand.wait(1.0)
    raise RuntimeError(f"{album.language}: {wanted[0]} did not come")
