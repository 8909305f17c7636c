"""Parameters with short names: the same program; kept where a call names them or the tree does not show them."""

from __future__ import annotations

import ast

from recovery_station.flash.short_parameters import shorten_parameters


def short(source: str, **others: str) -> str:
    return shorten_parameters({"one": source, **others})["one"]


def result(source: str, name: str = "out") -> object:
    scope: dict[str, object] = {}
    exec(compile(source, "one", "exec"), scope)
    return scope[name]


def both(source: str) -> str:
    """The shortened source, which must give the same."""
    made = short(source)
    assert result(made) == result(source)
    assert made.count("\n") == source.count("\n")
    return made


def test_parameters_are_named_by_their_place_in_every_function() -> None:
    made = both("def add(first, second):\n    first += second\n    return first\nout = add(1, 2)\n")
    assert made == "def add(_a, _b):\n    _a += _b\n    return _a\nout = add(1, 2)\n"
    made = both("class C:\n    def go(self, pace):\n        return pace\nout = C().go(3)\n")
    assert "def go(self, _a):\n        return _a" in made


def test_a_name_that_some_call_of_any_module_gives_stays() -> None:
    source = "def ask(question, most=3):\n    return question * most\n"
    assert short(source, two="from one import ask\nask('x', most=2)\n") == (
        "def ask(_a, most=3):\n    return _a * most\n"
    )


def test_inner_functions_see_the_outer_ones_names_and_their_own() -> None:
    made = both(
        "def outer(first, second):\n"
        "    def inner(first):\n"
        "        return first * 10 + second\n"
        "    return inner(first + 1) + (lambda third: third + first)(100)\n"
        "out = outer(1, 2)\n"
    )
    assert "first" not in made and "second" not in made and "third" not in made


def test_defaults_belong_to_the_scope_around() -> None:
    assert "_b=_a" in both(
        "def outer(value):\n"
        "    def inner(other, value=value):\n"
        "        return other + value\n"
        "    return inner(1)\n"
        "out = outer(5)\n"
    ).replace(" ", "")


def test_attributes_texts_and_names_of_the_module_are_left_alone() -> None:
    both(
        "class C:\n    size = 4\ndef go(size, thing):\n    return thing.size + size, 'size'\nout = go(1, C)\n"
    )
    both("size = 7\ndef go(other):\n    return size + other\nout = go(1)\n")


def test_where_a_name_is_no_name_of_the_tree_nothing_is_changed() -> None:
    for source in (
        "def go(who):\n    return f'{who}!'\nout = go('x')\n",
        "def go(*all):\n    return all\nout = go(1, 2)\n",
        "def go(e):\n    try:\n        raise OSError(3)\n    except OSError as e:\n        return 5\nout = go(1)\n",
        "def go(n):\n    def more():\n        nonlocal n\n        n += 1\n    more()\n    return n\nout = go(1)",
    ):
        assert both(source) == source


def test_letters_beyond_ascii_before_a_name_do_not_shift_it() -> None:
    assert both("def go(name):\n    return 'ä° ' + name\nout = go('x')\n").count("_a") == 2


def test_comprehensions_and_assignments_follow() -> None:
    made = both(
        "def go(rows, most):\n"
        "    rows = [row for row in rows if row < most]\n"
        "    return sum([r * most for r in rows])\n"
        "out = go([1, 5, 9], 6)\n"
    )
    names = {node.id for node in ast.walk(ast.parse(made)) if isinstance(node, ast.Name)}
    assert not names & {"rows", "most"}


def test_a_short_name_that_is_used_already_is_given_to_nobody() -> None:
    made = both("_a = 7\ndef go(one, two):\n    return _a + one * two\nout = go(2, 3)\n")
    assert "def go(_b, _c)" in made
