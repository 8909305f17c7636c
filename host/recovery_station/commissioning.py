"""The commissioning steps of a form: what the self-test answers of each, and what a person measured by hand.

The table (commissioning.json) is made from hardware/commissioning.toml: steps, limits, fields for a person, and which
lines of the self-test belong to which step.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec

from recovery_station.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from recovery_station.selftesting import Row

TICK: Final = ""
TEXT: Final = "text"
"""Units that are none: a tick (true or false), and a word such as a gauge's number."""
OPEN: Final = "open"
PERSON: Final = "person"
_REMEDY: Final = "copy hardware/by-hand.toml: it has every step and what to measure"


class Field(msgspec.Struct):
    """What a person measures. `measured` null while nobody has; `low`, `high` null for ticks and words."""

    what: str
    unit: str
    low: float | None
    high: float | None
    measured: float | bool | str | None = None
    verdict: str = OPEN


class Step(msgspec.Struct):
    """One step of the form. `by` self-test, hand or both; `rows` the self-test's lines that answer it.

    `own` are lowest and highest for those lines where the step is stricter than the self-test, else empty.
    """

    step: str
    what: str
    limit: str
    yearly: bool
    by: str
    verdict: str
    rows: list[str]
    own: list[float]
    fields: list[Field]


class _Told(msgspec.Struct):
    """A step as the table tells it; `own` are limits tighter than the self-test's."""

    step: str
    what: str
    limit: str
    yearly: bool
    rows: list[str]
    own: list[float]
    fields: list[Field]


class _Table(msgspec.Struct):
    schema: str
    steps: list[_Told]


def read_by_hand(path: Path) -> dict[str, Any]:
    """What a person wrote, {step: {what: value}} and `person`. Raises UsageError."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", _REMEDY) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", _REMEDY) from error
    if not isinstance(told.get(PERSON, ""), str):
        raise UsageError(f"{path}: {PERSON} is a name in quotes", _REMEDY)
    return told


def _table() -> list[_Told]:
    text = (files("recovery_station") / "commissioning.json").read_bytes()
    return msgspec.json.decode(text, type=_Table).steps


def _in_limits(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _fill(step: str, field: Field, value: object) -> None:
    """Raises UsageError for a value of another kind."""
    where = f"{step}, {field.what}"
    if field.unit == TICK:
        if not isinstance(value, bool):
            raise UsageError(f"{where}: {value!r} is neither true nor false", _REMEDY)
        good = value
    elif field.unit == TEXT:
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"{where}: {value!r} is no word in quotes", _REMEDY)
        good = True
    else:
        # a float that is no number compares with nothing, so it would pass no limit and fail none
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise UsageError(f"{where}: {value!r} is no number ({field.unit})", _REMEDY)
        good = _in_limits(value, field.low, field.high)
    field.measured, field.verdict = value, "good" if good else "bad"


def _by_hand(told: _Told, written: object) -> None:
    """Raises UsageError for what the step does not ask for."""
    fields = {field.what: field for field in told.fields}
    if not isinstance(written, dict):
        raise UsageError(f"{told.step}: what was measured stands below [{told.step}]", _REMEDY)
    for what, value in cast("dict[str, object]", written).items():
        if what not in fields:
            raise UsageError(f"{told.step} asks for no {what!r}", _REMEDY)
        _fill(told.step, fields[what], value)


def row_verdict(own: Sequence[float], row: Row) -> str:
    """The self-test's verdict, or the step's own where its limits are tighter."""
    if row.measured is None:
        return OPEN
    if own and not _in_limits(row.measured, own[0], own[1]):
        return "bad"
    return row.verdict


def _verdict(verdicts: list[str]) -> str:
    return "bad" if "bad" in verdicts else OPEN if OPEN in verdicts else "good"


def _step(told: _Told, rows: Sequence[Row], *, passed: bool) -> Step:
    own = [row for row in rows if any(row.test.startswith(begin) for begin in told.rows)]
    verdicts = [row_verdict(told.own, row) for row in own]
    if len(own) == len(rows):
        verdicts.append("good" if passed else "bad")
    by = "both" if told.rows and told.fields else "self-test" if told.rows else "hand"
    verdict = _verdict([*verdicts, *(field.verdict for field in told.fields)])
    names = [row.test for row in own]
    return Step(told.step, told.what, told.limit, told.yearly, by, verdict, names, told.own, told.fields)


def steps(rows: Sequence[Row], *, passed: bool, written: dict[str, Any]) -> list[Step]:
    """Every step with what is known of it. Raises UsageError for steps or fields that there are not."""
    table = _table()
    unknown = sorted(set(written) - {PERSON} - {told.step for told in table})
    if unknown:
        raise UsageError(f"there is no step {', '.join(unknown)}", _REMEDY)
    for told in table:
        _by_hand(told, written.get(told.step, {}))
    return [_step(told, rows, passed=passed) for told in table]
