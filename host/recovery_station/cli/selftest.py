"""`station selftest`: the whole self-test on demand, as a form of what was measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import plain, table
from recovery_station.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from recovery_station.discover import Candidate
    from recovery_station.selftesting import SelfTest

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--report", type=_FILE, metavar="F", help="Write the form, signed, and a page of it.")
@click.option(
    "--verify", type=_FILE, metavar="F", help="Check a signed form and its page; no station is asked."
)
@click.option("--by-hand", type=_FILE, metavar="F", help="What was measured by hand, for the form's steps.")
@click.option("--all", "everyone", is_flag=True, help="On every station found, a line each.")
@click.pass_obj
def selftest_command(
    settings: Settings, report: Path | None, verify: Path | None, by_hand: Path | None, everyone: bool
) -> None:
    """Run the whole self-test (idle only): about 15 s, valves and pumps move, boots off.

    --report F writes the form as JSON, signed with this computer's key (`station keys own`), and beside it a page for
    people of the same name, .html. F holds the JSON when it ends in .json or with --json, and the page when it ends in
    .html; named otherwise it holds the form as text, and the two others lie beside it. The form names the steps of
    commissioning (hardware/building.md): what the self-test answers of each, and what a hand must measure.

    --by-hand F (with --report) puts what a person measured into the form: a copy of hardware/by-hand.toml.

    --verify F tells whether a form, or the form beside a page, is as it was made: exit 6 with what differs, or when its
    key is not trusted here.
    """
    if by_hand is not None and report is None:
        raise UsageError("--by-hand fills a form", "name the form: --report F")
    if verify is not None:
        if report is not None or everyone:
            raise UsageError("--verify runs no test", "leave out --report and --all")
        _verify(settings, verify)
        return
    if everyone:
        if report is not None:
            raise UsageError("--report holds the form of one station", "run it with -s NAME for each")
        _on_everyone(settings)
        return
    written = _written(by_hand)
    with settings.open() as station:
        result = station.selftest()
    if report is not None:
        result = _with_steps(result, written)
    settings.out.result(result, lambda: words_of(result))  # first: it stays said when no file takes it
    if report is not None:
        _write(settings, report, result)
    if not result.passed:
        _refuse(result)


def _written(by_hand: Path | None) -> dict[str, Any]:
    """What a person measured, looked at before anything moves. Raises UsageError."""
    if by_hand is None:
        return {}
    from recovery_station import commissioning

    written = commissioning.read_by_hand(by_hand)
    commissioning.steps([], passed=False, written=written)
    return written


def _with_steps(result: SelfTest, written: dict[str, Any]) -> SelfTest:
    from recovery_station.selftesting import with_steps

    return with_steps(result, written)


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
    told += "\n\n" + table(("test", "measured", "limit", "unit", "verdict"), rows)
    if not result.steps:
        return told
    steps = [(step.step, step.what, step.by, step.limit, step.verdict) for step in result.steps]
    return told + "\n\n" + table(("step", "commissioning", "by", "limit", "verdict"), steps)


def _write(settings: Settings, path: Path, result: SelfTest) -> None:
    """Raises UsageError when a file cannot be written, StoreError when there is no key to sign with."""
    from recovery_station import selftest_page, selftest_signed
    from recovery_station.flash import signing

    signer = signing.own()
    if signer.place is not None:
        settings.out.note(f"this computer's key was made now; it lies in {signer.place.words}")
    made = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")
    page = selftest_page.page(result, made, signing.id_of(signer.public))
    files = {path.with_suffix(".html"): page.encode()}
    form = path.with_suffix(".json") if path.suffix == ".html" else path
    if not settings.out.as_json and form.suffix != ".json":
        files[form] = (words_of(result) + "\n").encode()
        form = form.with_suffix(".json")
    named = {one.name: content for one, content in files.items()}
    files[form] = selftest_signed.sign(result, made, named, signer)
    for target, content in files.items():
        try:
            target.write_bytes(content)
        except OSError as error:
            raise UsageError(f"{target}: {error.strerror}", "name a file that can be written") from error


def _verify(settings: Settings, path: Path) -> None:
    from recovery_station import selftest_signed

    found = selftest_signed.verify(path)
    told = {
        "type": "selftest-verified/1",
        "file": str(path),
        "station": found.form.get("station"),
        "serial": found.form.get("serial"),
        "passed": found.form.get("passed"),
        "made": found.made,
        "key": found.by.key_id,
        "by": found.by.name,
        "files": found.files,
    }
    end = "passed" if told["passed"] is True else "no pass"
    beside = f", with {', '.join(found.files)}" if found.files else ""
    settings.out.result(
        told,
        lambda: plain(
            f"{path}: as it was made{beside}; self-test of {told['station']} ({told['serial']}), {end}, "
            f"{found.made}, signed by {found.by.name} (key {found.by.key_id})"
        ),
    )


def _refuse(result: SelfTest) -> None:
    if result.finding is None:
        raise RefusedError("the self-test was stopped before its end", "run it again in IDLE")
    raise RefusedError(
        f"the self-test found {result.finding.name}",
        "see its remedy above, then `station ack`",
        {"passed": False},
    )
