"""Runs a script of the tests on the real MicroPython, with the firmware and the tests on its path."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from recovery_station.virtual.interpreter import command

ROOT = Path(__file__).parents[1]
# `.frozen` must be named: MICROPYPATH replaces the whole search path
_PATH = ":".join((str(ROOT), str(ROOT / "firmware"), ".frozen"))


def run(*script: str, timeout_s: float = 100.0, heap: str = "4m") -> subprocess.CompletedProcess[str]:
    """Exit code, stdout and stderr of `script`, a path from the project's root and its arguments, with so much heap."""
    return subprocess.run(
        [*command(), "-X", f"heapsize={heap}", *script],
        cwd=ROOT,
        env={**os.environ, "MICROPYPATH": _PATH},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
