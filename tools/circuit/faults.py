"""Every single fault of a sheet's parts: open, short, drifted, stuck, one at a time."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from circuit.model import Item
from circuit.spice import Fault

DRIFTS: Final = ((0.5, "half its value"), (2.0, "twice its value"))
_CHIP_INPUTS: Final = {"comparator": ("P", "N", "VCC"), "or_gate": ("A", "B", "VCC")}
_CHIP_OUTPUT: Final = {"comparator": "OUT", "or_gate": "Y"}


def _passive(item: Item) -> Iterator[Fault]:
    yield Fault(item.ref, "open", open_pin="A")
    yield Fault(item.ref, "short", shorts=(("A", "B"),))
    if item.kind != "fuse":
        for factor, words in DRIFTS:
            yield Fault(item.ref, words, factor=factor)


def _contact(item: Item) -> Iterator[Fault]:
    yield Fault(item.ref, "open", open_pin="A")
    yield Fault(item.ref, "stuck closed", shorts=(("A", "B"),))


def _diode(item: Item) -> Iterator[Fault]:
    yield Fault(item.ref, "open", open_pin="A")
    yield Fault(item.ref, "short", shorts=(("A", "K"),))


def _transistor(item: Item) -> Iterator[Fault]:
    for pin in item.pins:
        yield Fault(item.ref, f"{pin} open", open_pin=pin)
    for one, other in combinations(item.pins, 2):
        yield Fault(item.ref, f"{one}-{other} short", shorts=((one, other),))


def _chip(item: Item) -> Iterator[Fault]:
    for pin in (*_CHIP_INPUTS[item.kind], _CHIP_OUTPUT[item.kind]):
        yield Fault(item.ref, f"{pin} open", open_pin=pin)
    for level in ("low", "high"):
        yield Fault(item.ref, f"output stuck {level}", stuck=level)


def _detector(item: Item) -> Iterator[Fault]:
    for pin in item.pins:
        yield Fault(item.ref, f"{pin} open", open_pin=pin)
    yield Fault(item.ref, "output stuck low", shorts=(("OUT", "GND"),))
    # as its push-pull twin would be: a wrong part fitted is a fault like any other
    yield Fault(item.ref, "output stuck high", shorts=(("OUT", "VCC"),))


def _relay(item: Item) -> Iterator[Fault]:
    yield Fault(item.ref, "coil open", open_pin="A1")
    yield Fault(item.ref, "coil short", shorts=(("A1", "A2"),))
    yield Fault(item.ref, "13-14 open", open_pin="13")
    yield Fault(item.ref, "23-24 open", open_pin="23")
    yield Fault(item.ref, "13-14 bridged", shorts=(("13", "14"),))
    yield Fault(item.ref, "23-24 welded", shorts=(("23", "24"),))
    yield Fault(item.ref, "armature stuck", shorts=(("13", "14"), ("23", "24")))


_OF_KIND: Final = {
    "resistor": _passive,
    "capacitor": _passive,
    "fuse": _passive,
    "contact": _contact,
    "diode": _diode,
    "npn": _transistor,
    "pnp": _transistor,
    "nmos": _transistor,
    "pmos": _transistor,
    "comparator": _chip,
    "detector": _detector,
    "or_gate": _chip,
    "relay": _relay,
}


def of_item(item: Item) -> Iterator[Fault]:
    """The faults of one part."""
    yield from _OF_KIND[item.kind](item)


def every(items: tuple[Item, ...]) -> list[Fault]:
    """The faults of all parts, in the order of the sheet."""
    return [fault for item in items for fault in of_item(item)]
