"""Pulling from served stations as scripts do: two at once, and one followed through a pulled cable to Ctrl-C."""

from __future__ import annotations

import contextlib
import json
import signal
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.bench_of_one import STATION, Bench, bench
from tests.host.full_journal import fill

pytestmark = pytest.mark.timeout(120)
UNPLUG = '[[event]]\nat_s = 20.0\ninject = "usb_unplug"\nvalue = 1.0\n'


def stored(folder: Path) -> dict[str, int]:
    """Records by station in the store of this bench."""
    with contextlib.closing(sqlite3.connect(folder / "store.sqlite")) as connection:
        return dict(connection.execute("select station, count(*) from records group by station"))


def pull(one: Bench, *words: str, target: str = "") -> subprocess.CompletedProcess[str]:
    """`station --json logs pull` into the store of this bench."""
    return one.call(
        "--json", "logs", "--store", str(one.folder / "store.sqlite"), "pull", *words, target=target
    )


def test_two_stations_at_once_and_a_third_that_is_held(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        fill(tmp_path / seed, 300 * int(seed))
    with (
        bench(tmp_path, "--seed", "1", "--dir", str(tmp_path / "1")) as one,
        bench(tmp_path, "--seed", "2", "--dir", str(tmp_path / "2")) as two,
    ):
        done = pull(one, "--all")
        assert done.returncode == 0, done.stderr
        told: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
        assert [row["type"] for row in told] == ["pull/1", "pull/1"]
        kept = stored(tmp_path)
        assert kept == {row["station"]: row["new"] for row in told}
        assert sorted(count // 300 for count in kept.values()) == [1, 2]
        two.process.send_signal(signal.SIGSTOP)
        try:
            some = pull(one, "--all", "--timeout", "1")
        finally:
            two.process.send_signal(signal.SIGCONT)
        assert some.returncode == 9, some.stderr
        error = json.loads(some.stderr.splitlines()[-1])
        assert (error["name"], error["data"]) == ("some_failed", {"failed": 1, "stations": 2})
        assert len(some.stdout.splitlines()) == 1


def test_followed_through_a_pulled_cable_until_interrupted(tmp_path: Path) -> None:
    scenario = tmp_path / "unplug.toml"
    scenario.write_text(UNPLUG)
    link = tmp_path / "line"
    with bench(tmp_path, "--scenario", str(scenario), "--link", str(link), speed="2") as one:
        store = str(tmp_path / "store.sqlite")
        command = [STATION, "-s", str(link), "--json", "--timeout", "2"]
        command += ["logs", "--store", store, "pull", "--follow"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=one.environment()
        ) as follower:
            assert follower.stdout is not None
            first = [json.loads(follower.stdout.readline()) for _ in range(2)]
            assert [row["type"] for row in first][:1] == ["pull/1"]
            again = json.loads(follower.stdout.readline())
            while again["type"] != "pull/1" or again["new"] != 0:
                again = json.loads(follower.stdout.readline())
            follower.send_signal(signal.SIGINT)
            _rest, err = follower.communicate(timeout=30)
        assert follower.returncode == 0, err
        assert "waiting for it" in err and "is back" in err
        assert "Traceback" not in err
        assert pull(one, target=str(link)).returncode == 0
        assert sum(stored(tmp_path).values()) > 2
