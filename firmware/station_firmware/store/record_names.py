"""What the payload of each journal record means, for whoever reads it: the board only writes and never loads this."""

import struct

from ..core.events import (
    ACK,
    BOOT,
    CLOCK,
    COMMAND,
    FAULT,
    NOTE,
    PROMPT,
    SESSION_END,
    SESSION_START,
    STATE,
    STEP,
    TELEMETRY,
    TEXT,
)
from .record import (
    FORMS,
    MISSING_BATH_CDEGC,
    MISSING_PRESSURE_MMHG,
    TEXT_CONFIRMED_BY,
    TEXT_MEMBER,
    TEXT_PROTOCOL,
    TEXT_TRACEBACK,
)

# kind: name, struct of the payload, names of its values
KINDS = {
    BOOT: (
        "boot",
        FORMS[BOOT],
        ("cause", "why", "firmware_crc", "recovered_records", "slot", "major", "minor"),
    ),
    STATE: ("state", FORMS[STATE], ("from_state", "to_state")),
    SESSION_START: (
        "session_start",
        FORMS[SESSION_START],
        ("session", "planned_s", "screening_version", "confirmed_by_host", "soreness", "steps"),
    ),
    SESSION_END: (
        "session_end",
        FORMS[SESSION_END],
        ("session", "reason", "ran_ms", "at_pressure_ms", "cycles", "fault"),
    ),
    STEP: ("step", FORMS[STEP], ("session", "step", "step_kind", "planned_ms")),
    PROMPT: ("prompt", FORMS[PROMPT], ("session", "prompt")),
    FAULT: ("fault", FORMS[FAULT], ("code", "channel", "measured", "limit", "count", "first")),
    COMMAND: ("command", FORMS[COMMAND], ("command", "refused")),
    CLOCK: ("clock", FORMS[CLOCK], ("old_wall_s", "new_wall_s")),
    ACK: ("ack", FORMS[ACK], ("seq", "what")),
    TELEMETRY: ("telemetry", FORMS[TELEMETRY], None),
    TEXT: ("text", FORMS[TEXT], ("chunk", "text")),
    NOTE: ("note", FORMS[NOTE], ("code", "a", "b", "c")),
}

TEXT_OF = {
    TEXT_PROTOCOL: "protocol",
    TEXT_MEMBER: "member",
    TEXT_CONFIRMED_BY: "confirmed_by",
    TEXT_TRACEBACK: "traceback",
}


def values(kind, payload):
    """Return the payload of a record as a dict by the names in KINDS; an unknown kind gives {"raw": bytes}."""
    row = KINDS.get(kind)
    if row is None:
        return {"raw": payload}
    if kind == TEXT:
        return {
            "of": TEXT_OF.get(payload[0] & 0xF0),
            "chunk": payload[0] & 15,
            "text": payload[1:].rstrip(b"\0"),
        }
    if kind == TELEMETRY:
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
