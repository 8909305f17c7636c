"""What a station's FRAM holds when it leaves the factory, as the firmware itself keeps it.

A nominal calibration, and the daily tests of the day its clock was set: they were made on the bench.
"""

from __future__ import annotations

from typing import Any, Final, cast

from station_firmware.core import daily as _daily
from station_firmware.core import reading as _reading
from station_firmware.core import sensing as _sensing
from station_firmware.store import calibration as _calibration_module
from station_firmware.store import daily_page as _daily_page_module

# Written for MicroPython, the module carries no annotations.
_calibration = cast("Any", _calibration_module)
_daily_page = cast("Any", _daily_page_module)

CLOCK_US: Final = 1_767_225_600_000_000
"""2026-01-01T00:00:00Z: its clock was set on the bench."""

NOMINAL: Final = ((_sensing.NOMINAL_ZERO_CODE, _sensing.NOMINAL_SPAN),) * len(_reading.PRESSURE_CHANNELS)
"""(zero code, span) of each channel: the plant's sensors are nominal, so their calibration is."""


class _Chip:
    """The FRAM as the firmware's codec sees it."""

    def __init__(self, size: int) -> None:
        self.content = bytearray(size)

    def read_into(self, address: int, buffer: bytearray) -> None:
        buffer[:] = self.content[address : address + len(buffer)]

    def write(self, address: int, data: bytes) -> None:
        self.content[address : address + len(data)] = data


def factory_fram(size: int) -> bytes:
    """The whole content of a FRAM of `size` bytes."""
    chip = _Chip(size)
    _calibration.save(chip, NOMINAL)
    tests: Any = _daily.Daily()
    tests.estop_hour = tests.switch_hour = CLOCK_US // 3_600_000_000
    _daily_page.save(chip, tests)
    return bytes(chip.content)
