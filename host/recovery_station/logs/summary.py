"""Many sessions in few figures: how much was used, how it ended, what failed, which zones lose more air than before.

Everything comes from small tables (logs/leaks.py reckons leaks as records come in), so years of it take no time.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import case, func, select

from recovery_station.logs import schema
from recovery_station.logs.query import Wanted, serials_of
from recovery_station.logs.store import Store

UNDATED, ALL = "undated", "all"
COMPLETED = "completed"
RECENT_DAYS = 28  # the latest four weeks of a station, against all that came before
LEAST_HELD_S = 60.0  # less than this is no figure


@dataclass
class Period:
    """One day, one week (by its Monday), or all."""

    name: str
    sessions: int = 0
    minutes: float = 0.0
    records_missing: int = 0
    outcomes: Counter[str] = field(default_factory=lambda: Counter[str]())

    @property
    def completion_pct(self) -> float | None:
        """Share of what has ended that was carried out to its end."""
        ended = sum(self.outcomes.values())
        return round(100 * self.outcomes[COMPLETED] / ended, 1) if ended else None


@dataclass(frozen=True)
class FaultCount:
    """How often a fault came at a part."""

    station: str
    name: str
    part: str
    count: int


@dataclass(frozen=True)
class ZoneLeak:
    """What a zone's pressure fell a minute while its valve was closed: lately, and before that."""

    station: str
    zone: str
    recent_mmhg_min: float | None
    before_mmhg_min: float | None

    @property
    def rise_mmhg_min(self) -> float | None:
        """How much faster it falls than before."""
        if self.recent_mmhg_min is None or self.before_mmhg_min is None:
            return None
        return round(self.recent_mmhg_min - self.before_mmhg_min, 2)


@dataclass(frozen=True)
class Lost:
    """Records that a station no longer had when they were asked for; of some another computer may have them."""

    station: str
    first_seq: int
    last_seq: int
    acknowledged: bool
    noted_utc_s: int


@dataclass(frozen=True)
class Summary:
    """Zones with the greatest rise come first: that is what to look at next."""

    periods: Sequence[Period]
    faults: Sequence[FaultCount]
    zones: Sequence[ZoneLeak]
    lost: Sequence[Lost]


def summarize(store: Store, wanted: Wanted, by: str | None = None) -> Summary:
    """The figures of the sessions wanted; `by` is day, week or None for one sum."""
    return Summary(
        _periods(store, wanted, by), _faults(store, wanted), _zones(store, wanted), _lost(store, wanted)
    )


def _periods(store: Store, wanted: Wanted, by: str | None) -> list[Period]:
    column = schema.sessions.c
    query = select(column.started_utc_s, column.ran_s, column.reason, column.records_missing)
    found: dict[str, Period] = {}
    with store.reading() as connection:
        for started_s, ran_s, reason, missing in connection.execute(query.where(*wanted.conditions())):
            name = _name(started_s, by)
            period = found.setdefault(name, Period(name))
            period.sessions += 1
            period.minutes += (ran_s or 0.0) / 60
            period.records_missing += missing
            if reason is not None:
                period.outcomes[reason] += 1
    return [found[name] for name in sorted(found)]


def _name(started_s: int | None, by: str | None) -> str:
    if by is None:
        return ALL
    if started_s is None:
        return UNDATED
    day = datetime.fromtimestamp(started_s, UTC).date()
    return (day - timedelta(days=day.weekday()) if by == "week" else day).isoformat()


def _faults(store: Store, wanted: Wanted) -> list[FaultCount]:
    """Of the whole span, in sessions and between them."""
    event = schema.events.c
    query = select(event.station, event.detail_json, func.count()).where(event.kind == "fault")
    if wanted.station is not None:
        query = query.where(event.station.in_(serials_of(wanted.station)))
    if wanted.since_s is not None:
        query = query.where(event.utc_s >= wanted.since_s)
    if wanted.until_s is not None:
        query = query.where(event.utc_s < wanted.until_s)
    counts: Counter[tuple[str, str, str]] = Counter()
    with store.reading() as connection:
        for station, text, count in connection.execute(query.group_by(event.station, event.detail_json)):
            detail = json.loads(text)
            counts[station, str(detail.get("name")), str(detail.get("channel") or "")] += count
    return [FaultCount(*key, count) for key, count in counts.most_common()]


def _zones(store: Store, wanted: Wanted) -> list[ZoneLeak]:
    leak, ran = schema.zone_leaks.c, schema.sessions.c
    latest = (
        select(ran.station, func.max(ran.started_utc_s).label("latest_s")).group_by(ran.station).subquery()
    )
    lately = case((ran.started_utc_s > latest.c.latest_s - RECENT_DAYS * 86_400, 1), else_=0)
    joined = schema.zone_leaks.join(
        schema.sessions,
        (leak.station == ran.station) & (leak.boot == ran.boot) & (leak.number == ran.number),
    ).join(latest, latest.c.station == ran.station)
    query = (
        select(leak.station, leak.zone, lately, func.sum(leak.held_s), func.sum(leak.fallen_mmhg))
        .select_from(joined)
        .where(*wanted.conditions(), ran.started_utc_s.is_not(None))
        .group_by(leak.station, leak.zone, lately)
    )
    found: dict[tuple[str, str], list[float | None]] = {}
    with store.reading() as connection:
        for station, zone, recent, held_s, fallen_mmhg in connection.execute(query):
            if held_s >= LEAST_HELD_S:
                rate = round(60 * float(fallen_mmhg) / held_s, 2)
                found.setdefault((station, zone), [None, None])[0 if recent else 1] = rate
    zones = [ZoneLeak(*key, *rates) for key, rates in found.items()]
    return sorted(zones, key=lambda one: (-(one.rise_mmhg_min or 0.0), one.station, one.zone))


def _lost(store: Store, wanted: Wanted) -> list[Lost]:
    """By when it was noticed: when it was recorded nobody knows any more."""
    column = schema.lost.c
    query = select(
        column.station, column.first_seq, column.next_seq - 1, column.acknowledged, column.noted_utc_s
    )
    if wanted.station is not None:
        query = query.where(column.station.in_(serials_of(wanted.station)))
    if wanted.since_s is not None:
        query = query.where(column.noted_utc_s >= wanted.since_s)
    if wanted.until_s is not None:
        query = query.where(column.noted_utc_s < wanted.until_s)
    ordered = query.order_by(column.station, column.noted_utc_s, column.first_seq)
    with store.reading() as connection:
        return [
            Lost(station, first_seq, last_seq, bool(acknowledged), noted_s)
            for station, first_seq, last_seq, acknowledged, noted_s in connection.execute(ordered)
        ]
