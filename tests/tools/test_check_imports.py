"""The import check lets the layers through as designed and stops each way around them."""

from pathlib import Path

import pytest

import check_imports

CORE = "firmware/station_firmware/core/sample.py"
HAL = "firmware/station_firmware/hal/sample.py"
LINK = "firmware/station_firmware/link/sample.py"
MAIN = "firmware/main.py"
HOST = "host/recovery_station/sample.py"
BOARD = "host/recovery_station/virtual/sim/sample.py"

GOOD = [
    (CORE, "from station_firmware.core import limits"),
    (CORE, "from . import limits"),
    (CORE, "from .limits import HIGHEST"),
    (CORE, "import struct"),
    (CORE, "def elapsed_ms(now_ms, then_ms):\n    return now_ms - then_ms"),
    (HAL, "import machine\nimport time"),
    (HAL, "from machine import Pin"),
    (LINK, "from station_firmware.core import fault"),
    (MAIN, "import machine"),
    (HOST, "import station_firmware"),
    (HOST, "from station_firmware import VERSION"),
    (HOST, "from station_firmware.core.protocol import check"),
    (HOST, "from station_firmware.store.record import unpack"),
    (HOST, "from station_firmware.link import frame"),
    (HOST, "import time\ntime.monotonic()"),
    (BOARD, "import machine"),
]

BAD = [
    (CORE, "import machine", "imports machine"),
    (CORE, "from machine import Pin", "imports machine"),
    (LINK, "import machine", "imports machine"),
    (LINK, "import rp2", "imports rp2"),
    (CORE, "import time", "core imports time"),
    (CORE, "from time import ticks_ms", "core imports time.ticks_ms"),
    (CORE, "import utime", "core imports utime"),
    (CORE, "import os", "core imports os"),
    (CORE, "from sys import stdin", "core imports sys.stdin"),
    (CORE, "from station_firmware.hal import pins", "core imports station_firmware.hal.pins"),
    (CORE, "from ..store import record", "core imports station_firmware.store.record"),
    (CORE, "import station_firmware.link.frame", "core imports station_firmware.link.frame"),
    (CORE, "def f(clock):\n    return clock.ticks_ms()", "core calls clock.ticks_ms"),
    (CORE, "def f(time):\n    return time.time()", "core calls time.time"),
    (CORE, "def f(ticks_us):\n    return ticks_us()", "core calls ticks_us"),
    (CORE, "def f():\n    return __import__('time')", "core calls __import__"),
    (CORE, "def f():\n    print(1)", "core calls print"),
    (LINK, "import asyncio", "imports asyncio"),
    (HAL, "import _thread", "imports _thread"),
    (HAL, "import micropython\n@micropython.native\ndef f():\n    pass", "uses native"),
    (HOST, "import machine", "imports machine"),
    (HOST, "from station_firmware.hal import pins", "imports station_firmware.hal.pins"),
    (HOST, "from station_firmware import app", "imports station_firmware.app"),
]


def found(root: Path, place: str, code: str) -> list[str]:
    """What the check says about one file with this code."""
    path = root / place
    path.parent.mkdir(parents=True)
    path.write_text(code + "\n", encoding="utf-8")
    return [finding.words for finding in check_imports.check(root)]


@pytest.mark.parametrize(("place", "code"), GOOD)
def test_the_design_passes(tmp_path: Path, place: str, code: str) -> None:
    assert found(tmp_path, place, code) == []


@pytest.mark.parametrize(("place", "code", "words"), BAD)
def test_each_way_around_it_is_found(tmp_path: Path, place: str, code: str, words: str) -> None:
    (said,) = found(tmp_path, place, code)
    assert said.startswith(words)
