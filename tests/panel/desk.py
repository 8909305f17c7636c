"""The real panel over a display in memory, with the real station behind it on its bench: cheap, for many presses."""

from __future__ import annotations

import importlib
import sys
import types
from typing import Any

from tests.link.bench import Line

from recovery_station.screenshot import Screen

SLICE_US = 1700
TICK_US = 20000


class Display:
    """Takes slices as the SSD1306 does and counts what the bus would need; `plugged` False: it does not answer."""

    plugged = True

    def __init__(self) -> None:
        self.ok = False
        self.line = bytearray(129)
        self.memory = bytearray(1024)
        self.slices = 0

    def begin(self) -> bool:
        self.ok = self.plugged
        return self.ok

    def look(self) -> bool:
        self.ok = self.ok and self.plugged
        return self.ok

    def write(self, page: int, first: int, size: int) -> None:
        assert size <= 64 and first + size <= 128
        self.slices += 1
        self.ok = self.ok and self.plugged
        if self.ok:
            at = page * 128 + first
            self.memory[at : at + size] = self.line[1 + first : 1 + first + size]


def panel_class() -> Any:
    """The panel's class; the two modules below it that need a chip are these ones while it is loaded."""
    if "station_firmware.ui.panel" not in sys.modules:
        driver: Any = types.ModuleType("station_firmware.hal.ssd1306")
        driver.Ssd1306, driver.PAGES, driver.SLICE, driver.WIDTH, driver.WORST_US = Display, 8, 64, 128, 6000
        clock: Any = types.ModuleType("station_firmware.hal.clock")
        clock.now_us = lambda: 0
        sys.modules["station_firmware.hal.ssd1306"] = driver
        sys.modules["station_firmware.hal.clock"] = clock
        vars(importlib.import_module("station_firmware.hal"))["clock"] = clock
    return importlib.import_module("station_firmware.ui.panel").Panel


class Desk:
    """`press…` and `slack` as in app.py: panel before link; `left_us` is what each slack has for the panel."""

    def __init__(self, language: str = "en") -> None:
        made: Any = panel_class()
        self.line = Line()
        self.bench: Any = self.line.bench
        self.services: Any = self.line.services
        self.services.files = None
        self.services.slacks = 0
        station = self.services.station
        station.site.language = language
        self.session = station.session
        self.reading = station.reading
        self.left_us = 15000
        self.worst_slices = 0
        self.panel = made(self.services)
        self.services.panel = self.panel
        self.display: Display = self.panel.display
        self.slack(20)

    def slack(self, count: int = 1) -> None:
        """Tick, then the slack in app.py's order."""
        for _ in range(count):
            self.bench.tick()
            self.services.slacks += 1
            self.panel.hear()
            self.services.recorder.drain(self.services.station)
            before = self.display.slices
            self.panel.serve(self.left_us)
            self.worst_slices = max(self.worst_slices, self.display.slices - before)
            self.line.server.serve(0)

    def turn(self, detents: int) -> None:
        self.reading.turns = self.reading.turns + detents & 4095
        self.slack(2)

    def push(self, slacks: int = 8) -> None:
        self.reading.encoder_push = True
        self.slack(slacks)
        self.reading.encoder_push = False
        self.slack()

    def start(self) -> None:
        self.reading.start = True
        self.slack(8)
        self.reading.start = False
        self.slack()

    def stop(self) -> None:
        self.reading.stop = False
        self.slack(1)

    def let_go_stop(self) -> None:
        self.reading.stop = True
        self.slack()

    def screen(self) -> Screen:
        return Screen(bytes(self.display.memory))
