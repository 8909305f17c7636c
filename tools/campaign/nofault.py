"""The no-fault grid: garments, pumps, leaks, noise, calibration errors and moving bodies, and never a trip."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final
from zlib import crc32

from campaign.case import NONE, Act, Case, Expect
from control.grid import FLOWS_PCT, LEAKS, SLACKS_L, Point, span_s
from control.preset import boots, ids, kind_of, targets
from recovery_station.virtual.plant import air
from recovery_station.virtual.plant.places import MANIFOLDS
from recovery_station.virtual.plant.wires import ZONE_NAMES

NOISES_MMHG: Final = (0.2, 0.5, 1.0)
OFFSET_MMHG: Final = 3.0
"""Calibrated channels are within this."""
MOVES_MMHG: Final = (3.0, 30.0)
"""What a muscle that flexes adds to a zone at its target."""
MOVED_MMHG: Final = 122.0
"""But never so much that 130, where the station trips with every right, is near."""
MOVING_LEAK: Final = 0.5
"""Share of the leak near the trip: a move costs air that must be made up, and made-up air is what the trip counts."""
MOVE_S: Final = 1.0
MOVE_EVERY_S: Final = 16.0
_BOOT_S: Final = 20.0
_FIRST: Final = {
    "compression": "first_fill",
    "contrast": "hot",
    "dip": "cold",
    "guided": "item",
    "combined": "water_after_boots",
}
"""Kind of a preset → from which moment on it runs."""
_WATER_S: Final = 170.0  # hot, cold and hot again


def nofault() -> Iterator[Case]:
    """Each preset on each garment, pump and leak; noise, calibration and movement take turns, so all pairs meet."""
    number = 0
    for preset in ids():
        air = preset in boots()
        for slack_l in SLACKS_L if air else SLACKS_L[1:2]:
            for flow_pct in FLOWS_PCT:
                for leak in LEAKS if air else LEAKS[:1]:
                    yield _row(Point(preset, slack_l, flow_pct, leak), number, air)
                    number += 1


def _row(point: Point, number: int, air: bool) -> Case:
    seed = crc32(str(point).encode()) % 100_000
    random = Random(seed)
    noise = NOISES_MMHG[number % 3]
    off = number // 2 % 2 == 0
    moves = number // 3 % 2 == 0 and air
    length_s = (span_s(point) if air else _WATER_S) - _BOOT_S
    title = f"{point.slack_l:g} L {point.flow_pct} % {point.leak}, {noise:g} mmHg"
    title += (", calibration off" if off else "") + (", moving" if moves else "")
    return Case(
        "no-fault",
        title,
        point.preset,
        _FIRST[kind_of(point.preset)],
        seed,
        Expect(NONE, (), 20.0 if moves else length_s),
        random.randrange(10),
        early=_offsets(random) if off else (),
        acts=_moves(random, point, length_s) if moves else (Act("nothing"),),
        loaded=frozenset(ZONE_NAMES) if moves else frozenset(),
        setup={
            "slack_l": point.slack_l,
            "pump_lpm": point.pump_lpm,
            "leak_ml_s_mmhg": point.leak_ml_s_mmhg * (MOVING_LEAK if moves else 1.0) if air else 0.0,
            "noise_mmhg": noise,
        },
    )


def _offsets(random: Random) -> tuple[Act, ...]:
    """Every pressure channel reads off by what its calibration may leave."""
    names = (*ZONE_NAMES, *MANIFOLDS)
    return tuple(
        Act(
            "inject",
            "sensor_offset",
            {"channel": name, "value": round(random.uniform(-OFFSET_MMHG, OFFSET_MMHG), 2)},
        )
        for name in names
    )


def _moves(random: Random, point: Point, length_s: float) -> tuple[Act, ...]:
    """Now and then a muscle flexes for a second in one zone."""
    acts: list[Act] = []
    for _ in range(max(1, int(length_s / MOVE_EVERY_S))):
        number = random.randrange(10)
        target = targets(point.preset)[number % 5]
        more = min(random.uniform(*MOVES_MMHG), MOVED_MMHG - target)
        where = {"zone": ZONE_NAMES[number], "value": squeezed_ml(target, more, point.slack_l)}
        acts.append(Act("inject", "body_load", where, MOVE_EVERY_S - MOVE_S))
        acts.append(Act("inject", "body_load", where | {"value": 0.0}, MOVE_S))
    return tuple(acts)


def squeezed_ml(mmhg: float, more_mmhg: float, slack_l: float) -> float:
    """By how much a closed bladder at `mmhg` must be squeezed to rise by `more_mmhg`."""
    slack_ml = slack_l * 1000
    after_mmhg = mmhg + more_mmhg
    held_ml = air.content_ml(mmhg, slack_ml) * air.AMBIENT_MMHG / (air.AMBIENT_MMHG + after_mmhg)
    return round(slack_ml + air.COMPLIANCE_ML_MMHG * after_mmhg - held_ml, 1)
