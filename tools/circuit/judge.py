"""What a fault does to the chain, and who notices: the test that finds it, or the layer that covers it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from circuit.observe import TAPS, Seen

DROP_MIN_MS: Final = 100
DROP_MAX_MS: Final = 200
SEEN_MS: Final = 240
"""The self-test waits so long for the supply to go (`CHAIN_DROP_MS` + 40 in core/selftest.py)."""
SWITCH_MS: Final = 60
RANKS: Final = ("no effect", "opens", "seen", "listed")


@dataclass(frozen=True)
class Effect:
    """`rank` of RANKS; `what` happens; `who` finds it, or the layer that covers it."""

    rank: str
    what: str
    who: str


_BY_LATCH: Final = (
    "the firmware latches a press or a trip and stops the heartbeat (REQ-75, REQ-83); commissioning step C7"
)
_WAY_TESTS: Final = {
    "E-stop pole A": Effect(
        "seen", "pole A does not open the chain, pole B still does", "daily E-stop: ESTOP_STUCK"
    ),
    "E-stop pole B": Effect(
        "seen", "pole B does not open the chain, pole A still does", "daily E-stop: ESTOP_STUCK"
    ),
    "switch L": Effect("seen", "switch L does not open the chain", "daily pump test: SWITCH_STUCK"),
    "switch R": Effect("seen", "switch R does not open the chain", "daily pump test: SWITCH_STUCK"),
    "cut-out": Effect(
        "listed",
        "the cut-out does not open the chain",
        "trip at 42.0 °C (REQ-45) and the heater's own cut-out; commissioning step C8, yearly",
    ),
}
_TAP_TESTS: Final = {
    "TAP_ESTOP_A": Effect("seen", "tap of pole A stays closed", "daily E-stop: ESTOP_STUCK"),
    "TAP_ESTOP_B": Effect("seen", "tap of pole B stays closed", "daily E-stop: ESTOP_STUCK"),
    "ESTOP": Effect(
        "seen", "direct E-stop input stays closed", "daily E-stop: the press never counts, no READY"
    ),
    "TAP_ACTUATORS": Effect("seen", "supply tap stays closed", "before each session: CHAIN_STUCK"),
    "ACTUATOR_SUPPLY": Effect("seen", "direct supply input stays closed", "before each session: CHAIN_STUCK"),
}


def _named(tap: str) -> Effect:
    return Effect(
        "listed", f"{tap} stays closed", "the link itself still opens; only its name is lost in the words"
    )


def _of_closing(seen: dict[str, Seen]) -> Iterator[Effect]:
    """What is wrong before and when the chain closes."""
    first = seen["heartbeat stays high"]
    looks = list(seen.values())
    free = [looks[0], *(after for before, after in pairwise(looks) if before.drop_ms is not None)]
    if any(look.unasked for look in free):
        yield Effect(
            "seen", "closes without an arm edge once all links are closed", "before each session: CHAIN_STUCK"
        )
    if not first.closed:
        yield Effect("opens", "the chain does not close", "before each session: CHAIN_OPEN or SUPPLY_LOW")
    elif not first.enabled:
        yield Effect("opens", "the drivers stay disabled", "before each session: OUTPUT_CURRENT")


def _of_heartbeat(seen: dict[str, Seen]) -> Iterator[Effect]:
    """How it drops when the edges stop, at either level."""
    drops = [seen[name].drop_ms for name in ("heartbeat stays high", "heartbeat stays low")]
    known = [drop for drop in drops if drop is not None]
    late = [drop is None or drop > SEEN_MS for drop in drops]
    if all(late):
        yield Effect("seen", "does not drop without heartbeat", "before each session: CHAIN_STUCK")
    elif any(late):
        yield Effect(
            "seen",
            "does not drop at one level of the heartbeat",
            "before about every second session: CHAIN_STUCK",
        )
    if not any(late) and max(known) > DROP_MAX_MS:
        yield Effect(
            "listed",
            f"drops after {max(known)} ms",
            "told by the self-test from 240 ms on; 40 ms more of a hang; commissioning step C4, yearly",
        )
    if not any(late) and min(known) < DROP_MIN_MS:
        yield Effect(
            "opens", f"drops after {min(known)} ms already", "a late tick opens the chain early: CHAIN_OPEN"
        )


def _of_links(seen: dict[str, Seen]) -> Iterator[Effect]:
    """Each contact alone, the way back, and the second way."""
    for name, effect in _WAY_TESTS.items():
        drop = seen[name].drop_ms
        if drop is None or drop > SWITCH_MS:
            yield effect
    dropped = [look for look in seen.values() if look.drop_ms is not None]
    if any(look.returned for look in dropped):
        yield Effect("listed", "the supply returns when a contact closes", _BY_LATCH)
    if any(look.disable_ms is None or look.disable_ms > SEEN_MS for look in dropped if look.enabled):
        yield Effect(
            "listed",
            "the drivers' enable does not follow the chain",
            "the supply still goes, tried before each session; commissioning step C6, yearly",
        )
    if seen["DRIVER_DISABLE"].enabled and seen["DRIVER_DISABLE"].disable_ms is None:
        yield Effect(
            "listed",
            "DRIVER_DISABLE does not disable",
            "the chain takes supply and enable; commissioning step C6",
        )


def _of_taps(seen: dict[str, Seen], sound: dict[str, Seen]) -> Iterator[Effect]:
    """Taps that differ from the sound circuit's where the supply did what it should."""
    for place, tap in enumerate(TAPS):
        closed = {look.taps_closed[place] for look in seen.values() if look.closed}
        if closed - {"H"}:
            yield Effect(
                "opens", f"{tap} reads open or nothing sure while closed", "before each session: CHAIN_OPEN"
            )
        wrong = any(
            look.taps_open[place] == "L" != seen[name].taps_open[place]
            for name, look in sound.items()
            if seen[name].drop_ms is not None
        )
        if wrong and not closed - {"H"}:
            yield _TAP_TESTS.get(tap, _named(tap))


def effects(seen: dict[str, Seen], sound: dict[str, Seen]) -> list[Effect]:
    """Everything a fault does, worst first. A chain that does not close does nothing else."""
    found = list(_of_closing(seen))
    if seen["heartbeat stays high"].closed:
        found += [*_of_heartbeat(seen), *_of_links(seen), *_of_taps(seen, sound)]
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda effect: -RANKS.index(effect.rank))


def rank(found: list[Effect]) -> str:
    """How a row counts: a fault that one test sees is seen whatever else it does; what none sees is listed."""
    ranks = {effect.rank for effect in found}
    for name in ("opens", "seen", "listed"):
        if name in ranks:
            return name
    return "no effect"
