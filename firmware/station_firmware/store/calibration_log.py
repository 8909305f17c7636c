"""The last five changes of calibration in FRAM: who, when, and the values before and after. On loan.

A row is written before the calibration itself: cut between both, the row tells of a calibration that is not in use.
Undo looks for the newest row whose values are those in use, so it needs no mark of its own.
"""

import binascii
import struct

from . import layout

LEFT, RIGHT, THERMISTORS, FORGOTTEN = range(4)
KINDS = ("left", "right", "thermistors", "forgotten")
ROWS = 5
MOST_NAME = 14
# seq, wall seconds, what, reference in tenths of mmHg, who; values before, values after
_HEAD = "<HIBH14s"
_ROW_BYTES = 23 + 24 + 24 + 4
_VALUES_AT = 23


class Row:
    """One change: `before` and `after` are twelve whole numbers, pairs of the channels it is about."""

    def __init__(self, seq, wall_s, what, reference, who, before, after):
        self.seq = seq
        self.wall_s = wall_s
        self.what = what
        self.reference = reference
        self.who = who
        self.before = before
        self.after = after


def rows(fram):
    """The rows that are whole, the oldest first."""
    found = []
    buffer = bytearray(_ROW_BYTES)
    for slot in range(ROWS):
        fram.read_into(layout.CALIBRATIONS + slot * _ROW_BYTES, buffer)
        seq, wall_s, what, reference, who = struct.unpack_from(_HEAD, buffer, 0)
        crc = struct.unpack_from("<I", buffer, _ROW_BYTES - 4)[0]
        if seq and what < len(KINDS) and crc == binascii.crc32(memoryview(buffer)[: _ROW_BYTES - 4]):
            values = struct.unpack_from("<24h", buffer, _VALUES_AT)
            name = who.rstrip(b"\0").decode()
            found.append(Row(seq, wall_s, what, reference, name, values[:12], values[12:]))
    found.sort(key=lambda row: row.seq)
    return found


def append(fram, wall_s, what, reference, who, before, after):
    """Keep one more over the oldest; a cut leaves the others, and this one only whole."""
    kept = rows(fram)
    seq = kept[-1].seq + 1 if kept else 1
    buffer = bytearray(_ROW_BYTES)
    struct.pack_into(_HEAD, buffer, 0, seq, wall_s, what, reference, who.encode())
    struct.pack_into("<24h", buffer, _VALUES_AT, *(tuple(before) + tuple(after)))
    struct.pack_into("<I", buffer, _ROW_BYTES - 4, binascii.crc32(memoryview(buffer)[: _ROW_BYTES - 4]))
    fram.write(layout.CALIBRATIONS + seq % ROWS * _ROW_BYTES, buffer)
