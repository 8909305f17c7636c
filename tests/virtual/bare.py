"""A board with a program of the test's own: what it printed, and the REPL of an empty one."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from pathlib import Path
from typing import Any

from recovery_station.virtual.station import VirtualStation

PRELUDE = "import time, machine\nfrom machine import *\n"


@contextlib.contextmanager
def board(directory: Path, main: str | None = None, **options: Any) -> Generator[VirtualStation]:
    """A started station in `directory` whose flash holds `main` as main.py, or nothing."""
    firmware = None
    if main is not None:
        firmware = directory / "firmware"
        firmware.mkdir(exist_ok=True)
        (firmware / "main.py").write_text(PRELUDE + main)
    with VirtualStation(directory / "state", firmware=firmware, **options) as station:
        yield station


def output_of(directory: Path, main: str, until_s: float = 5.0, **options: Any) -> list[str]:
    """Run `main` to the prompt after it; returns the lines it printed. Fails with them when it raised."""
    with board(directory, main, **options) as station:
        return lines_until_prompt(station, until_s)


def lines_until_prompt(station: VirtualStation, until_s: float = 5.0) -> list[str]:
    """Step until the prompt is there, `until_s` of virtual time at most; returns the lines before the banner."""
    text = ""
    end_us = station.now_us + round(until_s * 1e6)
    while ">>> " not in text and station.now_us < end_us:
        station.step()
        text += station.host_read().decode()
    assert ">>> " in text, f"no prompt within {until_s} s of virtual time, but {text!r}"
    shown = text[: text.index("MicroPython ")] if "MicroPython " in text else text
    assert "Traceback" not in shown, shown
    return shown.splitlines()


def type_in(station: VirtualStation, line: str, until_s: float = 5.0) -> list[str]:
    """Type a line at the prompt; returns what it printed."""
    station.host_write(line.encode() + b"\r")
    text = ""
    end_us = station.now_us + round(until_s * 1e6)
    while not text.endswith("\n>>> ") and station.now_us < end_us:
        station.step()
        text += station.host_read().decode()
    return text.splitlines()[1:-1]


def run_to(station: VirtualStation, wanted: bytes, steps: int = 200) -> bytes:
    """Step until `wanted` was written, `steps` times at most; returns everything written."""
    seen = b""
    for _ in range(steps):
        station.step()
        seen += station.host_read()
        if wanted in seen:
            break
    assert wanted in seen, seen
    return seen
