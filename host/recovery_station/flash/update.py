"""A firmware into the station's other slot: only what differs is sent, everything is proven, then it is tried.

The station decides each step again (firmware: store/slots.py, link/update_methods.py); whatever fails or is cut, the
firmware that runs goes on.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable
from typing import Final

import msgspec

from recovery_station import booting, discover
from recovery_station.errors import (
    IntegrityError,
    RefusedError,
    RolledBackError,
    StationError,
    StationGoneError,
    TimedOutError,
)
from recovery_station.flash.keys import proof
from recovery_station.flash.package import FORMAT, Package, digest_of
from recovery_station.flash.plan import WINDOW, Plan, plan, requests, sent_bytes
from recovery_station.snapshot import RESCUE_SLOT
from recovery_station.station import Station
from recovery_station.transport.serial import SerialTransport
from station_firmware.store import slots as _slots

FILES_AT_ONCE: Final = 4
TRIES: Final = 3
FRESH: Final[str] = _slots.FRESH
RETURN_S: Final = 60.0
"""How long a station may take to come back: watchdog, import of all files, and once more when it rolls back."""
SETTLED_MS: Final = 60_000
LOOK_S: Final = 0.5
ACKNOWLEDGE_S: Final = 300.0
"""How long somebody has to go to the panel; the trial itself lasts ten minutes."""
Told = Callable[[str, int, int], None]


class Begun(msgspec.Struct):
    """Answer of `update.begin`, `commit` and `rollback`; a repeated one may be answered with less."""

    slot: str = ""
    state: str = ""


class Written(msgspec.Struct):
    """Answer of `update.write`."""

    path: str
    offset: int = 0
    done: bool = False
    dropped: bool = False


class Standing(msgspec.Struct):
    """Answer of `update.confirm` without an op: what runs, how it was started, what the other one left behind."""

    slot: str
    trial: bool
    how: str
    other_whole: bool
    error: str


def fits(station: Station, package: Package) -> None:
    """Raise RefusedError when the station's MicroPython cannot load the package."""
    found = station.hello.mpy & 0xFF
    wrong = [path for path, data in package.modules.items() if path.endswith(".mpy") and data[1] != FORMAT]
    if found != FORMAT or wrong:
        raise RefusedError(
            f"the station's MicroPython loads .mpy format {found}, this firmware is format {FORMAT}",
            "flash a MicroPython of 1.23 to 1.29 first",
            {"station": found, "package": FORMAT},
        )


def install(station: Station, package: Package, tell: Told) -> Plan:
    """Write the package into the other slot, prove it, and restart the station into it.

    Returns what was done first. Raises RefusedError (not at rest, locked, flash full), IntegrityError (what lies on
    the flash goes on to differ); the firmware that runs is untouched in every case.
    """
    todo = write(station, package, tell)
    digest = hashlib.sha256(package.manifest).digest()
    asked: dict[str, object] = {"sha256": digest.hex()}
    mac = proof(station.hello.serial, digest)
    if mac is not None:
        asked["mac"] = mac
    station.client.call("update.commit", asked, Begun, changes=True)
    return todo


def write(station: Station, package: Package, tell: Told) -> Plan:
    """Have the package in the other slot, its manifest not yet in its place. Returns and raises as `install`."""
    fits(station, package)
    station.client.call("update.begin", None, Begun, changes=True)
    todo = plan(station, package)
    todo.drop = [path for path in todo.drop if path != FRESH]
    contents = package.files | {FRESH: package.manifest}
    pieces = todo.pieces | {FRESH: [package.manifest]}
    rows: list[dict[str, object]] = [{"do": "drop", "path": path} for path in todo.drop]
    total, done = todo.send_bytes + len(package.manifest), 0
    waiting = [*todo.copy, *todo.send, FRESH]
    while waiting:
        group, waiting = waiting[:FILES_AT_ONCE], waiting[FILES_AT_ONCE:]
        for path in group:
            rows += requests(path, pieces[path], digest_of(contents[path]))
            done += sent_bytes(pieces[path])
        answers = station.client.call_many("update.write", rows, Written, WINDOW)
        whole = {one.path for one in answers if one.done}
        for path in group:
            if path not in whole:
                _send_again(station, path, contents[path])
        rows = []
        tell("files", done, total)
    return todo


def _send_again(station: Station, path: str, content: bytes) -> None:
    """A slice got lost, or what was to be copied is spoiled: all of it, one slice after the other is answered."""
    drop: dict[str, object] = {"do": "drop", "path": path}
    rows = [drop, *requests(path, [content], digest_of(content))]
    for _ in range(TRIES):
        if station.client.call_many("update.write", rows, Written, 1)[-1].done:
            return
    raise IntegrityError(
        f"{path} on the flash goes on to differ from what was sent",
        "run `station update` again; if it stays, the flash is failing. The firmware that runs is untouched",
        {"path": path},
    )


def standing(station: Station) -> Standing:
    """Which slot runs, and how it came to."""
    return station.client.call("update.confirm", None, Standing)


def wait_for(station: Station, boot: int) -> None:
    """Wait until the station has started anew since boot number `boot`, and greet it. Raises TimedOutError.

    A USB board takes its port with it, and may come back on another one.
    """
    until = station.client.transport.now() + RETURN_S
    while station.client.transport.now() < until:
        try:
            station.client.pump(LOOK_S)
            if station.greet().boot != boot:
                booting.waited_for(station.client)
                return
        except StationGoneError:
            time.sleep(LOOK_S)
            _reopen(station)
        except TimedOutError:
            continue
    raise TimedOutError(
        f"the station did not come back within {RETURN_S:g} s",
        "look at its display; `station status` tries again",
    )


def _reopen(station: Station) -> None:
    """The port of this serial number, wherever it is now; nothing while there is none, or it cannot be opened yet."""
    serial = station.hello.serial
    station.client.transport.close()
    for one in discover.candidates():
        if one.serial == serial:
            station.client.transport = SerialTransport(one.port, serial)
            with contextlib.suppress(StationError):
                station.client.transport.open()
            return


def prove(station: Station, slot: str, tell: Told, before: str = "") -> None:
    """After the restart: the new slot must run, pass the self-test and tick for a minute; then it is confirmed.

    When the rescue ran `before`, faults that it could not be rid of are waited for: only a person acknowledges them.
    Raises RolledBackError with what the firmware on trial left behind, when the old one is back.
    """
    must_run(station, slot)
    try:
        if before == RESCUE_SLOT:
            _wait_for_acknowledgement(station, tell)
        if not station.selftest().passed:
            raise RefusedError("the self-test of the new firmware did not pass", "see `station status`")
        _wait_a_minute(station, tell)
        station.client.call("update.confirm", None, Begun, changes=True)
    except StationError as error:
        back(station, slot, error)


def must_run(station: Station, slot: str) -> None:
    now = standing(station)
    if now.slot != slot:
        raise RolledBackError(
            f"the new firmware in slot {slot} did not stay; slot {now.slot} is back",
            "the station works as before; send the traceback to whoever made the firmware",
            {"slot": now.slot, "traceback": now.error},
        )


def _wait_for_acknowledgement(station: Station, tell: Told) -> None:
    began = station.client.transport.now()
    while station.wire_status().state != "IDLE":  # acknowledged, it looks at its sensors first
        waited_s = station.client.transport.now() - began
        if waited_s >= ACKNOWLEDGE_S:
            raise RefusedError(
                "a fault from before stands, and nobody has acknowledged it",
                "be at the panel when you run `station update` again, and hold the knob while it waits",
            )
        tell("waiting until an old fault is acknowledged at the panel", int(waited_s), round(ACKNOWLEDGE_S))
        station.client.pump(LOOK_S)


def _wait_a_minute(station: Station, tell: Told) -> None:
    while True:
        uptime_ms = station.wire_status().uptime_ms
        tell("healthy ticks", min(uptime_ms, SETTLED_MS) // 1000, SETTLED_MS // 1000)
        if uptime_ms >= SETTLED_MS:
            return
        station.client.pump(LOOK_S)


def back(station: Station, slot: str, why: StationError) -> None:
    """The trial failed: have the old firmware back. Raises RolledBackError."""
    boot = station.hello.boot
    # refused or unheard, it has gone back by itself, or does so at its next reset
    with contextlib.suppress(StationError):
        station.client.call("update.rollback", None, Begun, changes=True)
    try:
        wait_for(station, boot)
    except TimedOutError as error:
        raise TimedOutError(
            f"the new firmware in slot {slot} is neither confirmed nor gone: {why.message}",
            "it gives way by itself within ten minutes; `station rollback` has it do so at once",
            why.data,
        ) from error
    now = standing(station)
    raise RolledBackError(
        f"the new firmware in slot {slot} is not confirmed: {why.message}; slot {now.slot} runs",
        why.hint or "the station works as before",
        {"slot": now.slot, "traceback": now.error},
    )
