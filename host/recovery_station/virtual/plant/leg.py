"""One leg: pump, check valve, manifold, relief, two vents and five zone valves in front of the bladders.

Only what is open and under pressure is stepped; a closed bladder creeps and leaks in a rotation, one a step.
"""

from __future__ import annotations

from math import sqrt
from typing import Final

from recovery_station.virtual.plant import air
from recovery_station.virtual.plant.balance import (
    RELIEF_CRACK_MMHG,
    RELIEF_ML_S_MMHG,
    STALL_MMHG,
    Term,
    balance,
)
from recovery_station.virtual.plant.bladders import STUB_CAPACITY, Bladders
from recovery_station.virtual.plant.pump import Pump
from recovery_station.virtual.plant.setup import PlantSetup

MANIFOLD_CAPACITY: Final = air.MANIFOLD_ML / air.AMBIENT_MMHG
"""Standard mL the manifold takes for a mmHg: 0.13, which is why it is balanced implicitly."""
_STILL_MMHG = 0.002


class Leg(Bladders):
    """One leg. `taps` is what the five zone sensors feel, `manifold` the pressure at the sixth.

    `closed` and `vents` are the commanded valves (5 and 2 bits, 1 = closed). Every other field after them is
    a fault: set it and call `connect` again. `pumped_ml`, `vented_ml`, `leaked_ml` keep the books.
    """

    __slots__ = (
        "_air",
        "_factor_hose",
        "_factor_off",
        "_factor_valve",
        "_factor_vent",
        "_linked",
        "_loose",
        "_open",
        "_paths",
        "_setup_leak",
        "_share",
        "_share_off",
        "_still",
        "closed",
        "hose_off",
        "manifold",
        "pump",
        "pumped_ml",
        "relief_stuck",
        "taps",
        "valve_leak",
        "valve_stuck_closed",
        "valve_stuck_open",
        "vent_stuck_closed",
        "vent_stuck_open",
        "vented_ml",
        "vents",
    )

    def __init__(self, setup: PlantSetup, leg: int) -> None:
        super().__init__(setup, leg)
        self.taps = [0.0] * 5
        self.manifold = 0.0
        self.pumped_ml = self.vented_ml = 0.0
        self.closed = self.vents = self._open = self._linked = 0
        self.pump = Pump(setup.pump_lpm)
        self._setup_leak = setup.leak_ml_s_mmhg
        self._factor_vent = air.flow_factor(setup.vent_mm)
        self._factor_valve = air.flow_factor(setup.valve_mm)
        self._factor_hose = air.hose_factor(setup.hose_mm)
        self._factor_off = air.in_series(self._factor_valve, air.flow_factor(setup.hose_mm))
        # the tap lies between valve and hose: it feels the bladder plus the hose's share of the drop
        self._share = air.share_of_drop(self._factor_hose, self._factor_valve)
        self._share_off = air.share_of_drop(air.flow_factor(setup.hose_mm), self._factor_valve)
        self._paths: list[tuple[int, float, float]] = []
        self._air: list[Term] = []
        self._loose: list[int] = []
        self._still = True
        self.mend(0)

    def mend(self, now_us: int) -> None:
        """No fault: valves, vents, pump, relief, hoses and bladders as they should be."""
        self.valve_stuck_open = self.valve_stuck_closed = 0
        self.vent_stuck_open = self.vent_stuck_closed = 0
        self.relief_stuck = False
        self.pump.mend()
        self.hose_off = 0
        self.valve_leak = [0.0] * 5
        self.leak[:] = [self._setup_leak] * 5
        self.load_ml[:] = [0.0] * 5
        self.straighten()
        self.connect(self.closed, self.vents, now_us)

    def connect(self, closed: int, vents: int, now_us: int) -> None:
        """Take the commanded valves, let the faults have their say, list what is open to the manifold."""
        for zone in range(5):
            self.catch_up(zone, now_us)
            self.settle(zone)
        self.closed = closed
        self.vents = vents
        shut_vents = (vents | self.vent_stuck_closed) & ~self.vent_stuck_open
        open_vents = 2 - (shut_vents & 1) - (shut_vents >> 1 & 1)
        self._air = [(0.0, *air.path(self._factor_vent * open_vents))] if open_vents else []
        self._open = 31 & (self.valve_stuck_open | ~(closed | self.valve_stuck_closed))
        self._loose = [zone for zone in range(5) if self.hose_off >> zone & 1]
        self._paths = []
        for zone in range(5):
            self._connect_zone(zone)
        self._linked = 0
        for node, _, _ in self._paths:
            self._linked |= 1 << node
        self._still = False

    def _connect_zone(self, zone: int) -> None:
        """Add what lies behind the valve of `zone`: its bladder, the stub before a kink, or the room."""
        node = zone + 5 if self.hose_kinked >> zone & 1 else zone
        loose = self.hose_off >> zone & 1
        self.taps[zone] = 0.0 if loose else self.p[node]
        if not self._open >> zone & 1:
            seat = self.valve_leak[zone]
            if seat > 0.0 and loose:
                self._air.append((0.0, *air.seep(seat)))
            elif seat > 0.0:
                self._paths.append((node, *air.seep(seat)))
        elif loose:
            self._air.append((0.0, *air.path(self._factor_off)))
        elif node == zone:
            factor = air.in_series(self._factor_valve, self._factor_hose)
            self._paths.append((zone, *air.path(factor)))
        else:
            self._paths.append((node, *air.path(self._factor_valve)))

    def turn(self, zone: int, now_us: int) -> None:
        """One bladder's turn in the rotation: it catches up, and a connected one that swells wakes the leg."""
        self.catch_up(zone, now_us)
        if self._linked >> zone & 1:
            if self.p[zone] > _STILL_MMHG:
                self._still = False
        elif not (self.hose_off | self.hose_kinked) >> zone & 1:
            self.taps[zone] = self.p[zone]

    def step(self, duty: float, step_us: int, now_us: int) -> None:
        """Advance by at most 20 ms, ending at `now_us`, with the pump at `duty` (0..1; 0 without supply)."""
        seconds = step_us * 1e-6
        push = self.pump.spin(duty, seconds) if duty or self.pump.speed else 0.0
        if self._still and not push:
            return
        terms = self._air.copy()
        p = self.p
        stiff = self.stiff
        half = 0.5 * seconds
        for node, k2, h in self._paths:
            terms.append((p[node], k2, h + k2 * stiff[node] * half))
        before = self.manifold
        if before >= STALL_MMHG:
            push = 0.0
        if terms or push or before > RELIEF_CRACK_MMHG:
            self.manifold = balance(before, MANIFOLD_CAPACITY / seconds, push, terms, not self.relief_stuck)
            self._move(before, push, terms, seconds, now_us)
        if self._loose:
            self._blow_off(seconds, now_us)
        self._still = self._at_rest()

    def _move(self, before: float, push: float, terms: list[Term], seconds: float, now_us: int) -> None:
        """Move the gas that the balance found.

        The first path, or the open air, closes the account exactly.
        """
        after = self.manifold
        pumped = push * (1.0 - after / STALL_MMHG) * seconds
        if pumped < 0.0:
            pumped = 0.0
        self.pumped_ml += pumped
        left = pumped - MANIFOLD_CAPACITY * (after - before)
        if after > RELIEF_CRACK_MMHG and not self.relief_stuck:
            relieved = RELIEF_ML_S_MMHG * (after - RELIEF_CRACK_MMHG) * seconds
            self.vented_ml += relieved
            left -= relieved
        airs = len(self._air)
        paths = self._paths
        for index in range(len(paths) - 1, -1, -1):
            amount = left
            if index or airs:
                behind, k2, h = terms[airs + index]
                drop = after - behind
                amount = (sqrt(h * h + k2 * drop) - h) if drop >= 0.0 else (h - sqrt(h * h - k2 * drop))
                amount *= seconds
            left -= amount
            self._take(paths[index][0], amount, after, seconds, now_us)
        self.vented_ml += left

    def _take(self, node: int, amount: float, manifold: float, seconds: float, now_us: int) -> None:
        """Give `amount` mL to a node and let the tap feel it."""
        self.gas[node] += amount
        if node >= 5:
            self.p[node] = self.taps[node - 5] = self.gas[node] / STUB_CAPACITY
            return
        self.relax(node, seconds)
        self._rest_at_us[node] = now_us
        self.settle(node)
        pressure = self.p[node]
        self.taps[node] = (
            pressure + self._share * (manifold - pressure) if self._open >> node & 1 else pressure
        )

    def _blow_off(self, seconds: float, now_us: int) -> None:
        """A bladder whose hose is off empties through it; its tap feels only what the valve lets past."""
        k2, h = air.path(self._factor_hose)
        for zone in self._loose:
            self.taps[zone] = self._share_off * self.manifold if self._open >> zone & 1 else 0.0
            pressure = self.p[zone]
            if pressure <= 0.0 or self.hose_kinked >> zone & 1:
                continue
            h_bladder = h + 0.5 * k2 * self.stiff[zone] * seconds
            lost = (sqrt(h_bladder * h_bladder + k2 * pressure) - h_bladder) * seconds
            self.gas[zone] -= lost
            self.vented_ml += lost
            self.catch_up(zone, now_us)
            self.settle(zone)

    def _at_rest(self) -> bool:
        """Nothing will change by itself before the next valve, pump or rotation."""
        if self.pump.speed:
            return False
        p = self.p
        if self._paths or self._air:
            if self.manifold > _STILL_MMHG:
                return False
            for node, _, _ in self._paths:
                if p[node] > _STILL_MMHG:
                    return False
        elif self.manifold > RELIEF_CRACK_MMHG and not self.relief_stuck:
            return False
        return all(p[zone] <= _STILL_MMHG for zone in self._loose)
