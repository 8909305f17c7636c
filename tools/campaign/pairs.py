"""Two faults: a protective path fails unseen, then something asks for it; and the hardware alone, the firmware hung.

The self-test has passed when the first comes; what must still hold is judged from the truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final
from zlib import crc32

from campaign.case import MAY, NONE, OFF, TRIP, Act, Case, Expect, Where
from campaign.singles import moments_of, reaction_ticks
from control.preset import ids
from recovery_station.virtual.plant.wires import LEG_NAMES, ZONE_NAMES

WATCHDOG_S: Final = 2.0
"""The chip is reset this long after a hang; from then on nothing is driven."""
_AIR: Final = ("first_fill", "hold")
_WATER: Final = ("hot",)
_BEFORE_START: Final = ("test", "ready")
_ZONE, _LEG, _LEG_ZONES = "ZONE", "LEG", "LEG ZONES"
_ANY_TRIP: Final = Expect(TRIP, (), 120.0)
_PUMPED: Final = Expect(TRIP, ("pump_stuck_on", "chain_open", "over_pressure"))
_STOPS: Final = Expect(NONE)
_ESTOP: Final = Expect(TRIP, ("estop", "estop_stuck"))
_RESET: Final = Expect(TRIP, ("watchdog_reset",))


@dataclass(frozen=True)
class Pair:
    """`first` in READY, `then` at the moment. ZONE and LEG in a place stand for those of the row.

    `opens_s`, `slack_s` and `held` as in Case; `exempt`: ZONE or LEG ZONES; `water`: it needs a bath; `timed`: its
    reaction is counted in ticks.
    """

    first: tuple[Act, ...]
    then: tuple[Act, ...]
    expect: Expect
    why: str
    ends: tuple[str, ...] = ("fault",)
    opens_s: float | None = None
    slack_s: float | None = None
    exempt: str = ""
    water: bool = False
    held: bool = False
    timed: bool = False


def _inject(what: str, after_s: float = 0.0, **where: str | int | float) -> Act:
    return Act("inject", what, where, after_s)


def _press(what: str, after_s: float = 0.0) -> Act:
    return Act("press", what, {}, after_s)


_RELIEF: Final = (_inject("relief_stuck", leg=_LEG),)
_SWITCH: Final = (_inject("pressure_switch_stuck", leg=_LEG),)
_MONOSTABLE: Final = (_inject("monostable_stuck"),)
_RELAY: Final = (_inject("chain_relay_stuck"),)
_CUTOUT: Final = (_inject("cutout_stuck"),)
_WELDED: Final = (_inject("contactor_welded", channel=1),)
_VENT_1: Final = (_inject("vent_stuck_closed", leg=_LEG, channel=1),)
_VENT_2: Final = (_inject("vent_stuck_closed", leg=_LEG, channel=2),)
_PUMP_ON: Final = (_inject("pump_stuck_on", leg=_LEG),)
_HANG: Final = (_inject("firmware_hang"),)
_FROZEN: Final = (_inject("sensor_frozen", zone=_ZONE),)
_LOW: Final = (_inject("sensor_offset", zone=_ZONE, value=-40.0),)
_OPEN: Final = (_inject("sensor_open", zone=_ZONE),)
_ESTOP_PRESS: Final = (_press("estop"),)
_STOP_PRESS: Final = (_press("stop"),)
_CUT: Final = (_inject("power_cut", value=3.0),)
_HUNG_PUMP: Final = (*_HANG, _inject("pump_stuck_on", 0.3, leg=_LEG))
_HUNG_HOT: Final = (*_HANG, _inject("bath_degc", 0.3, bath="hot", value=44.0))
_POWER = ("power_loss",)
_EITHER = ("fault", "estop")

PAIRS: Final = {
    "relief + pump on": Pair(_RELIEF, _PUMP_ON, _PUMPED, "the switch opens below the relief's pressure"),
    "relief + low sensor": Pair(_RELIEF, _LOW, _ANY_TRIP, "the manifold's sensor sees what the zone's hides"),
    "switch + pump on": Pair(
        _SWITCH, _PUMP_ON, _PUMPED, "current and pressure seen by firmware; relief behind it"
    ),
    "switch + frozen sensor": Pair(
        _SWITCH, _FROZEN, _ANY_TRIP, "the manifold's sensor sees the zone that is filled"
    ),
    "switch + low sensor": Pair(_SWITCH, _LOW, _ANY_TRIP, "the manifold's sensor sees what the zone's hides"),
    "monostable + hang": Pair(
        _MONOSTABLE,
        _HANG,
        _RESET,
        "the watchdog resets the chip, undriven pins let go",
        slack_s=WATCHDOG_S + 8.0,
    ),
    "monostable + open sensor": Pair(
        _MONOSTABLE,
        _OPEN,
        Expect(TRIP, ("sensor_open",)),
        "outputs are de-energised each by itself",
        slack_s=8.1,
    ),
    "relay + hang": Pair(_RELAY, _HANG, _RESET, "the watchdog resets the chip", slack_s=WATCHDOG_S + 8.0),
    "relay + open sensor": Pair(
        _RELAY, _OPEN, Expect(TRIP, ("sensor_open",)), "outputs are de-energised each by itself", slack_s=8.1
    ),
    "relay + E-stop": Pair(
        _RELAY, _ESTOP_PRESS, _ESTOP, "the direct wire tells the firmware", ends=("estop",)
    ),
    "E-stop pole A + E-stop": Pair(
        (_inject("estop_stuck", channel="A"),),
        _ESTOP_PRESS,
        _ESTOP,
        "the other pole",
        ends=("estop",),
        opens_s=0.1,
    ),
    "E-stop pole B + E-stop": Pair(
        (_inject("estop_stuck", channel="B"),),
        _ESTOP_PRESS,
        _ESTOP,
        "the other pole",
        ends=("estop",),
        opens_s=0.1,
    ),
    "cut-out + hot bath": Pair(
        _CUTOUT,
        (_inject("bath_degc", bath="hot", value=44.0),),
        Expect(TRIP, ("bath_over",)),
        "two thermistors and the trip at 42",
        water=True,
    ),
    "contactor + heater": Pair(
        _WELDED,
        (_inject("bath_degc", bath="hot", value=41.9), _inject("contactor_welded", channel=2)),
        Expect(TRIP, ("bath_over", "heater_stuck_on"), 120.0),
        "both welded heat until the heater's own cut-out; people are told to leave at 42",
        water=True,
    ),
    "vent 1 + STOP": Pair(_VENT_1, _STOP_PRESS, _STOPS, "the other vent"),
    "vent 2 + STOP": Pair(_VENT_2, _STOP_PRESS, _STOPS, "the other vent"),
    "vent 1 + E-stop": Pair(_VENT_1, _ESTOP_PRESS, _ESTOP, "the other vent", ends=("estop",), opens_s=0.1),
    "vent 2 + power cut": Pair(_VENT_2, _CUT, Expect(OFF), "the other vent", ends=_POWER),
    "vent 1 + open sensor": Pair(_VENT_1, _OPEN, Expect(TRIP, ("sensor_open",)), "the other vent"),
    "vent 1 + hang": Pair(_VENT_1, _HANG, _RESET, "the other vent", opens_s=0.2),
    "vent 1 + vent 2": Pair(
        _VENT_1,
        (*_VENT_2, _press("stop", 2.0)),
        Expect(MAY, ("failed_vent", "vent_stuck_closed")),
        "nothing lets this leg go: what limp bladders do not take is named, people pull the couplings",
        ends=("user_stop", "fault"),
        exempt=_LEG_ZONES,
    ),
}

ALONE: Final = {
    "hang": Pair((), _HANG, _RESET, "the monostable", opens_s=0.2),
    "hang, E-stop": Pair(
        _MONOSTABLE,
        (*_HANG, _press("estop", 0.3)),
        Expect(TRIP, ("watchdog_reset", "estop")),
        "the poles are in the chain",
        ends=_EITHER,
        opens_s=0.1,
    ),
    "hang, pump on": Pair(
        _MONOSTABLE,
        _HUNG_PUMP,
        Expect(TRIP, ("watchdog_reset", "chain_open", "pump_stuck_on")),
        "the switch on the manifold is in the chain; else the watchdog",
        slack_s=WATCHDOG_S + 8.0,
        held=True,
    ),
    "hang, hot bath": Pair(
        _MONOSTABLE,
        _HUNG_HOT,
        Expect(TRIP, ("watchdog_reset", "chain_open", "bath_over")),
        "the cut-out is in the chain; its bath is felt once a second",
        opens_s=1.1,
        water=True,
    ),
}


STOPS: Final = {
    "STOP": Pair((), _STOP_PRESS, _STOPS, "a wire of its own and a level that each tick looks at"),
    "E-stop": Pair(
        (), _ESTOP_PRESS, _ESTOP, "both poles are in the chain", ends=("estop",), opens_s=0.1, timed=True
    ),
}


def stops() -> Iterator[Case]:
    """STOP and E-stop with nothing wrong, at every moment of every session."""
    for title, pair in STOPS.items():
        for preset in ids():
            for moment in moments_of(preset):
                if moment not in _BEFORE_START:
                    yield _row("stops", title, pair, preset, moment)


def pairs() -> Iterator[Case]:
    """Every pair in every preset that has its moments."""
    return _rows("pairs", PAIRS)


def alone() -> Iterator[Case]:
    """The firmware hung: hardware does it alone."""
    return _rows("alone", ALONE)


def _rows(group: str, table: dict[str, Pair]) -> Iterator[Case]:
    for title, pair in table.items():
        for preset in ids():
            for moment in _WATER if pair.water else _AIR:
                if moment in moments_of(preset):
                    yield _row(group, title, pair, preset, moment)


def _row(group: str, title: str, pair: Pair, preset: str, moment: str) -> Case:
    seed = crc32(f"{group} {title} {preset} {moment}".encode()) % 100_000
    zone = Random(seed).randrange(10)
    leg = zone // 5 * 5
    exempt = {_LEG_ZONES: frozenset(ZONE_NAMES[leg : leg + 5]), _ZONE: frozenset((ZONE_NAMES[zone],))}
    return Case(
        group,
        title,
        preset,
        moment,
        seed,
        pair.expect,
        zone,
        before=tuple(_placed(act, zone) for act in pair.first),
        acts=tuple(_placed(act, zone) for act in pair.then),
        exempt=exempt.get(pair.exempt, frozenset()),
        ends=pair.ends,
        opens_s=pair.opens_s,
        slack_s=pair.slack_s,
        react_ticks=reaction_ticks(pair.expect.names) if pair.timed else None,
        held=pair.held,
    )


def _placed(act: Act, zone: int) -> Act:
    """The act at this row's zone and leg."""
    names: dict[str | int | float, str] = {_ZONE: ZONE_NAMES[zone], _LEG: LEG_NAMES[zone // 5]}
    where: Where = {key: names.get(value, value) for key, value in act.where.items()}
    return Act(act.do, act.what, where, act.after_s)
