"""A virtual station's memory with records in it, as a busy week leaves it: what a pull has to bring over."""

from __future__ import annotations

import random
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from recovery_station.virtual.board import FRAM_BYTES
from recovery_station.virtual.factory import factory_fram
from station_firmware.store import layout as _layout
from station_firmware.store import record as _record

layout, record = cast("Any", _layout), cast("Any", _record)


def fill(
    state: Path, count: int, spoiled: Mapping[int, bytes] | None = None, lively: float = 1.0
) -> dict[int, bytes]:
    """Put telemetry 0 to `count` - 1 into the FRAM of a station not yet started; returns the slots by number.

    `spoiled` replaces what lies in some of them, `lively` is the share of the pressures that change in a second (a
    sequential session: 0.4).
    """
    state.mkdir(parents=True, exist_ok=True)
    memory = bytearray(factory_fram(FRAM_BYTES))
    chance = random.Random(count)
    slots: dict[int, bytes] = {}
    zones = [0] * 12
    for seq in range(count):
        zones = [chance.randrange(110) if chance.random() < lively else old for old in zones]
        payload = struct.pack(
            record.FORMS[record.TELEMETRY], *zones, 3800 + seq % 9, 1200, 50, 60, seq % 65536
        )
        raw = bytearray(record.RECORD_BYTES)
        record.pack_into(raw, seq, 0, record.TELEMETRY, 0, 1000 * seq, 0, payload)
        slots[seq] = bytes(raw)
    slots |= dict(spoiled or {})
    for seq, raw in slots.items():
        at = layout.RING + seq * record.RECORD_BYTES
        memory[at : at + record.RECORD_BYTES] = raw
    (state / "fram.bin").write_bytes(memory)
    return slots
