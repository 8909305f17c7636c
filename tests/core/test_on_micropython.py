"""The cases hold on the interpreter that runs the firmware: all of them run there, by name and by count."""

from __future__ import annotations

import importlib
import os
import subprocess
from pathlib import Path

from recovery_station.virtual.interpreter import command

ROOT = Path(__file__).parents[2]
FOLDERS = ("tests/core", "tests/store", "tests/link")
RUNNER = "tests/core/run_on_micropython.py"


def _cases_here() -> set[tuple[str, str]]:
    """(module, test) of every case as CPython sees them."""
    names: set[tuple[str, str]] = set()
    for folder in FOLDERS:
        for path in (ROOT / folder).glob("cases_*.py"):
            module = folder.replace("/", ".") + "." + path.stem
            tests = [name for name in dir(importlib.import_module(module)) if name.startswith("test_")]
            names |= {(module, name) for name in tests}
    return names


def test_every_case_holds_on_real_micropython() -> None:
    # `.frozen` must be named: MICROPYPATH replaces the whole search path
    environment = {**os.environ, "MICROPYPATH": ":".join((str(ROOT), str(ROOT / "firmware"), ".frozen"))}
    done = subprocess.run(
        [*command(), "-X", "heapsize=4m", RUNNER, *FOLDERS],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    passed = {(words[1], words[2]) for words in lines if words[:1] == ["passed"]}
    told = [line for line in done.stdout.splitlines() if not line.startswith("passed")]
    assert done.returncode == 0, "\n".join([*told, done.stderr])
    assert passed == _cases_here()
    assert lines[-1] == ["ran", str(len(passed)), "failed", "0"]
    assert len(passed) > 0
