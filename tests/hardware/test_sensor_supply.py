"""Sensors and converters hang on one 5 V, so no reading follows it, and the Pico measures that 5 V itself (HAZ-4)."""

import ast
import json
from importlib.resources import files
from pathlib import Path

import pytest

import pinmap
import station_firmware
from circuit import budget, parts, station
from circuit.model import Item
from station_firmware.core import limits, sensing

KPA_PER_MMHG = 0.133322
SENSOR_V = (4.75, 5.25)
"""What an MPXV5050 may be fed with (its data sheet)."""
ITEMS = [item for sheet in station.sheets(pinmap.load()) for item in sheet.items]
CONVERTER_A = 150e-6
"""What an MCP3208 draws at its reference, at most (DS21298E, from common knowledge)."""
LEAK_A = 1e-6
"""What an input of it leaks, at most (the same)."""
SAMPLE_F = 20e-12
"""What it samples with (the same)."""
DRIFT = 30e-6 * 40
"""REF3333: 30 ppm a kelvin, over 40 of them."""
PICO_STEPS = 16
"""The most that a Pico's converter was off where this is read, of ten boards somebody measured:
github.com/kitanokitsune/rp2040adc_correction."""


def of(part: str) -> list[Item]:
    return [item for item in ITEMS if item.part == part]


def one(part: str) -> Item:
    (found,) = of(part)
    return found


def at(net: str, kind: str) -> list[Item]:
    return [item for item in ITEMS if item.kind == kind and net in item.pins.values()]


def between(net: str, other: str) -> Item:
    (found,) = (item for item in at(net, "resistor") if other in item.pins.values())
    return found


def rating(part: str, what: str) -> float:
    return next(float(row.given) for row in parts.load()[part].ratings if row.what == what)


def drop_v() -> float:
    """What the filter takes of the 5 V with every thermistor shorted."""
    drawn = len(of("adc")) * CONVERTER_A
    for item in at("VREF", "resistor"):
        if item is not between("V5_S", "VREF"):
            drawn += 5.0 / (item.value if item.ref != between("VREF", "REF_HIGH").ref else 4 * item.value)
    return between("V5_S", "VREF").value * drawn


def shown(mmhg: float, volt: float, reference_v: float) -> float:
    """What the firmware reads: MPXV5050 as its data sheet has it, zero calibrated at 5.0 V, no other error."""
    code = round(volt * (0.018 * mmhg * KPA_PER_MMHG + 0.04) * sensing.CODES / reference_v)
    zero = round(0.04 * sensing.CODES)
    read = sensing.pressure_dmmhg(code, zero, sensing.NOMINAL_SPAN)
    assert read is not None
    return float(read) / 10


# REQ-209
def test_sensors_and_converters_hang_on_the_same_5_v() -> None:
    assert len(of("sensor")) == 12
    assert {item.pins["VS"] for item in of("sensor")} == {"V5_S"}
    assert [(item.pins["VDD"], item.pins["VREF"]) for item in of("adc")] == [("V5", "VREF")] * 2
    # what is lost on the way to the sensors is lost to converters and Pico too
    assert between("V5", "V5_S").value == 0
    assert {item.pins["B"] for item in at("VREF", "resistor") if item.pins["A"] == "VREF"} == {
        *("S_HOT1", "S_HOT2", "S_COLD1", "S_COLD2"),
        "REF_HIGH",
    }


# REQ-209
@pytest.mark.parametrize("volt", [*SENSOR_V, 5.0])
@pytest.mark.parametrize("mmhg", [0, 40, limits.TARGET_MAX_MMHG, limits.OVER_PRESSURE_MMHG])
def test_no_reading_follows_the_5_v(mmhg: int, volt: float) -> None:
    assert abs(shown(mmhg, volt, volt - drop_v()) - mmhg) < 0.5


def test_a_reference_apart_from_the_sensors_would_be_seen_by_this() -> None:
    assert abs(shown(110, SENSOR_V[0], 5.0) - 110) > 5


# REQ-209
def test_the_pico_measures_that_5_v_with_a_reference_of_its_own() -> None:
    board = one("pico")
    assert one("reference").pins["VOUT"] == board.pins["ADC_VREF"]
    assert board.pins["GP26"] == "ADC_REFERENCE"
    divider = [
        between(net, other)
        for net, other in (
            ("VREF", "REF_HIGH"),
            ("REF_HIGH", "ADC_REFERENCE"),
            ("ADC_REFERENCE", "REF_LOW"),
            ("REF_LOW", "GND"),
        )
    ]
    assert len({item.value for item in divider}) == 1
    assert rating("reference", "gives") == full_mv()


def full_mv() -> int:
    """What the firmware takes the full range of the Pico's converter for."""
    source = (Path(station_firmware.__path__[0]) / "hal" / "board.py").read_text(encoding="utf-8")
    return next(
        ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_ADC_FULL_MV"
    )


def test_each_of_them_is_fed_by_what_it_bears() -> None:
    assert one("dcdc6").pins["VIN"] == "V24"
    assert (one("dcdc6").pins["VOUT"], one("ldo5").pins["VIN"]) == ("V6", "V6")
    assert (one("ldo5").pins["VOUT"], one("reference").pins["VIN"]) == ("V5", "V5")


@pytest.mark.parametrize(
    ("net", "least", "most"),
    [("V6", 1e-6, 470e-6), ("V5", 1e-6, 470e-6), ("VREF", 4e-6, 10e-6), ("V3_REF", 1e-7, 1e-5)],
)
def test_each_has_the_capacitance_it_needs(net: str, least: float, most: float) -> None:
    farad = [item.value for item in at(net, "capacitor")]
    assert least <= max(farad) + (sum(farad) - max(farad) if net == "VREF" else 0) and sum(farad) <= most


def error() -> float:
    """How far off the 5 V may read on GP26 for other reasons than the 5 V: reference, its drift, divider, converter."""
    divider = between("VREF", "REF_HIGH").tol_pct / 100
    steps = PICO_STEPS / (4096 * 2500 / full_mv())
    return rating("reference", "first error") / 100 + DRIFT + divider + steps


# REQ-39
def test_the_firmware_trips_before_a_sensor_leaves_its_supply() -> None:
    off = drop_v() + 5.0 * error()
    assert limits.REFERENCE_MIN_MV / 1000 - off > SENSOR_V[0]
    assert limits.REFERENCE_MAX_MV / 1000 + off < SENSOR_V[1]


def test_parts_within_their_tolerance_do_not_trip() -> None:
    assert rating("ldo5", "error") == pytest.approx(100 * budget.V5_OFF)
    window = min(5000 - limits.REFERENCE_MIN_MV, limits.REFERENCE_MAX_MV - 5000) / 5000
    assert budget.V5_OFF + drop_v() / 5.0 + error() < window


def test_what_is_measured_by_hand_may_be_as_far_off_as_the_parts() -> None:
    form = json.loads(files("recovery_station").joinpath("commissioning.json").read_text(encoding="utf-8"))
    bounds = {
        (step["step"], field["what"].partition(" (")[0]): (field["low"], field["high"])
        for step in form["steps"]
        for field in step["fields"]
    }
    for net, nominal, off in (
        ("V6", 6.5, budget.V6_OFF),
        ("V5", 5.0, budget.V5_OFF),
        ("VREF", 5.0, budget.V5_OFF + drop_v() / 5.0),
        ("V3_REF", 3.3, rating("reference", "first error") / 100 + DRIFT),
    ):
        places = [place for place in (("C1", net), ("C9", net)) if place in bounds]
        assert places
        for low, high in (bounds[place] for place in places):
            if low is not None:
                assert nominal * (1 - off * 1.1) - 0.001 <= low <= nominal * (1 - off) + 0.001, net
                assert nominal * (1 + off) - 0.001 <= high <= nominal * (1 + off * 1.1) + 0.001, net


# REQ-34
def test_an_input_whose_sensor_is_gone_reads_as_an_open_wire() -> None:
    inputs = [item.pins["VOUT"].replace("B_", "S_") for item in of("sensor")]
    for net in inputs:
        held, (charge,) = between(net, "GND"), at(net, "capacitor")
        # the converter brings the charge of the channel before it, and leaks
        ghost_mv = 1e3 * (LEAK_A * held.value + 5.0 * SAMPLE_F / charge.value)
        assert ghost_mv < limits.SENSOR_OPEN_MV
        # what lies in the way of the sensor makes each reading a little low: calibration takes it out
        assert between(net, net.replace("S_", "B_")).value / held.value < limits.SENSOR_SPAN_PCT / 100 / 5
