"""Nothing on a drawn page is cut at its edge and no words lie upon others, measured with a real font."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pytest
from PIL import ImageFont

import pinmap
from circuit import air_page, packages, page, parts, pico_page, station

PIN_MAP = pinmap.load()
SHEETS = station.sheets(PIN_MAP)
PARTS = parts.load()
BOOK = page.book(SHEETS, PARTS, packages.load())
PAGES = {
    **{sheet.title: page.render(sheet, BOOK) for sheet in SHEETS},
    "air L": air_page.render(PIN_MAP, PARTS, "L"),
    "air R": air_page.render(PIN_MAP, PARTS, "R"),
    "pico": pico_page.render(PIN_MAP),
}
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
SIZES = {"net": 11, "why": 10, "num": 9, "head": 14, "wire": 11, "s": 11, "n": 10}
BOLD = ("ref", "head", "t", "w")


@dataclass(frozen=True)
class Words:
    """A line of text and where it lies, in the units of the page."""

    text: str
    left: float
    right: float
    base: float
    size: float


def width(text: str, size: float, *, bold: bool) -> float:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return float(ImageFont.truetype(str(FONTS / name), 100).getlength(text)) * size / 100


def lines(node: ElementTree.Element, x: float = 0.0, y: float = 0.0) -> Iterator[Words]:
    """Every text below a node, shifted as its groups say; rotated groups hold no text."""
    moved = re.match(r"translate\(([-.\d]+) ([-.\d]+)\)", node.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if node.tag.endswith("}text"):
        kind = node.get("class", "")
        styled = re.search(r"font-size:(\d+)px", node.get("style", ""))
        size = float(styled[1]) if styled else SIZES.get(kind, 12)
        parts_ = [(node.text or "", kind), *((t.text or "", t.get("class", kind)) for t in node)]
        tails = "".join(t.tail or "" for t in node)
        long = sum(width(text, size, bold=k in BOLD or kind in BOLD) for text, k in parts_)
        long += width(tails, size, bold=False) + 6 * sum(t.get("dx") is not None for t in node)
        at = x + float(node.get("x", "0"))
        left = {"start": at, "middle": at - long / 2, "end": at - long}[node.get("text-anchor", "start")]
        yield Words("".join(node.itertext()), left, left + long, y + float(node.get("y", "0")), size)
        return
    for child in node:
        yield from lines(child, x, y)


@pytest.mark.parametrize("name", list(PAGES))
def test_no_words_are_cut_at_the_edge(name: str) -> None:
    root = ElementTree.fromstring(PAGES[name])
    wide = float(root.get("width", "0"))
    cut = [words for words in lines(root) if words.left < 2 or words.right > wide - 2]
    assert cut == []


@pytest.mark.parametrize("name", list(PAGES))
def test_no_words_lie_upon_others(name: str) -> None:
    found = sorted(lines(ElementTree.fromstring(PAGES[name])), key=lambda words: words.base)
    upon: list[tuple[str, str]] = []
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            if other.base - one.base >= 0.62 * other.size:
                break
            if one.left < other.right - 1 and other.left < one.right - 1:
                upon.append((one.text, other.text))
    assert upon == []
