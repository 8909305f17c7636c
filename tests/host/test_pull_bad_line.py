"""Pulling real firmware over a bad line: what is stored is what a clean line gives, once, and acknowledged last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.host.bad_line import BadLine, Faults
from tests.host.full_journal import fill
from tests.host.test_pull import stored

from recovery_station.errors import NoStationError, TimedOutError
from recovery_station.logs.pull import PullResult, pull
from recovery_station.logs.store import Store
from recovery_station.logs.wire import read_proven
from recovery_station.records import from_raw
from recovery_station.station import Station
from recovery_station.transport.base import Transport
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual.station import VirtualStation
from station_firmware.store.record import ACK

RECORDS = 30
SPOILED = {7: bytes(40), 21: b"\x5a" * 40}
TRIES = 400

FAULTS = st.builds(
    Faults,
    seed=st.integers(0, 2**32),
    corrupt_bytes=st.floats(0, 0.001),
    drop_bytes=st.floats(0, 0.0003),
    drop=st.floats(0, 0.1),
    double=st.floats(0, 1),
    reorder=st.floats(0, 0.5),
    # who they are and what there is takes some 2000 bytes of each try, more where the line makes them ask again
    pulled_after_bytes=st.none() | st.integers(8000, 20_000),
)
WORST = Faults(1, corrupt_bytes=0.01, drop=0.05, double=0.1, reorder=0.1, pulled_after_bytes=100_000)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimTransport]:
    """A station at rest with a journal of its own, in virtual time."""
    state = tmp_path_factory.mktemp("state")
    fill(state, RECORDS, SPOILED)
    with VirtualStation(state) as virtual:
        transport = SimTransport(virtual)
        transport.open()
        with Station(transport) as station:
            station.greet()
            while station.wire_status().state != "IDLE":
                transport.wait(0.5)
            transport.open()
            yield transport


def clean_bytes(line: Transport) -> dict[int, bytes]:
    """What a clean line gives now."""
    client = Station(line).client
    journal = Station(line).log_range()
    assert journal.first_seq == 0
    found: dict[int, bytes] = {}
    for start in range(0, journal.next_seq, 200):
        read = read_proven(client, range(start, min(journal.next_seq, start + 200)))
        found |= {one.seq: one.raw for one in [*read.records, *read.damaged]}
    return found


def pull_over(line: Transport, store: Store, faults: Faults) -> PullResult:
    """Pull, and when the cable is pulled or the line too bad pull again, each time over the line as it is then."""
    for number in range(TRIES):
        bad = BadLine(line, replace(faults, seed=faults.seed + number))
        station = Station(bad, 60.0)
        before = len(stored(store))
        try:
            station.connect()
            return pull(station, store)
        except (TimedOutError, NoStationError):
            assert len(stored(store)) >= before, "what was committed stays"
    raise AssertionError("it never came to an end")


@given(FAULTS)
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_same_bytes_as_over_a_clean_line(line: SimTransport, faults: Faults) -> None:
    """The same examples each time: a worse line takes ever more tries, and the time of a test is bounded."""
    check(line, faults)


def test_one_byte_in_a_hundred_changed_and_the_cable_pulled(line: SimTransport) -> None:
    check(line, WORST)


def check(line: SimTransport, faults: Faults) -> None:
    """Pull over the bad line into an empty store and compare."""
    clean = clean_bytes(line)
    with Store.open("sqlite://") as store:
        result = pull_over(line, store, faults)
        kept = stored(store)
        assert {seq: raw for seq, raw in kept.items() if seq in clean} == {
            seq: raw for seq, raw in clean.items() if seq not in SPOILED
        }
        assert {seq: clean[seq] for seq in SPOILED} == SPOILED
        # the pull's own acknowledgement may have been done by a try whose answer was lost
        assert all(seq >= len(clean) for seq in kept.keys() - clean.keys())
        left = [raw for seq, raw in clean.items() if seq >= result.acked_seq]
        assert {from_raw(raw).kind for raw in left} <= {ACK}, (
            "nothing but acknowledgements is left to acknowledge"
        )


def test_nothing_is_acknowledged_before_it_is_committed(line: SimTransport) -> None:
    acked = Station(line).log_range().acked_seq
    for number in range(12):
        faults = Faults(number, pulled_after_bytes=1500 * number)
        with Store.open("sqlite://") as store:
            station = Station(BadLine(line, faults))
            try:
                station.connect()
                pull(station, store)
            except NoStationError:
                pass
            now = Station(line).log_range()
            if now.acked_seq > acked:
                have = stored(store).keys() | SPOILED.keys()
                assert have >= set(range(now.acked_seq))
            acked = now.acked_seq
