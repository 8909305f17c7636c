"""What names mean in a module: what a function, a class or the module itself binds, and what an import stands for."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Final

Function = ast.FunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_OWN_SCOPE: Final = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class JoinError(Exception):
    """A module cannot be part of its bundle; the text says which and why."""


def bound_by(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that these statements bind where they stand, not in a scope of their own."""
    names: set[str] = set()
    elsewhere: set[str] = set()
    for node in nodes:
        _note(node, names, elsewhere)
    return names - elsewhere


def _note(node: ast.AST, names: set[str], elsewhere: set[str]) -> None:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        names.add(node.name)
        return
    if isinstance(node, _OWN_SCOPE):
        return
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        names.add(node.id)
    elif isinstance(node, ast.Import | ast.ImportFrom):
        names.update(local_name(alias) for alias in node.names)
    elif isinstance(node, ast.ExceptHandler) and node.name:
        names.add(node.name)
    elif isinstance(node, ast.Global | ast.Nonlocal):
        elsewhere.update(node.names)
    for child in ast.iter_child_nodes(node):
        _note(child, names, elsewhere)


def locals_of(function: Function) -> set[str]:
    """Parameters of a function and what its body binds."""
    args = function.args
    names = {
        one.arg for one in (*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg) if one
    }
    return names | (bound_by(function.body) if isinstance(function, ast.FunctionDef) else set())


def targets_of(node: Comprehension) -> set[str]:
    """The names a comprehension counts with."""
    return {one.id for part in node.generators for one in ast.walk(part.target) if isinstance(one, ast.Name)}


def all_locals(tree: ast.AST) -> set[str]:
    """Every name that is a local one somewhere below `tree`."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            names |= locals_of(node)
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            names |= targets_of(node)
        elif isinstance(node, ast.ClassDef):
            names |= bound_by(node.body)
    return names


def local_name(alias: ast.alias) -> str:
    """What an import binds."""
    return alias.asname or alias.name.partition(".")[0]


def base_of(module: str, is_package: bool, node: ast.ImportFrom) -> str:
    """The dotted name after `from` of an import in `module`."""
    if not node.level:
        return node.module or ""
    folder = module if is_package else module.rpartition(".")[0]
    for _ in range(node.level - 1):
        folder = folder.rpartition(".")[0]
    return f"{folder}.{node.module}" if node.module else folder
