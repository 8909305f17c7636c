"""One pump: flow falls in a straight line to nothing at stall, and the rotor coasts down in about 60 ms."""

from __future__ import annotations

from typing import Final

COAST_S: Final = 0.060
FULL_A: Final = 0.9
"""What it draws at full duty from the 24 V."""


class Pump:
    """`speed` is 0..1 of full; `dead`, `stuck_on` and `factor` (of its flow) are the faults."""

    __slots__ = ("_fall", "_full_ml_s", "dead", "factor", "speed", "stuck_on")

    def __init__(self, litres_a_minute: float) -> None:
        self._full_ml_s = litres_a_minute * 1000.0 / 60.0
        self.speed = 0.0
        self._fall = 0.0
        self.mend()

    def mend(self) -> None:
        """It does what its duty says."""
        self.dead = self.stuck_on = False
        self.factor = 1.0

    def spin(self, duty: float, seconds: float) -> float:
        """Mean flow against no pressure (mL/s) over a step with `duty` 0..1; it takes up at once."""
        if self.dead:
            duty = 0.0
        speed = self.speed
        if duty >= speed:
            self.speed = speed = duty
            self._fall = duty / COAST_S
        else:
            after = speed - self._fall * seconds
            if after < duty + 1e-9:
                after = duty
            self.speed = after
            speed = 0.5 * (speed + after)
        return self._full_ml_s * self.factor * speed

    def current_a(self, duty: float) -> float:
        """Amperes at `duty` while the actuator supply is there."""
        if self.stuck_on:
            return FULL_A
        return 0.0 if self.dead else FULL_A * duty
