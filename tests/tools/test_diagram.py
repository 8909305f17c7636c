"""Diagrams: what does not fit or does not exist is an error, and the real ones are tidy."""

import re
from itertools import combinations
from pathlib import Path

import msgspec
import pytest

import diagram
import diagram_file
import pinmap
from diagram import Box, Diagram, Wire

PIN_MAP = pinmap.load()
REAL = sorted((pinmap.ROOT / "hardware" / "diagrams").glob("*.toml"))
A = Box(id="a", x=1, y=2, w=5, h=2, title="one")
B = Box(id="b", x=9, y=6, w=5, h=2, title="two")
HEAD = 'schema = "diagram/1"\ntitle = "t"\nw = 20\nh = 20\n'


def drawing(*wires: Wire, boxes: tuple[Box, ...] = (A, B)) -> str:
    """The SVG of a small diagram."""
    return diagram.render(Diagram(title="t", w=20, h=10, boxes=boxes, wires=wires))


def loaded(tmp_path: Path, body: str) -> Diagram:
    """A diagram from TOML text."""
    path = tmp_path / "a.toml"
    path.write_text(HEAD + body, encoding="utf-8")
    return diagram_file.load(path, PIN_MAP)


@pytest.mark.parametrize(
    ("wire", "way"),
    [
        (Wire("a.e", "b.w"), "120,60 150,60 150,140 180,140"),
        (Wire("a.e", "b.w", mid=8), "120,60 160,60 160,140 180,140"),
        (Wire("a.s", "b.n"), "70,80 70,100 230,100 230,120"),
        (Wire("a.e", "b.n:1"), "120,60 200,60 200,120"),
        (Wire("a.s:1.5", "b.w"), "50,80 50,140 180,140"),
    ],
)
def test_lines_go_at_right_angles(wire: Wire, way: str) -> None:
    assert f'points="{way}"' in drawing(wire)


@pytest.mark.parametrize("port", ["c.e", "a.x", "a", "a."])
def test_a_line_to_nowhere_is_refused(port: str) -> None:
    with pytest.raises(ValueError, match=f"no such port: {re.escape(port)}"):
        drawing(Wire("a.e", port))


def test_words_wider_than_their_box_are_refused() -> None:
    with pytest.raises(ValueError, match="box a: text is"):
        drawing(boxes=(Box(id="a", x=0, y=0, w=3, h=2, text=("far too long for this",)),))


def test_words_higher_than_their_box_are_refused() -> None:
    with pytest.raises(ValueError, match="box a: 3 lines"):
        drawing(boxes=(Box(id="a", x=0, y=0, w=9, h=2, text=("one", "two", "three")),))


def test_two_boxes_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="share an id"):
        drawing(boxes=(A, A))


def test_signs_of_markup_are_escaped() -> None:
    assert "a &lt; b &amp; c" in drawing(boxes=(Box(id="a", x=0, y=0, w=9, h=2, title="a < b & c"),))


def test_wires_are_named_by_the_pin_map(tmp_path: Path) -> None:
    body = '[[box]]\nid = "v{n}"\neach = "zones"\nx = 1\ny = 1\nstep_y = 4\nw = 9\nh = 3\n'
    boxes = loaded(
        tmp_path, body + 'title = "{place}"\ntext = ["{coil[ZONE_L{n}]}", "{channel[L{n}]}"]\n'
    ).boxes
    assert [box.y for box in boxes] == [1, 5, 9, 13, 17]
    assert boxes[1] == Box("v2", 1, 5, 9, 3, "lower calf", ("chip 0, DRAIN1", "ADC A, CH1"))


def test_an_unknown_wire_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="NONE"):
        loaded(tmp_path, '[[box]]\nid = "a"\nx = 1\ny = 1\nw = 5\nh = 3\ntext = ["{pin[NONE]}"]\n')


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(msgspec.ValidationError, match="colour"):
        loaded(tmp_path, '[[box]]\nid = "a"\nx = 1\ny = 1\nw = 5\nh = 3\ncolour = "red"\n')


def test_an_unknown_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('schema = "diagram/9"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="this tool reads 'diagram/1'"):
        diagram_file.load(path, PIN_MAP)


@pytest.mark.parametrize("source", REAL, ids=lambda path: path.stem)
def test_no_part_of_a_real_diagram_covers_another_or_leaves_the_sheet(source: Path) -> None:
    sheet = diagram_file.load(source, PIN_MAP)
    parts = [box for box in sheet.boxes if box.kind != "frame"]
    for one, two in combinations(parts, 2):
        apart = (
            one.x + one.w <= two.x
            or two.x + two.w <= one.x
            or one.y + one.h <= two.y
            or two.y + two.h <= one.y
        )
        assert apart, f"{one.id} covers {two.id}"
    assert all(box.x >= 0 and box.x + box.w <= sheet.w and box.y + box.h <= sheet.h for box in parts)
