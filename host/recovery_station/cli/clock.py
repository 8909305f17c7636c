"""`station time`: the station's clock."""

from __future__ import annotations

import click

from recovery_station.cli.app import Settings


@click.group()
def time_command() -> None:
    """The station's clock."""


@time_command.command("sync")
@click.pass_obj
def sync(settings: Settings) -> None:
    """Set the station's clock to this computer's."""
    from datetime import UTC, datetime

    with settings.open() as station:
        epoch_s = station.set_clock()
    told = datetime.fromtimestamp(epoch_s, UTC).isoformat()
    settings.out.result({"type": "time/1", "epoch_s": epoch_s}, lambda: f"the station's clock is {told}")
