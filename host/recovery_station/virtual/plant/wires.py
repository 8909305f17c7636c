"""Which driver bit moves which part of the plant: masks and names made from the generated wiring."""

from __future__ import annotations

from typing import Final

from recovery_station.virtual.wiring import DRIVER_BITS, INPUT_BITS

ZONE_NAMES: Final = ("L1", "L2", "L3", "L4", "L5", "R1", "R2", "R3", "R4", "R5")
LEG_NAMES: Final = ("left", "right")
ZONES_A_LEG: Final = 5


def driver_mask(name: str) -> int:
    """The bit of one coil or lamp in the 32-bit driver word."""
    return 1 << DRIVER_BITS[name]


def input_mask(name: str) -> int:
    """The bit of one slow input in the 16-bit word of the input registers."""
    return 1 << INPUT_BITS[name]


ZONE_MASKS: Final = tuple(driver_mask(f"ZONE_{zone}") for zone in ZONE_NAMES)
"""Ten masks, L1…R5: energised = the zone valve is closed."""

VENT_MASKS: Final = tuple(driver_mask(f"VENT_{vent}") for vent in ("L1", "L2", "R1", "R2"))
"""Four masks, two a leg: energised = the vent is closed."""

HEATER_1: Final = driver_mask("HEATER_1")
HEATER_2: Final = driver_mask("HEATER_2")
CHILLER: Final = driver_mask("CHILLER")
CIRCULATION_HOT: Final = driver_mask("CIRCULATION_HOT")
CIRCULATION_COLD: Final = driver_mask("CIRCULATION_COLD")
LAMP_RED: Final = driver_mask("LAMP_RED")
LAMP_GREEN: Final = driver_mask("LAMP_GREEN")
LAMP_BLUE: Final = driver_mask("LAMP_BLUE")
BUZZER: Final = driver_mask("BUZZER")

UNGATED: Final = LAMP_RED | LAMP_GREEN | LAMP_BLUE | BUZZER
"""Drains that work while the chain is open: on 5 V, on the one chip whose enable the chain leaves alone."""

CURRENT_A: Final[dict[int, float]] = {
    **dict.fromkeys((*ZONE_MASKS, *VENT_MASKS), 0.080),
    **dict.fromkeys((HEATER_1, HEATER_2, CHILLER, CIRCULATION_HOT, CIRCULATION_COLD), 0.060),
}
"""Driver mask → what that coil draws from the 24 V through the shunt; lamp and buzzer are not behind it."""


def current_a(word: int) -> float:
    """Amperes drawn from the actuator supply by everything energised in `word`."""
    return sum(amps for mask, amps in CURRENT_A.items() if word & mask)
