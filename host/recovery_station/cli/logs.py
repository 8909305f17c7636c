"""`station logs`: pull the journal into the local store, look at it, export and report."""

from __future__ import annotations

import time
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.log_output import (
    event_object,
    progress_line,
    session_object,
    session_table,
    session_words,
)
from recovery_station.discover import candidates, serial_of
from recovery_station.errors import BusyError, NoStationError, SomeFailedError, StationError, TimedOutError

if TYPE_CHECKING:
    from recovery_station.logs.pull import PullResult
    from recovery_station.logs.store import Store

FOLLOW_EVERY_S = 5.0
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


def _open() -> Store:
    from recovery_station.logs.store import Store

    return Store.open(click.get_current_context().meta["store"])


@logs_command.command("list")
@click.pass_obj
def list_sessions(settings: Settings) -> None:
    """List the sessions in the local store (no station needed)."""
    from recovery_station.logs import query

    with _open() as store:
        found = query.sessions(store, serial_of(settings.target))
    if settings.out.as_json:
        for row in found:
            settings.out.result(session_object(row), str)
    elif found:
        click.echo(session_table(found))
    else:
        settings.out.note("the store is empty; `station logs pull` fetches from the station")


@logs_command.command("pull")
@click.option("--all", "everyone", is_flag=True, help="From every station found, one after the other.")
@click.option("--follow", is_flag=True, help="Go on pulling what is new, until Ctrl-C.")
@click.pass_obj
def pull_logs(settings: Settings, everyone: bool, follow: bool) -> None:
    """Pull what the store lacks, prove it, commit it, and only then let the station forget it."""
    with _open() as store:
        if everyone:
            _pull_everyone(settings, store)
            return
        while True:
            try:
                _pull_one(settings, store, follow)
            except (NoStationError, BusyError, TimedOutError) as error:
                if not follow:
                    raise
                settings.out.note(f"{error.message}; trying again")
                time.sleep(FOLLOW_EVERY_S)
            if not follow:
                return


def _told(settings: Settings, result: PullResult) -> None:
    lost = f"; {result.lost} were forgotten by the station before" if result.lost else ""
    found = {"type": "pull/1", **{one.name: getattr(result, one.name) for one in fields(result)}}
    settings.out.result(found, lambda: f"{result.new} new records from {result.station}{lost}")


def _pull_one(settings: Settings, store: Store, follow: bool) -> None:
    from recovery_station.logs.pull import pull

    with settings.open() as station:
        _told(settings, pull(station, store, progress=progress_line(settings)))
        while follow:
            time.sleep(FOLLOW_EVERY_S)
            result = pull(station, store)
            if result.new:
                _told(settings, result)


def _pull_everyone(settings: Settings, store: Store) -> None:
    """Every station gets its try; the ones that failed are named at the end."""
    known = candidates()
    if not known:
        raise NoStationError("no station is connected", "connect one by USB, or start `station sim serve`")
    failed: list[str] = []
    for candidate in known:
        try:
            _pull_one(replace(settings, target=candidate.port), store, follow=False)
        except StationError as error:
            failed.append(f"{candidate.name or candidate.port}: {error.message}")
    if failed:
        raise SomeFailedError(
            "; ".join(failed), f"{len(failed)} of {len(known)} failed; pull those again with -s"
        )


@logs_command.command("show")
@click.argument("session_id", metavar="ID")
@click.pass_obj
def show(settings: Settings, session_id: str) -> None:
    """Show a session and what happened in it; `last` is the latest."""
    from recovery_station.logs import query

    with _open() as store:
        row = query.session(store, session_id, serial_of(settings.target))
        events = query.events(store, row)
    settings.out.result(session_object(row), lambda: session_words(row, events))
    if settings.out.as_json:
        for one in events:
            settings.out.result(event_object(row, one), str)


@logs_command.command("export")
@click.argument("session_ids", metavar="[ID…]", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option("-o", "--output", "output", required=True, metavar="F", help="File to write, `-` for stdout.")
@click.pass_obj
def export_sessions(settings: Settings, session_ids: tuple[str, ...], form: str, output: str) -> None:
    """Export the telemetry of sessions, all of them when none is named.

    One row a second, units in the heads.
    """
    from recovery_station.logs import query
    from recovery_station.logs.export import export

    with _open() as store:
        if session_ids:
            rows = [query.session(store, one, serial_of(settings.target)) for one in session_ids]
        else:
            rows = query.sessions(store, serial_of(settings.target))
        count = export(store, rows, form, output)
    if output != "-":
        told = {"type": "export/1", "file": output, "format": form, "sessions": len(rows), "rows": count}
        settings.out.result(told, lambda: f"{count} rows of {len(rows)} sessions in {output}")


@logs_command.command("report")
@click.argument("session_id", metavar="ID")
@click.option("-o", "--output", "output", required=True, metavar="F", help="A .html or .png file to write.")
@click.pass_obj
def report_session(settings: Settings, session_id: str, output: str) -> None:
    """Draw a session.

    All ten zones with targets, phases, prompts and faults, and a summary; `last` is the latest.
    """
    from recovery_station.logs import query
    from recovery_station.logs.report import write_report

    with _open() as store:
        row = query.session(store, session_id, serial_of(settings.target))
        write_report(store, row, Path(output))
    settings.out.result(
        {"type": "report/1", "session": row.id, "file": output}, lambda: f"session {row.id} drawn in {output}"
    )
