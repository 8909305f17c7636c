"""Keep medical claims out of what people read: string literals, Markdown and TOML.

The station is for recreational comfort, so its texts do not speak of treating, healing or curing, nor of
the lymph, of preventing anything, or of doses. Identifiers and code comments are not read by users.
Where a line needs such a word (to quote this rule, say), it ends with `wording-ok: reason` in a comment.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from sources import ROOT, Finding, files, parse, report

PYTHON = ("firmware", "host")
TEXT = ("README.md", "docs", "hardware", "firmware", "host")
EXEMPT = "wording-ok:"
# Whole words with their endings: `health` and `secure` are none of them.
CLAIMS = re.compile(
    r"\b(treat(s|ed|ing|ments?)?|heal(s|ed|ing|ers?)?|cur(es?|ed|ing|ative)|lymph\w*|prevent\w*|dos(es?|ed|ing|ages?))\b",
    re.IGNORECASE,
)

Place = tuple[int, str]


def strings(path: Path) -> Iterator[Place]:
    """First line and text of every string literal, docstrings (they become help) and f-strings included."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def lines(path: Path) -> Iterator[Place]:
    """Every line of a text file."""
    yield from enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)


def claims(path: Path, places: Iterator[Place]) -> Iterator[Finding]:
    """A finding for each claiming word, at its own line, unless that line is exempt."""
    source = path.read_text(encoding="utf-8").splitlines()
    for first, text in places:
        for match in CLAIMS.finditer(text):
            line = first + text.count("\n", 0, match.start())
            if EXEMPT not in source[min(line, len(source)) - 1]:
                yield Finding(
                    path, line, f"{match.group(0)!r} reads as a medical claim: say what the station does"
                )


def check(root: Path) -> list[Finding]:
    """All texts of the project."""
    findings = [f for path in files(root, PYTHON, (".py",)) for f in claims(path, strings(path))]
    findings += [
        f for path in files(root, TEXT, (".md", ".toml", ".html", ".txt")) for f in claims(path, lines(path))
    ]
    return findings


if __name__ == "__main__":
    sys.exit(report("wording", ROOT, check(ROOT)))
