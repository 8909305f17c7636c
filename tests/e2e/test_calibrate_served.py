"""`station calibrate` as processes against a served station: a script with a gauge, a person at a terminal, a kill."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.e2e.bench_of_one import STATION, Bench, bench
from tests.host.command import objects

LONGEST_S = 90.0
GAUGE = """
import sys
rows = open(sys.argv[1]).read().splitlines()
print("gauge reads", round(float(rows[-2].split(",")[rows[0].split(",").index(sys.argv[2])]), 1))
"""
SCENARIO = """
seed = 7
[plant]
slack_l = 0.3
[[event]]
at_s = 0.5
inject = "sensor_offset"
zone = "L2"
value = 6.0
[[event]]
at_s = 0.5
inject = "sensor_gain"
zone = "L3"
value = -2.0
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Bench]:
    scenario = tmp_path / "wrong.toml"
    scenario.write_text(SCENARIO)
    (tmp_path / "gauge.py").write_text(GAUGE)
    trace = tmp_path / "trace.csv"
    with bench(tmp_path, "--scenario", str(scenario), "--trace", str(trace), speed="4") as one:
        yield one


def _gauge(one: Bench, zone: str) -> str:
    """The reference gauge: a program that reads the plant's truth."""
    return f"{sys.executable} {one.folder / 'gauge.py'} {one.folder / 'trace.csv'} true_{zone}_mmhg"


def _truth(one: Bench) -> list[float]:
    rows = (one.folder / "trace.csv").read_text().splitlines()
    if len(rows) < 3:
        return [0.0] * 10  # the file was only just begun
    heads, last = rows[0].split(","), rows[-2].split(",")
    return [float(last[heads.index(f"true_{leg}{zone}_mmhg")]) for leg in "LR" for zone in range(1, 6)]


def _leg(one: Bench, *more: str) -> subprocess.CompletedProcess[str]:
    return one.call("--json", "calibrate", "--leg", "L", "--by", "Kim", "--empty", *more)


def test_a_script_calibrates_checks_and_undoes(served: Bench) -> None:
    done = _leg(served, "--gauge", _gauge(served, "L1"))
    assert done.returncode == 0, done.stderr
    (told,) = objects(done.stdout)
    rows = {row["channel"]: row for row in told["rows"]}
    assert told["type"] == "calibrate/1" and told["kept"] and told["by"] == "Kim" and told["leg"] == "left"
    assert 5.0 < rows["L2"]["off_mmhg"] < 7.0 and -2.6 < rows["L3"]["off_mmhg"] < -0.6
    assert abs(rows["L3"]["gain_pct"] - 2.0) < 1.0 and abs(rows["L2"]["zero_mv"] - 272) < 4
    checked = _leg(served, "--check", "--mmhg", "60", "--gauge", _gauge(served, "L1"))
    assert checked.returncode == 0, checked.stderr
    (told,) = objects(checked.stdout)
    assert not told["kept"] and max(abs(row["off_mmhg"]) for row in told["rows"]) <= 0.8
    (change,) = objects(served.call("--json", "calibrate", "--history").stdout)
    assert change["type"] == "calibration/1" and change["by"] == "Kim" and change["in_use"]
    undone = served.json("calibrate", "--undo")
    assert undone["type"] == "calibration_changed/1" and "L2" in undone["channels"]
    assert "Kim" in served.call("calibrate", "--history").stdout
    again = served.call("--json", "calibrate", "--undo")
    assert again.returncode == 7 and objects(again.stderr)[-1]["type"] == "error/1"


def test_a_reference_that_cannot_be_is_refused_and_the_leg_let_go(served: Bench) -> None:
    done = _leg(served, "--reference", "70")
    assert done.returncode == 7 and done.stdout == ""
    error = objects(done.stderr.splitlines()[-1])[0]
    assert error["data"]["reason"] == "gauge" and "all six sensors" in error["message"]
    deadline = time.monotonic() + LONGEST_S
    while max(_truth(served)) >= 10 and time.monotonic() < deadline:
        pass
    assert max(_truth(served)) < 10 and served.call("--json", "calibrate", "--history").stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ("--leg", "L", "--by", "Kim", "--empty"),
        ("--leg", "L", "--by", "Kim", "--check"),
        ("--leg", "L", "--empty", "--check"),
        ("--leg", "L", "--by", "A name that is long", "--empty", "--check"),
        ("--leg", "L", "--by", "Kim", "--empty", "--twin", "R1"),
        ("--leg", "L", "--by", "Kim", "--empty", "--twin", "X1"),
        ("--leg", "L", "--by", "Kim", "--empty", "--twin", "L1", "--reference", "80"),
        ("--leg", "L", "--mmhg", "91", "--by", "Kim", "--empty", "--check"),
        (
            "--leg",
            "middle",
        ),
        ("--thermistors", "hot3", "--by", "Kim", "--point", "1", "--degc", "10"),
        ("--thermistors", "all", "--by", "Kim", "--point", "1"),
        ("--thermistors", "all", "--by", "Kim", "--point", "1", "--degc", "50"),
        ("--thermistors", "all", "--point", "1", "--degc", "10"),
        ("--history", "--undo"),
        ("--forget", "L6", "--by", "Kim"),
        ("--forget", "L1"),
        (),
    ],
)
def test_what_is_missing_or_wrong_is_said_before_a_station_is_asked(words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [STATION, "--json", "-s", "/no/such/port", "calibrate", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert done.returncode == 2 and done.stdout == "", done.stderr
    assert objects(done.stderr.splitlines()[-1])[0]["name"] == "usage"


def test_a_gauge_that_gives_no_number_lets_the_leg_go(served: Bench) -> None:
    for command in ("/no/such/gauge", f"{sys.executable} -c print('high')", f"{sys.executable} -c exit(3)"):
        done = _leg(served, "--gauge", command)
        assert done.returncode == 2 and "gauge" in done.stderr
        while served.json("status")["state"] != "IDLE":
            pass


# REQ-203
def test_a_host_killed_in_the_middle_leaves_the_boots_vented(served: Bench) -> None:
    slow = f"{sys.executable} -c 'import time; time.sleep(60)'"
    command = [
        STATION,
        "-s",
        served.port,
        "calibrate",
        "--leg",
        "R",
        "--by",
        "Kim",
        "--empty",
        "--gauge",
        slow,
    ]
    with subprocess.Popen(command, env=served.environment(), stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + LONGEST_S
        while max(_truth(served)) < 75 and time.monotonic() < deadline:
            pass
        assert max(_truth(served)) >= 75
        process.send_signal(signal.SIGKILL)
    while max(_truth(served)) >= 10 and time.monotonic() < deadline:
        pass
    assert max(_truth(served)) < 10
    status = served.json("status")
    assert status["state"] == "IDLE" and status["faults"] == []


class Terminal:
    """A person at a terminal: waits for words, types."""

    def __init__(self, one: Bench, *words: str) -> None:
        self.said = ""
        self.master, slave = pty.openpty()
        command = [STATION, "-s", one.port, "calibrate", *words]
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=one.environment()
        )
        os.close(slave)

    def wait_for(self, words: str) -> None:
        self.wait_for_any(words)

    def wait_for_more(self) -> None:
        assert select.select([self.master], [], [], LONGEST_S)[0], self.said
        try:
            self.said += os.read(self.master, 4096).decode()
        except OSError as error:
            raise AssertionError(self.said) from error

    def type(self, text: str) -> None:
        self.said = ""
        os.write(self.master, text.encode() + b"\n")

    def reads(self, gauge: Callable[[], str], until: str) -> None:
        """Type what the gauge reads each time it is asked: what was not still yet is read again."""
        while until not in self.said:
            self.wait_for("The gauge reads (mmHg)")
            self.type(gauge())
            self.wait_for_any(until, "not still")

    def wait_for_any(self, *words: str) -> None:
        while not any(one in self.said for one in words):
            self.wait_for_more()

    def end(self) -> int:
        with contextlib.suppress(OSError):
            while data := os.read(self.master, 4096):
                self.said += data.decode()
        os.close(self.master)
        return self.process.wait(LONGEST_S)


def test_a_person_is_guided_and_may_read_again(served: Bench) -> None:
    person = Terminal(served, "--leg", "left")
    person.wait_for("Your name")
    assert "Nobody is in the boots" in person.said
    person.type("Kim")
    person.wait_for("[y/N]")
    person.type("y")
    person.wait_for("The gauge reads (mmHg)")
    person.type("eighty")
    person.wait_for("The gauge reads (mmHg)")
    person.reads(lambda: "70", "all six sensors")
    person.reads(lambda: f"{_truth(served)[0]:.1f}", "Keep this calibration?")
    assert "becomes" in person.said
    person.type("y")
    assert person.end() == 0 and "calibrated" in person.said


def test_a_person_who_does_not_say_that_the_boots_are_empty_moves_nothing(served: Bench) -> None:
    person = Terminal(served, "--leg", "left", "--by", "Kim")
    person.wait_for("[y/N]")
    person.type("")
    assert person.end() == 2 and "nothing was moved" in person.said
    assert max(_truth(served)) < 1
