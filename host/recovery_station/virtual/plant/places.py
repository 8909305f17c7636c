"""Where an injection acts.

Names from a scenario made into zone, leg, vent, channel and number, or refused in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from recovery_station.virtual.plant.chain import LINKS
from recovery_station.virtual.plant.wires import LEG_NAMES, ZONE_NAMES
from recovery_station.virtual.wiring import CONVERTER, DRIVER_BITS

Where = Mapping[str, str | int | float]
"""What a scenario gives: zone, leg, bath, channel, value."""

BATHS: Final = ("hot", "cold")
MANIFOLDS: Final = ("ML", "MR")
THERMISTORS: Final = ("HOT1", "COLD1", "HOT2", "COLD2")


class InjectError(ValueError):
    """A key of an injection is missing or wrong: `key`, `value` as given, `allowed` in words."""

    def __init__(self, key: str, value: object, allowed: str) -> None:
        given = "is missing" if value is None else f"= {value!r}"
        super().__init__(f"{key} {given}: allowed is {allowed}")
        self.key = key
        self.value = value
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Place:
    """Resolved: `zone` 0..4 within `leg` 0..1, `index` is what the kind of place says it is."""

    leg: int = 0
    zone: int = 0
    index: int = 0


def _one_of(where: Where, key: str, names: tuple[str, ...], default: str | None = None) -> str:
    value = where.get(key, default)
    text = str(value).strip()
    for name in names:
        if value is not None and text.lower() == name.lower():
            return name
    raise InjectError(key, value, ", ".join(names))


def _leg(where: Where) -> int:
    name = _one_of(where, "leg", (*LEG_NAMES, "L", "R"))
    return LEG_NAMES.index(name) if name in LEG_NAMES else "LR".index(name)


def _zone(where: Where) -> Place:
    number = ZONE_NAMES.index(_one_of(where, "zone", ZONE_NAMES))
    return Place(number // 5, number % 5, number)


def _vent(where: Where) -> Place:
    channel = int(_one_of(where, "channel", ("1", "2"), "1"))
    return Place(_leg(where), 0, channel - 1)


def _pressure(where: Where) -> Place:
    """A pressure sensor: index = converter input. By zone, by leg (its manifold), or by channel."""
    if "zone" in where:
        name = ZONE_NAMES[_zone(where).index]
    elif "leg" in where:
        name = MANIFOLDS[_leg(where)]
    else:
        name = _one_of(where, "channel", (*ZONE_NAMES, *MANIFOLDS))
    return Place(index=CONVERTER[name])


def _thermistor(where: Where) -> Place:
    """A thermistor: index = converter input. By bath and channel 1|2, or by channel name."""
    if "bath" in where:
        bath = _one_of(where, "bath", BATHS)
        name = bath.upper() + _one_of(where, "channel", ("1", "2"), "1")
    else:
        name = _one_of(where, "channel", THERMISTORS)
    return Place(index=CONVERTER[name])


def _drain(where: Where) -> Place:
    """A drain of the drivers: index = bit. By channel name (`VENT_L2`, `BUZZER` …) or by zone (its valve)."""
    if "zone" in where:
        return Place(index=DRIVER_BITS["ZONE_" + ZONE_NAMES[_zone(where).index]])
    return Place(index=DRIVER_BITS[_one_of(where, "channel", tuple(DRIVER_BITS))])


def _link(where: Where) -> Place:
    return Place(index=LINKS.index(_one_of(where, "channel", LINKS, "cutout")))


def _pole(where: Where) -> Place:
    return Place(index="AB".index(_one_of(where, "channel", ("A", "B"), "A")))


def _contactor(where: Where) -> Place:
    return Place(index=int(_one_of(where, "channel", ("1", "2"), "1")) - 1)


def _bath(where: Where) -> Place:
    return Place(index=BATHS.index(_one_of(where, "bath", BATHS)))


def _leg_only(where: Where) -> Place:
    return Place(_leg(where))


def _nowhere(_where: Where) -> Place:
    return Place()


PLACES: Final[dict[str, tuple[tuple[str, ...], Callable[[Where], Place]]]] = {
    "zone": (("zone",), _zone),
    "leg": (("leg",), _leg_only),
    "vent": (("leg", "channel"), _vent),
    "pressure": (("zone", "leg", "channel"), _pressure),
    "thermistor": (("bath", "channel"), _thermistor),
    "drain": (("channel", "zone"), _drain),
    "link": (("channel",), _link),
    "pole": (("channel",), _pole),
    "contactor": (("channel",), _contactor),
    "bath": (("bath",), _bath),
    "none": ((), _nowhere),
}
"""Kind of place → the keys it understands, and what resolves them."""
