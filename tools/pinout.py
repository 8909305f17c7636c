"""The pin map as tables for people: what hardware/pinout.md says, from hardware/pins.toml."""

from collections.abc import Iterable

import pinstates
from pinmap import DRAINS_A_CHIP, PinMap

_HEAD = """\
# Pinout

Made from `pins.toml` by `make hardware`; edit that file, not this one. `make check` fails when they differ.
"""
_PICO = """\
![Pico](diagrams/pico.svg)

The pull is an external resistor: it holds the wire safe while the chip is in reset and drives nothing. The safe
level is what `main.py` drives first.
"""
_CONVERTERS = """\
12 bit over the 5.0 V that the sensors have too. No converter holds both of a pair, so that one broken converter is
always seen by the other.
"""
_DRIVERS = """\
TPIC6B595 in a chain; bit 0 is DRAIN0 of the chip next to the Pico. At most six coils a chip. A set bit energises.
"""
_INPUTS = """\
Two 74HC165; bit 15 arrives first. 1 = closed or present; for START and the encoder 1 = pressed.
"""


def _table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def _section(title: str, words: str, table: str) -> str:
    return f"\n## {title}\n\n{words}\n{table}"


def text(pin_map: PinMap) -> str:
    """The whole Markdown file."""
    pico = (
        (f"GP{pin.gp}", pin.name, pin.role, pin.pull or "", "" if pin.safe is None else pin.safe, pin.note)
        for pin in pin_map.pins
    )
    converters = (
        (f"{'AB'[index // 8]}", f"CH{index % 8}", name) for name, index in pin_map.converter.items()
    )
    drivers = (
        (bit, f"chip {bit // DRAINS_A_CHIP}", f"DRAIN{bit % DRAINS_A_CHIP}", name)
        for name, bit in pin_map.drivers.items()
    )
    inputs = ((bit, name) for name, bit in pin_map.inputs.items())
    return "".join(
        [
            _HEAD,
            _section(
                "Raspberry Pi Pico", _PICO, _table(("pin", "wire", "role", "pull", "safe", "note"), pico)
            ),
            _section(
                "What a pin is when nobody drives it",
                pinstates.WORDS,
                _table(
                    ("pin", "wire", "resistor", "reset, BOOTSEL", "soft reset", "fault"),
                    pinstates.rows(pin_map),
                ),
            ),
            "## On a Pico 2\n\n" + pinstates.pico_2(pin_map),
            _section("Converters", _CONVERTERS, _table(("converter", "channel", "measures"), converters)),
            _section("Drivers", _DRIVERS, _table(("bit", "chip", "drain", "drives"), drivers)),
            _section("Slow inputs", _INPUTS, _table(("bit", "senses"), inputs)),
        ]
    )
