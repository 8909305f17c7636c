"""What the pins see: converter codes, the board's own inputs, current, noise, thermistors."""

from __future__ import annotations

from math import exp

import pytest
from tests.virtual.plant_rig import Rig

from recovery_station.virtual.plant import PlantSetup, wires
from recovery_station.virtual.plant.thermistor import code, resistance_ohm
from recovery_station.virtual.wiring import CONVERTER
from station_firmware.core import sensing as firmware

QUIET = PlantSetup(noise_mmhg=0.0)
VOLT = 3.3 / 65535


@pytest.mark.parametrize("zone", range(10))
def test_each_zone_sensor_sits_on_its_own_input(zone: int) -> None:
    rig = Rig(QUIET).arm()
    rig.open_only()
    leg = rig.plant.legs[zone // 5]
    leg.gas[zone % 5] = 1474.0
    leg.settle(zone % 5)
    rig.tick(6)
    codes = rig.plant.sample().converter
    name = wires.ZONE_NAMES[zone]
    for other in wires.ZONE_NAMES:
        expected = 164.0 + 70.0 * 9.83 if other == name else 164.0
        assert codes[CONVERTER[other]] == pytest.approx(expected, abs=30)


@pytest.mark.parametrize(("leg", "channel"), [(0, "ML"), (1, "MR")])
def test_each_manifold_sensor_sits_on_the_other_converter(leg: int, channel: str) -> None:
    rig = Rig(QUIET).arm()
    rig.open_only()
    rig.plant.legs[leg].manifold = 100.0
    assert rig.codes_mmhg(CONVERTER[channel]) == pytest.approx(100.0, abs=0.2)
    assert CONVERTER[channel] // 8 != CONVERTER["LR"[leg] + "1"] // 8


def test_a_code_is_what_the_data_sheet_says() -> None:
    rig = Rig(QUIET).arm()
    assert rig.plant.sample().converter[0] * 5.0 / 4096 == pytest.approx(0.2, abs=0.002)
    rig.open_only()
    rig.left.manifold = 100.0
    volts = rig.plant.sample().converter[CONVERTER["ML"]] * 5.0 / 4096
    assert volts == pytest.approx(0.2 + 100 * 0.0120, abs=0.003)


def test_noise_has_the_asked_spread_and_no_outliers() -> None:
    rig = Rig(PlantSetup(noise_mmhg=0.5))
    seen = [rig.codes_mmhg(3) for _ in range(4000)]
    mean = sum(seen) / len(seen)
    spread = (sum((value - mean) ** 2 for value in seen) / len(seen)) ** 0.5
    assert mean == pytest.approx(0.0, abs=0.08)
    assert spread == pytest.approx(0.5, rel=0.1)
    assert max(abs(value) for value in seen) < 2.0


def test_noise_differs_between_channels() -> None:
    rig = Rig()
    samples = [list(rig.plant.sample().converter) for _ in range(50)]
    assert len({tuple(row[channel] for row in samples) for channel in range(6)}) == 6


def test_the_tap_feels_the_hose_while_it_fills_and_the_bladder_when_it_rests() -> None:
    rig = Rig(QUIET).arm()
    rig.open_only([0])
    rig.drive.pump_l = 1.0
    rig.run_s(5.0)
    filling = rig.left.taps[0]
    assert rig.left.p[0] < filling < rig.left.manifold
    rig.drive.pump_l = 0.0
    rig.tick(10)
    assert rig.left.taps[0] == pytest.approx(rig.left.p[0], abs=0.1)


def test_board_inputs_show_reference_supply_and_current() -> None:
    rig = Rig(QUIET)
    rig.tick()
    assert rig.plant.sample().adc[1:] == [0, 0]
    rig.arm()
    rig.drive.word = wires.ZONE_MASKS[0] | wires.VENT_MASKS[3] | wires.CHILLER | wires.LAMP_RED
    rig.drive.pump_r = 0.5
    rig.tick()
    adc = rig.plant.sample().adc
    assert adc[0] * VOLT == pytest.approx(2.5, abs=0.002)
    assert adc[1] * VOLT * 11 == pytest.approx(24.0, abs=0.02)
    assert adc[2] * VOLT == pytest.approx(0.08 + 0.08 + 0.06 + 0.45, abs=0.002)


@pytest.mark.parametrize("degc", [-5.0, 0.0, 4.3, 11.99, 25.0, 38.7, 42.0, 60.0])
def test_the_thermistor_table_follows_its_formula(degc: float) -> None:
    ohm = 10_000.0 * exp(3950.0 * (1.0 / (273.15 + degc) - 1.0 / 298.15))
    assert resistance_ohm(degc) == pytest.approx(ohm, rel=2e-4)
    assert code(degc) == pytest.approx(4096.0 * ohm / (ohm + 10_000.0), abs=0.3)


def test_the_thermistor_table_is_held_at_its_ends() -> None:
    assert resistance_ohm(-80.0) == resistance_ohm(-10.0)
    assert resistance_ohm(200.0) == resistance_ohm(70.0)


def test_the_firmware_reads_back_what_the_plant_has() -> None:
    rig = Rig(PlantSetup(noise_mmhg=0.0, hot_degc=38.4, cold_degc=9.1))
    codes = rig.plant.sample().converter
    assert firmware.temperature_cdegc(codes[CONVERTER["HOT1"]]) == pytest.approx(3840, abs=6)
    assert firmware.temperature_cdegc(codes[CONVERTER["COLD2"]]) == pytest.approx(910, abs=6)
    rig.arm().open_only()
    rig.left.manifold = 77.0
    code_of_manifold = rig.plant.sample().converter[CONVERTER["ML"]]
    read = firmware.pressure_dmmhg(code_of_manifold, firmware.NOMINAL_ZERO_CODE, firmware.NOMINAL_SPAN)
    assert read == pytest.approx(770, abs=3)
