"""The display's driver on pins and bus that are counted: nine clocks, slices, and a bus that does not answer."""

from __future__ import annotations

import importlib.util
import sys
import types
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

import station_firmware

SOURCE = Path(station_firmware.__path__[0]) / "hal" / "ssd1306.py"
SCL, SDA = 9, 8


class Wires:
    """A display that holds SDA low until SCL has risen `owes` times."""

    def __init__(self, owes: int) -> None:
        self.owes = owes
        self.driven: dict[int, int] = {}
        self.sent: list[bytes] = []
        self.plugged = True

    def pin(self, number: int, level: int) -> None:
        if number == SCL and level and not self.driven.get(SCL, 1):
            self.owes = max(0, self.owes - 1)
        self.driven[number] = level

    def write(self, address: int, data: bytes) -> None:
        if not self.plugged or address != 0x3C:
            raise OSError(5)
        if self.owes:
            raise OSError(110)
        self.sent.append(bytes(data))


@pytest.fixture
def made() -> Generator[tuple[Any, Wires]]:
    """(the driver, the wires) with a `machine` of these wires while the test runs."""
    wires = Wires(owes=9)
    machine: Any = types.ModuleType("machine")

    class Pin:
        IN, OUT, PULL_UP = 0, 1, 1

        def __init__(self, number: int, mode: int = -1, pull: int = -1, value: int | None = None) -> None:
            self.number = number
            if value is not None:
                wires.pin(number, value)

        def init(self, mode: int, pull: int = -1) -> None:
            wires.pin(self.number, 1)

        def __call__(self, level: int) -> None:
            wires.pin(self.number, level)

    class I2C:
        def __init__(self, ident: int, **_: object) -> None:
            assert ident == 0

        def writeto(self, address: int, data: bytes) -> None:
            wires.write(address, data)

    machine.Pin, machine.I2C = Pin, I2C
    before = sys.modules.get("machine")
    sys.modules["machine"] = machine
    spec = importlib.util.spec_from_file_location("station_firmware.hal.driver_under_test", SOURCE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield vars(module)["Ssd1306"](), wires
    if before is None:
        del sys.modules["machine"]
    else:
        sys.modules["machine"] = before


# REQ-152
def test_nine_clocks_free_a_bus_that_is_held(made: tuple[Any, Wires]) -> None:
    display, wires = made
    assert display.begin() and wires.owes == 0
    assert wires.sent[0][-1] == 0xAF  # on, last
    assert wires.driven[SDA] == 1 and wires.driven[SCL] == 1  # let go as a stop leaves them


def test_a_bus_held_for_longer_raises_nothing_and_is_tried_again(made: tuple[Any, Wires]) -> None:
    display, wires = made
    wires.owes = 25
    assert not display.begin()
    display.write(0, 0, 64)
    assert not display.begin() and not wires.sent
    assert display.begin() and display.ok


# REQ-152
def test_a_slice_says_where_it_goes_and_leaves_the_line_as_it_was(made: tuple[Any, Wires]) -> None:
    display, wires = made
    display.begin()
    display.line[1:] = bytes(range(128))
    kept = bytes(display.line)
    wires.sent.clear()
    display.write(5, 0x47, 3)
    assert wires.sent == [b"\x00\xb5\x07\x14", b"\x40" + bytes((0x47, 0x48, 0x49))]
    assert bytes(display.line) == kept


def test_what_is_unplugged_is_seen_and_back_when_it_is_plugged_in(made: tuple[Any, Wires]) -> None:
    display, wires = made
    display.begin()
    wires.plugged = False
    assert not display.look() and not display.ok
    wires.plugged = True
    assert not display.look()  # what was lost is set up by `begin`, which sends all again
    assert display.begin()
