"""Records as rows of the records, events and telemetry tables."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from typing import Any, cast

from recovery_station import notes, words
from recovery_station.logs.schema import SURE
from recovery_station.records import Record
from station_firmware.store import record as layout

Row = dict[str, object]
Tuples = list[tuple[object, ...]]  # in the order of the table's columns

_TELEMETRY = struct.Struct(cast("str", cast("Any", layout).FORMS[layout.TELEMETRY]))
_PRESSURES = len(words.ZONES) + 2  # and two manifolds
_MISSING = layout.MISSING_PRESSURE_MMHG


def record_rows(station: str, records: Iterable[Record]) -> Iterator[tuple[object, ...]]:
    """The records themselves."""
    return ((station, one.boot, one.seq, one.kind, one.raw) for one in records)


def event_rows(station: str, records: Iterable[Record]) -> Tuples:
    """Rows of the events table: neither telemetry nor the text of another record.

    `detail_json` holds the record's numbers by name, and words where there are any.
    """
    telemetry = layout.TELEMETRY  # most are: no call for those
    return [_event(station, one) for one in records if one.kind != telemetry and is_event(one)]


def is_event(record: Record) -> bool:
    """True for what belongs into the events table: neither telemetry nor the text of another record."""
    return record.kind not in (layout.TELEMETRY, layout.TEXT)


def detail(record: Record) -> Row:
    """The record's numbers by name, and words where there are any."""
    values = record.values()
    return {**values, **_words(record.kind, values)}


def telemetry_rows(station: str, records: Iterable[Record]) -> Iterator[tuple[object, ...]]:
    """Rows of the telemetry table; missing readings are NULL. There are many: this is the import's inner loop."""
    unpack, kind, clock_ok = _TELEMETRY.unpack, layout.TELEMETRY, words.FLAG_CLOCK_OK
    no_bath = layout.MISSING_BATH_CDEGC
    for one in records:
        if one.kind != kind:
            continue
        payload, wall_s = one.payload, one.wall_s
        values = unpack(payload)
        hot, cold = values[12], values[13]
        sure = wall_s and one.flags & clock_ok
        yield (
            station,
            one.boot,
            one.seq,
            one.ticks_ms,
            wall_s if sure else None,
            0 if sure else None,
            *(_pressures(values) if _MISSING in payload[:_PRESSURES] else values[:_PRESSURES]),
            None if hot == no_bath else hot / 100,
            None if cold == no_bath else cold / 100,
            *values[14:],
        )


def _pressures(values: tuple[int, ...]) -> list[int | None]:
    return [None if value == _MISSING else value for value in values[:_PRESSURES]]


def _event(station: str, record: Record) -> tuple[object, ...]:
    told = json.dumps(detail(record), default=_plain)
    sure = record.clock_ok and record.wall_s
    dated = (record.wall_s, SURE) if sure else (None, None)
    return (station, record.boot, record.seq, record.ticks_ms, *dated, record.kind_name, told)


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


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
