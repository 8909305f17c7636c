"""`station protocols`: protocol files, judged by the firmware's own validator; `check` needs no station."""

from __future__ import annotations

import reprlib
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import plain
from recovery_station.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from recovery_station.authoring.judge import Judged, Problem

LONGEST, LONGEST_KEY, CUT = 40, 80, "..."
SHORT = reprlib.Repr()  # a deep or endless value costs no more than a small one
SHORT.maxlist = SHORT.maxdict = SHORT.maxstring = SHORT.maxlong = SHORT.maxother = 2 * LONGEST


@click.group()
def protocols_command() -> None:
    """Check, push, pull, remove and compare protocol files (TOML)."""


@protocols_command.command("check")
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.pass_obj
def check(settings: Settings, files: tuple[str, ...]) -> None:
    """Check protocol files against every limit of the station; names file, line, key, value and bound."""
    judged = judge(settings, files, allowed_too=True)
    bad = sum(1 for one in judged if one.readable and one.problems)
    unreadable = [one.name for one in judged if not one.readable]
    if bad:
        raise RefusedError(
            f"{bad} of {len(files)} protocol files are not allowed{besides(unreadable)}",
            "change the values named above, then run `station protocols check` again",
            {"files_bad": bad, "files_unreadable": unreadable},
        )
    if unreadable:
        raise UsageError(
            f"cannot read {', '.join(unreadable)}",
            "name TOML files of protocols",
            {"files_unreadable": unreadable},
        )


def besides(unreadable: list[str]) -> str:
    """The end of a sentence about files, when some could not even be read."""
    return f", and these cannot be read: {', '.join(unreadable)}" if unreadable else ""


def judge(settings: Settings, files: tuple[str, ...], *, allowed_too: bool = False) -> list[Judged]:
    """Judge every file and tell every problem, a line each."""
    from recovery_station.authoring.judge import judge_file

    judged = [judge_file(name) for name in files]
    for one in judged:
        for problem in one.problems:
            tell(settings, one.name, problem)
        if allowed_too and not one.problems:
            _tell_allowed(settings, one.name)
    return judged


def _tell_allowed(settings: Settings, name: str) -> None:
    found = {"type": "protocol-check/1", "file": name, "ok": True}
    settings.out.result(found, lambda: f"{name}: allowed")


def tell(settings: Settings, name: str, problem: Problem) -> None:
    """One problem: file, line, key, value, bound, and what was perhaps meant."""
    told, key = _short(problem.value), _short_key(problem.key)
    settings.out.result(
        {
            "type": "protocol-check/1",
            "file": name,
            "ok": False,
            "line": problem.line,
            "key": key,
            "value": told if CUT in told else problem.value,
            "bound": problem.bound,
            "message": problem.words,
            "suggestion": problem.suggestion,
        },
        lambda: f"{name}:{problem.line}: {said(problem)}",
    )


def said(problem: Problem) -> str:
    """One problem in words: key, value, what is wrong, what was perhaps meant, and what may stand there."""
    told, key = _short(problem.value), _short_key(problem.key)
    named = f"{key} = {'missing' if problem.value is None else told}: " if problem.key else ""
    meant = f", did you mean {problem.suggestion}?" if problem.suggestion else ""
    return f"{named}{problem.words}{meant} ({problem.bound})"


def _short(value: object) -> str:
    """A value as it is told: whole when it is small, else its begin."""
    text = SHORT.repr(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + CUT


def _short_key(key: str) -> str:
    """A key without signs that steer a terminal, and not longer than a line."""
    text = plain(key)
    return text if len(text) <= LONGEST_KEY else text[:LONGEST_KEY] + CUT


def _add_the_rest() -> None:
    from recovery_station.cli import protocol_diff, protocol_moves

    for command in (*protocol_moves.COMMANDS, protocol_diff.diff, protocol_diff.schema):
        protocols_command.add_command(command)


_add_the_rest()
