"""Find and parse the project's own source files for the checks; build products and caches are left out."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = {"__pycache__", ".venv", "typings", "build", "node_modules"}


@dataclass(frozen=True)
class Finding:
    """One broken rule: where, and in words what is wrong and what to do."""

    path: Path
    line: int
    words: str

    def text(self, root: Path) -> str:
        """`path:line: words`, the path as seen from `root`: editors jump to it."""
        return f"{self.path.relative_to(root)}:{self.line}: {self.words}"


def files(root: Path, folders: tuple[str, ...], suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Every file under the folders with one of the suffixes, in a stable order; a folder may be one file."""
    for folder in folders:
        start = root / folder
        found = [start] if start.is_file() else sorted(start.rglob("*"))
        for path in found:
            inside = path.relative_to(root).parts
            if path.is_file() and path.suffix in suffixes and not LEFT_OUT.intersection(inside):
                yield path


def parse(path: Path) -> ast.Module:
    """The syntax tree of a Python file. Raises SyntaxError with the file's name."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def report(name: str, root: Path, findings: list[Finding]) -> int:
    """Print what was found and return the exit code."""
    for finding in findings:
        print(finding.text(root))
    print(f"{name}: {len(findings)} to fix" if findings else f"{name}: clean")
    return 1 if findings else 0
