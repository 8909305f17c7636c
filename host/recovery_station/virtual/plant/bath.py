"""One bath: water in two layers, loss to the room, heater or chiller, circulation that mixes, people in it.

Stepped once a second. The upper layer is felt by thermistor 1, the lower by thermistor 2: without circulation
they drift apart, warm water above. † = an estimate of this project: no source gives a number.
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
SKIN_DEGC: Final = 33.0
"""† Mean skin of somebody at rest in a warm room."""
BODY_W_K: Final = 25.0
"""† Between skin and water, a body immersed to the chest: tissue conducts it, not the water."""
BODY_L: Final = 60.0
"""† Water that a body immersed to the chest displaces."""
MOVING_W_K: Final = 300.0
"""† Exchange between the layers that each body in the water adds by moving."""
FREEBOARD_L: Final = 240.0
"""† What may rise before the bath overflows: four people."""


class Bath:
    """Temperatures in degC.

    `power_w` is what went in (heater) or out (chiller, negative) during the last step, `body_w` what the `people` in
    it gave. `litres` falls when somebody climbs into a bath with less `freeboard_l` left than the body displaces.
    """

    __slots__ = (
        "_ambient_degc",
        "_chiller_w",
        "_heater_w",
        "body_w",
        "freeboard_l",
        "heater_cut",
        "litres",
        "lower_degc",
        "people",
        "power_w",
        "upper_degc",
    )

    def __init__(
        self,
        litres: float,
        start_degc: float,
        ambient_degc: float,
        heater_w: float = HEATER_W,
        chiller_w: float = CHILLER_W,
    ) -> None:
        self.litres = litres
        self.freeboard_l = FREEBOARD_L
        self._ambient_degc = ambient_degc
        self._heater_w = heater_w
        self._chiller_w = chiller_w
        self.upper_degc = self.lower_degc = start_degc
        self.power_w = self.body_w = 0.0
        self.people = 0
        self.heater_cut = False

    @property
    def mean_degc(self) -> float:
        """The water as a whole."""
        return 0.5 * (self.upper_degc + self.lower_degc)

    def put(self, degc: float) -> None:
        """All of the water at one temperature (somebody ran the tap)."""
        self.upper_degc = self.lower_degc = degc

    def enter(self) -> None:
        """One more body in it: the level rises, and what has no room left runs over the brim."""
        self.people += 1
        room_l = self.freeboard_l - BODY_L
        self.freeboard_l = max(0.0, room_l)
        if room_l < 0.0:
            self.litres += room_l

    def leave(self) -> None:
        """Everybody out: the level falls by what they displaced."""
        self.freeboard_l += BODY_L * self.people
        self.people = 0

    def step(self, seconds: float, heating: bool, chilling: bool, stirred: bool) -> None:
        """Advance by `seconds` (about one)."""
        upper = self.upper_degc
        lower = self.lower_degc
        if heating and max(upper, lower) >= HEATER_CUTOUT_DEGC:
            self.heater_cut = True
        heat = self._heater_w if heating and not self.heater_cut else 0.0
        cold = self._chiller_w if chilling else 0.0
        self.power_w = heat - cold
        exchange = STIRRED_W_K if stirred else (TURNOVER_W_K if lower > upper else LAYERED_W_K)
        down = (exchange + MOVING_W_K * self.people) * (upper - lower)
        loss = LOSS_W_K * (upper - self._ambient_degc)
        half_body = 0.5 * BODY_W_K * self.people
        above = half_body * (SKIN_DEGC - upper)
        below = half_body * (SKIN_DEGC - lower)
        self.body_w = above + below
        half_j_k = self.litres * HEAT_J_L_K / 2.0
        self.upper_degc = upper + (above - loss - down - cold) * seconds / half_j_k
        self.lower_degc = lower + (below + heat + down) * seconds / half_j_k
