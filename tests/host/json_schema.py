"""The words of JSON Schema (draft 2020-12) that our schema uses, judged: enough to hold it against the validator."""

from __future__ import annotations

import re
from typing import Any

KNOWN = {
    *("$schema", "$defs", "$ref", "title", "description", "type", "const", "enum", "pattern", "oneOf"),
    *("properties", "required", "additionalProperties", "items", "minItems", "maxItems", "uniqueItems"),
    *("minimum", "maximum", "minLength", "maxLength"),
}
TYPES: dict[str, Any] = {
    "object": lambda one: isinstance(one, dict),
    "array": lambda one: isinstance(one, list),
    "string": lambda one: isinstance(one, str),
    "boolean": lambda one: isinstance(one, bool),
    "integer": lambda one: isinstance(one, int) and not isinstance(one, bool),
}


def allows(schema: dict[str, Any], value: Any, root: dict[str, Any] | None = None) -> bool:
    """True when `value` fits. AssertionError for a word of JSON Schema this reader does not know."""
    root = root or schema
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return allows(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, root)
    if "oneOf" in schema:
        return sum(allows(one, value, root) for one in schema["oneOf"]) == 1
    if "const" in schema and not _same(value, schema["const"]):
        return False
    if "enum" in schema and not any(_same(value, one) for one in schema["enum"]):
        return False
    if "type" in schema and not TYPES[schema["type"]](value):
        return False
    return _fits(schema, value, root)


def _same(value: Any, other: Any) -> bool:
    """Equal as TOML knows it: neither false nor 0.0 is 0."""
    return value == other and type(value) is type(other)


def _fits(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    if isinstance(value, dict):
        return _table(schema, value, root)
    if isinstance(value, list):
        return _list(schema, value, root)
    if isinstance(value, str):
        fits = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
        return fits and re.search(schema.get("pattern", ""), value) is not None
    if isinstance(value, int):
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return True


def _table(schema: dict[str, Any], value: dict[str, Any], root: dict[str, Any]) -> bool:
    properties = schema.get("properties", {})
    if not set(schema.get("required", [])) <= set(value):
        return False
    if schema.get("additionalProperties", True) is False and not set(value) <= set(properties):
        return False
    return all(allows(properties[key], one, root) for key, one in value.items() if key in properties)


def _list(schema: dict[str, Any], value: list[Any], root: dict[str, Any]) -> bool:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        return False
    if schema.get("uniqueItems") and len({repr(one) for one in value}) < len(value):
        return False
    return all(allows(schema["items"], one, root) for one in value) if "items" in schema else True
