"""Parts that fail in a running session against physics: told apart by what moved, named, and everything empties."""

from __future__ import annotations

import pytest
from tests.core.test_faults_in_the_loop import MOMENTS_MS, Where, _empties, _first, _running

from station_firmware.core import fault, states
from station_firmware.core.outputs import ZONE_NAMES

WITHIN_MS = 150_000


def _named(name: str, where: Where, after_ms: int) -> tuple[int, str]:
    """The first fault after an injection; everything empties, but for a zone behind a kink."""
    rig = _running(after_ms)
    rig.plant.inject(name, **where)
    rig.until(states.FAULT, WITHIN_MS)
    first = _first(rig)
    _empties(rig, but=(ZONE_NAMES.index(first[1]),) if name == "hose_kinked" else ())
    return first


# REQ-33 REQ-93
@pytest.mark.parametrize("zone", ["L2", "R5"])
@pytest.mark.parametrize("after_ms", MOMENTS_MS)
def test_a_kinked_hose(zone: str, after_ms: int) -> None:
    assert _named("hose_kinked", {"zone": zone}, after_ms) == (fault.HOSE_KINKED, zone)


# REQ-41 REQ-92
@pytest.mark.parametrize("zone", ["L3", "R1"])
@pytest.mark.parametrize("after_ms", MOMENTS_MS)
def test_a_sensor_that_freezes(zone: str, after_ms: int) -> None:
    assert _named("sensor_frozen", {"zone": zone}, after_ms) == (fault.SENSOR_FROZEN, zone)


# REQ-41
@pytest.mark.parametrize(("zone", "mmhg_s"), [("L4", 2.0), ("R2", -2.0)])
@pytest.mark.parametrize("after_ms", MOMENTS_MS)
def test_a_sensor_that_drifts_ends_the_session_and_it_or_its_leg_is_named(
    zone: str, mmhg_s: float, after_ms: int
) -> None:
    code, channel = _named("sensor_drift", {"zone": zone, "value": mmhg_s}, after_ms)
    assert channel in (zone, "left" if zone[0] == "L" else "right"), fault.name(code)


# REQ-89
@pytest.mark.parametrize("after_ms", MOMENTS_MS)
def test_a_valve_that_does_not_close_or_does_not_seal(after_ms: int) -> None:
    assert _named("valve_stuck_open", {"zone": "R3"}, after_ms) == (fault.VALVE_STUCK_OPEN, "R3")
    assert _named("zone_valve_leak", {"zone": "L2"}, after_ms) == (fault.ZONE_VALVE_LEAK, "L2")


# REQ-90
@pytest.mark.parametrize("after_ms", MOMENTS_MS[:3])
def test_a_vent_that_sticks_open(after_ms: int) -> None:
    found = _named("vent_stuck_open", {"leg": "left", "channel": 1}, after_ms)
    assert found == (fault.VENT_STUCK_OPEN, "left")


# REQ-96
@pytest.mark.parametrize("leg", ["left", "right"])
@pytest.mark.parametrize("after_ms", MOMENTS_MS)
def test_a_pump_by_its_current(leg: str, after_ms: int) -> None:
    assert _named("pump_dead", {"leg": leg}, after_ms) == (fault.PUMP_DEAD, leg)
    # against a closed manifold the pressure switch opens before the current has held for 100 ms
    found = _named("pump_stuck_on", {"leg": leg}, after_ms)
    assert found in ((fault.PUMP_STUCK_ON, leg), (fault.CHAIN_OPEN, f"switch_{leg}"))
