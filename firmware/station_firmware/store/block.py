"""Packs journal records into a block for the flash: what a record shares with the one before it is not written twice.

A block is 14 bytes of head (magic, bytes after the CRC u16, CRC-32 u32 over them, seq of the first record u32, records
u16), then one item a record, little-endian:

- 0x00 to 0x0f, two bytes: telemetry, one seq and one second after the telemetry before it. The 20 bits say which bytes
  of its payload changed (bit 0 the first); those follow.
- 0x10: any whole record: seq u32, kind u8, boot u16, flags u8, ticks_ms u32, wall_s u32, length u8, so much of the
  payload (zeros follow it).
- 0x20: seq u32, and 40 bytes that are no whole record, as they lay in its place.

A record's own CRC is made again by whoever opens the block (unblock.py). A block has at most 4096 bytes: so far CRC-32
tells every single flipped bit from every other one, for its distance is 4 up to 91607 bits (Koopman, "32-bit cyclic
redundancy codes for Internet applications", 2002, table 1: IEEE 802.3).
"""

import binascii
import struct

from ..core.events import TELEMETRY
from . import record

MAGIC = b"J1"
HEAD_FORM = "<2sHIIH"
HEAD_BYTES = 14
AFTER_CRC = 8
MOST_BYTES = 4096
WHOLE, RAW = 0x10, 0x20
WHOLE_FORM = "<BIBHBIIB"
RAW_FORM = "<BI"
SECOND_MS = 1000
LARGEST_ITEM = 5 + record.RECORD_BYTES


class Packer:
    """`add` records in order of their seq until it says no, then `finish` gives the block's bytes."""

    def __init__(self, size=MOST_BYTES):
        self._buffer = bytearray(size)
        self._at = HEAD_BYTES
        self._before = bytearray(record.RECORD_BYTES)  # the last telemetry, kind 0 while there is none
        self._before_seq = 0
        self.first_seq = 0
        self.count = 0

    def add(self, seq, raw):
        """Take the 40 bytes that lie where record `seq` belongs. False when the block is full: nothing was taken."""
        if self._at + LARGEST_ITEM > len(self._buffer):
            return False
        if not self.count:
            self.first_seq = seq
        if not record.is_whole(raw) or struct.unpack_from("<I", raw, 0)[0] != seq:
            self._put(struct.pack(RAW_FORM, RAW, seq))
            self._put(raw)
        elif not self._follows(seq, raw):
            self._whole(seq, raw)
        self.count += 1
        return True

    def finish(self):
        """The block as it goes to the flash: a view that lasts as long as the packer."""
        buffer = self._buffer
        body = memoryview(buffer)[AFTER_CRC : self._at]
        struct.pack_into("<IH", buffer, AFTER_CRC, self.first_seq, self.count)
        struct.pack_into("<2sHI", buffer, 0, MAGIC, len(body), binascii.crc32(body))
        return memoryview(buffer)[: self._at]

    def _put(self, data):
        end = self._at + len(data)
        self._buffer[self._at : end] = data
        self._at = end

    def _whole(self, seq, raw):
        boot, kind, flags, ticks_ms, wall_s = struct.unpack_from("<HBBII", raw, 4)
        length = record.PAYLOAD_BYTES
        while length and not raw[15 + length]:
            length -= 1
        self._put(struct.pack(WHOLE_FORM, WHOLE, seq, kind, boot, flags, ticks_ms, wall_s, length))
        self._put(raw[16 : 16 + length])
        if kind == TELEMETRY:
            self._remember(seq, raw)

    def _remember(self, seq, raw):
        self._before[:] = raw
        self._before_seq = seq

    def _follows(self, seq, raw):
        """Telemetry that follows the one before it by a second: only what changed. False when it does not."""
        before = self._before
        if seq != self._before_seq + 1 or raw[6] != TELEMETRY or before[6] != TELEMETRY:
            return False
        if raw[4:6] != before[4:6] or raw[7] != before[7]:
            return False
        ticks_ms, wall_s = struct.unpack_from("<II", before, 8)
        if struct.unpack_from("<II", raw, 8) != (ticks_ms + SECOND_MS, wall_s + 1 if wall_s else 0):
            return False
        changed = 0
        start = self._at
        self._at = start + 3
        for index in range(record.PAYLOAD_BYTES):
            value = raw[16 + index]
            if value != before[16 + index]:
                changed |= 1 << index
                self._buffer[self._at] = value
                self._at += 1
        self._buffer[start] = changed >> 16
        struct.pack_into("<H", self._buffer, start + 1, changed & 0xFFFF)
        self._remember(seq, raw)
        return True
