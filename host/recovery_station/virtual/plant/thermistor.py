"""The bath thermistors: 10 kOhm at 25 degC, B 3950 K, to ground, with 10 kOhm to the reference.

Resistances come from a table, as a maker gives them, so that no library's `exp` can change a code.
"""

from __future__ import annotations

from typing import Final

SERIES_OHM: Final = 10_000.0
CODES: Final = 4096.0
_FIRST_DEGC = -10.0
_STEP_DEGC = 2.0
OHM: Final = (
    58246, 52011, 46522, 41681, 37405, 33621, 30266, 27288, 24639, 22279, 20175,
    18294, 16612, 15104, 13751, 12535, 11441, 10456, 9567, 8764, 8037, 7379,
    6783, 6241, 5749, 5301, 4894, 4522, 4182, 3872, 3588, 3328, 3090,
    2871, 2671, 2486, 2316, 2160, 2016, 1883, 1760,
)  # fmt: skip
"""Ohms at -10, -8 … 70 degC."""


def resistance_ohm(degc: float) -> float:
    """Resistance at `degc`, between the two neighbours of the table; held at its ends."""
    place = (degc - _FIRST_DEGC) / _STEP_DEGC
    if place <= 0.0:
        return float(OHM[0])
    index = int(place)
    if index >= len(OHM) - 1:
        return float(OHM[-1])
    part = place - index
    # the curve is convex: the quadratic term takes the sag of the straight line away
    here, there = OHM[index], OHM[index + 1]
    after = OHM[index + 2] if index + 2 < len(OHM) else there
    bend = (after - 2.0 * there + here) * part * (1.0 - part) / 2.0
    return here + (there - here) * part - bend


def code(degc: float) -> float:
    """The converter code of the divider, unrounded."""
    ohm = resistance_ohm(degc)
    return CODES * ohm / (ohm + SERIES_OHM)
