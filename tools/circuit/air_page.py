"""One leg's air path with the symbols of ISO 1219-1, drawn from the pin map and the parts list."""

from __future__ import annotations

from html import escape
from typing import Final

from circuit.parts import Part
from pinmap import DRAINS_A_CHIP, PinMap

_STYLE: Final = (
    "<style>text{font:12px sans-serif;fill:#1f2a30}.t{font-weight:bold}.s{font-size:11px;fill:#546e7a}"
    "path,rect,circle{fill:none;stroke:#1f2a30;stroke-width:1.5}.air{stroke:#1565c0;stroke-width:2.2}"
    ".f{fill:#1f2a30}.d{stroke-dasharray:5 4}</style>"
)
ZONE_NAMES: Final = ("foot", "lower calf", "upper calf", "lower thigh", "upper thigh")
RAIL_X: Final = 330
TOP_Y: Final = 150
ZONE_DY: Final = 150


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def _path(d: str, kind: str = "") -> str:
    return f'<path d="{d}" class="{kind}"/>'


def _at(x: float, y: float, *parts: str) -> str:
    return f'<g transform="translate({x:g} {y:g})">{"".join(parts)}</g>'


def pump() -> str:
    """A circle with a hollow triangle that points outward: a compressor; the motor beside it."""
    motor = '<circle cx="0" cy="58" r="16"/>' + _text(0, 63, "M", "t", "middle")
    return '<circle cx="0" cy="0" r="26"/>' + _path("M14 -10V10L26 0Z") + motor + _path("M-4 26V42M4 26V42")


def strainer() -> str:
    """A diamond with a broken line: a filter."""
    return _path("M-18 0L0 -18L18 0L0 18Z") + _path("M0 -18V18", "d")


def check_valve() -> str:
    """A ball in its seat, the seat's point against the flow: to the right only."""
    return '<circle cx="2" cy="0" r="6"/>' + _path("M8 -14L-9 0L8 14")


def valve() -> str:
    """2/2, solenoid at the left, spring at the right; the spring's square, which is the rest, is open."""
    squares = '<rect x="-34" y="-17" width="34" height="34"/><rect x="0" y="-17" width="34" height="34"/>'
    closed = _path("M-17 -17V-8M-22 -8H-12M-17 17V8M-22 8H-12")
    opened = _path("M17 -17V17") + _path("M17 -17l-4 8h8zM17 17l-4 -8h8z", "f")
    solenoid = '<rect x="-54" y="-10" width="20" height="20"/>' + _path("M-50 10L-38 -10")
    spring = _path("M34 0l4 -7 6 14 6 -14 6 14 4 -7")
    return squares + closed + opened + solenoid + spring


def relief() -> str:
    """A square with an arrow beside its line, a spring, and the pressure that opens it."""
    arrow = _path("M-6 17V-17") + _path("M-6 -17l-4 9h8z", "f")
    spring = _path("M17 0l4 -6 6 12 6 -12 4 6")
    pilot = _path("M0 22V34H-26V0H-17", "d")
    return '<rect x="-17" y="-17" width="34" height="34"/>' + arrow + spring + pilot


def transducer() -> str:
    """A square: pressure in, a voltage out."""
    return (
        '<rect x="-17" y="-17" width="34" height="34"/>'
        + _path("M-17 17L17 -17")
        + _text(-13, -4, "p")
        + _text(5, 13, "U")
    )


def switch() -> str:
    """A square with a contact: opens as the pressure rises."""
    return (
        '<rect x="-17" y="-17" width="34" height="34"/>'
        + _path("M-17 0H-8M-8 0L10 -7M10 0V-9M10 0H17")
        + _text(-12, 14, "p")
    )


def silencer() -> str:
    """A silencer, and the open air behind it."""
    return (
        '<rect x="-9" y="-18" width="18" height="36"/>'
        + _path("M-9 -9H9M-9 0H9M-9 9H9")
        + _path("M-7 24H7L0 34Z")
    )


def coupling() -> str:
    """Two halves that pull apart, no valve in either."""
    return _path("M-10 -8L-2 0L-10 8M10 -8L2 0L10 8")


def bladder() -> str:
    """A closed volume."""
    return '<rect x="-48" y="-16" width="128" height="32" rx="16"/>'


def _sensor(pin_map: PinMap, name: str) -> str:
    """Ref of the sheets, place, converter and channel."""
    channel = pin_map.converter[name]
    ref = f"B{list(pin_map.converter).index(name)}"
    return f"{ref} {name}: converter {'AB'[channel // 8]} CH{channel % 8}"


def _drain(pin_map: PinMap, coil: str) -> str:
    bit = pin_map.drivers[coil]
    return f"Y{list(pin_map.drivers).index(coil)} {coil} · chip {bit // DRAINS_A_CHIP} DRAIN{bit % DRAINS_A_CHIP}"


def _zone(pin_map: PinMap, leg: str, number: int) -> str:
    """One zone: the valve drawn lying down, tap and sensor, hose, coupling, bladder."""
    name, y = f"{leg}{number + 1}", TOP_Y + ZONE_DY * number
    return "".join(
        [
            _path(f"M{RAIL_X} {y}H433M467 {y}H640M660 {y}H770", "air"),
            _at(450, y + 17, f'<g transform="rotate(-90)">{valve()}</g>'),
            _text(476, y + 62, _drain(pin_map, f"ZONE_{name}"), "s"),
            _path(f"M540 {y}V{y - 24}", "air"),
            _at(540, y - 41, transducer()),
            _text(562, y - 40, _sensor(pin_map, name), "s"),
            _text(592, y + 16, "hose", "s"),
            _at(650, y, coupling()),
            _at(818, y, bladder()),
            _text(834, y + 4, f"{name} {ZONE_NAMES[number]}", "t", "middle"),
        ]
    )


def _feed(parts: dict[str, Part], leg: str) -> str:
    """Filter, pump, check valve up to the manifold."""
    y = TOP_Y + ZONE_DY * 2
    return "".join(
        [
            _path(f"M40 {y}H62M98 {y}H124M176 {y}H237M254 {y}H{RAIL_X}", "air"),
            _at(80, y, strainer()),
            _at(150, y, pump()),
            _at(246, y, check_valve()),
            _text(80, y + 36, parts["filter"].name.split(" of ")[0], "s", "middle"),
            _text(150, y - 34, f"M{1 + 'LR'.index(leg)} {parts['pump'].name.split(',')[0]}", "s", "middle"),
            _text(246, y + 30, parts["check_valve"].name.split(",")[0], "s", "middle"),
        ]
    )


def _guards(pin_map: PinMap, leg: str) -> str:
    """On top of the manifold: relief, sensor, switch."""
    switch_ref = {"L": "S2", "R": "S3"}[leg]
    y = TOP_Y - 66
    return "".join(
        [
            _path(
                f"M{RAIL_X} {TOP_Y}V{y + 40}H98V{y + 17}M200 {y + 40}V{y + 17}M290 {y + 40}V{y + 17}", "air"
            ),
            _at(98, y, relief()),
            _at(200, y, transducer()),
            _at(290, y, switch()),
            _path(f"M98 {y - 17}V{y - 26}M91 {y - 26}H105L98 {y - 36}Z"),
            _text(114, y - 26, "relief valve, 150 mmHg", "s"),
            _text(110, y + 56, _sensor(pin_map, f"M{leg}"), "s"),
            _text(262, y - 42, f"pressure switch {switch_ref},", "s"),
            _text(262, y - 26, "opens at 140 ± 5 mmHg", "s"),
        ]
    )


def _vents(pin_map: PinMap, leg: str, bottom: float) -> str:
    """Two vents under the manifold, each with its silencer."""
    drawn = [_path(f"M{RAIL_X} {bottom - 90}V{bottom}H200M{RAIL_X} {bottom}H460", "air")]
    for x, number in ((200, 1), (460, 2)):
        drawn += [
            _path(f"M{x} {bottom}V{bottom + 33}M{x} {bottom + 67}V{bottom + 80}", "air"),
            _at(x - 17, bottom + 50, valve()),
            _at(x, bottom + 98, silencer()),
            _text(x + 20, bottom + 105, _drain(pin_map, f"VENT_{leg}{number}"), "s"),
        ]
    return "".join(drawn)


def render(pin_map: PinMap, parts: dict[str, Part], leg: str = "L") -> str:
    """The page of one leg."""
    bottom = TOP_Y + ZONE_DY * 4 + 110
    body = [
        _path(f"M{RAIL_X} {TOP_Y}V{bottom}", "air"),
        _text(RAIL_X - 8, bottom - 20, f"manifold {leg}, 100 mL", "t", "end"),
        _guards(pin_map, leg),
        _feed(parts, leg),
        *(_zone(pin_map, leg, number) for number in range(5)),
        _vents(pin_map, leg, bottom),
        _text(600, bottom + 30, "At rest, without power, as drawn: every valve and vent stands open."),
        _text(600, bottom + 50, "Couplings have no shut-off: a pulled one empties its zone."),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -30 1100 {bottom + 190}" width="1100" '
        f'height="{bottom + 190}">'
        f'{_STYLE}<rect x="0" y="-30" width="100%" height="100%" style="fill:#fff;stroke:none"/>'
        f"{_text(24, -6, f'Air of leg {leg} (symbols of ISO 1219-1)', 't')}" + "\n".join(body) + "\n</svg>\n"
    )
