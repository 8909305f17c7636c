"""A served virtual station in a process of its own, with a program of the test's or an empty flash."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

START_S = 40.0  # the flash image may have to be made first
STOP_S = 10.0
CODE = """
import sys
from pathlib import Path
from recovery_station.virtual.serve import ServeOptions, serve
paths = {"dir", "scenario", "trace", "link", "record", "replay", "firmware"}
given = dict(word.split("=", 1) for word in sys.argv[1:])
options = {key: Path(value) if key in paths else value for key, value in given.items()}
options.setdefault("firmware", None)
options["speed"] = None if given.get("speed", "max") == "max" else float(given["speed"])
options["seed"] = int(given.get("seed", 0))
sys.exit(serve(ServeOptions(**options), sys.stdout))
"""


@dataclass
class Served:
    """The port and the process."""

    port: str
    process: subprocess.Popen[str]


@contextlib.contextmanager
def served(directory: Path, main: str | None, **options: object) -> Generator[Served]:
    """Serve until the end of the block; the process must end by itself, with exit code 0, when told to."""
    words = [f"{key}={value}" for key, value in options.items()]
    if main is not None:
        firmware = directory / "firmware"
        firmware.mkdir(exist_ok=True)
        (firmware / "main.py").write_text(main)
        words.append(f"firmware={firmware}")
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(directory)}
    command = [sys.executable, "-c", CODE, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield Served(next_port(process), process)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    assert process.returncode == 0


def next_port(process: subprocess.Popen[str]) -> str:
    """The next line of the server: the port it has now."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], START_S)
    assert ready, "the server did not name its port in time"
    return process.stdout.readline().strip()
