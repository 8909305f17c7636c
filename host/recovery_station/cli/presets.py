"""`station presets`: what the station offers, and what a preset asks for."""

from __future__ import annotations

from pathlib import Path

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import minutes, table
from recovery_station.errors import RefusedError, StoreError, UsageError


@click.group()
def presets_command() -> None:
    """What the station offers."""


@presets_command.command("list")
@click.pass_obj
def list_presets(settings: Settings) -> None:
    """List the presets."""
    with settings.open() as station:
        found = station.presets()
    if settings.out.as_json:
        for preset in found:
            settings.out.result(preset, str)
    else:
        rows = [(preset.id, preset.title, preset.kind, minutes(preset.duration_s)) for preset in found]
        click.echo(table(("ID", "TITLE", "KIND", "TIME"), rows))


@presets_command.command("show")
@click.argument("preset_id", metavar="ID")
@click.option("-o", "--output", "output", metavar="F.png", help="Draw it into a PNG file as well.")
@click.pass_obj
def show_preset(settings: Settings, preset_id: str, output: str | None) -> None:
    """Show the steps of a preset, and a cycle of each drawn: zones against time, for a nominal garment."""
    from recovery_station.cli.preset_words import preset_words

    if output is not None and Path(output).suffix != ".png":
        raise UsageError(f"a picture of a preset is .png, not {output!r}", "name the file with -o preset.png")
    with settings.open() as station:
        document = station.preset(preset_id)
    settings.out.result({"type": "protocol/1", **document}, lambda: preset_words(document))
    if output is not None:
        _write(document, Path(output))
        settings.out.note(f"{preset_id} drawn in {output}")


def _write(document: dict[str, object], output: Path) -> None:
    from recovery_station.cycles.drawn import drawn_steps
    from recovery_station.cycles.plot import png

    steps = drawn_steps(document)
    if steps is None:
        raise RefusedError(
            "this program does not understand this preset", "its firmware is newer: update the host"
        )
    try:
        output.write_bytes(png(document, steps))
    except OSError as error:
        raise StoreError(
            f"cannot write {output}: {error.strerror or error}",
            "free space there or name another file with -o",
        ) from error
