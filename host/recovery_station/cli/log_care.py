"""`station logs summary`, `forget` and `retain`: many sessions in few figures, and what must not stay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recovery_station.cli.log_options import SPAN, open_store, options, wanted_of
from recovery_station.cli.log_output import utc
from recovery_station.cli.output import table

if TYPE_CHECKING:
    from recovery_station.cli.app import Settings
    from recovery_station.logs.summary import Summary

TITLE = "Recovery station: summary"
FOR_GOOD = "for good"
BEYOND = (
    "beyond reach: the station's own journal cannot be edited (it is overwritten in time), and exports, reports, "
    "backups and snapshots made before; delete those yourself"
)


@click.command("summary")
@options(*SPAN)
@click.option("--by", type=click.Choice(["day", "week"]), help="A line a day or a week (UTC, from Monday).")
@click.option("-o", "--output", "output", metavar="F", help="Write it as an .html page.")
@click.pass_obj
def summary(settings: Settings, by: str | None, output: str | None, **given: Any) -> None:
    """Sum up: sessions, minutes, how they ended, faults by part, and which zones lose more air than before."""
    from recovery_station.logs.summary import summarize

    with open_store() as store:
        found = summarize(store, wanted_of(settings, **given), by)
    if output is not None:
        from recovery_station.logs.summary_page import write_summary

        write_summary(found, TITLE, Path(output))
        settings.out.note(f"written to {output}")
    if settings.out.as_json:
        for line in _objects(found):
            settings.out.result(line, str)
    elif output is None:
        click.echo(_words(found))


def _objects(found: Summary) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = [
        {
            "type": "summary/1",
            "period": one.name,
            "sessions": one.sessions,
            "minutes": round(one.minutes, 1),
            "completion_pct": one.completion_pct,
            "outcomes": dict(one.outcomes),
            "records_missing": one.records_missing,
        }
        for one in found.periods
    ]
    for fault in found.faults:
        told = {"station": fault.station, "name": fault.name, "part": fault.part, "count": fault.count}
        lines.append({"type": "summary_fault/1", **told})
    for zone in found.zones:
        rates = {"recent_mmhg_min": zone.recent_mmhg_min, "before_mmhg_min": zone.before_mmhg_min}
        told = {"station": zone.station, "zone": zone.zone, **rates, "rise_mmhg_min": zone.rise_mmhg_min}
        lines.append({"type": "summary_zone/1", **told})
    for one in found.lost:
        told = {"station": one.station, "first_seq": one.first_seq, "last_seq": one.last_seq}
        noted = {"acknowledged": one.acknowledged, "noted": utc(one.noted_utc_s)}
        lines.append({"type": "summary_lost/1", **told, **noted})
    return lines


def _words(found: Summary) -> str:
    periods = [
        (
            one.name,
            one.sessions,
            round(one.minutes),
            one.completion_pct,
            ", ".join(f"{name} {count}" for name, count in one.outcomes.most_common()),
        )
        for one in found.periods
    ]
    faults = [(one.count, one.name, one.part, one.station) for one in found.faults]
    zones = [
        (one.station, one.zone, one.recent_mmhg_min, one.before_mmhg_min, one.rise_mmhg_min)
        for one in found.zones
    ]
    parts = [table(("PERIOD", "SESSIONS", "MINUTES", "COMPLETED %", "ENDED"), periods)]
    if faults:
        parts.append(table(("TIMES", "FAULT", "PART", "STATION"), faults))
    if zones:
        heads = ("STATION", "ZONE", "FALL LATELY mmHg/min", "BEFORE", "RISE")
        parts.append(
            table(heads, zones) + "\nfall while the zone's valve was closed; the greatest rise first"
        )
    if found.lost:
        parts.append(
            table(("STATION", "LOST RECORDS", "HOW MANY", "NOTICED (UTC)", "TAKEN ELSEWHERE"), _lost(found))
        )
    return "\n\n".join(parts)


def _lost(found: Summary) -> list[tuple[object, ...]]:
    return [
        (
            one.station,
            f"{one.first_seq}-{one.last_seq}",
            one.last_seq - one.first_seq + 1,
            utc(one.noted_utc_s),
            "yes" if one.acknowledged else "no",
        )
        for one in found.lost
    ]


@click.command("forget")
@click.argument("token", metavar="MEMBER")
@click.pass_obj
def forget(settings: Settings, token: str) -> None:
    """Forget a member: the token leaves sessions and records for good; sessions, faults and telemetry stay."""
    with open_store() as store:
        gone = store.forget(token)
    told = {"type": "forget/1", "sessions": gone.sessions, "records": gone.records, "not_reached": BEYOND}
    settings.out.result(
        told, lambda: f"{gone.sessions} sessions unlinked, {gone.records} records emptied; {BEYOND}"
    )


@click.command("retain")
@click.option(
    "--telemetry-days", metavar="N", help="How long telemetry stays; 0 for good.", type=click.IntRange(0)
)
@click.option(
    "--members-days", metavar="N", help="How long members stay; 0 for good.", type=click.IntRange(0)
)
@click.option("--now", is_flag=True, help="Apply what is set once more; a change is applied at once anyway.")
@click.pass_obj
def retain(settings: Settings, telemetry_days: int | None, members_days: int | None, now: bool) -> None:
    """Say how long telemetry and members stay, or show it; sessions, events and faults always stay.

    What is older goes at once when a stay is set, and from then on once a day as records come in.
    """
    given = {"telemetry": telemetry_days, "members": members_days}
    with open_store() as store:
        store.set_retention({kind: days or None for kind, days in given.items() if days is not None})
        gone = store.retain() if now or any(given.values()) else None
        kept = store.retention()
    told: dict[str, object] = {"type": "retain/1", **{f"{kind}_days": days for kind, days in kept.items()}}
    if gone is not None:
        told |= {"telemetry_rows_gone": gone["telemetry"], "sessions_unlinked": gone["members"]}
    settings.out.result(told, lambda: _retained(kept, gone))


def _retained(kept: dict[str, int | None], gone: dict[str, int] | None) -> str:
    stay = ", ".join(f"{kind} {FOR_GOOD if days is None else f'{days} days'}" for kind, days in kept.items())
    done = (
        ""
        if gone is None
        else f"; {gone['telemetry']} rows of telemetry gone, {gone['members']} sessions unlinked"
    )
    return f"what stays: {stay}{done}"
