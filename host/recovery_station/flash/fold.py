"""Puts constants where they are used, across modules, and leaves their names out: the board's heap pays for each name.

MicroPython folds `_NAME = const(1)` within a file only. A name costs 20 to 30 bytes of heap, a look-up through a module
about 8 us of the tick. Lines stay where they are, so that tracebacks name the right ones.
"""

from __future__ import annotations

import ast
import io
import tokenize
from typing import Final

from recovery_station.flash.constants import Module, NotConstantError, Package

Place = tuple[int, int]
_SKIPPED: Final = frozenset((tokenize.COMMENT, tokenize.NL, tokenize.STRING))


def fold(sources: dict[str, str], packages: frozenset[str]) -> dict[str, str]:
    """Fold every module of `sources` (dotted name → source); `packages` are those that are an `__init__`."""
    package = Package(sources, packages)
    return {name: _Folded(package.module(name)).text() for name in sources}


class _Folded:
    """One module on its way: edits by place, applied from the end of the text."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._edits: list[tuple[Place, Place, str]] = []
        self._kept: set[str] = set()
        self._still: list[tuple[Place, Place]] = [_span(node) for node in module.imports]
        self._still += [_span(statement) for statement in module.statements]

    def text(self) -> str:
        tokens = [
            token
            for token in tokenize.generate_tokens(io.StringIO(self._module.source).readline)
            if token.type not in _SKIPPED
        ]
        at = 0
        while at < len(tokens):
            at += self._look(tokens, at)
        for node in self._module.imports:
            self._shorten(node)
        for statement in self._module.statements:
            self._edits.append((*_span(statement), ""))
        return self._apply()

    def _look(self, tokens: list[tokenize.TokenInfo], at: int) -> int:
        """Replace what stands at `at` when it is a constant; how many tokens that was."""
        token = tokens[at]
        if token.type != tokenize.NAME or self._inside(token.start) or (at and tokens[at - 1].string == "."):
            return 1
        if tokens[at + 1].string == "." and token.string in self._module.aliases:
            with_name = tokens[at + 2]
            try:
                value = self._module.attribute(token.string, with_name.string)
            except NotConstantError:
                self._kept.add(token.string)
                return 3
            self._edits.append((token.start, with_name.end, _literal(value)))
            return 3
        try:
            value = self._module.constant(token.string)
        except NotConstantError:
            self._kept.add(token.string)
            return 1
        self._edits.append((token.start, token.end, _literal(value)))
        return 1

    def _inside(self, place: Place) -> bool:
        return any(begin <= place < end for begin, end in self._still)

    def _shorten(self, node: ast.ImportFrom) -> None:
        """Leave out of an import what nothing asks for any more."""
        names = [found for found in node.names if (found.asname or found.name) in self._kept]
        if len(names) == len(node.names):
            return
        begin, end = _span(node)
        if not names:
            self._edits.append((begin, end, "pass"))
            return
        wanted = ", ".join(ast.unparse(found) for found in names)
        self._edits.append((begin, end, f"from {'.' * node.level}{node.module or ''} import {wanted}"))

    def _apply(self) -> str:
        lines = self._module.source.splitlines(keepends=True)
        for begin, end, text in sorted(self._edits, reverse=True):
            first, last = begin[0] - 1, end[0] - 1
            head, tail = lines[first][: begin[1]], lines[last][end[1] :]
            # lines that go are left empty: the others keep their numbers
            lines[first : last + 1] = [head + text + ("\n" if last > first else tail)] + ["\n"] * (
                last - first
            )
            if last > first:
                lines[last] = "\n" if not tail.strip() or tail.lstrip().startswith("#") else tail
        return "".join(lines)


def _span(node: ast.stmt) -> tuple[Place, Place]:
    return (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)


def _literal(value: int) -> str:
    return str(value) if value >= 0 else f"({value})"
