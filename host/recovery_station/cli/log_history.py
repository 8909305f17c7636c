"""`station logs history`: what a station told of itself, in sessions and between: why it restarted, left, changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.log_options import open_store
from recovery_station.cli.log_output import happened_words, utc
from recovery_station.discover import serial_of

if TYPE_CHECKING:
    from recovery_station.logs.history import Happened


@click.command("history")
@click.option(
    "--last", "most", type=click.IntRange(1, 100_000), default=50, show_default=True, help="How many."
)
@click.pass_obj
def history_command(settings: Settings, most: int) -> None:
    """Show faults, notes and clock settings in the local store, in sessions and between them (no station needed)."""
    from recovery_station.logs import history

    with open_store() as store:
        found = history.latest(store, most, serial_of(settings.target))
    for one in found:
        settings.out.result(_object(one), lambda one=one: _line(one))
    if not found:
        settings.out.note("nothing of that kind in the store; `station logs pull` fetches from the station")


def _line(one: Happened) -> str:
    doubt = "~" if one.utc_doubt else ""
    when = f"{doubt}{utc(one.utc_s)}" if one.utc_s else f"{one.t_s:.0f} s after its start"
    return f"{one.station}  boot {one.boot}  {when:>21}  {happened_words(one.kind, one.detail)}".rstrip()


def _object(one: Happened) -> dict[str, object]:
    return {
        "type": "history/1",
        "station": one.station,
        "boot": one.boot,
        "t_s": one.t_s,
        "utc": utc(one.utc_s),
        "kind": one.kind,
        "detail": one.detail,
    }
