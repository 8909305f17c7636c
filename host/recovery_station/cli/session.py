"""`station run`, `stop`, `pause`, `resume` and `ack`: what changes the station's state."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

import click

from recovery_station import models, words
from recovery_station.cli.app import Settings
from recovery_station.cli.output import minutes
from recovery_station.errors import BusyError, IntegrityError, NotCompletedError, RefusedError, UsageError

if TYPE_CHECKING:
    from recovery_station.station import Station

STEP_S = 0.2
WHAT_HAPPENED = (
    "see `station status` for standing faults, "
    "`station logs pull` and `station logs report last` for what happened"
)


@click.command()
@click.argument("preset_id", metavar="ID")
@click.option("--member", metavar="NAME", help="Whose session it is.")
@click.option("--soreness", type=click.IntRange(0, 10), metavar="0..10", help="How sore the legs are.")
@click.option("--screened", is_flag=True, help="Every point of the do-not-use list was asked and denied.")
@click.option(
    "--confirmed-by", metavar="NAME", help="Who stands at the station; starts without its START button."
)
@click.option(
    "--off",
    "zones_off",
    multiple=True,
    type=click.Choice(words.ZONES, case_sensitive=False),
    metavar="ZONE",
    help="Leave a zone off (L1 to R5), where the preset allows it; may be given again.",
)
@click.option("--follow", is_flag=True, help="Show the session to its end; the exit code tells how it ended.")
@click.pass_obj
def run_command(
    settings: Settings,
    preset_id: str,
    member: str | None,
    soreness: int | None,
    screened: bool,
    confirmed_by: str | None,
    zones_off: tuple[str, ...],
    follow: bool,
) -> None:
    """Arm a session; it starts on the START button, or at once with --confirmed-by."""
    if not screened:
        _screen(settings)
    with settings.open() as station:
        off = sorted(set(zones_off))
        _warn_of_cold(settings, station, preset_id)
        reply = station.start(
            preset_id,
            screened=True,
            confirmed_by=confirmed_by,
            member=member,
            soreness=soreness,
            zones_off=off,
        )
        how = "starts after the buzzer" if confirmed_by else "press START at the station within 120 s"
        settings.out.result(
            models.Started(reply.session, preset_id, reply.state),
            lambda: f"session {reply.session or ''} of {preset_id} is armed{_without(off)}: {how}",
        )
        if follow:
            follow_session(settings, station, preset_id, reply.session, off)


def _warn_of_cold(settings: Settings, station: Station, preset_id: str) -> None:
    """What staff tell whoever goes into cold water; a protocol that cannot be read is for `start` to refuse."""
    from recovery_station.doing import COLD_SHOCK, has_cold_water
    from station_firmware.core import presets

    try:
        built_in = cast("Any", presets).find(preset_id)
        document = built_in or station.preset(preset_id)
    except (RefusedError, IntegrityError):
        return
    if has_cold_water(document):
        settings.out.note(COLD_SHOCK)


def _without(zones: list[str]) -> str:
    return f" without {', '.join(zones)}" if zones else ""


def _screen(settings: Settings) -> None:
    """Ask the do-not-use list on a terminal; elsewhere refuse and print it."""
    from station_firmware.core import screening

    settings.out.note("Not for anybody to whom one of these applies:")
    for number, item in enumerate(screening.ITEMS, 1):
        settings.out.note(f"  {number}. {item}")
    hint = "ask every point; when none applies, run the command again with --screened"
    if settings.out.as_json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("the do-not-use list was not confirmed", hint)
    if not click.confirm("Was every point asked, and does none apply?", default=False, err=True):
        raise UsageError("the do-not-use list was not confirmed: no session", hint)


def follow_session(
    settings: Settings, station: Station, preset_id: str, session_id: str | None, zones_off: list[str]
) -> None:
    """Show a session until it is over and vented. Raises NotCompletedError unless it completed."""
    from recovery_station.cli.leave_off import leave_off_hint
    from recovery_station.display import Display, stream_for
    from recovery_station.follow import COMPLETED, Follower

    follower = Follower(station, session_id, to_the_end=True)
    follower.begin()
    with Display(stream_for(settings.out.as_json), settings.out) as display:
        display.show(follower)
        while follower.ended is None:
            if follower.step(STEP_S):
                display.show(follower)
    follower.finish()
    ended = follower.ended
    settings.out.result(ended, lambda: _how_it_ended(ended))
    if ended.reason != COMPLETED:
        raise NotCompletedError(
            f"session {ended.session or ''} did not complete: {ended.reason}",
            leave_off_hint(station, preset_id, follower.view.faults, zones_off) or WHAT_HAPPENED,
            {"session": ended.session, "reason": ended.reason},
        )


def _how_it_ended(ended: models.Ended) -> str:
    after = f" after {minutes(ended.ran_s)}" if ended.ran_s is not None else ""
    return f"session {ended.session or ''} ended: {ended.reason}{after}"


@click.command()
@click.pass_obj
def stop_command(settings: Settings) -> None:
    """Stop and vent, whatever the station is doing."""
    from recovery_station.station import Station

    try:
        state = Station.halt(settings.target, timeout_s=settings.timeout_s)
    except BusyError as error:
        raise _shouted(error) from error
    _done(settings, "stop", state)


def _shouted(error: BusyError) -> BusyError:
    """Whoever holds the port, the STOP line goes down it; only the answer cannot be heard."""
    from recovery_station.framing import STOP_LINE
    from recovery_station.transport import serial

    port = error.data.get("port")
    if not isinstance(port, str):
        return error
    serial.shout(port, b"\n" + STOP_LINE + b"\n")
    return BusyError(
        f"another program holds the port {port}; STOP was sent all the same, its answer cannot be heard here",
        "look at the station or at the other program: the boots must empty within 8 s, else pull the couplings",
        {**error.data, "stop_sent": True},
    )


@click.command()
@click.pass_obj
def pause_command(settings: Settings) -> None:
    """Vent and wait; the session ends by itself after ten minutes."""
    with settings.open() as station:
        _done(settings, "pause", station.pause())


@click.command()
@click.pass_obj
def resume_command(settings: Settings) -> None:
    """Go on with a paused session."""
    with settings.open() as station:
        _done(settings, "resume", station.resume())


@click.command()
@click.pass_obj
def ack_command(settings: Settings) -> None:
    """Acknowledge a latched fault; some only a person at the panel can."""
    with settings.open() as station:
        _done(settings, "ack", station.ack())


def _done(settings: Settings, command: str, state: str) -> None:
    settings.out.result(models.Done(command, state), lambda: f"{command}: the station is now {state}")
