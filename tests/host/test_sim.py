"""The host against real firmware on the virtual station, in virtual time.

Session, journal, loss of power, resume.
"""

from __future__ import annotations

import pytest

from recovery_station import Station
from recovery_station.errors import RefusedError
from recovery_station.follow import Follower
from recovery_station.logs import query
from recovery_station.logs.pull import pull
from recovery_station.logs.store import Store
from recovery_station.transport.sim import SimTransport


def wait_for(station: Station, state: str, seconds: float = 60.0) -> None:
    """Step the station until it is in `state`."""
    transport = station.client.transport
    end_s = transport.now() + seconds
    while station.wire_status().state != state:
        assert transport.now() < end_s, f"no {state} within {seconds} s"
        transport.wait(0.5)


@pytest.fixture
def ready(virtual_station: Station) -> Station:
    """A fresh station that has finished its self-test."""
    wait_for(virtual_station, "IDLE")
    return virtual_station


def test_the_rest_of_a_sum_of_seconds_passes_too(ready: Station) -> None:
    transport = ready.client.transport
    transport.read()
    end_s = transport.now() + 1e-9  # less than the clock shows: a loop until `end_s` would never end
    transport.wait(end_s - transport.now())
    assert transport.now() > end_s
    at_s = transport.now()
    transport.wait(0.0)
    assert transport.now() == at_s


def test_the_whole_of_status_and_presets(ready: Station) -> None:
    status = ready.status()
    assert status.state == "IDLE"
    assert status.micropython.startswith("1.29")
    assert status.faults == []
    assert "flush-20" in [preset.id for preset in ready.presets()]
    assert ready.preset("flush-20")["id"] == "flush-20"
    assert ready.set_clock(1_900_000_000) == 1_900_000_000


def test_a_session_is_stopped_and_its_records_come_over(ready: Station, store: Store) -> None:
    started = ready.start("flush-20", screened=True, confirmed_by="test", member="Ann", soreness=2)
    follower = Follower(ready, started.session, to_the_end=True)
    follower.begin()
    while not (follower.view.zones_mmhg and (follower.view.zones_mmhg[0] or 0) > 30):
        follower.step(1.0)
    assert follower.view.session is not None
    assert ready.pause() in ("PAUSED", "RUNNING")
    wait_for(ready, "PAUSED")
    assert ready.resume() in ("PAUSED", "RUNNING")
    wait_for(ready, "RUNNING")
    ready.stop()
    while follower.ended is None:
        follower.step(1.0)
    assert follower.ended.reason == "host_stop"
    result = pull(ready, store)
    assert result.new > 20
    assert result.acked_seq == result.next_seq
    row = query.session(store, "last")
    assert (row.reason, row.protocol, row.member) == ("host_stop", "flush-20", "Ann")
    assert (row.confirmed_by, row.soreness_0_10) == ("test", 2)
    # one sample a second: the last before the pause is a second older than what was seen live
    assert max(sample.zones_mmhg[0] or 0 for sample in query.samples(store, row)) > 20


def test_refusals_say_why(ready: Station) -> None:
    for refused in (ready.pause, ready.resume, ready.ack):
        with pytest.raises(RefusedError) as caught:
            refused()
        assert caught.value.data["state"] == "IDLE"
    with pytest.raises(RefusedError, match="no preset"):
        ready.start("nothing", screened=True)
    assert ready.stop() == "IDLE"


def test_events_follow_a_power_cut_by_pulling_again(ready: Station, store: Store) -> None:
    transport = ready.client.transport
    assert isinstance(transport, SimTransport)
    ready.start("flush-20", screened=True, confirmed_by="test")
    wait_for(ready, "RUNNING")
    transport.wait(20.0)
    assert pull(ready, store).new
    assert query.session(store, "last").reason is None
    transport.station.power_cut(2_000_000)
    transport.station.run_until(transport.station.now_us + 5_000_000)
    transport.read()
    ready.greet()
    assert ready.wire_status().state in ("SELFTEST", "IDLE", "BOOT")
    pull(ready, store)
    assert query.session(store, "last").reason == "power_loss"
