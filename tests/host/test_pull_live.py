"""Following a journal: committed in small batches as it is written, once, whatever the line does meanwhile."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.host.command import Call
from tests.host.fake_line import Line
from tests.host.fake_methods import FakeMethods
from tests.host.fake_station import FakeStation
from tests.host.test_pull import opened, stored

from recovery_station.cli import log_pull
from recovery_station.errors import StationGoneError, TimedOutError
from recovery_station.logs.live import ACK_S, BATCH_S, WAITING_S, LivePull
from recovery_station.logs.pull import PullResult
from recovery_station.logs.store import Store
from recovery_station.records import Record
from station_firmware.link.rpc import REFUSED, RpcError


class Heard:
    """What the live pull told of its commits."""

    def __init__(self) -> None:
        self.results: list[PullResult] = []
        self.seqs: list[int] = []

    def __call__(self, result: PullResult, records: list[Record]) -> None:
        self.results.append(result)
        self.seqs += [one.seq for one in records]


def write_each_second(fake: FakeStation, count: int) -> None:
    """Play telemetry: one record each virtual second from now on."""
    begin = fake.now()
    fake.play = [(begin + number, lambda: fake.fill(1)) for number in range(1, count + 1)]


def run_for(live: LivePull, fake: FakeStation, seconds: float) -> None:
    """Step until that much virtual time has gone by."""
    end = fake.now() + seconds
    while fake.now() < end:
        live.step(0.2)


def test_each_record_is_committed_within_a_batch_of_its_writing(
    fake: FakeStation, station: object, store: Store
) -> None:
    fake.fill(30)
    heard = Heard()
    live = LivePull(opened(fake), store, heard)
    live.begin()
    assert len(stored(store)) == 30
    write_each_second(fake, 40)
    for _ in range(40):
        run_for(live, fake, 1.0)
        newest = max(fake.journal)
        assert max(stored(store)) >= newest - 2 - BATCH_S
    acks = [given["seq"] for name, given in fake.calls if name == "log.ack"]
    assert len(acks) <= 2 + 40 / ACK_S
    live.finish()
    assert stored(store).keys() >= set(range(70))
    assert fake.acked_seq >= 70
    assert not fake.events_on


def test_nothing_is_acknowledged_while_archive_files_wait(
    fake: FakeStation, station: object, store: Store
) -> None:
    plain = FakeMethods(fake).log_list
    waiting = True

    def listed(given: dict[str, Any]) -> Any:
        if "offset" in given:
            raise RpcError(REFUSED, "only at rest", {"reason": "not at rest", "state": "RUNNING"})
        return {**plain(given), "ring_seq": 10, "files": 1} if waiting else plain(given)

    fake.overrides["log.list"] = listed
    fake.fill(30)
    live = LivePull(opened(fake), store, Heard())
    live.begin()
    write_each_second(fake, 200)
    run_for(live, fake, 3 * ACK_S)
    assert set(stored(store)) >= set(range(10, 30))
    assert fake.acked_seq == 0
    assert not [name for name, _ in fake.calls if name == "log.ack"]
    waiting = False
    run_for(live, fake, WAITING_S + ACK_S)
    assert set(stored(store)) >= set(range(30))
    assert fake.acked_seq > 30


def test_a_lost_last_notification_is_found_by_looking(
    fake: FakeStation, station: object, store: Store
) -> None:
    live = LivePull(opened(fake), store, Heard())
    live.begin()
    fake.way.line = replace(fake.line, drop=1.0)
    fake.fill(3)
    fake.way.line = replace(fake.line, drop=0.0)
    run_for(live, fake, 8.0)
    assert stored(store).keys() >= {0, 1, 2}


@given(st.integers(0, 2**32), st.floats(0, 0.3), st.floats(0, 1), st.integers(5, 120))
@settings(max_examples=15, deadline=None)
def test_nothing_lost_nothing_doubled_over_a_bad_line_and_a_pulled_cable(
    seed: int, bad: float, double: float, answers: int
) -> None:
    fake = FakeStation(Line(seed=seed, drop=bad, double=double, corrupt=bad / 2, reorder=bad))
    fake.fill(20)
    heard = Heard()
    write_each_second(fake, 60)
    with Store.open("sqlite://") as store:
        for cut in (answers, answers, None):
            fake.gone_after = cut
            with contextlib.suppress(StationGoneError, TimedOutError):
                live = LivePull(opened(fake), store, heard)
                live.begin()
                run_for(live, fake, 25.0)
        fake.gone_after = None
        fake.way.line = Line(seed=seed)
        last = LivePull(opened(fake), store, heard)
        last.begin()
        run_for(last, fake, 80.0)
        last.finish()
        kept = stored(store)
        assert {seq: fake.journal[seq] for seq in kept} == kept
        assert kept.keys() >= fake.journal.keys() - {
            max(fake.journal)
        }  # the last acknowledgement's own record
        assert len(heard.seqs) == len(set(heard.seqs)), "each is told once"
        assert sum(one.new for one in heard.results) <= len(
            kept
        )  # a pull cut off after a commit told nothing
        assert fake.acked_seq <= max(kept) + 1


def test_what_is_acknowledged_is_committed(fake: FakeStation, station: object, store: Store) -> None:
    live = LivePull(opened(fake), store, Heard())
    live.begin()
    write_each_second(fake, 45)
    for _ in range(200):
        live.step(0.2)
        assert fake.acked_seq == 0 or stored(store).keys() >= set(range(fake.acked_seq))
    assert fake.acked_seq > 20


def test_a_spoiled_record_in_a_gap_is_told_and_passed(
    fake: FakeStation, station: object, store: Store
) -> None:
    heard = Heard()
    live = LivePull(opened(fake), store, heard)
    live.begin()
    fake.events_on = False
    fake.fill(5)
    fake.journal[2] = bytes(40)
    fake.events_on = True
    fake.fill(1)
    run_for(live, fake, 3.0)
    assert [one.seq for result in heard.results for one in result.damaged] == [2]
    assert stored(store).keys() >= {0, 1, 3, 4, 5}


def test_the_command_prints_events_and_commits_and_ends_well(
    call: Call, fake: FakeStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.fill(12)
    write_each_second(fake, 6)

    def until(live: LivePull, stopped: object) -> None:
        run_for(live, fake, 9.0)

    monkeypatch.setattr(log_pull, "_step_until", until)
    ends = iter((False, True))

    @contextlib.contextmanager
    def asked() -> Generator[Callable[[], bool]]:
        yield lambda: next(ends)

    monkeypatch.setattr(log_pull, "stop_asked", asked)
    code, out, _err = call("--json", "logs", "pull", "--follow")
    assert code == 0
    told = [json.loads(line) for line in out.splitlines()]
    assert (told[0]["type"], told[0]["new"]) == ("pull/1", 12)
    live = [one for one in told if one["type"] == "event/1"]
    assert [one["seq"] for one in live if one["kind"] == "telemetry"] == list(range(13, 19))
    committed = -1
    for one in reversed(told[1:]):
        if one["type"] == "pull/1":
            committed = one["next_seq"]
        assert one["type"] == "pull/1" or one["seq"] < committed, "a pull/1 follows what it commits"


def test_all_and_follow_do_not_go_together(call: Call) -> None:
    code, out, err = call("logs", "pull", "--all", "--follow")
    assert (code, out) == (2, "")
    assert "-s NAME" in err
