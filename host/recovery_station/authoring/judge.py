"""Every problem of a protocol file at once: by the firmware's own validator, with lines and guesses at slips."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from recovery_station.authoring import content
from recovery_station.authoring.lines import line_of
from station_firmware.core import protocol as _protocol

protocol = cast("Any", _protocol)
Row = tuple[str, object, str, str]  # key, value, bound, words: as the validator tells it
check: Callable[[object], list[Row]] = protocol.check
STEP_KEYS: dict[str, tuple[str, ...]] = protocol.STEP_KEYS
TOP_KEYS: tuple[str, ...] = protocol._TOP_KEYS
WORDS: dict[str, tuple[str, ...]] = protocol._WORDS
LIKE = 0.6


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what stands there, what may stand there, and what was perhaps meant."""

    line: int
    key: str
    value: object
    bound: str
    words: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Judged:
    """One file: its protocol when it is allowed, else its problems; `readable` is False when there was no text."""

    name: str
    document: content.Document | None
    problems: tuple[Problem, ...]
    readable: bool = True

    @property
    def id(self) -> str:
        """The protocol's id, empty when the file is not allowed."""
        return str(self.document["id"]) if self.document else ""


def judge_file(name: str) -> Judged:
    """Read and judge one file."""
    try:
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(1, "", None, "a readable TOML file", _why_unreadable(error))
        return Judged(name, None, (problem,), readable=False)
    return judge_text(name, text)


def judge_text(name: str, text: str) -> Judged:
    """Judge the text of a file."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Judged(name, None, (Problem(line_named(str(error)), "", None, "TOML", str(error)),))
    told = sorted((_told(text, document, row) for row in check(document)), key=lambda one: one.line)
    problems = tuple(told) or _not_to_be_sent(document)
    return Judged(name, None if problems else document, problems)


def _told(text: str, document: content.Document, row: Row) -> Problem:
    key, value, bound, words = row
    return Problem(line_of(text, key) if key else 1, key, value, bound, words, _suggestion(document, row))


def _not_to_be_sent(document: content.Document) -> tuple[Problem, ...]:
    """What the wire has no word for, and what is too much for it."""
    try:
        text, body = content.text_of(document), content.body_of(document)
    except (TypeError, ValueError, RecursionError) as error:
        words = f"texts, numbers, true, false, lists and tables can be sent: {error}"
        return (Problem(1, "", None, "what JSON can say", words),)
    sizes = ((len(text.encode()), content.MAX_TEXT_BYTES, ""), (len(body), content.MAX_BODY_BYTES, " packed"))
    for size, most, how in sizes:
        if size > most:
            words = f"the whole protocol is too long for the station{how}: shorten notes and source"
            return (Problem(1, "", size, f"<= {most} bytes", words),)
    return ()


def _why_unreadable(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"cannot read it: {error.strerror or type(error).__name__}"
    return "cannot read it: it is no UTF-8 text"


def line_named(words: str) -> int:
    """The line a TOML error speaks of, 1 when it names none."""
    found = re.search(r"line (\d+)", words)
    return int(found[1]) if found else 1


# ------------------------------------------------------------ what was perhaps meant


def _suggestion(document: content.Document, row: Row) -> str | None:
    """A near word for a key or word nobody knows; the step's kind a key belongs to."""
    key, value, _, words = row
    name = key.rpartition(".")[2]
    if words == "unknown key":
        return _key_meant(document, key, name)
    if words.startswith("unknown") and isinstance(value, str):
        return _near(value, WORDS.get(name, tuple(STEP_KEYS)))
    return None


def _key_meant(document: content.Document, key: str, name: str) -> str | None:
    kind = _kind_at(document, key)
    known = TOP_KEYS if kind is None else STEP_KEYS.get(kind, ())
    kinds = [one for one, keys in STEP_KEYS.items() if name in keys and one != kind]
    return f"a step of kind {' or '.join(kinds)}" if kinds else _near(name, known)


def _kind_at(document: content.Document, key: str) -> str | None:
    """The kind of the step a key stands in, None for a key outside every step."""
    found = re.match(r"step\[(\d+)\]\.", key)
    if not found:
        return None
    step = cast("list[dict[str, object]]", document["step"])[int(found[1])]
    return str(step.get("kind"))


def _near(text: str, known: Sequence[str]) -> str | None:
    found = difflib.get_close_matches(text.lower(), known, n=1, cutoff=LIKE)
    return found[0] if found else None
