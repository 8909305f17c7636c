"""Test points and commissioning steps, limits from circuit, parts and firmware: building.md, form, template."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from circuit import budget, judge
from circuit.model import ROOT, Item, Sheet
from circuit.parts import Part
from station_firmware.core import limits

SOURCE: Final = ROOT / "hardware" / "commissioning.toml"
BUILDING: Final = ROOT / "hardware" / "building.md"
TEMPLATE: Final = ROOT / "hardware" / "by-hand.toml"
FORM: Final = ROOT / "host" / "recovery_station" / "commissioning.json"
SCHEMA: Final = "commissioning/1"
TICK_MS: Final = 20
Row = dict[str, Any]


def _rating(part: Part, what: str) -> float:
    return next(float(rating.given) for rating in part.ratings if rating.what == what)


def numbers(parts: dict[str, Part]) -> dict[str, float]:
    """Every name that commissioning.toml may use."""
    return {
        "drop_min_ms": judge.DROP_MIN_MS,
        "drop_max_ms": judge.DROP_MAX_MS,
        # the self-test looks once a tick, so it may see the drop a tick late
        "drop_seen_ms": judge.DROP_MAX_MS + TICK_MS,
        "switch_ms": judge.SWITCH_MS,
        "switch_low_mmhg": _rating(parts["pressure_switch"], "opens at least at"),
        "switch_high_mmhg": _rating(parts["pressure_switch"], "opens at most at"),
        "cutout_degc": _rating(parts["cutout"], "opens at most at"),
        "relief_low_mmhg": _rating(parts["relief"], "cracks at least at"),
        "relief_high_mmhg": _rating(parts["relief"], "cracks at most at"),
        "relief_hold_mmhg": budget.RELIEF_HOLD_MMHG,
        "vented_mmhg": limits.VENTED_MMHG,
        "vent_s": limits.VENT_MS / 1000,
        "pull_n": next(float(r.need) for r in parts["coupling"].ratings if r.what == "pull-off force"),
    }


def _divided(told: list[Any], items: dict[str, Item]) -> float:
    volts, upper, lower = told
    low, high = (sum(items[ref].value for ref in refs) for refs in (lower, upper))
    return float(volts) * low / (low + high)


def _bounds(point: Row, items: dict[str, Item]) -> tuple[float, float]:
    """Lowest and highest volts of a test point; what only has a highest begins at 0."""
    if "low" in point or "high" in point:
        return float(point.get("low", 0.0)), float(point["high"])
    nominal = float(point["nominal"]) if "nominal" in point else _divided(point["divider"], items)
    off = nominal * point["tol_pct"] / 100
    return nominal - off, nominal + off


def _place(point: Row) -> str:
    return f"{point['name']}, {point['when']}" if "when" in point else point["name"]


def _value(told: float | str | None, names: dict[str, float]) -> float | None:
    return names[told] if isinstance(told, str) else told


def _fields(step: Row, points: list[Row], items: dict[str, Item], names: dict[str, float]) -> Iterator[Row]:
    """What a person writes: {what, unit, low, high}; unit "" is a tick, "text" a word."""
    for point in points if step.get("points") else ():
        low, high = _bounds(point, items)
        yield {"what": _place(point), "unit": "V", "low": round(low, 3), "high": round(high, 3)}
    for told in step.get("field", []):
        what, unit, low, high = [*told, *[""] * (2 - len(told)), None, None][:4]
        yield {"what": what, "unit": unit, "low": _value(low, names), "high": _value(high, names)}


def _steps(tables: Row, items: dict[str, Item], parts: dict[str, Part]) -> list[Row]:
    names = numbers(parts)
    words = {name: f"{value:g}" for name, value in names.items()}
    return [
        {
            "step": step["id"],
            "what": step["what"],
            "how": step["how"],
            "limit": step["limit"].format(**words),
            "yearly": bool(step.get("yearly", False)),
            "rows": step.get("rows", []),
            "own": [_value(told, names) for told in step.get("own", [])],
            "fields": list(_fields(step, tables["point"], items, names)),
        }
        for step in tables["step"]
    ]


def _point_lines(points: list[Row], items: dict[str, Item]) -> list[str]:
    lines = ["| point | when | expected | if not |", "| --- | --- | --- | --- |"]
    for point in points:
        low, high = _bounds(point, items)
        expected = f"{low:.4g} to {high:.4g} V" if low else f"below {high:g} V"
        when = "; ".join(point[key] for key in ("when", "note") if key in point)
        lines.append(f"| {point['name']} | {when} | {expected} | {point['wrong']} |")
    return lines


def _step_lines(steps: list[Row]) -> list[str]:
    lines = ["| step | what | how | limit | who |", "| --- | --- | --- | --- | --- |"]
    for step in steps:
        who = "both" if step["rows"] and step["fields"] else "self-test" if step["rows"] else "hand"
        lines.append(f"| {step['step']} | {step['what']} | {step['how']} | {step['limit']} | {who} |")
    return lines


def _template(steps: list[Row]) -> str:
    """What a person measured, to be filled and given to `station selftest --report F --by-hand THIS`."""
    lines = [
        "# What commissioning measured by hand: copy, take the # away where something was measured, fill in, give it",
        "# to `station selftest --report FORM.json --by-hand THIS`. Made from commissioning.toml by `make hardware`.",
        'person = ""',
        "",
    ]
    for step in steps:
        lines += [f"[{step['step']}]  # {step['what']}: {step['limit']}"]
        for field in step["fields"]:
            kind = {"": "true", "text": '""'}.get(field["unit"], "0.0")
            span = (
                "" if field["low"] is None else f"  # {field['low']:g} to {field['high']:g} {field['unit']}"
            )
            lines.append(f"# {json.dumps(field['what'], ensure_ascii=False)} = {kind}{span}")
        lines.append("")
    return "\n".join(lines)


def _between(text: str, name: str, lines: list[str]) -> str:
    """A page with the lines between two marks replaced. ValueError when a mark is missing."""
    begin, end = f"<!-- {name}: made from commissioning.toml -->\n", f"<!-- end of {name} -->\n"
    if begin not in text or end not in text:
        raise ValueError(f"building.md lacks the marks of {name}")
    head, rest = text.split(begin, 1)
    return head + begin + "\n" + "\n".join(lines) + "\n\n" + end + rest.split(end, 1)[1]


def texts(sheets: list[Sheet], parts: dict[str, Part]) -> dict[Path, str]:
    """Every file made from commissioning.toml. ValueError or KeyError for a name, a ref or a mark that is not there."""
    tables = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    if tables["schema"] != SCHEMA:
        raise ValueError(f"schema is {tables['schema']!r}, this tool reads {SCHEMA!r}")
    items = {item.ref: item for sheet in sheets for item in sheet.items}
    steps = _steps(tables, items, parts)
    building = _between(BUILDING.read_text(encoding="utf-8"), "points", _point_lines(tables["point"], items))
    building = _between(building, "steps", _step_lines(steps))
    form = {"schema": SCHEMA, "steps": [{key: step[key] for key in step if key != "how"} for step in steps]}
    return {
        BUILDING: building,
        TEMPLATE: _template(steps),
        FORM: json.dumps(form, indent=1, ensure_ascii=False) + "\n",
    }
