"""The self-test against physics: each fault nobody can see is named; a healthy station passes, whatever its garment."""

from __future__ import annotations

from random import Random

import pytest
from tests.core.rig import Rig

from recovery_station.virtual.plant.setup import PlantSetup
from station_firmware.core import daily, fault, figures, presets, states

TEST_MS = 25_000
NEVER = -1000
FLUSH = presets.find("flush-20") or {}
Where = dict[str, str | float]

# injection, where, the fault, its channel
FAULTS: list[tuple[str, Where, int, str]] = [
    ("hose_kinked", {"zone": "L5"}, fault.HOSE_KINKED, "L5"),
    ("hose_kinked", {"zone": "R1"}, fault.HOSE_KINKED, "R1"),
    ("valve_stuck_closed", {"zone": "L1"}, fault.VALVE_STUCK_CLOSED, "L1"),
    ("valve_stuck_closed", {"zone": "R4"}, fault.VALVE_STUCK_CLOSED, "R4"),
    ("valve_stuck_open", {"zone": "L3"}, fault.VALVE_STUCK_OPEN, "L3"),
    ("valve_stuck_open", {"zone": "R5"}, fault.VALVE_STUCK_OPEN, "R5"),
    ("zone_valve_leak", {"zone": "L2"}, fault.VENT_STUCK_OPEN, "left"),
    ("vent_stuck_open", {"leg": "left", "channel": 1}, fault.VENT_STUCK_OPEN, "left"),
    ("vent_stuck_open", {"leg": "right", "channel": 2}, fault.VENT_STUCK_OPEN, "right"),
    ("vent_stuck_closed", {"leg": "left", "channel": 2}, fault.VENT_STUCK_CLOSED, "L vent 2"),
    ("vent_stuck_closed", {"leg": "right", "channel": 1}, fault.VENT_STUCK_CLOSED, "R vent 1"),
    ("pump_dead", {"leg": "right"}, fault.PUMP_DEAD, "right"),
    ("pump_weak", {"leg": "left"}, fault.PUMP_WEAK, "left"),
    ("pump_weak", {"leg": "right", "value": 0.5}, fault.PUMP_WEAK, "right"),
    ("pump_weak", {"leg": "right", "value": 0.2}, fault.PUMP_WEAK, "right"),
    ("pump_stuck_on", {"leg": "left"}, fault.PUMP_STUCK_ON, "left"),
    ("pump_stuck_on", {"leg": "right"}, fault.PUMP_STUCK_ON, "right"),
    ("sensor_frozen", {"leg": "left"}, fault.SENSOR_FROZEN, "ML"),
    ("sensor_frozen", {"leg": "right"}, fault.SENSOR_FROZEN, "MR"),
    ("output_stuck", {"zone": "R3", "value": 0}, fault.OUTPUT_CURRENT, "R3"),
    ("output_stuck", {"zone": "L4", "value": 1}, fault.OUTPUT_CURRENT, "L4"),
    ("output_stuck", {"channel": "VENT_L2", "value": 0}, fault.OUTPUT_CURRENT, "L vent 2"),
    ("output_stuck", {"channel": "CHILLER", "value": 1}, fault.OUTPUT_CURRENT, "outputs"),
    ("pressure_switch_stuck", {"leg": "left"}, fault.PRESSURE_SWITCH_STUCK, "left"),
    ("pressure_switch_stuck", {"leg": "right"}, fault.PRESSURE_SWITCH_STUCK, "right"),
    ("monostable_stuck", {}, fault.CHAIN_STUCK, ""),
    ("chain_relay_stuck", {}, fault.CHAIN_STUCK, ""),
]


def _rig(setup: PlantSetup | None = None, seed: int = 1, offsets: tuple[float, ...] = ()) -> Rig:
    """A rig at rest on which the pressure switches are due."""
    rig = Rig(setup, seed)
    rig.station.test.daily.switch_hour = NEVER
    for name, offset in zip(
        ("L1", "L2", "L3", "L4", "L5", "R1", "R2", "R3", "R4", "R5"), offsets, strict=False
    ):
        rig.plant.inject("sensor_offset", zone=name, value=offset)
    for name, offset in zip(("left", "right"), offsets[10:], strict=False):
        rig.plant.inject("sensor_offset", leg=name, value=offset)
    rig.until(states.IDLE, 3_000)
    rig.run(4_000)
    rig.arm(FLUSH)
    return rig


def _found(rig: Rig) -> tuple[int, str]:
    code, channel, _, _ = rig.faults()[0]
    return code, fault.channel_name(code, channel)


# REQ-31 REQ-33 REQ-67 REQ-68 REQ-98 REQ-99
@pytest.mark.parametrize(("name", "where", "code", "channel"), FAULTS)
def test_each_fault_is_named(name: str, where: Where, code: int, channel: str) -> None:
    rig = _rig()
    rig.plant.inject(name, **where)
    rig.until(states.FAULT, TEST_MS)
    assert _found(rig) == (code, channel)
    assert max(rig.peak_mmhg) < 20 and len(rig.faults()) == 1
    rig.run(4_000)
    assert max(rig.true_mmhg()) < 10 and max(rig.plant.left.manifold, rig.plant.right.manifold) < 10


# REQ-31 REQ-33 REQ-98 REQ-99
@pytest.mark.parametrize("flow", [0.7, 1.3])
@pytest.mark.parametrize(("name", "where", "code", "channel"), FAULTS[:9])
def test_air_is_named_on_the_weakest_and_the_strongest_pump(
    flow: float, name: str, where: Where, code: int, channel: str
) -> None:
    rig = _rig(PlantSetup(pump_lpm=15 * flow, slack_l=(0.3,) * 10))
    rig.plant.inject(name, **where)
    rig.until(states.FAULT, TEST_MS)
    assert _found(rig) == (code, channel)


# REQ-98
def test_a_leaking_valve_is_named_by_its_zone_when_the_zone_fills() -> None:
    rig = _rig()
    # a boot that was worn before is not empty of air
    for leg in rig.plant.legs:
        for zone in range(5):
            leg.gas[zone] = leg.slack[zone]
    rig.plant.inject("zone_valve_leak", zone="R2")
    rig.until(states.FAULT, TEST_MS)
    assert _found(rig) == (fault.ZONE_VALVE_LEAK, "R2")


@pytest.mark.parametrize("slack_l", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("flow", [0.7, 1.0, 1.3])
@pytest.mark.parametrize("noise_mmhg", [0.0, 1.0])
def test_a_healthy_station_passes(slack_l: float, flow: float, noise_mmhg: float) -> None:
    random = Random(f"{slack_l} {flow} {noise_mmhg}")
    for seed in range(2):
        offsets = tuple(random.choice((-3.0, 0.0, 3.0)) for _ in range(12))
        setup = PlantSetup(slack_l=(slack_l,) * 10, pump_lpm=15 * flow, noise_mmhg=noise_mmhg)
        rig = _rig(setup, seed, offsets)
        rig.until(states.READY, TEST_MS)
        assert rig.faults() == [] and max(rig.peak_mmhg) < 10
        row = rig.station.test.figures
        assert all(1250 <= row[figures.SWITCHES + leg] <= 1550 for leg in range(2))


# REQ-100
def test_boots_that_were_worn_pass_and_so_does_somebody_who_moves() -> None:
    for seed in range(4):
        random = Random(seed)
        rig = _rig(PlantSetup(noise_mmhg=1.0), seed)
        for leg in rig.plant.legs:
            for zone in range(5):
                leg.gas[zone] = leg.slack[zone]
        for _ in range(TEST_MS // 500):
            if rig.station.session.state == states.READY:
                break
            zone = random.choice(("L1", "L3", "R2", "R5"))
            rig.plant.inject("body_load", zone=zone, value=random.choice((0, 60, 120)))
            rig.run(500)
        assert rig.station.session.state == states.READY, rig.faults()


def test_the_time_of_the_test() -> None:
    rig = Rig()
    rig.until(states.IDLE, 3_000)
    rig.run(6_000)
    rig.arm(FLUSH)
    took_ms = rig.until(states.READY, TEST_MS)
    assert 5_500 <= took_ms <= 8_000
    rig = _rig()
    rig.run(2_000)
    assert rig.until(states.READY, TEST_MS) <= 12_000


# REQ-68
def test_the_first_session_of_the_day_is_refused_until_the_emergency_stop_was_pressed() -> None:
    rig = Rig()
    rig.station.test.daily.estop_hour = NEVER
    rig.until(states.IDLE, 3_000)
    rig.arm(FLUSH)
    rig.step()
    assert rig.station.mailbox.refusal == daily.REFUSAL and rig.station.session.state == states.IDLE
    for what in ("estop", "estop_release", "ack"):
        rig.plant.press(what)
        rig.run(3_000)
    rig.until(states.IDLE, 2_000)
    rig.arm(FLUSH)
    rig.until(states.READY, TEST_MS)


# REQ-68
@pytest.mark.parametrize("pole", ["A", "B"])
def test_a_pole_that_sticks_is_named_when_it_is_pressed(pole: str) -> None:
    rig = Rig()
    rig.plant.inject("estop_stuck", channel=pole)
    for what in ("estop", "estop_release", "ack"):
        rig.plant.press(what)
        rig.run(3_000)
    rig.until(states.FAULT, 2_000)
    assert _found(rig) == (fault.ESTOP_STUCK, pole)
