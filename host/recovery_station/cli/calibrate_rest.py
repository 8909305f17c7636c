"""What a station's calibration was, back to the one before, and a sensor that was replaced."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from recovery_station.calibrating import (
    LONGEST_NAME,
    PRESSURES,
    THERMISTORS,
    Calibration,
    HistoryRow,
    Kept,
    gain_pct,
    zero_mv,
)
from recovery_station.cli.output import Output, table
from recovery_station.errors import UsageError

if TYPE_CHECKING:
    from recovery_station.station import Station

_GROUPS = {
    "left": (*PRESSURES[:5], PRESSURES[10]),
    "right": (*PRESSURES[5:10], PRESSURES[11]),
    "thermistors": THERMISTORS,
}


class Change(msgspec.Struct, tag="calibration/1"):
    """One line of `station calibrate --history`; values as (channel, before, after), a pair each.

    Pressures: zero in mV and gain off nominal in per cent, null without calibration. Thermistors: corrections at 10 and
    40 degC.
    """

    number: int
    at: str | None
    what: str
    by: str
    reference_mmhg: float | None
    in_use: bool
    changed: list[tuple[str, tuple[float, float] | None, tuple[float, float] | None]]


class Moved(msgspec.Struct, tag="calibration_changed/1"):
    """What `--undo` and `--forget` print: which channels read by other values now."""

    command: str
    what: str
    channels: list[str]


def channel(name: str) -> str:
    """Raises UsageError for what is no pressure sensor."""
    if name.upper() not in PRESSURES:
        raise UsageError(f"{name} is no pressure sensor", f"one of {' '.join(PRESSURES)}")
    return name.upper()


def history(out: Output, station: Station) -> None:
    """An object a change, or a table; the newest first."""
    rows = [_change(row) for row in Calibration(station).history()]
    if not rows and not out.as_json:
        out.note("this station was not calibrated since it left the factory")
    if out.as_json:
        for row in rows:
            out.result(row, str)
    elif rows:
        cells = [
            (one.number, one.at, one.by, one.what, "in use" if one.in_use else "", *line)
            for one in rows
            for line in _lines(one)
        ]
        told = table(("no.", "when", "by", "what", "", "channel", "before", "after"), cells)
        out.result(rows[0], lambda: told)


def undo(out: Output, calibration: Calibration) -> None:
    """Back by one."""
    kept = calibration.undo()
    _tell(out, "undo", kept, "back to the calibration before")


def named(by: str | None) -> str:
    """Raises UsageError without a name."""
    if by is None or not (0 < len(by) <= LONGEST_NAME and by.isascii() and by.isprintable()):
        raise UsageError("who says so is recorded", f"give --by NAME, at most {LONGEST_NAME} plain letters")
    return by


def forget(out: Output, calibration: Calibration, name: str, by: str) -> None:
    """A sensor without calibration."""
    kept = calibration.forget(name, by)
    _tell(out, "forget", kept, "has no calibration any more; no session begins before it has one")


def _tell(out: Output, command: str, kept: Kept, words: str) -> None:
    moved = Moved(command, kept.what, kept.changed)
    out.result(moved, lambda: f"{' '.join(kept.changed) or kept.what}: {words}")


def _change(row: HistoryRow) -> Change:
    names = _GROUPS.get(row.what, ())
    changed: list[tuple[str, tuple[float, float] | None, tuple[float, float] | None]] = []
    for at, name in enumerate(names):
        before, after = row.before[2 * at : 2 * at + 2], row.after[2 * at : 2 * at + 2]
        if before != after:
            changed.append((name, _pair(row.what, before), _pair(row.what, after)))
    at_time = datetime.fromtimestamp(row.wall_s).astimezone().isoformat() if row.wall_s else None
    reference = row.reference_dmmhg / 10 if row.reference_dmmhg else None
    return Change(row.seq, at_time, row.what, row.by, reference, row.in_use, changed)


def _pair(what: str, values: list[int]) -> tuple[float, float] | None:
    if what == "thermistors":
        return values[0] / 100, values[1] / 100
    return (zero_mv(values[0]), gain_pct(values[1])) if values[0] else None


def _lines(change: Change) -> list[tuple[str, str, str]]:
    units = ("{:+.2f} {:+.2f} degC" if change.what == "thermistors" else "{:.1f} mV {:+.2f} %").format
    return [
        (name, units(*before) if before else "none", units(*after) if after else "none")
        for name, before, after in change.changed
    ]
