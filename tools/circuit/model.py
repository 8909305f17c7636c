"""Reads a sheet of hardware/circuit/*.toml into typed items; whoever needs the circuit asks here."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict, cast

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ROOT / "hardware" / "circuit"
SCHEMA = "circuit/1"

PINS: Final[dict[str, tuple[str, ...]]] = {
    "resistor": ("A", "B"),
    "capacitor": ("A", "B"),
    "fuse": ("A", "B"),
    "contact": ("A", "B"),
    "diode": ("A", "K"),
    "npn": ("C", "B", "E"),
    "pnp": ("C", "B", "E"),
    "nmos": ("D", "G", "S"),
    "pmos": ("D", "G", "S"),
    "comparator": ("P", "N", "OUT", "VCC", "VEE"),
    "detector": ("OUT", "VCC", "GND"),
    "or_gate": ("A", "B", "Y", "VCC", "GND"),
    "relay": ("A1", "A2", "13", "14", "23", "24"),
}
"""Kind → its pins; a kind that is not here may have any (connectors and chips that are not simulated)."""
VALUED: Final = ("resistor", "capacitor", "fuse", "relay")


@dataclass(frozen=True)
class Item:
    """One part of a sheet. `value` in ohm or farad (0 where the kind has none), `part` a row of parts.toml."""

    ref: str
    kind: str
    pins: dict[str, str]
    part: str
    value: float = 0.0
    tol_pct: float = 1.0
    tc_ppm: float = 100.0
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """One page: its title and its items in drawing order."""

    title: str
    items: tuple[Item, ...]


class _File(TypedDict):
    schema: str
    sheet: str
    item: list[dict[str, object]]


def _item(row: dict[str, object]) -> Item:
    unknown = set(row) - set(Item.__dataclass_fields__)
    if unknown:
        raise ValueError(f"{row.get('ref')}: unknown keys {sorted(unknown)}")
    item = Item(
        ref=str(row["ref"]),
        kind=str(row["kind"]),
        pins={str(pin): str(net) for pin, net in cast(dict[str, object], row["pins"]).items()},
        part=str(row["part"]),
        value=float(cast(float, row.get("value", 0.0))),
        tol_pct=float(cast(float, row.get("tol_pct", 1.0))),
        tc_ppm=float(cast(float, row.get("tc_ppm", 100.0))),
        note=str(row.get("note", "")),
    )
    wanted = PINS.get(item.kind)
    if wanted is not None and set(item.pins) != set(wanted):
        raise ValueError(f"{item.ref}: a {item.kind} has the pins {', '.join(wanted)}")
    if item.kind in VALUED and item.value <= 0.0:
        raise ValueError(f"{item.ref}: a {item.kind} needs a value")
    return item


def load(path: Path) -> Sheet:
    """Parse one sheet. Raises ValueError (with the ref) for doubled refs, unknown keys, pins or schema."""
    tables = cast(_File, tomllib.loads(path.read_text(encoding="utf-8")))
    if tables["schema"] != SCHEMA:
        raise ValueError(f"{path.name}: schema is {tables['schema']!r}, this tool reads {SCHEMA!r}")
    items = tuple(_item(row) for row in tables["item"])
    refs = [item.ref for item in items]
    for ref in refs:
        if refs.count(ref) > 1:
            raise ValueError(f"{path.name}: {ref} stands twice")
    return Sheet(tables["sheet"], items)


def chain() -> Sheet:
    """The safety chain, which is simulated."""
    return load(SHEETS / "chain.toml")
