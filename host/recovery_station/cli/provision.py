"""`station provision`: a station's service key."""

from __future__ import annotations

import click

from recovery_station.cli.app import Settings


@click.command()
@click.pass_obj
def provision_command(settings: Settings) -> None:
    """Give a station its service key: from then on only this computer updates and services it.

    The key lies in the system's keyring; where there is none, in a file that only you can read: keep a copy of it.
    """
    from recovery_station.flash import access

    with settings.open() as station:
        place = access.claim(station)
        serial = station.hello.serial
    if place.why_file:
        settings.out.note(f"{place.why_file}: the key went into a file that only you can read")
    told = {
        "type": "provision/1",
        "serial": serial,
        "kept_in": "file" if place.path else "keyring",
        "key_file": str(place.path) if place.path else None,
    }
    settings.out.result(
        told,
        lambda: (
            f"station {serial} has its service key; it lies in {place.words}: keep a copy "
            f"(`station keys copy {serial} -o FILE`)"
        ),
    )
