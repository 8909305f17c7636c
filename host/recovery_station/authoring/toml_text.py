"""A protocol as a TOML file: the keys in the order people read them, and the same content hash when read again."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import cast

from recovery_station.authoring.content import Document
from recovery_station.authoring.judge import STEP_KEYS, TOP_KEYS
from recovery_station.errors import IntegrityError

INLINE_KEYS = ("zone", "mmhg", "label", "seconds", "reps", "rep_s", "sides")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def to_toml(document: Document, schema: str | None = None) -> str:
    """The file's text, with a `#:schema` line for editors when `schema` names one.

    Raises IntegrityError for what TOML has no word for (null).
    """
    lines = [f"#:schema {schema}"] if schema else []
    steps = document.get("step")
    tables = _tables(steps)
    for key in _ordered(document, TOP_KEYS):
        if key != "step" or tables is None:
            lines.append(f"{_key(key)} = {value_text(document[key])}")
    for step in tables or ():
        lines += ["", "[[step]]"]
        known = ("kind", *STEP_KEYS.get(str(step.get("kind")), ()))
        lines += [f"{_key(key)} = {value_text(step[key])}" for key in _ordered(step, known)]
    return "\n".join(lines) + "\n"


def _tables(steps: object) -> list[Document] | None:
    """The steps when each is a table, None when they cannot stand under `[[step]]`."""
    if not isinstance(steps, list) or not steps:
        return None
    found = cast("list[object]", steps)
    return cast("list[Document]", found) if all(isinstance(one, dict) for one in found) else None


def _ordered(table: Document, first: Iterable[str]) -> Iterator[str]:
    known = [key for key in first if key in table]
    return iter([*known, *(key for key in table if key not in known)])


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def value_text(value: object) -> str:
    """A value as TOML writes it. Raises IntegrityError for one it has no word for."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(value_text(one) for one in cast('list[object]', value))}]"
    if isinstance(value, dict):
        table = cast("Document", value)
        rows = [f"{_key(key)} = {value_text(table[key])}" for key in _ordered(table, INLINE_KEYS)]
        return f"{{ {', '.join(rows)} }}" if rows else "{}"
    raise IntegrityError(
        f"TOML has no word for {value!r}", "the station's copy was not made from a TOML file"
    )


def _text(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(sign, _sign(sign)) for sign in text) + '"'


def _sign(sign: str) -> str:
    code = ord(sign)
    return f"\\u{code:04x}" if code < 32 or code == 127 else sign
