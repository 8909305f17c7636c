"""`station udev`: the rules for Linux on stdout, how to install them on stderr."""

from __future__ import annotations

import click

from recovery_station import udev
from recovery_station.cli.app import Settings


@click.command()
@click.pass_obj
def udev_command(settings: Settings) -> None:
    """Print udev rules (Linux): the port for whoever sits at the computer, no ModemManager on it, BOOTSEL too.

    Nothing is installed by this: the commands that do it are told on stderr.
    """
    text = udev.rules()
    told = {"type": "udev/1", "path": str(udev.TARGET), "rules": text, "install": list(udev.INSTALL)}
    settings.out.result(told, lambda: text.rstrip("\n"))
    settings.out.note("install them, then plug the station in again:")
    for command in udev.INSTALL:
        settings.out.note(f"  {command}")
    settings.out.note("without a seat (over ssh) the group of the port counts instead: often dialout")
