"""A sheet as an SVG page: parts in groups, each pin with its terminal and wire, and where each wire leads."""

from __future__ import annotations

import textwrap
import tomllib
from dataclasses import dataclass
from html import escape
from typing import Final, cast

from circuit import symbols
from circuit.model import SHEETS, Sheet
from circuit.packages import Package, of_part
from circuit.parts import Part

CELL: Final = 400
COLUMNS: Final = 4
WIDTH: Final = CELL * COLUMNS
LINE: Final = 14
WIRE_CHARS: Final = 62
GROUPS_TOML: Final = SHEETS / "groups.toml"
SCHEMA: Final = "groups/1"
RAILS: Final = ("GND", "V3", "V5", "V24", "V24_ACT", "V24_LOAD")
"""Wires with so many ends that a list of them helps nobody."""
_STYLE: Final = (
    "<style>text{font:12px sans-serif;fill:#1f2a30}.ref{font-weight:bold}.net{font-size:11px;fill:#1565c0}"
    ".why{font-size:10px;fill:#546e7a}.num{font-size:9px;fill:#37474f}.head{font-size:14px;font-weight:bold}"
    ".wire{font-size:11px}path,rect,circle{fill:none;stroke:#1f2a30;stroke-width:1.5}"
    ".box{fill:#f5f7f8}.fill{fill:#1f2a30}.rule{stroke:#b0bec5;stroke-width:1}</style>"
)


@dataclass(frozen=True)
class Group:
    """A title; a part whose ref begins with one of `rows`, and every one after `columns`, begins a row."""

    title: str
    columns: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """All that a page needs besides its own sheet: every sheet, parts, terminals, and the groups of each title."""

    sheets: list[Sheet]
    parts: dict[str, Part]
    packages: dict[str, Package]
    groups: dict[str, dict[str, Group]]


def book(sheets: list[Sheet], parts: dict[str, Part], packages: dict[str, Package]) -> Book:
    """ValueError when a sheet's first part begins no group, or a group begins at a part the sheet has not."""
    tables = tomllib.loads(GROUPS_TOML.read_text(encoding="utf-8"))
    if tables["schema"] != SCHEMA:
        raise ValueError(f"schema is {tables['schema']!r}, this tool reads {SCHEMA!r}")
    found: dict[str, dict[str, Group]] = {}
    for row in cast(list[dict[str, object]], tables["sheet"]):
        groups = cast(list[dict[str, object]], row["groups"])
        found[str(row["title"])] = {
            str(group["from"]): Group(
                str(group["title"]),
                cast(int, group.get("columns", COLUMNS)),
                tuple(cast(list[str], group.get("rows", []))),
            )
            for group in groups
        }
    for sheet in sheets:
        refs = [item.ref for item in sheet.items]
        wrong = [ref for ref in found.get(sheet.title, {}) if ref not in refs]
        if wrong or refs[0] not in found.get(sheet.title, {}):
            raise ValueError(f"groups.toml: {sheet.title}: no group at {', '.join(wrong) or refs[0]}")
    return Book(sheets, parts, packages, found)


def _ends(around: Book, sheet: Sheet) -> dict[str, list[str]]:
    """Wires of a sheet, with the pins at them: here first, then those of other sheets."""
    own = {net for item in sheet.items for net in item.pins.values()} - set(RAILS)
    here: dict[str, list[str]] = {net: [] for net in sorted(own)}
    there: dict[str, dict[int, list[str]]] = {net: {} for net in own}
    for number, other in enumerate(around.sheets, start=1):
        for item in other.items:
            for pin, net in item.pins.items():
                if net not in own:
                    continue
                end = f"{item.ref}.{pin}"
                if other is sheet:
                    here[net].append(end)
                else:
                    there[net].setdefault(number, []).append(end)
    return {
        net: [*ends, *(f"sheet {number}: {' '.join(pins)}" for number, pins in there[net].items())]
        for net, ends in here.items()
    }


def _wires(around: Book, sheet: Sheet, top: float) -> tuple[list[str], float]:
    """The list of wires at the foot of a page, column by column."""
    lines: list[tuple[str, str]] = []
    for net, ends in _ends(around, sheet).items():
        for number, words in enumerate(textwrap.wrap(", ".join(ends), WIRE_CHARS - len(net)) or [""]):
            lines.append((net if number == 0 else "", words))
    rows = -(-len(lines) // COLUMNS)
    drawn = [
        f'<path class="rule" d="M24 {top}H{WIDTH - 24}"/>',
        symbols.text(24, top + 24, "Where each wire leads (supplies are not listed)", "head"),
    ]
    for place, (net, words) in enumerate(lines):
        x, y = 24 + place // rows * CELL, top + 46 + place % rows * LINE
        name = f'<tspan font-weight="bold">{escape(net)}</tspan> ' if net else "\u2003"
        drawn.append(f'<text x="{x}" y="{y:g}" class="wire">{name}{escape(words)}</text>')
    return drawn, top + 46 + rows * LINE


def _group(sheet: Sheet, around: Book, top: float) -> tuple[list[str], float]:
    """Row by row from the left, as the sheet tells them."""
    groups = around.groups[sheet.title]
    group = groups[sheet.items[0].ref]
    body: list[str] = []
    column, row_height, y = 0, 0, top
    for item in sheet.items:
        begins = item.ref in groups
        group = groups.get(item.ref, group)
        if begins or column == group.columns or (column and item.ref.startswith(group.rows or ("?",))):
            y, column, row_height = y + row_height, 0, 0
        if begins:
            body.append(symbols.text(24, y + 16, group.title, "head"))
            y += 26
        drawing, height = symbols.drawn(item, around.parts[item.part], of_part(around.packages, item.part))
        body.append(f'<g transform="translate({column * CELL} {y:g})">{drawing}</g>')
        column, row_height = column + 1, max(row_height, height)
    return body, y + row_height


def render(sheet: Sheet, around: Book) -> str:
    """The page."""
    body, bottom = _group(sheet, around, 64)
    wires, total = _wires(around, sheet, bottom + 20)
    total += 10
    number = around.sheets.index(sheet) + 1
    title = f"{number}. {sheet.title}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {total:g}" width="{WIDTH}" height="{total:g}">'
        f'{_STYLE}<rect width="100%" height="100%" style="fill:#fff;stroke:none"/>'
        f'<text x="24" y="36" style="font-size:22px;font-weight:bold">{escape(title)}</text>'
        f'<text x="24" y="54" class="why">Pins with the same name are one wire, on all sheets. Small figures: '
        f"terminals of the part (packages.toml). Made from data: make hardware.</text>"
    )
    return head + "\n" + "\n".join([*body, *wires]) + "\n</svg>\n"
