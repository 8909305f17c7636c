"""The JSON Schema of a site's settings, and the table of keys in docs/settings.md, from the firmware's own table.

What a schema cannot say, because several keys go together, stands in the page; the validator judges it.
"""

from __future__ import annotations

import json

from recovery_station.authoring.schema import DIALECT, Node
from recovery_station.authoring.settings_keys import CHOICE, HOURS, KEYS, POWER, SCHEMA, TEXT, TRUTH, Key
from recovery_station.authoring.toml_text import value_text

BEGIN, END = "<!-- keys: written by `make schema` -->", "<!-- end of keys -->"
DAY = "(mon|tue|wed|thu|fri|sat|sun)"
TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
HOURS_PATTERN = f"^{DAY}(-{DAY})? {TIME}-({TIME}|24:00)$"
NAME_PATTERN = "^[a-zA-Z0-9-]([a-zA-Z0-9 -]*[a-zA-Z0-9-])?$"


def settings_schema_text() -> str:
    """The schema as it is published in docs/."""
    whole: Node = {
        "$schema": DIALECT,
        "title": "Settings of a recovery station's site",
        "type": "object",
        "properties": {
            "schema": {"description": "Which rules these settings follow.", "const": SCHEMA},
            **{key.name: _value(key) for key in KEYS},
        },
        "required": ["schema"],
        "additionalProperties": False,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _value(key: Key) -> Node:
    described: Node = {"description": f"{key.meaning} {key.bound}."}
    if key.kind == TRUTH:
        return described | {"type": "boolean"}
    if key.kind == CHOICE:
        return described | {"enum": key.unit.split(" ")}
    if key.kind == TEXT:
        size: Node = {"minLength": key.low, "maxLength": key.high, "pattern": NAME_PATTERN}
        return described | {"type": "string"} | size
    if key.kind == HOURS:
        items: Node = {"type": "string", "pattern": HOURS_PATTERN}
        return described | {"type": "array", "minItems": key.low, "maxItems": key.high, "items": items}
    number: Node = {"type": "integer", "minimum": key.low, "maximum": key.high}
    return described | ({"oneOf": [{"const": 0}, number]} if key.kind == POWER else number)


def with_keys(page: str) -> str:
    """The page with its table of keys renewed. ValueError when it has no place for one."""
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    rows = ["| key | may be | left out | what it says |", "| --- | --- | --- | --- |", *map(_row, KEYS)]
    return "\n".join([before + BEGIN, *rows, END + after])


def _row(key: Key) -> str:
    left_out = "nothing" if key.factory is None else f"`{value_text(key.factory)}`"
    return f"| `{key.name}` | {key.bound.replace('|', 'or')} | {left_out} | {key.meaning} |"
