"""`station selftest`: the whole self-test on demand, as a form of what was measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import table
from recovery_station.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from recovery_station.discover import Candidate
    from recovery_station.selftesting import SelfTest


@click.command()
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), metavar="F", help="Write the form to a file."
)
@click.option("--all", "everyone", is_flag=True, help="On every station found, a line each.")
@click.pass_obj
def selftest_command(settings: Settings, report: Path | None, everyone: bool) -> None:
    """Run the whole self-test (idle only): about 15 s, valves and pumps move, boots off.

    --report writes F and beside it a page for people of the same name, .html. F holds the JSON object when it ends
    in .json or with --json; named .html itself, the object lies beside it as .json.
    """
    if everyone:
        if report is not None:
            raise UsageError("--report holds the form of one station", "run it with -s NAME for each")
        _on_everyone(settings)
        return
    with settings.open() as station:
        result = station.selftest()
    settings.out.result(result, lambda: words_of(result))  # first: it stays said when no file takes it
    if report is not None:
        _write(report, result, settings.out.as_json)
    if not result.passed:
        _refuse(result)


def _on_everyone(settings: Settings) -> None:
    """With --json a selftest/1 each as it comes, else a line each. Raises SomeFailedError."""
    from recovery_station.cli.everyone import all_found, each

    def test(one: Candidate) -> SelfTest:
        with replace(settings, target=one.port).open() as station:
            return station.selftest()

    def tell(result: SelfTest) -> None:
        settings.out.result(result, lambda: f"{result.station}: {_end(result)}")
        if not result.passed:
            _refuse(result)

    each(all_found(), test, tell, "see each one's form with `station selftest -s NAME`")


def _end(result: SelfTest) -> str:
    """How it ended, in one line."""
    if result.finding is None:
        return "passed" if result.passed else "stopped before its end"
    found = result.finding
    where = f" {found.channel}" if found.channel else ""
    return f"{found.name}{where}, {found.measured} against {found.limit} {found.unit}".rstrip()


def words_of(result: SelfTest) -> str:
    """The form for people: the finding first, then every line."""
    from recovery_station.selftesting import bounds

    told = f"self-test of {result.station}, firmware {result.firmware}: "
    told += _end(result)
    if result.finding is not None:
        told += f"\n  {result.finding.remedy}"
    rows = [(row.test, row.measured, bounds(row), row.unit, row.verdict) for row in result.rows]
    return told + "\n\n" + table(("test", "measured", "limit", "unit", "verdict"), rows)


def _write(path: Path, result: SelfTest, as_json: bool) -> None:
    """Raises UsageError when a file cannot be written."""
    import msgspec

    from recovery_station import selftest_page

    text = msgspec.json.encode(result).decode() + "\n"
    made = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")
    plain = path.with_suffix(".json") if path.suffix == ".html" else path
    if not as_json and plain.suffix != ".json":
        text = words_of(result) + "\n"
    files = {plain: text, path.with_suffix(".html"): selftest_page.page(result, made)}
    for target, content in files.items():
        try:
            target.write_text(content, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{target}: {error.strerror}", "name a file that can be written") from error


def _refuse(result: SelfTest) -> None:
    if result.finding is None:
        raise RefusedError("the self-test was stopped before its end", "run it again in IDLE")
    raise RefusedError(
        f"the self-test found {result.finding.name}",
        "see its remedy above, then `station ack`",
        {"passed": False},
    )
