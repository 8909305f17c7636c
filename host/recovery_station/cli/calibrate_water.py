"""Thermistors against a thermometer, two points each."""

from __future__ import annotations

from dataclasses import dataclass

import click
import msgspec

from recovery_station.calibrating import LONGEST_NAME, THERMISTORS, Calibration, Taken
from recovery_station.cli.output import Output, table
from recovery_station.errors import RefusedError, UsageError

WATER = (
    "Hang the thermistors and the reference thermometer together in stirred cold water of about 10 degC.",
    "The same in warm water of about 40 degC.",
)


@dataclass(frozen=True)
class How:
    """What the options say; `talks` when there is a person at a terminal."""

    names: list[str]
    by: str | None
    point: int | None
    degc: float | None
    yes: bool
    talks: bool


class Thermistor(msgspec.Struct):
    """What it read beside the thermometer, and its corrections at 10 and 40 degC before and after."""

    channel: str
    read_degc: float
    cool_degc_before: float | None = None
    warm_degc_before: float | None = None
    cool_degc: float | None = None
    warm_degc: float | None = None


class Point(msgspec.Struct, tag="calibrate_thermistors/1"):
    """What `station calibrate --thermistors` prints, for each of the two points."""

    point: int
    reference_degc: float
    kept: bool
    rows: list[Thermistor]


def names(given: str) -> list[str]:
    """The thermistors in `given`. Raises UsageError."""
    chosen = list(THERMISTORS) if given == "all" else [name.strip().lower() for name in given.split(",")]
    wrong = [name for name in chosen if name not in THERMISTORS]
    if wrong or len(set(chosen)) != len(chosen):
        raise UsageError(
            f"{given} is not a choice of thermistors", f"all, or some of {','.join(THERMISTORS)}"
        )
    return chosen


def checked(how: How) -> None:
    """Raises UsageError."""
    if how.by is not None and not (
        0 < len(how.by) <= LONGEST_NAME and how.by.isascii() and how.by.isprintable()
    ):
        raise UsageError(f"a name has 1 to {LONGEST_NAME} plain letters", "use a shorter one")
    if how.degc is not None and not 0 <= how.degc <= 45:
        raise UsageError(f"{how.degc:g} degC is not 0 to 45 degC", "read the thermometer again, in degC")
    if (how.point is None) != (how.degc is None):
        raise UsageError("--point and --degc go together", "give both, or none and be asked")
    if not how.talks and (how.point is None or how.by is None):
        raise UsageError(
            "no reading was given, and nobody can be asked", "give --by --point 1 --degc T, then --point 2"
        )


def run(out: Output, calibration: Calibration, how: How) -> None:
    """One point when it is given, else both, with a question before each."""
    if how.point is not None and how.degc is not None:
        _take(out, calibration, how, how.point, how.degc, how.by or "")
        return
    by = how.by or click.prompt("Your name", err=True, type=str)[:LONGEST_NAME]
    for number, words in enumerate(WATER, 1):
        out.note(words)
        while True:
            degc = click.prompt("The thermometer reads (degC)", err=True, type=click.FloatRange(0, 45))
            try:
                _take(out, calibration, how, number, float(degc), by)
                break
            except RefusedError as error:
                out.note(f"  {error.message}\n  next: {error.hint}")


def _take(out: Output, calibration: Calibration, how: How, number: int, degc: float, by: str) -> None:
    taken = calibration.point(how.names, number, degc)
    rows = _rows(taken)
    kept = False
    if taken.rows:
        out.note(_words(rows))
        kept = how.yes or not how.talks or click.confirm("Keep this calibration?", default=False, err=True)
        if kept:
            calibration.keep(by)
    point = Point(number, degc, kept, rows)
    out.result(point, lambda: _said(point, taken))


def _rows(taken: Taken) -> list[Thermistor]:
    values = {row[0]: [value / 100 for value in row[1:]] for row in taken.rows}
    return [
        Thermistor(name, (read or 0) / 100, *values.get(name, ()))
        for name, read in zip(taken.inputs, taken.reads, strict=True)
    ]


def _words(rows: list[Thermistor]) -> str:
    heads = ("thermistor", "read degC", "at 10 degC", "becomes", "at 40 degC", "becomes")
    cells = [
        (r.channel, r.read_degc, r.cool_degc_before, r.cool_degc, r.warm_degc_before, r.warm_degc)
        for r in rows
    ]
    return table(heads, cells)


def _said(point: Point, taken: Taken) -> str:
    if point.kept:
        return "thermistors: calibrated; `station status` shows the baths"
    told = f"point {point.point}: " + ", ".join(f"{row.channel} {row.read_degc:.2f}" for row in point.rows)
    return told + (" degC, not kept" if taken.rows else " degC")
