"""`station keys`: whose signatures count on this computer, its own key, and copies of stations' service keys."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import table
from recovery_station.errors import RefusedError

_FILE = click.Path(path_type=Path, dir_okay=False)
Purpose = Literal["firmware", "report"]


@click.group(no_args_is_help=True)
def keys_command() -> None:
    """Whose signatures count here (firmware packages, self-test forms), and this computer's own key."""


@keys_command.command("list")
@click.pass_obj
def list_command(settings: Settings) -> None:
    """Every public key that is trusted here, what for, and which list says so."""
    from recovery_station.flash import trusted

    found = trusted.known()
    rows = [
        {
            "key": one.key_id,
            "for": list(one.purposes),
            "name": one.name,
            "list": one.source,
            "public": one.public.hex(),
        }
        for one in found
    ]
    shown = [(one.key_id, ", ".join(one.purposes), one.source, one.name) for one in found]
    settings.out.result(
        {"type": "keys/1", "file": str(trusted.path()), "keys": rows},
        lambda: table(("key", "for", "list", "name"), shown) if shown else "no key is trusted here yet",
    )


@keys_command.command("own")
@click.pass_obj
def own_command(settings: Settings) -> None:
    """This computer's own public key, made at first use: what others trust to take its packages and forms."""
    from recovery_station.flash import signing

    signer = signing.own()
    if signer.place is not None:
        if signer.place.why_file:
            settings.out.note(f"{signer.place.why_file}: the key went into a file that only you can read")
        settings.out.note(f"made now; it lies in {signer.place.words}")
    public = signer.public.hex()
    settings.out.result(
        {"type": "key/1", "key": signing.id_of(signer.public), "public": public},
        lambda: public,
    )


@keys_command.command("trust")
@click.argument("public", metavar="PUBLIC")
@click.option(
    "--for",
    "purposes",
    type=click.Choice(["firmware", "report"]),
    multiple=True,
    required=True,
    help="What its signature counts for; may be given twice.",
)
@click.option("--name", required=True, metavar="TEXT", help="Whose key it is.")
@click.pass_obj
def trust_command(settings: Settings, public: str, purposes: tuple[Purpose, ...], name: str) -> None:
    """Let signatures by a public key (64 hexadecimal digits) count here. Compare its id with its owner first."""
    from recovery_station.flash import trusted

    one = trusted.trust(public, purposes, name)
    settings.out.result(
        {"type": "key/1", "key": one.key_id, "public": one.public.hex()},
        lambda: f"key {one.key_id} ({one.name}) counts for {' and '.join(one.purposes)} on this computer",
    )


@keys_command.command("forget")
@click.argument("key", metavar="KEY")
@click.pass_obj
def forget_command(settings: Settings, key: str) -> None:
    """Take a key off this computer's list; those that came with the program stay."""
    from recovery_station.flash import trusted

    one = trusted.forget(key)
    settings.out.result(
        {"type": "key/1", "key": one.key_id, "public": one.public.hex()},
        lambda: f"key {one.key_id} ({one.name}) counts no more",
    )


@keys_command.command("make")
@click.argument("file", type=_FILE, metavar="FILE")
@click.pass_obj
def make_command(settings: Settings, file: Path) -> None:
    """A new private key for signing packages, in a PEM file that only you can read; a passphrase is asked for."""
    from recovery_station.flash import signing

    passphrase = ""
    if sys.stdin.isatty():
        words = "passphrase (empty for none)"
        passphrase = str(
            click.prompt(
                words, default="", show_default=False, hide_input=True, confirmation_prompt=True, err=True
            )
        )
    signer = signing.make_file(file, passphrase)
    public = signer.public.hex()
    settings.out.result(
        {"type": "key/1", "key": signing.id_of(signer.public), "public": public, "file": str(file)},
        lambda: f"{file}: private, keep it so; its public key is\n{public}",
    )


@keys_command.command("copy")
@click.argument("serial", metavar="SERIAL")
@click.option(
    "-o", "--output", type=_FILE, required=True, metavar="F", help="A new file, readable by you alone."
)
@click.pass_obj
def copy_command(settings: Settings, serial: str, output: Path) -> None:
    """Write a station's service key to a file, to keep, or to carry to another computer's folder of keys."""
    from recovery_station.flash import keys, vault

    key = keys.key_of(serial)
    if key is None:
        raise RefusedError(
            f"this computer has no service key of station {serial}", "`station list` tells serials"
        )
    vault.write_private(output, key.hex().encode() + b"\n")
    settings.out.result(
        {"type": "key_copy/1", "serial": serial, "file": str(output)},
        lambda: (
            f"{output} holds the key of {serial}; on another computer it goes to {vault.folder().name}/{serial} "
            f"in its folder {vault.folder().parent.name}"
        ),
    )
