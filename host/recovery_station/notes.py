"""NOTE records in words: what the station did by itself, and what was changed in a running step. One row a note."""

from __future__ import annotations

from collections.abc import Mapping

from recovery_station.adjusting import ZONE_NAMES
from recovery_station.words import ZONES
from station_firmware.core import reading as _reading
from station_firmware.core import sensing as _sensing
from station_firmware.store import record_names as _record_names

NAMES: tuple[str, ...] = _record_names.NOTES
LEGS = ("left leg", "right leg")

# note: its words; a and b are the record's numbers, the other names are said in `_places`
WORDS = {
    "body_load": "body load: {zone} relieved at {b} mmHg",
    "hold_cut": "hold cut: {zone} was under pressure for too long",
    "cycle_split": "cycle split: {leg}, so that no zone is under pressure for more than {b} s",
    "hold_shortened": "hold shortened: {leg}, to {b} s",
    "intensity": "intensity {a:+d}: highest target {b} mmHg",
    "boost": "boost: {place} of both legs +{b} mmHg",
    "skip": "skip: step {step} ends early",
    "left_off": "left off by staff: {zones}",
    "longer": "longer: step {step}, the session is now planned for {minutes} min",
    "settings": "settings of the site: set, content {content}",
    "log_full": "the log is full of what no host has pulled: from here on no measurements are recorded, only events",
    "slot": "firmware: slot {slot} {became}",
    "held": "calibration: {held} mmHg; {who} has seen that nobody is in the boots",
    "calibrated": "calibration: {input} {values}",
    "display": "display of the panel: {display}",
    "away": "leaves service: {away}",
    "soreness": "soreness after session {b}, told at the panel: {a} of 10",
}
SLOTS = "abr"
# by what `hello` calls it, in the order of the numbers of a NOTE (firmware: boot.py; a test holds both to it)
BECAME = {
    "power_on": "starts",
    "trial": "starts on trial",
    "rolled_back": "is back, the other was not confirmed",
    "spare_slot": "starts in place of the other",
    "confirmed": "is confirmed",
    "rescue": "starts to the rescue: neither a nor b lasted",
}
AWAY = (
    "the MicroPython prompt was asked for",
    "its bootloader was asked for, to flash another MicroPython",
    "STOP was held at power-on, for the prompt",
)
DISPLAY = (
    "does not answer; lamp, buzzer and link go on",
    "answers again",
    "finds no memory for a screen; keys, lamp and link go on",
)
NO_BOOST = "boost: off"
OF_ZONE = ("body_load", "hold_cut")
OF_LEG = ("cycle_split", "hold_shortened")


def name_of(code: object) -> str:
    """The name of a note, empty for one of a newer firmware."""
    return NAMES[code] if isinstance(code, int) and 0 < code < len(NAMES) else ""


def told(detail: Mapping[str, object]) -> str:
    """A note's numbers (`code`, `a`, `b`) in words; an unknown one is told by its numbers."""
    name = name_of(detail.get("code"))
    a, b = detail.get("a"), detail.get("b")
    if name not in WORDS or not isinstance(a, int) or not isinstance(b, int):
        return "note: " + " ".join(f"{key} {value}" for key, value in detail.items())
    if name == "boost" and not a:
        return NO_BOOST
    c = detail.get("c")
    return WORDS[name].format(
        a=a, b=b, **_places(a, b), **_calibration(name, a, b, c if isinstance(c, int) else 0)
    )


def leg_of(detail: Mapping[str, object]) -> int | None:
    """The leg a note belongs to (0 left, 1 right), None for both."""
    name, a = name_of(detail.get("code")), detail.get("a")
    if not isinstance(a, int):
        return None
    return a // 5 if name in OF_ZONE else a if name in OF_LEG else None


def _places(a: int, b: int) -> dict[str, object]:
    """What `a` can mean: a zone of ten, a leg, a zone of five from 1, a step from 0, the first 8 digits of a SHA-256;
    and `b` as minutes.
    """
    return {
        "zone": _at(ZONES, a),
        "leg": _at(LEGS, a),
        "place": _at(ZONE_NAMES, a - 1),
        "step": a + 1,
        "slot": _at(tuple(SLOTS), a),
        "became": _at(tuple(BECAME.values()), b),
        "away": _at(AWAY, a),
        "display": _at(DISPLAY, a),
        "minutes": round(b / 60),
        "content": f"{a & 0xFFFFFFFF:08x}",
        "zones": " ".join(name for index, name in enumerate(ZONES) if a >> index & 1),
    }


def _calibration(name: str, a: int, b: int, c: int) -> dict[str, object]:
    """A held leg and who held it; or an input and its new values, as core/events.py packs them."""
    if name == "held":
        letters = b"".join((one & 0xFFFFFFFF).to_bytes(4, "little") for one in (b, c))
        return {
            "held": f"{_at(LEGS, a // 1000)}, about {a % 1000}",
            "who": letters.decode("ascii", "replace").strip(),
        }
    if name != "calibrated":
        return {}
    if a >= len(_reading.PRESSURE_NAMES):
        values = f"{b / 100:+.2f} degC at 10 degC, {c / 100:+.2f} degC at 40 degC"
    elif b:
        zero_mv = b * _sensing.REFERENCE_MV / _sensing.CODES
        values = f"zero {zero_mv:.1f} mV, gain {100 * c / _sensing.NOMINAL_SPAN:+.2f} %"
    else:
        values = "has no calibration any more"
    return {"input": _at(_reading.PRESSURE_NAMES + _reading.THERMISTOR_NAMES, a), "values": values}


def _at(names: tuple[str, ...], index: int) -> str:
    return names[index] if 0 <= index < len(names) else f"number {index}"
