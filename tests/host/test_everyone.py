"""`--all`: every station gets its try, what failed is told at the end with exit code 9."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.host.command import Call, objects
from tests.host.fake_methods import FakeMethods
from tests.host.fake_station import FakeStation

from recovery_station import discover
from recovery_station.cli import everyone
from recovery_station.discover import Candidate
from recovery_station.errors import BusyError
from station_firmware.core import fault, figures

PASSED: dict[str, Any] = {"passed": True, "found": None, "figures": [0] * figures.COUNT}
KINKED: dict[str, Any] = {**PASSED, "passed": False, "found": [fault.HOSE_KINKED, "L4", 29, 10]}


def connect(monkeypatch: pytest.MonkeyPatch, *fakes: FakeStation) -> None:
    """Let these be all there are, each on a port of its own."""
    by_port = {f"/dev/{one.serial}": one for one in fakes}
    found = [Candidate(port, one.serial, None, virtual=False) for port, one in by_port.items()]
    monkeypatch.setattr(everyone, "candidates", lambda: found)

    def transport(target: str | None) -> FakeStation:
        assert target is not None
        if by_port[target].silent:
            raise BusyError("held by another program")
        return by_port[target]

    monkeypatch.setattr(discover, "transport_for", transport)


def stations(count: int) -> list[FakeStation]:
    made = [FakeStation(serial=f"s{number:03d}") for number in range(count)]
    for one in made:
        one.selftest = PASSED
    return made


@pytest.mark.parametrize("count", [1, 2, 15, 16, 17, 40])
def test_status_of_everyone_is_a_line_each(call: Call, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    connect(monkeypatch, *stations(count))
    code, out, _ = call("--json", "status", "--all")
    assert code == 0 and sorted(one["serial"] for one in objects(out)) == [
        f"s{at:03d}" for at in range(count)
    ]
    code, out, _ = call("status", "--all")
    assert code == 0 and len(out.splitlines()) == 1 + count


def test_one_that_is_held_does_not_keep_back_the_others(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    first, held, last = stations(3)
    held.silent = True
    last.faults = [[fault.HOSE_KINKED, "L4", 29, 10, 5, 1]]
    connect(monkeypatch, first, held, last)
    code, out, err = call("status", "--all")
    assert code == 9 and len(out.splitlines()) == 3 and "hose_kinked L4" in out
    assert "s001: held by another program" in err
    code, _, err = call("--json", "status", "--all")
    assert json.loads(err)["data"] == {"failed": 1, "stations": 3}


def test_a_full_log_counts_as_failed(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    first, full = stations(2)
    status: Callable[[dict[str, Any]], Any] = FakeMethods(full).status
    full.overrides["status"] = lambda given: {**status(given), "log_full_pct": 80}
    connect(monkeypatch, first, full)
    code, out, err = call("status", "--all")
    assert code == 9 and len(out.splitlines()) == 3 and "80 % full" in err


def test_selftests_of_everyone(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    first, kinked = stations(2)
    connect(monkeypatch, first)
    code, out, _ = call("selftest", "--all")
    assert (code, out) == (0, "station-fake: passed\n")
    kinked.selftest = KINKED
    connect(monkeypatch, first, kinked)
    code, out, err = call("--json", "selftest", "--all")
    assert code == 9 and sorted(one["passed"] for one in objects(out)) == [False, True]
    assert "s001: the self-test found hose_kinked" in json.loads(err)["message"]


def test_what_does_not_go_together_and_nobody_there(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(monkeypatch)
    assert call("status", "--all")[0] == call("selftest", "--all")[0] == 3
    assert call("status", "--all", "--watch")[0] == call("selftest", "--all", "--report", "x")[0] == 2


@pytest.mark.parametrize(("count", "threads"), [(1, 1), (15, 15), (16, 16), (17, 16), (40, 16)])
def test_no_more_at_once_than_are_good_for_the_computer(
    monkeypatch: pytest.MonkeyPatch, count: int, threads: int
) -> None:
    made: list[int] = []

    def pool(most: int) -> ThreadPoolExecutor:
        made.append(most)
        return ThreadPoolExecutor(most)

    monkeypatch.setattr(everyone, "ThreadPoolExecutor", pool)
    known = [Candidate(f"/dev/{number}", None, None, virtual=False) for number in range(count)]
    done: list[str] = []
    everyone.each(known, lambda one: one.port, done.append, "")
    assert made == [threads] and sorted(done) == sorted(one.port for one in known)
