"""`station doctor`: one row for each thing that may stand in the way, with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import table
from recovery_station.errors import ExaminedError, StationError

if TYPE_CHECKING:
    from recovery_station.doctor.rows import Doctor, Row

HEADS = ("", "WHAT", "FOUND")


@click.command()
@click.option("--store", envvar="STATION_STORE", metavar="FILE|URL", help="The local store to look at.")
@click.pass_obj
def doctor_command(settings: Settings, store: str | None) -> None:
    """Look at this computer, the way to the station, and the station; nothing moves, nothing is changed.

    Exit code 0 when nothing is bad, 3, 4 or 5 when no station could be asked (none, busy, silent), else 1.
    """
    from recovery_station import discover
    from recovery_station.doctor.host import host_rows
    from recovery_station.doctor.rows import Doctor, Row, worst

    failed: StationError | None = None
    port: str | None = None
    rows: list[Row] = []
    try:
        port = None if settings.target == discover.SIM_TARGET else discover.find_port(settings.target)
    except StationError as error:
        failed = error
    rows += host_rows(port, store)
    serial = None
    if failed is None:
        try:
            serial = _ask(settings, rows)
        except StationError as error:
            failed = error
    if failed is not None:
        rows.append(Row("station", "answers", "bad", failed.message, failed.hint))
    result = Doctor(serial, worst(rows), rows)
    settings.out.result(result, lambda: words_of(result))
    if failed is not None:
        raise failed
    _judge(result)


def _ask(settings: Settings, rows: list[Row]) -> str:
    """Add the station's rows as they come; what it told before it fell silent stays."""
    from recovery_station.doctor.rows import Row
    from recovery_station.doctor.station import station_rows

    with settings.open() as station:
        name = f"{station.hello.name} ({station.hello.serial})"
        rows.append(Row("station", "answers", "ok", name))
        for row in station_rows(station):
            rows.append(row)
        return station.hello.serial


def words_of(result: Doctor) -> str:
    """A table, and under it what to do."""
    lines: list[str] = []
    for about in ("host", "station"):
        rows = [row for row in result.rows if row.about == about]
        lines.append({"host": "this computer", "station": "the station"}[about])
        lines.append(table(HEADS, [(row.verdict, row.check, row.found) for row in rows]))
        lines.append("")
    wrong = [row for row in result.rows if row.verdict != "ok"]
    lines += [f"{row.verdict}: {row.check}: {row.found}\n  next: {row.remedy}" for row in wrong]
    if not wrong:
        lines.append("nothing stands in the way")
    return "\n".join(lines)


def _judge(result: Doctor) -> None:
    bad = [row.check for row in result.rows if row.verdict == "bad"]
    if bad:
        raise ExaminedError(
            f"{len(bad)} of {len(result.rows)} checks are bad: {', '.join(bad)}",
            "each one's remedy stands above",
            {"bad": bad},
        )
