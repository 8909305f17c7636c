"""Every part beside the board has one cable, its wires are the schematic's, and the drawing shows these cables."""

from dataclasses import replace
from pathlib import Path

import pytest

import pinmap
from circuit import budget, harness, station

SHEETS = station.sheets(pinmap.load())
CABLES = harness.load(SHEETS)


def test_every_part_beside_the_board_has_one_cable() -> None:
    assert harness.findings(SHEETS, CABLES) == []


def test_a_missing_and_a_doubled_cable_are_told() -> None:
    assert harness.findings(SHEETS, [cable for cable in CABLES if cable.id != "W2"]) == [
        "S1A has no cable",
        "S1B has no cable",
    ]
    assert harness.findings(SHEETS, [*CABLES, CABLES[2]]) == ["S2 has two cables"]


@pytest.mark.parametrize(("mm2", "fits"), [(0.19, False), (0.2, True), (2.5, True), (2.51, False)])
def test_a_wire_that_its_plug_does_not_clamp_is_told(mm2: float, fits: bool) -> None:
    told = harness.findings(
        SHEETS, [replace(cable, mm2=mm2) if cable.id == "W7" else cable for cable in CABLES]
    )
    assert told == ([] if fits else [f"W7: {mm2:g} mm² does not fit its plug, 0.2 to 2.5 mm²"])


def test_the_wires_are_the_pins_of_the_far_ends() -> None:
    wires = {cable.id: dict(cable.wires) for cable in CABLES}
    assert wires["W2"] == {"V24_CHAIN": "S1A.A", "/E": "S1A.B", "COIL_LOW": "S1B.A", "GND": "S1B.B"}
    assert wires["W9"]["D_ZONE_L3"] == "Y2.N"
    assert wires["W9"]["V24_LOAD"].split() == [f"Y{n}.P" for n in (0, 1, 2, 3, 4, 5, 12)]


def test_the_thick_wires_bear_their_current() -> None:
    """6 A a square millimetre in a bundle, from common knowledge and on the safe side of makers' tables."""
    numbers = budget.numbers()
    size = {cable.id: cable.mm2 for cable in CABLES}
    assert size["W1"] * 6000 >= numbers["fuse_need_ma"]
    assert size["W9"] * 6000 >= 7 * numbers["coil_ma"]
    assert size["W11"] * 6000 >= numbers["pump_start_ma"]


def test_a_changed_cable_makes_the_drawing_old() -> None:
    assert harness.drawing_is_current(CABLES)
    assert not harness.drawing_is_current([replace(CABLES[0], length_m=9.0), *CABLES[1:]])


def test_a_cable_to_nowhere_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "harness.toml"
    text = harness.HARNESS_TOML.read_text(encoding="utf-8")
    bad.write_text(text.replace('ends = ["M1"]', 'ends = ["M9"]'), encoding="utf-8")
    with pytest.raises(ValueError, match="W11: no sheet has M9"):
        harness.load(SHEETS, bad)
