"""The panel's texts: in order, complete in every language, and each fits its place."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, cast

import pytest
from tests.panel import glass
from tests.panel.desk import Desk, panel_class

from recovery_station.screenshot import Screen
from station_firmware.core import fault_table, fault_words, screening
from station_firmware.ui import fault_page, faults_de, paint, rest_words, texts
from station_firmware.ui.language import EXTRA, Texts

UI = Path(cast("str", texts.__file__)).parent
TABLE = [row.split("|") for row in "".join(texts.TABLE).split("\n")[:-1]]
LANGUAGES: tuple[str, ...] = texts.LANGUAGES
LINE, WIDE = 21, 10
# the widest a value is shown
VALUES = {"%": "110", "$": "38.0", "@": "59:59", "&": ""}
panel_class()


def shown(text: str) -> str:
    for sign, widest in VALUES.items():
        text = text.replace(sign, widest)
    return text


def used(module: str) -> set[str]:
    """The names of texts a file takes."""
    tree = ast.parse((UI / module).read_text(encoding="utf-8"))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "texts"
    }


def test_the_table_is_in_the_order_of_the_numbers() -> None:
    names = [row[0] for row in TABLE]
    assert [vars(texts)[name] for name in names] == list(range(texts.COUNT))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_every_text_is_in_every_language_and_fits(row: list[str]) -> None:
    assert len(row) == 1 + len(LANGUAGES)
    name, *said = row
    for text in said:
        assert name == "BLANK" or text
        assert all(" " <= letter <= "~" or letter in EXTRA for letter in text), text
        assert [text.count(sign) for sign in VALUES] == [said[0].count(sign) for sign in VALUES]
        assert len(shown(text)) <= (WIDE if name.startswith("BIG_") else LINE) + 2 * text.count("%"), text


def test_what_a_session_shows_is_loaded_in_a_session() -> None:
    for name in used("live.py") | used("live_keys.py"):
        assert vars(texts)[name] < texts.LIVE_COUNT, name


def test_no_text_is_there_for_nothing() -> None:
    taken = set[str]().union(*(used(path.name) for path in UI.glob("*.py")))
    ranges = {name for name in vars(texts) if name.startswith(("P_", "N_"))}
    assert {row[0] for row in TABLE} - taken - ranges == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_never_runs_into_its_neighbour(language: str) -> None:
    """Texts that stand beside another on a page end before it begins."""
    words: Any = Texts(language, texts.COUNT)
    for module in ("live", "rest"):
        book: Any = vars(__import__(f"station_firmware.ui.{module}", fromlist=["x"]))
        for rows in [value for value in book.values() if isinstance(value, tuple) and value]:
            if not isinstance(rows[0], tuple) or len(rows[0]) != 6:
                continue
            for page, _, kind, x, what, _ in rows:
                others = [row[3] for row in rows if row[0] == page and row[3] > x]
                if kind in (paint.TEXT, paint.TITLE) and others:
                    text = words.of(what).decode("latin-1")
                    assert x + 6 * len(shown(text)) <= min(others) + 12 * text.count("%"), (text, others)


def test_the_do_not_use_list_has_all_its_rows_on_the_panel() -> None:
    rows = [row for row in TABLE if row[0].startswith("N_")]
    for column in (1, 2):
        begun = sum(row[column].startswith("- ") for row in rows)
        assert begun >= len(screening.ITEMS)
        assert [row[column][:2] for row in rows] == [row[1][:2] for row in rows]


def squeezed(text: str) -> str:
    """Without blanks and hyphens: a word too long for a line is parted."""
    return text.replace(" ", "").replace("-", "")


def on_the_display(lines: list[bytes]) -> str:
    """The lines painted page by page and read back."""
    found: list[str] = []
    for first in range(0, len(lines), 6):
        line = bytearray(129)
        painter: Any = paint.Painter(line)
        memory = bytearray()
        for page in range(8):
            painter.paint(((1, 6, paint.LINES, 0, 0, 1),), page, (lines, -1 - first), None)
            memory += line[1:]
        found += glass.lines(Screen(bytes(memory)))[1:7]
    return " ".join(part for part in found if part)


# REQ-153
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(fault_words.WORDS))
def test_each_fault_shows_all_its_words(code: int, language: str) -> None:
    words: Any = Texts(language, texts.COUNT)
    lines = fault_page.lines((code, 0, -7, 12345), words)
    assert all(len(line) <= LINE for line in lines)
    told = on_the_display(lines)
    table: Any = faults_de if language == "de" else fault_words
    after = faults_de.AFTER_EVERY_FAULT if language == "de" else fault_table.AFTER_EVERY_FAULT
    for sentence in (*table.WORDS[code], after):
        assert squeezed(sentence) in squeezed(told), sentence
    unit = cast("Any", fault_table.find(code))[2]
    if unit and unit != "0.01 degC":
        assert f"-7 {unit}" in told and f"12345 {unit}" in told


def test_german_names_every_fault_and_every_part() -> None:
    assert set(faults_de.WORDS) == set(fault_words.WORDS)
    german: dict[str, str] = {}
    for row in faults_de.PARTS.split("|"):
        name, told = row.split("=")
        german[name] = told
    named = {name for names in fault_table.CHANNELS.values() for name in names}
    assert {name for name in named if len(name) > 2} <= set(german)
    assert all(len(part) <= LINE for part in german.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_station_says_of_itself_fits_with_its_values(language: str) -> None:
    desk = Desk(language)
    desk.services.serial = "e6614c311b7e6f35"
    desk.services.station.heap_free = 131072
    lines = rest_words.information(desk.services, Texts(language, texts.COUNT))
    assert all(len(line) <= LINE for line in lines), lines
    assert b"311b7e6f35" in b"".join(lines)
