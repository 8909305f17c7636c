"""What a parameter of the link may be: its JSON Schema, and values on both sides of its bounds for a test to try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Json = dict[str, object]

MOST: Final = 0x3FFFFFFF
"""The largest whole number that MicroPython on the board keeps without a heap block."""


@dataclass(frozen=True)
class Kind:
    """`schema` as JSON Schema; `good` values at its bounds; `bad` ones right beyond them and of other types."""

    schema: Json
    good: tuple[object, ...]
    bad: tuple[object, ...]


def number(low: int, high: int) -> Kind:
    """A whole number."""
    schema: Json = {"type": "integer", "minimum": low, "maximum": high}
    return Kind(schema, (low, high), (low - 1, high + 1, True, "1", 1.5, None))


def whole(words: str) -> Kind:
    """A whole number from 0 on; `words` say what bounds it."""
    schema: Json = {"type": "integer", "minimum": 0, "description": words}
    return Kind(schema, (0,), (-1, True, "1", 1.5, None))


def text(longest: int) -> Kind:
    """Printable ASCII of 1…longest letters."""
    schema: Json = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": "^[ -~]+$"}
    return Kind(schema, ("a", "a" * longest), ("", "a" * (longest + 1), "ä", "a\n", 5, None))


def maybe_text(longest: int) -> Kind:
    """As `text`, or null."""
    inside = text(longest)
    bad = tuple(value for value in inside.bad if value is not None)
    return Kind(inside.schema | {"type": ["string", "null"]}, (*inside.good, None), bad)


def one_of(words: Sequence[str]) -> Kind:
    """A word of a list."""
    return Kind({"enum": list(words)}, tuple(words), ("", "no-such-word", 0, None))


def choice_of(words: Sequence[str], why: str) -> Kind:
    """Words of a list as a list; `why` says what else the station asks of them."""
    schema: Json = {"type": "array", "items": {"enum": list(words)}, "description": why}
    return Kind(schema, (), ("L3", 5))


def file_name(letters: int) -> Kind:
    """The name of a file of the archive."""
    schema: Json = {"type": "string", "pattern": f"^[0-9a-f.te-]{{{letters}}}$"}
    good = "0" * letters
    return Kind(schema, (good,), ("", good[1:], good + "0", "/" + good[1:], "_" + good[1:], 5, None))


PATH: Final = Kind(
    {
        "type": "string",
        "pattern": "^[a-z0-9_./]{1,60}$",
        "description": "no part of it leads out of the slot",
    },
    ("a", "a" * 60),
    ("", "a" * 61, "../a", "a/../b", "/a", "a//b", "A", "manifest", 5, None),
)
TRUTH: Final = Kind({"type": "boolean"}, (True, False), (0, 1, "true", None))
OP: Final = Kind(
    {"type": "string", "format": "uuid"},
    ("123e4567-e89b-12d3-a456-426614174000",),
    ("", "123e4567", "123e4567-e89b-12d3-a456-42661417400g", 7, None),
)
SHA256: Final = Kind({"type": "string", "pattern": "^[0-9a-f]{64}$"}, (), (5, None, "", "0" * 65))
MAC: Final = Kind(
    {"type": "string", "pattern": "^[0-9a-f]{64}$"}, (), ()
)  # judged where the station has a key
BASE64: Final = Kind({"type": "string", "maxLength": 1100}, ("", "YQ=="), (5, "ä"))  # a frame holds no more
KEY: Final = Kind(
    {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}, (), (5, "", "0" * 63, "0" * 65, "z" * 64)
)
