"""`station plan`: which protocol fits today in a training week, and why; needs no station."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.cli.output import plain
from recovery_station.plans.week import DAYS, read_week, sample_text

if TYPE_CHECKING:
    from recovery_station.plans.choose import Choice, Feeling
    from recovery_station.plans.week import Week

WIDTH = 80
TEN = click.FloatRange(0, 10)


@click.command()
@click.argument("week", metavar="[WEEK.toml]", required=False)
@click.option("--day", type=click.Choice(DAYS, case_sensitive=False), help="Another day than today.")
@click.option("--soreness", type=TEN, metavar="0..10", help="How sore the legs are.")
@click.option("--sleep", "sleep_h", type=click.FloatRange(0, 24), metavar="H", help="Hours slept last night.")
@click.option("--effort", type=TEN, metavar="0..10", help="How hard the last session felt.")
@click.option("--sample", is_flag=True, help="Print the week that is used when none is named.")
@click.pass_obj
def plan_command(
    settings: Settings,
    week: str | None,
    day: str | None,
    soreness: float | None,
    sleep_h: float | None,
    effort: float | None,
    sample: bool,
) -> None:
    """Say which protocol fits today in a training week, and why. Without WEEK.toml a running gym's sample week."""
    from recovery_station.plans.choose import Feeling, choose

    if sample:
        click.echo(sample_text(), nl=False)
        return
    found = read_week(week)
    on = day or DAYS[date.today().weekday()]
    feeling = Feeling(soreness, sleep_h, effort)
    choice = choose(found, on, feeling)
    settings.out.result(_object(found, on, feeling, choice), lambda: _words(found, on, choice))


def _object(week: Week, day: str, feeling: Feeling, choice: Choice) -> dict[str, object]:
    """`plan/1`."""
    from recovery_station.plans.rules import ASK, CLAIM

    return {
        "type": "plan/1",
        "week": week.title,
        "phase": week.phase,
        "day": day,
        "training": list(week.on(day)),
        "soreness": feeling.soreness,
        "sleep_h": feeling.sleep_h,
        "effort": feeling.effort,
        "protocol": choice.protocol,
        "instead_of": choice.instead_of,
        "before": choice.before,
        "lighter": choice.lighter,
        "reasons": [
            {"rule": one.rule, "why": one.why, "sources": list(one.sources)} for one in choice.reasons
        ],
        "notes": [CLAIM, ASK],
    }


def _words(week: Week, day: str, choice: Choice) -> str:
    from recovery_station.plans.rules import ASK, CLAIM

    place = f", in place of {choice.instead_of}" if choice.instead_of else ""
    lines = _wrapped(f"{plain(week.title)}, {day}: {' and '.join(week.on(day))}", 2)
    lines.append(f"today: {choice.protocol}{place}")
    if choice.before:
        lines.append(f"before the run: {choice.before}")
    for one in choice.reasons:
        lines += _wrapped(f"- {one.why}", 2) + _wrapped(f"  ({'; '.join(one.sources)})", 3)
    return "\n".join([*lines, *_wrapped(CLAIM, 0), *_wrapped(ASK, 0), f"next: station run {choice.protocol}"])


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False)
