"""What is changed: for one node of a syntax tree, the nodes that may stand in its place."""

import ast
import copy
from collections.abc import Iterator

_COMPARE: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}
_DROPPED = (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Continue, ast.Break)
# one row less: tables and sets of states at module level
_LEAST_ROWS = 2


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    for index, op in enumerate(node.ops):
        for other in _COMPARE[type(op)]:
            made = copy.deepcopy(node)
            made.ops[index] = other()
            yield made


def _arithmetic(node: ast.BinOp | ast.AugAssign) -> Iterator[ast.AST]:
    other = _ARITHMETIC.get(type(node.op))
    if other:
        made = copy.deepcopy(node)
        made.op = other()
        yield made


def _boolean(node: ast.BoolOp) -> Iterator[ast.AST]:
    made = copy.deepcopy(node)
    made.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
    yield made
    for index in range(len(node.values)):
        rest = [value for at, value in enumerate(node.values) if at != index]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _condition(node: ast.If | ast.While | ast.IfExp) -> Iterator[ast.AST]:
    if isinstance(node.test, ast.Compare | ast.BoolOp):
        return
    made = copy.copy(node)
    made.test = node.test.operand if isinstance(node.test, ast.UnaryOp) else ast.UnaryOp(ast.Not(), node.test)
    yield made


def _return(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(ast.Constant(None))


def _rows(node: ast.Assign) -> Iterator[ast.AST]:
    if isinstance(node.value, ast.Tuple | ast.List) and len(node.value.elts) >= _LEAST_ROWS:
        for index in range(len(node.value.elts)):
            made = copy.deepcopy(node)
            assert isinstance(made.value, ast.Tuple | ast.List)
            del made.value.elts[index]
            yield made


def others(node: ast.AST, at_module_level: bool) -> Iterator[ast.AST]:
    """Every node that may stand in the place of `node`."""
    match node:
        case ast.Constant():
            yield from _constant(node)
        case ast.Compare():
            yield from _compare(node)
        case ast.BinOp() | ast.AugAssign():
            yield from _arithmetic(node)
        case ast.BoolOp():
            yield from _boolean(node)
        case ast.UnaryOp(op=ast.Invert() | ast.USub()):
            yield node.operand
        case ast.If() | ast.While() | ast.IfExp():
            yield from _condition(node)
        case ast.Return():
            yield from _return(node)
        case ast.Assign() if at_module_level:
            yield from _rows(node)
        case _:
            pass
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if isinstance(node, _DROPPED) and not at_module_level and not docstring:
        yield ast.Pass()
