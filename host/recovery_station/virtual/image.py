"""The flash image: firmware compiled and laid out as a Pico gets it, made by MicroPython's own littlefs, cached."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import platformdirs

from recovery_station.errors import StationError
from recovery_station.flash.bundles import BUNDLES
from recovery_station.flash.compiled import MPY_CROSS, CompileError, compile_slot
from recovery_station.virtual import interpreter
from recovery_station.virtual.child import SIM_DIR

IMAGE_BYTES: Final = 352 * 4096
_PACKAGE: Final = "station_firmware"
_SLOT: Final = "slot_a"
_RESCUE: Final = "slot_r"
"""The same firmware once more: what a station falls back to when neither slot lasts; no update writes it."""
_SLOTS: Final = (_SLOT, "slot_b", _RESCUE)
_RECIPE: Final = b"11"  # raise it when the same sources must give another image
_TIMEOUT_S: Final = 60.0
_KEPT: Final = 24


class ImageError(StationError):
    """The flash image cannot be built."""


def provide(firmware: Path | str | None, target: Path) -> None:
    """Put a flash image at `target`.

    `firmware`: None for an empty flash, a Path for a directory laid out like `/`, any text for our own firmware.
    Raises ImageError when a source does not compile or does not fit.
    """
    if firmware is None:
        files: dict[str, bytes] = {}
    elif isinstance(firmware, Path):
        files = {path.relative_to(firmware).as_posix(): path.read_bytes() for path in _files(firmware)}
    else:
        files = sources()
    part = target.with_suffix(".part")
    shutil.copyfile(cached(files), part)
    part.replace(target)


def sources() -> dict[str, bytes]:
    """Our firmware, name on the flash → source; what lies in the slot is compiled on its way into the image."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ImageError(f"the package {_PACKAGE} is not installed", "run `make setup`")
    package = Path(next(iter(spec.submodule_search_locations)))
    files = {
        f"{_SLOT}/{_PACKAGE}/{path.relative_to(package).as_posix()}": path.read_bytes()
        for path in _files(package)
    }
    in_wheel = f"{_SLOT}/{_PACKAGE}/main.py"
    beside = package.parent / "main.py"
    if in_wheel in files:
        files["main.py"] = files.pop(in_wheel)
    elif beside.is_file():
        files["main.py"] = beside.read_bytes()
    else:
        raise ImageError(f"there is no main.py beside {package}", "run `make setup`")
    return files


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def cached(files: dict[str, bytes]) -> Path:
    """The image of `files` in the user's cache, built when it is not there yet."""
    digest = hashlib.sha256(_RECIPE + repr((MPY_CROSS, BUNDLES, interpreter.command())).encode())
    for name, content in sorted(files.items()):
        digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    directory = Path(platformdirs.user_cache_dir("recovery-station")) / "images"
    path = directory / f"{digest.hexdigest()[:24]}.img"
    if not path.is_file():
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory) as work:
            made = build(files, Path(work))
            made.replace(path)
        _forget(directory)
    os.utime(path)
    return path


def _forget(directory: Path) -> None:
    """Keep the images used last: each change of the firmware makes another."""
    used = sorted(directory.glob("*.img"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in used[_KEPT:]:
        path.unlink(missing_ok=True)


def build(files: dict[str, bytes], work: Path) -> Path:
    """Compile and assemble in the empty directory `work`; returns the image in it."""
    tree = work / "tree"
    lay_out(files, tree)
    made = work / "flash.img"
    made.write_bytes(b"\xff" * IMAGE_BYTES)
    _run([*interpreter.command(), str(SIM_DIR / "make_image.py"), str(made), str(tree)], "the flash image")
    return made


def lay_out(files: dict[str, bytes], tree: Path) -> None:
    """The new directory `tree` as the flash's `/`: name on it → source. Raises ImageError for a wrong source."""
    tree.mkdir()
    for slot in _SLOTS:
        inside = f"{slot}/"
        found = {name.removeprefix(inside): data for name, data in files.items() if name.startswith(inside)}
        try:
            compile_slot(found, tree / slot)
        except CompileError as error:
            raise ImageError(str(error), "mend the source") from error
    if (tree / _SLOT).exists() and not (tree / _RESCUE).exists():
        shutil.copytree(tree / _SLOT, tree / _RESCUE)
    for name, content in files.items():
        if not name.startswith(tuple(f"{slot}/" for slot in _SLOTS)):
            target = tree / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
        env={"MICROPYPATH": f"{SIM_DIR}:.frozen", "PATH": os.defpath, "HOME": "/nonexistent"},
    )
    if done.returncode:
        raise ImageError(f"{what} cannot be made: {(done.stderr or done.stdout).strip()[-500:]}")
