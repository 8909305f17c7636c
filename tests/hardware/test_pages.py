"""The drawn pages show every part, every net and what the pin map says; a page is well-formed."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

import pinmap
from circuit import air_page, page, parts, pico_page, station, symbols
from circuit import packages as packages_
from circuit.model import Sheet

PIN_MAP = pinmap.load()
SHEETS = station.sheets(PIN_MAP)
PARTS = parts.load()
PACKAGES = packages_.load()
BOOK = page.book(SHEETS, PARTS, PACKAGES)


def words(svg: str, kind: str = "") -> list[str]:
    """Every text of a page, or those of one class."""
    found = [element for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("text")]
    return [element.text or "" for element in found if not kind or element.get("class") == kind]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
def test_a_page_shows_every_part_with_the_net_of_every_pin(sheet: Sheet) -> None:
    svg = page.render(sheet, BOOK)
    assert words(svg, "ref") == [item.ref for item in sheet.items]
    shown = words(svg, "net")
    wanted = [net for item in sheet.items for net in item.pins.values()]
    assert sorted(shown) == sorted(wanted)


def test_values_are_written_as_people_write_them() -> None:
    assert symbols.engineering(4.7e3, "Ω") == "4.7 kΩ"
    assert symbols.engineering(220e-9, "F") == "220 nF"
    assert symbols.engineering(0.05, "Ω") == "50 mΩ"


@pytest.mark.parametrize("leg", "LR")
def test_the_air_of_a_leg_names_its_drains_and_channels(leg: str) -> None:
    shown = " ".join(words(air_page.render(PIN_MAP, PARTS, leg)))
    for coil in (*(f"ZONE_{leg}{n}" for n in range(1, 6)), f"VENT_{leg}1", f"VENT_{leg}2"):
        bit = PIN_MAP.drivers[coil]
        assert f"{coil} · chip {bit // 8} DRAIN{bit % 8}" in shown
    for name in (*(f"{leg}{n}" for n in range(1, 6)), f"M{leg}"):
        channel = PIN_MAP.converter[name]
        assert f"{'AB'[channel // 8]} CH{channel % 8}" in shown


def test_the_picture_of_the_pico_has_each_wire_beside_its_pin() -> None:
    svg = pico_page.render(PIN_MAP)
    ElementTree.fromstring(svg)
    lines = [line for line in svg.splitlines() if "<tspan" in line]
    assert len(lines) == 40
    for pin in PIN_MAP.pins:
        assert [line for line in lines if f">GP{pin.gp}<" in line and f">{pin.name}<" in line]
    numbers = {name: number for number, name in enumerate(pico_page.LEFT, start=1)}
    numbers |= {name: 40 - row for row, name in enumerate(pico_page.RIGHT)}
    assert (numbers["GP0"], numbers["GP15"], numbers["GP16"], numbers["GP22"], numbers["GP28"]) == (
        1,
        20,
        21,
        29,
        34,
    )
    assert (numbers["3V3"], numbers["VSYS"]) == (36, 39)


def test_the_foot_of_a_page_tells_where_each_wire_leads() -> None:
    svg = page.render(SHEETS[1], BOOK)
    lines = ["".join(e.itertext()) for e in ElementTree.fromstring(svg).iter() if e.get("class") == "wire"]
    foot = " ".join(line.strip() for line in lines)
    assert "HEARTBEAT U10.GP3, R103.A, sheet 1: R1.A" in foot
    assert "STOP U10.GP5, R105.A, sheet 5: S11.B" in foot
    own = {net for i in SHEETS[1].items for net in i.pins.values()} - set(page.RAILS)
    assert {line.split()[0] for line in lines if not line.startswith("\u2003")} == own


def test_terminals_stand_at_their_pins() -> None:
    svg = page.render(SHEETS[3], BOOK)
    assert "GND 10 11 19" in words(svg, "why")  # U33's three grounds
    assert {"18", "13", "12"} <= set(words(svg, "num"))


@pytest.mark.parametrize("part", ["estop", "relay"])
def test_a_part_that_is_not_chosen_stands_on_the_page_with_what_is_needed_of_it(part: str) -> None:
    row = PARTS[part]
    (number, sheet) = next(
        (row.mpn, sheet) for sheet in SHEETS if part in {item.part for item in sheet.items}
    )
    nearest = page.book(SHEETS, {**PARTS, part: replace(row, chosen=False)}, PACKAGES)
    assert any(number in word for word in words(page.render(sheet, BOOK)))
    shown = words(page.render(sheet, nearest))
    assert row.name in shown
    assert not any(number in word for word in shown)
