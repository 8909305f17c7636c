"""A training week from its TOML file: seven days, each with its training."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import cast

from recovery_station.errors import UsageError
from recovery_station.plans.rules import PHASES, TRAINING

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SCHEMA = "week/1"
SAMPLE = "running-week.toml"
HOW = "`station plan --sample` prints a week to start from"


@dataclass(frozen=True)
class Week:
    """What is trained on which day; a day that the file leaves out is rest."""

    title: str
    phase: str
    training: Mapping[str, tuple[str, ...]]

    def on(self, day: str, later: int = 0) -> tuple[str, ...]:
        """The training of a day, or of one so many days later (negative: earlier); the week repeats."""
        return self.training[DAYS[(DAYS.index(day) + later) % len(DAYS)]]


def sample_text() -> str:
    """The week that ships with the package."""
    return files("recovery_station.plans").joinpath(SAMPLE).read_text(encoding="utf-8")


def read_week(name: str | None) -> Week:
    """The week of a file, the sample when none is named. Raises UsageError with every mistake in it."""
    if name is None:
        return week_of(sample_text(), SAMPLE)
    try:
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror or str(error)) if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UsageError(f"cannot read {name}: {why}", f"name a week file; {HOW}") from error
    return week_of(text, name)


def week_of(text: str, name: str) -> Week:
    """The week in a TOML text. Raises UsageError with every mistake in it."""
    try:
        table = cast("dict[str, object]", tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name}: {error}", f"put the TOML right; {HOW}") from error
    mistakes = [
        f"{key} is unknown" for key in table if key not in ("schema", "title", "source", "phase", "day")
    ]
    if table.get("schema") != SCHEMA:
        mistakes.append(f"schema must be {SCHEMA!r}")
    phase = table.get("phase", PHASES[0])
    if phase not in PHASES:
        mistakes.append(f"phase = {phase!r}: one of {', '.join(PHASES)}")
    training = _days(table.get("day"), mistakes)
    if mistakes:
        raise UsageError(f"{name}: {'; '.join(mistakes)}", HOW, {"mistakes": mistakes})
    return Week(str(table.get("title", name)), str(phase), training)


def _days(rows: object, mistakes: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    listed = cast("list[object]", rows) if isinstance(rows, list) else []
    if not listed:
        mistakes.append("there is no [[day]]")
    for number, row in enumerate(listed, 1):
        table = cast("dict[str, object]", row) if isinstance(row, dict) else {}
        day, training = table.get("day"), cast("object", table.get("training"))
        if day not in DAYS or day in found:
            mistakes.append(f"day {number}: day = {day!r}: each of {' '.join(DAYS)} at most once")
        elif not _is_training(training):
            mistakes.append(f"{day}: training = {training!r}: a list of {', '.join(TRAINING)}")
        else:
            found[str(day)] = tuple(cast("list[str]", training))
    return {day: found.get(day, ("rest",)) for day in DAYS}


def _is_training(value: object) -> bool:
    listed = cast("list[object]", value) if isinstance(value, list) else []
    return bool(listed) and all(one in TRAINING for one in listed)
