"""Both baths with their contactors, circulation pumps and the codes of the four thermistors."""

from __future__ import annotations

from typing import Final

from recovery_station.virtual.plant import thermistor, wires
from recovery_station.virtual.plant.bath import Bath
from recovery_station.virtual.plant.bathers import Bathers
from recovery_station.virtual.plant.setup import PlantSetup
from recovery_station.virtual.wiring import CONVERTER

PERIOD_US: Final = 1_000_000
_AUX_1: Final = wires.input_mask("CONTACTOR_1")
_AUX_2: Final = wires.input_mask("CONTACTOR_2")


class Baths:
    """Hot and cold.

    `welded` has bit 0 and 1 for the heater's two contactors; the stuck ones bypass their control.
    """

    __slots__ = (
        "_current_a",
        "_current_word",
        "_last_us",
        "bathers",
        "chiller_stuck_on",
        "chilling",
        "cold",
        "heater_stuck_on",
        "heating",
        "hot",
        "next_us",
        "welded",
    )

    def __init__(self, setup: PlantSetup) -> None:
        powers = setup.heater_w, setup.chiller_w
        self.hot = Bath(setup.bath_l, setup.hot_degc, setup.ambient_degc, *powers)
        self.cold = Bath(setup.bath_l, setup.cold_degc, setup.ambient_degc, *powers)
        self.bathers = Bathers(setup.bathers, (self.hot, self.cold))
        self.heating = self.chilling = False
        self._last_us = 0
        self.next_us = PERIOD_US
        self._current_word = 0
        self._current_a = 0.0
        self.mend()

    def mend(self) -> None:
        """Contactors free, heater and chiller obedient, the heater's own cut-out reset by hand."""
        self.welded = 0
        self.heater_stuck_on = self.chiller_stuck_on = False
        self.hot.heater_cut = False

    def step(self, now_us: int, word: int, powered: bool) -> None:
        """Advance the water to `now_us`; mains power also feeds what is welded or stuck."""
        seconds = (now_us - self._last_us) * 1e-6
        self._last_us = now_us
        self.next_us = now_us + PERIOD_US
        heat = self.heater_stuck_on or self._contacts(word) == 3
        self.heating = powered and heat and not self.hot.heater_cut
        self.chilling = powered and (self.chiller_stuck_on or bool(word & wires.CHILLER))
        bathers = self.bathers
        bathers.step(now_us)
        hot_moves = powered and bool(word & wires.CIRCULATION_HOT)
        cold_moves = powered and bool(word & wires.CIRCULATION_COLD)
        self.hot.step(seconds, self.heating, False, hot_moves or bathers.stirs(0, now_us))
        self.cold.step(seconds, False, self.chilling, cold_moves or bathers.stirs(1, now_us))

    def _contacts(self, word: int) -> int:
        """Closed heater contactors as two bits."""
        return self.welded | (1 if word & wires.HEATER_1 else 0) | (2 if word & wires.HEATER_2 else 0)

    def taps(self, word: int) -> int:
        """The contactors' auxiliary contacts as bits of the input word."""
        contacts = self._contacts(word)
        return (_AUX_1 if contacts & 1 else 0) | (_AUX_2 if contacts & 2 else 0)

    def current_a(self, word: int) -> float:
        """Amperes of all coils and lamps in `word`, remembered until it changes."""
        if word != self._current_word:
            self._current_word = word
            self._current_a = wires.current_a(word)
        return self._current_a

    def thermistor_codes(self) -> list[tuple[int, float]]:
        """(converter input, unrounded code) of the four thermistors: 1 in the upper layer, 2 in the lower."""
        return [
            (CONVERTER["HOT1"], thermistor.code(self.hot.upper_degc)),
            (CONVERTER["HOT2"], thermistor.code(self.hot.lower_degc)),
            (CONVERTER["COLD1"], thermistor.code(self.cold.upper_degc)),
            (CONVERTER["COLD2"], thermistor.code(self.cold.lower_degc)),
        ]
