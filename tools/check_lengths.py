"""Keep files and functions short: fail above the hard limits, and name the longest before they get there."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from sources import ROOT, Finding, files, parse, report

FOLDERS = ("firmware", "host", "tools", "tests")
FILE_LINES_MAX = 300
FILE_LINES_AIM = 200
FUNCTION_LINES_MAX = 40
FUNCTION_LINES_AIM = 20
SHOWN = 5

Length = tuple[int, Path, int, str]


def function_lengths(path: Path) -> Iterator[Length]:
    """Lines, file, first line and name of every function, its docstring included and decorators not."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            last = node.end_lineno or node.lineno
            yield last - node.lineno + 1, path, node.lineno, node.name


def file_length(path: Path) -> Length:
    """Lines of a whole file, in the same shape as a function's."""
    return len(path.read_text(encoding="utf-8").splitlines()), path, 1, path.name


def too_long(lengths: list[Length], limit: int, what: str) -> list[Finding]:
    """A finding for everything above the limit."""
    return [
        Finding(path, line, f"{what} {name} has {count} lines, at most {limit}: split it by its jobs")
        for count, path, line, name in lengths
        if count > limit
    ]


def show_longest(root: Path, lengths: list[Length], aim: int, what: str) -> None:
    """Name the longest ones, and how many are above the aim."""
    over = sum(1 for length in lengths if length[0] > aim)
    print(f"longest {what} ({over} of {len(lengths)} above the aim of {aim}):")
    for count, path, line, name in sorted(lengths, key=lambda length: -length[0])[:SHOWN]:
        print(f"  {count:4d}  {path.relative_to(root)}:{line} {name}")


def check(root: Path) -> list[Finding]:
    """Measure every Python file of the project."""
    paths = list(files(root, FOLDERS, (".py",)))
    whole = [file_length(path) for path in paths]
    functions = [length for path in paths for length in function_lengths(path)]
    show_longest(root, whole, FILE_LINES_AIM, "files")
    show_longest(root, functions, FUNCTION_LINES_AIM, "functions")
    return too_long(whole, FILE_LINES_MAX, "file") + too_long(functions, FUNCTION_LINES_MAX, "function")


if __name__ == "__main__":
    sys.exit(report("lengths", ROOT, check(ROOT)))
