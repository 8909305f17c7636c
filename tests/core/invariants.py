"""What must hold on every leg at every moment, as functions from truth to the breaches found, in words."""

from __future__ import annotations

from collections.abc import Iterator

from control.stays import Stay
from control.truth import FEED, ROW_S, SHUT, LegTruth

HOLD_MMHG = 3.0
OVER_MMHG = 5.0
RELEASED_MMHG = 15.0
RELEASED_S = 120.0


def gradient(stays: list[Stay], leg: LegTruth, boost: dict) -> Iterator[str]:
    """Of two zones that hold at once the proximal one is not above the distal one, but for its boost and the band."""
    for stay in stays:
        for other in stays:
            if other.zone <= stay.zone or other.cycle != stay.cycle:
                continue
            more = boost["mmhg"] if boost and boost["zone"] == other.zone + 1 else 0
            for row in range(max(stay.full, other.full), min(stay.end, other.end)):
                above = leg.mmhg[other.zone][row] - leg.mmhg[stay.zone][row]
                if above > more + HOLD_MMHG:
                    where = f"zone {other.zone + 1} {above:.1f} mmHg above zone {stay.zone + 1}"
                    yield f"gradient: {where} at {row * ROW_S:.2f} s, cycle {stay.cycle}"
                    break


def overshoot(stays: list[Stay], leg: LegTruth, boost: dict) -> Iterator[str]:
    """No zone goes above its target + OVER_MMHG."""
    for stay in stays:
        if stay.overshoot_mmhg() > OVER_MMHG:
            yield f"overshoot: zone {stay.zone + 1} by {stay.overshoot_mmhg():.1f} mmHg, cycle {stay.cycle}"


def released(stays: list[Stay], leg: LegTruth, boost: dict) -> Iterator[str]:
    """Every zone is below RELEASED_MMHG at least once in RELEASED_S."""
    for zone, pressures in enumerate(leg.mmhg):
        above = longest = 0
        for pressure in pressures:
            above = above + 1 if pressure >= RELEASED_MMHG else 0
            longest = max(longest, above)
        if longest * ROW_S > RELEASED_S:
            yield f"released: zone {zone + 1} was above for {longest * ROW_S:.1f} s"


def one_thing(stays: list[Stay], leg: LegTruth, boost: dict) -> Iterator[str]:
    """The pump runs only with the vents closed and a zone open, and only zones that are level share the manifold."""
    for row, duty in enumerate(leg.pump_pct):
        if duty and leg.vents[row] < 2:
            yield f"filling and releasing at {row * ROW_S:.2f} s"
            return
        if duty and all(ways[row] == SHUT for ways in leg.ways):
            yield f"pump against a closed leg at {row * ROW_S:.2f} s"
            return


def level(stays: list[Stay], leg: LegTruth, boost: dict) -> Iterator[str]:
    """Zones that are fed together are within the 5 mmHg that may share a manifold."""
    for row in range(1, len(leg.vents)):
        fed = [
            leg.mmhg[zone][row] for zone in range(5) if leg.ways[zone][row] == FEED == leg.ways[zone][row - 1]
        ]
        if fed and max(fed) - min(fed) > 5.0:
            yield f"shared: {max(fed) - min(fed):.1f} mmHg apart at {row * ROW_S:.2f} s"
            return


EVERY = (gradient, overshoot, released, one_thing, level)


def breaches(legs: tuple[LegTruth, LegTruth], stays: tuple[list[Stay], list[Stay]], step: dict) -> list[str]:
    """All breaches of both legs, and both pumps at once where legs take turns."""
    found = [
        f"{name}: {words}"
        for name, leg, mine in zip(("left", "right"), legs, stays, strict=True)
        for look in EVERY
        for words in look(mine, leg, step.get("boost", {}))
    ]
    both = [row for row, (a, b) in enumerate(zip(legs[0].pump_pct, legs[1].pump_pct, strict=True)) if a and b]
    if both and step["legs"] == "alternating":
        found.append(f"both pumps at {both[0] * ROW_S:.2f} s")
    return found
