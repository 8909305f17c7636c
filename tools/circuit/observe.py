"""What one run of the course shows: closed, dropped after how long, returned, enabled, and the taps as levels."""

from dataclasses import dataclass
from typing import Final

from circuit import course
from circuit.course import WAYS, Way
from circuit.engine import Traces
from circuit.spice import net

STEP_S: Final = 0.001
SUPPLY_V: Final = 12.0
"""Above it actuators may work: valves of 24 V let go below half of it."""
GONE_V: Final = 6.0
DISABLED_V: Final = 4.25
"""TPIC6B595: an input counts as high from 0.85 of its supply (data sheet SLIS032B)."""
HIGH_V: Final = 2.31
LOW_V: Final = 0.99
"""74HC at 3.3 V: high from 0.7 of its supply, low up to 0.3."""
TAPS: Final = (
    "TAP_ESTOP_A",
    "TAP_ESTOP_B",
    "TAP_SWITCH_L",
    "TAP_SWITCH_R",
    "TAP_CUTOUT",
    "TAP_MONOSTABLE",
    "TAP_RELAY",
    "TAP_ACTUATORS",
    "ESTOP",
    "ACTUATOR_SUPPLY",
)
NETS: Final = tuple(net(name) for name in ("V24_ACT", "/G02", *TAPS))


@dataclass(frozen=True)
class Seen:
    """One way's cycle. Times in ms after the last edge or contact; None = it did not happen in the cycle."""

    unasked: bool
    closed: bool
    enabled: bool
    drop_ms: int | None
    disable_ms: int | None
    returned: bool
    taps_closed: str
    taps_open: str


def _first(values: list[float], begin: int, end: int, below: float | None, above: float | None) -> int | None:
    """Samples from `begin` until the level is passed for good; None when it is not before `end`."""
    last_bad = -1
    for k in range(begin, end):
        wrong = values[k] >= below if below is not None else values[k] <= (above or 0.0)
        if wrong:
            last_bad = k
    if last_bad == end - 1:
        return None
    return max(0, last_bad + 1 - begin)


def _levels(traces: Traces, at: int) -> str:
    """A letter a tap: H, L, or x where neither is sure."""
    letters = ""
    for name in TAPS:
        volt = traces[net(name)][at]
        letters += "H" if volt >= HIGH_V else "L" if volt <= LOW_V else "x"
    return letters


def _cycle(traces: Traces, number: int, way: Way) -> Seen:
    start = round(course.begin_s(number) / STEP_S)

    def at(seconds: float) -> int:
        return start + round(seconds / STEP_S)

    act, back = at(way.act_s), at(course.BACK_S if way.contacts or way.disable else course.REST_S)
    supply, enable = traces[net("V24_ACT")], traces[net("/G02")]
    return Seen(
        unasked=supply[at(course.BEATS_S) - 2] > SUPPLY_V,
        closed=supply[at(course.CLOSED_S)] > SUPPLY_V,
        enabled=enable[at(course.CLOSED_S)] < DISABLED_V,
        drop_ms=_first(supply, act, back, GONE_V, None),
        disable_ms=_first(enable, act, back, None, DISABLED_V),
        returned=bool(way.contacts) and supply[at(course.STILL_S)] > SUPPLY_V,
        taps_closed=_levels(traces, at(course.CLOSED_S)),
        taps_open=_levels(traces, back - 2),
    )


def course_of(traces: Traces, ways: tuple[Way, ...] = WAYS) -> dict[str, Seen]:
    """Way → what was seen in its cycle."""
    return {way.name: _cycle(traces, number, way) for number, way in enumerate(ways)}
