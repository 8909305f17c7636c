"""`station package`: the firmware of this source tree as one signed file that can be handed around."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from recovery_station.cli.app import Settings
from recovery_station.errors import UsageError

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("-o", "--output", type=_FILE, metavar="F", help="Where to; recovery-station-VERSION.rsp here.")
@click.option("--key", type=_FILE, metavar="PEM", help="The private key; without it, this computer's own.")
@click.option("--check", type=_FILE, metavar="F", help="Judge a package file instead; nothing is made.")
@click.pass_obj
def package_command(settings: Settings, output: Path | None, key: Path | None, check: Path | None) -> None:
    """Compile this program's firmware and sign it: `station update FILE` installs it wherever its key is trusted.

    The private key is a file that only you can read (`station keys make`); its passphrase is asked for.
    """
    from recovery_station.flash import package, package_file, signing

    if check is not None:
        if output is not None or key is not None:
            raise UsageError("--check makes no package", "leave out -o and --key")
        _tell(settings, check, package_file.load(check))
        return
    signer = signing.own() if key is None else signing.load_file(key, asked)
    if signer.place is not None:
        settings.out.note(f"this computer's key was made now; it lies in {signer.place.words}")
    made = package.own()
    path = output or Path(package_file.default_name(made))
    package_file.save(path, made, signer)
    told = {
        "type": "package/1",
        "file": str(path),
        "firmware": made.version,
        "files": len(made.files),
        "bytes": path.stat().st_size,
        "key": signing.id_of(signer.public),
        "public": signer.public.hex(),
    }
    settings.out.result(
        told,
        lambda: (
            f"{path}: firmware {made.version}, {len(made.files)} files, {told['bytes']} bytes, signed by "
            f"key {told['key']}\n  to trust it elsewhere: station keys trust {told['public']} --for firmware --name …"
        ),
    )


def asked() -> str:
    """The passphrase, from the person. Raises UsageError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise UsageError(
            "the key has a passphrase, and there is no terminal to ask for it", "run it in a terminal"
        )
    return str(click.prompt("passphrase of the key", hide_input=True, err=True))


def _tell(settings: Settings, path: Path, found: object) -> None:
    from recovery_station.flash.package_file import Signed

    assert isinstance(found, Signed)
    made, by = found.package, found.by
    settings.out.result(
        {
            "type": "package/1",
            "file": str(path),
            "firmware": made.version,
            "files": len(made.files),
            "bytes": path.stat().st_size,
            "key": by.key_id,
            "public": by.public.hex(),
        },
        lambda: f"{path}: firmware {made.version}, whole, signed by {by.name} (key {by.key_id})",
    )
