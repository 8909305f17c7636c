"""A sheet as an SVG page: each part with its symbol, its value and the name of the net at every pin."""

from __future__ import annotations

from html import escape
from typing import Final

from circuit.model import Item, Sheet
from circuit.parts import Part

CELL: Final = 320
ROW: Final = 92
WIDTH: Final = 5 * CELL
PIN_ROW: Final = 17
_RAIL_COLOURS: Final = {
    "GND": "#37474f",
    "V3": "#ad1457",
    "V5": "#c62828",
    "V24": "#b71c1c",
    "V24_ACT": "#b71c1c",
}
_STYLE: Final = (
    "<style>text{font:12px sans-serif;fill:#1f2a30}.ref{font-weight:bold}.net{font-size:11px;fill:#1565c0}"
    ".why{font-size:10px;fill:#546e7a}path,rect,circle{fill:none;stroke:#1f2a30;stroke-width:1.5}"
    ".box{fill:#f5f7f8}.fill{fill:#1f2a30}</style>"
)


def engineering(value: float, unit: str) -> str:
    """4700, "Ω" → 4.7 kΩ."""
    for factor, prefix in ((1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n")):
        if value >= factor:
            return f"{value / factor:.4g} {prefix}{unit}"
    return f"{value:g} {unit}"


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    colour = _RAIL_COLOURS.get(words)
    style = f' style="fill:{colour};font-weight:bold"' if colour and kind == "net" else ""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}" text-anchor="{anchor}"{style}>{escape(words)}</text>'


def _path(d: str, kind: str = "") -> str:
    return f'<path d="{d}" class="{kind}"/>'


_TWO_POLES: Final = {
    "resistor": '<rect x="98" y="38" width="40" height="14"/>' + _path("M80 45H98M138 45H156"),
    "fuse": '<rect x="98" y="38" width="40" height="14"/>' + _path("M80 45H156"),
    "capacitor": _path("M80 45H114M114 33V57M122 33V57M122 45H156"),
    "diode": _path("M80 45H108M108 34V56L128 45ZM128 34V56M128 45H156"),
    "contact": _path("M80 45H102M134 45H156M102 45L137 38M134 45V34"),
}
_THREE_POLES: Final = {
    "npn": _path("M80 45H110M110 30V60M110 38L130 26V14M110 52L130 64V76")
    + _path("M130 64l-8 -1 4 -6z", "fill"),
    "pnp": _path("M80 45H110M110 30V60M110 38L130 26V14M110 52L130 64V76")
    + _path("M112 39l8 -1 -4 -6z", "fill"),
    "nmos": _path("M80 58H106M106 32V58M112 30V60M112 34H130V14M112 56H130V76M112 45H130V56")
    + _path("M114 45l8 -4v8z", "fill"),
    "pmos": _path("M80 32H106M106 32V58M112 30V60M112 34H130V14M112 56H130V76M112 45H130V34")
    + _path("M128 45l-8 -4v8z", "fill"),
}


def _small(item: Item, name: str) -> tuple[str, int]:
    """A part with two pins in line, as its symbol."""
    pins = list(item.pins.values())
    unit = {"resistor": "Ω", "capacitor": "F"}.get(item.kind, "")
    shown = engineering(item.value, unit) if unit else name
    parts = [
        _TWO_POLES[item.kind],
        _text(118, 26, item.ref, "ref", "middle"),
        _text(118, 70, shown[:30], "", "middle"),
        _text(76, 49, pins[0], "net", "end"),
        _text(160, 49, pins[1], "net"),
        _text(118, 83, item.note if len(item.note) < 44 else "", "why", "middle"),
    ]
    return "".join(parts), ROW


def _transistor(item: Item, name: str) -> tuple[str, int]:
    """Gate or base at the left; what is nearer the supply above."""
    upper, gate, lower = ("C", "B", "E") if item.kind in ("npn", "pnp") else ("D", "G", "S")
    if item.kind in ("pnp", "pmos"):
        upper, lower = lower, upper
    y = {"nmos": 62, "pmos": 36}.get(item.kind, 49)
    parts = [
        '<circle cx="118" cy="45" r="25"/>',
        _THREE_POLES[item.kind],
        _text(76, y, item.pins[gate], "net", "end"),
        _text(136, 18, item.pins[upper], "net"),
        _text(136, 80, item.pins[lower], "net"),
        _text(148, 42, item.ref, "ref"),
        _text(148, 56, name[:22]),
    ]
    return "".join(parts), ROW


def _box(item: Item, name: str) -> tuple[str, int]:
    """Anything else: a box with its pins at both sides."""
    pins = list(item.pins.items())
    half = (len(pins) + 1) // 2
    height = half * PIN_ROW + 10
    parts = [
        f'<rect class="box" x="66" y="30" width="104" height="{height}"/>',
        _text(118, 24, item.ref, "ref", "middle"),
        _text(118, 44 + height, name[:38], "", "middle"),
    ]
    for number, (pin, net) in enumerate(pins):
        y = 46 + (number % half) * PIN_ROW
        left = number < half
        parts += [
            _text(72 if left else 164, y, pin, "why", "start" if left else "end"),
            _path(f"M{66 if left else 170} {y - 4}h{-8 if left else 8}"),
            _text(56 if left else 180, y, net, "net", "end" if left else "start"),
        ]
    parts.append(_text(118, 57 + height, item.note if len(item.note) < 44 else "", "why", "middle"))
    return "".join(parts), height + 66


def _drawn(item: Item, name: str) -> tuple[str, int]:
    if item.kind in _TWO_POLES:
        return _small(item, name)
    return _transistor(item, name) if item.kind in _THREE_POLES else _box(item, name)


def render(sheet: Sheet, parts: dict[str, Part]) -> str:
    """The page, parts in the sheet's order, column by column filled to the shortest."""
    columns = [64] * (WIDTH // CELL)
    body: list[str] = []
    for item in sheet.items:
        drawing, height = _drawn(item, parts[item.part].name.split(",")[0])
        column = columns.index(min(columns))
        body.append(f'<g transform="translate({column * CELL + 52} {columns[column]})">{drawing}</g>')
        columns[column] += height
    total = max(columns) + 20
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {total}" width="{WIDTH}" height="{total}">'
        f'{_STYLE}<rect width="100%" height="100%" style="fill:#fff;stroke:none"/>'
        f'<text x="24" y="36" style="font-size:22px;font-weight:bold">{escape(sheet.title)}</text>'
        f'<text x="24" y="54" class="why">Pins with the same name are one wire. Made from data: make hardware.</text>'
    )
    return head + "\n" + "\n".join(body) + "\n</svg>\n"
