"""Finds the marks `# REQ-1 REQ-2` above test functions and in the first lines of scenarios.

A comment, so that the same line works in cases that MicroPython runs too. One that marks nothing is a finding.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from sources import Finding, files

MARK = re.compile(r"^# REQ-\d+( REQ-\d+)*$")
_NUMBER = re.compile(r"REQ-\d+")
SCENARIOS = "tests/scenarios"

Marks = dict[str, list[str]]


def _tests(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """First line (decorators included) and name of every test function that pytest collects."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]), node.name


def _comments(text: str) -> dict[int, str]:
    """Whole-line comments that speak of a requirement, by line."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {
        token.start[0]: token.string
        for token in tokens
        if token.type == tokenize.COMMENT and _NUMBER.search(token.string)
    }


def of_python(path: Path, place: str) -> tuple[Marks, list[Finding]]:
    """Tests by requirement in one file, and the marks that mark nothing."""
    text = path.read_text(encoding="utf-8")
    comments = _comments(text)
    marks: Marks = {}
    for first, name in _tests(ast.parse(text, filename=str(path))):
        line = first - 1
        while line in comments:
            if MARK.match(comments[line]):
                for number in _NUMBER.findall(comments.pop(line)):
                    marks.setdefault(number, []).append(f"{place}::{name}")
            line -= 1
    return marks, [
        Finding(path, line, "a mark stands alone in the lines directly above a test function")
        for line in comments
    ]


def of_scenario(path: Path, place: str) -> Marks:
    """The mark in the comments that begin a scenario file."""
    marks: Marks = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        for number in _NUMBER.findall(line):
            marks.setdefault(number, []).append(place)
    return marks


def read(root: Path) -> tuple[Marks, list[Finding]]:
    """All marks under tests/: test names by requirement, in a stable order, and misplaced ones."""
    marks: Marks = {}
    findings: list[Finding] = []
    for path in files(root, ("tests",), (".py", ".toml")):
        place = path.relative_to(root).as_posix()
        if path.suffix == ".py":
            found, misplaced = of_python(path, place)
            findings += misplaced
        else:
            found = of_scenario(path, place) if place.startswith(SCENARIOS) else {}
        for number, tests in found.items():
            marks.setdefault(number, []).extend(tests)
    return marks, findings
