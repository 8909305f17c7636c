"""`station protocols`: protocol files, judged by the firmware's own validator; no station is needed."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import plain
from recovery_station.errors import RefusedError, UsageError

Problem = tuple[str, object, str, str]  # key, value, bound, words
LONGEST, LONGEST_KEY, CUT = 40, 80, "..."
SHORT = reprlib.Repr()  # a deep or endless value costs no more than a small one
SHORT.maxlist = SHORT.maxdict = SHORT.maxstring = SHORT.maxlong = SHORT.maxother = 2 * LONGEST


@click.group()
def protocols_command() -> None:
    """Check protocol files."""


@protocols_command.command("check")
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.pass_obj
def check(settings: Settings, files: tuple[str, ...]) -> None:
    """Check protocol files against every limit of the station; names file, line, key, value and bound."""
    bad = 0
    unreadable: list[str] = []
    for name in files:
        text = _read(name)
        if isinstance(text, str):
            bad += _judge(settings, name, text)
        else:
            unreadable.append(name)
            _tell(settings, name, "", ("", None, "a readable TOML file", _why_unreadable(text)))
    if bad:
        raise RefusedError(
            f"{bad} of {len(files)} protocol files are not allowed{_besides(unreadable)}",
            "change the values named above, then run `station protocols check` again",
            {"files_bad": bad, "files_unreadable": unreadable},
        )
    if unreadable:
        raise UsageError(
            f"cannot read {', '.join(unreadable)}",
            "name TOML files of protocols",
            {"files_unreadable": unreadable},
        )


def _besides(unreadable: list[str]) -> str:
    return f", and these cannot be read: {', '.join(unreadable)}" if unreadable else ""


def _judge(settings: Settings, name: str, text: str) -> bool:
    """Tell every problem of one file; True when it has any."""
    problems = _problems(text)
    if not problems:
        settings.out.result(
            {"type": "protocol-check/1", "file": name, "ok": True}, lambda: f"{name}: allowed"
        )
    for problem in problems:
        _tell(settings, name, text, problem)
    return bool(problems)


def _read(name: str) -> str | Exception:
    """The file's text, or why there is none."""
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return error


def _why_unreadable(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"cannot read it: {error.strerror or type(error).__name__}"
    return "cannot read it: it is no UTF-8 text"


def _problems(text: str) -> list[Problem]:
    import tomllib

    from station_firmware.core import protocol

    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return [("", None, "TOML", str(error))]
    judge = cast("Callable[[dict[str, Any]], list[Problem]]", cast("Any", protocol).check)
    return judge(document)


def _tell(settings: Settings, name: str, text: str, problem: Problem) -> None:
    key, value, bound, words = problem
    line = line_of(text, key) if key else _line_named(words)
    told = _short(value)
    named = f"{_short_key(key)} = {'missing' if value is None else told}: " if key else ""
    settings.out.result(
        {
            "type": "protocol-check/1",
            "file": name,
            "ok": False,
            "line": line,
            "key": _short_key(key),
            "value": told if CUT in told else value,
            "bound": bound,
            "message": words,
        },
        lambda: f"{name}:{line}: {named}{words} ({bound})",
    )


def _short(value: object) -> str:
    """A value as it is told: whole when it is small, else its begin."""
    text = SHORT.repr(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + CUT


def _short_key(key: str) -> str:
    """A key without signs that steer a terminal, and not longer than a line."""
    text = plain(key)
    return text if len(text) <= LONGEST_KEY else text[:LONGEST_KEY] + CUT


def _line_named(words: str) -> int:
    """The line a TOML error speaks of, 1 when it names none."""
    found = re.search(r"line (\d+)", words)
    return int(found[1]) if found else 1


def line_of(text: str, key: str) -> int:
    """Line of a key such as `step[1].target_mmhg[2]` in the TOML text, its table's when the key is
    missing; 1-based.
    """
    lines = text.splitlines()
    at = 0
    for part in filter(None, key.split(".")):
        name, _, index = part.partition("[")
        heads = [n for n, line in enumerate(lines) if re.match(rf"\s*\[\[{re.escape(name)}\]\]", line)]
        if heads and index[:-1].isdecimal():
            at = heads[min(int(index[:-1]), len(heads) - 1)]
        else:
            at = heads[0] if heads else _own_line(lines, name, at)
    return at + 1


def _own_line(lines: list[str], name: str, at: int) -> int:
    """Where `name` is set, from line `at` to the next table of a list; `at` when it is not."""
    for number in range(at, len(lines)):
        if number > at and lines[number].lstrip().startswith("[["):
            break
        if re.match(rf"""\s*["']?{re.escape(name)}["']?\s*=""", lines[number]):
            return number
    return at
