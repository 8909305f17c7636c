"""`station logs`: pull the journal into the local store, look at it, export and report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.log_care import forget, retain, summary
from recovery_station.cli.log_history import history_command
from recovery_station.cli.log_options import WHICH, WITH_MEMBERS, open_store, options, wanted_of
from recovery_station.cli.log_output import (
    event_object,
    session_object,
    session_table,
    session_words,
)
from recovery_station.cli.log_pull import pull_command
from recovery_station.discover import serial_of
from recovery_station.errors import UsageError

FORMATS = ("csv", "jsonl", "parquet")


@click.group()
@click.option(
    "--store",
    "store",
    envvar="STATION_STORE",
    metavar="FILE|URL",
    help="The local store; a SQLAlchemy URL for another database.",
)
@click.pass_context
def logs_command(context: click.Context, store: str | None) -> None:
    """Pull sessions from the station, show, export and report them."""
    context.meta["store"] = store


for _command in (pull_command, history_command, summary, forget, retain):
    logs_command.add_command(_command)


@logs_command.command("list")
@options(*WHICH, WITH_MEMBERS)
@click.pass_obj
def list_sessions(settings: Settings, with_members: bool, **given: Any) -> None:
    """List the sessions in the local store (no station needed)."""
    from recovery_station.logs import query

    with open_store() as store:
        found = query.sessions(store, wanted_of(settings, **given))
    if settings.out.as_json:
        for row in found:
            settings.out.result(session_object(row, with_members=with_members), str)
    elif found:
        click.echo(session_table(found, with_members=with_members))
    elif any(given.values()):
        settings.out.note("no such session in the store; without options `station logs list` shows them all")
    else:
        settings.out.note("the store is empty; `station logs pull` fetches from the station")


@logs_command.command("show")
@click.argument("session_id", metavar="ID")
@WITH_MEMBERS
@click.pass_obj
def show(settings: Settings, session_id: str, with_members: bool) -> None:
    """Show a session and what happened in it; `last` is the latest."""
    from recovery_station.logs import query

    with open_store() as store:
        row = query.session(store, session_id, serial_of(settings.target))
        events = query.events(store, row)
    settings.out.result(
        session_object(row, with_members=with_members),
        lambda: session_words(row, events, with_members=with_members),
    )
    if settings.out.as_json:
        for one in events:
            settings.out.result(event_object(row, one), str)


@logs_command.command("export")
@click.argument("session_ids", metavar="[ID…]", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option("-o", "--output", "output", required=True, metavar="F", help="File to write, `-` for stdout.")
@options(*WHICH, WITH_MEMBERS)
@click.pass_obj
def export_sessions(
    settings: Settings,
    session_ids: tuple[str, ...],
    form: str,
    output: str,
    with_members: bool,
    **given: Any,
) -> None:
    """Export the telemetry of sessions: of those named, or of all that the options leave.

    One row a second, units in the heads.
    """
    from recovery_station.logs import query
    from recovery_station.logs.export import export

    if session_ids and any(given.values()):
        raise UsageError(
            "sessions are named and chosen at once", "name them, or choose by --since, --preset, …"
        )
    with open_store() as store:
        if session_ids:
            rows = [query.session(store, one, serial_of(settings.target)) for one in session_ids]
        else:
            rows = query.sessions(store, wanted_of(settings, **given))
        count = export(store, rows, form, output, with_members=with_members)
    if output != "-":
        told = {"type": "export/1", "file": output, "format": form, "sessions": len(rows), "rows": count}
        settings.out.result(told, lambda: f"{count} rows of {len(rows)} sessions in {output}")


@logs_command.command("report")
@click.argument("session_id", metavar="ID")
@click.option("-o", "--output", "output", required=True, metavar="F", help="A .html or .png file to write.")
@WITH_MEMBERS
@click.pass_obj
def report_session(settings: Settings, session_id: str, output: str, with_members: bool) -> None:
    """Draw a session.

    All ten zones with targets, phases, prompts and faults, and a summary; `last` is the latest.
    """
    from recovery_station.logs import query
    from recovery_station.logs.report import write_report

    with open_store() as store:
        row = query.session(store, session_id, serial_of(settings.target))
        write_report(store, row, Path(output), with_members=with_members)
    settings.out.result(
        {"type": "report/1", "session": row.id, "file": output}, lambda: f"session {row.id} drawn in {output}"
    )
