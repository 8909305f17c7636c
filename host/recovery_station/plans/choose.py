"""Which protocol fits today: the rules applied to a week, a day and how somebody feels."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from recovery_station.plans.rules import BEFORE, HARD_RUNS, LIGHTER, RULES, SIGNALS, SOURCES, Rule, Signal
from recovery_station.plans.week import Week
from station_firmware.core import presets as _presets

PRESET_IDS: tuple[str, ...] = cast("Any", _presets).IDS
COMPARE = {">=": operator.ge, "<": operator.lt}


@dataclass(frozen=True)
class Feeling:
    """How somebody feels, None where nobody said: soreness and effort 0 to 10, sleep in hours."""

    soreness: float | None = None
    sleep_h: float | None = None
    effort: float | None = None


@dataclass(frozen=True)
class Reason:
    """One sentence and where it comes from."""

    rule: str
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """What fits: a protocol, one for before a run where there is a run, and why."""

    protocol: str
    instead_of: str | None
    before: str | None
    lighter: bool
    reasons: tuple[Reason, ...]


def choose(week: Week, day: str, feeling: Feeling, offered: tuple[str, ...] = PRESET_IDS) -> Choice:
    """Apply the rules to one day; `offered` are the protocols there are."""
    training = week.on(day)
    rule = next(one for one in RULES if _fits(one, training, week.phase))
    signals = _signals(_values(week, day, feeling))
    first = next(one for one in rule.protocols if one in offered)
    protocol = LIGHTER.get(first, first) if signals else first
    before = None if signals or not _fits(BEFORE, training, week.phase) else _first(BEFORE, offered)
    reasons = [_reason(rule), *(_reason(one) for one in signals)]
    if before:
        reasons.append(_reason(BEFORE))
    return Choice(protocol, first if protocol != first else None, before, bool(signals), tuple(reasons))


def _first(rule: Rule, offered: tuple[str, ...]) -> str | None:
    return next((one for one in rule.protocols if one in offered), None)


def _fits(rule: Rule, training: tuple[str, ...], phase: str) -> bool:
    return any(one in rule.training for one in training) and (not rule.phases or phase in rule.phases)


def _values(week: Week, day: str, feeling: Feeling) -> dict[str, float | None]:
    """What the signals look at."""
    hard = [any(one in HARD_RUNS for one in week.on(day, later)) for later in (0, -1)]
    running = 0 if not hard[0] else sum(hard)
    return {
        "soreness": feeling.soreness,
        "sleep_h": feeling.sleep_h,
        "effort": feeling.effort,
        "hard_runs_running": running,
    }


def _signals(values: Mapping[str, float | None]) -> list[Signal]:
    """Every signal that fits; of two on the same value the first, stronger one."""
    found: dict[str, Signal] = {}
    for signal in SIGNALS:
        value = values[signal.value]
        if value is not None and COMPARE[signal.compare](value, signal.bound):
            found.setdefault(signal.value, signal)
    return list(found.values())


def _reason(row: Rule | Signal) -> Reason:
    return Reason(row.name, row.why, tuple(SOURCES[one] for one in row.sources))
