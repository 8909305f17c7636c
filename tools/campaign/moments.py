"""When something is injected: phases of the run, found in the plant's truth as they come, with a seeded delay."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from recovery_station.virtual.plant import Plant

_HELD_MS: Final = 400
_FULL_MMHG: Final = 15.0
_LETS_MMHG: Final = 12.0
_BOTH_VENTS: Final = 3


@dataclass(frozen=True)
class Moment:
    """`phase` of the zone or a prompt, then `command` to the session if any, then a delay between the two seconds.

    `way`: phases that come before, each with what is done there, a command or START.
    """

    phase: str
    low_s: float
    high_s: float
    command: str = ""
    way: tuple[tuple[str, str], ...] = ()

    def delay_s(self, seed: int) -> float:
        """The delay of a row, the same for the same seed."""
        return round(Random(f"delay {seed}").uniform(self.low_s, self.high_s), 2)


MOMENTS: Final = {
    "test": Moment("idle", 0.0, 0.0),
    "ready": Moment("ready", 0.2, 1.0),
    "first_fill": Moment("fill", 0.0, 0.5),
    "hold": Moment("hold", 0.0, 1.5),
    "release": Moment("release", 0.0, 0.3),
    "refill": Moment("refill", 0.0, 0.5),
    "pause": Moment("hold", 0.5, 2.5, "pause"),
    "skip": Moment("hold", 0.2, 1.0, "skip"),
    "hot": Moment("enter_hot", 1.0, 5.0),
    "transfer": Moment("leave", 1.0, 5.0),
    "cold": Moment("enter_cold", 1.0, 5.0),
    "pause_in_water": Moment("enter_hot", 2.0, 5.0, "pause"),
    "skip_in_water": Moment("enter_hot", 2.0, 5.0, "skip"),
    "pause_in_cold": Moment("enter_cold", 2.0, 5.0, "pause"),
    "skip_in_cold": Moment("enter_cold", 2.0, 5.0, "skip"),
    "item": Moment("next", 1.0, 5.0),
    "pause_in_item": Moment("next", 1.0, 5.0, "pause"),
    "skip_item": Moment("next", 1.0, 5.0, "skip"),
    "asked": Moment("boots_off", 1.0, 5.0, way=(("hold", "skip"),)),
    "water_after_boots": Moment("enter_hot", 1.0, 5.0, way=(("hold", "skip"), ("boots_off", "start"))),
    "item_after_all": Moment(
        "next", 1.0, 5.0, way=(("hold", "skip"), ("boots_off", "start"), ("enter_hot", "skip"))
    ),
}
IN_BOOTS: Final = ("test", "first_fill", "hold", "release", "refill", "pause", "skip")
IN_WATER: Final = ("test", "ready", "hot", "transfer", "cold", "pause_in_water", "skip_in_water")
IN_COLD: Final = ("test", "ready", "cold", "pause_in_cold", "skip_in_cold")
IN_GUIDED: Final = ("test", "ready", "item", "pause_in_item", "skip_item")
IN_ALL: Final = ("test", "hold", "asked", "water_after_boots", "item_after_all")
MOMENTS_OF: Final = {
    "compression": IN_BOOTS,
    "contrast": IN_WATER,
    "dip": IN_COLD,
    "guided": IN_GUIDED,
    "combined": IN_ALL,
}
"""Kind of a preset (control.preset.kind_of) → its moments."""
_DRY: Final = ("asked", "item_after_all")
_WET: Final = ("water_after_boots",)


def situation(kind: str, moment: str) -> str:
    """What the athlete is in at a moment of a preset of this kind: air, water or dry."""
    if moment in _DRY or kind == "guided":
        return "dry"
    return "water" if moment in _WET or kind in ("contrast", "dip") else "air"


class Phases:
    """`look` every 20 ms; `seen` are the phases that the zone and the baths have been in since `begin`."""

    def __init__(self, plant: Plant, zone: int) -> None:
        self._plant = plant
        self._leg = plant.legs[zone // 5]
        self._right = zone >= 5
        self._zone = zone % 5
        self._held_ms = 0
        self.seen: set[str] = set()
        self.watching = False

    def begin(self) -> None:
        """The session has started: what the self-test did does not count."""
        self.watching = True
        self.seen.clear()

    def look(self) -> None:
        """Note the phase that the plant is in."""
        if not self.watching:
            return
        if self._plant.ear.prompt:
            self.seen.add(self._plant.ear.prompt)
        leg = self._leg
        drive = self._plant.drive
        pumping = (drive.pump_r if self._right else drive.pump_l) > 0
        closed = bool(leg.closed >> self._zone & 1)
        pressure = leg.p[self._zone]
        self._held_ms = self._held_ms + 20 if closed and pressure > _FULL_MMHG else 0
        if not closed and pumping and leg.vents == _BOTH_VENTS:
            self.seen.add("refill" if "release" in self.seen else "fill")
        if "fill" in self.seen and self._held_ms >= _HELD_MS:
            self.seen.add("hold")
        if "fill" in self.seen and not closed and leg.vents == 0 and pressure > _LETS_MMHG:
            self.seen.add("release")
