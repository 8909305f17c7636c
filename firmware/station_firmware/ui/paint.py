"""Paints one page of a screen, 8 rows of 128 pixels, from its rows of numbers. Allocates nothing.

A row of a screen is (first page, pages, kind, column, what, value). Texts are bytes in the panel's letters: ASCII, and
from 128 on those of language.EXTRA. In a text % is a whole number, $ one with a tenth, @ minutes and seconds, & a text:
they take the values from number `value` on, in their order. A value that is None is painted as --, never as 0.
"""

import struct

# kinds of rows; `what` is the number of a text, or of a value that holds one (SAY, HEAD, WORD, LINES)
TEXT, SAY, TITLE, HEAD, WIDE, WORD, CLOCK, FIGURE, BARS, METER, LINES = range(11)
CHAR = 6  # columns of a letter, the gap after it included
FULL_MMHG = 120  # at the top of the bars
_BAND, _BAND_END = 0x1C, 105  # of a title, from its last letter to where the number of a page stands
_DARK = "128s"  # a page's bytes in one go: what is too short is filled with noughts
_FIRST = 32
_UNKNOWN = 63
_LAST = 135
# five columns a letter, the lowest bit on top
_GLYPHS = (
    b"\x00\x00\x00\x00\x00\x00\x00\x5f\x00\x00\x00\x07\x00\x07\x00\x14\x7f\x14\x7f\x14\x24\x2a\x7f\x2a\x12"
    b"\x23\x13\x08\x64\x62\x36\x49\x56\x20\x50\x00\x08\x07\x03\x00\x00\x1c\x22\x41\x00\x00\x41\x22\x1c\x00"
    b"\x2a\x1c\x7f\x1c\x2a\x08\x08\x3e\x08\x08\x00\x80\x70\x30\x00\x08\x08\x08\x08\x08\x00\x00\x60\x60\x00"
    b"\x20\x10\x08\x04\x02\x3e\x51\x49\x45\x3e\x00\x42\x7f\x40\x00\x72\x49\x49\x49\x46\x21\x41\x49\x4d\x33"
    b"\x18\x14\x12\x7f\x10\x27\x45\x45\x45\x39\x3c\x4a\x49\x49\x31\x41\x21\x11\x09\x07\x36\x49\x49\x49\x36"
    b"\x46\x49\x49\x29\x1e\x00\x00\x14\x00\x00\x00\x40\x34\x00\x00\x00\x08\x14\x22\x41\x14\x14\x14\x14\x14"
    b"\x00\x41\x22\x14\x08\x02\x01\x59\x09\x06\x3e\x41\x5d\x59\x4e\x7c\x12\x11\x12\x7c\x7f\x49\x49\x49\x36"
    b"\x3e\x41\x41\x41\x22\x7f\x41\x41\x41\x3e\x7f\x49\x49\x49\x41\x7f\x09\x09\x09\x01\x3e\x41\x41\x51\x73"
    b"\x7f\x08\x08\x08\x7f\x00\x41\x7f\x41\x00\x20\x40\x41\x3f\x01\x7f\x08\x14\x22\x41\x7f\x40\x40\x40\x40"
    b"\x7f\x02\x1c\x02\x7f\x7f\x04\x08\x10\x7f\x3e\x41\x41\x41\x3e\x7f\x09\x09\x09\x06\x3e\x41\x51\x21\x5e"
    b"\x7f\x09\x19\x29\x46\x26\x49\x49\x49\x32\x03\x01\x7f\x01\x03\x3f\x40\x40\x40\x3f\x1f\x20\x40\x20\x1f"
    b"\x3f\x40\x38\x40\x3f\x63\x14\x08\x14\x63\x03\x04\x78\x04\x03\x61\x59\x49\x4d\x43\x00\x7f\x41\x41\x41"
    b"\x02\x04\x08\x10\x20\x00\x41\x41\x41\x7f\x04\x02\x01\x02\x04\x40\x40\x40\x40\x40\x00\x03\x07\x08\x00"
    b"\x20\x54\x54\x78\x40\x7f\x28\x44\x44\x38\x38\x44\x44\x44\x28\x38\x44\x44\x28\x7f\x38\x54\x54\x54\x18"
    b"\x00\x08\x7e\x09\x02\x18\xa4\xa4\x9c\x78\x7f\x08\x04\x04\x78\x00\x44\x7d\x40\x00\x20\x40\x40\x3d\x00"
    b"\x7f\x10\x28\x44\x00\x00\x41\x7f\x40\x00\x7c\x04\x78\x04\x78\x7c\x08\x04\x04\x78\x38\x44\x44\x44\x38"
    b"\xfc\x18\x24\x24\x18\x18\x24\x24\x18\xfc\x7c\x08\x04\x04\x08\x48\x54\x54\x54\x24\x04\x04\x3f\x44\x24"
    b"\x3c\x40\x40\x20\x7c\x1c\x20\x40\x20\x1c\x3c\x40\x30\x40\x3c\x44\x28\x10\x28\x44\x4c\x90\x90\x90\x7c"
    b"\x44\x64\x54\x4c\x44\x00\x08\x36\x41\x00\x00\x00\x77\x00\x00\x00\x41\x36\x08\x00\x02\x01\x02\x04\x02"
    b"\x21\x55\x54\x79\x40\x39\x44\x44\x44\x39\x3d\x40\x40\x21\x7c\x79\x12\x11\x12\x79\x3d\x42\x42\x42\x3d"
    b"\x3d\x40\x40\x40\x3d\xfe\x49\x49\x36\x00\x00\x06\x09\x09\x06"
)
# seven segments of the digits: top, right, right below, bottom, left below, left, middle
_SEGMENTS = b"\x3f\x06\x5b\x4f\x66\x6d\x7d\x07\x7f\x6f"
_MARKED = -2
_DOTTED = b"035Zij\x80\x82\x84\x85"  # their second row is a gap
# four rows, each doubled
_DOUBLE = b"\x00\x03\x0c\x0f\x30\x33\x3c\x3f\xc0\xc3\xcc\xcf\xf0\xf3\xfc\xff"


def _rows(first, end, page):
    """The rows from `first` to before `end` that lie in a page, as the bits of its byte."""
    first = max(first - 8 * page, 0)
    end = min(end - 8 * page, 8)
    return (1 << end) - (1 << first) if end > first else 0


class Painter:
    """`paint(rows, page, values, words)` fills `line`, pixels from byte 1 on; `words(number)` is (body, start, end)."""

    def __init__(self, line):
        self._line = line
        self._values = []
        self._next = 0
        # 0, 1: the upper or lower page of letters twice as large; _MARKED: those of a chosen line
        self._half = -1

    def paint(self, rows, page, values, texts):
        """One page of a screen."""
        struct.pack_into(_DARK, self._line, 1, b"")
        self._values = values
        for row in rows:
            if row[0] <= page < row[0] + row[1]:
                self._row(row, page - row[0], texts)

    def _row(self, row, part, texts):
        _, pages, kind, x, what, value = row
        self._next = value
        self._half = -1
        if kind in (TEXT, TITLE, WIDE):
            self._text(kind, x, what, part, texts)
        elif kind in (SAY, HEAD, WORD):
            self._text(kind - SAY, x, self._values[what], part, texts)
        elif kind == CLOCK:
            self._clock(x, self._values[value], part, pages)
        elif kind == FIGURE:
            self._figure(x, self._values[value], part, pages)
        elif kind == BARS:
            self._bars(x, self._values[what], self._values[value], part, pages)
        elif kind == METER:
            self._meter(self._values[value])
        else:
            self._list(self._values[what], self._values[value], part, pages)

    def _text(self, kind, x, number, part, texts):
        if kind == WIDE:
            self._half = part
        body = texts.body
        for at in range(texts.starts[number], texts.starts[number + 1]):
            code = body[at]
            x = self._value(x, code) if code in b"%$@&" else self._letter(x, code)
        if kind == TITLE:
            line = self._line
            for at in range(x + 3, _BAND_END):
                line[at] = _BAND

    def letters(self, x, body, start, end):
        """body[start:end] as it is from column `x` on: a name may have any letter; returns the column after it."""
        for at in range(start, end):
            x = self._letter(x, body[at])
        return x

    def _value(self, x, code):
        value = self._values[self._next]
        self._next += 1
        if value is None:
            return self._letter(self._letter(x, 45), 45)
        if code == 38:  # &
            return self.letters(x, value, 0, len(value))
        if value < 0:
            x = self._letter(x, 45)
            value = -value
        if code == 37:  # %
            return self._number(x, value)
        if code == 36:  # $
            x = self._letter(self._number(x, value // 10), 46)
            return self._number(x, value % 10)
        x = self._letter(self._number(x, value // 60), 58)
        return self._number(self._number(x, value % 60 // 10), value % 10)

    def _number(self, x, value):
        scale = 1
        while value // scale >= 10:
            scale *= 10
        while scale:
            x = self._letter(x, 48 + value // scale % 10)
            scale //= 10
        return x

    def _letter(self, x, code):
        """One letter; what would stand beyond the edge is not painted."""
        line = self._line
        half = self._half
        size = CHAR if half < 0 else 2 * CHAR
        if x + size - 1 > len(line) - 1:
            return x
        at = ((code if _FIRST <= code <= _LAST else _UNKNOWN) - _FIRST - (code > 126)) * 5
        for column in range(5):
            bits = _GLYPHS[at + column]
            if half == _MARKED:
                # dark letters need a lit row above and below: two of their eight rows become one, the dots' gap stays
                kept = 5 if code in _DOTTED else 2
                line[1 + x + column] = (bits & (1 << kept) - 1 | bits >> kept << kept - 1) << 1
            elif half < 0:
                line[1 + x + column] = bits
            else:
                bits = _DOUBLE[bits >> 4 * half & 15]
                line[1 + x + 2 * column] = line[2 + x + 2 * column] = bits
        return x + size

    # ---- figures, bars and lists

    def _clock(self, x, seconds, part, pages):
        """Minutes and seconds, each figure as high as `pages`."""
        if seconds is None:
            return
        minutes = min(99, seconds // 60)
        step = 5 * pages + 4
        if minutes >= 10:
            self._digit(x, minutes // 10, part, pages)
        self._digit(x + step, minutes % 10, part, pages)
        dot = 8 * pages // 3
        bits = _rows(dot - pages // 2, dot + pages - pages // 2, part) | _rows(
            2 * dot - pages // 2, 2 * dot + pages - pages // 2, part
        )
        for column in range(pages):
            self._line[1 + x + 2 * step + column] = bits
        x += 2 * step + pages + 4
        self._digit(x, seconds % 60 // 10, part, pages)
        self._digit(x + step, seconds % 10, part, pages)

    def _figure(self, x, value, part, pages):
        """A number of two figures."""
        if value is None:
            return
        if value >= 10:
            self._digit(x, value // 10 % 10, part, pages)
        self._digit(x + 5 * pages + 4, value % 10, part, pages)

    def _digit(self, x, digit, part, pages):
        """Seven segments in a field of 5 by 8 pages."""
        on = _SEGMENTS[digit]
        high = 8 * pages - 1
        width = 5 * pages
        flat = _rows(0, pages, part) if on & 1 else 0
        if on & 8:
            flat |= _rows(high - pages, high, part)
        if on & 64:
            flat |= _rows((high - pages) // 2, (high + pages) // 2, part)
        left = flat
        right = flat
        for bit, first, end in ((32, 0, high // 2), (16, high // 2, high)):
            if on & bit:
                left |= _rows(first, end, part)
        for bit, first, end in ((2, 0, high // 2), (4, high // 2, high)):
            if on & bit:
                right |= _rows(first, end, part)
        line = self._line
        for column in range(width):
            line[1 + x + column] = left if column < pages else right if column >= width - pages else flat

    def _bars(self, x, zones_dmmhg, targets_mmhg, part, pages):
        """Ten zones: the pressure as a column, its target as a mark across, a ? where nothing is read."""
        high = 8 * pages - 1  # the lowest row stays dark: what stands below is no part of a bar
        line = self._line
        for zone in range(len(zones_dmmhg)):
            at = x + CHAR * zone + (4 if zone >= 5 else 0)
            value = zones_dmmhg[zone]
            if value is None:
                if part == pages - 1:
                    self._letter(at, _UNKNOWN)
                continue
            filled = max(1, min(high, value * high // (10 * FULL_MMHG)))
            bits = _rows(high - filled, high, part)
            mark = 0
            target = targets_mmhg[zone]
            if target:
                top = high - min(high, target * high // FULL_MMHG)
                mark = _rows(top, top + 1, part)
            for column in range(5):
                line[1 + at + column] = mark | (bits if 0 < column < 4 else 0)

    def _meter(self, percent):
        """A bar across the page, framed."""
        line = self._line
        for column in range(len(line) - 1):
            filled = column < 2 or column > len(line) - 4 or column * 100 < percent * (len(line) - 1)
            line[1 + column] = 0x7E if filled else 0x42

    def _list(self, lines, chosen, part, pages):
        """Lines of text around the chosen one, that one inverted; `chosen` below 0: -1 - the first line to be seen."""
        first = -1 - chosen if chosen < 0 else max(0, min(chosen - pages // 2, len(lines) - pages))
        number = first + part
        if number < len(lines):
            body = lines[number]
            if number == chosen:
                self._half = _MARKED
            self.letters(0, body, 0, len(body))
            if number == chosen:
                line = self._line
                for at in range(1, len(line)):
                    line[at] ^= 255
