"""What the converters make of the truth: sensors, thermistors, noise, and the faults of sensors and wires.

MPXV5050 on 5 V: V = 5(0.018·kPa + 0.04), which is 0.2 V at zero and 12.0 mV a mmHg; 12 bits over the
reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import Final

from recovery_station.virtual.plant.leg import Leg
from recovery_station.virtual.plant.setup import PlantSetup
from recovery_station.virtual.wiring import CONVERTER

KPA_A_MMHG: Final = 0.133322
CODES: Final = 4096
ZERO_CODE: Final = 0.04 * CODES
CODES_A_MMHG: Final = 0.018 * KPA_A_MMHG * CODES
RAIL_V: Final = 5.0
SUPPLY_V: Final = 24.0
_TOP = CODES - 1
_U16_A_VOLT = 65535 / 3.3

_TABLE = 4093
"""Length of the noise table: a prime, so that the stride below walks through all of it."""
_STRIDE = 17
_WIDTH = 16

_PRESSURES: Final = frozenset(("L1", "L2", "L3", "L4", "L5", "R1", "R2", "R3", "R4", "R5", "ML", "MR"))
_LEFT: Final = CONVERTER["L1"]
_RIGHT: Final = CONVERTER["R1"]
_ML: Final = CONVERTER["ML"]
_MR: Final = CONVERTER["MR"]
THERMISTORS: Final = ("HOT1", "HOT2", "COLD1", "COLD2")


@dataclass(slots=True)
class SensorFault:
    """`kind`: open, short, frozen, drift or offset. `value`: codes, or codes a second since `since_us`."""

    kind: str
    value: float = 0.0
    since_us: int = 0
    code: int = -1


def make_noise(seed: int, mmhg: float) -> list[float]:
    """The zero code plus noise of about `mmhg` standard deviation, as a table.

    The sum of four uniforms, so bounded.
    """
    random = Random(seed)
    # a uniform on -0.5..0.5 has a variance of 1/12
    scale = mmhg * CODES_A_MMHG * sqrt(3.0)
    table = [
        ZERO_CODE
        + 0.5
        + scale * (random.random() + random.random() + random.random() + random.random() - 2.0)
        for _ in range(_TABLE)
    ]
    return table + table[:_WIDTH]


class Sensing:
    """Fills the converter list.

    `faults` maps a converter index (0..15) to what is wrong with that channel, `gains` to its gain where that is not 1.
    """

    __slots__ = ("_noise", "_phase", "faults", "gains", "reference_v", "thermistors")

    def __init__(self, setup: PlantSetup, seed: int) -> None:
        self._noise = make_noise(seed, setup.noise_mmhg)
        self._phase = 0
        self.reference_v = RAIL_V
        self.faults: dict[int, SensorFault] = {}
        self.gains: dict[int, float] = {}
        self.thermistors = [(CONVERTER[name], 0.0) for name in THERMISTORS]

    def mend(self) -> None:
        """All sensors whole, the reference at 5.0 V."""
        self.faults.clear()
        self.gains.clear()
        self.reference_v = RAIL_V

    def fill(self, codes: list[int], left: Leg, right: Leg, now_us: int) -> None:
        """Convert both legs' taps and manifolds and the four thermistors into `codes` (16 entries)."""
        phase = self._phase + _STRIDE
        if phase >= _TABLE:
            phase -= _TABLE
        self._phase = phase
        noise = self._noise[phase : phase + _WIDTH]
        gain = CODES_A_MMHG
        a, b, c, d, e = left.taps
        n1, n2, n3, n4, n5, n6, m1, m2, m3, m4, m5, m6, t1, t2, t3, t4 = noise
        codes[_LEFT : _LEFT + 5] = (
            int(a * gain + n1),
            int(b * gain + n2),
            int(c * gain + n3),
            int(d * gain + n4),
            int(e * gain + n5),
        )
        a, b, c, d, e = right.taps
        codes[_RIGHT : _RIGHT + 5] = (
            int(a * gain + m1),
            int(b * gain + m2),
            int(c * gain + m3),
            int(d * gain + m4),
            int(e * gain + m5),
        )
        codes[_ML] = int(left.manifold * gain + n6)
        codes[_MR] = int(right.manifold * gain + m6)
        for (index, code), flicker in zip(self.thermistors, (t1, t2, t3, t4), strict=True):
            # a thermistor's line is slow and filtered: a twentieth of the pressure sensors' noise
            codes[index] = int(code + 0.05 * (flicker - ZERO_CODE) + 0.5)
        if self.faults or self.gains or self.reference_v != RAIL_V:
            self._spoil(codes, now_us)

    def _spoil(self, codes: list[int], now_us: int) -> None:
        """A wrong reference shifts what is not ratiometric to it; broken sensors and wires come last."""
        if self.reference_v != RAIL_V:
            ratio = RAIL_V / self.reference_v
            for name in _PRESSURES:
                index = CONVERTER[name]
                codes[index] = min(_TOP, int(codes[index] * ratio))
        for index, gain in self.gains.items():
            codes[index] = max(0, min(_TOP, int(ZERO_CODE + (codes[index] - ZERO_CODE) * gain + 0.5)))
        for index, fault in self.faults.items():
            codes[index] = self._wrong(fault, codes[index], now_us)

    @staticmethod
    def _wrong(fault: SensorFault, code: int, now_us: int) -> int:
        """What a channel with `fault` reads instead of `code`."""
        if fault.kind == "open":
            return fault.code
        if fault.kind == "short":
            return fault.code
        if fault.kind == "frozen":
            if fault.code < 0:
                fault.code = code
            return fault.code
        shift = fault.value if fault.kind == "offset" else fault.value * (now_us - fault.since_us) * 1e-6
        return max(0, min(_TOP, int(code + shift)))

    def fill_adc(self, adc: list[int], powered: bool, amperes: float) -> None:
        """The board's own three inputs as `read_u16` gives them: reference / 2, 24 V / 11, 1 V an ampere."""
        flicker = self._noise[self._phase] - ZERO_CODE
        adc[0] = int((self.reference_v / 2.0) * _U16_A_VOLT + flicker)
        adc[1] = int((SUPPLY_V / 11.0) * _U16_A_VOLT + 2.0 * flicker) if powered else 0
        adc[2] = min(65535, int(amperes * _U16_A_VOLT + flicker)) if powered else 0
