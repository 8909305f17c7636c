"""`station config edit`: the site's settings in an editor, judged before anything is sent; no text is lost."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.errors import StationError, StoreError, UsageError

if TYPE_CHECKING:
    from recovery_station.authoring.config import Configuration
    from recovery_station.authoring.content import Document


@click.command("edit")
@click.option("--from", "start", metavar="FILE", help="Begin with this text: one that was kept.")
@click.pass_obj
def edit(settings: Settings, start: str | None) -> None:
    """Open the settings in $VISUAL or $EDITOR, every key explained; what comes back is judged, then sent."""
    from recovery_station.authoring.settings_text import to_text

    with settings.open() as station:
        before, name = station.config(), station.hello.name
    text = read_text(Path(start)) if start else to_text(before.settings, name)
    path = _new_file(text)
    try:
        wanted = _edited(settings, path)
        _send(settings, before, wanted)
    except StationError as error:
        error.message += f"; what you wrote is kept in {path}"
        error.hint += f"; go on with `station config edit --from {path}`"
        error.data = {**error.data, "file": str(path)}
        raise
    except (KeyboardInterrupt, click.Abort):
        settings.out.note(f"nothing was sent; what you wrote is kept in {path}")
        raise
    path.unlink(missing_ok=True)


def read_text(path: Path) -> str:
    """A TOML file of settings. Raises UsageError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UsageError(f"cannot read {path}: {why}", "name a TOML file of settings") from error


def _new_file(text: str) -> Path:
    try:
        descriptor, name = tempfile.mkstemp(prefix="station-settings-", suffix=".toml")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise StoreError(f"cannot write a file to edit: {error.strerror or error}", "set TMPDIR") from error
    return Path(name)


def _edited(settings: Settings, path: Path) -> Document:
    """Edit until it is allowed or somebody gives up. Raises UsageError then, and when no editor runs."""
    from recovery_station.authoring.settings_text import judge_settings_text
    from recovery_station.cli.config import tell_problem

    while True:
        try:
            click.edit(filename=str(path))
        except click.ClickException as error:
            raise UsageError(error.format_message(), "set EDITOR to your editor's command") from error
        judged = judge_settings_text(path.name, read_text(path))
        if judged.document is not None:
            return judged.document
        for problem in judged.problems:
            tell_problem(settings, problem, path.name)
        if not _again():
            raise UsageError("these settings are not allowed: nothing was sent", "see the lines named above")


def _again() -> bool:
    """Only a person at a terminal is asked."""
    return sys.stdin.isatty() and sys.stderr.isatty() and click.confirm("Edit again?", default=True, err=True)


def _send(settings: Settings, before: Configuration, wanted: Document) -> None:
    """The port was free while somebody typed: what was changed meanwhile by another is not overwritten."""
    from recovery_station.cli.config import put

    with settings.open() as station:
        now = station.config()
        if now.sha256 != before.sha256:
            raise UsageError("the settings were changed by somebody else meanwhile", "nothing was sent")
        put(settings, station, now, wanted)
