"""Terminals of the real parts: every one leads somewhere or may be open, and the netlist holds them all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import pinmap
from circuit import harness, netlist, packages, parts, station
from circuit.model import Item, Sheet

PIN_MAP = pinmap.load()
SHEETS = station.sheets(PIN_MAP)
PARTS = parts.load()
PACKAGES = packages.load()
CABLES = harness.load(SHEETS)
TEXT = netlist.text(SHEETS, PARTS, PACKAGES, CABLES)


def item(ref: str) -> Item:
    return next(i for sheet in SHEETS for i in sheet.items if i.ref == ref)


def changed(ref: str, **pins: str | None) -> list[Sheet]:
    """All sheets; of one part some pins lead elsewhere, None: nowhere."""
    new = {pin: net for pin, net in {**item(ref).pins, **pins}.items() if net is not None}
    return [
        replace(sheet, items=tuple(replace(i, pins=new) if i.ref == ref else i for i in sheet.items))
        for sheet in SHEETS
    ]


def test_every_terminal_leads_somewhere() -> None:
    assert packages.findings(SHEETS, PARTS, PACKAGES) == []


@pytest.mark.parametrize(
    ("ref", "pins", "told"),
    [
        ("U31", {"A3": None}, "U31.A3 (terminal 9) leads nowhere"),
        ("U41", {"D0": None}, "U41.D0 (terminal 11) leads nowhere"),
        ("U33", {"NC": "GND"}, "U33.NC (terminal 1, 20) must stay unconnected"),
        ("U32", {"REF3": "GND"}, "U32.REF3: amp has no such pin"),
        ("U2", {"Y": "BEATS"}, "net BEATS is driven by U1.OUT and U2.Y"),
        ("U3", {"OUT": "BEATS"}, "net BEATS is driven by U1.OUT and U3.OUT"),
        ("U42", {"Y": "Q_1"}, "net Q_1 is driven by U41.Q7 and U42.Y"),
    ],
)
def test_what_is_wrong_is_told(ref: str, pins: dict[str, str | None], told: str) -> None:
    assert told in packages.findings(changed(ref, **pins), PARTS, PACKAGES)


def test_another_part_needs_another_look_at_its_terminals() -> None:
    """MCP112 is the push-pull twin of the open-drain detector: it would hold ALIVE high for ever."""
    wrong = {**PARTS, "detector": replace(PARTS["detector"], mpn="MCP112T-450E/TT")}
    assert packages.findings(SHEETS, wrong, PACKAGES) == [
        "detector is MCP112T-450E/TT, its terminals are of MCP111"
    ]


def test_a_part_of_the_board_without_terminals_is_told() -> None:
    less = {name: package for name, package in PACKAGES.items() if name != "fram"}
    assert packages.findings(SHEETS, PARTS, less) == ["U43: packages.toml has no fram"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"packages/1"', '"packages/2"', "schema is"),
        ('VIN = "1 W"', 'VIN = "1 X"', "is not numbers and one of"),
        ('VIN = "1 W"', 'VIN = "W"', "is not numbers and one of"),
        ('VIN = "1 W"', 'VIN = "2 W"', "dcdc6: terminal 2 stands twice"),
    ],
)
def test_a_broken_file_is_refused(
    old: str, new: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "packages.toml"
    bad.write_text(packages.PACKAGES_TOML.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(packages, "PACKAGES_TOML", bad)
    with pytest.raises(ValueError, match=words):
        packages.load()


def test_the_chain_hangs_on_make_contacts_of_its_relay() -> None:
    """On the break contact, 3 and 4, the actuators would have their 24 V while the chain is open."""
    pins = PACKAGES["relay"].pins
    make = [("5", "6"), ("7", "8"), ("9", "10")]
    used = [tuple(n for pin in poles for n in pins[pin].numbers) for poles in (("13", "14"), ("23", "24"))]
    assert len(set(used)) == 2
    assert set(used) <= set(make)


def test_the_pico_has_its_forty_pins() -> None:
    numbers = Counter(int(n) for terminal in PACKAGES["pico"].pins.values() for n in terminal.numbers)
    assert numbers == Counter(range(1, 41))
    assert PACKAGES["pico"].pins["GND"].numbers == ("3", "8", "13", "18", "23", "28", "33", "38")


def read(text: str) -> list[object]:
    """The netlist's brackets as lists."""
    stack: list[list[object]] = [[]]
    rest = text
    while rest := rest.lstrip():
        if rest[0] == "(":
            stack.append([])
            rest = rest[1:]
        elif rest[0] == ")":
            done = stack.pop()
            stack[-1].append(done)
            rest = rest[1:]
        elif rest[0] == '"':
            word, rest = rest[1:].split('"', 1)
            stack[-1].append(word)
        else:
            end = min(rest.index(c) for c in " ()\n" if c in rest)
            stack[-1].append(rest[:end])
            rest = rest[end:]
    assert len(stack) == 1
    return stack[0]


def test_the_netlist_holds_the_board_with_a_connector_a_cable() -> None:
    (whole,) = read(TEXT)
    assert isinstance(whole, list)
    by_name = {row[0]: row[1:] for row in whole if isinstance(row, list)}
    on_board = [i for sheet in SHEETS for i in sheet.items if i.part not in packages.OFF_BOARD]
    refs = [
        dict(tuple(field[:2]) for field in comp[1:] if len(field) == 2)["ref"]
        for comp in by_name["components"]
    ]
    assert refs == [i.ref for i in on_board] + [f"X{cable.id[1:]}" for cable in CABLES]
    nodes = [
        (node[1][1], node[2][1], net[2][1]) for net in by_name["nets"] for node in net if node[0] == "node"
    ]
    assert (
        ("U33", "10", "GND") in nodes and ("U33", "19", "GND") in nodes and ("U10", "5", "HEARTBEAT") in nodes
    )
    assert ("U3", "1", "ALIVE") in nodes and ("X2", "1", "V24_CHAIN") in nodes
    assert len({(ref, pin) for ref, pin, _ in nodes}) == len(nodes)


def test_two_ends_of_a_cable_that_meet_off_the_board_need_no_wire() -> None:
    contactors = next(cable for cable in CABLES if cable.id == "W17")
    assert [net for net, _ in contactors.wires] == ["V24_ACT", "GND"]
