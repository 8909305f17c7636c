"""A row of the table of single faults, and short words to write one.

`test`, `air` and `water` are what is expected when the fault is there before the self-test, while boots run and while
a contrast step runs. A name stands in a row only where the physics of the fault shows it, never because it was heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from campaign.case import MAY, NONE, OFF, TRIP, Expect

CYCLES_S: Final = 200.0
"""Two cycles of the longest preset: what a fault takes that shows itself only in the next fills or holds."""
FILLS_S: Final = 120.0
"""One cycle: what a fault takes that shows itself in the next fill or release of its zone."""
QUIET: Final = Expect(NONE)
LOST: Final = Expect(OFF)


_SLOW: Final = ("tick_slow",)  # its ticks are longer themselves


@dataclass(frozen=True)
class Fault:
    """`at_once`: visible in any state, so it must trip at every moment. `timed`: and its reaction is counted in ticks,
    with `more_ticks` where the fault itself holds a coil until the chain opens.

    `exempt`: its zone may keep its air; `loaded`: somebody presses on it; `in_session`: tells of itself only while a
    session is open, and with a one-step preset a skip ends it.
    """

    inject: str
    place: str
    test: Expect
    air: Expect
    water: Expect
    why: str
    values: tuple[float, ...] = ()
    ends: tuple[str, ...] = ("fault",)
    exempt: bool = False
    loaded: bool = False
    at_once: bool = False
    timed: bool = False
    more_ticks: int = 0
    in_session: bool = False


def trip(*names: str, within_s: float = 60.0) -> Expect:
    return Expect(TRIP, names, within_s)


def may(*names: str, within_s: float = 60.0) -> Expect:
    return Expect(MAY, names, within_s)


MONOSTABLE_TICKS: Final = 8


def always(inject: str, place: str, name: str, why: str, *values: float, more: tuple[str, ...] = ()) -> Fault:
    """Visible in every state."""
    seen = trip(name, *more)
    return Fault(inject, place, seen, seen, seen, why, values, at_once=True, timed=inject not in _SLOW)


def latent(inject: str, place: str, why: str, *values: float, test: Expect = QUIET) -> Fault:
    """Nothing shows while everything else is well."""
    return Fault(inject, place, test, QUIET, QUIET, why, values)
