"""What a step, a sample and a trace row of the plant cost, as bench/1 lines; run it with `python -m`."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Final

from recovery_station.virtual.plant.plant import STEP_US, Plant
from recovery_station.virtual.plant.setup import PlantSetup
from recovery_station.virtual.plant.wires import VENT_MASKS, ZONE_MASKS
from recovery_station.virtual.trace import TraceWriter

_CLOSED: Final = sum(ZONE_MASKS) | sum(VENT_MASKS)
_ROUNDS: Final = 7
_BLOCK: Final = 150
"""Steps a round: 3 s, in which a zone is filling all the time."""

CASES: Final[tuple[tuple[str, int, float, float], ...]] = (
    ("plant step, at rest", 0, 0.0, 20.0),
    ("plant step, all zones held", _CLOSED, 0.0, 20.0),
    ("plant step, two zones filling", _CLOSED & ~ZONE_MASKS[0] & ~ZONE_MASKS[5], 1.0, 40.0),
    ("plant step, ten zones venting", 0, 0.0, 40.0),
)
"""Name, driver word, duty of both pumps, microseconds that it may take."""


def ready(word: int, duty: float, charged: bool, setup: PlantSetup | None = None) -> Plant:
    """An armed plant with `word` and `duty` on its pins; `charged`: all zones at about 70 mmHg."""
    plant = Plant(setup or PlantSetup(), 1)
    plant.drive.drivers_enabled = True
    steps(plant, 1)
    plant.drive.arm_edges += 1
    plant.drive.word = _CLOSED
    steps(plant, 2)
    for leg in plant.legs if charged else ():
        for zone in range(5):
            leg.gas[zone] = 1474.0
        leg.connect(leg.closed, leg.vents, plant.t_us)
    plant.drive.word = word
    plant.drive.pump_l = plant.drive.pump_r = duty
    steps(plant, 2)
    return plant


def steps(plant: Plant, count: int) -> None:
    """Advance by `count` ticks with a heartbeat each."""
    drive = plant.drive
    for _ in range(count):
        drive.heartbeat_us = plant.t_us
        plant.advance(plant.t_us + STEP_US)


def best_us(make: Callable[[], Callable[[], object]]) -> float:
    """Microseconds of one of `_BLOCK` things, the best of some rounds that each start anew."""
    best = float("inf")
    for _ in range(_ROUNDS):
        block = make()
        start = perf_counter()
        block()
        best = min(best, perf_counter() - start)
    return best / _BLOCK * 1e6


def measure() -> Iterator[dict[str, object]]:
    """One bench/1 object a case."""
    for name, word, duty, against in CASES:

        def stepping(word: int = word, duty: float = duty, name: str = name) -> Callable[[], object]:
            plant = ready(word, duty, "held" in name or "venting" in name)
            return lambda: steps(plant, _BLOCK)

        yield line(name, best_us(stepping), against)

    def sampling() -> Callable[[], object]:
        plant = ready(_CLOSED, 0.0, True)
        return lambda: [plant.sample() for _ in range(_BLOCK)]

    yield line("plant sample", best_us(sampling), 8.0)

    def tracing() -> Callable[[], object]:
        plant = ready(_CLOSED & ~ZONE_MASKS[0] & ~ZONE_MASKS[5], 1.0, False)
        TraceWriter(plant, io.StringIO())
        return lambda: steps(plant, _BLOCK)

    yield line("plant step and trace row, two zones filling", best_us(tracing), 50.0)


def line(name: str, value_us: float, against_us: float) -> dict[str, object]:
    """A bench/1 object; `ratio` below 1 is quicker than asked."""
    return {
        "type": "bench/1",
        "bench": name,
        "value": round(value_us, 1),
        "unit": "us",
        "against": against_us,
        "ratio": round(value_us / against_us, 2),
    }


if __name__ == "__main__":
    for result in measure():
        print(json.dumps(result))
