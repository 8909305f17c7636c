"""Reads the words on the panel's display back from its pixels, by the firmware's own letters."""

from __future__ import annotations

from typing import Any, cast

from recovery_station.screenshot import Screen
from station_firmware.ui import language, paint

_glyphs: bytes = vars(paint)["_GLYPHS"]
_extra: str = cast("Any", language).EXTRA
CHAR = 6
_LETTERS = {_glyphs[5 * at : 5 * at + 5]: chr(32 + at) for at in range(95)} | {
    _glyphs[5 * (95 + at) : 5 * (96 + at)]: letter for at, letter in enumerate(_extra)
}


def _marked(code: int) -> bytes:
    """The columns of a letter as the painter puts it into the chosen line of a list."""
    pixels = bytearray(129)
    painter: Any = paint.Painter(pixels)
    painter.paint(((0, 1, paint.LINES, 0, 0, 1),), 0, ([bytes((code,))], 0), None)
    return bytes(pixels[1:6])


_MARKED = {
    _marked(code): chr(code) if code < 127 else _extra[code - 128]
    for code in (*range(32, 127), *range(128, 136))
}


def line(screen: Screen, page: int) -> str:
    """The letters of one page from its left edge on; what is none is left out."""
    row = screen.memory[page * 128 : page * 128 + 128]
    shapes = [row[at : at + 5] for at in range(0, 126, CHAR)]
    return "".join(_LETTERS.get(shape) or _MARKED.get(shape) or "" for shape in shapes).rstrip()


def wide(screen: Screen, page: int) -> str:
    """Letters twice as large that begin on `page`."""
    found = ""
    for at in range(0, 120, 2 * CHAR):
        shape = bytearray()
        for column in range(5):
            x = at + 2 * column
            shape.append(sum(1 << y for y in range(8) if screen.lit(x, 8 * page + 2 * y)))
        found += _LETTERS.get(bytes(shape), "")
    return found.rstrip()


def lines(screen: Screen) -> list[str]:
    """All eight."""
    return [line(screen, page) for page in range(8)]


def words(screen: Screen) -> str:
    """Everything that is written, the large letters too."""
    return "\n".join([*lines(screen), *(wide(screen, page) for page in range(7))])
