"""Rewrites one module for the bundles there are: as a part of one, or as one that asks them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, cast

from recovery_station.flash.scopes import (
    Comprehension,
    JoinError,
    bound_by,
    locals_of,
    targets_of,
)

if TYPE_CHECKING:
    from recovery_station.flash.join import Import, Plan


class Rewriter(ast.NodeTransformer):
    """`body()` once. `file` is where the module's text will stand: its bundle, or the module itself."""

    def __init__(self, plan: Plan, module: str, file: str) -> None:
        self._plan = plan
        self._module = module
        self._file = file
        self._scopes: list[set[str]] = []
        self._imports = plan.imports[module]

    def body(self) -> list[ast.stmt]:
        """The statements of the module, rewritten."""
        # read again: a tree is changed on the way, and parsing takes a tenth of copying one
        return self._statements(ast.parse(self._plan.sources[self._module]).body)

    def _statements(self, body: list[ast.stmt]) -> list[ast.stmt]:
        done: list[ast.stmt] = []
        for statement in body:
            made = cast("ast.stmt | list[ast.stmt]", self.visit(statement))
            done += made if isinstance(made, list) else [made]
        return done

    def _is_local(self, name: str) -> bool:
        return any(name in scope for scope in self._scopes)

    # ---- names

    def _ask(self, module: str, name: str, ctx: ast.expr_context) -> ast.expr | None:
        """What `name` of `module` is called here; None when that module is in no bundle."""
        home = self._plan.homes.get(module)
        if home is None:
            return None
        new = self._plan.names[module, name]
        if home != self._file:
            return ast.Attribute(self._bundle(home), new, ctx)
        self._check_free(new)
        return ast.Name(new, ctx)

    def _bundle(self, home: str) -> ast.Name:
        alias = home.rpartition(".")[2]
        self._check_free(alias)
        return ast.Name(alias, ast.Load())

    def _check_free(self, name: str) -> None:
        if self._is_local(name):
            raise JoinError(f"{self._module}: a local {name} hides what the bundle calls so")

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if self._is_local(node.id):
            return node
        meant = self._imports.get(node.id)
        if meant is None:
            if self._plan.is_own(self._module, node.id):
                return self._ask(self._module, node.id, node.ctx) or node
            return node
        if not meant.name and meant.base in self._plan.homes:
            return self._bundle(self._plan.homes[meant.base])
        if meant.name and meant.base in self._plan.sources:
            module, name = self._plan.meant(self._module, node.id)
            home = self._plan.homes.get(module)
            if home == self._file:
                return self._ask(module, name, node.ctx) or node
            if home is not None:
                local = self._plan.local(self._file, home, self._plan.names[module, name])
                self._check_free(local)
                return ast.Name(local, node.ctx)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        owner = node.value
        if isinstance(owner, ast.Name) and not self._is_local(owner.id):
            meant = self._imports.get(owner.id)
            if meant is not None and not meant.name and meant.base in self._plan.homes:
                module, name = self._plan.meant(meant.base, node.attr)
                if (module, name) not in self._plan.names:
                    raise JoinError(f"{self._module}: {owner.id} has no {node.attr} of its own")
                return self._ask(module, name, node.ctx) or node
        return cast("ast.expr", self.generic_visit(node))

    def visit_Global(self, node: ast.Global) -> ast.stmt:
        names = self._plan.names
        return ast.Global([names.get((self._module, name), name) for name in node.names])

    # ---- imports

    def visit_ImportFrom(self, node: ast.ImportFrom) -> list[ast.stmt]:
        done: list[ast.stmt] = []
        for bound, meant in self._plan.meanings(self._module, node):
            made = self._import(bound, meant)
            done += [] if made is None else [made]
        return done or [ast.Pass()]

    def _import(self, bound: str, meant: Import) -> ast.stmt | None:
        """One name of an import; None when it is in the same file now."""
        plan = self._plan
        if meant.base not in plan.sources:
            alias = ast.alias(meant.name, None if meant.name == bound else bound)
            return ast.ImportFrom(meant.base, [alias], 0)
        if not meant.name:
            home = plan.homes.get(meant.base)
            if home == self._file:
                return None
            full, bound = (meant.base, bound) if home is None else (home, home.rpartition(".")[2])
            folder, _, name = full.rpartition(".")
            return self._from(folder, name, bound)
        module, name = plan.meant(meant.base, meant.name)
        home = plan.homes.get(module)
        if home is None:
            return self._from(module, name, bound)
        if home == self._file:
            return None
        new = plan.names[module, name]
        # what a function imports is a local of it, and costs no name
        return self._from(home, new, bound if self._scopes else plan.local(self._file, home, new))

    def _from(self, base: str, name: str, bound: str) -> ast.stmt:
        """`from base import name as bound`, by the shortest way from this file."""
        alias = ast.alias(name, None if name == bound else bound)
        is_package = self._file in self._plan.packages
        folder = self._file if is_package else self._file.rpartition(".")[0]
        level = 1
        while folder and base != folder and not base.startswith(folder + "."):
            folder = folder.rpartition(".")[0]
            level += 1
        if not folder:
            return ast.ImportFrom(base, [alias], 0)
        return ast.ImportFrom(base[len(folder) + 1 :] or None, [alias], level)

    # ---- scopes

    def _replaced(self, function: ast.FunctionDef) -> set[str]:
        """Names imported within a function that stand for nothing of its own any more."""
        gone: set[str] = set()
        for node in ast.walk(function):
            for bound, meant in self._plan.meanings(self._module, node):
                home = self._plan.homes.get(meant.base)
                if home is not None and (not meant.name or home == self._file):
                    gone.add(bound)
        return gone

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        if not self._scopes:
            node.name = self._plan.names.get((self._module, node.name), node.name)
        node.args.defaults = [cast("ast.expr", self.visit(one)) for one in node.args.defaults]
        node.decorator_list = [cast("ast.expr", self.visit(one)) for one in node.decorator_list]
        self._scopes.append(locals_of(node) - self._replaced(node))
        node.body = self._statements(node.body)
        self._scopes.pop()
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        node.args.defaults = [cast("ast.expr", self.visit(one)) for one in node.args.defaults]
        self._scopes.append(locals_of(node))
        node.body = cast("ast.expr", self.visit(node.body))
        self._scopes.pop()
        return node

    def _comprehension(self, node: Comprehension) -> ast.expr:
        self._scopes.append(targets_of(node))
        done = cast("ast.expr", self.generic_visit(node))
        self._scopes.pop()
        return done

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension  # noqa: N815

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        if not self._scopes:
            node.name = self._plan.names.get((self._module, node.name), node.name)
        node.bases = [cast("ast.expr", self.visit(one)) for one in node.bases]
        names = bound_by(node.body)
        body: list[ast.stmt] = []
        for statement in node.body:
            # a class's own names are seen by its statements, not by its methods
            self._scopes.append(set() if isinstance(statement, ast.FunctionDef) else names)
            body += self._statements([statement])
            self._scopes.pop()
        node.body = body
        return node
