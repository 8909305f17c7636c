"""The last exception's traceback, written on the way to a reset and taken into the journal at the next boot."""

import binascii
import struct

from . import layout

MAX_BYTES = 285  # fifteen TEXT records


class CrashNote:
    """`write(text)` (bytes) when everything fails, `read()` and then `clear()` at boot."""

    def __init__(self, fram):
        self._fram = fram

    def write(self, text):
        body = text[-MAX_BYTES:]
        self._fram.write(layout.CRASH, struct.pack("<HI", len(body), binascii.crc32(body)) + body)

    def clear(self):
        """The note was taken over."""
        self._fram.write(layout.CRASH, b"\0\0")

    def read(self):
        """The bytes of the note, or None when there is none whole."""
        head = bytearray(6)
        self._fram.read_into(layout.CRASH, head)
        length, crc = struct.unpack("<HI", head)
        if not 0 < length <= MAX_BYTES:
            return None
        body = bytearray(length)
        self._fram.read_into(layout.CRASH + 6, body)
        return bytes(body) if binascii.crc32(body) == crc else None
