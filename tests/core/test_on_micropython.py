"""The cases hold on the interpreter that runs the firmware: all of them run there, by name and by count."""

from __future__ import annotations

import importlib

import pytest
from tests import on_micropython

FOLDERS = ("tests/core", "tests/store", "tests/link")
RUNNER = "tests/core/run_on_micropython.py"
MODULES = sorted(
    folder.replace("/", ".") + "." + path.stem
    for folder in FOLDERS
    for path in (on_micropython.ROOT / folder).glob("cases_*.py")
)
# an interpreter each: the workers share them, and the fewer modules one has loaded the quicker it finds room
PARTS = 6


def _cases_of(modules: list[str]) -> set[tuple[str, str]]:
    """(module, test) of every case as CPython sees them."""
    return {
        (module, name)
        for module in modules
        for name in dir(importlib.import_module(module))
        if name.startswith("test_")
    }


@pytest.mark.parametrize("part", range(PARTS))
def test_every_case_holds_on_real_micropython(part: int) -> None:
    modules = MODULES[part::PARTS]
    done = on_micropython.run(RUNNER, *modules)
    lines = [line.split() for line in done.stdout.splitlines()]
    passed = {(words[1], words[2]) for words in lines if words[:1] == ["passed"]}
    told = [line for line in done.stdout.splitlines() if not line.startswith("passed")]
    assert done.returncode == 0, "\n".join([*told, done.stderr])
    assert passed == _cases_of(modules)
    assert lines[-1] == ["ran", str(len(passed)), "failed", "0"]
    assert len(passed) > 0
