"""`station selftest`: the whole self-test on demand, as a form of what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import table
from recovery_station.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from recovery_station.selftesting import Row, SelfTest


@click.command()
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), metavar="F", help="Write the form to a file."
)
@click.pass_obj
def selftest_command(settings: Settings, report: Path | None) -> None:
    """Run the whole self-test (idle only): about 15 s, valves and pumps move, boots off.

    With --json, the file of --report holds the same JSON object.
    """
    with settings.open() as station:
        result = station.selftest()
    if report is not None:
        _write(report, result, settings.out.as_json)
    settings.out.result(result, lambda: words_of(result))
    if not result.passed:
        _refuse(result)


def words_of(result: SelfTest) -> str:
    """The form for people: the finding first, then every line."""
    told = f"self-test of {result.station}, firmware {result.firmware}: "
    if result.finding is not None:
        found = result.finding
        where = f" {found.channel}" if found.channel else ""
        told += f"{found.name}{where}, {found.measured} against {found.limit} {found.unit}".rstrip()
        told += f"\n  {found.remedy}"
    else:
        told += "passed" if result.passed else "stopped before its end"
    rows = [(row.test, row.measured, _limits(row), row.unit, row.verdict) for row in result.rows]
    return told + "\n\n" + table(("test", "measured", "limit", "unit", "verdict"), rows)


def _limits(row: Row) -> str:
    if row.low is None:
        return f"at most {row.high:g}"
    return f"at least {row.low:g}" if row.high is None else f"{row.low:g} to {row.high:g}"


def _write(path: Path, result: SelfTest, as_json: bool) -> None:
    """Raises UsageError when the file cannot be written."""
    import msgspec

    text = msgspec.json.encode(result).decode() if as_json else words_of(result)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "name a file that can be written") from error


def _refuse(result: SelfTest) -> None:
    if result.finding is None:
        raise RefusedError("the self-test was stopped before its end", "run it again in IDLE")
    raise RefusedError(
        f"the self-test found {result.finding.name}",
        "see its remedy above, then `station ack`",
        {"passed": False},
    )
