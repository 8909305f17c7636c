"""What to say after a zone that took air but no pressure: fit it, or the command that leaves it off."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from recovery_station import words
from recovery_station.errors import IntegrityError, RefusedError, TimedOutError
from station_firmware.core import fault

if TYPE_CHECKING:
    from recovery_station import models
    from recovery_station.station import Station


def hose_off_zones(faults: Sequence[models.Fault]) -> list[str]:
    """The zones that stand with hose_off."""
    return [one.channel for one in faults if one.code == fault.HOSE_OFF and one.channel in words.ZONES]


def leave_off_hint(
    station: Station, preset_id: str, faults: Sequence[models.Fault], already: Sequence[str]
) -> str | None:
    """Words with the very command, None where it is no hose_off or the preset needs every zone."""
    zones = hose_off_zones(faults)
    if not zones or not _may_leave_off(station, preset_id):
        return None
    off = " ".join(f"--off {zone}" for zone in sorted({*already, *zones}))
    return (
        f"fit and couple {', '.join(zones)}; or, after `station ack`, run without: "
        f"`station run {shlex.quote(preset_id)} {off}`"
    )


def _may_leave_off(station: Station, preset_id: str) -> bool:
    try:
        document = station.preset(preset_id)
    except (RefusedError, IntegrityError, TimedOutError):
        return False
    steps = cast("list[dict[str, object]]", document.get("step", []))
    return all(step.get("may_leave_off") is True for step in steps if step.get("kind") == "compression")
