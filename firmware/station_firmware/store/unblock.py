"""Opens a block of the flash archive (block.py): the records in it, byte for byte as they lay in FRAM."""

import binascii
import struct

from ..core.events import TELEMETRY
from . import block, record

_WHOLE_BYTES = 18
_RAW_BYTES = 5


def body_of(data):
    """The bytes of the first block of `data`. Raises ValueError, in words, when there is no whole one."""
    if len(data) < block.HEAD_BYTES:
        raise ValueError("%d bytes are no block: its head alone has %d" % (len(data), block.HEAD_BYTES))
    magic, length, crc = struct.unpack_from("<2sHI", data, 0)
    if magic != block.MAGIC or block.AFTER_CRC + length > len(data):
        raise ValueError("no block begins here, or it was cut: %d bytes" % len(data))
    if binascii.crc32(memoryview(data)[block.AFTER_CRC : block.AFTER_CRC + length]) != crc:
        raise ValueError("the CRC-32 of this block is wrong")
    return memoryview(data)[: block.AFTER_CRC + length]


def records(data):
    """Yield (seq, 40 bytes) of the first block in `data`; what is no whole record is given as it was found.

    Raises ValueError when the block is not whole, or holds other than it says.
    """
    body = body_of(data)
    count = struct.unpack_from(block.HEAD_FORM, body, 0)[4]
    at = block.HEAD_BYTES
    before = None
    for number in range(count):
        tag = body[at] if at < len(body) else 0
        try:
            seq, raw, at = _item(body, at, before)
        except IndexError:
            raise ValueError("this block ends within item %d of %d" % (number, count))
        if raw[6] == TELEMETRY and tag != block.RAW:
            before = (seq, raw)
        yield seq, raw
    if at != len(body):
        raise ValueError("%d bytes are left over in this block" % (len(body) - at))


def _item(body, at, before):
    """(seq, 40 bytes, where the next item begins)."""
    tag = body[at]
    if tag == block.RAW:
        return _raw(body, at)
    if tag == block.WHOLE:
        return _whole(body, at)
    if tag > 15 or before is None:
        raise ValueError("an item of this block has the unknown tag %d" % tag)
    return _following(body, at, before)


def all_records(data):
    """[(seq, 40 bytes)] of all blocks that follow each other in a file."""
    found = []
    rest = memoryview(data)
    while len(rest):
        found += records(rest)
        rest = rest[len(body_of(rest)) :]
    return found


def _raw(body, at):
    end = at + _RAW_BYTES + record.RECORD_BYTES
    if end > len(body):
        raise IndexError
    return struct.unpack_from(block.RAW_FORM, body, at)[1], bytes(body[at + _RAW_BYTES : end]), end


def _whole(body, at):
    if at + _WHOLE_BYTES > len(body):
        raise IndexError
    _, seq, kind, boot, flags, ticks_ms, wall_s, length = struct.unpack_from(block.WHOLE_FORM, body, at)
    end = at + _WHOLE_BYTES + length
    if end > len(body) or length > record.PAYLOAD_BYTES:
        raise IndexError
    raw = bytearray(record.RECORD_BYTES)
    record.pack_into(raw, seq, boot, kind, flags, ticks_ms, wall_s, bytes(body[at + _WHOLE_BYTES : end]))
    return seq, bytes(raw), end


def _following(body, at, before):
    """Telemetry given by what changed since the telemetry before it."""
    seq, old = before
    changed = body[at] << 16 | body[at + 1] | body[at + 2] << 8
    at += 3
    payload = bytearray(old[16 : 16 + record.PAYLOAD_BYTES])
    for index in range(record.PAYLOAD_BYTES):
        if changed >> index & 1:
            payload[index] = body[at]
            at += 1
    boot, kind, flags, ticks_ms, wall_s = struct.unpack_from("<HBBII", old, 4)
    raw = bytearray(record.RECORD_BYTES)
    wall_s += 1 if wall_s else 0
    record.pack_into(raw, seq + 1, boot, kind, flags, ticks_ms + block.SECOND_MS, wall_s, payload)
    return seq + 1, bytes(raw), at
