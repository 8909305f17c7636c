"""One virtual station with the real firmware, served on a PTY, and the `station` command as separate processes."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.virtual.served import STOP_S, next_port

STATION = str(Path(sys.executable).with_name("station"))
LONGEST_S = 100.0


@dataclass
class Bench:
    """`call("status")` runs `station status` against this station, with a runtime and a data folder of its own."""

    folder: Path
    port: str
    process: subprocess.Popen[str]

    def environment(self) -> dict[str, str]:
        folder = str(self.folder)
        keep = {key: value for key, value in os.environ.items() if key != "STATION"}
        own = {"XDG_RUNTIME_DIR": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
        return keep | own | {"COLUMNS": "120"}

    def call(self, *words: str, target: str | None = None) -> subprocess.CompletedProcess[str]:
        """Exit code, stdout and stderr of one command; `target` "" leaves the choice of station to it."""
        chosen = self.port if target is None else target
        command = [STATION, *(["-s", chosen] if chosen else []), *words]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=LONGEST_S, env=self.environment(), check=False
        )

    def booted(self) -> Bench:
        """Once the self-test after power-on is over; before that a station refuses whatever changes something."""
        while self.json("status")["state"] in {"BOOT", "SELFTEST"}:
            pass
        return self

    def json(self, *words: str) -> dict[str, Any]:
        """The one object of a `--json` command that must go well."""
        done = self.call("--json", *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


@contextlib.contextmanager
def bench(folder: Path, *options: str, speed: str = "max") -> Generator[Bench]:
    """Serve until the end of the block."""
    environment = os.environ | {"XDG_RUNTIME_DIR": str(folder)}
    command = [STATION, "sim", "serve", "--speed", speed, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield Bench(folder, next_port(process), process).booted()
        finally:
            process.terminate()
            process.wait(STOP_S)
