"""Faults of valves, vents, pumps, hoses and bladders: what the air does then."""

from __future__ import annotations

import pytest
from tests.virtual.plant_rig import BOTH_VENTS, LEFT_ZONES, Rig

from recovery_station.virtual.plant import PlantSetup
from recovery_station.virtual.wiring import CONVERTER

QUIET = PlantSetup(noise_mmhg=0.0)


def test_a_valve_stuck_closed_keeps_its_zone_from_filling_and_from_venting() -> None:
    rig = Rig().arm()
    rig.plant.inject("valve_stuck_closed", zone="L3")
    rig.open_only([2])
    rig.drive.pump_l = 0.2
    rig.tick(2)
    rig.drive.pump_l = 0.0
    rig.tick(5)
    assert rig.left.manifold > 15.0
    assert rig.left.gas[2] == 0.0
    rig.open_only()
    rig.charge(70.0, [2])
    rig.drive.word = 0
    rig.run_s(10.0)
    assert rig.left.p[2] > 60.0


def test_a_valve_stuck_open_fills_with_its_neighbour() -> None:
    rig = Rig().arm()
    rig.plant.inject("valve_stuck_open", zone="L2")
    rig.fill(0, 30.0)
    assert rig.left.p[1] == pytest.approx(30.0, abs=3.0)


def test_a_leaking_zone_valve_loses_air_into_the_vented_manifold() -> None:
    rig = Rig().arm()
    rig.plant.inject("zone_valve_leak", zone="L1", value=2.0)
    rig.open_only([], BOTH_VENTS)
    rig.charge(70.0, [0, 1])
    rig.run_s(5.0)
    assert rig.left.p[0] < rig.left.p[1] - 20.0
    assert rig.left.manifold < 0.5


def test_a_vent_stuck_closed_leaves_the_other_and_a_stuck_open_one_never_holds() -> None:
    rig = Rig().arm()
    rig.plant.inject("vent_stuck_closed", leg="left", channel=1)
    rig.open_only()
    rig.charge(110.0)
    rig.open_only(LEFT_ZONES, BOTH_VENTS)
    assert rig.until(lambda: max(rig.left.p[:5]) <= 10.0) == pytest.approx(4.4, rel=0.07)
    rig.plant.inject("clear")
    rig.plant.inject("vent_stuck_open", leg="left", channel=2)
    rig.open_only([0])
    rig.drive.pump_l = 1.0
    rig.run_s(10.0)
    assert rig.left.p[0] < 10.0


def test_a_pump_sticks_on_but_not_without_supply() -> None:
    rig = Rig().arm()
    rig.plant.inject("pump_stuck_on", leg="left")
    rig.open_only([0])
    rig.run_s(6.0)
    assert rig.left.p[0] > 40.0
    rig.plant.press("estop")
    rig.run_s(4.0)
    assert rig.left.pump.speed == 0.0
    assert rig.left.p[0] < 10.0


def test_a_dead_pump_gives_nothing_and_draws_nothing_a_weak_one_less() -> None:
    amperes: dict[str, int] = {}
    filled: dict[str, float] = {}
    for name, where in (
        ("none", {}),
        ("pump_dead", {"leg": "left"}),
        ("pump_weak", {"leg": "left", "value": 0.5}),
    ):
        rig = Rig(QUIET).arm()
        if where:
            rig.plant.inject(name, **where)
        rig.open_only([0])
        rig.drive.pump_l = 1.0
        rig.run_s(2.0)
        amperes[name] = rig.plant.sample().adc[2]
        filled[name] = rig.left.gas[0]
    assert filled["pump_dead"] == 0.0
    assert filled["pump_weak"] == pytest.approx(0.5 * filled["none"], rel=0.05)
    assert (amperes["none"] - amperes["pump_dead"]) * 3.3 / 65535 == pytest.approx(0.9, abs=0.01)


def test_a_hose_off_empties_its_zone_and_lets_no_other_fill_through_it() -> None:
    rig = Rig(QUIET).arm()
    rig.open_only()
    rig.charge(70.0, [0])
    rig.plant.inject("hose_off", zone="L1")
    rig.run_s(3.0)
    assert rig.left.p[0] < 1.0
    rig.open_only([0])
    rig.drive.pump_l = 1.0
    rig.run_s(5.0)
    assert rig.left.p[0] < 0.01
    assert rig.left.manifold < 8.0
    assert rig.codes_mmhg(CONVERTER["L1"]) < 3.0


def test_a_kinked_hose_leaves_the_tap_a_small_stub_and_the_zone_its_air() -> None:
    rig = Rig(QUIET).arm()
    rig.plant.inject("hose_kinked", zone="L1")
    rig.open_only()
    rig.left.manifold = 40.0
    rig.open_only([0])
    rig.tick(5)
    assert 27.0 <= rig.left.manifold <= 33.0
    assert 27.0 <= rig.codes_mmhg(CONVERTER["L1"]) <= 33.0
    assert rig.left.p[0] == 0.0


def test_a_kink_in_a_full_zone_traps_it_and_straightening_frees_it() -> None:
    rig = Rig(QUIET).arm()
    rig.open_only()
    rig.charge(70.0, [0])
    rig.plant.inject("hose_kinked", zone="L1")
    rig.open_only([0], BOTH_VENTS)
    rig.tick(10)
    assert rig.codes_mmhg(CONVERTER["L1"]) < 3.0, "the tap falls from 70 within 200 ms"
    assert rig.left.p[0] > 65.0
    rig.plant.inject("clear")
    rig.run_s(3.0)
    assert rig.left.p[0] < 5.0


def test_a_leak_loses_k_times_p() -> None:
    rig = Rig().arm()
    rig.open_only()
    rig.charge(50.0, [0])
    rig.plant.inject("leak", zone="L1", value=0.2)
    before = rig.left.gas[0]
    rig.run_s(1.0)
    assert before - rig.left.gas[0] == pytest.approx(0.2 * 50.0, rel=0.12)


def test_a_stuck_relief_and_switch_let_the_pump_reach_its_stall() -> None:
    rig = Rig().arm()
    rig.plant.inject("relief_stuck", leg="left")
    rig.plant.inject("pressure_switch_stuck", leg="left")
    rig.open_only()
    rig.drive.pump_l = 1.0
    rig.run_s(10.0)
    assert rig.plant.chain.on
    assert 330.0 < rig.left.manifold <= 350.0
