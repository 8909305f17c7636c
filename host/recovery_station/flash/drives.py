"""The drives of boards in BOOTSEL, known by their INFO_UF2.TXT and never by a name alone."""

from __future__ import annotations

import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from recovery_station import registry

INFO: Final = "INFO_UF2.TXT"
_MOUNTS: Final = Path("/proc/mounts")
_FAT: Final = ("vfat", "msdos")
_MOST_INFO_BYTES: Final = 1024
_OCTAL: Final = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True)
class Drive:
    """Where it is and what the boot ROM says of itself; only a virtual one tells whose it is."""

    path: Path
    board_id: str
    serial: str | None = None


def drives() -> list[Drive]:
    """Every drive of a board in BOOTSEL that is mounted now, and those of virtual stations."""
    found: dict[Path, Drive] = {}
    for entry in registry.in_bootsel():
        _note(found, Path(entry.drive), entry.serial)
    for path in _mounted():
        _note(found, path, None)
    return list(found.values())


def drive_at(path: Path, serial: str | None = None) -> Drive | None:
    """The drive whose root this is, None when there is no readable INFO_UF2.TXT of a boot ROM."""
    try:
        with (path / INFO).open("rb") as file:
            text = file.read(_MOST_INFO_BYTES).decode("ascii", "replace")
    except OSError:
        return None
    lines = text.splitlines()
    if not lines or not lines[0].startswith("UF2 Bootloader"):
        return None
    ids = [line.partition(":")[2].strip() for line in lines if line.startswith("Board-ID:")]
    return Drive(path, ids[0], serial) if len(ids) == 1 and ids[0] else None


def _note(found: dict[Path, Drive], path: Path, serial: str | None) -> None:
    drive = drive_at(path, serial)
    if drive is not None:
        found.setdefault(path.resolve(), drive)


def _mounted() -> Iterator[Path]:
    if sys.platform == "win32":
        yield from (Path(f"{letter}:\\") for letter in string.ascii_uppercase[3:])
    elif sys.platform == "darwin":
        yield from sorted(Path("/Volumes").glob("*"))
    else:
        yield from _linux_mounts()
        for pattern in ("run/media/*/*", "media/*/*", "media/*"):
            yield from sorted(Path("/").glob(pattern))


def _linux_mounts() -> Iterator[Path]:
    """FAT file systems only: a look into a network mount may hang."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        parts = line.split(" ")
        if len(parts) > 2 and parts[2] in _FAT:
            yield Path(_OCTAL.sub(lambda match: chr(int(match[1], 8)), parts[1]))
