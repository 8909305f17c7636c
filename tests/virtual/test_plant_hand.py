"""The plant against hand calculation: fill and vent times, puff, coast, creep. The expected values are not its own."""

from __future__ import annotations

import pytest
from tests.virtual.plant_rig import BOTH_VENTS, LEFT_ZONES, Rig

from recovery_station.virtual.plant import PlantSetup
from recovery_station.virtual.plant.air import content_ml, pressure_mmhg

WITHIN = 0.07
"""A hand calculation knows neither the coil's travel nor the stretch of the bladder."""


def test_first_fill_and_refill_take_what_the_pump_needs() -> None:
    rig = Rig().arm()
    assert rig.fill(0, 70.0) == pytest.approx(6.2, rel=WITHIN)
    rig.open_only([0], BOTH_VENTS)
    rig.until(lambda: rig.left.p[0] <= 10.0)
    rig.open_only([0])
    rig.charge(10.0, [0])
    assert rig.fill(0, 70.0) == pytest.approx(1.9, rel=WITHIN)


def test_one_zone_vents_through_two_and_a_half_millimetres() -> None:
    # the vent alone: valves and hoses so wide that they do not count
    rig = Rig(PlantSetup(vent_mm=2.5, valve_mm=20.0, hose_mm=25.0)).arm()
    rig.open_only()
    rig.charge(110.0, [0])
    rig.drive.word = 0
    rig.open_only([0], 1)
    before_s = 0.02  # the valve's travel within open_only
    taken_s = rig.until(lambda: rig.left.p[0] <= 10.0) + before_s
    assert taken_s == pytest.approx(2.1, rel=WITHIN)


@pytest.mark.parametrize(
    ("slack_l", "vents", "expected_s"), [(1.0, 3, 2.4), (1.0, 1, 4.4), (3.0, 3, 3.3), (3.0, 2, 6.0)]
)
def test_five_zones_vent_through_one_or_two_vents(slack_l: float, vents: int, expected_s: float) -> None:
    rig = Rig(PlantSetup(slack_l=(slack_l,) * 10)).arm()
    rig.open_only()
    rig.charge(110.0)
    rig.open_only(LEFT_ZONES, vents)
    taken_s = rig.until(lambda: max(rig.left.p[:5]) <= 10.0) + 0.02
    assert taken_s == pytest.approx(expected_s, rel=WITHIN)


@pytest.mark.parametrize("pump_lpm", [10.5, 15.0, 19.5])
def test_a_puff_tells_a_blocked_path_from_an_open_one(pump_lpm: float) -> None:
    blocked = Rig(PlantSetup(pump_lpm=pump_lpm)).arm()
    blocked.open_only()
    open_path = Rig(PlantSetup(pump_lpm=pump_lpm)).arm()
    open_path.open_only([2])
    for rig in (blocked, open_path):
        rig.drive.pump_l = 0.2
        rig.tick(2)
        rig.drive.pump_l = 0.0
        rig.tick(5)
    assert 15.0 <= blocked.left.manifold <= 38.0
    assert open_path.left.manifold < 1.5


def test_the_pump_coasts_for_about_sixty_milliseconds() -> None:
    rig = Rig().arm()
    rig.open_only([0])
    rig.drive.pump_l = 1.0
    rig.tick(10)
    rig.drive.pump_l = 0.0
    pumped_ml: list[float] = []
    for _ in range(5):
        before = rig.left.pumped_ml
        rig.tick()
        pumped_ml.append(rig.left.pumped_ml - before)
    assert pumped_ml[0] > pumped_ml[1] > pumped_ml[2] > 0.0
    assert pumped_ml[3] == pumped_ml[4] == 0.0


def test_venting_leaves_the_slack_filled() -> None:
    rig = Rig().arm()
    rig.fill(0, 70.0)
    rig.open_only([0], BOTH_VENTS)
    rig.run_s(20.0)
    assert rig.left.p[0] < 0.01
    assert rig.left.gas[0] == pytest.approx(1000.0, rel=0.01)


def test_a_bladder_relaxes_a_few_percent_after_a_fill() -> None:
    rig = Rig().arm()
    rig.fill(0, 70.0)
    rig.open_only()
    rig.run_s(0.2)
    at_once = rig.left.p[0]
    rig.run_s(8.0)
    assert 0.01 < (at_once - rig.left.p[0]) / at_once < 0.05
    assert rig.left.gas[0] == pytest.approx(content_ml(rig.left.p[0], 1000.0 + rig.left.creep[0]), rel=1e-9)


def test_a_muscle_that_flexes_adds_fifteen_to_thirty() -> None:
    for squeezed_ml in (100.0, 190.0):
        rig = Rig().arm()
        rig.open_only()
        rig.charge(70.0, [0])
        rig.plant.inject("body_load", zone="L1", value=squeezed_ml)
        assert 14.0 <= rig.left.p[0] - 70.0 <= 31.0
        rig.plant.inject("body_load", zone="L1", value=0)
        assert rig.left.p[0] == pytest.approx(70.0, abs=0.1)


def test_pressure_and_content_are_inverse_and_limp_below_the_slack() -> None:
    for mmhg in (0.5, 10.0, 70.0, 165.0, 350.0):
        assert pressure_mmhg(content_ml(mmhg, 1000.0), 1000.0) == pytest.approx(mmhg)
    assert pressure_mmhg(999.9, 1000.0) == 0.0
    assert pressure_mmhg(1000.0, 1000.0) == 0.0


def test_zones_on_one_manifold_even_out() -> None:
    rig = Rig().arm()
    rig.open_only()
    rig.charge(70.0, [0])
    rig.charge(40.0, [1])
    rig.open_only([0, 1])
    rig.run_s(3.0)
    assert rig.left.p[0] == pytest.approx(rig.left.p[1], abs=0.3)
    assert 50.0 < rig.left.p[0] < 60.0
