"""`station protocols`: protocol files, judged by the firmware's own validator; no station is needed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import click

from recovery_station.cli.app import Settings
from recovery_station.errors import RefusedError, UsageError

Problem = tuple[str, object, str, str]  # key, value, bound, words


@click.group()
def protocols_command() -> None:
    """Check protocol files."""


@protocols_command.command("check")
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.pass_obj
def check(settings: Settings, files: tuple[str, ...]) -> None:
    """Check protocol files against every limit of the station; names file, line, key, value and bound."""
    bad = 0
    for name in files:
        text = _read(name)
        problems = _problems(text)
        bad += bool(problems)
        if not problems:
            settings.out.result(
                {"type": "protocol-check/1", "file": name, "ok": True}, lambda name=name: f"{name}: allowed"
            )
        for problem in problems:
            _tell(settings, name, text, problem)
    if bad:
        raise RefusedError(
            f"{bad} of {len(files)} protocol files are not allowed",
            "change the values named above, then run `station protocols check` again",
            {"files_bad": bad},
        )


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {name}: {error}", "name a TOML file of a protocol") from error


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
    shown = "missing" if value is None else repr(value)
    settings.out.result(
        {
            "type": "protocol-check/1",
            "file": name,
            "ok": False,
            "line": line,
            "key": key,
            "value": value,
            "bound": bound,
            "message": words,
        },
        lambda: f"{name}:{line}: {f'{key} = {shown}: ' if key else ''}{words} ({bound})",
    )


def _line_named(words: str) -> int:
    """The line a TOML error speaks of, 1 when it names none."""
    found = re.search(r"line (\d+)", words)
    return int(found[1]) if found else 1


def line_of(text: str, key: str) -> int:
    """Line of a key such as `step[1].target_mmhg[2]` in the TOML text, its table's when the key is
    missing; 1-based.
    """
    parts = [part for part in re.split(r"\.", key) if part]
    lines = text.splitlines()
    at = 0
    for part in parts:
        name, _, index = part.partition("[")
        number = int(index[:-1]) if index else 0
        heads = [n for n, line in enumerate(lines) if re.match(rf"\s*\[\[{re.escape(name)}\]\]", line)]
        if index and heads:
            at = heads[min(number, len(heads) - 1)]
            continue
        own = (n for n in range(at, len(lines)) if re.match(rf"\s*{re.escape(name)}\s*=", lines[n]))
        at = next(own, at)
    return at + 1
