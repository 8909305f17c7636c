"""`station time`: the station's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings

if TYPE_CHECKING:
    from recovery_station.clocks import ClockSync


@click.group()
def time_command() -> None:
    """The station's clock."""


@time_command.command("sync")
@click.pass_obj
def sync(settings: Settings) -> None:
    """Set the station's clock to this computer's, and tell how exactly, and how far it was off before."""
    from dataclasses import asdict

    with settings.open() as station:
        done = station.sync_clock()
    settings.out.result({"type": "time/1", **asdict(done)}, lambda: sync_words(done))


def sync_words(done: ClockSync) -> str:
    """What a setting did, for people."""
    from datetime import UTC, datetime

    said = f"the station's clock is {datetime.fromtimestamp(done.epoch_s, UTC).isoformat()}"
    said += (
        f", right within {1000 * done.uncertainty_s:.0f} ms (round trip {1000 * done.round_trip_s:.0f} ms)"
    )
    if done.was_off_s is None:
        return f"{said}; it was not set before"
    said += f"; it was {done.was_off_s:+.1f} s off, give or take half a second"
    if done.last_set_s is None or done.drift_ppm is None:
        return said
    since = datetime.fromtimestamp(done.last_set_s, UTC).isoformat()
    return f"{said}, after it was set at {since}: {done.drift_ppm:+.0f} ppm"
