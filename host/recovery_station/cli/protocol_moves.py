"""`station protocols push`, `pull` and `remove`: what changes the station's protocols, or files here."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import plain
from recovery_station.errors import IntegrityError, RefusedError, StationError, StoreError, UsageError
from recovery_station.rpc_errors import UNKNOWN_PROTOCOL

if TYPE_CHECKING:
    from recovery_station.authoring.content import Document
    from recovery_station.authoring.judge import Judged
    from recovery_station.authoring.shelf import Shelf

SCHEMA_FILE = "protocol.schema.json"
NEAR = 3


@click.command("push")
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.pass_obj
def push(settings: Settings, files: tuple[str, ...]) -> None:
    """Check files, then put the good ones on the station; nothing of a bad file is sent."""
    from recovery_station.cli.protocols import judge

    judged = judge(settings, files)
    good, bad = _good_ones(settings, judged)
    refusals: list[StationError] = []
    if good:
        with settings.open() as station:
            acts = {one.name: partial(_push, settings, station.protocols, one) for one in good}
            refusals = _each(settings, acts, alone=len(files) == 1)
    _account_push(len(files), bad, refusals)


def _good_ones(settings: Settings, judged: Sequence[Judged]) -> tuple[list[Judged], list[str]]:
    """Files to send, and the names of those that are not; of two with one id the second is told and left."""
    from recovery_station.authoring.judge import Problem
    from recovery_station.cli.protocols import tell

    good: dict[str, Judged] = {}
    bad: list[str] = []
    for one in judged:
        if one.problems:
            bad.append(one.name)
        elif one.id in good:
            words = f"{good[one.id].name} has this id too"
            tell(settings, one.name, Problem(1, "id", one.id, "one file an id", words))
            bad.append(one.name)
        else:
            good[one.id] = one
    return list(good.values()), bad


def _push(settings: Settings, shelf: Shelf, one: Judged) -> None:
    from recovery_station.authoring.content import content_hash

    assert one.document is not None
    wanted = content_hash(one.document)
    there = shelf.content(one.id)
    if there != wanted:
        shelf.put(one.document)
    done = "unchanged" if there == wanted else "new" if there is None else "replaced"
    settings.out.result(
        {"type": "protocol-push/1", "file": one.name, "id": one.id, "done": done, "content": wanted},
        lambda: f"{one.name}: {one.id} {done}",
    )


def _account_push(count: int, bad: list[str], refusals: list[StationError]) -> None:
    if refusals:
        raise RefusedError(
            f"the station took not all: {len(refusals)} of {count} files refused{_not_sent(bad)}",
            "the reason stands beside each file above; put it right and push again",
            {"refused": [error.data for error in refusals], "files_bad": bad},
        )
    if bad:
        raise UsageError(
            f"{len(bad)} of {count} files not sent: {', '.join(bad)}",
            "change the values named above, then push again; `station protocols check` needs no station",
            {"files_bad": bad},
        )


def _not_sent(bad: list[str]) -> str:
    return f", and not even sent: {', '.join(bad)}" if bad else ""


def _each(settings: Settings, acts: Mapping[str, Callable[[], None]], *, alone: bool) -> list[StationError]:
    """Do each of several by name; a refusal is told, kept and returned, and the others go on.

    `alone`: it is the only one, so its refusal is the command's.
    """
    refusals: list[StationError] = []
    for name, act in acts.items():
        try:
            act()
        except (RefusedError, UsageError) as error:
            if alone:
                raise
            error.data = {"name": name, "message": error.message, **error.data}
            refusals.append(error)
            settings.out.note(f"{name}: {error.message}")
    return refusals


def _account(refusals: Sequence[StationError], count: int, what: str) -> None:
    """Raise what several refusals are together: the station's word weighs more than the caller's own mistake."""
    if not refusals:
        return
    refused = any(isinstance(error, RefusedError) for error in refusals)
    raise (RefusedError if refused else UsageError)(
        f"{len(refusals)} of {count} not {what}, for the reasons above",
        refusals[0].hint,
        {"refused": [error.data for error in refusals]},
    )


@click.command("pull")
@click.argument("ids", metavar="ID…", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every protocol that is not built in.")
@click.option("-o", "--output", "folder", metavar="DIR", default=".", help="Where the files go (here).")
@click.option("--force", is_flag=True, help="Overwrite a file that says something else.")
@click.pass_obj
def pull(settings: Settings, ids: tuple[str, ...], everything: bool, folder: str, force: bool) -> None:
    """Write protocols of the station as TOML files, ID.toml each."""
    if bool(ids) == everything:
        raise UsageError("name protocols to pull, or --all", "`station presets list` shows what there is")
    with settings.open() as station:
        shelf = station.protocols
        wanted = shelf.custom() if everything else list(dict.fromkeys(ids))
        acts = {one: partial(_pull, settings, shelf, one, folder, force) for one in wanted}
        _account(_each(settings, acts, alone=len(acts) == 1), len(acts), "pulled")


def _pull(settings: Settings, shelf: Shelf, protocol_id: str, folder: str, force: bool) -> None:
    path = Path(folder) / f"{plain(protocol_id).replace('/', '-')}.toml"
    try:
        kept = shelf.get(protocol_id)
    except RefusedError as error:
        raise _with_near(shelf, protocol_id, error) from error
    done = _write(path, kept.document, force)
    told = {"id": protocol_id, "file": str(path), "done": done, "content": kept.content}
    settings.out.result({"type": "protocol-pull/1", **told}, lambda: f"{protocol_id}: {path} {done}")


def _with_near(shelf: Shelf, protocol_id: str, error: RefusedError) -> RefusedError:
    """The station's refusal; for an id it does not know with those that are like it."""
    if error.data.get("code") != UNKNOWN_PROTOCOL:
        return error
    known = [row.id for row in shelf.rows()]
    near = difflib.get_close_matches(protocol_id, known, n=NEAR, cutoff=0.5)
    meant = f"; near it: {', '.join(near)}" if near else ""
    return RefusedError(
        f"the station has no protocol {plain(protocol_id)}{meant}",
        "`station presets list` shows every id",
        {**error.data, "near": near},
    )


def _write(path: Path, document: Document, force: bool) -> str:
    """Write the file unless it says the same already; whole or not at all. Returns what was done."""
    from recovery_station.authoring.content import content_hash
    from recovery_station.authoring.judge import judge_text
    from recovery_station.authoring.toml_text import to_toml

    beside = f"./{SCHEMA_FILE}" if (path.parent / SCHEMA_FILE).is_file() else None
    text = to_toml(document, beside)
    judged = judge_text(path.name, text)
    if judged.document is None or content_hash(judged.document) != content_hash(document):
        raise IntegrityError(
            f"what was written for {path.name} does not read back as the same protocol",
            "this program may be older than the station: update the host",
        )
    there = _content_there(path)
    if there == content_hash(document):
        return "unchanged"
    if there is not None and not force:
        raise UsageError(
            f"{path} says something else",
            f"compare with `station protocols diff {path}`, or pull with --force",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.part")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise StoreError(
            f"cannot write {path}: {error.strerror or error}", "name a folder with -o"
        ) from error
    return "new" if there is None else "replaced"


def _content_there(path: Path) -> str | None:
    """Content hash of the file that is there, empty when it is no allowed protocol, None when there is none."""
    from recovery_station.authoring.content import content_hash
    from recovery_station.authoring.judge import judge_file

    if not path.exists():
        return None
    judged = judge_file(str(path))
    return content_hash(judged.document) if judged.document is not None else ""


@click.command("remove")
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.pass_obj
def remove(settings: Settings, ids: tuple[str, ...]) -> None:
    """Forget protocols on the station; built-in ones stay. Nothing is asked: pull first what you may want back."""
    with settings.open() as station:
        acts = {one: partial(_remove, settings, station.protocols, one) for one in dict.fromkeys(ids)}
        _account(_each(settings, acts, alone=len(acts) == 1), len(acts), "removed")


def _remove(settings: Settings, shelf: Shelf, protocol_id: str) -> None:
    try:
        shelf.remove(protocol_id)
    except RefusedError as error:
        raise _with_near(shelf, protocol_id, error) from error
    settings.out.result(
        {"type": "protocol-remove/1", "id": protocol_id, "done": "removed"},
        lambda: f"{protocol_id}: removed",
    )


COMMANDS = (push, pull, remove)
