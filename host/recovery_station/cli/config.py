"""`station config get`, `set` and `edit`: the site's settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import plain, table
from recovery_station.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from recovery_station.authoring.config import Configuration
    from recovery_station.authoring.content import Document
    from recovery_station.authoring.judge import Problem
    from recovery_station.station import Station

DAMAGED_HINT = "set them again: `station config edit`"


@click.group()
def config_command() -> None:
    """Read and set what the site has fitted and wants (docs/settings.md explains each key)."""


@config_command.command("get")
@click.argument("key", metavar="[KEY]", required=False)
@click.pass_obj
def get(settings: Settings, key: str | None) -> None:
    """Show the site's settings, or one of them; what is not set is as it left the factory."""
    known_key(key)
    with settings.open() as station:
        found = whole(station.config())
        tell(settings, station, found, key)


def known_key(key: str | None) -> None:
    """Raise UsageError for a key nobody knows, with the one that was perhaps meant."""
    from recovery_station.authoring.settings_keys import BY_NAME
    from recovery_station.authoring.settings_text import near

    if key is not None and key not in BY_NAME:
        meant = near(key)
        words = f", did you mean {meant}?" if meant else ""
        raise UsageError(f"no setting {plain(key)}{words}", f"there are {' '.join(BY_NAME)}")


def whole(found: Configuration) -> Configuration:
    """The same, unless the station holds them for damaged."""
    if found.kept == "damaged":
        raise IntegrityError(
            "the station's settings are damaged: it keeps no bath and starts no session", DAMAGED_HINT
        )
    return found


def tell(
    settings: Settings,
    station: Station,
    found: Configuration,
    key: str | None = None,
    done: str | None = None,
) -> None:
    """One `config/1` object, or the settings in words; of one key only its value."""
    from recovery_station.authoring.settings_keys import KEYS

    keys = [one for one in KEYS if key in (None, one.name)]
    told: dict[str, object] = {
        "type": "config/1",
        "station": station.hello.name,
        "serial": station.hello.serial,
        "kept": found.kept,
        "sha256": found.sha256,
        "settings": {one.name: found.settings[one.name] for one in keys if one.name in found.settings},
        "left_out": {one.name: one.factory for one in keys if one.name not in found.settings},
    }
    settings.out.result(told | ({"done": done} if done else {}), lambda: _words(found, key))


def _words(found: Configuration, key: str | None) -> str:
    from recovery_station.authoring.settings_keys import BY_NAME, KEYS
    from recovery_station.authoring.toml_text import value_text

    def shown(name: str) -> str | None:
        value = found.settings.get(name, BY_NAME[name].factory)
        return None if value is None else value if isinstance(value, str) else value_text(value)

    if key is not None:
        return shown(key) or ""
    rows = [
        (one.name, shown(one.name), one.measure, "" if one.name in found.settings else "not set")
        for one in KEYS
    ]
    return table(("key", "value", "unit", ""), rows)


@config_command.command("set")
@click.argument("words", metavar="KEY VALUE [KEY VALUE …]", nargs=-1, required=True)
@click.option("--unset", is_flag=True, help="The words are keys: each is as it left the factory again.")
@click.pass_obj
def set_(settings: Settings, words: tuple[str, ...], unset: bool) -> None:
    """Set some of the site's settings, all or none; an empty VALUE is as --unset.

    VALUE is as in TOML, or bare words: `station config set heater_w 3000 hot_circulation true`.
    A number below zero follows `--`: `station config set -- utc_offset_min -60`.
    """
    if not unset and len(words) % 2:
        raise UsageError("a KEY has no VALUE", 'name both: `station config set bath_l 400`; "" removes one')
    pairs = [(word, "") for word in words] if unset else list(zip(words[::2], words[1::2], strict=True))
    with settings.open() as station:
        before = whole(station.config())
        wanted = changed(before.settings, pairs)
        judge(settings, wanted)
        put(settings, station, before, wanted)


def changed(document: Document, pairs: Sequence[tuple[str, str]]) -> Document:
    """The settings with `pairs` of key and typed value; an empty one takes the key away."""
    from recovery_station.authoring.settings_text import value_of

    wanted = dict(document)
    for key, text in pairs:
        if text:
            wanted[key] = value_of(key, text)
        else:
            known_key(key)
            wanted.pop(key, None)
    return wanted


def judge(settings: Settings, wanted: Document) -> None:
    """Tell every problem; UsageError when there is one."""
    from recovery_station.authoring.settings_text import judge_settings

    problems = judge_settings(wanted)
    for problem in problems:
        tell_problem(settings, problem)
    if problems:
        raise UsageError(
            f"{len(problems)} of these settings cannot be: nothing was sent",
            "change the values named above; docs/settings.md explains each key",
            {"keys": [problem.key for problem in problems]},
        )


def tell_problem(settings: Settings, problem: Problem, where: str = "") -> None:
    """One problem; `where` is the file it stands in."""
    from recovery_station.cli.protocols import said

    settings.out.result(
        {
            "type": "config-check/1",
            "line": problem.line if where else None,
            "key": problem.key,
            "value": problem.value,
            "bound": problem.bound,
            "message": problem.words,
            "suggestion": problem.suggestion,
        },
        lambda: (f"{where}:{problem.line}: " if where else "") + said(problem),
    )


def put(settings: Settings, station: Station, before: Configuration, wanted: Document) -> None:
    """Send them unless the station has them already, and tell what it has then."""
    same = before.kept == "good" and wanted == before.settings
    if not same:
        station.put_config(wanted)
        station.greet()  # its name may be another
    tell(settings, station, station.config(), done="unchanged" if same else "set")


def _add_the_rest() -> None:
    from recovery_station.cli import config_edit

    config_command.add_command(config_edit.edit)


_add_the_rest()
