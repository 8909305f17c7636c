"""One row of the plant's truth, each 20 ms: taken from a running plant, or read back from a trace file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from recovery_station.virtual.plant import Plant
from recovery_station.virtual.plant.signals import lamp_colour
from recovery_station.virtual.plant.wires import UNGATED, ZONE_NAMES

ROW_MS: Final = 20
VENTS: Final = ("L1", "L2", "R1", "R2")


class Row(NamedTuple):
    """What is true at `t_ms`. `energised`: a valve, vent or other gated coil has current, or a pump is driven."""

    t_ms: int
    chain: bool = False
    estop: bool = False
    energised: bool = False
    zones: tuple[float, ...] = (0.0,) * 10
    manifolds: tuple[float, float] = (0.0, 0.0)
    hot_degc: float = 38.0
    cold_degc: float = 12.0
    prompt: str = ""
    lamp: str = "off"


def of(plant: Plant) -> Row:
    """The row of a plant that has just reached a multiple of 20 ms."""
    left, right = plant.legs
    chain = plant.chain.on
    drive = plant.drive
    pumps = drive.pump_l or drive.pump_r or left.pump.stuck_on or right.pump.stuck_on
    baths = plant.baths
    return Row(
        plant.t_us // 1000 // ROW_MS * ROW_MS,
        chain,
        plant.chain.estop_pressed,
        bool(plant.energised & ~UNGATED) or (chain and bool(pumps)),
        (*left.p[:5], *right.p[:5]),
        (left.manifold, right.manifold),
        baths.hot.mean_degc,
        baths.cold.mean_degc,
        plant.ear.prompt,
        lamp_colour(plant.energised),
    )


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a file that `--trace` wrote. A pump that coasts without supply is not driven."""
    with path.open(newline="", encoding="ascii") as file:
        for row in csv.DictReader(file):
            chain = row["chain"] == "1"
            coils = [row[f"vent_{vent}"] for vent in VENTS] + [row[f"zv_{zone}"] for zone in ZONE_NAMES]
            pumps = float(row["pump_L_pct"]) + float(row["pump_R_pct"]) > 0
            yield Row(
                int(row["t_ms"]),
                chain,
                row["estop"] == "1",
                "1" in coils or (chain and pumps),
                tuple(float(row[f"true_{zone}_mmhg"]) for zone in ZONE_NAMES),
                (float(row["true_ML_mmhg"]), float(row["true_MR_mmhg"])),
                float(row["hot_degc"]),
                float(row["cold_degc"]),
                row["prompt"],
                row["lamp"],
            )
