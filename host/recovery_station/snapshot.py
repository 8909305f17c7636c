"""From the wire's compact status to `status/1`."""

from __future__ import annotations

from typing import cast

import msgspec

from recovery_station import models, words


def by_zone(values: list[models.Reading]) -> dict[str, models.Reading]:
    """Ten values in the station's order as a dict by zone name; a missing one stays None."""
    return dict(zip(words.ZONES, values, strict=False))


def degc(value_cdegc: int | None) -> float | None:
    """Hundredths of a degree to degrees."""
    return None if value_cdegc is None else value_cdegc / 100


def micropython_version(implementation: object) -> str:
    """`sys.implementation` as it came over the wire, as "1.29.0"; whatever else it is, in its own words."""
    if isinstance(implementation, str):
        return implementation.removeprefix("micropython ")
    if isinstance(implementation, list | tuple):
        parts = cast("list[object]", implementation)
        version = parts[1] if len(parts) > 1 else parts
        if isinstance(version, list | tuple):
            numbers = cast("list[object]", version)
            return ".".join(str(number) for number in numbers[:3])
        return str(version)
    return "" if implementation is None else str(implementation)


RESCUE_SLOT = "r"
"""Where the firmware lies that runs when neither slot lasts: no sessions, no baths, only its own mending."""


def standing_faults(wire: models.WireStatus, listed: list[models.Fault] | None) -> list[models.Fault]:
    """The faults of a status: those listed, or the first one it carries itself."""
    if listed is not None:
        return listed
    return [models.Fault.from_wire(wire.fault)] if wire.fault else []


def to_status(
    hello: models.Hello, wire: models.WireStatus, listed: list[models.Fault] | None = None
) -> models.Status:
    """Build `status/1`; `listed` are all faults when there are more than the one on the wire."""
    first_seq, next_seq, acked_seq = wire.log
    hot, cold = (*wire.baths_cdegc, None, None)[:2]
    return models.Status(
        station=hello.name,
        serial=hello.serial,
        firmware=hello.firmware,
        micropython=micropython_version(hello.implementation),
        state=wire.state,
        uptime_ms=wire.uptime_ms,
        clock_ok=wire.clock_ok,
        session=wire.session,
        zones_mmhg=by_zone(wire.zones_mmhg),
        targets_mmhg=by_zone(wire.targets_mmhg),
        baths_degc={"hot": degc(hot), "cold": degc(cold)},
        chain_ok=wire.chain_ok,
        estop=wire.estop,
        faults=standing_faults(wire, listed),
        log=models.JournalState(
            first_seq,
            next_seq,
            next_seq - max(first_seq, acked_seq),
            wire.log_full_pct or msgspec.UNSET,
            words.ARCHIVE_FAILING.get(wire.log_failing, "unreadable") if wire.log_failing else msgspec.UNSET,
        ),
        heap_free=wire.heap_free,
        tick=models.TickState(*wire.tick),
        doing=wire.doing or msgspec.UNSET,
        baths_ready_min=_by_bath(wire.baths_ready_min),
        baths_kept_degc=_kept(wire.baths_kept_cdegc),
        baths_stopped=wire.baths_stopped or msgspec.UNSET,
        rescue=hello.slot == RESCUE_SLOT or msgspec.UNSET,
        display_ok=False if wire.display_ok is False else msgspec.UNSET,
    )


def _by_bath(values: list[int | None] | None) -> dict[str, int | None] | msgspec.UnsetType:
    """Left out where neither bath has a value."""
    if values is None or values == [None, None]:
        return msgspec.UNSET
    return dict(zip(("hot", "cold"), values, strict=False))


def _kept(values: list[int | None] | None) -> dict[str, float | None] | msgspec.UnsetType:
    pairs = _by_bath(values)
    return {name: degc(value) for name, value in pairs.items()} if pairs else msgspec.UNSET
