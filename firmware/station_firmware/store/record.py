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

# kind: struct of the payload; the names of its values are in record_names.py, which the board never loads
FORMS = {
    BOOT: "<BBIIBBB",
    STATE: "<BB",
    SESSION_START: "<HIHBBB",
    SESSION_END: "<HBIIHH",
    STEP: "<HBBI",
    PROMPT: "<HB",
    FAULT: "<HBiiHB",
    COMMAND: "<BB",
    CLOCK: "<II",
    ACK: "<IB",
    TELEMETRY: "<10BBBhhBBH",
    TEXT: None,
    NOTE: "<Hiii",
}

MISSING_PRESSURE_MMHG = 255
MISSING_BATH_CDEGC = -32768
SORENESS_NOT_GIVEN = 255

# what a TEXT record continues, in its chunk byte's upper bits; the lower four bits count chunks from 0
TEXT_PROTOCOL = 0x10
TEXT_MEMBER = 0x20
TEXT_CONFIRMED_BY = 0x30
TEXT_TRACEBACK = 0x40
TEXT_VERSION = 0x50
TEXT_CONTENT = 0x60


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
