"""One bath: water in two layers, loss to the room, heater or chiller, circulation that mixes.

Stepped once a second. The upper layer is felt by thermistor 1, the lower by thermistor 2: without circulation
they drift apart, warm water above.
"""

from __future__ import annotations

from typing import Final

HEAT_J_L_K: Final = 4186.0
HEATER_W: Final = 3000.0
CHILLER_W: Final = 1500.0
LOSS_W_K: Final = 15.0
STIRRED_W_K: Final = 4000.0
LAYERED_W_K: Final = 20.0
TURNOVER_W_K: Final = 1500.0
"""Exchange when the lower layer is the warmer one: it rises by itself."""
HEATER_CUTOUT_DEGC: Final = 45.0
"""The heater's own cut-out, reset by hand: nothing else switches it back."""


class Bath:
    """Temperatures in degC.

    `power_w` is what went in (heater) or out (chiller, negative) during the last step.
    """

    __slots__ = ("_ambient_degc", "_half_j_k", "heater_cut", "lower_degc", "power_w", "upper_degc")

    def __init__(self, litres: float, start_degc: float, ambient_degc: float) -> None:
        self._half_j_k = litres * HEAT_J_L_K / 2.0
        self._ambient_degc = ambient_degc
        self.upper_degc = self.lower_degc = start_degc
        self.power_w = 0.0
        self.heater_cut = False

    @property
    def mean_degc(self) -> float:
        """The water as a whole."""
        return 0.5 * (self.upper_degc + self.lower_degc)

    def put(self, degc: float) -> None:
        """All of the water at one temperature (somebody ran the tap)."""
        self.upper_degc = self.lower_degc = degc

    def step(self, seconds: float, heating: bool, chilling: bool, stirred: bool) -> None:
        """Advance by `seconds` (about one)."""
        upper = self.upper_degc
        lower = self.lower_degc
        if heating and max(upper, lower) >= HEATER_CUTOUT_DEGC:
            self.heater_cut = True
        heat = HEATER_W if heating and not self.heater_cut else 0.0
        cold = CHILLER_W if chilling else 0.0
        self.power_w = heat - cold
        exchange = STIRRED_W_K if stirred else (TURNOVER_W_K if lower > upper else LAYERED_W_K)
        down = exchange * (upper - lower)
        loss = LOSS_W_K * (upper - self._ambient_degc)
        self.upper_degc = upper + (-loss - down - cold) * seconds / self._half_j_k
        self.lower_degc = lower + (heat + down) * seconds / self._half_j_k
