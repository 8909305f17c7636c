"""The latched faults across power: a fault not acknowledged is still there after the next start."""

import struct

from . import layout
from .page import TwinPage

_SLOTS = 16
_FORMAT = "<HBhhH"
_ROW_BYTES = 9
_SIZE = 1 + _SLOTS * _ROW_BYTES


class LatchStore:
    """`save(interlocks)` after each change, `restore(interlocks, now_ms)` once at boot."""

    def __init__(self, fram):
        self._page = TwinPage(fram, layout.LATCH_PAGE, _SIZE)

    def save(self, interlocks):
        body = bytearray(_SIZE)
        count = min(interlocks.count, _SLOTS)
        body[0] = count
        for index in range(count):
            kept = interlocks.faults[index]
            struct.pack_into(
                _FORMAT,
                body,
                1 + index * _ROW_BYTES,
                kept.code,
                kept.channel,
                _clamp(kept.measured),
                _clamp(kept.limit),
                min(kept.count, 65535),
            )
        self._page.save(body)

    def restore(self, interlocks, now_ms):
        """Latch again what was latched before the power went; returns how many faults."""
        body = self._page.load()
        if body is None:
            return 0
        for index in range(min(body[0], _SLOTS)):
            code, channel, measured, limit, _ = struct.unpack_from(_FORMAT, body, 1 + index * _ROW_BYTES)
            interlocks.latch(code, channel, measured, limit, now_ms)
        return body[0]


def _clamp(value):
    return max(-32768, min(32767, value))
