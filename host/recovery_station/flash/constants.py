"""The whole-number constants of a package's modules, worked out from their source without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Final

SMALL: Final = 1 << 30
"""Beyond this an integer is an object on the heap of a 32-bit MicroPython: such a constant stays where it is."""
_CONSTANT: Final = re.compile(r"_?[A-Z][A-Z0-9_]*")
_BINARY: Final[dict[type[ast.operator], Callable[[int, int], int]]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Mod: lambda a, b: a % b,
    ast.LShift: lambda a, b: a << b,
    ast.RShift: lambda a, b: a >> b,
    ast.BitOr: lambda a, b: a | b,
    ast.BitAnd: lambda a, b: a & b,
    ast.BitXor: lambda a, b: a ^ b,
}
_UNARY: Final[dict[type[ast.unaryop], Callable[[int], int]]] = {
    ast.USub: lambda a: -a,
    ast.Invert: lambda a: ~a,
}


class NotConstantError(Exception):
    """The expression is no whole number known before it runs."""


class Module:
    """One source: what it imports and the constants it defines.

    `aliases`: name → module it stands for; `taken`: name → (module, name there); `values`: its own constants;
    `statements`: the statements that define nothing but constants, and so can be left out.
    """

    def __init__(self, name: str, source: str, package: Package, *, is_package: bool = False) -> None:
        self.name = name
        self.source = source
        self.tree = ast.parse(source)
        self._folder = name if is_package else name.rpartition(".")[0]
        self._package = package
        self.aliases: dict[str, str] = {}
        self.taken: dict[str, tuple[str, str]] = {}
        self.values: dict[str, int] = {}
        self.statements: list[ast.stmt] = []
        self.imports = [node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom)]
        for node in self.imports:
            self._note_import(node)

    def _note_import(self, node: ast.ImportFrom) -> None:
        base = self._folder
        for _ in range(node.level - 1):
            base = base.rpartition(".")[0]
        base = (
            f"{base}.{node.module}"
            if node.level and node.module
            else base
            if node.level
            else node.module or ""
        )
        for found in node.names:
            name = found.asname or found.name
            if f"{base}.{found.name}" in self._package.sources:
                self.aliases[name] = f"{base}.{found.name}"
            else:
                self.taken[name] = (base, found.name)

    def work_out(self) -> None:
        """Fill `values` and `statements` in the order of the source."""
        repeated = _assigned_again(self.tree)
        for statement in self.tree.body:
            if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
                continue
            try:
                found = dict(self._pairs(statement.targets[0], statement.value))
            except NotConstantError:
                continue
            if not repeated & found.keys() and all(-SMALL <= value < SMALL for value in found.values()):
                self.values |= found
                self.statements.append(statement)

    def _pairs(self, target: ast.expr, value: ast.expr) -> Iterator[tuple[str, int]]:
        if isinstance(target, ast.Name):
            if not _CONSTANT.fullmatch(target.id):
                raise NotConstantError
            yield target.id, self._value(value)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Call) and _called(value) == "range":
            numbers = range(*[self._value(argument) for argument in value.args])
            if len(numbers) != len(target.elts):
                raise NotConstantError
            for name, number in zip(target.elts, numbers, strict=True):
                yield from self._pairs(name, ast.Constant(number))
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            if len(value.elts) != len(target.elts):
                raise NotConstantError
            for name, one in zip(target.elts, value.elts, strict=True):
                yield from self._pairs(name, one)
        else:
            raise NotConstantError

    def _value(self, node: ast.expr) -> int:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, int)
            and not isinstance(node.value, bool)
        ):
            return node.value
        if isinstance(node, ast.Name):
            return self.constant(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return self.attribute(node.value.id, node.attr)
        if isinstance(node, ast.Call) and _called(node) == "const" and len(node.args) == 1:
            return self._value(node.args[0])
        if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
            return _BINARY[type(node.op)](self._value(node.left), self._value(node.right))
        if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
            return _UNARY[type(node.op)](self._value(node.operand))
        raise NotConstantError

    def constant(self, name: str) -> int:
        """The value of a name used in this module. NotConstantError: it is something else."""
        if name in self.values:
            return self.values[name]
        if name in self.taken:
            return self._package.value(*self.taken[name])
        raise NotConstantError

    def attribute(self, alias: str, name: str) -> int:
        """The value of `alias.name`. NotConstantError: it is something else."""
        if alias not in self.aliases:
            raise NotConstantError
        return self._package.value(self.aliases[alias], name)


class Package:
    """The modules of one package by their dotted names; each is read when it is first asked."""

    def __init__(self, sources: dict[str, str], packages: frozenset[str]) -> None:
        self.sources = sources
        self._packages = packages
        self._modules: dict[str, Module] = {}

    def module(self, name: str) -> Module:
        """The module `name`, worked out; one that imports it in a circle sees what is there so far."""
        if name not in self._modules:
            made = Module(name, self.sources[name], self, is_package=name in self._packages)
            self._modules[name] = made
            made.work_out()
        return self._modules[name]

    def value(self, module: str, name: str) -> int:
        """A constant of a module. NotConstantError when it is none."""
        if module not in self.sources or name not in self.module(module).values:
            raise NotConstantError
        return self.module(module).values[name]


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _assigned_again(tree: ast.Module) -> set[str]:
    """Names that are bound more than once, or rebound from inside a function."""
    seen: set[str] = set()
    again: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            again.update(node.names)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            again |= {node.id} & seen
            seen.add(node.id)
    return again
