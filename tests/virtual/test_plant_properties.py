"""What must hold for any drive: gas is conserved, pressures stay physical, the same seed gives the same trace."""

from __future__ import annotations

import io
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.virtual.plant_rig import ALL_CLOSED, Rig

from recovery_station.virtual.plant import Plant, PlantSetup, wires
from recovery_station.virtual.plant.leg import MANIFOLD_CAPACITY
from recovery_station.virtual.trace import TraceWriter

STEP = st.tuples(
    st.integers(0, ALL_CLOSED).map(lambda word: word & ALL_CLOSED),
    st.sampled_from((0.0, 0.2, 1.0)),
    st.sampled_from((0.0, 1.0)),
    st.integers(1, 400).map(lambda quanta: quanta * 500),
)
STEPS = st.lists(STEP, min_size=1, max_size=25)
SETUPS = st.builds(
    PlantSetup,
    slack_l=st.tuples(*[st.floats(0.05, 3.0)] * 10),
    pump_lpm=st.floats(1.0, 30.0),
    leak_ml_s_mmhg=st.sampled_from((0.0, 0.05, 1.0)),
    vent_mm=st.floats(0.5, 10.0),
    valve_mm=st.floats(0.5, 10.0),
)
FAULTS = st.sampled_from(
    (
        ("hose_off", {"zone": "L1"}),
        ("hose_kinked", {"zone": "L2"}),
        ("leak", {"zone": "R3", "value": 2.0}),
        ("zone_valve_leak", {"zone": "L3", "value": 1.0}),
        ("valve_stuck_open", {"zone": "L4"}),
        ("valve_stuck_closed", {"zone": "R5"}),
        ("vent_stuck_closed", {"leg": "left", "channel": 2}),
        ("pump_stuck_on", {"leg": "left"}),
        ("body_load", {"zone": "L5", "value": 150.0}),
        ("clear", {}),
    )
)
FAULTED = st.lists(st.tuples(STEP, st.none() | FAULTS), min_size=1, max_size=25)


def drive(plant: Plant, steps: list[tuple[int, float, float, int]]) -> None:
    """Play steps of (word, left duty, right duty, microseconds) with a live heartbeat, re-arming each time."""
    pins = plant.drive
    pins.drivers_enabled = True
    for word, left, right, step_us in steps:
        pins.word = word
        pins.pump_l = left
        pins.pump_r = right
        pins.arm_edges += 1
        end_us = plant.t_us + step_us
        while plant.t_us < end_us:
            pins.heartbeat_us = plant.t_us
            plant.advance(min(end_us, plant.t_us + 20_000))


def check_pressures(plant: Plant, highest: float) -> None:
    for leg in plant.legs:
        for value in (*leg.p, *leg.gas, *leg.taps, leg.manifold):
            assert isfinite(value)
        assert min(leg.p) >= 0.0
        assert -1.0 <= min(leg.taps)
        assert 0.0 <= leg.manifold <= highest
        assert max(leg.p) <= highest
        assert min(leg.gas) >= -1e-6


def books(plant: Plant) -> list[float]:
    """What each leg got from its pump less what it holds and lost: 0 when nothing is made or eaten."""
    return [
        leg.pumped_ml - leg.vented_ml - leg.leaked_ml - leg.content_ml() - MANIFOLD_CAPACITY * leg.manifold
        for leg in plant.legs
    ]


@settings(max_examples=60, deadline=None)
@given(SETUPS, STEPS)
def test_gas_is_conserved_and_pressures_are_physical(
    setup: PlantSetup, steps: list[tuple[int, float, float, int]]
) -> None:
    plant = Plant(setup, 1)
    drive(plant, steps)
    check_pressures(plant, 165.0)
    assert books(plant) == pytest.approx([0.0, 0.0], abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(FAULTED)
def test_no_fault_makes_or_eats_gas(
    steps: list[tuple[tuple[int, float, float, int], tuple[str, dict[str, str | float]] | None]],
) -> None:
    plant = Plant(PlantSetup(), 1)
    for step, fault in steps:
        if fault is not None:
            plant.inject(fault[0], **fault[1])
        drive(plant, [step])
    # a muscle may squeeze a full bladder higher than any pump
    check_pressures(plant, 250.0)
    assert books(plant) == pytest.approx([0.0, 0.0], abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(STEPS, st.integers(0, 2**32 - 1))
def test_the_same_seed_gives_the_same_trace_and_samples(
    steps: list[tuple[int, float, float, int]], seed: int
) -> None:
    seen: list[tuple[str, list[int], list[int], int]] = []
    for _ in range(2):
        plant = Plant(PlantSetup(), seed)
        file = io.StringIO()
        TraceWriter(plant, file)
        drive(plant, steps)
        samples = plant.sample()
        seen.append((file.getvalue(), samples.converter, samples.adc, samples.inputs))
    assert seen[0] == seen[1]


def test_another_seed_gives_other_noise_and_other_switches() -> None:
    first, second = Plant(PlantSetup(), 1), Plant(PlantSetup(), 2)
    assert first.sample().converter != second.sample().converter


@pytest.mark.parametrize("pump_lpm", [5.0, 15.0, 30.0])
def test_the_relief_keeps_a_closed_leg_below_its_limit(pump_lpm: float) -> None:
    rig = Rig(PlantSetup(pump_lpm=pump_lpm)).arm()
    rig.plant.inject("pressure_switch_stuck", leg="left")
    rig.open_only()
    rig.drive.pump_l = 1.0
    rig.run_s(5.0)
    assert 150.0 < rig.left.manifold <= 165.0


def test_a_finer_step_changes_little() -> None:
    ends: list[float] = []
    for step_us in (20_000, 5_000):
        plant = Rig().arm().plant
        plant.drive.word = ALL_CLOSED & ~wires.ZONE_MASKS[0]
        plant.drive.pump_l = 1.0
        while plant.t_us < 6_000_000:
            plant.drive.heartbeat_us = plant.t_us
            plant.advance(plant.t_us + step_us)
        ends.append(plant.left.p[0])
    assert ends[0] == pytest.approx(ends[1], abs=1.0)


def test_time_runs_forward_only() -> None:
    plant = Plant(PlantSetup(), 1)
    plant.advance(40_000)
    with pytest.raises(ValueError, match="forward"):
        plant.advance(39_999)
