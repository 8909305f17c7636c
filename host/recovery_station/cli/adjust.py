"""`station adjust`: change the step that is running."""

from __future__ import annotations

import click

from recovery_station import models
from recovery_station.adjusting import Adjustment, Back, Boost, Intensity, Longer, Next, NoBoost, Skip
from recovery_station.cli.app import Settings
from recovery_station.errors import UsageError

CHOICES = "--up, --down, --boost, --no-boost, --skip, --longer, --next, --back"


@click.command()
@click.option("--up", "up_mmhg", type=click.IntRange(min=1), metavar="MMHG", help="All targets higher.")
@click.option("--down", "down_mmhg", type=click.IntRange(min=1), metavar="MMHG", help="All targets lower.")
@click.option(
    "--boost", "zone", metavar="ZONE", help="One zone higher: foot, ankle, calf, knee, thigh, or 1 to 5."
)
@click.option("--mmhg", "boost_mmhg", type=int, metavar="N", help="By how much --boost raises it (10).")
@click.option("--no-boost", is_flag=True, help="No zone higher any more.")
@click.option("--skip", is_flag=True, help="Go to the next step.")
@click.option("--longer", is_flag=True, help="Five minutes more of this step.")
@click.option("--next", "--in", "go_on", is_flag=True, help="The answer it waits for; the next guided item.")
@click.option("--back", is_flag=True, help="This item of a guided step anew, or the one before.")
@click.pass_obj
def adjust_command(
    settings: Settings,
    up_mmhg: int | None,
    down_mmhg: int | None,
    zone: str | None,
    boost_mmhg: int | None,
    no_boost: bool,
    skip: bool,
    longer: bool,
    go_on: bool,
    back: bool,
) -> None:
    """Change the running step, one thing at a time; targets change from each leg's next cycle."""
    boost = None if zone is None else Boost(zone) if boost_mmhg is None else Boost(zone, boost_mmhg)
    chosen: list[Adjustment | None] = [
        None if up_mmhg is None else Intensity(up_mmhg),
        None if down_mmhg is None else Intensity(-down_mmhg),
        boost,
        NoBoost() if no_boost else None,
        Skip() if skip else None,
        Longer() if longer else None,
        Next() if go_on else None,
        Back() if back else None,
    ]
    _carry_out(settings, _only(chosen, boost_mmhg))


def _only(chosen: list[Adjustment | None], boost_mmhg: int | None) -> Adjustment:
    found = [one for one in chosen if one is not None]
    if len(found) != 1:
        raise UsageError("adjust takes exactly one change", f"give one of {CHOICES}")
    if boost_mmhg is not None and not isinstance(found[0], Boost):
        raise UsageError("--mmhg belongs to --boost", "give the mmHg with --up or --down itself")
    return found[0]


def _carry_out(settings: Settings, change: Adjustment) -> None:
    params = change.params()  # out of bounds is said before a station is opened
    with settings.open() as station:
        state = station.adjust(change)
    zone, mmhg = params.get("zone"), params.get("mmhg")
    told = models.Adjusted(
        str(params["change"]),
        zone if isinstance(zone, int) else None,
        mmhg if isinstance(mmhg, int) else None,
        state,
    )
    settings.out.result(told, change.words)
