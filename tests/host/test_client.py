"""The client over a bad line.

Whatever it does, an answer is the right one or a clear error, and ops happen once.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.host.fake_line import Line
from tests.host.fake_station import FakeStation

from recovery_station.errors import RefusedError, StationGoneError, TimedOutError, UsageError
from recovery_station.models import EventParams, StateReply
from recovery_station.station import Station

BAD_LINES = st.builds(
    Line,
    seed=st.integers(0, 2**32),
    drop=st.floats(0, 0.3),
    double=st.floats(0, 1),
    corrupt=st.floats(0, 0.3),
    reorder=st.floats(0, 1),
    delay=st.floats(0, 0.3),
    drop_requests=st.floats(0, 0.3),
    console=st.floats(0, 1),
)


@given(BAD_LINES)
@settings(max_examples=60, deadline=None)
def test_every_answer_is_its_own_or_a_timeout(line: Line) -> None:
    fake = FakeStation(line)
    fake.fill(60)
    station = Station(fake)
    try:
        station.connect()
        for _ in range(3):
            assert station.wire_status().state == fake.state
            assert station.log_range().next_seq == 60
            assert [record.seq for record in station.read_records(range(60))] == list(range(60))
            assert station.preset("flush-20")["id"] == "flush-20"
    except TimedOutError:
        assert max(line.drop, line.corrupt, line.delay, line.drop_requests) > 0


@given(BAD_LINES)
@settings(max_examples=60, deadline=None)
def test_a_command_is_done_once_however_often_it_is_sent(line: Line) -> None:
    fake = FakeStation(line)
    station = Station(fake)
    try:
        station.connect()
        station.pause()
        station.resume()
    except TimedOutError:
        pass
    assert fake.changes in ([], ["session.pause"], ["session.pause", "session.resume"])


@given(st.integers(0, 2**32), st.lists(st.binary(max_size=40), max_size=20))
@settings(max_examples=60, deadline=None)
def test_garbage_on_the_line_is_never_an_answer(seed: int, garbage: list[bytes]) -> None:
    fake = FakeStation(Line(seed=seed))
    station = Station(fake)
    station.connect()
    for piece in garbage:
        fake.way.put(piece + b"\n")
    assert station.wire_status().state == "IDLE"


def test_a_late_answer_does_not_poison_the_next_request(fake: FakeStation, station: Station) -> None:
    fake.line.delay, fake.line.delay_s = 1.0, 60.0
    fake.state = "RUNNING"
    with pytest.raises(TimedOutError):
        station.wire_status()
    fake.line.delay = 0.0
    fake.state = "IDLE"
    assert station.wire_status().state == "IDLE"
    fake.wait(100.0)
    fake.state = "PAUSED"
    assert station.wire_status().state == "PAUSED"
    assert station.client.noise.stray_replies > 0


def test_silence_is_a_timeout_after_the_time_allowed(fake: FakeStation, station: Station) -> None:
    fake.silent = True
    before_s = fake.now()
    with pytest.raises(TimedOutError) as caught:
        station.wire_status()
    assert fake.now() - before_s == pytest.approx(station.client.timeout_s, abs=0.1)
    assert caught.value.exit_code == 5
    assert caught.value.hint


def test_a_vanished_port_is_told_at_once(fake: FakeStation, station: Station) -> None:
    fake.gone_after = -1
    with pytest.raises(StationGoneError):
        station.wire_status()


def test_console_text_is_kept_aside_and_never_parsed(fake: FakeStation, station: Station) -> None:
    fake.way.put(b'{"jsonrpc":"2.0","id":1,"result":{}}\r\n')
    fake.way.put(b"MemoryError: \xff\r\n")
    assert station.wire_status().state == "IDLE"
    assert list(station.client.noise.console) == [
        '{"jsonrpc":"2.0","id":1,"result":{}}',
        "MemoryError: \ufffd",
    ]


def test_notifications_wait_in_order(fake: FakeStation, station: Station) -> None:
    fake.events_on = True
    fake.fill(5)
    station.wire_status()
    assert [event.seq for event in station.client.events] == [0, 1, 2, 3, 4]
    assert all(isinstance(event, EventParams) for event in station.client.events)


def test_a_refusal_says_why(fake: FakeStation, station: Station) -> None:
    fake.refusal = "the chain is open"
    with pytest.raises(RefusedError, match="the chain is open") as caught:
        station.pause()
    assert caught.value.data["state"] == "IDLE"
    assert fake.changes == []


def test_an_unknown_preset_names_the_next_command(station: Station) -> None:
    with pytest.raises(RefusedError, match="no preset") as caught:
        station.preset("nothing")
    assert "presets list" in caught.value.hint


def test_a_request_that_fits_no_frame_is_not_sent(fake: FakeStation, station: Station) -> None:
    sent = len(fake.calls)
    with pytest.raises(UsageError):
        station.client.call("session.start", {"member": "x" * 2000}, StateReply)
    assert len(fake.calls) == sent


def test_stop_sends_the_bare_line_first(fake: FakeStation, station: Station) -> None:
    fake.state = "RUNNING"
    assert station.stop() == "IDLE"
    assert fake.stop_lines == 1
    fake.refusal = "nothing to stop"
    assert station.stop() == "IDLE"


def test_bulk_reads_ask_again_only_for_what_is_missing(fake: FakeStation, station: Station) -> None:
    fake.fill(400)
    fake.calls.clear()
    fake.way.line = replace(fake.line, drop=0.2)
    assert len(station.read_records(range(400))) == 400
    asked = [given["seq"] for name, given in fake.calls if name == "log.read"]
    assert sorted(set(asked)) == list(range(0, 400, 20))
    assert len(asked) < 40
