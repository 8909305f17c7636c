"""`station list`: the stations found, each asked who it is."""

from __future__ import annotations

import time

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import table
from recovery_station.models import FoundStation

WATCH_EVERY_S = 2.0
HEADS = ("NAME", "SERIAL", "PORT", "FIRMWARE", "STATE")


@click.command()
@click.option("--watch", is_flag=True, help="Look again every two seconds, until Ctrl-C.")
@click.pass_obj
def list_command(settings: Settings, watch: bool) -> None:
    """Show the stations found: USB boards and virtual stations of this user."""
    shown: list[FoundStation] | None = None
    while True:
        found = _found(settings)
        if found != shown:
            _show(settings, found)
            shown = found
        if not watch:
            return
        time.sleep(WATCH_EVERY_S)


def _found(settings: Settings) -> list[FoundStation]:
    from recovery_station.discover import candidates, describe

    return [describe(one, min(settings.timeout_s, 2.0)) for one in candidates()]


def _show(settings: Settings, found: list[FoundStation]) -> None:
    if settings.out.as_json:
        for one in found:
            settings.out.result(one, str)
        return
    if not found:
        settings.out.note(
            "no station found; connect one by USB, or start a virtual one with `station sim serve`"
        )
        return
    rows = [(one.name, one.serial, one.port, one.firmware, one.state or one.problem) for one in found]
    click.echo(table(HEADS, rows))
