"""The latched faults across power: a fault not acknowledged is still there after the next start."""

import struct

from ..core import fault
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
        for index in range(min(interlocks.count, _SLOTS)):
            kept = interlocks.faults[index]
            if kept.code == fault.MEMORY_NEWER:
                continue  # the rescue's own: the firmware that reads the memory starts without it
            body[0] += 1
            struct.pack_into(
                _FORMAT,
                body,
                1 + (body[0] - 1) * _ROW_BYTES,
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
