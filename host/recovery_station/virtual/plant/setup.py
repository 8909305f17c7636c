"""What garment, pump and bath stand behind the pins, and the two records that pins and plant exchange."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

ONE_LITRE_EACH: Final = (1.0,) * 10


@dataclass(frozen=True, slots=True)
class PlantSetup:
    """One garment, pump and pair of baths.

    `slack_l` has ten entries, L1…R5; ranges are checked by the scenario.
    """

    slack_l: tuple[float, ...] = ONE_LITRE_EACH
    pump_lpm: float = 15.0
    leak_ml_s_mmhg: float = 0.0
    noise_mmhg: float = 0.5
    bath_l: float = 300.0
    ambient_degc: float = 22.0
    vent_mm: float = 4.0
    valve_mm: float = 4.0
    hose_mm: float = 6.0
    hot_degc: float = 38.0
    cold_degc: float = 12.0
    heater_w: float = 3000.0
    chiller_w: float = 1500.0
    bathers: int = 1


@dataclass(slots=True)
class Drive:
    """What the pins do. One instance; whoever runs the firmware writes it before each advance.

    `word` holds the 32 latched drain bits, pumps are duties 0..1, `heartbeat_us` is the virtual time of the
    last heartbeat edge (-1: none since power on), `arm_edges` counts rising edges on CHAIN_ARM and only
    grows.
    """

    word: int = 0
    drivers_enabled: bool = False
    pump_l: float = 0.0
    pump_r: float = 0.0
    heartbeat_us: int = -1
    arm_edges: int = 0


@dataclass(slots=True)
class Samples:
    """What the pins see. One instance, filled by `Plant.sample()`.

    `converter` holds 16 codes of 12 bits (A0…A7, B0…B7), `adc` reference, supply and current as `read_u16`
    gives them, `inputs` the word of the 74HC165 pair; stop, estop and supply are the direct pins.
    """

    converter: list[int] = field(default_factory=lambda: [0] * 16)
    adc: list[int] = field(default_factory=lambda: [0] * 3)
    inputs: int = 0
    stop: int = 1
    estop: int = 1
    supply: int = 0
