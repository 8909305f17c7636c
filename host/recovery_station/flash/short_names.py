"""Gives private names of the firmware short ones, the same in every module: the board's heap pays for each name once.

A name that begins with one underscore belongs to its module. Where it is only ever asked of `self`, or stands alone, no
other module can mean it, so `_1` of one module and `_1` of another never meet. Public names and lines stay, so that a
traceback names the right file and line.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import Final

_PRIVATE: Final = re.compile(r"_[A-Za-z0-9]\w*")


def shorten(sources: dict[str, str]) -> dict[str, str]:
    """Every module of `sources` (dotted name → source) with its private names shortened."""
    shared: set[str] = set()
    for source in sources.values():
        shared |= _shared(ast.parse(source))
    return {name: _renamed(source, shared) for name, source in sources.items()}


def _shared(tree: ast.Module) -> set[str]:
    """Private names that are asked of something else than `self`, imported, or spelled out in a text."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and not (
            isinstance(node.value, ast.Name) and node.value.id == "self"
        ):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names} | {alias.asname or "" for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= set(_PRIVATE.findall(node.value))
        elif isinstance(node, ast.FormattedValue):
            found |= {name.id for name in ast.walk(node.value) if isinstance(name, ast.Name)}
            found |= {name.attr for name in ast.walk(node.value) if isinstance(name, ast.Attribute)}
    return found


def _renamed(source: str, shared: set[str]) -> str:
    lines = source.splitlines(keepends=True)
    short: dict[str, str] = {}
    edits: list[tuple[int, int, int, str]] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        name = token.string
        if token.type != tokenize.NAME or not _PRIVATE.fullmatch(name) or name in shared:
            continue
        (row, begin), (_, end) = token.start, token.end
        edits.append((row - 1, begin, end, short.setdefault(name, f"_{len(short)}")))
    for row, begin, end, text in reversed(edits):
        lines[row] = lines[row][:begin] + text + lines[row][end:]
    return "".join(lines)
