"""The five bladders of a leg: content, stretch, leak, and the stub that a kinked hose leaves to the tap.

Nodes 0..4 are the bladders, 5..9 the stubs (rigid, used only behind a kink). Gas is in standard mL, pressure
in mmHg.
"""

from __future__ import annotations

from typing import Final

from recovery_station.virtual.plant import air
from recovery_station.virtual.plant.setup import PlantSetup

STUB_CAPACITY: Final = air.STUB_ML / air.AMBIENT_MMHG
_CREEP_ML_MMHG = air.CREEP_SHARE * air.COMPLIANCE_ML_MMHG
_NO_CREEP_ML = 0.001


class Bladders:
    """Five bladders at rest.

    `slack` is each one's limp volume, `load_ml` what a muscle squeezes out of it.
    """

    __slots__ = (
        "_rest_at_us",
        "creep",
        "gas",
        "hose_kinked",
        "leak",
        "leaked_ml",
        "load_ml",
        "p",
        "peak",
        "slack",
        "stiff",
    )

    def __init__(self, setup: PlantSetup, leg: int) -> None:
        self.slack = [litres * 1000.0 for litres in setup.slack_l[leg * 5 : leg * 5 + 5]]
        self.p = [0.0] * 10
        self.gas = [0.0] * 10
        self.stiff = [0.0] * 5 + [1.0 / STUB_CAPACITY] * 5
        self.creep = [0.0] * 5
        self.peak = [0.0] * 5
        self.leak = [0.0] * 5
        self.load_ml = [0.0] * 5
        self.leaked_ml = 0.0
        self.hose_kinked = 0
        self._rest_at_us = [0] * 5

    def settle(self, zone: int) -> None:
        """Pressure and stiffness of a bladder from its content."""
        volume = self.slack[zone] - self.load_ml[zone] + self.creep[zone]
        pressure = air.pressure_mmhg(self.gas[zone], volume)
        self.p[zone] = pressure
        self.stiff[zone] = air.stiffness(pressure, volume)
        if pressure > self.peak[zone]:
            self.peak[zone] = pressure

    def relax(self, zone: int, seconds: float) -> None:
        """The bladder stretches towards what its load asks for.

        A leaking one loses air. `settle` must follow.
        """
        pressure = self.p[zone]
        self.creep[zone] += (_CREEP_ML_MMHG * pressure - self.creep[zone]) * seconds / air.CREEP_S
        if self.leak[zone]:
            lost = self.leak[zone] * pressure * seconds
            self.gas[zone] -= lost
            self.leaked_ml += lost

    def catch_up(self, zone: int, now_us: int) -> None:
        """Creep and leak of a bladder that nothing is connected to, since it was last looked at."""
        gone_us = now_us - self._rest_at_us[zone]
        self._rest_at_us[zone] = now_us
        if gone_us > 0 and (self.p[zone] > 0.0 or self.creep[zone] > _NO_CREEP_ML):
            self.relax(zone, gone_us * 1e-6)
            self.settle(zone)

    def kink(self, zone: int) -> None:
        """Cut the stub off from its bladder: it keeps its share of the gas at the pressure it had."""
        if self.hose_kinked >> zone & 1:
            return
        share = STUB_CAPACITY * self.p[zone]
        self.hose_kinked |= 1 << zone
        self.gas[zone] -= share
        self.gas[zone + 5] = share
        self.p[zone + 5] = self.p[zone]
        self.settle(zone)

    def straighten(self) -> None:
        """No kink any more: what the stubs hold goes back to their bladders."""
        for zone in range(5):
            if self.hose_kinked >> zone & 1:
                self.gas[zone] += self.gas[zone + 5]
                self.gas[zone + 5] = self.p[zone + 5] = 0.0
                self.settle(zone)
        self.hose_kinked = 0

    def content_ml(self) -> float:
        """All gas in bladders and stubs, standard mL."""
        return sum(self.gas)
