"""Running figures of the truth: peak of each zone, and since when all zones have been slack."""

from __future__ import annotations

from typing import Final

from recovery_station.virtual.plant.leg import Leg
from recovery_station.virtual.plant.wires import ZONE_NAMES

SLACK_MMHG: Final = 10.0


class Watch:
    """Looked at every 20 ms. `slack_since_us` is when all zones fell below 10 mmHg, -1 while one is not."""

    __slots__ = ("_last_us", "_left", "_right", "pressurised_us", "slack_since_us", "slack_us")

    def __init__(self, legs: tuple[Leg, Leg]) -> None:
        self._left, self._right = legs
        self.slack_since_us = 0
        self.slack_us = 0
        self.pressurised_us = 0
        self._last_us = 0

    def look(self, now_us: int) -> None:
        """Take the pressures at `now_us`."""
        gone_us = now_us - self._last_us
        self._last_us = now_us
        if max(self._left.p[:5]) < SLACK_MMHG and max(self._right.p[:5]) < SLACK_MMHG:
            if self.slack_since_us < 0:
                self.slack_since_us = now_us
            self.slack_us += gone_us
        else:
            self.slack_since_us = -1
            self.pressurised_us += gone_us

    def peak_true_mmhg(self) -> dict[str, float]:
        """Zone name → highest true pressure so far, to a tenth."""
        peaks = self._left.peak + self._right.peak
        return {name: round(peak, 1) for name, peak in zip(ZONE_NAMES, peaks, strict=True)}
