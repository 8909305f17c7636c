"""`station screenshot`: what the panel's display shows, as PNG."""

from __future__ import annotations

from pathlib import Path

import click

from recovery_station.cli.app import Settings
from recovery_station.errors import StoreError


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="F",
    help="Where the PNG goes.",
)
@click.pass_obj
def screenshot_command(settings: Settings, output: Path) -> None:
    """Write what the panel's display shows now as PNG. It is what the station has sent: a dead display is told."""
    from recovery_station.screenshot import read

    with settings.open() as station:
        screen = read(station.client)
    try:
        output.write_bytes(screen.png())
    except OSError as error:
        raise StoreError(
            f"cannot write {output}: {error.strerror or error}",
            "free space there or name another file with -o",
            {"file": str(output)},
        ) from error
    told = {"type": "screenshot/1", "file": str(output), "display_ok": screen.on}
    settings.out.result(told, lambda: str(output))
    if not screen.on:
        settings.out.note("the display does not answer: this is the last it was sent")
