"""Where a fault of the table acts: one of its places, chosen by the row's seed, and what the station may call it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from campaign.case import Where
from recovery_station.virtual.plant.wires import LEG_NAMES, ZONE_NAMES

POLES: Final = ("A", "B")
LINKS: Final = {
    "estop_a": "estop",
    "estop_b": "estop_return",
    "switch_l": "switch_left",
    "switch_r": "switch_right",
    "cutout": "cutout",
    "monostable": "heartbeat",
    "relay": "relay",
}
"""A link of the plant → what the station calls its tap."""


@dataclass(frozen=True)
class Spot:
    """`zone` 0..9: whose phases make the moment. `channels`: what a fault there may be said to be about."""

    where: Where
    zone: int
    channels: frozenset[str]


def _of_leg(leg: int) -> frozenset[str]:
    """Everything that names a leg or a part of it."""
    letter = "LR"[leg]
    parts = [LEG_NAMES[leg], f"M{letter}", f"switch_{LEG_NAMES[leg]}"]
    parts += [f"{letter} vent 1", f"{letter} vent 2", f"{LEG_NAMES[leg]} pump"]
    return frozenset(parts) | frozenset(name for name in ZONE_NAMES if name[0] == letter)


def _zone(random: Random) -> Spot:
    zone = random.randrange(10)
    leg = LEG_NAMES[zone // 5]
    return Spot({"zone": ZONE_NAMES[zone]}, zone, frozenset((ZONE_NAMES[zone], leg, f"switch_{leg}")))


def _leg(random: Random) -> Spot:
    zone = random.randrange(10)
    return Spot({"leg": LEG_NAMES[zone // 5]}, zone, _of_leg(zone // 5))


def _vent(random: Random) -> Spot:
    zone = random.randrange(10)
    leg = zone // 5
    number = random.randrange(1, 3)
    named = frozenset((f"{'LR'[leg]} vent {number}", LEG_NAMES[leg]))
    return Spot({"leg": LEG_NAMES[leg], "channel": number}, zone, named)


def _zone_sensor(random: Random) -> Spot:
    zone = random.randrange(10)
    return Spot({"zone": ZONE_NAMES[zone]}, zone, frozenset((ZONE_NAMES[zone], LEG_NAMES[zone // 5])))


def _manifold_sensor(random: Random) -> Spot:
    zone = random.randrange(10)
    name = "M" + "LR"[zone // 5]
    return Spot({"channel": name}, zone, frozenset((name, LEG_NAMES[zone // 5])))


def _manifold_drifting(random: Random) -> Spot:
    """Of two connected sensors one is wrong: which, a third must tell, and it may not have been connected since."""
    spot = _manifold_sensor(random)
    leg = spot.zone // 5 * 5
    return Spot(spot.where, spot.zone, spot.channels | frozenset(ZONE_NAMES[leg : leg + 5]))


def _pressure(random: Random) -> Spot:
    """A zone's sensor in five rows of six, as they are fitted."""
    return _manifold_sensor(random) if random.randrange(6) == 0 else _zone_sensor(random)


def _thermistor(random: Random) -> Spot:
    bath = ("hot", "cold")[random.randrange(2)]
    number = random.randrange(1, 3)
    return Spot({"bath": bath, "channel": number}, random.randrange(10), frozenset((f"{bath}{number}", bath)))


def _zone_drain(random: Random) -> Spot:
    return _seen_by_current(_zone(random))


def _vent_drain(random: Random) -> Spot:
    spot = _vent(random)
    leg = LEG_NAMES.index(str(spot.where["leg"]))
    return _seen_by_current(
        Spot({"channel": f"VENT_{'LR'[leg]}{spot.where['channel']}"}, spot.zone, spot.channels)
    )


def _seen_by_current(spot: Spot) -> Spot:
    """One shunt carries all coils: in a session its current tells that one is wrong, and not which."""
    return Spot(spot.where, spot.zone, spot.channels | {"outputs"})


def _link(random: Random) -> Spot:
    link = tuple(LINKS)[random.randrange(len(LINKS))]
    return Spot({"channel": link}, random.randrange(10), frozenset((LINKS[link],)))


def _pole(random: Random) -> Spot:
    return Spot({"channel": POLES[random.randrange(2)]}, random.randrange(10), frozenset(POLES))


def _contactor(random: Random) -> Spot:
    return Spot({"channel": random.randrange(1, 3)}, random.randrange(10), frozenset(("hot",)))


def _hot(random: Random) -> Spot:
    return Spot({"bath": "hot"}, random.randrange(10), frozenset(("hot", "cutout")))


def _cold(random: Random) -> Spot:
    return Spot({"bath": "cold"}, random.randrange(10), frozenset(("cold",)))


def _nowhere(random: Random) -> Spot:
    return Spot({}, random.randrange(10), frozenset())


SPOTS: Final = {
    "zone": _zone,
    "leg": _leg,
    "vent": _vent,
    "pressure": _pressure,
    "zone sensor": _zone_sensor,
    "manifold sensor": _manifold_sensor,
    "manifold sensor that drifts": _manifold_drifting,
    "thermistor": _thermistor,
    "zone drain": _zone_drain,
    "vent drain": _vent_drain,
    "link": _link,
    "pole": _pole,
    "contactor": _contactor,
    "hot": _hot,
    "cold": _cold,
    "nowhere": _nowhere,
}
"""Kind of place → what chooses one of its kind."""
