"""What staff and athlete are to do now, in words: a question, a bath, an item; and what cold water does."""

from __future__ import annotations

from typing import cast

from recovery_station.cli.output import minutes, plain
from recovery_station.models import Doing
from station_firmware.core.limits import COLD_DIP_BELOW_WARN_S, COLD_WARN_CDEGC

ANSWER = "START at the station, or `station adjust --next`"
QUESTIONS = {
    "boots_off": f"Out of the boots, dry feet; then {ANSWER}",
    "dry": f"Out of the water and dry; then {ANSWER}",
}
IN_WATER = {
    "wait": "{bath} bath: not ready yet, nobody goes in",
    "enter": "into the {bath} bath; who is in says so: " + ANSWER,
    "in": "in the {bath} bath",
    "way": "out of the water, on to the next bath",
    "out": "out of the water",
}
COLD_SHOCK = (
    "Cold water takes the breath away: the first minute is the worst. Go in slowly, feet first, head above water, "
    "breathe out long and calmly. Never alone. Out at once when dizzy, numb or shivering hard; warm up slowly after."
)


WARN_DEGC = COLD_WARN_CDEGC / 100
WARNING = f"below {WARN_DEGC:g} °C: {COLD_DIP_BELOW_WARN_S // 60} minutes at most"


def told(doing: Doing, cold_degc: float | None = None, *, with_time: bool = True) -> str:
    """One line; `with_time` False leaves out what changes every second. Very cold water is warned of."""
    line = _words(doing)
    if doing.bath == "cold" and cold_degc is not None and cold_degc < WARN_DEGC:
        line += f" ({WARNING})"
    if with_time and doing.left_s is not None:
        line += f", {minutes(doing.left_s)} left"
    return line


def _words(doing: Doing) -> str:
    if doing.what in QUESTIONS:
        return QUESTIONS[doing.what]
    if doing.what == "item":
        return _item(doing)
    return IN_WATER.get(doing.what, doing.what).format(bath=doing.bath or "")


def _item(doing: Doing) -> str:
    line = plain(doing.label or "")
    if doing.reps:
        line += f", {doing.reps} times"
    if doing.sides > 1:
        line += f", side {doing.side} of {doing.sides}"
    return line + (f" (next: {plain(doing.next)})" if doing.next else "")


def has_cold_water(document: dict[str, object]) -> bool:
    """True for a protocol with a step in the cold bath."""
    steps = cast("list[dict[str, object]]", document.get("step") or [])
    return any("cold_degc" in step or step.get("bath") == "cold" for step in steps)
