"""`station update` and `rollback`: firmware into the other slot, tried, kept when it proves itself; and back again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.errors import UsageError

if TYPE_CHECKING:
    from recovery_station.discover import Candidate
    from recovery_station.flash.package import Package
    from recovery_station.flash.plan import Plan
    from recovery_station.flash.trusted import Trusted
    from recovery_station.flash.update import Told
    from recovery_station.station import Station

AT_ONCE = 4
"""Each keeps a thread busy with hashes and frames for minutes; a USB hub carries more, this computer hardly."""
Row = dict[str, object]


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="[FILE]", required=False)
@click.option("--dry-run", is_flag=True, help="Show what would be sent; change nothing.")
@click.option("--all", "everyone", is_flag=True, help="Every station found, a line each.")
@click.option(
    "--at-once",
    type=click.IntRange(1, 16),
    metavar="N",
    help=f"With --all: how many side by side; {AT_ONCE} when not said.",
)
@click.pass_obj
def update_command(
    settings: Settings, file: Path | None, dry_run: bool, everyone: bool, at_once: int | None
) -> None:
    """Install a firmware into the station's other slot, try it, and keep it when it proves itself.

    FILE is a signed package (`station package`), judged before any station is asked: exit 6 when it was altered, cut,
    not signed, or signed by a key that is not trusted here (`station keys`). Without FILE it is the firmware that came
    with this program, which is as genuine as the program itself: no other signature is looked for.

    Idle only. What fails at any point leaves the firmware that runs; exit 8 when the new one was tried and is gone.
    """
    if at_once is not None and not everyone:
        raise UsageError("--at-once is for --all", "leave it out")
    if everyone and settings.target is not None:
        raise UsageError("--all is every station, -s is one", "leave one of them out")
    made, signed_by = _package(settings, file)
    if everyone:
        _everyone(settings, made, signed_by, dry_run, at_once or AT_ONCE)
        return
    row, done = _one(settings, made, signed_by, dry_run, "")
    settings.out.result(row, lambda: _told(done, made.version, dry_run))


def _package(settings: Settings, file: Path | None) -> tuple[Package, Trusted | None]:
    """What is to be installed, and whose signature it carries. Raises UsageError, IntegrityError, CompileError."""
    if file is None:
        from recovery_station.flash import package

        return package.own(), None
    from recovery_station.flash import package_file

    found = package_file.load(file)
    settings.out.note(
        f"{file}: firmware {found.package.version}, whole, signed by {found.by.name} (key {found.by.key_id})"
    )
    return found.package, found.by


def _everyone(
    settings: Settings, made: Package, signed_by: Trusted | None, dry_run: bool, at_once: int
) -> None:
    """With --json an update/1 each as it comes, else a line each. Raises SomeFailedError."""
    from recovery_station.cli.everyone import all_found, called, each

    known = all_found()
    names = called(known)

    def work(one: Candidate) -> tuple[Row, Plan, str]:
        name = names[one.port]
        row, done = _one(replace(settings, target=one.port), made, signed_by, dry_run, f"{name}: ")
        return row, done, name

    def tell(result: tuple[Row, Plan, str]) -> None:
        row, done, name = result
        settings.out.result(row, lambda: f"{name}: {_told(done, made.version, dry_run)}")

    each(known, work, tell, "their firmware is as it was; see each with `station update -s NAME`", at_once)


def _one(
    settings: Settings, made: Package, signed_by: Trusted | None, dry_run: bool, label: str
) -> tuple[Row, Plan]:
    from recovery_station.flash import access, plan, update

    with settings.open() as station:
        access.unlock(station)
        before = station.hello.slot
        if dry_run:
            update.fits(station, made)
            done = plan.plan(station, made)
        else:
            done = install(settings, station, made, label)
        hello = station.hello
    row: Row = {
        "type": "update/1",
        "station": hello.name,
        "serial": hello.serial,
        "dry_run": dry_run,
        "firmware": made.version,
        "signed_by": signed_by.key_id if signed_by else None,
        "from_slot": before,
        "slot": done.slot,
        "kept": len(done.keep),
        "copied": len(done.copy),
        "sent": len(done.send),
        "dropped": len(done.drop),
        "sent_bytes": done.send_bytes,
    }
    return row, done


def install(settings: Settings, station: Station, made: Package, label: str = "") -> Plan:
    """The package into the other slot, tried, confirmed. Raises as flash.update does."""
    from recovery_station.flash import access, update

    tell = _teller(settings, label)
    boot, before = station.hello.boot, station.hello.slot
    done = update.install(station, made, tell)
    settings.out.note(f"{label}slot {done.slot} is written and proven; the station restarts into it")
    update.wait_for(station, boot)
    access.unlock(station)
    update.prove(station, done.slot, tell, before)
    return done


def _teller(settings: Settings, label: str = "") -> Told:
    """Progress, a line a step of ten percent."""
    shown: list[tuple[str, int]] = [("", -1)]

    def tell(what: str, done: int, total: int) -> None:
        tenth = 10 * done // max(1, total)
        if (what, tenth) != shown[0]:
            shown[0] = (what, tenth)
            words = f"{done} of {total} bytes" if what == "files" else f"{done} of {total} s of {what}"
            settings.out.note(f"  {label}{words}")

    return tell


def _told(done: Plan, version: str, dry_run: bool) -> str:
    does = "would go" if dry_run else "runs, confirmed,"
    return (
        f"firmware {version} {does} in slot {done.slot}: {len(done.send)} files sent ({done.send_bytes} bytes), "
        f"{len(done.copy)} copied on the station, {len(done.keep)} there already, {len(done.drop)} removed"
    )


@click.command()
@click.pass_obj
def rollback_command(settings: Settings) -> None:
    """Go back to the firmware before this one: it is tried like a new one, and kept when it proves itself."""
    from recovery_station.flash import access, update

    with settings.open() as station:
        access.unlock(station)
        now = update.standing(station)
        boot = station.hello.boot
        begun = station.client.call("update.rollback", None, update.Begun, changes=True)
        update.wait_for(station, boot)
        wanted = begun.slot or ("b" if now.slot == "a" else "a")
        if now.trial:
            update.must_run(station, wanted)
        else:
            access.unlock(station)
            update.prove(station, wanted, _teller(settings))
        firmware = station.hello.firmware
    settings.out.result(
        {"type": "rollback/1", "slot": wanted, "firmware": firmware},
        lambda: f"firmware {firmware} in slot {wanted} runs, confirmed",
    )
