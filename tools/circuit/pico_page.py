"""The Pico as it lies on the bench, USB above: each of its forty pins with the wire that the pin map gives it."""

from __future__ import annotations

from html import escape
from typing import Final

from pinmap import Pin, PinMap

LEFT: Final = (
    *("GP0", "GP1", "GND", "GP2", "GP3", "GP4", "GP5", "GND", "GP6", "GP7", "GP8", "GP9", "GND"),
    *("GP10", "GP11", "GP12", "GP13", "GND", "GP14", "GP15"),
)
RIGHT: Final = (
    *(
        "VBUS",
        "VSYS",
        "GND",
        "3V3_EN",
        "3V3",
        "ADC_VREF",
        "GP28",
        "AGND",
        "GP27",
        "GP26",
        "RUN",
        "GP22",
        "GND",
    ),
    *("GP21", "GP20", "GP19", "GP18", "GND", "GP17", "GP16"),
)
"""Pins 1 to 20 downward, and 40 to 21: the board's own drawing (Raspberry Pi Pico data sheet)."""
ROW: Final = 24
SUPPLIES: Final = {"VSYS": "V5", "3V3": "V3", "ADC_VREF": "V3_REF"}
_STYLE: Final = (
    "<style>text{font:12px sans-serif;fill:#1f2a30}.n{font-size:10px;fill:#fff}.w{fill:#1565c0;font-weight:bold}"
    ".s{font-size:11px;fill:#546e7a}.b{fill:#2e7d32}.g{fill:#37474f}.p{fill:#c62828}.q{fill:#5e6d75}</style>"
)


def _words(name: str, pins: dict[str, Pin]) -> tuple[str, str, str]:
    """Wire, what it rests at, and the colour of the pad."""
    if name in pins:
        pin = pins[name]
        rest = f"{pin.role}, pulled {pin.pull}" if pin.pull else pin.role
        return pin.name, rest, "b"
    if name in ("GND", "AGND"):
        return "", "", "g"
    return (
        SUPPLIES.get(name, ""),
        "" if name in SUPPLIES else "not connected",
        "p" if name in SUPPLIES else "q",
    )


def _pin(name: str, number: int, row: int, left: bool, pins: dict[str, Pin]) -> str:
    wire, rest, colour = _words(name, pins)
    y = 70 + row * ROW
    x, anchor, out = (330, "end", -1) if left else (470, "start", 1)
    return (
        f'<rect x="{x - 17}" y="{y - 10}" width="34" height="19" rx="4" class="{colour}"/>'
        f'<text x="{x}" y="{y + 4}" class="n" text-anchor="middle">{number}</text>'
        f'<text x="{x - out * 24}" y="{y + 4}" class="s" text-anchor="{"start" if left else "end"}">{name}</text>'
        f'<text x="{x + out * 26}" y="{y + 4}" text-anchor="{anchor}"><tspan class="w">{escape(wire)}</tspan>'
        f'<tspan class="s" dx="6">{escape(rest)}</tspan></text>'
    )


def render(pin_map: PinMap) -> str:
    """The picture as SVG."""
    pins = {f"GP{pin.gp}": pin for pin in pin_map.pins}
    body = [_pin(name, row + 1, row, True, pins) for row, name in enumerate(LEFT)]
    body += [_pin(name, 40 - row, row, False, pins) for row, name in enumerate(RIGHT)]
    height = 70 + 20 * ROW + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 {height}" width="800" height="{height}">{_STYLE}'
        '<rect width="100%" height="100%" fill="#fff"/>'
        f'<rect x="322" y="44" width="156" height="{height - 54}" rx="8" fill="#e8f1e9" stroke="#2e7d32"/>'
        '<rect x="376" y="28" width="48" height="28" fill="#b0bec5" stroke="#546e7a"/>'
        '<text x="400" y="47" text-anchor="middle" class="s">USB</text>\n' + "\n".join(body) + "\n</svg>\n"
    )
