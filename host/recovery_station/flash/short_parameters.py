"""Gives parameters that nobody names in a call the names _a, _b ... by place: the board's heap pays for each name once.

Whoever calls such a function gives its arguments by place, so the name is only the function's own. Lines stay.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

_SHORT: Final = tuple(f"_{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
_Function = ast.FunctionDef | ast.Lambda
_Edit = tuple[int, int, str, str]
"""Line from 0, column, the name that stands there, its new one."""


def shorten_parameters(sources: Mapping[str, str]) -> dict[str, str]:
    """Every module of `sources` (dotted name → source) with the parameters' names shortened."""
    trees = {name: ast.parse(source) for name, source in sources.items()}
    named = {"self"}  # names that stay, and short ones that somebody uses
    for tree in trees.values():
        named |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
        named |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in _SHORT}
    return {name: _renamed(sources[name], _edits(trees[name], {}, named)) for name in sources}


def _edits(node: ast.AST, known: Mapping[str, str], named: set[str]) -> Iterator[_Edit]:
    """What is to be changed below `node`, where the names of `known` mean parameters around it."""
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        yield from _of_function(node, known, named)
        return
    if isinstance(node, ast.Name) and node.id in known:
        yield node.lineno - 1, node.col_offset, node.id, known[node.id]
    for child in ast.iter_child_nodes(node):
        yield from _edits(child, known, named)


def _of_function(node: _Function, known: Mapping[str, str], named: set[str]) -> Iterator[_Edit]:
    around = [*node.args.defaults, *(node.decorator_list if isinstance(node, ast.FunctionDef) else ())]
    for child in around:
        yield from _edits(child, known, named)
    own = node.args.args
    mine = {name: new for name, new in known.items() if name not in {arg.arg for arg in own}}
    if not _is_plain(node):
        mine.clear()
        own = []
    free = [name for name in _SHORT if name not in mine.values() and name not in named]
    for arg, new in zip([arg for arg in own if arg.arg not in named], free, strict=False):
        mine[arg.arg] = new
        yield arg.lineno - 1, arg.col_offset, arg.arg, new
    for child in node.body if isinstance(node, ast.FunctionDef) else [node.body]:
        yield from _edits(child, mine, named)


def _is_plain(node: _Function) -> bool:
    """False where a name may stand that is no Name: in an f-string, after `as`, nonlocal or global, as * or **."""
    args = node.args
    if args.vararg or args.kwarg or args.kwonlyargs or args.posonlyargs:
        return False
    strange = (ast.JoinedStr, ast.Global, ast.Nonlocal)
    names = {arg.arg for arg in args.args}
    for child in ast.walk(node):
        if isinstance(child, strange) or (isinstance(child, ast.ExceptHandler) and child.name in names):
            return False
    return True


def _renamed(source: str, edits: Iterator[_Edit]) -> str:
    lines = source.splitlines(keepends=True)
    for row, column, old, new in sorted(set(edits), reverse=True):
        line = lines[row].encode()
        assert line[column : column + len(old)] == old.encode(), (row, column, old)
        lines[row] = (line[:column] + new.encode() + line[column + len(old) :]).decode()
    return "".join(lines)
