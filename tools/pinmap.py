"""Read hardware/pins.toml into plain typed values; whoever needs the wiring asks here."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, cast

ROOT = Path(__file__).resolve().parent.parent
PINS_TOML = ROOT / "hardware" / "pins.toml"
SCHEMA = "pins/1"
UNUSED = "SPARE"
DRAINS_A_CHIP = 8


@dataclass(frozen=True)
class Pin:
    """One wire of the Pico. `pull` is the external resistor, `safe` the level main.py drives first."""

    name: str
    gp: int
    role: str
    pull: str | None = None
    safe: int | None = None
    note: str = ""


@dataclass(frozen=True)
class PinMap:
    """The whole wiring: pins, converter channel → 0..15, driver coil → bit 0..31, slow input → bit 15..0."""

    pins: tuple[Pin, ...]
    converter: dict[str, int]
    drivers: dict[str, int]
    inputs: dict[str, int]


class _Tables(TypedDict):
    """The shape of the file as TOML hands it over."""

    schema: str
    pin: list[dict[str, str | int]]
    converter: dict[str, list[str]]
    drivers: dict[str, list[str]]
    inputs: dict[str, list[str]]


def _pin(row: dict[str, str | int]) -> Pin:
    unknown = set(row) - set(Pin.__dataclass_fields__)
    if unknown:
        raise ValueError(f"pin {row.get('name')}: unknown keys {sorted(unknown)}")
    pull, safe = row.get("pull"), row.get("safe")
    return Pin(
        name=str(row["name"]),
        gp=int(row["gp"]),
        role=str(row["role"]),
        pull=None if pull is None else str(pull),
        safe=None if safe is None else int(safe),
        note=str(row.get("note", "")),
    )


def _numbered(lists: list[list[str]], width: int) -> dict[str, int]:
    """Name → index, `width` places reserved a list."""
    found: dict[str, int] = {}
    for block, names in enumerate(lists):
        if len(names) > width:
            raise ValueError(f"{names[width]}: more than {width} in one part")
        for place, name in enumerate(names):
            if name in found:
                raise ValueError(f"{name} is named twice")
            if name != UNUSED:
                found[name] = block * width + place
    return found


def load(path: Path = PINS_TOML) -> PinMap:
    """Parse the pin map. Raises ValueError (with the name) for doubled names and unknown keys or schema."""
    tables = cast(_Tables, tomllib.loads(path.read_text(encoding="utf-8")))
    if tables["schema"] != SCHEMA:
        raise ValueError(f"schema is {tables['schema']!r}, this tool reads {SCHEMA!r}")
    converter, drivers = tables["converter"], tables["drivers"]
    bits = tables["inputs"]["bits"]
    first_first = _numbered([bits], len(bits))
    return PinMap(
        pins=tuple(_pin(row) for row in tables["pin"]),
        converter=_numbered([converter[chip] for chip in sorted(converter)], 8),
        drivers=_numbered([drivers[chip] for chip in sorted(drivers)], DRAINS_A_CHIP),
        # the first name arrives first on the wire and so ends as the highest bit
        inputs={name: len(bits) - 1 - place for name, place in first_first.items()},
    )
