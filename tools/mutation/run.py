"""Lets every mutant of a module meet the cases that reach it, some at once; what is known is not asked again."""

import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mutation import cases, mutants
from mutation.cases import SURVIVED, Test
from mutation.mutants import Mutant
from sources import ROOT

FIRMWARE = ROOT / "firmware" / "station_firmware"
# whose cases judge the modules of a folder of the firmware
CASES = {
    cases.CORE: (ROOT / "tests" / "core", "cases_*.py"),
    "ui": (ROOT / "tests" / "panel", "test_keys_*.py"),
}
KEPT = ROOT / "build" / "mutation"
_BASELINE_CPU_S = 600.0
_LOADING_CPU_S = 20.0
# a test may take so long, and so many times what it took on the sound firmware with its calls noted
_LEAST_CPU_S = 3.0
_TIMES = 3


@dataclass
class Reach:
    """Which tests call which function of the core, and how long each takes."""

    seconds: dict[Test, float] = field(default_factory=dict[Test, float])
    callers: dict[str, list[Test]] = field(default_factory=dict[str, list[Test]])
    failing: list[str] = field(default_factory=list[str])

    def of(self, mutant: Mutant) -> list[Test]:
        """The tests that reach a mutant: the callers of its function; all for a table, a constant and what makes them.

        A function that no test calls may be called while its module is loaded.
        """
        tests = f"tests.{CASES[cases.folder_of(mutant.module)][0].name}."
        callers = self.callers.get(f"{mutant.module}.{mutant.place}", []) if mutant.in_function else []
        return [test for test in callers or self.seconds if test[0].startswith(tests)]


def path_of(module: str) -> Path:
    """The source of a module."""
    return FIRMWARE / cases.folder_of(module) / f"{module.rpartition('.')[2]}.py"


def fingerprint(folder: str) -> str:
    """Of everything a result in a folder of the firmware depends on."""
    sha = hashlib.sha256()
    folders = {Path(__file__).parent, FIRMWARE / cases.CORE, FIRMWARE / folder, CASES[folder][0]}
    for path in sorted(path for folder in folders for path in folder.glob("*.py")):
        sha.update(path.read_bytes())
    return sha.hexdigest()


def _baseline(folder: str) -> str:
    """What the cases of a folder do on the sound firmware; kept until a source changes."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept, stamp = KEPT / f"baseline-{folder}.txt", fingerprint(folder)
    text = kept.read_text(encoding="utf-8") if kept.exists() else ""
    if text.partition("\n")[0] == stamp:
        return text.partition("\n")[2]
    modules = cases.modules_of(*CASES[folder])
    answer = KEPT / "baseline.part"
    answer.unlink(missing_ok=True)
    os.waitpid(cases.fork(lambda: cases.baseline(modules), answer, _BASELINE_CPU_S), 0)
    if not answer.exists():
        return "FAILED baseline: too long"
    text = answer.read_text(encoding="utf-8")
    kept.write_text(f"{stamp}\n{text}", encoding="utf-8")
    return text


def reach(modules: Iterable[str]) -> Reach:
    """Run every case that judges these modules once on the sound firmware."""
    found = Reach()
    folders = sorted({cases.folder_of(module) for module in modules})
    for line in "\n".join(_baseline(folder).strip("\n") for folder in folders).splitlines():
        name, test, seconds, *called = line.split(" ")
        if name == "FAILED":
            found.failing.append(line)
            continue
        found.seconds[name, test] = float(seconds)
        for function in called:
            found.callers.setdefault(function, []).append((name, test))
    return found


class Kept:
    """Results of a module on disk, by mutant; forgotten when a source they depend on changes."""

    def __init__(self, module: str, *, survivors_only: bool = False) -> None:
        self._path = KEPT / f"{module}.json"
        self._stamp = fingerprint(cases.folder_of(module))
        stamp, known = self._load()
        self.results: dict[str, str] = {}
        if survivors_only:
            self.results = {name: result for name, result in known.items() if result != SURVIVED}
        elif stamp == self._stamp:
            self.results = known

    def _load(self) -> tuple[str, dict[str, str]]:
        if not self._path.exists():
            return "", {}
        stamp, results = json.loads(self._path.read_text(encoding="utf-8"))
        return stamp, results

    def put(self, name: str, result: str) -> None:
        self.results[name] = result
        text = json.dumps([self._stamp, self.results], indent=0)
        part = self._path.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(self._path)


class Bout:
    """All mutants of one module against the cases, at most `jobs` at once."""

    def __init__(self, module: str, known: Reach, kept: Kept, jobs: int) -> None:
        self._path = path_of(module)
        self._source = self._path.read_text(encoding="utf-8")
        self.mutants = mutants.of_module(module, self._source)
        self._reach = known
        self._kept = kept
        self._jobs = jobs
        self._kills: Counter[Test] = Counter()
        self._running: dict[int, tuple[Mutant, Path]] = {}

    def run(self) -> Iterator[tuple[Mutant, str]]:
        """Each mutant with its result, as they come."""
        for mutant in self.mutants:
            if mutant.name in self._kept.results:
                yield mutant, self._kept.results[mutant.name]
                continue
            while len(self._running) >= self._jobs:
                yield self._one()
            self._begin(mutant)
        while self._running:
            yield self._one()

    def _order(self, mutant: Mutant) -> Sequence[Test]:
        """What killed most comes first, then what is quick."""
        return sorted(
            self._reach.of(mutant), key=lambda test: (-self._kills[test], self._reach.seconds[test])
        )

    def _begin(self, mutant: Mutant) -> None:
        tests = self._order(mutant)
        cpu_s = {test: _LEAST_CPU_S + _TIMES * self._reach.seconds[test] for test in tests}
        answer = KEPT / f"answer-{len(self._running)}-{os.getpid()}-{id(mutant)}.txt"

        def work() -> str:
            tree = mutants.tree_of(mutant, self._source)
            return cases.attempt(mutant.module, tree, self._path, cpu_s)

        self._running[cases.fork(work, answer, _LOADING_CPU_S)] = mutant, answer

    def _one(self) -> tuple[Mutant, str]:
        pid, _ = os.wait()
        mutant, answer = self._running.pop(pid)
        result = answer.read_text(encoding="utf-8") if answer.exists() else "took too long"
        answer.unlink(missing_ok=True)
        name, _, test = result.partition(":")
        if (name, test) in self._reach.seconds:
            self._kills[name, test] += 1
        self._kept.put(mutant.name, result)
        return mutant, result


def prepare() -> None:
    """Load what every child needs and no mutant touches; the firmware itself must not be loaded here."""
    sys.path[:0] = [str(ROOT), str(ROOT / "firmware")]
    __import__("binascii")
    __import__("random")
    __import__("struct")
    assert not any(name.startswith("station_firmware") for name in sys.modules)
