"""Every mutant of one module, each with a name that outlives a change of line numbers: place and change in words."""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from mutation.operators import others

_SHOWN = 110
Path = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Mutant:
    """`place` is the function (`Gate.permit`) or the name assigned at module level."""

    module: str
    place: str
    in_function: bool
    change: str
    path: Path
    node: ast.AST

    @property
    def name(self) -> str:
        return f"{self.module}.{self.place}: {self.change}"


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if isinstance(value, list):
            for index, item in enumerate(cast("list[object]", value)):
                if isinstance(item, ast.AST):
                    yield field, index, item
        elif isinstance(value, ast.AST):
            yield field, None, value


def _put(root: ast.AST, path: Path, node: ast.AST) -> None:
    for field, index in path[:-1]:
        value = getattr(root, field)
        root = value if index is None else value[index]
    field, index = path[-1]
    if index is None:
        setattr(root, field, node)
    else:
        getattr(root, field)[index] = node


def _text(node: ast.AST) -> str:
    """One line of what a node says; of a compound statement its head."""
    text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).splitlines()[0]
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _change(parent: ast.AST, path: Path, node: ast.AST, made: ast.AST) -> str:
    """Before and after; of a bare number what stands around it, so that it can be told from others."""
    if isinstance(made, ast.Pass):
        return f"drop `{_text(node)}`"
    if isinstance(node, ast.Assign):
        return f"drop row `{_dropped(node, made)}`"
    if isinstance(node, ast.stmt | ast.Compare | ast.BinOp | ast.BoolOp) or not isinstance(
        parent, ast.expr | ast.stmt
    ):
        return f"`{_text(node)}` -> `{_text(made)}`"
    around = copy.deepcopy(parent)
    _put(around, path[-1:], made)
    return f"`{_text(node)}` -> `{_text(made)}` in `{_text(parent)}`"


def _dropped(node: ast.Assign, made: ast.AST) -> str:
    assert isinstance(made, ast.Assign)
    before, after = node.value, made.value
    assert isinstance(before, ast.Tuple | ast.List) and isinstance(after, ast.Tuple | ast.List)
    kept = [ast.dump(row) for row in after.elts]
    for index, row in enumerate(before.elts):
        if index >= len(kept) or ast.dump(row) != kept[index]:
            return _text(row)
    raise ValueError("nothing was dropped")


def _place(names: tuple[str, ...], statement: ast.stmt) -> str:
    if names:
        return ".".join(names)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement
    return _text(target)


def _walk(
    node: ast.AST, path: Path, names: tuple[str, ...], statement: ast.stmt, inside: bool
) -> Iterator[tuple[Path, ast.AST, ast.AST, str, bool]]:
    """Path, node, parent, place and whether it stands in a function, of everything below `node`."""
    for field, index, child in _children(node):
        if isinstance(child, ast.Assert):
            continue
        below = (*path, (field, index))
        own, within = names, inside
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            own = (*names, child.name)
            within = inside or isinstance(child, ast.FunctionDef)
        first = child if isinstance(child, ast.stmt) and not names else statement
        yield below, child, node, _place(own, first), within
        yield from _walk(child, below, own, first, within)


def of_module(module: str, source: str) -> list[Mutant]:
    """All mutants of a source, in its order; the same change twice in a place is numbered."""
    tree = ast.parse(source)
    found: list[Mutant] = []
    counts: Counter[str] = Counter()
    for path, node, parent, place, inside in _walk(tree, (), (), tree.body[0], False):
        for made in others(node, not inside):
            change = _change(parent, path, node, made)
            counts[place + change] += 1
            again = counts[place + change]
            numbered = change if again == 1 else f"{change} (#{again})"
            found.append(Mutant(module, place, inside, numbered, path, made))
    return found


def tree_of(mutant: Mutant, source: str) -> ast.Module:
    """The whole module with this one change."""
    tree = ast.parse(source)
    _put(tree, mutant.path, copy.deepcopy(mutant.node))
    return ast.fix_missing_locations(tree)
