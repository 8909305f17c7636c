"""Runs cases in a forked child against one changed module; says which case noticed, by name."""

import ast
import importlib
import importlib.abc
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, FrameType, ModuleType

PACKAGE = "station_firmware"
CORE = "core"
SURVIVED = "survived"
Test = tuple[str, str]


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed module in place of the one on disk."""

    def __init__(self, name: str, code: CodeType, path: Path) -> None:
        self._name, self._code, self._path = name, code, path

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


def folder_of(module: str) -> str:
    """Of the firmware's package, where `module` lies: "ui" of `ui.panel`, the core of a bare name."""
    return module.partition(".")[0] if "." in module else CORE


def called_in(path: Path) -> str:
    """The name mutants give to the module of a file."""
    return path.stem if path.parent.name == CORE else f"{path.parent.name}.{path.stem}"


def modules_of(folder: Path, pattern: str) -> list[str]:
    """The case modules of a folder of tests, by name."""
    return [f"tests.{folder.name}.{path.stem}" for path in sorted(folder.glob(pattern))]


def _tests(module: str) -> list[Test]:
    return [
        (module, name) for name in sorted(vars(importlib.import_module(module))) if name.startswith("test_")
    ]


def fork(work: Callable[[], str], answer: Path, cpu_s: float) -> int:
    """Fork; the child writes what `work` returns to `answer`. One that computes too long is ended, silent."""
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, cpu_s)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 1)
        os.dup2(null, 2)
        text = work()
    except BaseException as error:
        text = f"does not load: {type(error).__name__}"
    try:
        answer.write_text(text, encoding="utf-8")
    finally:
        os._exit(0)


def attempt(module: str, tree: ast.Module, path: Path, tests: Mapping[Test, float]) -> str:
    """In the child: the first test that fails, or SURVIVED. Each has so many seconds, then the child ends, silent."""
    code = compile(tree, str(path), "exec")
    sys.meta_path.insert(0, _Changed(f"{PACKAGE}.{folder_of(module)}.{path.stem}", code, path))
    for (name, test), cpu_s in tests.items():
        try:
            run = getattr(importlib.import_module(name), test)
            signal.setitimer(signal.ITIMER_VIRTUAL, cpu_s)
            run()
        except Exception:
            return f"{name}:{test}"
    return SURVIVED


def _calls(name: str, test: str) -> tuple[set[str], float]:
    """The functions of the core that a test calls, and its seconds; AssertionError when it fails."""
    met: set[CodeType] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            met.add(frame.f_code)

    run = getattr(sys.modules[name], test)
    begun = time.process_time()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    seconds = time.process_time() - begun
    mine = [code for code in met if "station_firmware" in code.co_filename]
    return {f"{called_in(Path(code.co_filename))}.{code.co_qualname}" for code in mine}, seconds


def baseline(modules: Sequence[str]) -> str:
    """In a child, on the sound firmware: a line for each test with its seconds and the functions it calls."""
    lines: list[str] = []
    for module in modules:
        for name, test in _tests(module):
            try:
                called, seconds = _calls(name, test)
            except Exception as error:
                lines.append(f"FAILED {name} {test} {type(error).__name__}")
            else:
                lines.append(" ".join((name, test, f"{seconds:.4f}", *sorted(called))))
    return "\n".join(lines)
