"""One part of a sheet as SVG: its symbol, what it is, and at every pin the wire's name and the terminal's number."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Final

from circuit.model import Item
from circuit.packages import Package
from circuit.parts import Part

MIDDLE: Final = 205
ROW: Final = 96
PIN_ROW: Final = 17
HALF_BOX: Final = 58
STUB: Final = 14
NOTE_CHARS: Final = 70
_RAIL_COLOURS: Final = {
    "GND": "#37474f",
    "V3": "#ad1457",
    "V5": "#c62828",
    "V24": "#b71c1c",
    "V24_ACT": "#b71c1c",
}
_TWO_POLES: Final = {
    "resistor": '<rect x="180" y="38" width="40" height="14"/><path d="M162 45H180M220 45H238"/>',
    "fuse": '<rect x="180" y="38" width="40" height="14"/><path d="M162 45H238"/>',
    "capacitor": '<path d="M162 45H196M196 33V57M204 33V57M204 45H238"/>',
    "diode": '<path d="M162 45H190M190 34V56L210 45ZM210 34V56M210 45H238"/>',
    "contact": '<path d="M162 45H184M216 45H238M184 45L219 38M216 45V34"/>',
}
_THREE_POLES: Final = {
    "npn": '<path d="M162 45H192M192 30V60M192 38L212 26V14M192 52L212 64V76"/><path d="M212 64l-8 -1 4 -6z" '
    'class="fill"/>',
    "pnp": '<path d="M162 45H192M192 30V60M192 38L212 26V14M192 52L212 64V76"/><path d="M194 39l8 -1 -4 -6z" '
    'class="fill"/>',
    "nmos": '<path d="M162 58H188M188 32V58M194 30V60M194 34H212V14M194 56H212V76M194 45H212V56"/>'
    '<path d="M196 45l8 -4v8z" class="fill"/>',
    "pmos": '<path d="M162 32H188M188 32V58M194 30V60M194 34H212V14M194 56H212V76M194 45H212V34"/>'
    '<path d="M210 45l-8 -4v8z" class="fill"/>',
}


def engineering(value: float, unit: str) -> str:
    """4700, "Ω" → 4.7 kΩ."""
    for factor, prefix in ((1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n")):
        if value >= factor:
            return f"{value / factor:.4g} {prefix}{unit}"
    return f"{value:g} {unit}"


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """One line; a supply's name in its colour."""
    colour = _RAIL_COLOURS.get(words)
    style = f' style="fill:{colour};font-weight:bold"' if colour and kind == "net" else ""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}" text-anchor="{anchor}"{style}>{escape(words)}</text>'


def _note(item: Item, y: float) -> tuple[list[str], float]:
    """The note below a part, as many lines as it needs, and where the next part may begin."""
    lines = textwrap.wrap(item.note, NOTE_CHARS)
    drawn = [text(MIDDLE, y + 13 * number, words, "why", "middle") for number, words in enumerate(lines)]
    return drawn, y + 13 * len(lines)


def _numbers(package: Package | None, pin: str) -> tuple[str, ...]:
    """Terminals of a pin; none where the pin is called by them."""
    terminal = package.pins.get(pin) if package else None
    return () if terminal is None or terminal.numbers == (pin,) else terminal.numbers


def _labels(package: Package | None, pin: str) -> tuple[str, str]:
    """The words in the box and the figure at the wire; several terminals stand in the box, very many as from…to."""
    numbers = _numbers(package, pin)
    if len(numbers) < 2:
        return pin, "".join(numbers)
    return f"{pin} {' '.join(numbers) if len(numbers) <= 4 else f'{numbers[0]}…{numbers[-1]}'}", ""


def _number(part: Part) -> str:
    """The maker's number of a chosen part; of one that is not, the page tells what is needed."""
    return part.mpn if part.chosen else ""


def _what(part: Part) -> str:
    """The part's own number, else its name."""
    return _number(part) or part.name


def _small(item: Item, part: Part, package: Package | None) -> tuple[str, int]:
    """A part with two pins in line, as its symbol; the tables above draw it around x = 200."""
    (one, left), (other, right) = item.pins.items()
    unit = {"resistor": "Ω", "capacitor": "F"}.get(item.kind, "")
    shown = engineering(item.value, unit) if unit else _what(part)
    note, bottom = _note(item, 83)
    polar = item.kind == "diode" or item.part == "c_470u"
    numbers = (
        [("".join(_numbers(package, pin)), x) for pin, x in ((one, MIDDLE - 30), (other, MIDDLE + 30))]
        if polar
        else []
    )
    drawn = [
        f'<g transform="translate({MIDDLE - 200} 0)">{_TWO_POLES[item.kind]}</g>',
        text(MIDDLE, 26, item.ref, "ref", "middle"),
        text(MIDDLE, 70, shown, "", "middle"),
        text(MIDDLE - 42, 49, left, "net", "end"),
        text(MIDDLE + 42, 49, right, "net"),
        *(text(x, 41, number, "num", "middle") for number, x in numbers),
        *note,
    ]
    return "".join(drawn), max(ROW, int(bottom) + 10)


def _transistor(item: Item, part: Part, package: Package | None) -> tuple[str, int]:
    """Gate or base at the left; what is nearer the supply above."""
    upper, gate, lower = ("C", "B", "E") if item.kind in ("npn", "pnp") else ("D", "G", "S")
    if item.kind in ("pnp", "pmos"):
        upper, lower = lower, upper
    y = {"nmos": 62, "pmos": 36}.get(item.kind, 49)
    note, bottom = _note(item, 92)
    drawn = [
        f'<g transform="translate({MIDDLE - 200} 0)"><circle cx="200" cy="45" r="25"/>{_THREE_POLES[item.kind]}</g>',
        text(MIDDLE - 42, y, item.pins[gate], "net", "end"),
        text(MIDDLE + 28, 18, item.pins[upper], "net"),
        text(MIDDLE + 28, 80, item.pins[lower], "net"),
        text(MIDDLE - 32, y - 7, " ".join((gate, *_numbers(package, gate))), "num", "middle"),
        text(MIDDLE + 8, 12, " ".join((upper, *_numbers(package, upper))), "num", "end"),
        text(MIDDLE + 8, 82, " ".join((lower, *_numbers(package, lower))), "num", "end"),
        text(MIDDLE + 32, 42, item.ref, "ref"),
        text(MIDDLE + 32, 56, _what(part)),
        *note,
    ]
    return "".join(drawn), max(ROW, int(bottom) + 10)


def _box(item: Item, part: Part, package: Package | None) -> tuple[str, int]:
    """Anything else: a box with its pins at both sides."""
    pins = list(item.pins.items())
    half = (len(pins) + 1) // 2
    height = half * PIN_ROW + 10
    left_x, right_x = MIDDLE - HALF_BOX, MIDDLE + HALF_BOX
    drawn = [
        f'<rect class="box" x="{left_x}" y="30" width="{2 * HALF_BOX}" height="{height}"/>',
        text(MIDDLE, 24, item.ref, "ref", "middle"),
    ]
    for number, (pin, net) in enumerate(pins):
        y = 46 + (number % half) * PIN_ROW
        edge, out, anchor = (left_x, -1, "start") if number < half else (right_x, 1, "end")
        inside, figure = _labels(package, pin)
        drawn += [
            text(edge - 5 * out, y, inside, "why", anchor),
            text(edge + 2 * out, y - 6, figure, "num", "end" if out < 0 else "start"),
            f'<path d="M{edge} {y - 4}h{STUB * out}"/>',
            text(edge + (STUB + 3) * out, y, net, "net", "end" if out < 0 else "start"),
        ]
    note, bottom = _note(item, 58 + height)
    name = f"{part.name.split(',')[0]}: {_number(part)}" if _number(part) else part.name
    drawn += [text(MIDDLE, 45 + height, name, "", "middle"), *note]
    return "".join(drawn), int(bottom) + 12


def drawn(item: Item, part: Part, package: Package | None) -> tuple[str, int]:
    """The part in a cell of 400, and the height it takes."""
    if item.kind in _TWO_POLES:
        return _small(item, part, package)
    if item.kind in _THREE_POLES:
        return _transistor(item, part, package)
    return _box(item, part, package)
