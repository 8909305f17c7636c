"""A plant with hands on its pins: what the tests of the plant share."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from recovery_station.virtual.plant import Plant, PlantSetup, wires
from recovery_station.virtual.plant.air import content_ml
from recovery_station.virtual.plant.signals import Patterns

TICK_US = 20_000
ALL_CLOSED = sum(wires.ZONE_MASKS) | sum(wires.VENT_MASKS)
LEFT_ZONES = range(5)
BOTH_VENTS = 3


class Rig:
    """Drives the pins of a plant as a healthy firmware would: enabled drivers, heartbeat each tick."""

    def __init__(self, setup: PlantSetup | None = None, seed: int = 1, patterns: Patterns = ()) -> None:
        self.plant = Plant(setup or PlantSetup(), seed, patterns)
        self.drive = self.plant.drive
        self.left = self.plant.left
        self.beating = True

    def tick(self, count: int = 1) -> None:
        """Advance by `count` ticks of 20 ms, each with its heartbeat."""
        for _ in range(count):
            if self.beating:
                self.drive.heartbeat_us = self.plant.t_us
            self.plant.advance(self.plant.t_us + TICK_US)

    def run_s(self, seconds: float) -> None:
        """Advance by whole ticks."""
        self.tick(round(seconds / 0.02))

    def arm(self) -> Rig:
        """Enable the drivers and give the deliberate edge that pulls the relay in."""
        self.drive.drivers_enabled = True
        self.tick()
        self.drive.arm_edges += 1
        self.tick()
        return self

    def open_only(self, zones: Iterable[int] = (), vents: int = 0) -> None:
        """Close everything but `zones` (0..9) and the vents whose bits are set (L1 L2 R1 R2); wait for the travel."""
        word = ALL_CLOSED
        for zone in zones:
            word &= ~wires.ZONE_MASKS[zone]
        for vent in range(4):
            if vents >> vent & 1:
                word &= ~wires.VENT_MASKS[vent]
        self.drive.word = word
        self.tick(2)

    def charge(self, mmhg: float, zones: Iterable[int] = LEFT_ZONES) -> None:
        """Put zones of the left leg at a pressure, as if filled long ago."""
        for zone in zones:
            volume = self.left.slack[zone] + self.left.creep[zone]
            self.left.gas[zone] = content_ml(mmhg, volume)
            self.left.settle(zone)
            self.left.peak[zone] = 0.0
        self.left.connect(self.left.closed, self.left.vents, self.plant.t_us)

    def until(self, done: Callable[[], bool], limit_s: float = 60.0) -> float:
        """Tick until `done()`; seconds it took."""
        start_us = self.plant.t_us
        while not done():
            self.tick()
            if self.plant.t_us - start_us > limit_s * 1e6:
                raise AssertionError(f"not within {limit_s} s")
        return (self.plant.t_us - start_us) * 1e-6

    def fill(self, zone: int, mmhg: float) -> float:
        """Fill a zone of the left leg with the pump at full; seconds until it stands at `mmhg`."""
        self.open_only([zone])
        self.drive.pump_l = 1.0
        taken_s = self.until(lambda: self.left.p[zone] >= mmhg)
        self.drive.pump_l = 0.0
        return taken_s

    def codes_mmhg(self, channel: int) -> float:
        """A sample of one converter input as a firmware with nominal calibration understands it."""
        return (self.plant.sample().converter[channel] - 163.84) / 9.8299
