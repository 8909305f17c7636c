"""A hand at the panel of a virtual station: presses, waits, and looks at the display."""

from __future__ import annotations

from typing import Final

from recovery_station.screenshot import Screen
from recovery_station.virtual.station import VirtualStation

_STATE_BYTES: Final = 8
SETTLE_S: Final = 0.8
"""A press, the station's answer, and the frames that show it."""


class Hand:
    """`station` must be started. Times are virtual."""

    def __init__(self, station: VirtualStation) -> None:
        self.station = station
        self.actions = 0

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.station.run_until(self.station.now_us + round(seconds * 1e6))

    def press(self, what: str, wait_s: float = SETTLE_S) -> Screen:
        """Press as a scenario does (plant/panel.py), wait, and look."""
        self.actions += 1
        self.station.plant.press(what)
        self.wait(wait_s)
        return self.screen()

    def turn(self, detents: int) -> Screen:
        """Turn the knob, clockwise above zero: one action however far."""
        self.actions += 1
        for _ in range(abs(detents)):
            self.station.plant.press("encoder_cw" if detents > 0 else "encoder_ccw")
            self.wait(0.2)
        self.wait(SETTLE_S)
        return self.screen()

    def screen(self) -> Screen:
        """What is lit on the display: nothing while it is off."""
        state, memory = self.station.display()
        return Screen(memory if state[0] else bytes(len(memory)), bool(state[0]))
