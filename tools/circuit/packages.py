"""Reads hardware/circuit/packages.toml: the terminals of each real part, and what a sheet does with them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Final, TypedDict, cast

import pinmap
from circuit.model import SHEETS, Item, Sheet
from circuit.parts import Part
from circuit.pico_page import LEFT, RIGHT

PACKAGES_TOML: Final = SHEETS / "packages.toml"
SCHEMA: Final = "packages/1"
KINDS: Final = {
    "I": "input",
    "O": "output",
    "T": "tri_state",
    "C": "open_collector",
    "B": "bidirectional",
    "P": "passive",
    "W": "power_in",
    "w": "power_out",
    "N": "no_connect",
}
"""Letter of the file → KiCad's word."""
OFF_BOARD: Final = (
    "estop", "pressure_switch", "cutout", "button_start", "button_stop", "encoder", "display", "lamp", "buzzer",
    "zone_valve", "vent_valve", "pump", "thermistor", "coil_relay", "contactor_1", "contactor_2", "inlet",
    "heater_cutout", "rcd", "mains_terminal",
)  # fmt: skip
"""Parts that are not on the board; the sensors are, with hoses to their taps."""


@dataclass(frozen=True)
class Terminal:
    """A pin of the sheets: its numbers on the part, and its kind, a letter of KINDS."""

    numbers: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Package:
    """Terminals of a part by the sheets' names; `of` starts the maker's number they belong to."""

    of: str
    case: str
    pins: dict[str, Terminal]
    open: tuple[str, ...]
    source: str


class _File(TypedDict):
    schema: str
    package: dict[str, dict[str, object]]


def _terminal(name: str, told: str) -> Terminal:
    *numbers, kind = told.split()
    if kind not in KINDS or not numbers:
        raise ValueError(f"{name}: {told!r} is not numbers and one of {' '.join(KINDS)}")
    return Terminal(tuple(numbers), kind)


def _package(name: str, row: dict[str, object]) -> Package:
    pins = {pin: _terminal(f"{name}.{pin}", told) for pin, told in cast(dict[str, str], row["pins"]).items()}
    numbers = Counter(number for terminal in pins.values() for number in terminal.numbers)
    if twice := [number for number, count in numbers.items() if count > 1]:
        raise ValueError(f"{name}: terminal {', '.join(twice)} stands twice")
    return Package(
        of=str(row["of"]),
        case=str(row["case"]),
        pins=pins,
        open=tuple(cast(list[str], row.get("open", []))),
        source=str(row["source"]),
    )


def _pico() -> Package:
    """The board's own rows of twenty pins, which its picture shows as well."""
    numbers: dict[str, list[str]] = {}
    for number, name in [*enumerate(LEFT, 1), *((40 - row, name) for row, name in enumerate(RIGHT))]:
        numbers.setdefault("GND" if name == "AGND" else name, []).append(str(number))
    kinds = {"GND": "W", "VSYS": "W", "ADC_VREF": "W", "3V3": "w"}
    for pin in pinmap.load().pins:
        driven = pin.role in ("out", "pwm") or (pin.role.startswith("spi") and not pin.name.endswith("MISO"))
        kinds[f"GP{pin.gp}"] = "O" if driven else "B" if pin.role.startswith("i2c") else "I"
    pins = {
        name: Terminal(tuple(sorted(found, key=int)), kinds.get(name, "B")) for name, found in numbers.items()
    }
    return Package(
        "SC0917",
        "Module:RaspberryPi_Pico_Common_THT",
        pins,
        ("VBUS", "3V3_EN", "RUN"),
        "Raspberry Pi Pico data sheet",
    )


def load() -> dict[str, Package]:
    """Part (or pattern) → package. ValueError for another schema, a kind that is none, a terminal that stands twice."""
    tables = cast(_File, tomllib.loads(PACKAGES_TOML.read_text(encoding="utf-8")))
    if tables["schema"] != SCHEMA:
        raise ValueError(f"schema is {tables['schema']!r}, this tool reads {SCHEMA!r}")
    return {"pico": _pico(), **{name: _package(name, row) for name, row in tables["package"].items()}}


def of_part(packages: dict[str, Package], part: str) -> Package | None:
    """The row of a part, or the pattern that fits it; None for what has no terminals on the board."""
    if part in packages:
        return packages[part]
    return next((package for name, package in packages.items() if fnmatch(part, name)), None)


def _of_item(item: Item, package: Package) -> Iterator[str]:
    yield from (
        f"{item.ref}.{pin}: {item.part} has no such pin" for pin in item.pins if pin not in package.pins
    )
    for pin, terminal in package.pins.items():
        where = f"{item.ref}.{pin} (terminal {', '.join(terminal.numbers)})"
        if terminal.kind == "N" and pin in item.pins:
            yield f"{where} must stay unconnected"
        if terminal.kind != "N" and pin not in item.pins and pin not in package.open:
            yield f"{where} leads nowhere"


def _of_nets(sheets: list[Sheet], packages: dict[str, Package]) -> Iterator[str]:
    """Outputs that fight: two that drive both ways, or one of them and an open drain."""
    ends: dict[str, list[tuple[str, str]]] = {}
    for sheet in sheets:
        for item in sheet.items:
            package = of_part(packages, item.part)
            for pin, net in item.pins.items():
                kind = package.pins[pin].kind if package and pin in package.pins else "P"
                ends.setdefault(net, []).append((f"{item.ref}.{pin}", kind))
    for net, nodes in ends.items():
        hard = [name for name, kind in nodes if kind in "Ow"]
        soft = [name for name, kind in nodes if kind in "TC"]
        if len(hard) > 1 or (hard and soft):
            yield f"net {net} is driven by {' and '.join([*hard, *soft])}"


def findings(sheets: list[Sheet], parts: dict[str, Part], packages: dict[str, Package]) -> list[str]:
    """Terminals that lead nowhere, pins that do not exist, parts whose terminals are of another part, in words."""
    found: list[str] = []
    for sheet in sheets:
        for item in sheet.items:
            package = of_part(packages, item.part)
            if item.part in OFF_BOARD:
                continue
            if package is None:
                found.append(f"{item.ref}: packages.toml has no {item.part}")
                continue
            if not parts[item.part].mpn.startswith(package.of):
                found.append(f"{item.part} is {parts[item.part].mpn}, its terminals are of {package.of}")
            found += _of_item(item, package)
    return [*dict.fromkeys(found), *_of_nets(sheets, packages)]
