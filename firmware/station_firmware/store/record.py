"""One journal record: 40 bytes, the same in FRAM, on the wire and in the host's importer.

Layout, little-endian: seq u32, boot u16, kind u8, flags u8, ticks_ms u32 (since boot, as the station counts it),
wall_s u32 (seconds since 1970 UTC, 0 = unknown), payload 20 bytes, crc32 u32 over the first 36 bytes.
A text longer than one payload follows its record as TEXT records (chunk number, 19 bytes each).
"""

import binascii
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

RECORD_BYTES = 40
PAYLOAD_BYTES = 20
TEXT_CHUNK_BYTES = 19
_HEAD = "<IHBBII"
_BODY_BYTES = 36

FLAG_CLOCK_OK = 1

# kind: name, struct of the payload, names of its values
KINDS = {
    BOOT: (
        "boot",
        "<BBIIBBB",
        ("cause", "why", "firmware_crc", "recovered_records", "slot", "major", "minor"),
    ),
    STATE: ("state", "<BB", ("from_state", "to_state")),
    SESSION_START: (
        "session_start",
        "<HIHBBB",
        ("session", "planned_s", "screening_version", "confirmed_by_host", "soreness", "steps"),
    ),
    SESSION_END: (
        "session_end",
        "<HBIIHH",
        ("session", "reason", "ran_ms", "at_pressure_ms", "cycles", "fault"),
    ),
    STEP: ("step", "<HBBI", ("session", "step", "step_kind", "planned_ms")),
    PROMPT: ("prompt", "<HB", ("session", "prompt")),
    FAULT: ("fault", "<HBiiHB", ("code", "channel", "measured", "limit", "count", "first")),
    COMMAND: ("command", "<BB", ("command", "refused")),
    CLOCK: ("clock", "<II", ("old_wall_s", "new_wall_s")),
    ACK: ("ack", "<IB", ("seq", "what")),
    TELEMETRY: ("telemetry", "<10BBBhhBBH", None),
    TEXT: ("text", None, ("chunk", "text")),
    NOTE: ("note", "<Hiii", ("code", "a", "b", "c")),
}

MISSING_PRESSURE_MMHG = 255
MISSING_BATH_CDEGC = -32768
SORENESS_NOT_GIVEN = 255

# what a TEXT record continues, in its chunk byte's upper bits; the lower four bits count chunks from 0
TEXT_PROTOCOL = 0x10
TEXT_MEMBER = 0x20
TEXT_CONFIRMED_BY = 0x30
TEXT_TRACEBACK = 0x40
TEXT_OF = {
    TEXT_PROTOCOL: "protocol",
    TEXT_MEMBER: "member",
    TEXT_CONFIRMED_BY: "confirmed_by",
    TEXT_TRACEBACK: "traceback",
}


def pack_into(buffer, seq, boot, kind, flags, ticks_ms, wall_s, payload):
    """Write one record into the first 40 bytes of `buffer` (bytearray); `payload` is at most 20 bytes."""
    struct.pack_into(_HEAD, buffer, 0, seq, boot, kind, flags, ticks_ms, wall_s)
    length = len(payload)
    for index in range(PAYLOAD_BYTES):
        buffer[16 + index] = payload[index] if index < length else 0
    struct.pack_into("<I", buffer, _BODY_BYTES, binascii.crc32(memoryview(buffer)[:_BODY_BYTES]))


def is_whole(buffer):
    """True when the first 40 bytes are a record with a right CRC (an erased or zeroed slot is none)."""
    view = memoryview(buffer)
    return buffer[6] != 0 and struct.unpack_from("<I", buffer, _BODY_BYTES)[0] == binascii.crc32(
        view[:_BODY_BYTES]
    )


def unpack(buffer):
    """Return (seq, boot, kind, flags, ticks_ms, wall_s, payload bytes) or None when the CRC is wrong."""
    if len(buffer) != RECORD_BYTES or not is_whole(buffer):
        return None
    return struct.unpack_from(_HEAD, buffer, 0) + (bytes(buffer[16:_BODY_BYTES]),)


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
