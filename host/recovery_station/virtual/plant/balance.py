"""One implicit step of a manifold: the pressure at which pump, storage, valves and relief agree."""

from __future__ import annotations

from math import sqrt
from typing import Final

STALL_MMHG: Final = 350.0
RELIEF_CRACK_MMHG: Final = 150.0
RELIEF_ML_S_MMHG: Final = 20.0
_CLOSE_MMHG = 1e-4
_ROUNDS = 40

Term = tuple[float, float, float]
"""One way out of the manifold: pressure behind it, k² and h of q = sqrt(h² + k²·dP) - h."""


def balance(start: float, storage: float, push: float, terms: list[Term], relief: bool) -> float:
    """Manifold pressure (mmHg) at the end of the step.

    `storage` is mL/s a mmHg (capacity over step length), `push` the pump's flow at no pressure in mL/s.
    Newton's method, kept inside a bracket: the slope of a square root is steep near its foot, where a plain
    step overshoots.
    """
    pull = push / STALL_MMHG
    low, high = 0.0, 1000.0
    pressure = start
    for _ in range(_ROUNDS):
        out = storage * (pressure - start) - push + pull * pressure
        slope = chord = storage + pull
        for behind, k2, h in terms:
            drop = pressure - behind
            if drop >= 0.0:
                root = sqrt(h * h + k2 * drop)
                out += root - h
            else:
                root = sqrt(h * h - k2 * drop)
                out -= root - h
            slope += k2 / (root + root)
            chord += k2 / (root + h)
        if relief and pressure > RELIEF_CRACK_MMHG:
            out += RELIEF_ML_S_MMHG * (pressure - RELIEF_CRACK_MMHG)
            slope += RELIEF_ML_S_MMHG
            chord += RELIEF_ML_S_MMHG
        if out > 0.0:
            high = pressure
        else:
            low = pressure
        after = pressure - out / slope
        if not low <= after <= high:
            after = pressure - out / chord
        if not low <= after <= high:
            after = 0.5 * (low + high)
        if -_CLOSE_MMHG < after - pressure < _CLOSE_MMHG:
            return after
        pressure = after
    return pressure
