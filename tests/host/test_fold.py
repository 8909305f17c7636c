"""Constants put where they are used: values, places and lines stay right, and no name is asked for that is gone."""

from __future__ import annotations

import ast
import builtins
from pathlib import Path

import pytest

from recovery_station.flash.compiled import CompileError, compile_slot, folded
from recovery_station.flash.fold import fold

FIRMWARE = Path(__file__).resolve().parents[2] / "firmware" / "station_firmware"


def _fold(**modules: str) -> dict[str, str]:
    done = fold({f"p.{name}": text for name, text in modules.items()} | {"p": ""}, frozenset({"p"}))
    return {name.removeprefix("p."): text for name, text in done.items()}


def _firmware() -> dict[str, bytes]:
    return {
        f"station_firmware/{path.relative_to(FIRMWARE).as_posix()}": path.read_bytes()
        for path in FIRMWARE.rglob("*.py")
    }


def test_a_constant_of_another_module_stands_where_it_was_asked_for() -> None:
    done = _fold(limits="TOP = const(110)\n", user="from . import limits\n\ntop = limits.TOP * 10\n")
    assert done["user"] == "pass\n\ntop = 110 * 10\n"
    assert done["limits"] == "\n"


def test_what_is_no_constant_stays_with_its_import() -> None:
    done = _fold(
        a="ONE, TWO = range(2)\nNAMES = ('x',)\n\n\ndef f():\n    return ONE\n",
        b="from .a import NAMES, ONE, f\nfrom . import a\n\nx = NAMES, ONE, f, a.TWO, a.NAMES\n",
    )
    assert done["b"] == "from .a import NAMES, f\nfrom . import a\n\nx = NAMES, 0, f, 1, a.NAMES\n"
    assert done["a"] == "\nNAMES = ('x',)\n\n\ndef f():\n    return 0\n"


def test_constants_are_worked_out_of_constants() -> None:
    done = _fold(
        a="A = 6\nB = A * 1000 // 7 - 1\nC = -A\nD = 1 << A | ~C\n",
        b="from .a import A, B, C, D\nfrom . import a\nE = (A + B) % 100\nx = A, B, C, D, E, a.C\n",
    )
    values = ast.literal_eval(done["b"].rpartition("x = ")[2])
    assert values == (6, 856, -6, 1 << 6 | ~-6, 62, -6)


def test_lines_keep_their_numbers_over_definitions_and_imports_of_many_lines() -> None:
    text = "from .a import (\n    ONE,\n    TWO,\n)\nTHREE = (\n    3\n)\n\n\ndef f():\n    return ONE + TWO + THREE\n"
    done = _fold(a="ONE = 1\nTWO = 2\n", b=text)["b"]
    assert done.count("\n") == text.count("\n")
    assert done.splitlines()[10] == "    return 1 + 2 + 3"


@pytest.mark.parametrize(
    "text",
    [
        "A = 1\nA = 2\nx = A\n",
        "A = 1\n\n\ndef f():\n    global A\n    A = 2\n\n\nx = A\n",
        "A = True\nx = A\n",
        "A = 1 << 30\nx = A\n",
        "a = 1\nx = a\n",
        "A = len('abc')\nx = A\n",
        "A = 1.5\nx = A\n",
        "A = 7 / 2\nx = A\n",
    ],
)
def test_what_may_change_or_is_no_small_whole_number_is_left_alone(text: str) -> None:
    assert _fold(a=text)["a"] == text


def test_names_in_strings_attributes_and_comments_are_no_constants() -> None:
    text = 'x = "A", self.A, b.A  # A\n'
    assert _fold(a="A = 5\n" + text)["a"] == "\n" + text


def test_the_firmware_asks_for_no_name_that_is_gone() -> None:
    done = {path: ast.parse(text) for path, text in folded(_firmware()).items()}
    known = set(vars(builtins)) | {"__name__", "__file__"}
    for path, tree in done.items():
        names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
        bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
        bound |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        bound |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.name}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                bound |= {(found.asname or found.name).partition(".")[0] for found in node.names}
        assert {node.id for node in names} <= bound | known, path


def test_the_firmware_keeps_its_lines_and_loses_its_limits() -> None:
    sources = _firmware()
    packages = frozenset(path.rpartition("/")[0].replace("/", ".") for path in sources if "__init__" in path)
    modules = {path.removesuffix(".py").removesuffix("/__init__"): path for path in sources}
    done = fold({name.replace("/", "."): sources[path].decode() for name, path in modules.items()}, packages)
    for name, path in modules.items():
        assert done[name.replace("/", ".")].count("\n") == sources[path].count(b"\n"), path


def test_the_firmware_that_is_flashed_asks_for_no_limit_by_name() -> None:
    for path, text in folded(_firmware()).items():
        asked = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)]
        assert "limits" not in [node.id for node in asked if isinstance(node, ast.Name)], path


def test_a_wrong_source_is_told(tmp_path: Path) -> None:
    with pytest.raises(CompileError, match="wrong"):
        compile_slot({"p/a.py": b"def (:\n"}, tmp_path)
