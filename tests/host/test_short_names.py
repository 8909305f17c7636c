"""Private names of the flashed firmware are short and shared between modules; what others may mean keeps its name."""

from __future__ import annotations

from recovery_station.flash.short_names import shorten


def _one(source: str) -> str:
    return shorten({"a": source})["a"]


def test_private_names_of_two_modules_share_short_ones() -> None:
    made = shorten({"a": "_first = 1\n_second = _first\n", "b": "def _other():\n    return _other\n"})
    assert made == {"a": "_0 = 1\n_1 = _0\n", "b": "def _0():\n    return _0\n"}


def test_an_attribute_of_self_is_private_to_its_module() -> None:
    source = "class A:\n    def __init__(self):\n        self._x = 1\n        self.y = self._x\n"
    assert (
        _one(source) == "class A:\n    def __init__(self):\n        self._0 = 1\n        self.y = self._0\n"
    )


def test_what_is_asked_of_another_object_keeps_its_name_everywhere() -> None:
    made = shorten({"a": "self._x = self._y = 1\n", "b": "leg._x = 2\nself._y = 3\n"})
    assert made == {"a": "self._x = self._0 = 1\n", "b": "leg._x = 2\nself._0 = 3\n"}


def test_what_is_imported_or_spelled_out_keeps_its_name() -> None:
    assert _one("from os import _exit\n_exit()\n_x = 1\n") == "from os import _exit\n_exit()\n_0 = 1\n"
    assert _one("setattr(a, '_x', 1)\nself._x = 2\n") == "setattr(a, '_x', 1)\nself._x = 2\n"
    assert _one("self._x = 1\nprint(f'{self._x}')\n") == "self._x = 1\nprint(f'{self._x}')\n"


def test_public_and_double_underscore_names_and_texts_stay() -> None:
    source = '"""A text with _no_name of ours? It keeps it."""\n__all__ = ["x"]\nx = _ = 1  # _x\n'
    assert _one(source) == source


def test_lines_stay_where_they_are() -> None:
    source = "def _a(\n    _b,\n):\n    return (\n        _b\n    )\n"
    assert _one(source).count("\n") == source.count("\n") and "_0" in _one(source)
