"""`station protocols diff`: files here against the station's; and `schema`, what editors complete by."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.errors import StoreError, UsageError

if TYPE_CHECKING:
    from recovery_station.authoring.judge import Judged
    from recovery_station.authoring.shelf import Shelf

DIFFERENT = 1  # as `diff` says it; an error of exit code 1 writes `error/1`, a difference does not


@click.command("diff")
@click.argument("files", metavar="[FILE…]", nargs=-1)
@click.pass_obj
def diff(settings: Settings, files: tuple[str, ...]) -> int:
    """Compare protocol files with the station's copies, by id and content.

    Without FILE: every protocol file here (*.toml), and what only the station has. Exit code 0 same, 1 different,
    2 a file that is no allowed protocol.
    """
    from recovery_station.cli.protocols import judge

    names = files or tuple(str(path) for path in sorted(Path().glob("*.toml")) if _is_protocol(path))
    judged = judge(settings, names)
    good = [one for one in judged if not one.problems]
    different = 0
    with settings.open() as station:
        shelf = station.protocols
        for one in good:
            different += _compare(settings, shelf, one)
        if not files:
            different += _only_there(settings, shelf, {one.id for one in good})
    bad = [one.name for one in judged if one.problems]
    if bad:
        raise UsageError(
            f"{len(bad)} of {len(names)} files are no allowed protocols: {', '.join(bad)}",
            "change the values named above; the other files were compared",
            {"files_bad": bad},
        )
    return DIFFERENT if different else 0


def _is_protocol(path: Path) -> bool:
    """True for a file that calls itself a protocol, allowed or not."""
    try:
        return 'schema = "protocol/' in path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _compare(settings: Settings, shelf: Shelf, one: Judged) -> bool:
    from recovery_station.authoring.content import content_hash
    from recovery_station.authoring.toml_text import to_toml

    assert one.document is not None
    here, there = content_hash(one.document), shelf.content(one.id)
    state = "same" if here == there else "only_here" if there is None else "different"
    lines: list[str] = []
    if state == "different":
        old = to_toml(shelf.get(one.id).document).splitlines()
        new = to_toml(one.document).splitlines()
        lines = list(difflib.unified_diff(old, new, f"station: {one.id}", one.name, lineterm=""))
        state = state if lines else "same"  # the same protocol, put by a program that writes it another way
    told = {"id": one.id, "file": one.name, "state": state, "here": here, "there": there, "diff": lines}
    settings.out.result({"type": "protocol-diff/1", **told}, lambda: _words(one, state, lines))
    return state != "same"


def _words(one: Judged, state: str, lines: list[str]) -> str:
    if state == "different":
        return "\n".join(lines)
    return f"{one.name}: {one.id} {'is the same' if state == 'same' else 'is not on the station'}"


def _only_there(settings: Settings, shelf: Shelf, here: set[str]) -> int:
    left = [one for one in shelf.custom() if one not in here]
    for protocol_id in left:
        told = {"id": protocol_id, "file": None, "state": "only_there", "here": None, "diff": list[str]()}
        content = {"there": shelf.content(protocol_id)}
        words = f"{protocol_id}: only on the station"
        settings.out.result({"type": "protocol-diff/1", **told, **content}, words.__str__)
    return len(left)


@click.command("schema")
@click.option("-o", "--output", "output", metavar="FILE", help="Write it there instead of printing it.")
@click.pass_obj
def schema(settings: Settings, output: str | None) -> None:
    """The JSON Schema of protocol files: with it an editor completes keys and shows bounds."""
    from recovery_station.authoring.schema import schema_text

    if output is None:
        click.echo(schema_text(), nl=False)
        return
    try:
        Path(output).write_text(schema_text(), encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"cannot write {output}: {error.strerror or error}", "name another file with -o"
        ) from error
    settings.out.note(
        f"{output} written; `#:schema ./{Path(output).name}` in the first line of a protocol beside it"
    )
