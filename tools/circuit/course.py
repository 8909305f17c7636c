"""What is done to the chain in one run: armed and opened in each way that it has, one after another."""

from dataclasses import dataclass
from typing import Final

from circuit.spice import Points

CYCLE_S: Final = 0.8
FIRST_S: Final = 0.1
TICK_S: Final = 0.020
EDGE_S: Final = 1e-4
BEATS_S: Final = 0.060
"""Heartbeat before the arm edge, and how long the arm line stays up: as core/chain.py does it."""
PULSE_S: Final = 0.040
CLOSED_S: Final = 0.190
ACT_S: Final = 0.200
BACK_S: Final = 0.450
STILL_S: Final = 0.555
REST_S: Final = 0.560
LEVEL_V: Final = {"HEARTBEAT": 3.3, "CHAIN_ARM": 3.3, "DRIVER_DISABLE": 3.3}


@dataclass(frozen=True)
class Way:
    """One way to open the chain. `contacts` open from ACT_S to BACK_S; `beat` is where a stopped heartbeat stays."""

    name: str
    contacts: tuple[str, ...] = ()
    beat: int = -1
    arm_stays: bool = False
    disable: bool = False

    @property
    def act_s(self) -> float:
        """When it happens within the cycle: a heartbeat that stays low had one more edge."""
        return ACT_S + (TICK_S if self.beat == 0 else 0.0)


WAYS: Final = (
    Way("heartbeat stays high", beat=1),
    Way("heartbeat stays low", beat=0),
    Way("E-stop pole A", ("S1A",)),
    Way("E-stop pole B", ("S1B",)),
    Way("switch L", ("S2",)),
    Way("switch R", ("S3",)),
    Way("cut-out", ("S4",)),
    Way("arm line stays high", ("S1A", "S1B"), arm_stays=True),
    Way("DRIVER_DISABLE", disable=True),
)
UNTIL_S: Final = FIRST_S + CYCLE_S * len(WAYS)
CONTACTS: Final = ("S1A", "S1B", "S2", "S3", "S4")


def begin_s(number: int) -> float:
    """When the cycle of way `number` starts."""
    return FIRST_S + CYCLE_S * number


class _Line:
    """A level over time, as corners of a piecewise linear source."""

    def __init__(self, level: float) -> None:
        self.points: Points = [(0.0, level)]

    def set(self, at_s: float, level: float) -> None:
        if level != self.points[-1][1]:
            self.points += [(at_s, self.points[-1][1]), (at_s + EDGE_S, level)]


def sources(v24: float, v5: float, v3: float, ways: tuple[Way, ...] = WAYS) -> dict[str, Points]:
    """Net → points, supplies and contacts included (a contact's control net is 1 while it is closed)."""
    lines = {name: _Line(0.0) for name in LEVEL_V}
    press = {ref: _Line(1.0) for ref in CONTACTS}
    for number, way in enumerate(ways):
        start = begin_s(number)
        _heartbeat(lines["HEARTBEAT"], start, way)
        lines["CHAIN_ARM"].set(start + BEATS_S, v3)
        lines["CHAIN_ARM"].set(start + (REST_S if way.arm_stays else BEATS_S + PULSE_S), 0.0)
        for ref in way.contacts:
            press[ref].set(start + ACT_S, 0.0)
            press[ref].set(start + BACK_S, 1.0)
        if way.disable:
            lines["DRIVER_DISABLE"].set(start + ACT_S, v3)
            lines["DRIVER_DISABLE"].set(start + BACK_S, 0.0)
    made = {name: line.points for name, line in lines.items()}
    made |= {f"press_{ref.lower()}": line.points for ref, line in press.items()}
    for name, volt in (("V24", v24), ("V5", v5), ("V3", v3)):
        made[name] = [(0.0, 0.0), (0.02, volt)]
    return made


def _heartbeat(line: _Line, start: float, way: Way) -> None:
    """Toggled once a tick until it stops; at the end of its cycle it goes low without a rising edge."""
    level = 0.0
    for tick in range(round(REST_S / TICK_S)):
        at = tick * TICK_S
        if way.beat >= 0 and at > way.act_s + EDGE_S:
            break
        level = 3.3 - level
        line.set(start + at, level)
    line.set(start + REST_S, 0.0)
