"""`station presets`: what the station offers, and what a preset asks for."""

from __future__ import annotations

from typing import cast

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import minutes, plain, table


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
@click.pass_obj
def show_preset(settings: Settings, preset_id: str) -> None:
    """Show the steps of a preset with zones, times and temperatures."""
    with settings.open() as station:
        document = station.preset(preset_id)
    settings.out.result({"type": "protocol/1", **document}, lambda: _words_of(document))


def _words_of(document: dict[str, object]) -> str:
    lines = [f"{plain(str(document.get('id')))}: {plain(str(document.get('title')))}"]
    lines += [f"  {key}: {plain(str(document[key]))}" for key in ("notes", "source") if document.get(key)]
    steps = cast("list[dict[str, object]]", document.get("step", []))
    for number, step in enumerate(steps, 1):
        lines.append(f"  step {number}: {plain(str(step.get('kind')))}")
        lines += [f"    {name}: {_value(value)}" for name, value in step.items() if name != "kind"]
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(plain(str(one)) for one in cast("list[object]", value))
    return plain(str(value))
