"""The [plant] table of a scenario made into a PlantSetup, with the range of each key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from recovery_station.virtual.plant import PlantSetup
from recovery_station.virtual.plant.wires import ZONE_NAMES

RANGES: Final[dict[str, tuple[float, float, str]]] = {
    "slack_l": (0.05, 10.0, "litres"),
    "pump_lpm": (0.5, 40.0, "litres a minute"),
    "leak_ml_s_mmhg": (0.0, 50.0, "ml/s per mmHg"),
    "noise_mmhg": (0.0, 3.0, "mmHg"),
    "bath_l": (20.0, 5000.0, "litres"),
    "ambient_degc": (-10.0, 50.0, "degC"),
    "vent_mm": (0.5, 10.0, "mm"),
    "valve_mm": (0.5, 10.0, "mm"),
    "hot_degc": (0.0, 60.0, "degC"),
    "cold_degc": (0.0, 60.0, "degC"),
    "heater_w": (100.0, 30_000.0, "W"),
    "chiller_w": (100.0, 30_000.0, "W"),
    "bathers": (0, 4, "people"),
}
"""Key → lowest, highest, unit."""


class SetupError(ValueError):
    """A key of the table is wrong: `key`, `value` as given, `allowed` in words."""

    def __init__(self, key: str, value: object, allowed: str) -> None:
        super().__init__(f"{key} = {value!r}: allowed is {allowed}")
        self.key = key
        self.value = value
        self.allowed = allowed


def read_setup(table: Mapping[str, object]) -> PlantSetup:
    """The setup with what `table` changes; SetupError for an unknown key or a value out of its range."""
    changed: dict[str, float] = {}
    bathers = PlantSetup().bathers
    slack_l = PlantSetup().slack_l
    for key, value in table.items():
        if key not in RANGES:
            raise SetupError(key, value, "one of the keys " + ", ".join(RANGES))
        if key == "slack_l":
            slack_l = _slack(value)
        elif key == "bathers":
            bathers = round(_number(key, value, key))
            if bathers != value:
                raise SetupError(key, value, "a whole number 0 to 4 (people)")
        else:
            changed[key] = _number(key, value, key)
    return PlantSetup(slack_l=slack_l, bathers=bathers, **changed)


def _slack(value: object) -> tuple[float, ...]:
    """One number for all ten zones, or a table by zone that leaves the others as they are."""
    litres = list(PlantSetup().slack_l)
    if not isinstance(value, dict):
        return (_number("slack_l", value, "slack_l"),) * len(ZONE_NAMES)
    for zone, given in cast("dict[str, object]", value).items():
        if zone not in ZONE_NAMES:
            raise SetupError(f"slack_l.{zone}", given, "a zone: " + ", ".join(ZONE_NAMES))
        litres[ZONE_NAMES.index(zone)] = _number(f"slack_l.{zone}", given, "slack_l")
    return tuple(litres)


def _number(key: str, value: object, row: str) -> float:
    low, high, unit = RANGES[row]
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not low <= value <= high:
        raise SetupError(key, value, f"a number {low:g} to {high:g} ({unit})")
    return float(value)
