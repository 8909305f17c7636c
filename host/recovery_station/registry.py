"""Where virtual stations of this user say that they are there.

One JSON file each in the runtime directory.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import msgspec
import platformdirs


class Registration(msgspec.Struct):
    """What a served virtual station writes to `stations/<serial>.json`; `machine` is the board it stands for."""

    name: str
    serial: str
    port: str
    pid: int
    machine: str = ""


class InBootsel(msgspec.Struct):
    """What it writes to `bootsel/<serial>.json` while its boot ROM waits for a UF2: `drive` is a directory."""

    serial: str
    drive: str
    pid: int


def directory() -> Path:
    """The directory of the registrations; it may not exist yet."""
    with warnings.catch_warnings():
        # platformdirs warns where a system has no runtime directory; its fallback is right for us
        warnings.simplefilter("ignore")
        return platformdirs.user_runtime_path("recovery-station") / "stations"


def living() -> list[Registration]:
    """Every registered station whose process and port are still there."""
    found: list[Registration] = []
    for path in sorted(directory().glob("*.json")):
        try:
            entry = msgspec.json.decode(path.read_bytes(), type=Registration)
        except (OSError, msgspec.DecodeError):
            continue  # half written or of another version: nothing one can talk to
        if Path(entry.port).exists() and is_alive(entry.pid):
            found.append(entry)
    return found


def bootsel_directory() -> Path:
    """The directory of the stations in BOOTSEL; it may not exist yet."""
    return directory().with_name("bootsel")


def in_bootsel() -> list[InBootsel]:
    """Every virtual station whose boot ROM waits for a UF2."""
    found: list[InBootsel] = []
    for path in sorted(bootsel_directory().glob("*.json")):
        try:
            entry = msgspec.json.decode(path.read_bytes(), type=InBootsel)
        except (OSError, msgspec.DecodeError):
            continue
        if is_alive(entry.pid):
            found.append(entry)
    return found


def is_alive(pid: int) -> bool:
    """True when a process of this number exists (elsewhere than on POSIX nobody can be asked without
    harm).
    """
    if sys.platform == "win32" or pid <= 0:
        return pid > 0
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
