"""Holds what a run came to against what its case expects, and makes the line that is kept of it."""

from __future__ import annotations

import math
from typing import Final

import msgspec

from campaign.case import MAY, NONE, OFF, TRIP, Case
from campaign.drive import Outcome
from campaign.moments import MOMENTS
from campaign.truth import ROW_MS

_CALM_ENDS: Final = ("user_stop", "completed")


class Result(msgspec.Struct):
    """One line of results.jsonl. `violations`: kind, a colon, particulars. Times are null where nothing was to time."""

    id: str
    key: str
    group: str
    title: str
    preset: str
    moment: str
    tripped: bool
    end: str | None
    faults: list[tuple[str, str]]
    reaction_ticks: int | None
    vent_s: float | None
    opened_s: float | None
    peak_mmhg: float
    virtual_s: float
    wall_s: float
    violations: list[str]


def result_of(case: Case, key: str, outcome: Outcome, wall_s: float) -> Result:
    """The line of a run."""
    judge = outcome.judge
    tripped = bool(outcome.faults)
    return Result(
        id=case.id,
        key=key,
        group=case.group,
        title=case.title,
        preset=case.preset,
        moment=case.moment,
        tripped=tripped,
        end=outcome.end,
        faults=outcome.faults,
        reaction_ticks=_reaction_ticks(case, outcome),
        vent_s=judge.vent_ms / 1000 if judge.vent_ms >= 0 else None,
        opened_s=outcome.opened_s,
        peak_mmhg=round(judge.peak_mmhg, 1),
        virtual_s=round(outcome.length_s, 1),
        wall_s=round(wall_s, 2),
        violations=violations(case, outcome),
    )


def _reaction_ticks(case: Case, outcome: Outcome) -> int | None:
    """Ticks from the injection to nothing energised, where the fault shows at once and something was energised."""
    safe_ms = outcome.judge.safe_ms
    if not (case.react_ticks and outcome.faults and outcome.energised_then) or safe_ms < outcome.injected_ms:
        return None
    return math.ceil((safe_ms - outcome.injected_ms) / ROW_MS)


def violations(case: Case, outcome: Outcome) -> list[str]:
    """Everything that is not as it should be, empty when all is well."""
    found = [f"truth: {line}" for line in outcome.judge.violations]
    if not outcome.reached:
        return [*found, f"moment: {case.moment} was never reached, {_heard(outcome)}"]
    if not outcome.state:
        return [*found, "silent: the station does not answer"]
    if outcome.faults and outcome.judge.safe_ms < 0 and not case.held:
        found.append("energised: something still has current at the end")
    return found + _words(case, outcome) + _ends(case, outcome) + _kept(outcome) + _times(case, outcome)


def _heard(outcome: Outcome) -> str:
    names = ", ".join(f"{name} {channel}".rstrip() for name, channel in outcome.faults[:3])
    return names or "no fault"


def _words(case: Case, outcome: Outcome) -> list[str]:
    must = case.expect.must
    if not outcome.faults:
        waited = f"none of {', '.join(case.expect.names)} within {case.expect.within_s:g} s"
        return [f"no trip: {waited}"] if must == TRIP else []
    name, channel = outcome.faults[0]
    if must in (NONE, OFF):
        return [f"tripped: {_heard(outcome)}"]
    if case.expect.names and name not in case.expect.names:
        return [f"name: {_heard(outcome)}, not {' or '.join(case.expect.names)}"]
    if case.channels and channel and channel not in case.channels:
        return [f"channel: {name} {channel}, not {' or '.join(sorted(case.channels))}"]
    if case.before_start and outcome.started and must == TRIP:
        return [f"late: the self-test let it pass, {_heard(outcome)} in the session"]
    return []


def _ends(case: Case, outcome: Outcome) -> list[str]:
    if not outcome.started:
        return []
    must = case.expect.must
    tripped = bool(outcome.faults)
    if tripped and must in (NONE, OFF):
        return []
    allowed = case.ends if must == OFF or tripped else _CALM_ENDS
    if must == MAY or MOMENTS[case.moment].command == "skip":
        allowed += _CALM_ENDS  # it may also come after the end
    return [] if outcome.end in allowed else [f"end: {outcome.end}, not {' or '.join(allowed)}"]


def _kept(outcome: Outcome) -> list[str]:
    """A zone that kept its air because it is exempt must be named."""
    named = {channel for _, channel in outcome.faults}
    return [f"words: {zone} kept its air and is not named" for zone in sorted(outcome.judge.kept - named)]


def _times(case: Case, outcome: Outcome) -> list[str]:
    found: list[str] = []
    ticks = _reaction_ticks(case, outcome)
    if ticks is not None and case.react_ticks is not None and ticks > case.react_ticks:
        found.append(f"reaction: {ticks} ticks, at most {case.react_ticks}")
    if case.opens_s is None or 0 <= outcome.judge.tripped_ms <= outcome.injected_ms:
        return found
    if outcome.opened_s is None:
        return [*found, "chain: never opened"]
    return (
        [*found, f"chain: opened after {outcome.opened_s:.2f} s"]
        if outcome.opened_s > case.opens_s
        else found
    )
