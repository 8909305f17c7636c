"""`station update`, `rollback` and `provision`: firmware into the other slot, back again, and the service key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings

if TYPE_CHECKING:
    from recovery_station.flash.plan import Plan
    from recovery_station.flash.update import Told
    from recovery_station.station import Station


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would be sent; change nothing.")
@click.pass_obj
def update_command(settings: Settings, dry_run: bool) -> None:
    """Install this program's firmware into the station's other slot, try it, and keep it when it proves itself.

    Idle only. What fails at any point leaves the firmware that runs; exit 8 when the new one was tried and is gone.
    """
    from recovery_station.flash import access, package, plan, update

    made = package.own()
    with settings.open() as station:
        access.unlock(station)
        before = station.hello.slot
        if dry_run:
            update.fits(station, made)
            done = plan.plan(station, made)
        else:
            done = _install(settings, station, made)
    settings.out.result(
        {
            "type": "update/1",
            "dry_run": dry_run,
            "firmware": made.version,
            "from_slot": before,
            "slot": done.slot,
            "kept": len(done.keep),
            "copied": len(done.copy),
            "sent": len(done.send),
            "dropped": len(done.drop),
            "sent_bytes": done.send_bytes,
        },
        lambda: _told(done, made.version, dry_run),
    )


def _install(settings: Settings, station: Station, made: object) -> Plan:
    from recovery_station.flash import access, package, update

    assert isinstance(made, package.Package)
    tell = _teller(settings)
    boot = station.hello.boot
    done = update.install(station, made, tell)
    settings.out.note(f"slot {done.slot} is written and proven; the station restarts into it")
    update.wait_for(station, boot)
    access.unlock(station)
    update.prove(station, done.slot, tell)
    return done


def _teller(settings: Settings) -> Told:
    """Progress, a line a step of ten percent."""
    shown: list[tuple[bool, int]] = [(False, -1)]

    def tell(what: str, done: int, total: int) -> None:
        tenth = 10 * done // max(1, total)
        ticks = what == "healthy ticks"
        if (ticks, tenth) != shown[0]:
            shown[0] = (ticks, tenth)
            words = f"{done} of {total} s of healthy ticks" if ticks else f"{done} of {total} bytes"
            settings.out.note(f"  {words}")

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
        station.client.call("update.rollback", None, update.Begun, changes=True)
        update.wait_for(station, boot)
        wanted = "b" if now.slot == "a" else "a"
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


@click.command()
@click.pass_obj
def provision_command(settings: Settings) -> None:
    """Give a station its service key: from then on only this computer updates and services it.

    The key lies in a file that only you can read; keep a copy of it where you keep such things.
    """
    from recovery_station.flash import access, keys

    with settings.open() as station:
        access.claim(station)
        serial = station.hello.serial
    path = str(keys.folder() / serial)
    settings.out.result(
        {"type": "provision/1", "serial": serial, "key_file": path},
        lambda: f"station {serial} has its service key; it lies in {path}: keep a copy",
    )
