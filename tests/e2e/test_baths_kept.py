"""A site with a heater, opening hours and a clock: the real firmware warms the bath at rest; E-stop and STOP end it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from recovery_station import Station
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual.plant.setup import PlantSetup
from recovery_station.virtual.scenario import Scenario
from recovery_station.virtual.station import VirtualStation

pytestmark = pytest.mark.timeout(240)
SITE: dict[str, object] = {
    "schema": "settings/1",
    "bath_l": 50,
    "heater_w": 9000,
    "hot_circulation": True,
    "hot_keep_degc": 38,
    "hours": ["mon-sun 00:00-24:00"],
}
BEGIN_DEGC = 36.0
NOON_UTC_S = 1_792_000_000


@pytest.fixture
def kept() -> Iterator[tuple[Station, VirtualStation]]:
    """A station whose hot bath of 50 L has cooled to 36 degC, being kept, and what stands behind it."""
    setup = PlantSetup(bath_l=50.0, hot_degc=BEGIN_DEGC, heater_w=9000.0)
    made = VirtualStation(scenario=Scenario(setup=setup))
    made.start()
    with made, Station(SimTransport(made)) as station:
        station.connect()
        station.put_config(SITE)
        station.set_clock(NOON_UTC_S)
        station.client.transport.wait(60.0)
        assert made.plant.baths.heating and station.status().baths_kept_degc == {"hot": 38.0, "cold": None}
        yield station, made


def test_a_bath_is_warmed_at_rest_to_its_band_and_no_further(kept: tuple[Station, VirtualStation]) -> None:
    station, behind = kept
    status = station.status()
    assert (status.state, status.chain_ok) == ("IDLE", True)
    highest_degc = 0.0
    for _ in range(40):
        station.client.transport.wait(10.0)
        highest_degc = max(highest_degc, behind.plant.baths.hot.upper_degc, behind.plant.baths.hot.lower_degc)
    assert 37.5 < behind.plant.baths.hot.mean_degc < 38.5 and highest_degc < 39.0
    assert station.status().baths_ready_min == {"hot": 0, "cold": None} and not station.faults()


def test_a_protocol_is_written_while_a_bath_is_kept_and_a_session_begins(
    kept: tuple[Station, VirtualStation],
) -> None:
    """A write stalls the chip: the chain is let go first, and kept again after it. A session arms it for itself."""
    station, behind = kept
    station.protocols.put({**station.preset("cold-12"), "id": "mine"})
    assert not behind.plant.chain.on and not station.faults()
    station.client.transport.wait(30.0)
    assert behind.plant.chain.on and station.status().baths_kept_degc
    for what in ("estop", "estop_release", "ack"):  # the emergency stop of the day
        behind.plant.press(what)
        station.client.transport.wait(3.0)
    station.client.transport.wait(30.0)
    assert station.status().baths_kept_degc, "after the fault was acknowledged the hours are followed again"
    station.start("flush-20", screened=True, confirmed_by="Kim")
    while station.wire_status().state not in ("RUNNING", "FAULT"):
        station.client.pump(0.5)
    station.client.transport.wait(2.0)  # the plant steps its water once a second
    assert station.wire_status().state == "RUNNING" and not behind.plant.baths.heating
    station.stop()


@pytest.mark.parametrize(("press", "state"), [("stop", "IDLE"), ("estop", "FAULT")])
def test_stop_and_the_emergency_stop_end_it(
    kept: tuple[Station, VirtualStation], press: str, state: str
) -> None:
    station, behind = kept
    behind.plant.press(press)
    station.client.transport.wait(3.0)
    assert not behind.plant.baths.heating and not behind.plant.chain.on
    station.client.transport.wait(60.0)
    assert not behind.plant.baths.heating
    assert station.wire_status().state == state
    assert bool(station.status().baths_stopped) == (press == "stop")
