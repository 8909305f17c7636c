"""The plant's own truth as CSV: one row each 20 ms of virtual time, whatever the firmware believes."""

from __future__ import annotations

from typing import Final, TextIO

from recovery_station.virtual.plant import wires
from recovery_station.virtual.plant.leg import Leg
from recovery_station.virtual.plant.plant import STEP_US, Plant
from recovery_station.virtual.plant.signals import Patterns, lamp_colour
from station_firmware.core import prompt

_VENTS: Final = ("L1", "L2", "R1", "R2")
COLUMNS: Final = (
    *("t_ms", "chain", "estop", "pump_L_pct", "pump_R_pct"),
    *(f"vent_{vent}" for vent in _VENTS),
    *(f"zv_{zone}" for zone in wires.ZONE_NAMES),
    *(f"true_{zone}_mmhg" for zone in wires.ZONE_NAMES),
    *("true_ML_mmhg", "true_MR_mmhg", "hot_degc", "cold_degc", "heater", "chiller", "lamp", "prompt"),
)
"""Valves: 1 = energised = closed. chain: 1 = the actuators have supply. estop: 1 = the head is pressed."""

_VALVES: Final = (*wires.VENT_MASKS, *wires.ZONE_MASKS)


def firmware_patterns() -> Patterns:
    """The buzzer's patterns as the firmware states them, for `Plant(patterns=…)`."""
    return tuple((row[0], row[1]) for row in prompt.PATTERNS)


class _LegText:
    """The five pressures of a leg as text, made anew only when one of them has changed."""

    __slots__ = ("_last", "_leg", "_text")

    def __init__(self, leg: Leg) -> None:
        self._leg = leg
        self._last: list[float] = []
        self._text = ""

    def text(self) -> str:
        pressures = self._leg.p[:5]
        if pressures != self._last:
            self._last = pressures
            a, b, c, d, e = pressures
            self._text = f"{a:.1f},{b:.1f},{c:.1f},{d:.1f},{e:.1f}"
        return self._text


class TraceWriter:
    """Writes the header at once and then a row each time the plant reaches a multiple of 20 ms.

    It attaches itself to the plant; calling `row` besides does no harm, since a grid time is written once.
    """

    def __init__(self, plant: Plant, file: TextIO) -> None:
        self._plant = plant
        self._file = file
        self._left = _LegText(plant.left)
        self._right = _LegText(plant.right)
        self._word = -1
        self._valves = ""
        self._lamp = ""
        self._water_us = -1
        self._water = ""
        self._grid = -1
        file.write(",".join(COLUMNS) + "\n")
        self.row()
        plant.call_on_grid(self.row)

    def row(self) -> None:
        """Write the row of the last 20 ms multiple that was passed, unless it is written already."""
        plant = self._plant
        grid = plant.t_us // STEP_US
        if grid == self._grid:
            return
        self._grid = grid
        if plant.energised != self._word:
            self._word = plant.energised
            self._valves = ",".join("1" if self._word & mask else "0" for mask in _VALVES)
            self._lamp = lamp_colour(self._word)
        if plant.baths.next_us != self._water_us:
            self._water_us = plant.baths.next_us
            self._water = self._bath_text()
        left = plant.left
        right = plant.right
        chain = plant.chain
        self._file.write(
            f"{grid * 20},{chain.on:d},{chain.estop_pressed:d},"
            f"{100 * left.pump.speed:.0f},{100 * right.pump.speed:.0f},"
            f"{self._valves},{self._left.text()},{self._right.text()},"
            f"{left.manifold:.1f},{right.manifold:.1f},{self._water},{self._lamp},{plant.ear.prompt}\n"
        )

    def _bath_text(self) -> str:
        """Both baths; they are stepped once a second, and so is this."""
        baths = self._plant.baths
        heater = 1 if baths.heating else 0
        chiller = 1 if baths.chilling else 0
        return f"{baths.hot.mean_degc:.2f},{baths.cold.mean_degc:.2f},{heater},{chiller}"
