"""`station status`: what the station is doing, once or live."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from recovery_station import doing, models
from recovery_station.cli.app import Settings
from recovery_station.cli.leave_off import hose_off_zones
from recovery_station.cli.output import minutes, plain, table
from recovery_station.errors import LogFullError, UsageError
from station_firmware.store.archive import WARN_PCT

if TYPE_CHECKING:
    from recovery_station.discover import Candidate
    from recovery_station.station import Station

STEP_S = 0.2
DARK = "the panel's display does not answer; lamp, buzzer and this line go on: have its plug checked"
FAILING = {
    "unreadable": "the flash archive cannot be read: what lies there waits, and nothing more goes there; turn the "
    "station off and on, and if this stays, have its board replaced",
    "unwritable": "the flash archive keeps no more files: three half-hours and it is full; run `station logs pull` "
    "after each session, and if this stays, have its board replaced",
}
RESCUE = "the rescue firmware runs, for neither slot lasted: no session and no bath until `station update` mends one"
HEADS = ("NAME", "SERIAL", "STATE", "SESSION", "FAULTS", "TO PULL")


@click.command()
@click.option("--watch", is_flag=True, help="Show it live, until Ctrl-C.")
@click.option("--all", "everyone", is_flag=True, help="Of every station found, a line each.")
@click.pass_obj
def status_command(settings: Settings, watch: bool, everyone: bool) -> None:
    """Show state, session, pressures, baths and faults."""
    if everyone:
        if watch:
            raise UsageError("--all and --watch do not go together", "watch one with -s NAME")
        _of_everyone(settings)
        return
    with settings.open() as station:
        if watch:
            _watch(settings, station)
        status = station.status()
        settings.out.result(status, lambda: words_of(status))
    told_if_full(status)


def _of_everyone(settings: Settings) -> None:
    """With --json a status/1 each as it comes; in words one table, also when some failed. Raises SomeFailedError."""
    from recovery_station.cli.everyone import all_found, each

    rows: list[tuple[object, ...]] = []

    def ask(one: Candidate) -> models.Status:
        with replace(settings, target=one.port).open() as station:
            return station.status()

    def tell(status: models.Status) -> None:
        if settings.out.as_json:
            settings.out.result(status, str)
        rows.append(_row(status))
        told_if_full(status)

    try:
        each(all_found(), ask, tell, "look at those with -s")
    finally:
        if rows and not settings.out.as_json:
            click.echo(table(HEADS, sorted(rows, key=str)))


def _row(status: models.Status) -> tuple[object, ...]:
    """One station in one line."""
    running = status.session
    session = f"{running.protocol}, {minutes(running.remaining_s)} left" if running else None
    faults = ", ".join(f"{fault.name} {fault.channel}".strip() for fault in status.faults) or None
    return (status.station, status.serial, status.state, session, faults, status.log.unacked)


def told_if_full(status: models.Status) -> None:
    """Long before records are lost a script hears of it by the exit code. Raises LogFullError."""
    full_pct = status.log.full_pct or 0
    if full_pct >= WARN_PCT:
        raise LogFullError(
            f"the log of {status.station} is {full_pct} % full of records that no host has pulled "
            f"({status.log.unacked}); from {WARN_PCT} % on it asks, at 100 % measurements are lost",
            "run `station logs pull`",
            {"full_pct": full_pct, "limit_pct": WARN_PCT, "unacked": status.log.unacked},
        )


def _watch(settings: Settings, station: Station) -> None:
    """Never returns: Ctrl-C ends it."""
    from recovery_station.display import Display, stream_for
    from recovery_station.follow import Follower

    follower = Follower(station)
    follower.begin()
    with Display(stream_for(settings.out.as_json), settings.out) as display:
        while True:
            display.show(follower)
            follower.step(STEP_S)


def words_of(status: models.Status) -> str:
    """`status/1` for people."""
    lines = [f"{plain(status.station)} ({status.serial}), firmware {plain(status.firmware)}: {status.state}"]
    if status.rescue:
        lines.append(RESCUE)
    if status.session is not None:
        session = status.session
        lines.append(
            f"{plain(session.protocol)}, step {session.step + 1} ({session.step_kind}), "
            f"{minutes(session.elapsed_s)} gone, {minutes(session.remaining_s)} left"
        )
    if status.doing:
        lines.append(doing.told(status.doing, status.baths_degc.get("cold")))
    lines.append(_zones(status))
    lines += _baths(status)
    chain = "in order" if status.chain_ok else "OPEN"
    stop = "PRESSED" if status.estop else "released"
    lines.append(f"safety chain {chain}, emergency stop {stop}, {status.log.unacked} records to pull")
    if status.display_ok is False:
        lines.append(DARK)
    if status.log.archive_failing:
        lines.append(FAILING[status.log.archive_failing])
    if not status.clock_ok:
        lines.append("the clock is not set, so no bath is kept by the opening hours: run `station time sync`")
    lines += [fault_words(fault) for fault in status.faults]
    return "\n".join(lines)


def fault_words(fault: models.Fault) -> str:
    """A fault with its numbers, and what to do on the next line."""
    told = f"{plain(fault.told())}\n  {fault.remedy}"
    for zone in hose_off_zones([fault]):
        told += f"\n  Most presets may run without it: `station run ID --off {zone}`."
    return told


def _zones(status: models.Status) -> str:
    names = list(status.zones_mmhg)
    now = ("mmHg", *[_whole(status.zones_mmhg[name]) for name in names])
    wanted = ("target", *[_whole(status.targets_mmhg.get(name)) for name in names])
    return table(("", *names), [now, wanted])


def _baths(status: models.Status) -> list[str]:
    """Temperatures, what each bath is kept at and when it is ready."""
    kept = status.baths_kept_degc or {}
    ready = status.baths_ready_min or {}
    told: list[str] = []
    for name, value in status.baths_degc.items():
        wanted, wait_min = kept.get(name), ready.get(name)
        more = [] if wanted is None else [f"kept at {wanted:.1f} °C"]
        if wait_min is not None:
            more.append(f"ready in {wait_min} min" if wait_min else "ready")
        told.append(f"{name} {_degc(value)}" + (f" ({', '.join(more)})" if more else ""))
    lines = ["baths: " + ", ".join(told)]
    if status.baths_stopped:
        lines.append("STOP was pressed: no bath is kept until a session or self-test was made")
    return lines


def _whole(value: float | None) -> str | None:
    return None if value is None else str(round(value))


def _degc(value: float | None) -> str:
    return "no reading" if value is None else f"{value:.1f} °C"
