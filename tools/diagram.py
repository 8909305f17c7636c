"""Draw boxes and the lines between them as SVG: no layout magic, places are given on a grid of small cells.

A text that does not fit its box, or a line to a box that is not there, is an error and never a bad picture.
"""

from itertools import pairwise
from xml.sax.saxutils import escape

import msgspec

from diagram_style import (
    BOLD_WIDTH,
    BOX_STYLES,
    CELL_PX,
    FONT,
    GLYPH_WIDTH,
    HEADING_PX,
    INK,
    LINE_PX,
    TEXT_PX,
    TITLE_PX,
    WIRE_STYLES,
)


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part: upper left corner and size in cells, a bold title and lines of text."""

    id: str
    x: float
    y: float
    w: float
    h: float
    title: str = ""
    text: tuple[str, ...] = ()
    kind: str = "part"


class Wire(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line between two ports, `box.side` or `box.side:cells` along that side; `mid` places its bend."""

    start: str
    end: str
    kind: str = "signal"
    label: str = ""
    mid: float | None = None
    arrow: bool = True


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Free text at a place in cells."""

    x: float
    y: float
    text: str
    bold: bool = False


class Diagram(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole picture, its size in cells."""

    title: str
    w: float
    h: float
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...] = ()
    notes: tuple[Note, ...] = ()


Point = tuple[float, float]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _words(
    at: Point, text: str, size: int, anchor: str = "start", bold: bool = False, fill: str = INK
) -> str:
    place = f'x="{_number(at[0])}" y="{_number(at[1])}" font-size="{size}" text-anchor="{anchor}"'
    weight = ' font-weight="bold"' if bold else ""
    return f'<text {place} fill="{fill}"{weight}>{escape(text)}</text>'


def _check_fit(box: Box) -> None:
    """Raise ValueError when the words of a box would stand out of it."""
    room_px, lines = box.w * CELL_PX - 8, len(box.text) + bool(box.title)
    widths = [len(line) * TEXT_PX * GLYPH_WIDTH for line in box.text]
    widest_px = max(len(box.title) * TITLE_PX * BOLD_WIDTH, *widths, 0)
    if widest_px > room_px:
        raise ValueError(f"box {box.id}: text is {widest_px:.0f} px wide, room is {room_px:.0f} px")
    if box.kind != "frame" and lines * LINE_PX > box.h * CELL_PX:
        raise ValueError(f"box {box.id}: {lines} lines are higher than its {box.h * CELL_PX:.0f} px")


def _box_svg(box: Box) -> list[str]:
    _check_fit(box)
    fill, edge, radius = BOX_STYLES[box.kind]
    x, y, w, h = (value * CELL_PX for value in (box.x, box.y, box.w, box.h))
    size = f'width="{_number(w)}" height="{_number(h)}" rx="{radius}"'
    dash = ' stroke-dasharray="6 4"' if box.kind == "frame" else ""
    look = f'fill="{fill}" stroke="{edge}" stroke-width="1.4"{dash}'
    shape = f'<rect x="{_number(x)}" y="{_number(y)}" {size} {look}/>'
    if box.kind == "frame":
        return [shape, _words((x + 8, y + LINE_PX), box.title, TITLE_PX, bold=True, fill=edge)]
    return [shape, *_box_words(box, x + w / 2, y + h / 2)]


def _box_words(box: Box, x: float, middle_y: float) -> list[str]:
    """Title and text, centred as one block."""
    lines = [(box.title, TITLE_PX, True)] if box.title else []
    lines += [(line, TEXT_PX, False) for line in box.text]
    top = middle_y - len(lines) * LINE_PX / 2 + LINE_PX * 0.75
    return [
        _words((x, top + index * LINE_PX), line, size, "middle", bold)
        for index, (line, size, bold) in enumerate(lines)
    ]


def _port(boxes: dict[str, Box], port: str) -> tuple[Point, str]:
    """Pixels and side (n e s w) of `box.side`, its middle, or of `box.side:cells`."""
    name, _, rest = port.partition(".")
    side, _, offset = rest.partition(":")
    if name not in boxes or side not in ("n", "e", "s", "w"):
        raise ValueError(f"no such port: {port}")
    box = boxes[name]
    along = float(offset) if offset else (box.w if side in "ns" else box.h) / 2
    x = box.x + (along if side in "ns" else box.w * (side == "e"))
    y = box.y + (along if side in "ew" else box.h * (side == "s"))
    return (x * CELL_PX, y * CELL_PX), side


def _route(start: Point, out: str, end: Point, into: str, mid: float | None) -> list[Point]:
    """Right-angled way between two ports; between parallel sides it bends at `mid` (cells) or half way."""
    (x0, y0), (x1, y1) = start, end
    if (out in "ew") != (into in "ew"):
        return [start, (x1, y0) if out in "ew" else (x0, y1), end]
    if out in "ew":
        bend = (x0 + x1) / 2 if mid is None else mid * CELL_PX
        return [start, (bend, y0), (bend, y1), end] if abs(y0 - y1) > 0.01 else [start, end]
    bend = (y0 + y1) / 2 if mid is None else mid * CELL_PX
    return [start, (x0, bend), (x1, bend), end] if abs(x0 - x1) > 0.01 else [start, end]


def _wire_svg(boxes: dict[str, Box], wire: Wire) -> list[str]:
    colour, width, dash = WIRE_STYLES[wire.kind]
    (start, out), (end, into) = _port(boxes, wire.start), _port(boxes, wire.end)
    points = _route(start, out, end, into, wire.mid)
    way = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    head = f' marker-end="url(#head-{wire.kind})"' if wire.arrow else ""
    look = f'fill="none" stroke="{colour}" stroke-width="{width}"{dashed}{head}'
    return [f'<polyline points="{way}" {look}/>', *_wire_words(wire, points, colour)]


def _wire_words(wire: Wire, points: list[Point], colour: str) -> list[str]:
    """The label, above the longest level piece of the line, or beside it when it only goes up or down."""
    if not wire.label:
        return []
    (ax, ay), (bx, by) = max(pairwise(points), key=lambda piece: abs(piece[0][0] - piece[1][0]))
    if ax == bx:
        return [_words((ax + 5, (ay + by) / 2 + 4), wire.label, TEXT_PX, fill=colour)]
    return [_words(((ax + bx) / 2, (ay + by) / 2 - 5), wire.label, TEXT_PX, "middle", fill=colour)]


def _heads() -> list[str]:
    """One arrow head a colour: markers do not inherit it everywhere."""
    size = 'viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9"'
    return [
        f'<marker id="head-{kind}" {size} markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0,0 L8,4 L0,8 z" fill="{style[0]}"/></marker>'
        for kind, style in WIRE_STYLES.items()
    ]


def render(diagram: Diagram) -> str:
    """The picture as SVG text. Raises ValueError naming the box or port that does not fit."""
    boxes = {box.id: box for box in diagram.boxes}
    if len(boxes) != len(diagram.boxes):
        raise ValueError(f"{diagram.title}: two boxes share an id")
    w, h = _number(diagram.w * CELL_PX), _number(diagram.h * CELL_PX)
    frames = [line for box in diagram.boxes if box.kind == "frame" for line in _box_svg(box)]
    parts = [line for box in diagram.boxes if box.kind != "frame" for line in _box_svg(box)]
    wires = [line for wire in diagram.wires for line in _wire_svg(boxes, wire)]
    notes = [_words((n.x * CELL_PX, n.y * CELL_PX), n.text, TEXT_PX, bold=n.bold) for n in diagram.notes]
    size = f'width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-family="{FONT}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
        f"<title>{escape(diagram.title)}</title>",
        "<defs>",
        *_heads(),
        "</defs>",
        f'<rect width="{w}" height="{h}" fill="#ffffff"/>',
        _words((CELL_PX, CELL_PX * 1.4), diagram.title, HEADING_PX, bold=True),
        *frames,
        *wires,
        *parts,
        *notes,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
