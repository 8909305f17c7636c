"""`station calibrate`: pressures against a gauge or their twins, thermistors against a thermometer; history, undo."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from recovery_station.cli.app import Settings
from recovery_station.errors import UsageError

if TYPE_CHECKING:
    from recovery_station.calibrating import Calibration
    from recovery_station.station import Station

LEGS = {"L": "left", "R": "right", "LEFT": "left", "RIGHT": "right"}
HELP = "see `station calibrate --help` and docs/technician.md"


@click.command()
@click.option("--leg", type=click.Choice(list(LEGS), case_sensitive=False), help="Hold this leg for a gauge.")
@click.option(
    "--mmhg", type=click.IntRange(40, 90), default=80, show_default=True, help="Held at about this."
)
@click.option("--by", metavar="NAME", help="Who calibrates (at most 14 letters); it is recorded.")
@click.option("--empty", is_flag=True, help="Nobody is in the boots: you have looked.")
@click.option("--reference", type=float, metavar="MMHG", help="What the gauge reads, where it is known.")
@click.option("--gauge", metavar="COMMAND", help="A program that prints what the gauge reads, in mmHg.")
@click.option(
    "--twin", metavar="CHANNEL", help="No gauge: the five other sensors of the leg stand for it (L3, ML)."
)
@click.option("--check", is_flag=True, help="Only compare, with or without a gauge; change nothing.")
@click.option("--thermistors", metavar="NAMES", help="hot1,hot2,cold1,cold2 or all, beside a thermometer.")
@click.option(
    "--point", type=click.IntRange(1, 2), help="With --thermistors and --degc: which of the two points."
)
@click.option("--degc", type=float, metavar="T", help="What the thermometer reads.")
@click.option("--yes", is_flag=True, help="Keep what is believed without asking.")
@click.option("--history", is_flag=True, help="The last five changes.")
@click.option("--undo", is_flag=True, help="Back to the calibration before the one in use.")
@click.option("--forget", metavar="CHANNEL", help="This sensor was replaced: it has no calibration any more.")
@click.pass_obj
def calibrate_command(settings: Settings, **given: Any) -> None:
    """Calibrate the pressure sensors of a leg, or thermistors (idle only, nobody in the boots).

    On a terminal it asks for what is not given. In scripts it asks nothing: give --leg --by --empty and one of
    --gauge, --reference, --twin, --check; or --thermistors --by --point --degc.
    """
    from recovery_station.cli import calibrate_rest

    chosen = [name for name in ("leg", "thermistors", "history", "undo", "forget") if given[name]]
    if len(chosen) != 1:
        raise UsageError("choose one of --leg, --thermistors, --history, --undo, --forget", HELP)
    given["talks"] = sys.stdin.isatty() and sys.stderr.isatty() and not settings.out.as_json
    out = settings.out
    if chosen == ["leg"]:
        _leg(settings, given)
    elif chosen == ["thermistors"]:
        _water(settings, given)
    elif chosen == ["history"]:
        with settings.open() as station:
            calibrate_rest.history(out, station)
    elif chosen == ["undo"]:
        _with_key(settings, lambda _station, calibration: calibrate_rest.undo(out, calibration))
    else:
        name = calibrate_rest.channel(given["forget"])
        by = calibrate_rest.named(given["by"])
        _with_key(settings, lambda _station, calibration: calibrate_rest.forget(out, calibration, name, by))


def _leg(settings: Settings, given: dict[str, Any]) -> None:
    from recovery_station.cli import calibrate_leg

    names = ("mmhg", "by", "empty", "reference", "gauge", "twin", "check", "yes", "talks")
    how = calibrate_leg.How(LEGS[given["leg"].upper()], *[given[name] for name in names])
    calibrate_leg.checked(how)
    _with_key(
        settings, lambda station, calibration: calibrate_leg.run(settings.out, station, calibration, how)
    )


def _water(settings: Settings, given: dict[str, Any]) -> None:
    from recovery_station.cli import calibrate_water

    names = ("by", "point", "degc", "yes", "talks")
    chosen = calibrate_water.names(given["thermistors"])
    how = calibrate_water.How(chosen, *[given[name] for name in names])
    calibrate_water.checked(how)
    _with_key(settings, lambda _station, calibration: calibrate_water.run(settings.out, calibration, how))


def _with_key(settings: Settings, work: Callable[[Station, Calibration], None]) -> None:
    from recovery_station.calibrating import Calibration
    from recovery_station.flash import access

    with settings.open() as station:
        access.unlock(station)
        work(station, Calibration(station))
