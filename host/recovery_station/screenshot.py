"""The panel's display: read over the link, as PNG, and as text of half blocks for a terminal."""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from recovery_station.errors import IntegrityError

if TYPE_CHECKING:
    from recovery_station.client import Client

WIDTH: Final = 128
HEIGHT: Final = 64
MEMORY_BYTES: Final = WIDTH * HEIGHT // 8
SCALE: Final = 4
_SLICE: Final = 512
_MARGIN: Final = 2  # pixels of the display around the picture
_DARK, _LIT = (8, 10, 14), (170, 220, 255)
_BLOCKS: Final = " \u2580\u2584\u2588"  # nothing, upper half, lower half, both


class PanelSlice(msgspec.Struct):
    """Answer of `panel.read`: a slice of the display's memory, base64; all slices are of one moment."""

    offset: int
    total: int
    on: bool
    data: str


@dataclass(frozen=True)
class Screen:
    """`memory`: 1024 bytes, page by page, a byte is 8 rows with bit 0 on top. `on`: the display answers."""

    memory: bytes
    on: bool = True

    def lit(self, x: int, y: int) -> bool:
        """Whether a pixel is lit; dark outside."""
        inside = 0 <= x < WIDTH and 0 <= y < HEIGHT
        return inside and bool(self.memory[y // 8 * WIDTH + x] >> y % 8 & 1)

    def png(self, scale: int = SCALE) -> bytes:
        """The picture, each pixel `scale` wide and high, with a small margin."""
        wide = (WIDTH + 2 * _MARGIN) * scale
        rows = bytearray()
        for y in range(-_MARGIN, HEIGHT + _MARGIN):
            line = bytearray()
            for x in range(-_MARGIN, WIDTH + _MARGIN):
                line += bytes((self.lit(x, y),)) * scale
            rows += (b"\0" + bytes(line)) * scale
        high = (HEIGHT + 2 * _MARGIN) * scale
        return b"".join(
            (
                b"\x89PNG\r\n\x1a\n",
                _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0)),
                _chunk(b"PLTE", bytes(_DARK + _LIT)),
                _chunk(b"IDAT", zlib.compress(bytes(rows), 9)),
                _chunk(b"IEND", b""),
            )
        )

    def text(self) -> str:
        """32 lines of 128 half blocks."""
        return "\n".join(
            "".join(_BLOCKS[self.lit(x, y) + 2 * self.lit(x, y + 1)] for x in range(WIDTH))
            for y in range(0, HEIGHT, 2)
        )


def read(client: Client) -> Screen:
    """The display of the station behind `client`, all of one moment. IntegrityError: the slices do not fit."""
    memory = b""
    lit = True
    while len(memory) < MEMORY_BYTES:
        reply = client.call("panel.read", {"offset": len(memory)}, PanelSlice)
        try:
            data = base64.b64decode(reply.data, validate=True)
        except binascii.Error as error:
            raise IntegrityError("the picture arrived damaged", "ask again") from error
        if reply.total != MEMORY_BYTES or reply.offset != len(memory) or not 0 < len(data) <= _SLICE:
            raise IntegrityError("the picture's slices do not fit together", "ask again")
        memory += data
        lit = reply.on
    return Screen(memory, lit)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
