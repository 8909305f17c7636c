"""What may be changed in a running step, each change with its bounds and its words; `Station.adjust` takes one."""

from __future__ import annotations

from dataclasses import dataclass

from recovery_station.errors import UsageError
from station_firmware.core.adjust import MORE_S, MOST_MMHG
from station_firmware.core.limits import BOOST_MAX_MMHG

ZONE_NAMES = ("foot", "ankle", "calf", "knee", "thigh")
NEXT_CYCLE = "from each leg's next cycle"


def zone_number(zone: int | str) -> int:
    """1 to 5 of a number or a name. Raises UsageError for anything else."""
    text = str(zone).lower()
    if text in ZONE_NAMES:
        return ZONE_NAMES.index(text) + 1
    if text in {"1", "2", "3", "4", "5"}:
        return int(text)
    raise UsageError(f"{zone!r} is no zone", f"name one of {', '.join(ZONE_NAMES)}, or 1 to 5 from the foot")


def _in_bounds(mmhg: int, low: int, high: int) -> int:
    if not low <= mmhg <= high:
        raise UsageError(f"{mmhg} mmHg is out of bounds", f"give {low} to {high} mmHg")
    return mmhg


@dataclass(frozen=True)
class Intensity:
    """All targets up (or down, when negative) by the same, so that the gradient stays."""

    mmhg: int

    def params(self) -> dict[str, object]:
        """What goes over the wire."""
        return {"change": "intensity", "mmhg": _in_bounds(self.mmhg, -MOST_MMHG, MOST_MMHG)}

    def words(self) -> str:
        """What was done, and from when it holds."""
        return f"all targets {'up' if self.mmhg >= 0 else 'down'} by {abs(self.mmhg)} mmHg, {NEXT_CYCLE}"


@dataclass(frozen=True)
class Boost:
    """One zone (1 to 5 from the foot, or its name) of both legs higher than the others."""

    zone: int | str
    mmhg: int = BOOST_MAX_MMHG

    def params(self) -> dict[str, object]:
        """What goes over the wire."""
        return {
            "change": "boost",
            "zone": zone_number(self.zone),
            "mmhg": _in_bounds(self.mmhg, 1, BOOST_MAX_MMHG),
        }

    def words(self) -> str:
        """What was done, and from when it holds."""
        name = ZONE_NAMES[zone_number(self.zone) - 1]
        return f"boost: the {name} of both legs {self.mmhg} mmHg higher, {NEXT_CYCLE}"


@dataclass(frozen=True)
class NoBoost:
    """No zone higher than its target any more."""

    def params(self) -> dict[str, object]:
        """What goes over the wire."""
        return {"change": "boost", "zone": 0}

    def words(self) -> str:
        """What was done, and from when it holds."""
        return f"no boost any more, {NEXT_CYCLE}"


@dataclass(frozen=True)
class Skip:
    """Go to the next step; the last one ends the session."""

    def params(self) -> dict[str, object]:
        """What goes over the wire."""
        return {"change": "skip"}

    def words(self) -> str:
        """What was done, and from when it holds."""
        return "the step is skipped: legs finish their cycle first, out of the water it is at once"


@dataclass(frozen=True)
class Longer:
    """Five minutes more of the running step."""

    def params(self) -> dict[str, object]:
        """What goes over the wire."""
        return {"change": "longer"}

    def words(self) -> str:
        """What was done, and from when it holds."""
        return f"the step lasts {MORE_S // 60} minutes longer, from now"


@dataclass(frozen=True)
class Next:
    """Go on: the answer to what the station asks, "in" at a bath, the next item of a guided step."""

    def params(self) -> dict[str, object]:
        """What goes over the wire."""
        return {"change": "next"}

    def words(self) -> str:
        """What was done."""
        return "it goes on"


@dataclass(frozen=True)
class Back:
    """The present item of a guided step anew, right after its begin the one before."""

    def params(self) -> dict[str, object]:
        """What goes over the wire."""
        return {"change": "back"}

    def words(self) -> str:
        """What was done."""
        return "back to the begin of the item, or to the one before"


Adjustment = Intensity | Boost | NoBoost | Skip | Longer | Next | Back
