"""Read a diagram from hardware/diagrams/*.toml; its words may name a wire, and pins.toml says where it is.

In any text `{pin[STOP]}`, `{coil[ZONE_L1]}`, `{channel[L1]}` and `{input[START]}` become places on the board.
A box or wire with `each = "zones"` or `each = "vents"` is drawn once for every member: `{n}` is its number,
`{place}` the part of the leg, and a box moves by `step_x`, `step_y` cells from one to the next.
"""

import tomllib
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from diagram import Box, Diagram, Note, Wire
from pinmap import DRAINS_A_CHIP, PinMap

SCHEMA = "diagram/1"
Row = dict[str, str | float | bool | list[str]]
Kind = TypeVar("Kind", Box, Wire, Note)

PLACES = ("foot", "lower calf", "upper calf", "lower thigh", "upper thigh")
FAMILIES = {"zones": range(1, 6), "vents": range(1, 3)}


def wiring_words(pin_map: PinMap) -> dict[str, dict[str, str]]:
    """For each kind of wire: its name → where it is, as a builder reads it."""
    return {
        "pin": {pin.name: f"GP{pin.gp}" for pin in pin_map.pins},
        "coil": {
            name: f"chip {bit // DRAINS_A_CHIP}, DRAIN{bit % DRAINS_A_CHIP}"
            for name, bit in pin_map.drivers.items()
        },
        "channel": {
            name: f"ADC {'AB'[index // 8]}, CH{index % 8}" for name, index in pin_map.converter.items()
        },
        "input": {name: f"input bit {bit}" for name, bit in pin_map.inputs.items()},
    }


def _fill(value: object, number: int, words: dict[str, dict[str, str]]) -> object:
    """Put the wiring into a text or a list of texts; numbers pass."""
    if isinstance(value, list):
        return tuple(_fill(item, number, words) for item in cast(list[object], value))
    if not isinstance(value, str):
        return value
    place = PLACES[number - 1] if number else ""
    return value.replace("{n}", str(number)).replace("{place}", place).format_map(words)


def _expand(rows: list[Row], kind: type[Kind], words: dict[str, dict[str, str]]) -> tuple[Kind, ...]:
    """Every row as a `kind`, those with `each` once for every member of their family."""
    made: list[Kind] = []
    for row in rows:
        plain = {key: value for key, value in row.items() if key not in ("each", "step_x", "step_y")}
        family = FAMILIES[str(row["each"])] if "each" in row else range(1)
        for index, number in enumerate(family):
            values = {key: _fill(value, number, words) for key, value in plain.items()}
            for axis in ("x", "y"):
                if f"step_{axis}" in row:
                    values[axis] = cast(float, row[axis]) + index * cast(float, row[f"step_{axis}"])
            made.append(msgspec.convert(values, kind))
    return tuple(made)


def load(path: Path, pin_map: PinMap) -> Diagram:
    """Read one diagram. Raises ValueError or KeyError naming the schema, key or wire that is wrong."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    if table.get("schema") != SCHEMA:
        raise ValueError(f"{path.name}: schema is {table.get('schema')!r}, this tool reads {SCHEMA!r}")
    words = wiring_words(pin_map)
    return Diagram(
        title=table["title"],
        w=table["w"],
        h=table["h"],
        boxes=_expand(table["box"], Box, words),
        wires=_expand(table.get("wire", []), Wire, words),
        notes=_expand(table.get("note", []), Note, words),
    )
