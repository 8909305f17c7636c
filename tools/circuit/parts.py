"""Reads hardware/parts.toml: every part with its ratings, needed against given."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, cast

from circuit.model import ROOT

PARTS_TOML = ROOT / "hardware" / "parts.toml"
SCHEMA = "parts/1"
_KEYS = {"name", "maker", "mpn", "second", "eur", "source", "chosen", "qty", "unit", "ratings"}


@dataclass(frozen=True)
class Rating:
    """`need` and `given` are numbers or names of the budget; rule "min": given >= need, "max": given <= need."""

    what: str
    unit: str
    need: float | str
    given: float | str
    rule: str

    def values(self, budget: dict[str, float]) -> tuple[float, float]:
        """Need and given as numbers. KeyError when the budget lacks the name."""
        need = budget[self.need] if isinstance(self.need, str) else float(self.need)
        given = budget[self.given] if isinstance(self.given, str) else float(self.given)
        return need, given

    def holds(self, budget: dict[str, float]) -> bool:
        """Whether the part bears its use."""
        need, given = self.values(budget)
        return given >= need if self.rule == "min" else given <= need


@dataclass(frozen=True)
class Part:
    """One row. `qty` counts pieces that no sheet holds, in `unit`."""

    id: str
    name: str
    maker: str
    mpn: str
    second: str
    eur: float
    source: str
    chosen: bool
    qty: float
    unit: str
    ratings: tuple[Rating, ...]


class _File(TypedDict):
    schema: str
    part: dict[str, dict[str, object]]


def _rating(name: str, row: list[float | str]) -> Rating:
    what, unit, need, given, rule = row
    if rule not in ("min", "max"):
        raise ValueError(f"{name}: rule {rule!r} is neither min nor max")
    return Rating(str(what), str(unit), need, given, str(rule))


def _part(name: str, row: dict[str, object]) -> Part:
    if set(row) - _KEYS:
        raise ValueError(f"{name}: unknown keys {sorted(set(row) - _KEYS)}")
    chosen = bool(row.get("chosen", True))
    if chosen and not row["mpn"]:
        raise ValueError(f"{name}: a chosen part has a maker's number")
    ratings = cast(list[list[float | str]], row.get("ratings", []))
    return Part(
        id=name,
        name=str(row["name"]),
        maker=str(row["maker"]),
        mpn=str(row["mpn"]),
        second=str(row["second"]),
        eur=float(cast(float, row["eur"])),
        source=str(row["source"]),
        chosen=chosen,
        qty=float(cast(float, row.get("qty", 0))),
        unit=str(row.get("unit", "piece")),
        ratings=tuple(_rating(name, rating) for rating in ratings),
    )


def load(path: Path = PARTS_TOML) -> dict[str, Part]:
    """Id → part. Raises ValueError (with the id) for unknown keys, rules or schema, or a missing number."""
    tables = cast(_File, tomllib.loads(path.read_text(encoding="utf-8")))
    if tables["schema"] != SCHEMA:
        raise ValueError(f"schema is {tables['schema']!r}, this tool reads {SCHEMA!r}")
    return {name: _part(name, row) for name, row in tables["part"].items()}
