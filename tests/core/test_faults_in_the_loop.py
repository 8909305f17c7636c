"""Physical faults in a running session: the right fault, everything empty in time, no restart without a person."""

from __future__ import annotations

import pytest
from tests.core.rig import Rig

from recovery_station.virtual.plant.setup import PlantSetup
from station_firmware.core import fault, presets, states

PEAK_MMHG = 140.0
VENTED_MMHG = 10.0
VENT_MS = 8_000
MOMENTS_MS = (300, 4_000, 15_000, 33_000)
Where = dict[str, str | float]

# injection, where, codes that may be blamed first, channel of the fault (None: the chain's or nobody's)
SENSORS = [
    ("sensor_open", {"zone": "L3"}, (fault.SENSOR_OPEN,), "L3"),
    ("sensor_open", {"zone": "R5"}, (fault.SENSOR_OPEN,), "R5"),
    ("sensor_open", {"leg": "right"}, (fault.SENSOR_OPEN,), "MR"),
    ("sensor_short", {"zone": "L1"}, (fault.SENSOR_SHORT,), "L1"),
    ("sensor_short", {"leg": "left"}, (fault.SENSOR_SHORT,), "ML"),
]
LINKS = [
    ("switch_l", "switch_left"),
    ("switch_r", "switch_right"),
    ("cutout", "cutout"),
    ("monostable", "heartbeat"),
    ("relay", "relay"),
]


def _running(after_ms: int, slack_l: float = 1.0) -> Rig:
    rig = Rig(PlantSetup(slack_l=(slack_l,) * 10))
    rig.start(presets.find("flush-20") or {})
    rig.run(after_ms)
    assert rig.faults() == []
    return rig


def _tripped(rig: Rig, limit_ms: int) -> int:
    return rig.until(states.FAULT, limit_ms)


def _first(rig: Rig) -> tuple[int, str]:
    code, channel, _, _ = rig.faults()[0]
    return code, fault.channel_name(code, channel)


def _empties(rig: Rig, but: tuple[int, ...] = ()) -> None:
    """Everything is empty within 8 s of the trip and stays so; nothing runs again, whatever is pressed."""
    rig.run(VENT_MS)
    left = [pressure for zone, pressure in enumerate(rig.true_mmhg()) if zone not in but]
    assert max(left) < VENTED_MMHG
    assert max(rig.peak_mmhg) <= PEAK_MMHG
    for button in ("start", "encoder_push", "stop"):
        rig.plant.press(button)
    for _ in range(250):
        rig.step()
        assert rig.station.session.state == states.FAULT
        assert rig.plant.drive.pump_l == 0 == rig.plant.drive.pump_r
    assert rig.station.session.last_end in (states.FAULT_END, states.ESTOP_END)


# REQ-34
@pytest.mark.parametrize(("name", "where", "codes", "channel"), SENSORS)
@pytest.mark.parametrize("after_ms", MOMENTS_MS)
def test_a_broken_sensor_wire(
    name: str, where: Where, codes: tuple[int, ...], channel: str, after_ms: int
) -> None:
    rig = _running(after_ms)
    rig.plant.inject(name, **where)
    assert _tripped(rig, 200) <= 100
    code, found = _first(rig)
    assert code in codes and found == channel
    _empties(rig)


@pytest.mark.parametrize("after_ms", MOMENTS_MS)
def test_the_emergency_stop(after_ms: int) -> None:
    rig = _running(after_ms)
    rig.plant.press("estop")
    assert _tripped(rig, 100) <= 40
    assert _first(rig)[0] == fault.ESTOP
    _empties(rig)
    assert rig.station.session.last_end == states.ESTOP_END
    rig.plant.press("estop_release")
    rig.run(2_000)
    assert rig.station.session.state == states.FAULT
    rig.plant.press("ack")
    rig.until(states.IDLE, 6_000)
    rig.plant.press("start")
    rig.run(3_000)
    assert rig.station.session.state == states.IDLE and rig.station.session.number == 1


# REQ-59
@pytest.mark.parametrize(("link", "name"), LINKS)
@pytest.mark.parametrize("after_ms", MOMENTS_MS[1:3])
def test_each_link_of_the_chain(link: str, name: str, after_ms: int) -> None:
    rig = _running(after_ms)
    rig.plant.inject("chain_open", channel=link)
    assert _tripped(rig, 400) <= 300
    assert _first(rig) == (fault.CHAIN_OPEN, name)
    _empties(rig)


# REQ-83
@pytest.mark.parametrize("pole", ["estop_a", "estop_b"])
def test_one_pole_of_the_emergency_stop_is_enough(pole: str) -> None:
    rig = _running(4_000)
    rig.plant.inject("chain_open", channel=pole)
    assert _tripped(rig, 200) <= 100
    assert _first(rig)[0] == fault.ESTOP
    _empties(rig)


# REQ-24
@pytest.mark.parametrize(("zone", "number"), [("L1", 0), ("L4", 3), ("R2", 6), ("R5", 9)])
@pytest.mark.parametrize("after_ms", MOMENTS_MS)
def test_a_valve_that_sticks_closed(zone: str, number: int, after_ms: int) -> None:
    rig = _running(after_ms)
    rig.plant.inject("valve_stuck_closed", zone=zone)
    _tripped(rig, 90_000)
    assert _first(rig) == (fault.VALVE_STUCK_CLOSED, zone)
    _empties(rig, but=(number,))


# REQ-16
@pytest.mark.parametrize(("zone", "number"), [("L2", 1), ("R4", 8)])
@pytest.mark.parametrize("after_ms", MOMENTS_MS)
def test_a_hose_that_comes_off(zone: str, number: int, after_ms: int) -> None:
    rig = _running(after_ms)
    rig.plant.inject("hose_off", zone=zone)
    _tripped(rig, 120_000)
    code, channel = _first(rig)
    assert channel == zone
    assert code in (fault.HOSE_OFF, fault.LEAK, fault.SLOW_FILL)
    _empties(rig)


@pytest.mark.parametrize("zone", ["L1", "R3", "L5"])
@pytest.mark.parametrize("after_ms", MOMENTS_MS[1:])
def test_a_large_leak(zone: str, after_ms: int) -> None:
    rig = _running(after_ms)
    rig.plant.inject("leak", zone=zone, value=2.5)
    _tripped(rig, 240_000)
    code, channel = _first(rig)
    assert channel == zone and code in (fault.LEAK, fault.SLOW_FILL)
    _empties(rig)


@pytest.mark.parametrize("slack_l", [1.0, 3.0])
def test_a_garment_that_leaks_everywhere_is_not_shown_as_held(slack_l: float) -> None:
    # five small leaks keep the pump from each other: none of them needs seven seconds of make-up
    setup = PlantSetup(slack_l=(slack_l,) * 10, pump_lpm=10.5, leak_ml_s_mmhg=0.18, noise_mmhg=0.5)
    rig = Rig(setup)
    rig.start(presets.find("gradient-30") or {})
    _tripped(rig, 400_000)
    code, channel = _first(rig)
    assert channel[0] in "LR" and code in (fault.LEAK, fault.LEAK_LOW, fault.SLOW_FILL)
    _empties(rig)


# REQ-23
@pytest.mark.parametrize("leg", ["left", "right"])
@pytest.mark.parametrize("after_ms", MOMENTS_MS[2:])
def test_both_vents_of_a_leg_stuck_closed(leg: str, after_ms: int) -> None:
    rig = _running(after_ms)
    rig.plant.inject("vent_stuck_closed", leg=leg, channel=1)
    rig.plant.inject("vent_stuck_closed", leg=leg, channel=2)
    _tripped(rig, 60_000)
    code, channel = _first(rig)
    zones = range(5) if leg == "left" else range(5, 10)
    assert code in (fault.FAILED_VENT, fault.VALVE_STUCK_CLOSED)
    assert channel[0] == leg[0].upper()
    # two latent faults at once: this leg's air has no way out but its couplings, the words say so
    assert "couplings" in fault.remedy(code)
    _empties(rig, but=tuple(zones))


# REQ-30 REQ-31
@pytest.mark.parametrize(("leg", "channel"), [("left", 1), ("left", 2), ("right", 1), ("right", 2)])
def test_one_vent_alone_empties_its_leg(leg: str, channel: int) -> None:
    rig = _running(15_000)
    rig.plant.inject("vent_stuck_closed", leg=leg, channel=channel)
    rig.plant.press("stop")
    rig.until(states.VENTING, 100)
    rig.run(VENT_MS)
    assert max(rig.true_mmhg()) < VENTED_MMHG and rig.faults() == []
    rig.until(states.IDLE, 1_000)
    rig.arm(presets.find("flush-20") or {})
    _tripped(rig, 10_000)
    assert _first(rig) == (fault.VENT_STUCK_CLOSED, f"{leg[0].upper()} vent {channel}")


# REQ-75 REQ-83
@pytest.mark.parametrize(
    "state", [states.SELFTEST, states.READY, states.RUNNING, states.PAUSED, states.VENTING]
)
def test_the_emergency_stop_in_every_state(state: int) -> None:
    rig = Rig(PlantSetup())
    _bring_to(rig, state)
    number = rig.station.session.number
    rig.plant.press("estop")
    rig.step()
    rig.step()
    assert rig.station.session.state == states.FAULT and _first(rig)[0] == fault.ESTOP
    rig.run(VENT_MS)
    assert max(rig.true_mmhg()) < VENTED_MMHG
    rig.plant.press("estop_release")
    rig.plant.press("start")
    rig.run(3_000)
    assert rig.station.session.state == states.FAULT and rig.station.session.number == number


def _bring_to(rig: Rig, state: int) -> None:
    table = presets.find("flush-20") or {}
    rig.until(states.IDLE, 3_000)
    rig.arm(table)
    if state == states.SELFTEST:
        rig.run(1_200)
    else:
        rig.until(states.READY, 10_000)
    if state in (states.RUNNING, states.PAUSED, states.VENTING):
        rig.step()
        rig.plant.press("start")
        rig.until(states.RUNNING, 1_000)
        rig.run(20_000)
    if state == states.PAUSED:
        rig.station.mailbox.post(3)
        rig.run(200)
    if state == states.VENTING:
        rig.plant.press("stop")
        rig.until(states.VENTING, 100)
    assert rig.station.session.state == state


# REQ-75
def test_power_on_with_the_emergency_stop_pressed_is_a_fault() -> None:
    rig = Rig(PlantSetup())
    rig.plant.press("estop")
    rig.run(100)
    assert rig.station.session.state == states.FAULT


def test_a_bath_that_jumps_beyond_its_table_trips_as_too_hot() -> None:
    rig = Rig(PlantSetup())
    rig.start(presets.find("contrast-7x1") or {})
    rig.run(20_000)
    rig.plant.inject("bath_degc", bath="hot", value=55)
    took_ms = _tripped(rig, 3_000)
    code, channel = _first(rig)
    # the thermal cut-out of the chain may open before the second of the interlock is over
    assert code in (fault.BATH_OVER, fault.CHAIN_OPEN) and channel in ("hot", "cutout")
    assert took_ms <= 1_200
    rig.run(2_000)
    assert "leave" in [name for _, name in rig.plant.ear.heard][-2:]
