"""Joins modules of the firmware into bundles: what a module of another asks of them, it asks of the bundle.

`fault.name(…)` becomes `name(…)` within the bundle and `judging.name(…)` outside of it. A name that only one module of
a bundle has stays, so that a traceback tells the function; private ones, and those that mean something else elsewhere
in the bundle, are numbered.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from recovery_station.flash.rejoin import Rewriter
from recovery_station.flash.scopes import JoinError, all_locals, base_of, bound_by, local_name

_NUMBERED: Final = re.compile(r"_[0-9]+")
_BUILTIN: Final = frozenset(dir(builtins))


@dataclass(frozen=True)
class Import:
    """What a name of a module stands for: `base` itself, or `name` of it."""

    base: str
    name: str = ""


NOTHING: Final = Import("")


class Plan:
    """Every module's tree and imports, where each joined one goes, and what its names are called there.

    `homes`: module → its bundle; `members`: bundle → its modules, each after those it imports.
    """

    def __init__(
        self, sources: Mapping[str, str], packages: frozenset[str], bundles: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.sources = sources
        self.packages = packages
        self.trees = {name: ast.parse(source) for name, source in sources.items()}
        self.homes = {
            member: bundle for bundle, members in bundles.items() for member in members if member in sources
        }
        self.imports = {name: self._imports(name) for name in sources}
        self.members = {
            bundle: self._in_order([one for one in members if one in sources])
            for bundle, members in bundles.items()
            if self.homes.keys() & set(members)
        }
        self._own = {name: self._own_names(name) for name in self.homes}
        self.names: dict[tuple[str, str], str] = {}
        self._numbers: dict[str, int] = {}
        self._locals: dict[tuple[str, str, str], str] = {}
        for bundle, members in self.members.items():
            self._numbers[bundle] = self._give_names(members)

    def _imports(self, module: str) -> dict[str, Import]:
        """What each imported name stands for, imports within functions included; NOTHING where that differs."""
        found: dict[str, Import] = {}
        for node in ast.walk(self.trees[module]):
            for name, meant in self.meanings(module, node):
                before = found.setdefault(name, meant)
                if before == meant:
                    continue
                if {before.base, meant.base} & self.homes.keys():
                    raise JoinError(f"{module}: {name} stands for two things, one of a bundle")
                found[name] = NOTHING
        return found

    def meanings(self, module: str, node: ast.AST) -> list[tuple[str, Import]]:
        """(name, what it stands for) of one import in `module`; nothing for another statement."""
        if not isinstance(node, ast.ImportFrom):
            return []
        base = base_of(module, module in self.packages, node)
        made: list[tuple[str, Import]] = []
        for alias in node.names:
            full = f"{base}.{alias.name}"
            made.append(
                (local_name(alias), Import(full) if full in self.sources else Import(base, alias.name))
            )
        return made

    def _in_order(self, members: list[str]) -> list[str]:
        """The modules of a bundle, each after those of it that it imports at its top."""
        done: list[str] = []

        def put(name: str, above: tuple[str, ...]) -> None:
            if name in above:
                raise JoinError(f"{name} imports itself by way of {', '.join(above)}")
            if name in done or name not in members:
                return
            for meant in self.imported_at_top(name):
                put(meant, (*above, name))
            done.append(name)

        for member in members:
            put(member, ())
        return done

    def imported_at_top(self, module: str) -> list[str]:
        """The modules of the package that `module` needs as soon as it is imported itself."""
        return [
            meant.base
            for node in self.trees[module].body
            for _, meant in self.meanings(module, node)
            if meant.base in self.sources
        ]

    def _own_names(self, module: str) -> list[str]:
        return sorted(bound_by(self.trees[module].body) - self.imports[module].keys() - self.plain(module))

    def plain(self, module: str) -> set[str]:
        """What `import …` binds at the top of a module."""
        body = self.trees[module].body
        return {local_name(one) for node in body if isinstance(node, ast.Import) for one in node.names}

    def _give_names(self, members: list[str]) -> int:
        """Name what the members bind at their tops; returns the first number that is free."""
        taken = set(_BUILTIN)
        for member in members:
            taken |= all_locals(self.trees[member]) | self.imports[member].keys() | self.plain(member)
        times = Counter(name for member in members for name in self._own[member])
        number = 0
        for member in members:
            for name in self._own[member]:
                stays = times[name] == 1 and name not in taken and not name.startswith("_")
                # a function's name is told by a traceback; a table's and a class's by nobody
                if stays and not name[0].isupper():
                    self.names[member, name] = name
                else:
                    self.names[member, name] = f"_{number}"
                    number += 1
        return number

    def local(self, file: str, home: str, name: str) -> str:
        """What `file` calls `name` of another bundle: the same, or a number: its own word were one name more."""
        if not name.startswith("_"):
            return name
        if file not in self._numbers:
            used = (one.id for one in ast.walk(self.trees[file]) if isinstance(one, ast.Name))
            numbers = [
                int(one[1:]) for one in (*used, *bound_by(self.trees[file].body)) if _NUMBERED.fullmatch(one)
            ]
            self._numbers[file] = max(numbers, default=-1) + 1
        key = (file, home, name)
        if key not in self._locals:
            self._locals[key] = f"_{self._numbers[file]}"
            self._numbers[file] += 1
        return self._locals[key]

    def meant(self, module: str, name: str) -> tuple[str, str]:
        """(module, name there) of what `module` calls `name`, through as many imports as it takes."""
        while module in self.sources and name in self.imports[module]:
            found = self.imports[module][name]
            if not found.name:
                raise JoinError(f"{module}: {name} is a module that another module asks for")
            module, name = found.base, found.name
        return module, name

    def is_own(self, module: str, name: str) -> bool:
        """Whether a joined module binds `name` at its top itself."""
        return (module, name) in self.names


def joined(
    sources: Mapping[str, str], packages: frozenset[str], bundles: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """The modules of `sources` (dotted name → source) with those of `bundles` joined. Raises JoinError."""
    plan = Plan(sources, packages, bundles)
    made = {name: _alone(plan, name) for name in sources if name not in plan.homes}
    return made | {bundle: _together(plan, bundle) for bundle in plan.members}


def _alone(plan: Plan, module: str) -> str:
    bases = {one.base for one in plan.imports[module].values()}
    if not bases & plan.homes.keys():
        return plan.sources[module]
    return _text(Rewriter(plan, module, module).body())


def _together(plan: Plan, bundle: str) -> str:
    body: list[ast.stmt] = []
    seen: set[str] = set()
    for member in plan.members[bundle]:
        for statement in Rewriter(plan, member, bundle).body():
            text = ast.unparse(statement)
            if isinstance(statement, ast.Import | ast.ImportFrom) and text in seen:
                continue
            seen.add(text)
            body.append(statement)
    return _text(body)


def _text(body: list[ast.stmt]) -> str:
    return ast.unparse(ast.fix_missing_locations(ast.Module(body, []))) + "\n"
