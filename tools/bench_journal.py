"""What a record costs on the bus, and how many half-hours a Pico keeps: the journal's code on a memory that counts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

from station_firmware.core import events as _events
from station_firmware.hal import fram as _fram
from station_firmware.store import archive as _archive
from station_firmware.store import block as _block
from station_firmware.store import journal as _journal
from station_firmware.store import layout as _layout
from station_firmware.store import record as _record

Row = tuple[str, float, str, str | None, float | None]
BUS_HZ: Final = 2_000_000
RECORDS: Final = 100
TICK_US: Final = 20_000
HALF_HOUR_S: Final = 1800
ROOT: Final = Path(__file__).resolve().parent.parent
_WRITE, _READ = 0x02, 0x03


class Bus:
    """An SPI with an FRAM behind it that counts every byte clocked either way."""

    def __init__(self) -> None:
        self.memory = bytearray(_fram.SIZE_BYTES)
        self.clocked = 0
        self._command = b""

    def select(self, level: int) -> None:
        """The chip's select line; a command begins anew."""
        if not level:
            self._command = b""

    def write(self, data: bytes) -> None:
        """Command and address first, then what is kept."""
        self.clocked += len(data)
        if len(self._command) == 4 and self._command[0] == _WRITE:
            at = int.from_bytes(self._command[1:], "big")
            self.memory[at : at + len(data)] = data
        else:
            self._command += bytes(data)

    def readinto(self, buffer: bytearray) -> None:
        """What lies at the address."""
        self.clocked += len(buffer)
        at = int.from_bytes(self._command[1:4], "big")
        buffer[:] = self.memory[at : at + len(buffer)]


def journal() -> Iterator[Row]:
    """Bytes and microseconds of one record, written and read back; capacity in half-hours."""
    sys.path.insert(0, str(ROOT))
    from tests.store.test_flash_room import SECOND_BYTES

    bus = Bus()
    ring: Any = cast("Any", _journal).Journal(cast("Any", _fram).Fram(bus, bus.select))
    ring.mount()
    before = bus.clocked
    for second in range(RECORDS):
        ring.append(1, _events.TELEMETRY, 0, second * 1000, 0, bytes(20))
    assert ring.next_seq == RECORDS and not ring.failing
    clocked = (bus.clocked - before) / RECORDS
    yield "journal: a record written and read back", clocked, "bytes on the bus", None, None
    spent_us = clocked * 8 / BUS_HZ * 1e6
    yield "the same at 2 MHz", spent_us, "us", "a tick", spent_us / TICK_US
    a_file = (_block.MOST_BYTES - _block.HEAD_BYTES) / SECOND_BYTES
    in_ring = (_layout.SIZE_BYTES - _layout.RING) // _record.RECORD_BYTES - _archive.RESERVE
    kept = (_archive.FILES_MAX * a_file + in_ring) / HALF_HOUR_S
    yield "half-hours kept on a Pico beside three slots", kept, "sessions", "asked: 20", kept / 20
