"""What slot_boots.py gets: slots packed as they are flashed, each with an app of its own, and what can be wrong."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests import on_micropython

from recovery_station.flash import package, packs, plan
from recovery_station.flash.compiled import compiled
from station_firmware.store.slots import FRESH

Files = dict[str, bytes]
PACK_BYTES = 1500  # several packs of several kinds, of more than one block and of less
PARTS = 18
STARTER_SOURCE = on_micropython.ROOT / "firmware" / "station_firmware" / "__init__.py"
_RUN = """
import sys
from . import part_0
def run(slot, how):
    sys.modules['ran_here'].ran = [slot, how, {text!r} + part_0.TEXT]
"""
_APPS = {
    "raises": "raise ValueError('broken')\n",
    "no app": "run = None\n",
    "eats": "found = bytearray(1 << 40)\n",
    "leaves": "import sys\nsys.exit()\n",
    "interrupts": "raise KeyboardInterrupt\n",
    "ends": "import machine\nmachine.reset()\n",
}


def _sources(text: str, parts: int, app: str) -> Files:
    files = {"station_firmware/__init__.py": STARTER_SOURCE.read_bytes()}
    files["station_firmware/app.py"] = app.encode()
    for number in range(parts):
        # some are as in the other version, some are not; none fits one program of the flash
        part = text if number % 3 == 0 else "same"
        body = f"TEXT = {part!r}\nFILL = {'#' * (90 * number)!r}\n"
        files[f"station_firmware/part_{number}.py"] = body.encode()
    return files


def slot(text: str, parts: int = PARTS, app: str = _RUN) -> Files:
    """The files of a slot that runs, and says `text` twice when it does."""
    return package.of_modules(compiled(_sources(text, parts, app.format(text=text))), text).files


def _spoiled(files: Files, change: Callable[[bytes], bytes]) -> Files:
    """The pack of the app is another one; its manifest goes with it, as a station is that was flashed so."""
    path = next(path for path in files if b"\napp " in files[path])
    return files | {path: change(files[path])}


def _without(files: Files, suffix: str) -> Files:
    return {path: content for path, content in files.items() if not path.endswith(suffix)}


def wrong_slots(text: str) -> dict[str, Files | None]:
    """What can be wrong with a slot → its files."""
    sound = slot(text, 1)
    made: dict[str, Files | None] = {"sound": sound, "no manifest": sound, "empty": None}
    made |= {name: slot(text, 1, app) for name, app in _APPS.items()}
    made["no packs"] = _without(sound, packs.SUFFIX)
    made["no starter"] = _without(sound, packs.STARTER)
    made["spoiled starter"] = sound | {packs.STARTER: b"M\x06" + b"\xff" * 90}
    made["spoiled pack"] = _spoiled(sound, lambda pack: b"\xff" * len(pack))
    made["spoiled head"] = _spoiled(sound, lambda pack: pack.replace(b"\napp 00", b"\napp ff"))
    # not cut within a module: there MicroPython reads on for ever, which only the watchdog ends (e2e)
    made["spoiled module"] = _spoiled(sound, lambda pack: pack.replace(b"M\x06", b"\0\0"))
    made["short pack"] = _spoiled(sound, lambda pack: pack[: packs.members_of(pack)[0].begin + 1])
    made["a pack too many"] = sound | {"code_7.pack": b"0001\n"}
    return made


def update_rows(old: Files, older: Files, new: Files) -> list[dict[str, object]]:
    """What the host asks so that a slot with `older` becomes `new` while `old` runs."""
    known = plan.known_in({path: content for path, content in old.items() if path.endswith(packs.SUFFIX)})
    rows: list[dict[str, object]] = [{"do": "drop", "path": path} for path in older if path not in new]
    manifest = package.manifest_of(new)
    pieces = {path: plan.pieces_of(path, content, known) for path, content in new.items()}
    for path, content in (new | {FRESH: manifest}).items():
        rows += plan.requests(path, pieces.get(path, [content]), package.digest_of(content))
    return rows


def texts(files: Files | None) -> dict[str, str] | None:
    """As JSON takes it."""
    if files is None:
        return None
    return {path: base64.b64encode(content).decode() for path, content in files.items()}


def run(folder: Path, what: str, job: dict[str, Any]) -> list[Any]:
    """What slot_boots.py found."""
    path = folder / "job.json"
    path.write_text(json.dumps(job))
    done = on_micropython.run("tests/store/slot_boots.py", what, str(path), timeout_s=170.0, heap="64m")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def small_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slot of these few modules is several packs too."""
    monkeypatch.setattr(packs, "PACK_BYTES", PACK_BYTES)
