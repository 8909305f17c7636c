"""The schematic obeys its rules, and the rules notice what breaks them; pulls are where the pin map says."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import pinmap
import pinstates
from circuit import commissioning, faults, model, results, rules, station
from circuit.model import Item, Sheet

PIN_MAP = pinmap.load()
SHEETS = station.sheets(PIN_MAP)


def changed(name: str, **new: object) -> list[Sheet]:
    """All sheets with one item changed."""
    return [
        replace(sheet, items=tuple(replace(i, **new) if i.ref == name else i for i in sheet.items))
        for sheet in SHEETS
    ]


def item(ref: str) -> Item:
    return next(i for sheet in SHEETS for i in sheet.items if i.ref == ref)


def pull_of(name: str) -> Item:
    rail = {"up": "V3", "down": "GND"}[next(pin.pull or "" for pin in PIN_MAP.pins if pin.name == name)]
    nodes = rules.nets(SHEETS)[name]
    return next(i for i, _ in nodes if i.kind == "resistor" and rail in i.pins.values())


def test_the_schematic_breaks_no_rule() -> None:
    assert rules.findings(SHEETS, PIN_MAP) == []


# REQ-66
@pytest.mark.parametrize("pin", [pin for pin in PIN_MAP.pins if pin.pull], ids=lambda pin: pin.name)
def test_each_pin_rests_by_a_resistor_that_wins(pin: pinmap.Pin) -> None:
    ohm = pinstates.ohm(PIN_MAP, pin)
    if pin.pull == "up":
        assert pinstates.undriven_v(pin, ohm) >= 2.0  # RP2040: high from 2.0 V at 3.3 V
    else:
        assert 0 < ohm <= 8200  # RP2350 erratum E9


# REQ-66
@pytest.mark.parametrize("name", ["HEARTBEAT", "DRIVER_DISABLE", "PUMP_L", "ESTOP"])
def test_a_missing_pull_is_a_finding(name: str) -> None:
    resistor = pull_of(name)
    loose = {"A": resistor.pins["A"], "B": "NOWHERE"}
    assert any(
        f"{name} has no resistor" in words
        for words in rules.findings(changed(resistor.ref, pins=loose), PIN_MAP)
    )


def test_a_pull_that_is_too_weak_is_a_finding() -> None:
    sheets = changed(pull_of("HEARTBEAT").ref, value=10e3)
    assert rules.findings(sheets, PIN_MAP) == ["HEARTBEAT has no resistor of at most 8200 ohm to GND"]


def test_five_volts_on_a_pin_is_a_finding() -> None:
    found = rules.findings(changed("R19", pins={"A": "V5", "B": "DRIVER_DISABLE"}), PIN_MAP)
    assert "R19 pulls DRIVER_DISABLE of the Pico to more than 3.3 V" in found


def test_a_wire_on_another_pin_is_a_finding() -> None:
    pins = dict(item("U10").pins)
    pins["GP3"], pins["GP4"] = pins["GP4"], pins["GP3"]
    assert "HEARTBEAT is not on GP3 of the Pico" in rules.findings(changed("U10", pins=pins), PIN_MAP)


def test_a_wrong_supply_is_a_finding() -> None:
    pins = {**item("U2").pins, "VCC": "V24"}
    assert "U2.VCC is on V24" in rules.findings(changed("U2", pins=pins), PIN_MAP)


def test_a_doubled_ref_and_a_loose_end_are_findings() -> None:
    found = rules.findings(changed("R18", ref="R19", pins={"A": "V5", "B": "LOOSE"}), PIN_MAP)
    assert "R19 stands twice" in found
    assert "net LOOSE ends at R19.B" in found


@pytest.mark.parametrize("coil", list(PIN_MAP.drivers))
def test_every_drain_drives_what_the_pin_map_says(coil: str) -> None:
    bit = PIN_MAP.drivers[coil]
    nodes = {(i.ref, pin) for i, pin in rules.nets(SHEETS)[f"D_{coil}"]}
    assert (f"U{33 + bit // 8}", f"DRAIN{bit % 8}") in nodes
    assert len(nodes) == 2


def test_slow_inputs_arrive_in_the_order_of_the_pin_map() -> None:
    """A 74HC165 shows D7 first, then D6 … D0, then what its serial input brought."""
    chips = {i.pins["Q7"]: i for sheet in SHEETS for i in sheet.items if i.part == "hc165"}
    arriving: list[str] = []
    serial = item("U42").pins["A"]
    while serial in chips:
        chip = chips[serial]
        arriving += [chip.pins[f"D{place}"] for place in range(7, -1, -1)]
        serial = chip.pins["DS"]
    bits = {bit: name for name, bit in PIN_MAP.inputs.items()}
    assert arriving == [bits.get(bit, "GND") for bit in range(15, -1, -1)]


def test_slow_inputs_load_while_the_select_is_high() -> None:
    """/PL of a 74HC165 is low to load, and the select is low while they are read: one must be the other's inverse."""
    gate = item("U46")
    assert (gate.part, gate.pins["A"]) == ("inverter", "CS_INPUTS")
    assert {item(ref).pins["PL"] for ref in ("U40", "U41")} == {gate.pins["Y"]}
    assert item("U42").pins["OE"] == "CS_INPUTS"  # 74LVC1G125: low to drive


def test_chip_three_alone_is_not_taken_by_the_chain() -> None:
    enables = [item(f"U{33 + chip}").pins["G"] for chip in range(4)]
    assert enables == ["/G02", "/G02", "/G02", "/G3"]
    assert {item("U31").pins[pin] for pin in ("OE1", "OE2")} == {"/G02"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('ref = "R2"', 'rof = "R2"', "unknown keys"),
        ("value = 4.7e3", "value = 0", "needs a value"),
        ('ref = "R2"', 'ref = "R1"', "R1 stands twice"),
        ("K = ", "C = ", "a diode has the pins A, K"),
        ('"circuit/1"', '"circuit/9"', "schema is"),
    ],
)
def test_a_broken_sheet_is_refused(old: str, new: str, words: str, tmp_path: Path) -> None:
    bad = tmp_path / "chain.toml"
    text = (model.SHEETS / "chain.toml").read_text(encoding="utf-8")
    bad.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=words):
        model.load(bad)


def test_every_part_of_the_chain_has_faults_and_a_row_in_the_campaign() -> None:
    wanted = {(fault.ref, fault.what) for fault in faults.every(model.chain().items)}
    kept = {(row["ref"], row["what"]) for row in results.read()["faults"]}
    assert kept == wanted
    assert {ref for ref, _ in wanted} == {i.ref for i in model.chain().items}


# REQ-58
def test_the_chain_drops_within_its_limits_over_parts_and_temperature() -> None:
    for low, high in results.spread_ms(results.read()).values():
        assert 100 <= low <= high <= 200


def test_every_listed_fault_names_the_layer_that_covers_it() -> None:
    for row in results.read()["faults"]:
        assert row["rank"] in ("opens", "seen", "listed", "no effect")
        assert all(who for rank, _, who in row["effects"] if rank in ("seen", "listed"))


def test_what_covers_a_listed_fault_exists() -> None:
    """A step that is said to find it is one that is done again each year; a requirement is one of the list."""
    form = json.loads(commissioning.FORM.read_text(encoding="utf-8"))
    yearly = {step["step"] for step in form["steps"] if step["yearly"]}
    required = (model.ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    for row in results.read()["faults"]:
        for rank, _, who in row["effects"]:
            if rank == "listed":
                assert set(re.findall(r"\bC\d+", who)) <= yearly, row
                assert all(name in required for name in re.findall(r"REQ-\d+", who)), row
