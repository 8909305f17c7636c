"""Runs the flashed firmware on MicroPython's WebAssembly build (32-bit, as on the chip): used by test and bench."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from filelock import FileLock

import node
from recovery_station.flash.compiled import compile_slot, folded
from recovery_station.virtual import interpreter

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build" / "wasm"
LIBRARY = BUILD / "node_modules/@micropython/micropython-webassembly-pyscript/micropython.mjs"
FIRMWARE = ROOT / "firmware" / "station_firmware"
_BESIDE = (
    HERE / "bounded.py",
    HERE / "largest_proof.py",
    HERE / "loaded.py",
    HERE / "session_proof.py",
    HERE / "stages.py",
    HERE / "starved_proof.py",
    HERE / "tick_times.py",
    ROOT / "tests" / "core" / "counters.py",
)


class WasmUnavailableError(RuntimeError):
    """This machine cannot run the proof; the text says why."""


def node_program(name: str) -> list[str]:
    """What a command of `node` or `npm` begins with. Raises WasmUnavailableError."""
    found = node.program(name)
    if found is None:
        raise WasmUnavailableError(f"no {name}: neither from `make check`'s environment nor on PATH")
    return found


def library() -> Path:
    """The pinned build from npm, installed once into build/wasm.

    One process installs, the others wait: npm begins by taking away what is there, under whoever uses it already.
    """
    BUILD.mkdir(parents=True, exist_ok=True)
    with FileLock(BUILD / "install.lock"):
        if not LIBRARY.exists():
            _install()
    return LIBRARY


def _install() -> None:
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


def compile_firmware(slot: Path, proof: Path, firmware: Path = FIRMWARE) -> None:
    """The firmware under `slot` as it is compiled for the flash; under `proof` what runs it, folded with it."""
    sources = {
        f"station_firmware/{path.relative_to(firmware).as_posix()}": path.read_bytes()
        for path in firmware.rglob("*.py")
    }
    compile_slot(sources, slot)
    beside = {path.name: path.read_bytes() for path in _BESIDE}
    done = folded(sources | beside)
    for name in beside:
        (proof / name).write_bytes(done[name])
    # the null machine stands for `machine`: its names are the chip's
    shutil.copyfile(HERE / "null_machine.py", proof / "null_machine.py")


@dataclass(frozen=True)
class Job:
    """One proof: a preset, a name of stages.SCRIPTS, and what the tick's clock shows at the first tick."""

    protocol: str
    script: str = "session"
    start_ms: int = 0
    locked: bool = True

    def words(self) -> list[str]:
        """As both runners take it."""
        return [self.protocol, self.script, str(self.start_ms), "locked" if self.locked else "free"]


class ProofError(RuntimeError):
    """The firmware raised in a proof, or a stage did not come; the text is its traceback."""


class Bench:
    """The compiled firmware in two folders, to be run by either MicroPython as often as asked. Use as a context."""

    def __init__(self, firmware: Path = FIRMWARE) -> None:
        self._firmware = firmware
        self._folder = tempfile.TemporaryDirectory()
        self.slot = Path(self._folder.name) / "slot"
        self.proof = Path(self._folder.name) / "proof"

    def __enter__(self) -> Self:
        self.slot.mkdir()
        self.proof.mkdir()
        compile_firmware(self.slot, self.proof, self._firmware)
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def on_wasm(self, job: Job) -> dict[str, Any]:
        """The dict session_proof prints. WasmUnavailableError: not here; ProofError: it failed."""
        runner = [*node_program("node"), str(HERE / "run_proof.mjs"), str(library())]
        return _figures([*runner, str(self.slot), str(self.proof), *job.words()])

    def on_unix(self, job: Job) -> dict[str, Any]:
        """The same on the 64-bit MicroPython of the virtual station."""
        runner = [*interpreter.command(), "-X", "heapsize=4m", str(HERE / "unix_run.py")]
        return _figures([*runner, str(self.proof), str(self.slot), *job.words()])


def _figures(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise ProofError(f"the proof failed: {(done.stdout + done.stderr).strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
