"""The electrical rule check over all sheets: names and pulls; what terminals do is checked in packages.py."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from circuit.model import Item, Sheet
from circuit.station import PULL_DOWN_OHM, PULL_UP_OHM
from pinmap import PinMap

RAILS: Final = (
    "GND",
    "V3",
    "V5",
    "V24",
    "V24_IN",
    "V24_ACT",
    "V24_LOAD",
    "V24_CHAIN",
    "V6",
    "V5_S",
    "VREF",
    "V3_REF",
)
E9_OHM: Final = 8.2e3
_SUPPLY_PINS: Final = {
    "VCC": ("V3", "V5"),
    "VDD": ("V3", "V5"),
    "VS": ("V5_S",),
    "GND": ("GND",),
    "VEE": ("GND",),
}
_FIVE_VOLT: Final = ("V5", "V5_S", "V24", "VREF")
Node = tuple[Item, str]


def nets(sheets: list[Sheet]) -> dict[str, list[Node]]:
    """Net → (item, pin) over all sheets."""
    found: dict[str, list[Node]] = defaultdict(list)
    for sheet in sheets:
        for item in sheet.items:
            for pin, name in item.pins.items():
                found[name].append((item, pin))
    return found


def resistance(found: dict[str, list[Node]], name: str, rail: str) -> float:
    """Ohm of the one resistor between a net and a rail, or through a chain of resistors to it; 0 when there is none."""
    for item, _ in found[name]:
        if item.kind == "resistor" and rail in item.pins.values():
            return item.value
    return 0.0


def _of_pins(sheets: list[Sheet]) -> Iterator[str]:
    """Doubled refs, nets that lead nowhere, supplies on the wrong net."""
    refs = Counter(item.ref for sheet in sheets for item in sheet.items)
    yield from (f"{ref} stands twice" for ref, count in refs.items() if count > 1)
    for name, nodes in nets(sheets).items():
        if len(nodes) < 2 and not name.startswith("SER_4"):
            yield f"net {name} ends at {nodes[0][0].ref}.{nodes[0][1]}"
        for item, pin in nodes:
            if item.kind in ("chip", "comparator", "or_gate", "detector") and name not in _SUPPLY_PINS.get(
                pin, (name,)
            ):
                yield f"{item.ref}.{pin} is on {name}"


def _of_pico(sheets: list[Sheet], pin_map: PinMap) -> Iterator[str]:
    """Each pin's resistor as the pin map says, strong enough; nothing of 5 V on a pin."""
    found = nets(sheets)
    for pin in pin_map.pins:
        if not any(item.ref == "U10" and number == f"GP{pin.gp}" for item, number in found[pin.name]):
            yield f"{pin.name} is not on GP{pin.gp} of the Pico"
        if pin.pull:
            rail = "V3" if pin.pull == "up" else "GND"
            ohm, most = resistance(found, pin.name, rail), PULL_UP_OHM if pin.pull == "up" else E9_OHM
            if not 0 < ohm <= most:
                yield f"{pin.name} has no resistor of at most {most:g} ohm to {rail}"
            other = resistance(found, pin.name, "GND" if pin.pull == "up" else "V3")
            if other:
                yield f"{pin.name} is pulled both ways"
        for item, _ in found[pin.name]:
            if item.kind == "resistor" and set(_FIVE_VOLT) & set(item.pins.values()) and pin.role != "adc":
                yield f"{item.ref} pulls {pin.name} of the Pico to more than 3.3 V"


def findings(sheets: list[Sheet], pin_map: PinMap) -> list[str]:
    """Everything that is wrong, in words."""
    return [*_of_pins(sheets), *_of_pico(sheets, pin_map)]


assert PULL_DOWN_OHM <= E9_OHM
