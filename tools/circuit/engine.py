"""ngspice from the npm registry, installed once into build/circuit: no root, the same version everywhere."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import IO, cast

import node
from circuit.model import ROOT, SHEETS

BUILD = ROOT / "build" / "circuit"
ENGINE = BUILD / "node_modules" / "eecircuit-engine" / "dist" / "eecircuit-engine.mjs"
GRAPHVIZ = BUILD / "node_modules" / "@viz-js" / "viz" / "dist" / "viz.js"
RUNNER = Path(__file__).with_name("run_spice.mjs")
Traces = dict[str, list[float]]


class NoEngineError(RuntimeError):
    """ngspice cannot be had on this machine; the text says what to do."""


class SpiceError(RuntimeError):
    """ngspice took the netlist and did not get to its end."""


def program(name: str) -> list[str]:
    """What a command of `node` or `npm` begins with. Raises NoEngineError."""
    found = node.program(name)
    if found is None:
        raise NoEngineError(f"no {name}: run `make setup-check`, or install Node.js 20 or newer")
    return found


def install() -> Path:
    """ngspice's module, Graphviz beside it; npm fetches both the first time. NoEngineError in words when it cannot."""
    if ENGINE.exists() and GRAPHVIZ.exists():
        return ENGINE
    BUILD.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(SHEETS / name, BUILD / name)
    command = [*program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=BUILD, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode or not ENGINE.exists():
        raise NoEngineError(f"npm could not install ngspice (eecircuit-engine): {done.stderr.strip()[-300:]}")
    return ENGINE


class Engine:
    """One running ngspice. `run` sends a netlist and returns each net sampled every `step_s`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [*program("node"), str(RUNNER), str(install())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, text: str, nets: Iterable[str], step_s: float, until_s: float) -> Traces:
        """Volts by net. SpiceError with ngspice's words when it stops early."""
        wanted = list(nets)
        saved = " ".join(f"v({name})" for name in wanted)
        whole = f"{text.removesuffix('.end' + chr(10))}.save {saved}\n.end\n"
        ask = {"netlist": whole, "nets": wanted, "step_s": step_s, "until_s": until_s}
        to, back = cast(IO[str], self._process.stdin), cast(IO[str], self._process.stdout)
        to.write(json.dumps(ask) + "\n")
        to.flush()
        line = back.readline()
        if not line:
            raise SpiceError("ngspice ended without an answer")
        answer = json.loads(line)
        if "error" in answer:
            raise SpiceError(str(answer["error"])[-400:])
        return cast(Traces, answer["v"])

    def close(self) -> None:
        """End the process."""
        cast(IO[str], self._process.stdin).close()
        self._process.wait(timeout=20)
        cast(IO[str], self._process.stdout).close()


Ask = tuple[str, tuple[str, ...], float, float]


def run_all(asks: list[Ask], engines: int = 2) -> Iterator[Traces | SpiceError]:
    """Every netlist on a few engines at once; answers in the order of the questions."""
    idle: SimpleQueue[Engine] = SimpleQueue()
    install()
    pool = [Engine() for _ in range(min(engines, len(asks)))]
    for engine in pool:
        idle.put(engine)

    def one(ask: Ask) -> Traces | SpiceError:
        engine = idle.get()
        try:
            return engine.run(*ask)
        except SpiceError as error:
            return error
        finally:
            idle.put(engine)

    try:
        with ThreadPoolExecutor(len(pool)) as threads:
            yield from threads.map(one, asks)
    finally:
        for engine in pool:
            engine.close()
