"""Gets a station into BOOTSEL, a UF2 onto its drive, and waits until it is back."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from recovery_station import discover, registry
from recovery_station.errors import IntegrityError, NoStationError, RefusedError, StoreError, TimedOutError
from recovery_station.flash import access
from recovery_station.flash.drives import Drive, drive_at, drives
from recovery_station.flash.uf2 import Image

if TYPE_CHECKING:
    from recovery_station.discover import Candidate
    from recovery_station.models import FoundStation, Hello
    from recovery_station.station import Station

PROMPT_S: Final = 30.0
DRIVE_S: Final = 60.0  # a person may have to mount it
BACK_S: Final = 60.0
SETTLE_S: Final = 2.0  # reset and boot: mpremote hangs on a station that is just starting
LOOK_S: Final = 0.3
_MPREMOTE_S: Final = 15.0
_CHUNK_BYTES: Final = 64 << 10
_ENTER: Final = "import time, machine; time.sleep_ms(100); machine.bootloader()"

Progress = Callable[[int, int], None]


def judge_board(image: Image, hello: Hello) -> bool:
    """May this image go onto this station? True when the station is virtual. Raises RefusedError.

    A virtual station's interpreter names the computer it runs on, so what board it stands for is read where it
    registered.
    """
    virtual = next((one.machine for one in registry.living() if one.serial == hello.serial), None)
    if virtual is None:
        machine, wanted = str(hello.machine or ""), image.board.machine
    else:
        machine, wanted = virtual.rpartition(" with ")[2], image.board.chip
    if machine != wanted:
        raise RefusedError(
            f"{image.path} is for {image.board.machine}, the station {hello.name} is {virtual or machine or 'unknown'}",
            "take the UF2 for the station's board; nothing was sent",
            {"image": image.board.machine, "station": virtual or machine},
        )
    return virtual is not None


def enter(station: Station) -> Drive:
    """Ask for the prompt, send the chip into its boot ROM, and find the drive that came.

    The station is closed by this. Raises RefusedError (not idle, or its service key is not here), TimedOutError.
    """
    serial = station.hello.serial
    before = {drive.path for drive in drives()}
    access.unlock(station)
    station.repl("bootloader")
    station.close()
    time.sleep(SETTLE_S)
    until = time.monotonic() + PROMPT_S
    while not (drive := _came(before, serial)):
        if time.monotonic() > until:
            raise TimedOutError(
                "the station gave no MicroPython prompt, or no drive came",
                "switch it off and on and try again; or hold BOOTSEL while plugging it in, and use --drive",
            )
        if not _send(serial):
            time.sleep(LOOK_S)
            continue
        return _wait_for_drive(before, serial)
    return drive


def _send(serial: str) -> bool:
    """One try through mpremote, which knows the raw prompt; False when the port is not there or not ready."""
    port = next((one.port for one in discover.candidates() if one.serial == serial), None)
    if port is None:
        return False
    command = [sys.executable, "-m", "mpremote", "connect", port, "resume", "exec", "--no-follow", _ENTER]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_MPREMOTE_S, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _wait_for_drive(before: Collection[Path], serial: str) -> Drive:
    until = time.monotonic() + DRIVE_S
    while time.monotonic() < until:
        drive = _came(before, serial)
        if drive is not None:
            return drive
        time.sleep(LOOK_S)
    raise TimedOutError(
        "the board is in BOOTSEL, but its drive is not mounted",
        "mount it (`udisksctl mount -b /dev/disk/by-label/RPI-RP2`), then run it again with --drive DIRECTORY",
    )


def _came(before: Collection[Path], serial: str) -> Drive | None:
    """The drive that was not there before; a virtual station's also by its serial. Two are not chosen from."""
    fresh = [one for one in drives() if one.path not in before and one.serial in (None, serial)]
    mine = [one for one in fresh if one.serial == serial] or fresh
    if len(mine) > 1:
        raise RefusedError(
            f"{len(mine)} boards came up in BOOTSEL at once: {', '.join(str(one.path) for one in mine)}",
            "unplug the other one, or choose with --drive DIRECTORY",
        )
    return mine[0] if mine else None


def named(path: Path) -> Drive:
    """The drive a person names. Raises NoStationError when it is none."""
    drive = drive_at(path) or drive_at(path.parent)
    for known in drives():
        if drive is not None and known.path.resolve() == drive.path.resolve():
            return known
    if drive is None:
        raise NoStationError(
            f"{path} is no drive of a board in BOOTSEL: it has no INFO_UF2.TXT of a boot ROM",
            "hold BOOTSEL while plugging the board in, mount its drive, and name its directory",
        )
    return drive


def copy(image: Image, drive: Drive, progress: Progress | None = None) -> None:
    """Write the image; the drive goes away by itself when the last block is there.

    Raises RefusedError (another board's drive), StoreError (it broke off; the board is still in BOOTSEL).
    """
    if drive.board_id != image.board.board_id:
        raise RefusedError(
            f"{image.path} is for {image.board.board_id}, the drive {drive.path} says {drive.board_id}",
            "take the UF2 for this board; nothing was written",
            {"image": image.board.board_id, "drive": drive.board_id},
        )
    content = image.content
    written = 0
    try:
        with (drive.path / "interpreter.uf2").open("wb", buffering=0) as file:
            while written < len(content):
                written += file.write(content[written : written + _CHUNK_BYTES])
                if written < len(content):
                    os.fsync(file.fileno())
                if progress:
                    progress(written, len(content))
            with contextlib.suppress(OSError):  # the board resets at the last block, and the drive is gone
                os.fsync(file.fileno())
    except OSError as error:
        if written < len(content):
            raise StoreError(
                f"{drive.path}: {error.strerror} after {written} of {len(content)} bytes",
                "the board is still in BOOTSEL: plug it in again with BOOTSEL held, then use --drive",
                {"written": written, "bytes": len(content)},
            ) from error


def wait_back(serial: str) -> FoundStation:
    """The same station, by its serial, on whatever port it returns and when it answers. Raises TimedOutError."""
    until = time.monotonic() + BACK_S
    while time.monotonic() < until:
        for one in discover.candidates():
            if one.serial == serial:
                found = discover.describe(one)
                if found.state is not None:
                    return found
        time.sleep(LOOK_S)
    raise TimedOutError(
        f"the station {serial} did not come back within {BACK_S:.0f} s",
        "switch it off and on; if its display stays dark, hold BOOTSEL while plugging it in and use --drive",
        {"serial": serial},
    )


def wait_any(before: Collection[str]) -> Candidate:
    """The first port that was not there before: a board nobody had asked its name. Raises TimedOutError."""
    until = time.monotonic() + BACK_S
    while time.monotonic() < until:
        for one in discover.candidates():
            if one.port not in before:
                return one
        time.sleep(LOOK_S)
    raise TimedOutError(
        f"no board came up within {BACK_S:.0f} s", "unplug it, plug it in again, then `station list`"
    )


def compare(image: Image, after: str) -> None:
    """Does the interpreter that runs now say what the image said? Raises IntegrityError."""
    if after != image.version:
        raise IntegrityError(
            f"the image was MicroPython {image.version}, the station runs {after}",
            "flash it again with BOOTSEL held and --drive; do not use the station before",
            {"image": image.version, "station": after},
        )
