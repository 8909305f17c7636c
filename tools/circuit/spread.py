"""How long the chain takes to drop over parts, supplies and temperature; and what dips of the supplies do to it."""

import random
from dataclasses import dataclass
from itertools import product
from typing import Final

from circuit import course, engine, observe
from circuit.course import Way
from circuit.engine import Ask, SpiceError, Traces
from circuit.model import Item
from circuit.spice import Points, Spread, net, netlist

SEED: Final = 20260901
RUNS: Final = 200
COLD_DEGC: Final = 0.0
WARM_DEGC: Final = 60.0
"""Inside the enclosure: 5 to 40 °C of room, and the thermal budget's rise."""
OFFSET_V: Final = 0.007
"""MCP6541: input offset at most 7 mV (data sheet DS20001696)."""
STOPS: Final = course.WAYS[:2]
STOPS_S: Final = course.FIRST_S + course.CYCLE_S * len(STOPS)
SLOW: Final = ("R3", "C2")
"""Parts whose larger value makes the drop slower; R8 larger makes it faster."""


def corners(items: tuple[Item, ...]) -> list[Spread]:
    """Every timing part at the end of its tolerance, all one way, with both temperatures, supplies and relays."""
    found: list[Spread] = []
    for sign, temp, v24, v5, tau in product(
        (-1.0, 1.0), (COLD_DEGC, WARM_DEGC), (21.6, 26.4), (4.75, 5.25), (0.001, 0.006)
    ):
        scale = {item.ref: 1.0 + sign * item.tol_pct / 100.0 for item in items if item.ref in SLOW}
        scale |= {"R7": 1.0 + sign * 0.01, "R8": 1.0 - sign * 0.01}
        found.append(
            Spread(
                temp_degc=temp,
                scale=scale,
                offset_v=sign * OFFSET_V,
                v24=v24,
                v5=v5,
                relay_tau_s=tau,
                relay_off=0.10 if tau > 0.003 else 0.45,
            )
        )
    return found


def lots(items: tuple[Item, ...], runs: int = RUNS) -> list[Spread]:
    """Seeded draws: every value uniform within its tolerance, every condition uniform within its range."""
    draw = random.Random(SEED)
    found: list[Spread] = []
    for _ in range(runs):
        scale = {i.ref: 1.0 + draw.uniform(-1.0, 1.0) * i.tol_pct / 100.0 for i in items if i.value}
        found.append(
            Spread(
                temp_degc=draw.uniform(COLD_DEGC, WARM_DEGC),
                scale=scale,
                beta=draw.uniform(100.0, 450.0),
                vto_n=draw.uniform(1.0, 2.5),
                vto_p=draw.uniform(1.0, 3.0),
                offset_v=draw.uniform(-OFFSET_V, OFFSET_V),
                v24=draw.uniform(21.6, 26.4),
                v5=draw.uniform(4.75, 5.25),
                v3=draw.uniform(3.2, 3.4),
                relay_tau_s=draw.uniform(0.001, 0.006),
                relay_on=draw.uniform(0.5, 0.75),
                relay_off=draw.uniform(0.10, 0.45),
            )
        )
    return found


def drops_ms(items: tuple[Item, ...], spreads: list[Spread]) -> list[tuple[int | None, int | None]]:
    """For each: ms from the last edge to no supply, the heartbeat left high and left low."""
    asks: list[Ask] = []
    for one in spreads:
        lines = course.sources(one.v24, one.v5, one.v3, STOPS)
        asks.append((netlist(items, lines, STOPS_S, one), observe.NETS, observe.STEP_S, STOPS_S))
    found: list[tuple[int | None, int | None]] = []
    for traces in engine.run_all(asks):
        if isinstance(traces, SpiceError):
            raise traces
        seen = list(observe.course_of(traces, STOPS).values())
        if not all(look.closed for look in seen):
            found.append((None, None))
            continue
        found.append((seen[0].drop_ms, seen[1].drop_ms))
    return found


@dataclass(frozen=True)
class Dip:
    """A supply that falls to `volt` for `long_ms`. `hang`: the heartbeat stops as it falls, and it stays low."""

    supply: str
    volt: float
    long_ms: int
    hang: bool = False


DIPS: Final = (
    *(Dip("V24", volt, ms) for volt in (18.0, 12.0, 6.0, 2.0, 0.0) for ms in (5, 20, 100)),
    *(Dip("V5", volt, ms) for volt in (4.0, 3.0, 2.0, 0.0) for ms in (5, 20, 100)),
    *(Dip("V5", volt, 400, hang=True) for volt in (4.5, 4.0, 3.5, 3.0, 2.5, 2.0, 1.0, 0.0)),
)
DIP_S: Final = 0.500
DIP_UNTIL_S: Final = 1.1
_KEEP: Final = Way("kept")


@dataclass(frozen=True)
class Dipped:
    """`lost_ms`: when the supply of the actuators went, None = it held. `back`: it came again by itself."""

    dip: Dip
    lost_ms: int | None
    back: bool


def _dip_sources(dip: Dip) -> dict[str, Points]:
    lines = course.sources(24.0, 5.0, 3.3, (_KEEP,))
    end = course.FIRST_S + (DIP_S - course.FIRST_S if dip.hang else DIP_UNTIL_S)
    beats: Points = [(0.0, 0.0)]
    tick, level = course.FIRST_S, 0.0
    while tick < end:
        beats += [(tick, level), (tick + course.EDGE_S, 3.3 - level)]
        level = 3.3 - level
        tick += course.TICK_S
    lines["HEARTBEAT"] = beats
    full = 24.0 if dip.supply == "V24" else 5.0
    over = DIP_S + dip.long_ms / 1e3
    lines[dip.supply] = [(0.0, 0.0), (0.02, full), (DIP_S, full), (DIP_S + 0.002, dip.volt), (over, dip.volt)]
    if not dip.hang:
        lines[dip.supply].append((over + 0.002, full))
    return lines


def _judged(dip: Dip, traces: Traces) -> Dipped:
    supply = traces[net("V24_ACT")]
    begin = round(DIP_S / observe.STEP_S)
    relay = traces[net("TAP_RELAY")]
    gone = next((k for k in range(begin, len(supply)) if supply[k] < observe.GONE_V), None)
    if gone is None:
        return Dipped(dip, None, False)
    released = next((k for k in range(gone, len(relay)) if relay[k] < observe.LOW_V), gone)
    back = dip.volt < observe.GONE_V and supply[-1] > observe.SUPPLY_V
    return Dipped(dip, released - begin, back)


def dips(items: tuple[Item, ...]) -> list[Dipped]:
    """Every dip in the closed chain."""
    asks: list[Ask] = [
        (netlist(items, _dip_sources(dip), DIP_UNTIL_S, Spread()), observe.NETS, observe.STEP_S, DIP_UNTIL_S)
        for dip in DIPS
    ]
    found: list[Dipped] = []
    for dip, traces in zip(DIPS, engine.run_all(asks), strict=True):
        if isinstance(traces, SpiceError):
            raise traces
        found.append(_judged(dip, traces))
    return found
