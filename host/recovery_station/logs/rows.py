"""One record as the rows of the events and telemetry tables."""

from __future__ import annotations

import json
from typing import cast

from recovery_station import notes, words
from recovery_station.records import Record
from station_firmware.store import record as layout

Row = dict[str, object]


def key(station: str, record: Record) -> Row:
    """What makes a record unique."""
    return {"station": station, "boot": record.boot, "seq": record.seq}


def record_row(station: str, record: Record) -> Row:
    """The record itself."""
    return {**key(station, record), "kind": record.kind, "raw": record.raw}


def is_event(record: Record) -> bool:
    """True for what belongs into the events table: neither telemetry nor the text of another record."""
    return record.kind not in (layout.TELEMETRY, layout.TEXT)


def event_row(station: str, record: Record) -> Row:
    """A row of the events table.

    `detail_json` holds the record's numbers by name, and words where there are any.
    """
    values = record.values()
    return {
        **_when(station, record),
        "kind": record.kind_name,
        "detail_json": json.dumps({**values, **_words(record.kind, values)}, default=_plain),
    }


def telemetry_row(station: str, record: Record) -> Row:
    """A row of the telemetry table; missing readings are NULL."""
    values = record.values()
    zones = cast("list[int | None]", values["zones_mmhg"])
    manifolds = cast("list[int | None]", values["manifolds_mmhg"])
    return {
        **_when(station, record),
        **{f"{zone}_mmhg": value for zone, value in zip(words.ZONES, zones, strict=True)},
        "manifold_L_mmhg": manifolds[0],
        "manifold_R_mmhg": manifolds[1],
        "hot_degc": _degc(values["hot_cdegc"]),
        "cold_degc": _degc(values["cold_cdegc"]),
        "pump_L_pct": values["pump_left_pct"],
        "pump_R_pct": values["pump_right_pct"],
        "energised_bits": values["energised"],
    }


def _when(station: str, record: Record) -> Row:
    return {**key(station, record), "ticks_ms": record.ticks_ms, "utc_s": record.wall_s or None}


def _words(kind: int, values: Row) -> Row:
    """The words of a record's numbers, from the firmware's own tables."""
    if kind == layout.STATE:
        return {name: _named(words.STATE_NAMES, values[name]) for name in ("from_state", "to_state")}
    if kind == layout.SESSION_END:
        return {"reason": _named(words.END_NAMES, values["reason"])}
    if kind == layout.STEP:
        return {"step_kind": _named(words.STEP_KINDS, values["step_kind"])}
    if kind == layout.PROMPT:
        return {"prompt": _named(words.PROMPT_NAMES, values["prompt"])}
    if kind == layout.NOTE:
        name = notes.name_of(values["code"])
        return {"note": name} if name else {}
    return _fault_words(values) if kind == layout.FAULT else {}


def _fault_words(values: Row) -> Row:
    code, channel = values["code"], values["channel"]
    if not isinstance(code, int) or not isinstance(channel, int):
        return {}
    return {
        "name": words.fault_name(code),
        "channel": words.fault_channel(code, channel),
        "unit": words.fault_unit(code),
    }


def _named(names: tuple[str | None, ...], number: object) -> object:
    return names[number] if isinstance(number, int) and 0 <= number < len(names) else number


def _degc(value_cdegc: object) -> float | None:
    return value_cdegc / 100 if isinstance(value_cdegc, int) else None


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
