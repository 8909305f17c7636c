"""How long a firmware takes over the line: `station update` against `mpremote fs cp -r` of its modules, same run.

Both on the PTY of a virtual station at ×1. The update is timed from its first question to the restart: it reads each
file back and proves it, mpremote only copies. The trial's minute after it is not counted: it is the same for any
firmware. One file is changed on a station whose other slot holds the version before, as after any first update.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recovery_station.flash.package import Package

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LIMIT_S = 300.0
BOOT_S = 3.0
CHANGED = "station_firmware/link/answers.mpy"  # a change of one source changes all that is joined with it
STARTER = "station_firmware/__init__.mpy"
Row = tuple[str, float, str, str | None, float | None]


def update() -> Iterator[Row]:
    """Seconds of a whole firmware, and of one changed file."""
    sys.path.insert(0, str(ROOT))
    from recovery_station.flash import package

    made = package.own()
    other = _changed(made, set(made.modules))
    with tempfile.TemporaryDirectory() as folder:
        peer_all, peer_one = _copied(Path(folder) / "copied", made.modules, CHANGED)
        peer_packs, _ = _copied(Path(folder) / "packs", made.files, STARTER)
        mine_all, sent_all = _updated(Path(folder) / "all", other)
        mine_one, sent_one = _updated(Path(folder) / "one", _changed(made, {CHANGED}), before=made)
    peer = "mpremote fs cp"
    yield f"{peer} -r of a whole firmware, {len(made.modules)} files", peer_all, "s", None, None
    yield f"{peer} -r of the same in {len(made.files)} packs", peer_packs, "s", None, None
    yield (
        f"station update, nothing of it there, {sent_all} bytes sent",
        mine_all,
        "s",
        f"{peer} -r of files",
        peer_all / mine_all,
    )
    yield f"{peer} of one changed file", peer_one, "s", None, None
    yield (
        f"station update, one changed file, {sent_one} bytes sent",
        mine_one,
        "s",
        f"{peer} -r of files",
        peer_all / mine_one,
    )


def _changed(made: Package, paths: set[str]) -> Package:
    """The same modules, in those of `paths` every byte another one but for the head of two that names the format."""
    from recovery_station.flash import package

    modules = {
        path: content[:2] + bytes(byte ^ 0x5A for byte in content[2:]) if path in paths else content
        for path, content in made.modules.items()
    }
    return package.of_modules(modules, made.version)


def _copied(folder: Path, files: dict[str, bytes], one_path: str) -> tuple[float, float]:
    from tests.virtual.served import served

    slot = folder / "slot"
    for path, content in files.items():
        (slot / path).parent.mkdir(parents=True, exist_ok=True)
        (slot / path).write_bytes(content)
    with served(folder, None, speed=1) as one:
        base = [str(BIN / "mpremote"), "connect", one.port, "fs", "cp"]
        return _timed([*base, "-r", str(slot), ":"]), _timed([*base, str(slot / one_path), ":one.mpy"])


def _timed(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=LIMIT_S)
    return time.perf_counter() - begin


def _updated(folder: Path, wanted: Package, before: Package | None = None) -> tuple[float, int]:
    """Seconds until the station restarts, and the bytes of files sent; `before` lies in the other slot already."""
    from tests.e2e.bench_of_one import bench

    from recovery_station.flash import update as updating
    from recovery_station.station import Station

    folder.mkdir()
    with bench(folder, speed="1") as one:
        one.booted()
        with Station.open(one.port) as station:
            station.client.pump(BOOT_S)
            if before is not None:
                updating.write(station, before, _quiet)
            begin = time.perf_counter()
            done = updating.install(station, wanted, _quiet)
            return time.perf_counter() - begin, done.send_bytes


def _quiet(_what: str, _done: int, _total: int) -> None:
    """No progress is shown."""
