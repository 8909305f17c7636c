"""Sensors and converters hang on one 5 V, so no reading follows it, and the Pico measures that 5 V itself (HAZ-4)."""

import pytest

import pinmap
from circuit import budget, parts, station
from circuit.model import Item
from station_firmware.core import limits, sensing

KPA_PER_MMHG = 0.133322
SENSOR_V = (4.75, 5.25)
"""What an MPXV5050 may be fed with (its data sheet)."""
ITEMS = [item for sheet in station.sheets(pinmap.load()) for item in sheet.items]
DRAWN_A = 2e-3
"""Two converters, four thermistors and the divider behind the filter, at most."""
LOWEST_V = next(
    float(rating.given) for rating in parts.load()["detector"].ratings if rating.what == "lowest limit"
)


def of(part: str) -> list[Item]:
    return [item for item in ITEMS if item.part == part]


def between(one: str, other: str) -> list[Item]:
    return [item for item in ITEMS if item.kind == "resistor" and set(item.pins.values()) == {one, other}]


def shown(mmhg: float, volt: float, reference_v: float) -> float:
    """What the firmware reads: MPXV5050 as its data sheet has it, zero calibrated at 5.0 V, no other error."""
    code = round(volt * (0.018 * mmhg * KPA_PER_MMHG + 0.04) * sensing.CODES / reference_v)
    zero = round(0.04 * sensing.CODES)
    read = sensing.pressure_dmmhg(code, zero, sensing.NOMINAL_SPAN)
    assert read is not None
    return float(read) / 10


def drop_v() -> float:
    (filtering,) = between("V5", "VREF")
    return filtering.value * DRAWN_A


# REQ-209
def test_sensors_and_converters_hang_on_the_same_5_v() -> None:
    assert len(of("sensor")) == 12
    assert {item.pins["VS"] for item in of("sensor")} == {"V5"}
    assert [(item.pins["VDD"], item.pins["VREF"]) for item in of("adc")] == [("V5", "VREF")] * 2
    baths = [
        item
        for item in ITEMS
        if item.kind == "resistor" and item.pins["B"] in ("S_HOT1", "S_HOT2", "S_COLD1", "S_COLD2")
    ]
    assert {item.pins["A"] for item in baths} == {"VREF"}


@pytest.mark.parametrize("volt", [LOWEST_V, *SENSOR_V, 5.0, 5.5])
@pytest.mark.parametrize("mmhg", [0, 40, limits.TARGET_MAX_MMHG, limits.OVER_PRESSURE_MMHG])
def test_no_reading_follows_the_5_v(mmhg: int, volt: float) -> None:
    assert abs(shown(mmhg, volt, volt - drop_v()) - mmhg) < 0.5


def test_a_reference_apart_from_the_sensors_would_be_seen_by_this() -> None:
    assert abs(shown(110, LOWEST_V, 5.0) - 110) > 15


# REQ-209
def test_the_pico_measures_that_5_v_with_a_reference_of_its_own() -> None:
    (reference,) = of("reference")
    (board,) = of("pico")
    assert reference.pins["VOUT"] == board.pins["ADC_VREF"]
    (upper,), (lower,) = between("VREF", "ADC_REFERENCE"), between("ADC_REFERENCE", "GND")
    assert upper.value == lower.value
    assert board.pins["GP26"] == "ADC_REFERENCE"


# REQ-39
def test_the_firmware_trips_before_a_sensor_leaves_its_supply() -> None:
    low, high = limits.REFERENCE_MIN_MV / 1000, limits.REFERENCE_MAX_MV / 1000
    blind = drop_v() + 5.0 * (reference_error() + divider_error())
    assert low - blind > SENSOR_V[0]
    assert high + blind < SENSOR_V[1]


def test_parts_within_their_tolerance_do_not_trip() -> None:
    """What is left over is for the Pico's own converter: a fifth of a per cent of what it reads is six of its steps."""
    off = budget.V5_OFF + drop_v() / 5.0 + reference_error() + divider_error()
    window = min(5000 - limits.REFERENCE_MIN_MV, limits.REFERENCE_MAX_MV - 5000) / 5000
    assert off < window - 0.002


def reference_error() -> float:
    (rating,) = [one for one in parts.load()["reference"].ratings if one.what == "first error"]
    return float(rating.given) / 100


def divider_error() -> float:
    """Two equal resistors off by their tolerance against each other move their middle by that tolerance."""
    return between("VREF", "ADC_REFERENCE")[0].tol_pct / 100
