"""`station logs pull`: one station, several at once, or one as it writes."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from recovery_station import notes
from recovery_station.cli.app import Settings
from recovery_station.cli.log_output import progress_line, utc
from recovery_station.cli.output import plain
from recovery_station.errors import BusyError, NoStationError, TimedOutError, UsageError

if TYPE_CHECKING:
    from recovery_station.logs.live import LivePull
    from recovery_station.logs.pull import PullResult
    from recovery_station.logs.store import Store
    from recovery_station.records import Damaged, Record

NAMED = 10  # damaged records named in words; `--json` names them all
STEP_S = 0.2
AGAIN_S = 1.0  # between two looks for a station that went away


@click.command("pull")
@click.option("--all", "everyone", is_flag=True, help="From every station found, all at once.")
@click.option("--follow", is_flag=True, help="Go on with what is written, as it is written, until Ctrl-C.")
@click.pass_context
def pull_command(context: click.Context, everyone: bool, follow: bool) -> None:
    """Pull what the store lacks, prove it, commit it, and only then let the station forget it.

    With --json a pull/1 for each station. With --follow an event/1 for each record as it is committed (station, boot
    and seq are its key, uptime_s counts from that boot), and a pull/1 after each commit: what came before it is in
    the store. What was there at the start comes as one pull/1 without events. Ctrl-C ends it with exit code 0.
    """
    from recovery_station.logs.store import Store

    settings: Settings = context.obj
    if everyone and follow:
        raise UsageError(
            "--all and --follow do not go together", "start one `logs pull --follow -s NAME` a station"
        )
    with Store.open(context.meta["store"]) as store:
        if everyone:
            from recovery_station.cli.log_pull_all import pull_everyone

            pull_everyone(settings, store)
        elif follow:
            with stop_asked() as stopped:
                follow_journal(settings, store, stopped)
        else:
            from recovery_station.logs.pull import pull

            with settings.open() as station:
                tell(settings, pull(station, store, progress=progress_line(settings)))


# ------------------------------------------------------------ as it is written


@contextmanager
def stop_asked() -> Generator[Callable[[], bool]]:
    """Ctrl-C asks for an end instead of breaking into a commit; the second one breaks in as usual."""
    asked = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def ask(_number: int, _frame: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def follow_journal(settings: Settings, store: Store, stopped: Callable[[], bool]) -> None:
    """Until `stopped`; a station that goes away is waited for, and its journal goes on where it was committed."""
    away = False
    while not stopped():
        try:
            _follow_once(settings, store, stopped, back=away)
        except (NoStationError, BusyError, TimedOutError) as error:
            if not away:
                settings.out.note(f"{error.message}; waiting for it, nothing is lost meanwhile")
            away = True
            _rest(stopped)


def _follow_once(settings: Settings, store: Store, stopped: Callable[[], bool], *, back: bool) -> None:
    from recovery_station.logs.live import LivePull

    with settings.open() as station:
        if back:
            settings.out.note(f"{station.hello.name} is back")
        live = LivePull(station, store, lambda result, records: tell_live(settings, result, records))
        live.begin()
        _step_until(live, stopped)
        live.finish()


def _step_until(live: LivePull, stopped: Callable[[], bool]) -> None:
    while not stopped():
        live.step(STEP_S)


def _rest(stopped: Callable[[], bool]) -> None:
    end = time.monotonic() + AGAIN_S
    while not stopped() and time.monotonic() < end:
        time.sleep(STEP_S)


def tell_live(settings: Settings, result: PullResult, records: list[Record]) -> None:
    """One commit: its records, then its pull/1; in words only what happened, and no readings."""
    from recovery_station.logs import rows
    from station_firmware.store import record as layout

    for one in records:
        if rows.is_event(one):
            settings.out.result(live_object(result.station, one), lambda one=one: live_words(one))
        elif one.kind == layout.TELEMETRY and settings.out.as_json:
            settings.out.result(live_object(result.station, one), str)
    if settings.out.as_json or not records or result.damaged:
        tell(settings, result)


def live_object(station: str, record: Record) -> dict[str, object]:
    """`event/1` of a record not yet told from which session it is."""
    from recovery_station.logs import rows

    return {
        "type": "event/1",
        "station": station,
        "boot": record.boot,
        "seq": record.seq,
        "uptime_s": record.ticks_ms / 1000,
        "utc": utc(record.wall_s),
        "kind": record.kind_name,
        "detail": rows.detail(record),
    }


def live_words(record: Record) -> str:
    """A line for people."""
    from recovery_station.logs import rows

    found = rows.detail(record)
    said = (
        notes.told(found)
        if record.kind_name == "note"
        else " ".join(f"{key}={one}" for key, one in found.items())
    )
    return f"{utc(record.wall_s) or '-':20}  {record.kind_name:14} {plain(said)}".rstrip()


# ------------------------------------------------------------ what it says


def tell(settings: Settings, result: PullResult) -> None:
    """One `pull/1` object, or a line of words."""
    settings.out.result(pull_object(result), lambda: pull_words(result))


def pull_object(result: PullResult) -> dict[str, object]:
    """`pull/1`: how much came, and which records the station's memory spoiled."""
    return {
        "type": "pull/1",
        "station": result.station,
        "new": result.new,
        "lost": result.lost,
        "lost_seqs": [[one.start, one.stop - 1] for one in result.lost_ranges],
        "lost_acknowledged": result.lost_acknowledged,
        "next_seq": result.next_seq,
        "acked_seq": result.acked_seq,
        "damaged": [{"seq": one.seq, "what": one.what} for one in result.damaged],
        "waiting_files": result.waiting,
        "archive_unreadable": result.unreadable,
    }


def pull_words(result: PullResult) -> str:
    """The same for people."""
    said = f"{result.new} new records from {result.station}"
    if result.lost:
        said += f"; {_lost_words(result)}"
    if result.damaged:
        said += f"; {_damaged_words(result.damaged)}"
    if result.waiting:
        said += (
            f"; {result.waiting} files of its archive wait until it is at rest: pull again then "
            "(nothing was acknowledged)"
        )
    if result.unreadable:
        said += (
            "; its flash archive cannot be read now, so nothing was acknowledged: turn the station off and on and pull "
            "again (`station status` tells whether it works)"
        )
    return said


def _lost_words(result: PullResult) -> str:
    spans = [f"{one.start}-{one.stop - 1}" if len(one) > 1 else str(one.start) for one in result.lost_ranges]
    more = f" and {len(spans) - NAMED} more spans" if len(spans) > NAMED else ""
    others = result.lost_acknowledged
    taken = f" ({others} of them were acknowledged by another computer)" if others else ""
    return f"{result.lost} were forgotten by the station before: {', '.join(spans[:NAMED])}{more}{taken}"


def _damaged_words(damaged: list[Damaged]) -> str:
    named = ", ".join(f"{one.seq} ({one.what})" for one in damaged[:NAMED])
    more = f" and {len(damaged) - NAMED} more" if len(damaged) > NAMED else ""
    return (
        f"{len(damaged)} spoiled in the station's memory: {named}{more}; "
        "if it happens again, its memory chip is failing"
    )
