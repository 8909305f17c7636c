"""Sessions and events of the store as objects and as words."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from recovery_station import notes, words
from recovery_station.cli.output import minutes, plain, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from recovery_station.cli.app import Settings
    from recovery_station.logs.query import EventRow, SessionRow

HEADS = ("SESSION", "STATION", "STARTED (UTC)", "PRESET", "RAN", "PLANNED", "ENDED")

HIDDEN = ("type", "id", "station", "utc_doubt", "records_missing")  # said in other words


def session_object(row: SessionRow, *, with_members: bool = False) -> dict[str, object]:
    """`session/1`; the member stays out of it unless asked for."""
    return {
        "type": "session/1",
        "id": row.id,
        "station": row.station,
        "protocol": row.protocol,
        "protocol_version": row.protocol_version,
        "protocol_sha256": row.protocol_sha256,
        "member": row.member if with_members else None,
        "confirmed_by": row.confirmed_by,
        "soreness": row.soreness_0_10,
        "screening_version": row.screening_version,
        "started": utc(row.started_utc_s),
        "planned_s": row.planned_s,
        "ran_s": row.ran_s,
        "at_pressure_s": row.at_pressure_s,
        "cycles": row.cycles,
        "end_reason": row.reason,
        "fault": words.fault_name(row.fault_code) if row.fault_code else None,
        "utc_doubt": row.utc_doubt,
        "records_missing": row.records_missing,
    }


def event_object(row: SessionRow, event: EventRow) -> dict[str, object]:
    """`event/1`; t_s counts from the session's start."""
    return {
        "type": "event/1",
        "session": row.id,
        "t_s": event.t_s,
        "utc": utc(event.utc_s),
        "kind": event.kind,
        "detail": event.detail,
    }


def session_table(rows: Sequence[SessionRow], *, with_members: bool = False) -> str:
    """One line a session; `~` before a date that was made afterwards."""
    lines = [
        (
            row.id,
            row.station,
            _started(row),
            row.protocol,
            minutes(row.ran_s),
            minutes(row.planned_s),
            _end(row),
            *([row.member] if with_members else []),
        )
        for row in rows
    ]
    return table((*HEADS, "MEMBER") if with_members else HEADS, lines)


def session_words(row: SessionRow, events: Sequence[EventRow], *, with_members: bool = False) -> str:
    """A session and its events for people."""
    lines = [f"session {row.id} on {row.station}"]
    for name, value in session_object(row, with_members=with_members).items():
        if name not in HIDDEN and value is not None:
            lines.append(f"  {name}: {plain(str(value))}")
    if row.utc_doubt:
        lines.append("  dated afterwards: the station's clock was not set then")
    if row.records_missing:
        lines.append(f"  records missing: {row.records_missing}, spoiled or forgotten by the station")
    lines += [
        f"{minutes(event.t_s):>7}  {happened_words(event.kind, event.detail)}".rstrip() for event in events
    ]
    return "\n".join(lines)


def progress_line(settings: Settings) -> Callable[[int, int], None] | None:
    """Counts records on stderr while they are pulled; only on a terminal."""
    if settings.out.as_json or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{done} of {total} records{end}")
        sys.stderr.flush()

    return show


def utc(seconds: int | None) -> str | None:
    """Seconds since 1970 as ISO 8601, None when the station did not know the time."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds else None


def _started(row: SessionRow) -> str | None:
    started = utc(row.started_utc_s)
    return f"~{started}" if started and row.utc_doubt else started


def _end(row: SessionRow) -> str:
    reason = row.reason or "goes on"
    told = f"{reason}: {words.fault_name(row.fault_code)}" if row.fault_code else reason
    return f"{told} ({row.records_missing} records missing)" if row.records_missing else told


def happened_words(kind: str, detail: Mapping[str, object]) -> str:
    """One event for people: a note in its words, another as its numbers by name."""
    if kind == "note":
        return plain(notes.told(detail))
    numbers = " ".join(f"{name}={plain(str(value))}" for name, value in detail.items() if name != "session")
    return f"{kind:14} {numbers}"
