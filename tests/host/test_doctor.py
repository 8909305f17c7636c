"""`station doctor`: each thing that can be wrong is one row with its remedy, and the exit code says which kind."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.host.command import Call, objects
from tests.host.fake_methods import FakeMethods
from tests.host.fake_station import FakeStation

from recovery_station import discover, udev
from recovery_station.authoring import config
from recovery_station.discover import Candidate
from recovery_station.doctor import host
from recovery_station.doctor.holders import Process, holders, running
from recovery_station.doctor.rows import Row, worst
from recovery_station.errors import BusyError, NoStationError, RefusedError, StationError
from recovery_station.flash.drives import Drive
from recovery_station.station import Station
from station_firmware.core import fault, figures

PASSED: dict[str, Any] = {"passed": True, "found": None, "figures": [0] * figures.COUNT}
NEVER: dict[str, Any] = {"passed": False, "found": None, "figures": [None] * figures.COUNT}


@pytest.fixture(autouse=True)
def one_station(fake: FakeStation, monkeypatch: pytest.MonkeyPatch) -> None:
    """One port, a station that is well, and a computer without ModemManager."""
    monkeypatch.setattr(discover, "candidates", lambda: [Candidate("fake:", "fake0001", None, virtual=False)])
    monkeypatch.setattr(host, "running", lambda name: list[Process]())
    monkeypatch.setattr(host, "drives", lambda: list[Drive]())
    fake.selftest = PASSED
    keeps(monkeypatch, config.GOOD)
    said(fake, "status", baths_cdegc=[3812, 1200], zones_mmhg=[0] * 10)
    said(fake, "hello", mpy=6 | 3 << 8)


def keeps(monkeypatch: pytest.MonkeyPatch, kept: str) -> None:
    """How its settings lie in the station."""
    monkeypatch.setattr(Station, "config", lambda self: config.Configuration(kept, {}, ""))


def said(fake: FakeStation, method: str, **changed: Any) -> None:
    """Let the station answer as before but for these fields."""
    before: Callable[[dict[str, Any]], Any] = fake.overrides.get(method) or plain(fake, method)
    fake.overrides[method] = lambda given: {**before(given), **changed}


def plain(fake: FakeStation, method: str) -> Callable[[dict[str, Any]], Any]:
    methods = FakeMethods(fake)
    return methods.status if method == "status" else vars(FakeMethods)["_hello"].__get__(methods)


def rows(out: str) -> dict[str, dict[str, Any]]:
    (told,) = objects(out)
    assert told["type"] == "doctor/1"
    for row in told["rows"]:
        assert bool(row["remedy"]) is (row["verdict"] != "ok"), row
    return {row["check"]: row for row in told["rows"]}


def test_a_healthy_station_on_a_healthy_computer(call: Call) -> None:
    code, out, err = call("--json", "doctor")
    found = rows(out)
    assert (code, err) == (0, "") and {row["verdict"] for row in found.values()} == {"ok"}
    assert json.loads(out)["station"] == "fake0001" and json.loads(out)["verdict"] == "ok"
    code, out, _ = call("doctor")
    assert code == 0 and "nothing stands in the way" in out


@pytest.mark.parametrize(
    ("method", "changed", "check", "verdict"),
    [
        ("hello", {"firmware": "0.0.9"}, "firmware", "warn"),
        ("hello", {"implementation": "micropython 1.27.0"}, "MicroPython", "bad"),
        ("hello", {"implementation": "micropython 1.30.0"}, "MicroPython", "bad"),
        ("hello", {"mpy": 6 | 2 << 8}, ".mpy format", "bad"),
        ("hello", {"last_boot": "watchdog"}, "last boot", "warn"),
        ("hello", {"last_boot": "firmware_error"}, "last boot", "warn"),
        ("status", {"state": "FAULT"}, "state", "bad"),
        ("status", {"state": "MAINTENANCE"}, "state", "warn"),
        ("status", {"state": "RUNNING"}, "state", "ok"),
        ("status", {"clock_ok": False}, "clock", "warn"),
        ("status", {"chain_ok": False}, "safety chain", "bad"),
        ("status", {"estop": True}, "emergency stop", "warn"),
        ("status", {"baths_cdegc": [None, 1200]}, "readings", "bad"),
        ("status", {"log_full_pct": 74}, "log", "ok"),
        ("status", {"log_full_pct": 75}, "log", "warn"),
        ("status", {"log_full_pct": 99}, "log", "warn"),
        ("status", {"log_full_pct": 100}, "log", "bad"),
        ("status", {"heap_free": 19999}, "memory", "bad"),
        ("status", {"heap_free": 20000}, "memory", "warn"),
        ("status", {"heap_free": 29999}, "memory", "warn"),
        ("status", {"heap_free": 30000}, "memory", "ok"),
        ("status", {"tick": [19999, 3]}, "tick", "ok"),
        ("status", {"tick": [20000, 0]}, "tick", "warn"),
    ],
)
def test_one_thing_wrong_is_one_row(
    fake: FakeStation, call: Call, method: str, changed: dict[str, Any], check: str, verdict: str
) -> None:
    said(fake, method, **changed)
    code, out, _ = call("--json", "doctor")
    found = rows(out)
    assert found[check]["verdict"] == verdict
    assert {row["verdict"] for name, row in found.items() if name != check} == {"ok"}
    assert code == (1 if verdict == "bad" else 0)


def test_faults_are_rows_with_the_tables_remedy(fake: FakeStation, call: Call) -> None:
    fake.faults = [[fault.OVER_PRESSURE, "L3", 133, 130, 5, 1], [fault.SENSOR_UNCALIBRATED, "", 0, 0, 6, 1]]
    code, out, err = call("--json", "doctor")
    (told,) = objects(out)
    bad = [row for row in told["rows"] if row["verdict"] == "bad"]
    assert code == 1 and [row["check"] for row in bad] == ["fault", "fault", "calibration"]
    assert "couplings" in bad[0]["remedy"] and json.loads(err)["data"]["bad"] == [row["check"] for row in bad]


@pytest.mark.parametrize(
    ("answer", "test", "calibration"),
    [
        (PASSED, "ok", "ok"),
        (NEVER, "warn", "warn"),
        ({**NEVER, "figures": [0] * figures.COUNT}, "warn", "warn"),
        ({**NEVER, "found": [fault.HOSE_KINKED, "L4", 29, 10]}, "bad", "warn"),
        ({**NEVER, "found": [fault.SENSOR_UNCALIBRATED, "", 0, 0]}, "bad", "bad"),
    ],
)
def test_what_the_last_self_test_says(
    fake: FakeStation, call: Call, answer: dict[str, Any], test: str, calibration: str
) -> None:
    fake.selftest = answer
    found = rows(call("--json", "doctor")[1])
    assert (found["self-test"]["verdict"], found["calibration"]["verdict"]) == (test, calibration)


def test_settings_damaged_never_set_and_not_to_be_had_now(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeps(monkeypatch, config.DAMAGED)
    assert rows(call("--json", "doctor")[1])["settings"]["verdict"] == "bad"
    keeps(monkeypatch, config.NEVER)
    assert "nothing is heated" in rows(call("--json", "doctor")[1])["settings"]["found"]

    def running_now(_station: Station) -> None:
        raise RefusedError("only at rest")

    monkeypatch.setattr(Station, "config", running_now)
    row = rows(call("--json", "doctor")[1])["settings"]
    assert row["verdict"] == "ok" and "only at rest" in row["found"]


def test_another_protocol_is_bad_and_the_rest_is_not_asked(fake: FakeStation, call: Call) -> None:
    fake.protocol = (2, 3)
    code, out, _ = call("--json", "doctor")
    found = rows(out)
    assert code == 1 and found["protocol"]["verdict"] == "bad" and "state" not in found


@pytest.mark.parametrize(
    ("error", "code"), [(NoStationError("none", "plug"), 3), (BusyError("held", "end"), 4)]
)
def test_no_station_and_a_busy_one_keep_their_exit_codes(
    call: Call, monkeypatch: pytest.MonkeyPatch, error: StationError, code: int
) -> None:
    def failing(_target: str | None) -> None:
        raise error

    monkeypatch.setattr(discover, "find_port", failing)
    done, out, err = call("--json", "doctor")
    (told,) = objects(out)
    assert done == code == json.loads(err)["exit"] and told["station"] is None and told["verdict"] == "bad"
    assert told["rows"][-1] == {
        "about": "station",
        "check": "answers",
        "verdict": "bad",
        "found": error.message,
        "remedy": error.hint,
    }
    assert any(row["check"] == "Python" for row in told["rows"])


def test_a_station_that_falls_silent_leaves_the_rows_before(fake: FakeStation, call: Call) -> None:
    said(fake, "status", faults_count=2)
    fake.gone_after = 2
    code, out, _ = call("--json", "doctor")
    found = {row["check"]: row for row in objects(out)[0]["rows"]}
    assert code == 3 and found["protocol"]["verdict"] == "ok" and found["answers"]["verdict"] == "bad"


# ------------------------------------------------------------ this computer


def process(proc: Path, pid: int, comm: str, *files: str) -> None:
    (proc / str(pid) / "fd").mkdir(parents=True)
    (proc / str(pid) / "comm").write_text(comm + "\n")
    (proc / str(pid) / "cmdline").write_text(f"{comm}\0--flag\0")
    for number, target in enumerate(files):
        (proc / str(pid) / "fd" / str(number)).symlink_to(target)


def test_who_holds_a_port_also_behind_a_link(tmp_path: Path) -> None:
    proc, port, link = tmp_path / "proc", tmp_path / "ttyACM0", tmp_path / "line"
    port.touch()
    link.symlink_to(port)
    process(proc, 12, "minicom", "/dev/null", str(port))
    process(proc, 13, "bash", "/dev/null")
    (proc / "self").mkdir()
    for name in (port, link):
        assert holders(str(name), proc) == [Process(12, "minicom --flag")]
    assert holders(str(tmp_path / "other"), proc) == [] == holders(str(port), tmp_path / "none")


def test_this_process_is_seen_with_its_own_file(tmp_path: Path) -> None:
    path = tmp_path / "held"
    with path.open("w"):
        assert os.getpid() in [one.pid for one in holders(str(path))]
    assert holders(str(path)) == []


def test_modem_manager_is_told_by_its_name_and_needs_a_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proc = tmp_path / "proc"
    process(proc, 77, "ModemManager")
    assert running("ModemManager", proc) == [Process(77, "ModemManager")] and running("x", proc) == []
    monkeypatch.setattr(host, "running", lambda name: running(name, proc))
    look = vars(host)["_modem_manager"]
    monkeypatch.setattr(udev, "ignoring_modems", lambda: iter([]))
    row = look()
    assert row.verdict == "warn" and "77" in row.found and "udev" in row.remedy
    monkeypatch.setattr(udev, "ignoring_modems", lambda: iter([udev.TARGET]))
    assert look().verdict == "ok"


def test_a_held_port_and_one_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = tmp_path / "ttyACM0"
    look = vars(host)["_port"]
    assert [row.verdict for row in look(str(port))] == ["bad"]
    port.touch()
    assert {row.verdict for row in look(str(port))} == {"ok"}
    monkeypatch.setattr(host, "holders", lambda port: [Process(5, "screen"), Process(os.getpid(), "me")])
    row = list(look(str(port)))[-1]
    assert row.verdict == "bad" and "process 5 (screen)" in row.found and str(os.getpid()) not in row.found
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert any(row.check == "port permission" and row.verdict == "bad" for row in look(str(port)))


def test_a_store_not_there_one_that_is_none_and_a_good_one(tmp_path: Path) -> None:
    look = vars(host)["_store"]
    assert look(str(tmp_path / "a" / "b" / "new.sqlite")).verdict == "ok"
    (tmp_path / "text").write_text("this is no database, but longer than a header of one" * 9)
    assert look(str(tmp_path / "text")).verdict == "bad"
    assert look(str(tmp_path / "text" / "below.sqlite")).verdict == "bad"
    assert look(str(tmp_path)).verdict == "bad"
    from recovery_station.logs.store import Store

    Store.open(tmp_path / "good.sqlite").close()
    assert look(str(tmp_path / "good.sqlite")).verdict == "ok"
    assert not (tmp_path / "a").exists()


def test_a_board_that_waits_in_bootsel_is_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "drives", lambda: [Drive(Path("/media/kim/RPI-RP2"), "RPI-RP2")])
    row = rows(call("--json", "doctor")[1])["BOOTSEL"]
    assert row["verdict"] == "warn" and "--drive /media/kim/RPI-RP2" in row["remedy"]


def test_versions_are_those_the_project_pins() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = dict(
        one.split("==") for one in project["project"]["dependencies"] if "==" in one and ";" not in one
    )
    assert {name: one for name, one in host.PINNED.items() if one} == wanted
    look = vars(host)["_package"]
    assert look("no-such-package", None).verdict == "bad"
    assert (look("mpremote", "0.0.1").verdict, look("mpremote", None).verdict) == ("bad", "ok")


def test_the_worst_row_decides() -> None:
    ok, warn, bad = Row("host", "x", "ok", ""), Row("host", "x", "warn", ""), Row("host", "x", "bad", "")
    assert (worst([]), worst([ok]), worst([ok, warn]), worst([warn, bad, ok])) == ("ok", "ok", "warn", "bad")
