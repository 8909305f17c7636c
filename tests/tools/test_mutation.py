"""Mutants are made where they should be, named so that they outlive their line, and really meet the cases."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from mutation import accepted, figures, mutants, run
from mutation.cases import SURVIVED

ROOT = Path(__file__).parents[2]


def _changes(source: str) -> list[str]:
    return [f"{mutant.place}: {mutant.change}" for mutant in mutants.of_module("m", source)]


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("A = const(7)\n", ["A: `7` -> `8` in `const(7)`", "A: `7` -> `6` in `const(7)`"]),
        ("A = (x, y)\n", ["A: drop row `x`", "A: drop row `y`"]),
        (
            "def f(a):\n    return a < b\n",
            ["`return a < b` -> `return None`", "`a < b` -> `a <= b`", "`a < b` -> `a >= b`"],
        ),
        (
            "def f():\n    go(a and b)\n",
            ["drop `go(a and b)`", "`a and b` -> `a or b`", "`a and b` -> `b`", "`a and b` -> `a`"],
        ),
        ("def f():\n    if a:\n        pass\n", ["`if a:` -> `if not a:`"]),
        ("def f():\n    a += b\n", ["`a += b` -> `a -= b`", "drop `a += b`"]),
        ("def f():\n    a = ~b\n", ["drop `a = ~b`", "`~b` -> `b` in `a = ~b`"]),
        ("def f():\n    a = True\n", ["drop `a = True`", "`True` -> `False` in `a = True`"]),
    ],
)
def test_each_kind_of_change_is_made(source: str, changes: list[str]) -> None:
    wanted = [change if change[0] == "A" else f"f: {change}" for change in changes]
    assert _changes(source) == wanted


def test_docstrings_asserts_and_texts_are_left_alone() -> None:
    assert _changes('"""One."""\n\nassert 1 == 1 * 1\n\n\ndef f():\n    """Two."""\n    assert 2 < 3\n') == []


def test_names_tell_the_place_count_repeats_and_know_no_lines() -> None:
    source = "class C:\n    def f(self):\n        go()\n        go()\n"
    assert _changes(source) == ["C.f: drop `go()`", "C.f: drop `go()` (#2)"]
    assert _changes("\n\nx = y\n" + source) == _changes(source)


def test_a_tree_has_the_one_change_and_the_source_is_as_it_was() -> None:
    source = "def f(a):\n    b = a + 1\n    return b\n"
    texts = {ast.unparse(mutants.tree_of(mutant, source)) for mutant in mutants.of_module("m", source)}
    assert len(texts) == len(mutants.of_module("m", source)) == 5
    assert source.strip() not in texts
    assert "def f(a):\n    b = a - 1\n    return b" in texts


def test_survivors_must_be_listed_and_listed_ones_must_survive(tmp_path: Path) -> None:
    path = tmp_path / "mutants.toml"
    path.write_text(
        '[[accepted]]\nreason = "why"\nmutants = ["m.a: x", "m.b: x", "m.c: x", "n.d: x"]\n', encoding="utf-8"
    )
    reasons = accepted.load(path)
    results = {"m.a: x": SURVIVED, "m.b: x": "cases:test", "m.e: x": SURVIVED, "m.f: x": "cases:test"}
    assert accepted.compare(results, reasons, ["m"]) == [
        "survived and is not listed: m.e: x",
        "listed and stale, it is killed by cases:test: m.b: x",
        "listed and stale, it is no mutant any more: m.c: x",
    ]


@pytest.mark.parametrize(
    "text", ['reason = ""\nmutants = ["m.a: x"]', 'reason = "y"\nmutants = ["m.a: x", "m.a: x"]']
)
def test_a_listed_mutant_has_one_reason(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mutants.toml"
    path.write_text(f"[[accepted]]\n{text}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"m\.a"):
        accepted.load(path)


def test_the_page_keeps_a_row_a_module_and_counts_what_neither_dies_nor_is_listed(tmp_path: Path) -> None:
    page = tmp_path / "mutation.md"
    results = {"m.a: x": SURVIVED, "m.b: x": "cases:test", "m.c: x": "took too long", "m.d: x": SURVIVED}
    line = figures.row("m", results, {"m.a: x": "why", "m.b: x": "stale"})
    assert line == "| `m` | 4 | 2 | 1 | 1 | 50.0 |"
    for module, text in (("n", "| `n` | 1 |"), ("m", "| `m` | old |"), ("m", line)):
        figures.write(module, text, ("m", "n", "never asked"), page)
    assert page.read_text(encoding="utf-8").splitlines()[-2:] == [line, "| `n` | 1 |"]


def test_the_page_in_the_documents_has_every_module_and_none_with_a_mutant_unaccounted_for() -> None:
    import mutate

    lines = figures.PAGE.read_text(encoding="utf-8").splitlines()
    rows = {cells[1].strip(" `"): cells for line in lines if len(cells := line.split("|")) == 8}
    for module in mutate.MODULES:
        mutants_, killed, listed, neither = (int(cell) for cell in rows[module][2:6])
        assert neither == 0 and killed + listed == mutants_ > 0


PROOF = """
import os, sys
sys.path.insert(0, "tools")
from pathlib import Path
from mutation import cases, mutants, run
run.prepare()
source = run.path_of("gate").read_text(encoding="utf-8")
for mutant in mutants.of_module("gate", source):
    if mutant.change in sys.argv[2:]:
        tests = {("tests.core.cases_gate", "test_a_demand_never_renewed_is_void"): 20.0}
        work = lambda: cases.attempt("gate", mutants.tree_of(mutant, source), run.path_of("gate"), tests)
        os.waitpid(cases.fork(work, Path(sys.argv[1]), 20.0), 0)
        print(Path(sys.argv[1]).read_text(encoding="utf-8"))
"""


def test_a_mutant_meets_the_cases_and_only_what_they_see_kills_it(tmp_path: Path) -> None:
    seen = "`demand.renewed_ms is not None` -> `demand.renewed_ms is None`"
    unseen = "`duty_pct <= 0` -> `duty_pct < 0`"
    line = [sys.executable, "-c", PROOF, str(tmp_path / "answer"), unseen, seen]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == [
        "tests.core.cases_gate:test_a_demand_never_renewed_is_void",
        SURVIVED,
    ]


def test_every_listed_mutant_is_one_of_a_module_that_is_asked() -> None:
    import mutate

    names: set[str] = set()
    for module in mutate.MODULES:
        source = run.path_of(module).read_text(encoding="utf-8")
        names |= {mutant.name for mutant in mutants.of_module(module, source)}
    assert set(accepted.load()) <= names
