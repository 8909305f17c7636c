"""The pin map obeys the design and the RP2040's function table, and the generated files say the same."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import generated
import make_hardware
import pinmap
from recovery_station.virtual import wiring
from station_firmware.hal import pins as firmware_pins

PIN_MAP = pinmap.load()
BY_NAME = {pin.name: pin for pin in PIN_MAP.pins}
DRIVEN = {"out", "pwm"}
USABLE_GP = {*range(23), 26, 27, 28}
DRAINS = 8
COILS_A_CHIP_MAX = 6
ZONES = [f"{leg}{number}" for leg in "LR" for number in range(1, 6)]

# RP2040 datasheet, table of bank 0 functions: which pins a bus line may use.
LEGAL = {
    ("spi0", "MISO"): {0, 4, 16, 20},
    ("spi0", "SCK"): {2, 6, 18, 22},
    ("spi0", "MOSI"): {3, 7, 19, 23},
    ("spi1", "MISO"): {8, 12, 24, 28},
    ("spi1", "SCK"): {10, 14, 26},
    ("spi1", "MOSI"): {11, 15, 27},
    ("i2c0", "SDA"): set(range(0, 29, 4)),
    ("i2c0", "SCL"): set(range(1, 30, 4)),
    ("i2c1", "SDA"): set(range(2, 28, 4)),
    ("i2c1", "SCL"): set(range(3, 28, 4)),
}


def chip(coil: str) -> int:
    """The driver chip a coil hangs on."""
    return PIN_MAP.drivers[coil] // DRAINS


def converter(channel: str) -> int:
    """0 for converter A, 1 for B."""
    return PIN_MAP.converter[channel] // 8


def test_every_usable_pin_is_named_once() -> None:
    assert sorted(pin.gp for pin in PIN_MAP.pins) == sorted(USABLE_GP)
    assert len(BY_NAME) == len(PIN_MAP.pins) == 26


def test_pumps_have_a_slice_each_among_those_a_soft_reset_stops() -> None:
    slices = [(pin.gp // 2) % 8 for pin in PIN_MAP.pins if pin.role == "pwm"]
    assert sorted(slices) == sorted(set(slices))
    assert all(0 <= number <= 3 for number in slices)


@pytest.mark.parametrize(
    "pin", [p for p in PIN_MAP.pins if p.role[:3] in ("spi", "i2c")], ids=lambda p: p.name
)
def test_bus_lines_sit_where_the_chip_can_route_them(pin: pinmap.Pin) -> None:
    line = pin.name.split("_")[-1]
    assert pin.gp in LEGAL[pin.role, line]


def test_analogue_inputs_are_the_three_there_are() -> None:
    assert {pin.gp for pin in PIN_MAP.pins if pin.role == "adc"} == {26, 27, 28}


def test_the_driver_chain_has_its_bus_alone() -> None:
    assert {pin.name for pin in PIN_MAP.pins if pin.role == "spi1"} == {
        "DRIVER_SCK",
        "DRIVER_MOSI",
        "DRIVER_MISO",
    }


# REQ-66
@pytest.mark.parametrize("pin", [p for p in PIN_MAP.pins if p.role in DRIVEN], ids=lambda p: p.name)
def test_every_output_rests_safe_by_its_resistor(pin: pinmap.Pin) -> None:
    assert pin.pull in ("up", "down")
    assert pin.safe == (1 if pin.pull == "up" else 0)


def test_only_outputs_have_a_safe_level_and_all_digital_inputs_a_pull() -> None:
    assert {pin.name for pin in PIN_MAP.pins if pin.safe is not None} == {
        pin.name for pin in PIN_MAP.pins if pin.role in DRIVEN
    }
    assert all(pin.pull for pin in PIN_MAP.pins if pin.role == "in")


def test_a_driver_chip_carries_six_coils_at_most() -> None:
    chips = [chip(coil) for coil in PIN_MAP.drivers]
    assert max(chips.count(number) for number in set(chips)) <= COILS_A_CHIP_MAX


@pytest.mark.parametrize("pair", [("VENT_L1", "VENT_L2"), ("VENT_R1", "VENT_R2"), ("HEATER_1", "HEATER_2")])
def test_no_driver_chip_holds_both_of_a_pair(pair: tuple[str, str]) -> None:
    assert chip(pair[0]) != chip(pair[1])


# REQ-40
@pytest.mark.parametrize(
    "pair",
    [("HOT1", "HOT2"), ("COLD1", "COLD2"), *((zone, f"M{zone[0]}") for zone in ZONES)],
)
def test_no_converter_holds_both_of_a_pair(pair: tuple[str, str]) -> None:
    assert converter(pair[0]) != converter(pair[1])


def test_the_first_input_named_arrives_first_as_bit_15() -> None:
    assert PIN_MAP.inputs["START"] == 15
    bits = list(PIN_MAP.inputs.values())
    assert all(before == after + 1 for before, after in pairwise(bits))


def test_generated_files_are_up_to_date() -> None:
    assert generated.write_or_check(make_hardware.texts(PIN_MAP), check=True) == 0


def test_firmware_constants_say_what_the_data_says() -> None:
    for pin in PIN_MAP.pins:
        assert getattr(firmware_pins, pin.name) == pin.gp == wiring.PINS[pin.name]
    for channel, index in PIN_MAP.converter.items():
        assert getattr(firmware_pins, f"CH_{channel}") == index == wiring.CONVERTER[channel]
    for coil, bit in PIN_MAP.drivers.items():
        assert getattr(firmware_pins, f"BIT_{coil}") == bit == wiring.DRIVER_BITS[coil]
    for name, bit in PIN_MAP.inputs.items():
        assert getattr(firmware_pins, f"IN_{name}") == 1 << bit == 1 << wiring.INPUT_BITS[name]


def test_firmware_tuples_are_in_zone_order() -> None:
    assert firmware_pins.ZONE_CHANNELS == tuple(PIN_MAP.converter[zone] for zone in ZONES)
    assert firmware_pins.ZONE_BITS == tuple(PIN_MAP.drivers[f"ZONE_{zone}"] for zone in ZONES)
    assert firmware_pins.MANIFOLD_CHANNELS == (PIN_MAP.converter["ML"], PIN_MAP.converter["MR"])
    assert dict(firmware_pins.SAFE_LEVELS) == {
        pin.gp: pin.safe for pin in PIN_MAP.pins if pin.safe is not None
    }


def test_a_doubled_name_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "pins.toml"
    text = pinmap.PINS_TOML.read_text(encoding="utf-8")
    bad.write_text(text.replace('"VENT_L2"', '"VENT_L1"'), encoding="utf-8")
    with pytest.raises(ValueError, match="VENT_L1 is named twice"):
        pinmap.load(bad)


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "pins.toml"
    text = pinmap.PINS_TOML.read_text(encoding="utf-8")
    bad.write_text(text.replace('pull = "down"', 'pul = "down"', 1), encoding="utf-8")
    with pytest.raises(ValueError, match="PUMP_L: unknown keys \\['pul'\\]"):
        pinmap.load(bad)


def test_the_constants_import_on_micropython() -> None:
    interpreter = Path(sys.executable).with_name("micropython")
    if not interpreter.exists():
        pytest.skip("no MicroPython wheel for this machine")
    code = "from station_firmware.hal import pins\nprint(pins.ZONE_BITS)"
    done = subprocess.run(
        [interpreter, "-c", code],
        env={"MICROPYPATH": str(pinmap.ROOT / "firmware")},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stdout.strip() == str(firmware_pins.ZONE_BITS)
