"""The physics of air at garment pressures: orifices, hoses, and the pressure of a bladder from its content.

Gas is counted in standard millilitres (760 mmHg), pressure in mmHg above ambient. A bladder holding n has
(V_slack + C·P)(760 + P)/760 = n; it is limp, P = 0, while n < V_slack. An orifice passes Q =
Cd·A·sqrt(2·dP/rho); flow stays subsonic here, and its gain in density is nearly cancelled by its expansion,
so rho is that of the room. A laminar part keeps the slope finite at dP = 0: dP = a·q + (q/k)², with a =
LAMINAR/k.
"""

from __future__ import annotations

from math import pi, sqrt
from typing import Final

AMBIENT_MMHG: Final = 760.0
DENSITY_KG_M3: Final = 1.2
PA_A_MMHG: Final = 133.322
ORIFICE_CD: Final = 0.65
LAMINAR: Final = 0.1
COMPLIANCE_ML_MMHG: Final = 5.0

HOSE_LENGTH_MM: Final = 1500.0
HOSE_FRICTION: Final = 0.036
"""Darcy friction factor of a smooth hose at Reynolds numbers of 5 000 to 8 000 (Blasius)."""
HOSE_ENDS: Final = 1.5
"""Loss at entry (0.5) and exit (1.0) in velocity heads."""

CREEP_SHARE: Final = 0.05
"""What a bladder stretches further under load, as a share of its elastic stretch.

70 mmHg relaxes by about 3 %.
"""
CREEP_S: Final = 10.0

STUB_ML: Final = 33.0
"""Tap, fitting and the hose up to a kink: a manifold puffed to 40 mmHg falls to 30 when it opens to it."""
MANIFOLD_ML: Final = 100.0

_FOUR_C = 4.0 * COMPLIANCE_ML_MMHG * AMBIENT_MMHG
_TWO_C = 2.0 * COMPLIANCE_ML_MMHG
_AMBIENT_C = AMBIENT_MMHG * COMPLIANCE_ML_MMHG


def flow_factor(diameter_mm: float, discharge: float = ORIFICE_CD) -> float:
    """Millilitres a second at 1 mmHg through an opening, turbulent: q = factor·sqrt(dP)."""
    area_mm2 = pi / 4.0 * diameter_mm * diameter_mm
    return discharge * area_mm2 * sqrt(2.0 * PA_A_MMHG / DENSITY_KG_M3)


def hose_factor(diameter_mm: float) -> float:
    """The flow factor of a whole hose with its two ends."""
    heads = HOSE_FRICTION * HOSE_LENGTH_MM / diameter_mm + HOSE_ENDS
    return flow_factor(diameter_mm, 1.0 / sqrt(heads))


def in_series(first: float, second: float) -> float:
    """The flow factor of two resistances one after the other."""
    return first * second / sqrt(first * first + second * second)


def share_of_drop(this: float, other: float) -> float:
    """The part of the pressure drop that falls over `this` of two resistances in series."""
    return other * other / (this * this + other * other)


def path(factor: float) -> tuple[float, float]:
    """(k², k²·a/2) of a turbulent resistance: q = sqrt(h² + k²·dP) - h with h = k²·a/2."""
    return factor * factor, factor * LAMINAR / 2.0


def seep(ml_s_mmhg: float) -> tuple[float, float]:
    """(k², h) of a leak whose flow is proportional to pressure, in the form of `path`."""
    h = 2000.0 * ml_s_mmhg
    return 2.0 * ml_s_mmhg * h, h


def pressure_mmhg(gas_ml: float, volume_ml: float) -> float:
    """Pressure of a bladder of `volume_ml` slack that holds `gas_ml`; 0 while it is limp."""
    over = gas_ml - volume_ml
    if over <= 0.0:
        return 0.0
    b = _AMBIENT_C + volume_ml
    return (sqrt(b * b + _FOUR_C * over) - b) / _TWO_C


def content_ml(pressure: float, volume_ml: float) -> float:
    """What a bladder of `volume_ml` slack holds at `pressure`: the inverse of `pressure_mmhg`."""
    return (volume_ml + COMPLIANCE_ML_MMHG * pressure) * (AMBIENT_MMHG + pressure) / AMBIENT_MMHG


def stiffness(pressure: float, volume_ml: float) -> float:
    """Pressure gained per millilitre put in (mmHg/mL); 0 while the bladder is limp."""
    if pressure <= 0.0:
        return 0.0
    return AMBIENT_MMHG / (volume_ml + COMPLIANCE_ML_MMHG * (AMBIENT_MMHG + pressure + pressure))
