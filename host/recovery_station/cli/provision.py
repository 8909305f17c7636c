"""`station provision`: a bare board becomes a station, and a station gets its name, settings and service key."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.errors import TimedOutError, UsageError

if TYPE_CHECKING:
    from recovery_station.authoring.content import Document
    from recovery_station.flash.bare import Board
    from recovery_station.flash.vault import Place
    from recovery_station.station import Station

_HELLO_S = 3.0


@click.command()
@click.option("--name", metavar="TEXT", help="What the station is called.")
@click.option(
    "--settings",
    "site",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The site's settings, a TOML file as `station config edit` shows it.",
)
@click.option("--yes", is_flag=True, help="Format a bare board without asking.")
@click.pass_obj
def provision_command(settings: Settings, name: str | None, site: Path | None, yes: bool) -> None:
    """Make a station: a board with only MicroPython is formatted and gets the firmware; then clock, settings, key.

    What answers as a station keeps its firmware and only gets name, settings and its service key: from then on only
    this computer updates and services it. A board whose log was never pulled is not formatted.

    The key lies in the system's keyring; where there is none, in a file that only you can read: keep a copy of it.
    """
    wanted = _wanted(settings, name, site)
    with ExitStack() as held:
        files = 0
        station = _answering(settings)
        if station is None:
            files = _fill(settings, held, yes)
            station = settings.open()
        with station:
            place = _finish(settings, station, wanted, new=files > 0)
            hello = station.hello
    if place.why_file:
        settings.out.note(f"{place.why_file}: the key went into a file that only you can read")
    told = {
        "type": "provision/1",
        "station": hello.name,
        "serial": hello.serial,
        "firmware": hello.firmware,
        "files": files,
        "kept_in": "file" if place.path else "keyring",
        "key_file": str(place.path) if place.path else None,
    }
    made = f"{hello.name} runs firmware {hello.firmware} in both slots; " if files else ""
    settings.out.result(
        told,
        lambda: (
            f"{made}station {hello.serial} has its service key; it lies in {place.words}: keep a copy "
            f"(`station keys copy {hello.serial} -o FILE`)"
        ),
    )


def _wanted(settings: Settings, name: str | None, site: Path | None) -> Document:
    """Settings as they are to be, judged before any board is touched. Raises UsageError."""
    from recovery_station.authoring.settings_keys import SCHEMA
    from recovery_station.authoring.settings_text import judge_settings_text
    from recovery_station.cli.config import judge, tell_problem
    from recovery_station.cli.config_edit import read_text

    found: Document = {}
    if site is not None:
        judged = judge_settings_text(site.name, read_text(site))
        for problem in judged.problems:
            tell_problem(settings, problem, site.name)
        if judged.document is None:
            raise UsageError(
                f"the settings in {site} are not allowed: nothing was done", "see the lines named above"
            )
        found = dict(judged.document)
    if name is not None:
        found = {"schema": SCHEMA, **found, "name": name}
    if found:
        judge(settings, found)
    return found


def _answering(settings: Settings) -> Station | None:
    """The station, None when what is on the port does not answer as one."""
    from dataclasses import replace

    try:
        return replace(settings, timeout_s=min(settings.timeout_s, _HELLO_S)).open()
    except TimedOutError:
        return None


def _fill(settings: Settings, held: ExitStack, yes: bool) -> int:
    """A bare board to a station that answers; returns how many files were copied."""
    from recovery_station import discover, registry
    from recovery_station.flash import bare, bootsel
    from recovery_station.flash.prompt import Prompt
    from recovery_station.portlock import PortLock

    port = discover.find_port(settings.target)
    serial = next((one.serial for one in discover.candidates() if one.port == port), None)
    held.enter_context(PortLock(serial or port, port))
    prompt = Prompt(port)
    board = bare.look(prompt)
    bare.judge(board, virtual=any(one.serial == board.serial for one in registry.living()))
    bare.keep_log(prompt, board)
    _sure(board, port, yes)
    count = bare.fill(prompt, settings.out.note)
    settings.out.note("copied and proven; waiting for the station")
    settings.target = bootsel.wait_back(board.serial).port
    return count


def _sure(board: Board, port: str, yes: bool) -> None:
    """Formatting takes everything: a person says so, or --yes did. Raises UsageError."""
    there = ", ".join(board.root) or "nothing"
    words = (
        f"{board.machine}, serial {board.serial}, on {port} holds {there}. Format it and make it a station?"
    )
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"{words} Nobody is there to ask", "say it with --yes; nothing was changed")
    if not click.confirm(words, default=False, err=True):
        raise UsageError("nothing was changed", "answer y to format the board")


def _finish(settings: Settings, station: Station, wanted: Document, *, new: bool) -> Place:
    """Clock and settings, and at last the key. Raises as the station refuses."""
    from recovery_station import booting
    from recovery_station.flash import access

    if new:
        booting.waited_for(station.client)
        station.set_clock()
    if wanted:
        station.put_config({**station.config().settings, **wanted})
        station.greet()
        settings.out.note(f"settings are set; the station is called {station.hello.name}")
    return access.opened_or_claimed(station) if new else access.claim(station)
