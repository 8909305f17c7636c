"""Who has a port open, and which programs run, as far as /proc shows them to this user (Linux)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")


@dataclass(frozen=True)
class Process:
    """A running program."""

    pid: int
    command: str


def holders(port: str, proc: Path = PROC) -> list[Process]:
    """Processes that have `port` open; those of other users are not seen."""
    wanted = str(Path(port).resolve())
    return [Process(int(one.name), _command(one)) for one in _processes(proc) if wanted in _open_files(one)]


def running(name: str, proc: Path = PROC) -> list[Process]:
    """Processes of this program name (the kernel keeps 15 letters of it)."""
    return [Process(int(one.name), name) for one in _processes(proc) if _text(one / "comm") == name[:15]]


def _processes(proc: Path) -> Iterator[Path]:
    try:
        names = sorted(proc.iterdir())
    except OSError:
        return
    yield from (one for one in names if one.name.isdecimal())


def _open_files(process: Path) -> set[str]:
    try:
        links = list((process / "fd").iterdir())
    except OSError:
        return set()
    return {target for link in links if (target := _target(link))}


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def _command(process: Path) -> str:
    words = _text(process / "cmdline").replace("\0", " ").strip()
    return words or _text(process / "comm") or "?"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
