"""The last sixteen state-changing requests, so that a repeated one is done once, also across a reset."""

import binascii

from . import layout

_SLOTS = 16
_ROW_BYTES = 24


def parse(text):
    """The 16 bytes of a UUID text, or None when it is none."""
    if not isinstance(text, str) or len(text) != 36:
        return None
    digits = text.replace("-", "")
    try:
        return binascii.unhexlify(digits) if len(digits) == 32 else None
    except ValueError:
        return None


class Ops:
    """A ring of rows: UUID 16, counter 4, CRC 4. `seen(op)` and `remember(op, answer)`."""

    def __init__(self, fram):
        self._fram = fram
        self._rows = [b""] * _SLOTS
        self._answers = [None] * _SLOTS
        self._count = 0

    def load(self):
        """Read the ring; a torn row is forgotten."""
        row = bytearray(_ROW_BYTES)
        for slot in range(_SLOTS):
            self._fram.read_into(layout.OPS + slot * _ROW_BYTES, row)
            crc = int.from_bytes(bytes(row[20:]), "little")
            number = int.from_bytes(bytes(row[16:20]), "little")
            if number and crc == binascii.crc32(memoryview(row)[:20]):
                self._rows[slot] = bytes(row[:16])
                self._count = max(self._count, number)

    def seen(self, op):
        return op in self._rows

    def answer(self, op):
        """What the request was answered with, None when that was before the last start."""
        return self._answers[self._rows.index(op)]

    def forget(self, op):
        """A request that was refused may be asked again."""
        if op in self._rows:
            slot = self._rows.index(op)
            self._rows[slot] = b""
            self._fram.write(layout.OPS + slot * _ROW_BYTES, bytes(_ROW_BYTES))

    def keep_answer(self, op, answer):
        """The answer of a request remembered before it was carried out."""
        if op in self._rows:
            self._answers[self._rows.index(op)] = answer

    def remember(self, op, answer=None):
        """Keep the request across power, its answer until then."""
        self._count += 1
        slot = self._count % _SLOTS
        self._rows[slot] = op
        self._answers[slot] = answer
        row = op + self._count.to_bytes(4, "little")
        self._fram.write(layout.OPS + slot * _ROW_BYTES, row + binascii.crc32(row).to_bytes(4, "little"))
