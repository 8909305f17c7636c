"""A site's settings as people write them: TOML with comments, values on a command line, every problem at once."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time

from recovery_station.authoring.content import Document
from recovery_station.authoring.judge import LIKE, Judged, Problem, Row, line_named
from recovery_station.authoring.lines import line_of
from recovery_station.authoring.settings_keys import BY_NAME, EXAMPLES, HOURS, KEYS, SCHEMA, TEXT, Key, check
from recovery_station.authoring.toml_text import value_text

DATES = (date, datetime, time)  # what TOML knows and the wire has no word for


def judge_settings(document: object, text: str = "") -> tuple[Problem, ...]:
    """Every problem the station would find, in the order of the lines of `text` where one is given."""
    found = [_told(text, row) for row in check(document)]
    return tuple(sorted(found, key=lambda one: one.line))


def judge_settings_text(name: str, text: str) -> Judged:
    """Judge the text of a TOML file."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Judged(name, None, (Problem(line_named(str(error)), "", None, "TOML", str(error)),))
    problems = judge_settings(document, text)
    return Judged(name, None if problems else document, problems)


def _told(text: str, row: Row) -> Problem:
    key, value, bound, words = row
    meant = near(key) if words == "unknown key" else None
    return Problem(line_of(text, key) if key else 1, key, value, bound, words, meant)


def near(key: str, known: Sequence[str] = tuple(BY_NAME)) -> str | None:
    """The key that was perhaps meant."""
    found = difflib.get_close_matches(key.lower(), known, n=1, cutoff=LIKE)
    return found[0] if found else None


# ------------------------------------------------------------ the text


def to_text(document: Document, name: str) -> str:
    """The settings as TOML in which every key is explained; those not set are there as comments.

    Keys nobody knows come last, so that nothing is lost.
    """
    document = {key: value for key, value in document.items() if value is not None}
    lines = [f"# Settings of the station {name}. A line that begins with # is not set."]
    lines += [f"schema = {value_text(document.get('schema', SCHEMA))}"]
    for key in KEYS:
        lines += ["", f"# {key.meaning}", f"# {_allowed(key)}"]
        set_here = key.name in document
        value = document[key.name] if set_here else EXAMPLES[key.name]
        lines.append(f"{'' if set_here else '# '}{key.name} = {value_text(value)}")
    others = [key for key in document if key not in BY_NAME and key != "schema"]
    lines += ["", *(f"{key} = {value_text(document[key])}" for key in others)] if others else []
    return "\n".join(lines) + "\n"


def _allowed(key: Key) -> str:
    left_out = "nothing" if key.factory is None else value_text(key.factory)
    return f"{key.bound}; left out: {left_out}"


# ------------------------------------------------------------ the command line


def value_of(key: str, text: str) -> object:
    """What somebody means who typed `text` for `key`: TOML, or the bare words where a text is wanted."""
    kind = BY_NAME[key].kind if key in BY_NAME else ""
    parsed = _parsed(text)
    if kind == TEXT:
        return parsed if isinstance(parsed, str) else text
    if kind == HOURS and not text.lstrip().startswith("["):
        words = parsed if isinstance(parsed, str) else text
        return [one.strip() for one in words.split(",")]
    return text if parsed is None else parsed


def _parsed(text: str) -> object:
    """The TOML value, None when it is none or one the wire has no word for (a date)."""
    try:
        found = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return None
    value: object = found["value"]
    return None if len(found) > 1 or isinstance(value, DATES) else value
