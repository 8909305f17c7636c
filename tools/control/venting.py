"""How long ten zones of 110 mmHg take to below 10, two vents a leg and one: the plant without firmware."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from control.grid import SLACKS_L
from recovery_station.virtual.plant import Plant, PlantSetup
from recovery_station.virtual.plant.air import content_ml
from recovery_station.virtual.plant.bench import ready, steps
from recovery_station.virtual.plant.wires import VENT_MASKS, ZONE_MASKS

FULL_MMHG: Final = 110.0
EMPTY_MMHG: Final = 10.0
ASKED_S: Final = 8.0
_TICK_S = 0.02
_LIMIT_S = 60.0
_CLOSED: Final = sum(ZONE_MASKS) | sum(VENT_MASKS)
_ONE_VENT: Final = VENT_MASKS[1] | VENT_MASKS[3]


def vent_s(slack_l: float, word: int) -> float:
    """Seconds until every zone is below EMPTY_MMHG with `word` on the drivers."""
    plant = _charged(slack_l)
    plant.drive.word = word
    spent_s = 0.0
    while max(plant.left.p[:5] + plant.right.p[:5]) >= EMPTY_MMHG and spent_s < _LIMIT_S:
        steps(plant, 1)
        spent_s += _TICK_S
    return spent_s


def _charged(slack_l: float) -> Plant:
    plant = ready(_CLOSED, 0.0, False, PlantSetup(slack_l=(slack_l,) * 10))
    for leg in plant.legs:
        for zone in range(5):
            leg.gas[zone] = content_ml(FULL_MMHG, slack_l * 1000)
            leg.settle(zone)
        leg.connect(leg.closed, leg.vents, plant.t_us)
    return plant


def rows() -> Iterator[tuple[str, float, str, str | None, float | None]]:
    """Two vents and one, for each garment."""
    for slack in SLACKS_L:
        for words, word in (("two vents", 0), ("one vent", _ONE_VENT)):
            seconds = vent_s(slack, word)
            name = f"110 to below 10 mmHg, ten zones of {slack:g} L, {words} a leg"
            yield name, seconds, "s", f"asked: {ASKED_S:g} s", seconds / ASKED_S
