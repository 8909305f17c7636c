"""The keys of a site's settings with types for the host: what each means, may be, and is when it is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

from recovery_station.authoring.judge import Row
from station_firmware.core import settings as _settings
from station_firmware.core import site as _site

settings = cast("Any", _settings)
check: Callable[[object], list[Row]] = settings.check
SCHEMA: str = settings.SCHEMA
HOURS_FORM: str = settings.HOURS_FORM
CHOICE, TEXT, TRUTH, NUMBER, POWER, HOURS = (
    settings.CHOICE,
    settings.TEXT,
    settings.TRUTH,
    settings.NUMBER,
    settings.POWER,
    settings.HOURS,
)

# what an editor and docs/settings.md say of a key; types, units and bounds are added from the firmware's table
MEANINGS: Final = {
    "name": "What the station is called: `station list` shows it, and `-s NAME` chooses it.",
    "host_start": "Whether a computer may start a session with `--confirmed-by`; if not, somebody presses START.",
    "language": "The language of the panel.",
    "utc_offset_min": "Local time is this much ahead of UTC: the hours below are local.",
    "bath_l": "Water in one bath.",
    "heater_w": "Power of the hot bath's heater; 0: none is fitted.",
    "hot_circulation": "Whether the hot bath's water is pumped round; without it nothing heats.",
    "hot_keep_degc": "What the hot bath is kept at while the site is open.",
    "hot_standby_degc": "What the hot bath may fall to while it is closed; not above `hot_keep_degc`.",
    "chiller_w": "Power of the cold bath's chiller; 0: none is fitted.",
    "cold_circulation": "Whether the cold bath's water is pumped round; without it nothing cools.",
    "cold_keep_degc": "What the cold bath is kept at while the site is open.",
    "cold_standby_degc": "What the cold bath may rise to while it is closed; not below `cold_keep_degc`.",
    "hours": f"When the site is open, {HOURS_FORM}; days from mon to sun, the end up to 24:00.",
}
# what a template shows of a key that is not set: together they are allowed
EXAMPLES: Final[dict[str, object]] = {
    "name": "Leg Lab",
    "host_start": False,
    "language": "de",
    "utc_offset_min": 60,
    "bath_l": 400,
    "heater_w": 3000,
    "hot_circulation": True,
    "hot_keep_degc": 38,
    "hot_standby_degc": 30,
    "chiller_w": 1500,
    "cold_circulation": True,
    "cold_keep_degc": 12,
    "cold_standby_degc": 18,
    "hours": ["mon-fri 06:00-21:00", "sat 08:00-18:00"],
}


@dataclass(frozen=True)
class Key:
    """One row of the firmware's table; `factory` is what holds when it is left out, None: nothing."""

    name: str
    kind: str
    low: int
    high: int
    unit: str
    bound: str
    meaning: str
    factory: object

    @property
    def measure(self) -> str:
        """The unit of a number; what a text or a list is counted in is none."""
        return self.unit if self.kind in (NUMBER, POWER) else ""


def _key(row: tuple[str, str, int, int, str]) -> Key:
    """KeyError when the firmware has a key that nothing here describes."""
    left_out = getattr(_site.Site(), row[0], None)
    factory = None if left_out in ("", ()) else left_out
    return Key(*row, settings.bound_of(row), MEANINGS[row[0]], factory)


KEYS: tuple[Key, ...] = tuple(_key(row) for row in settings.KEYS)
BY_NAME = {key.name: key for key in KEYS}
