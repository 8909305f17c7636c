"""Water: heating rate, loss, layers, cut-outs, contactors and the thermistors' faults."""

from __future__ import annotations

import pytest
from tests.virtual.plant_rig import Rig

from recovery_station.virtual.plant import PlantSetup, thermistor, wires
from recovery_station.virtual.plant.bath import Bath
from recovery_station.virtual.wiring import CONVERTER, INPUT_BITS

HEAT = wires.HEATER_1 | wires.HEATER_2 | wires.CIRCULATION_HOT


def minutes(
    bath: Bath, count: float, heating: bool = False, chilling: bool = False, stirred: bool = True
) -> None:
    for _ in range(round(count * 60)):
        bath.step(1.0, heating, chilling, stirred)


def test_three_kilowatts_lift_300_litres_by_a_seventh_of_a_degree_a_minute() -> None:
    bath = Bath(300.0, 22.0, 22.0)
    minutes(bath, 10, heating=True)
    assert bath.mean_degc - 22.0 == pytest.approx(1.43, rel=0.03)


def test_a_warm_bath_loses_slowly_towards_the_room() -> None:
    bath = Bath(300.0, 38.0, 22.0)
    minutes(bath, 60)
    assert 0.2 < 38.0 - bath.mean_degc < 1.0


def test_layers_form_when_nothing_stirs_and_mix_when_it_does() -> None:
    bath = Bath(300.0, 12.0, 22.0)
    minutes(bath, 60, stirred=False)
    assert bath.upper_degc > bath.lower_degc + 0.2
    minutes(bath, 5)
    assert bath.upper_degc == pytest.approx(bath.lower_degc, abs=0.05)


def test_a_heater_below_never_leaves_the_lower_layer_much_warmer() -> None:
    bath = Bath(300.0, 30.0, 22.0)
    minutes(bath, 30, heating=True, stirred=False)
    assert bath.lower_degc - bath.upper_degc < 2.0


def test_the_heaters_own_cutout_needs_a_hand() -> None:
    bath = Bath(20.0, 44.9, 22.0)
    minutes(bath, 5, heating=True)
    assert bath.heater_cut
    assert bath.mean_degc < 46.0
    bath.put(30.0)
    minutes(bath, 1, heating=True)
    assert bath.mean_degc < 30.1


def test_both_contactors_are_needed_and_show_on_their_taps() -> None:
    rig = Rig().arm()
    for word, contacts, heating in ((wires.HEATER_1, 1, 0), (wires.HEATER_2, 2, 0), (HEAT, 3, 1)):
        rig.drive.word = word
        rig.run_s(2.1)
        inputs = rig.plant.sample().inputs
        seen = inputs >> INPUT_BITS["CONTACTOR_1"] & 1 | (inputs >> INPUT_BITS["CONTACTOR_2"] & 1) << 1
        assert (seen, int(rig.plant.baths.heating)) == (contacts, heating)


def test_a_welded_contactor_heats_with_the_other_alone() -> None:
    rig = Rig().arm()
    rig.plant.inject("contactor_welded", channel=2)
    rig.drive.word = wires.HEATER_1
    rig.run_s(2.1)
    assert rig.plant.baths.heating
    rig.plant.press("estop")
    rig.run_s(2.1)
    assert not rig.plant.baths.heating
    assert rig.plant.sample().inputs >> INPUT_BITS["CONTACTOR_2"] & 1 == 1


def test_stuck_heater_and_chiller_work_without_the_chain_but_not_without_mains() -> None:
    rig = Rig()
    rig.plant.inject("heater_stuck_on")
    rig.plant.inject("chiller_stuck_on")
    rig.run_s(120.0)
    assert rig.plant.baths.hot.mean_degc > 38.2
    assert rig.plant.baths.cold.mean_degc < 11.95
    rig.plant.set_power(False)
    rig.run_s(1.1)
    assert not rig.plant.baths.heating
    assert not rig.plant.baths.chilling


def test_hot_water_opens_the_chain_and_needs_to_cool_by_three_degrees() -> None:
    rig = Rig().arm()
    rig.plant.inject("bath_degc", bath="hot", value=43.5)
    rig.run_s(1.1)
    assert not rig.plant.chain.on
    for degc, closes in ((41.0, False), (39.5, True)):
        rig.plant.inject("bath_degc", bath="hot", value=degc)
        rig.run_s(1.1)
        rig.drive.arm_edges += 1
        rig.tick()
        assert rig.plant.chain.on is closes


def test_bath_temperature_is_set_for_all_of_the_water() -> None:
    rig = Rig()
    rig.plant.inject("bath_degc", bath="cold", value=6.0)
    assert rig.plant.baths.cold.upper_degc == rig.plant.baths.cold.lower_degc == 6.0


def test_thermistors_lie_in_the_water_that_was_set_not_in_the_second_before() -> None:
    rig = Rig(PlantSetup(noise_mmhg=0.0))
    rig.run_s(3.3)
    rig.plant.inject("bath_degc", bath="hot", value=42.5)
    rig.tick()
    codes = rig.plant.sample().converter
    for name in ("HOT1", "HOT2"):
        assert codes[CONVERTER[name]] == pytest.approx(thermistor.code(42.5), abs=1)


def test_thermistor_faults_hit_one_twin() -> None:
    rig = Rig(PlantSetup(noise_mmhg=0.0))
    before = list(rig.plant.sample().converter)
    rig.plant.inject("thermistor_open", bath="hot", channel=1)
    rig.plant.inject("thermistor_short", bath="cold", channel=2)
    rig.plant.inject("thermistor_drift", channel="COLD1", value=0.02)
    rig.run_s(50.0)
    codes = rig.plant.sample().converter
    assert codes[CONVERTER["HOT1"]] == 4095
    assert codes[CONVERTER["COLD2"]] == 0
    assert codes[CONVERTER["HOT2"]] == pytest.approx(before[CONVERTER["HOT2"]], abs=2)
    # one degree warmer than it is
    assert codes[CONVERTER["COLD1"]] - before[CONVERTER["COLD1"]] == pytest.approx(-45, abs=8)
