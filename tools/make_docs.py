"""Render every screen of the panel in every language from real runs of the virtual station: docs/img/panel/.

make_docs.py [LANGUAGE…]    all languages when none is named
"""

import sys
import time
from collections.abc import Callable

from panel_album import Album, armed, virtual
from panel_water import bath_not_ready, go_in, unstirred, water
from recovery_station import Station
from station_firmware.ui import texts

LANGUAGES: tuple[str, ...] = texts.LANGUAGES
_LONGEST_S = 1500
_LAST_S = 40
_FULL_ZONES = 6
_CLOCK_RUNS_S = 40
_WARMUP, _GUIDED, _COMBINED = 4, 11, 14


def _choosing(station: Station, album: Album) -> None:
    hand = album.hand
    album.keep("idle")
    hand.turn(2)
    hand.wait(1.0)
    album.keep("list")
    hand.press("encoder_push")
    album.keep("detail")
    hand.turn(2)
    hand.press("encoder_push")
    hand.turn(4)
    album.keep("soreness")
    hand.press("encoder_push")
    hand.turn(-1)
    hand.press("encoder_push")
    for _ in range(2):
        hand.press("encoder_push")
        hand.turn(7)
    album.keep("member")
    hand.press("start")
    hand.press("start")
    for page in ("1", "2", "3"):
        album.keep("do-not-use-" + page)
        if page != "3":
            hand.turn(1)
    hand.press("encoder_push", 4.0)
    album.keep("self-test")
    album.until_state(station, "READY")
    hand.wait(1.0)
    album.keep("ready")
    _in_the_boots(station, album)


def _in_the_boots(station: Station, album: Album) -> None:
    hand = album.hand
    hand.press("start", 3.0)
    album.keep("first-fill")
    hand.wait(12.0)
    hand.press("encoder_push")
    hand.press("encoder_push", 0.4)
    album.keep("paused-filling")
    hand.wait(3.0)
    hand.press("start")
    for _ in range(300):
        session = station.status().session
        if session and session.elapsed_s >= _CLOCK_RUNS_S:
            break
        hand.wait(1.0)
    hand.turn(1)
    for _ in range(120):
        if sum((value or 0) > 40 for value in station.status().zones_mmhg.values()) >= _FULL_ZONES:
            break
        hand.wait(1.0)
    album.keep("running")
    hand.press("encoder_push")
    album.keep("menu")
    hand.turn(1)
    hand.press("encoder_push", 2.0)
    album.keep("boost")
    hand.turn(-1)
    hand.press("encoder_push", 3.0)
    album.keep("paused")
    hand.press("start", 20.0)
    hand.press("stop", 0.4)
    album.keep("venting")
    hand.wait(8.0)
    hand.turn(4)
    album.keep("result")


def _to_the_end(station: Station, album: Album) -> None:
    """The last minute, and how it ended."""
    armed(station, album, _WARMUP)
    hand = album.hand
    for _ in range(_LONGEST_S):
        session = station.status().session
        if session is None or 0 < (session.remaining_s or 0) <= _LAST_S:
            break
        hand.wait(1.0)
    album.keep("last-minute")
    hand.wait(_LAST_S + 15.0)
    album.keep("completed")


def _power_cut(station: Station, album: Album) -> None:
    armed(station, album, 0)
    hand = album.hand
    hand.wait(20.0)
    hand.station.power_cut(2_000_000)
    hand.wait(8.0)
    album.keep("power-cut")


def _found(station: Station, album: Album) -> None:
    """What a self-test found, read again once the fault was acknowledged."""
    hand = album.hand
    hand.station.plant.inject("valve_stuck_closed", zone="R2")
    hand.press("encoder_push")
    hand.press("encoder_push")
    album.until_state(station, "FAULT")
    hand.wait(2.0)
    hand.press("ack", 6.0)
    album.until_state(station, "IDLE")
    hand.press("encoder_push")
    hand.turn(1)
    hand.press("encoder_push")
    album.keep("found")


def _daily_due(station: Station, album: Album) -> None:
    """Two days later: the emergency stop is to be pressed once."""
    station.set_clock(int(time.time()) + 2 * 86400)
    album.hand.wait(4.0)
    album.keep("daily")


def _guided(station: Station, album: Album) -> None:
    armed(station, album, _GUIDED)
    album.hand.wait(3.0)
    album.keep("guided")


def _combined(station: Station, album: Album) -> None:
    armed(station, album, _COMBINED)
    hand = album.hand
    for _ in range(2):
        hand.wait(3.0)
        hand.press("encoder_push")
        hand.turn(3 if _ == 0 else 1)
        hand.press("encoder_push", 2.0)
        for _look in range(90):
            session = station.status().session
            if session is None or session.step == _ + 1:
                break
            hand.wait(1.0)
        hand.wait(1.0)
        album.keep("rest" if _ == 0 else "boots-off")


def _faults(station: Station, album: Album) -> None:
    hand = album.hand
    hand.station.plant.inject("valve_stuck_closed", zone="L3")
    hand.turn(1)
    hand.press("start")
    hand.wait(7.0)
    hand.press("encoder_push")
    album.until_state(station, "FAULT")
    hand.wait(1.0)
    for page in ("1", "2"):
        album.keep("fault-" + page)
        hand.turn(1)


def _estop(station: Station, album: Album) -> None:
    hand = album.hand
    hand.press("estop", 1.5)
    album.keep("estop")
    hand.press("estop_release", 1.0)
    album.keep("estop-released")


def _service(station: Station, album: Album) -> None:
    hand = album.hand
    hand.press("encoder_push")
    album.keep("service")
    hand.turn(2)
    hand.press("encoder_push")
    album.keep("information")
    hand.press("encoder_push")
    station.start("gentle-20", screened=True, confirmed_by="Ana")
    album.until_state(station, "READY")
    hand.wait(1.0)
    album.keep("by-a-computer")
    hand.press("stop", 8.0)
    hand.press("encoder_push")
    station.repl()
    hand.wait(0.45)
    album.keep("maintenance")


SCENES: tuple[Callable[[Station, Album], None], ...] = (
    _choosing,
    water,
    bath_not_ready,
    unstirred,
    go_in,
    _guided,
    _combined,
    _to_the_end,
    _power_cut,
    _found,
    _daily_due,
    _faults,
    _estop,
    _service,
)


def main(languages: list[str]) -> None:
    for language in languages or LANGUAGES:
        for scene in SCENES:
            with virtual(language) as (station, album):
                scene(station, album)
            print(language, scene.__name__.strip("_"), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
