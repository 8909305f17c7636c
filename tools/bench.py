"""`make bench`: the figures of this project as JSON lines, each against a peer of the same run where there is one.

A line: {"type": "bench/1", "bench", "value", "unit", "against", "ratio"}. Nothing here passes or fails.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench_baths import baths
from bench_control import control
from bench_journal import journal
from bench_panel import panel
from bench_prompts import prompts
from bench_protocols import protocols
from bench_pull import pull
from bench_store import store
from bench_update import update

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STATION = str(BIN / "station")
PICO_HEAP_BYTES = 235_000
Row = tuple[str, float, str, str | None, float | None]


def say(bench: str, value: float, unit: str, against: str | None = None, ratio: float | None = None) -> None:
    """Print one bench/1 line."""
    shown = None if ratio is None else round(ratio, 3)
    row = {"type": "bench/1", "bench": bench, "value": round(value, 3), "unit": unit, "against": against}
    print(json.dumps(row | {"ratio": shown}), flush=True)


def output(command: list[str], **extra: Any) -> str:
    """What `command` prints; CalledProcessError when it fails."""
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=900, **extra).stdout


def wall_s(command: list[str], runs: int = 7) -> float:
    """Median wall seconds of `command` as a whole process, after one run that is not counted."""
    times: list[float] = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        times.append(time.perf_counter() - begin)
    return statistics.median(times[1:])


def virtual_speed() -> Iterator[Row]:
    """A whole 20-minute session on one core with the trace on, against real time."""
    with tempfile.TemporaryDirectory() as folder:
        trace = str(Path(folder) / "trace.csv")
        line = json.loads(output([STATION, "sim", "run", "flush-20", "--trace", trace]))
    rate = line["ticks"] * 0.02 / line["wall_s"]
    yield "20-minute session on one core, trace on", rate, "virtual s per wall s", "real time", rate
    yield "the same session, wall time", line["wall_s"], "s", None, None


def tick_time() -> Iterator[Row]:
    """Read + tick + apply of the flashed bytes on this machine's MicroPython; no virtual time in it."""
    sys.path.insert(0, str(ROOT))
    from tests.wasm import wasm

    from recovery_station.virtual import interpreter

    with tempfile.TemporaryDirectory() as slot, tempfile.TemporaryDirectory() as proof:
        wasm.compile_firmware(Path(slot), Path(proof))
        script = [str(Path(proof) / "tick_times.py"), proof, slot]
        figures = json.loads(output([*interpreter.command(), "-X", "heapsize=2m", *script]))
    share = figures["median_us"] / 20_000
    yield "tick with drivers, median", figures["median_us"], "us on this machine", "tick period", share
    share = figures["worst_us"] / 20_000
    yield "tick with drivers, worst", figures["worst_us"], "us on this machine", "tick period", share


def heap() -> Iterator[Row]:
    """Heap in use on 32-bit MicroPython, simulator excluded, against what an RP2040 has after boot."""
    sys.path.insert(0, str(ROOT))
    from tests.wasm import wasm

    with wasm.Bench() as bench:
        figures = bench.on_wasm(wasm.Job("flush-20"))
    for name in ("booted", "peak"):
        used = figures[f"{name}_bytes"]
        yield f"heap in use, {name}", used, "bytes", f"Pico heap {PICO_HEAP_BYTES}", used / PICO_HEAP_BYTES
    yield "ticks run with the heap locked", figures["locked_ticks"], "ticks", None, None


def command_line() -> Iterator[Row]:
    """Whole processes: ours against mpremote's `--version`; `status` talks to a virtual station at full speed."""
    peer = wall_s([str(BIN / "mpremote"), "--version"])
    yield "mpremote --version", peer, "s", None, None
    mine = wall_s([STATION, "--version"])
    yield "station --version", mine, "s", "mpremote --version", mine / peer
    with tempfile.TemporaryDirectory() as folder:
        link = str(Path(folder) / "port")
        environment = os.environ | {"XDG_RUNTIME_DIR": folder}
        command = [STATION, "sim", "serve", "--speed", "max", "--link", link]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
            assert server.stdout is not None
            port = server.stdout.readline().strip()
            try:
                status = wall_s([STATION, "-s", port, "status"])
            finally:
                server.terminate()
    yield "station status", status, "s", "mpremote --version", status / peer


BENCHES: tuple[Callable[[], Iterator[Row]], ...] = (
    virtual_speed,
    tick_time,
    heap,
    command_line,
    control,
    baths,
    prompts,
    panel,
    protocols,
    journal,
    store,
    pull,
    update,
)


def main() -> None:
    """Run the benches named on the command line, or all."""
    wanted = sys.argv[1:]
    for bench in BENCHES:
        if wanted and bench.__name__ not in wanted:
            continue
        for row in bench():
            say(*row)


if __name__ == "__main__":
    main()
