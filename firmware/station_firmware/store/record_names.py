"""What the payload of each journal record means, for whoever reads it: the board only writes and never loads this."""

import struct

from ..core import events
from .record import (
    FORMS,
    MISSING_BATH_CDEGC,
    MISSING_PRESSURE_MMHG,
    TEXT_CONFIRMED_BY,
    TEXT_CONTENT,
    TEXT_MEMBER,
    TEXT_PROTOCOL,
    TEXT_TRACEBACK,
    TEXT_VERSION,
)

# kind: name, struct of the payload, names of its values
KINDS = {
    events.BOOT: (
        "boot",
        FORMS[events.BOOT],
        ("cause", "why", "firmware_crc", "recovered_records", "slot", "major", "minor"),
    ),
    events.STATE: ("state", FORMS[events.STATE], ("from_state", "to_state")),
    events.SESSION_START: (
        "session_start",
        FORMS[events.SESSION_START],
        ("session", "planned_s", "screening_version", "confirmed_by_host", "soreness", "steps"),
    ),
    events.SESSION_END: (
        "session_end",
        FORMS[events.SESSION_END],
        ("session", "reason", "ran_ms", "at_pressure_ms", "cycles", "fault"),
    ),
    events.STEP: ("step", FORMS[events.STEP], ("session", "step", "step_kind", "planned_ms")),
    events.PROMPT: ("prompt", FORMS[events.PROMPT], ("session", "prompt")),
    events.FAULT: ("fault", FORMS[events.FAULT], ("code", "channel", "measured", "limit", "count", "first")),
    events.COMMAND: ("command", FORMS[events.COMMAND], ("command", "refused")),
    events.CLOCK: ("clock", FORMS[events.CLOCK], ("old_wall_s", "new_wall_s")),
    events.ACK: ("ack", FORMS[events.ACK], ("seq", "what")),
    events.TELEMETRY: ("telemetry", FORMS[events.TELEMETRY], None),
    events.TEXT: ("text", FORMS[events.TEXT], ("chunk", "text")),
    events.NOTE: ("note", FORMS[events.NOTE], ("code", "a", "b", "c")),
}

# of the notes, by their numbers in core/events.py
NOTES = (
    "",
    "body_load",
    "hold_cut",
    "cycle_split",
    "hold_shortened",
    "intensity",
    "boost",
    "skip",
    "longer",
    "left_off",
    "settings",
    "log_full",
    "slot",
    "held",
    "calibrated",
    "display",
    "soreness",
    "away",
)

TEXT_OF = {
    TEXT_PROTOCOL: "protocol",
    TEXT_MEMBER: "member",
    TEXT_CONFIRMED_BY: "confirmed_by",
    TEXT_TRACEBACK: "traceback",
    TEXT_VERSION: "protocol_version",
    TEXT_CONTENT: "protocol_sha256",
}


def values(kind, payload):
    """Return the payload of a record as a dict by the names in KINDS; an unknown kind gives {"raw": bytes}."""
    row = KINDS.get(kind)
    if row is None:
        return {"raw": payload}
    if kind == events.TEXT:
        return {
            "of": TEXT_OF.get(payload[0] & 0xF0),
            "chunk": payload[0] & 15,
            "text": payload[1:].rstrip(b"\0"),
        }
    if kind == events.TELEMETRY:
        return _telemetry(struct.unpack_from(row[1], payload, 0))
    return dict(zip(row[2], struct.unpack_from(row[1], payload, 0)))


def _telemetry(raw):
    """Zones 10, manifolds 2, hot and cold bath, pump duties, energised bits; a missing value becomes None."""
    pressures = [None if value == MISSING_PRESSURE_MMHG else value for value in raw[:12]]
    baths = [None if value == MISSING_BATH_CDEGC else value for value in raw[12:14]]
    return {
        "zones_mmhg": pressures[:10],
        "manifolds_mmhg": pressures[10:],
        "hot_cdegc": baths[0],
        "cold_cdegc": baths[1],
        "pump_left_pct": raw[14],
        "pump_right_pct": raw[15],
        "energised": raw[16],
    }
