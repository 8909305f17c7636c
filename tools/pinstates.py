"""What each pin of the Pico is at reset, in BOOTSEL, over a soft reset and at a fault, and by which resistor."""

from collections.abc import Iterator
from typing import Final

from circuit.rules import nets, resistance
from circuit.station import sheets
from pinmap import Pin, PinMap

INNER_PULL_OHM: Final = 50e3
"""RP2040: the pull-down that a pin has after reset is 50 to 80 kohm; the strong end is the worst against a pull-up."""
HIGH_V: Final = 2.0
RAIL_V: Final = 3.3

WORDS = """\
Reset, watchdog, BOOTSEL and a bare board are the same for a pin: it drives nothing, the chip's own pull-down is on
(RP2040) or the pad is isolated (RP2350), and the external resistor decides. Against a pull-up the chip's pull-down of
50 kΩ or more leaves at least 2.7 V. Pull-downs are at most 8.2 kΩ, which also holds a pin of the RP2350's A2 stepping
(erratum E9). A soft reset leaves outputs as they were and freezes PWM slices 0 to 3 where they stood, possibly high,
until the first lines of `main.py` drive them; the heartbeat stands meanwhile, so the chain drops if they do
not come. At a fault the gate drives the safe level in the same tick.
"""

PICO_2: Final = """\
A Pico 2 fits the same forty pins; the sheets do not change. What differs for the wiring:

- **RP2350-E9** (stepping A2): a pin that is an input between low and high sources about 120 µA and stays near 2.2 V;
  its own pull-down does not win, 8.2 kΩ or less does (RP2350 data sheet, erratum E9, as quoted at forum.6502.org and
  Hackaday). So no wire leans on an inner pull. Inputs that only their resistor holds low:
  {held}.
  Outputs, pull-ups and I2C are not touched by it. Steppings A3 and A4 do not have it (product change note, July 2025).
- The analogue inputs are read with the digital input switched off, which E9 asks for; their sources are below 6 kΩ.
- At reset the pads are isolated instead of pulled down: again the resistors decide.
- No wire brings 5 V to a pin, whatever the chip would bear; a rule of the check holds that.
"""


def ohm(pin_map: PinMap, pin: Pin) -> float:
    """The external resistor's value as the schematic has it; 0 for none."""
    rail = "V3" if pin.pull == "up" else "GND"
    return resistance(nets(sheets(pin_map)), pin.name, rail) if pin.pull else 0.0


def undriven_v(pin: Pin, external_ohm: float) -> float:
    """Volts on the pin while the chip drives nothing, at the worst inner pull-down."""
    if pin.pull != "up":
        return 0.0
    return RAIL_V * INNER_PULL_OHM / (INNER_PULL_OHM + external_ohm)


def _fault(pin: Pin) -> str:
    if pin.name == "HEARTBEAT":
        return "stands still"
    if pin.safe is not None:
        return f"driven {pin.safe}"
    return "read on" if pin.role in ("in", "adc") else "works on"


def rows(pin_map: PinMap) -> Iterator[tuple[object, ...]]:
    """Cells of the table, one row a pin."""
    for pin in pin_map.pins:
        external = ohm(pin_map, pin)
        level = "analogue" if pin.pull is None else f"{'1' if pin.pull == 'up' else '0'}, by its resistor"
        soft = "input" if pin.role in ("in", "adc") else "bus at rest"
        if pin.safe is not None:
            frozen = "frozen" if pin.role == "pwm" else "as it was"
            soft = f"{frozen}, then driven {pin.safe}"
        shown = f"{external / 1e3:g} kΩ {pin.pull}" if external else ""
        yield f"GP{pin.gp}", pin.name, shown, level, soft, _fault(pin)


def pico_2(pin_map: PinMap) -> str:
    """What a Pico 2 in the same socket changes, with the inputs that only their resistor holds low."""
    held = [
        pin for pin in pin_map.pins if pin.pull == "down" and (pin.role == "in" or pin.name.endswith("MISO"))
    ]
    listed = ", ".join(f"{pin.name} {ohm(pin_map, pin) / 1e3:g} kΩ" for pin in held)
    return PICO_2.format(held=listed)
