"""The rows of single faults: every fault × every preset × every moment, zone and strength rotating by seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any, Final, cast
from zlib import crc32

from campaign.case import MAY, NO_TRIP_S, NONE, OFF, TRIP, Act, Case, Expect
from campaign.expected import Fault
from campaign.faults import FAULTS
from campaign.moments import MOMENTS, MOMENTS_OF, situation
from campaign.places import SPOTS, Spot
from control.preset import ids, kind_of, step_of, table_of
from recovery_station.virtual.plant.wires import LEG_NAMES, ZONE_NAMES
from recovery_station.words import STATE_NAMES, fault_name
from station_firmware.core import interlock

_ROWS = cast("Any", interlock).ROWS


_NO_SESSION: Final = ("test", "ready")
_ENDS_SESSION: Final = ("skip_in_water", "skip_in_cold")
"""With one step nothing is left after these: a second later the station is at rest."""


def moments_of(preset: str) -> tuple[str, ...]:
    """The moments of a preset."""
    return MOMENTS_OF[kind_of(preset)]


def singles() -> Iterator[Case]:
    """Every row, in the order of the table."""
    for title in FAULTS:
        for preset in ids():
            for moment in moments_of(preset):
                yield single(title, preset, moment)


def single(title: str, preset: str, moment: str) -> Case:
    """One row; its seed comes from its name, so each row can be run alone."""
    fault = FAULTS[title]
    seed = crc32(f"{title} {preset} {moment}".encode()) % 100_000
    random = Random(seed)
    spot = SPOTS[fault.place](random)
    where = dict(spot.where)
    if fault.values:
        where["value"] = fault.values[random.randrange(len(fault.values))]
    zone = frozenset((ZONE_NAMES[spot.zone],))
    expect, before_start = _expect(fault, preset, moment)
    if fault.inject == "zone_valve_leak" and spot.zone % 5 == 0 and _foot_goes_early(preset):
        expect = Expect(MAY, expect.names, expect.within_s)
    if title == "leak" and where["value"] == _LEAKS[0] and _hold_ends_first(preset):
        expect = Expect(MAY, expect.names, expect.within_s)
    return Case(
        "singles",
        title,
        preset,
        moment,
        seed,
        expect,
        spot.zone,
        acts=(Act("inject", fault.inject, where),),
        channels=_named(fault, spot, situation(kind_of(preset), moment)),
        exempt=zone if fault.exempt else frozenset(),
        loaded=zone if fault.loaded else frozenset(),
        ends=fault.ends,
        react_ticks=reaction_ticks(expect.names) + fault.more_ticks if fault.timed else None,
        before_start=before_start,
    )


def _named(fault: Fault, spot: Spot, where: str) -> frozenset[str]:
    """What the fault may be said to be about; two pumps draw the same, and one that blows off raises nothing."""
    if fault.inject == "pump_stuck_on" and where != "air":
        return frozenset(f"{leg} pump" for leg in LEG_NAMES) | frozenset(LEG_NAMES)
    return spot.channels


def _foot_goes_early(preset: str) -> bool:
    """The foot is let go before the hold: what its valve leaks fills the zones that are filled meanwhile."""
    step = step_of(preset)
    return step["kind"] == "compression" and step["pattern"] in ("sequential", "wave", "pulse")


_LEAKS: Final = FAULTS["leak"].values
_ISOLATED_S: Final = 2
"""The leak limit of a fall: more than 3 mmHg/s over so much isolation, in two holds running."""


def _hold_ends_first(preset: str) -> bool:
    """No hold isolates a zone so long: the smaller leak (3.5 mmHg/s at 40 mmHg) is topped up in far less than 7 s a
    minute, and the zone keeps its target; so neither limit is reached. The larger one empties it faster than that.
    """
    step = step_of(preset)
    return step["kind"] == "compression" and step["hold_s"] <= _ISOLATED_S


def reaction_ticks(names: tuple[str, ...]) -> int:
    """One tick until it is sampled, what the interlock wants it to hold, two to the outputs, one of the trace."""
    held: list[tuple[int, int]] = [(row[0], row[2]) for row in _ROWS]
    return max(ticks for code, ticks in held if code > 0 and fault_name(code) in names) + 3


def _told_at_rest(names: tuple[str, ...]) -> bool:
    """True when a row of the interlocks looks for one of these also in IDLE."""
    idle = 1 << STATE_NAMES.index("IDLE")
    bound: list[tuple[int, int]] = [(row[0], row[3]) for row in _ROWS]
    return any(states & idle and code > 0 and fault_name(code) in names for code, states in bound)


def _expect(fault: Fault, preset: str, moment: str) -> tuple[Expect, bool]:
    """What a moment makes of a fault, and whether it must show before START."""
    session = _in_session(fault, situation(kind_of(preset), moment))
    if fault.in_session and (moment in _NO_SESSION or MOMENTS[moment].command == "skip"):
        return Expect(MAY, session.names, session.within_s), False
    if moment == "test":
        return _before(fault.test, session)
    over = moment in _ENDS_SESSION and len(table_of(preset)["step"]) == 1 and not _told_at_rest(session.names)
    if MOMENTS[moment].command == "skip" and session.must == TRIP and (over or not fault.at_once):
        return Expect(MAY, session.names, session.within_s), False
    return session, False


_OF_BATHS: Final = ("hot", "cold", "thermistor", "contactor")


def _in_session(fault: Fault, where: str) -> Expect:
    """Nobody looks at the baths while nobody is in them; all else shows there as it does in the water."""
    if where == "dry" and fault.place in _OF_BATHS:
        return Expect(MAY, fault.water.names, NO_TRIP_S)
    return fault.air if where == "air" else fault.water


def _before(test: Expect, session: Expect) -> tuple[Expect, bool]:
    """There before the self-test: found by it, or met in the session that follows."""
    if test.must in (TRIP, OFF):
        return test, test.must == TRIP
    names = test.names + tuple(name for name in session.names if name not in test.names)
    if session.must == TRIP:
        return Expect(TRIP, names, session.within_s), False
    must = NONE if test.must == session.must == NONE else MAY
    return Expect(must, names, session.within_s), False
