"""From the command line over a PTY to the real firmware and back: what gym staff and scripts do, and do wrong."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from tests.e2e.bench_of_one import Bench, bench

pytestmark = pytest.mark.timeout(240)


def test_a_session_from_start_to_report(tmp_path: Path) -> None:
    with bench(tmp_path, "--seed", "5", speed="20") as one:
        listed = one.json("list")
        assert listed["state"] == "IDLE"
        assert one.call("presets", "show", "contrast-7x1").returncode == 0
        started = one.call("run", "flush-20", "--screened", "--confirmed-by", "Kim", "--member", "m-17")
        assert started.returncode == 0, started.stderr
        assert one.json("status")["state"] in {"SELFTEST", "READY", "RUNNING"}
        while one.json("status")["state"] != "RUNNING":
            pass
        assert one.call("pause").returncode == 0
        assert one.json("status")["state"] == "PAUSED"
        assert one.call("resume").returncode == 0
        running = one.json("status")
        assert running["session"]["protocol"] == "flush-20"
        while one.json("status")["log"]["next_seq"] < running["log"]["next_seq"] + 5:
            pass  # a record a second
        assert one.call("stop").returncode == 0
        while one.json("status")["state"] != "IDLE":
            pass
        assert one.call("time", "sync").returncode == 0
        pulled = one.call("logs", "pull")
        assert pulled.returncode == 0, pulled.stderr
        assert one.json("status")["log"]["unacked"] <= 4
        again = one.call("logs", "pull")
        assert again.returncode == 0
        sessions = [json.loads(line) for line in one.call("--json", "logs", "list").stdout.splitlines()]
        assert [row["end_reason"] for row in sessions] == ["host_stop"]
        session = str(sessions[0]["id"])
        _check_records(one, tmp_path, session)


def _check_records(one: Bench, folder: Path, session: str) -> None:
    shown = one.call("logs", "show", session)
    assert shown.returncode == 0 and "host_stop" in shown.stdout
    table = folder / "session.csv"
    assert one.call("logs", "export", "--format", "csv", "-o", str(table)).returncode == 0
    with table.open(newline="") as file:
        assert len(list(csv.DictReader(file))) > 3
    page = folder / "report.html"
    assert one.call("logs", "report", session, "-o", str(page)).returncode == 0
    assert "<html" in page.read_text(encoding="utf-8")


def test_what_goes_wrong_has_its_exit_code_and_a_next_step(tmp_path: Path) -> None:
    with bench(tmp_path) as one:
        cases = (
            (7, one.call("run", "no-such-preset", "--screened", "--confirmed-by", "Kim")),
            (7, one.call("pause")),
            (7, one.call("resume")),
            (3, one.call("status", target="no-such-station")),
            (3, one.call("status", target=str(tmp_path / "no-port"))),
            (2, one.call("run")),
            (2, one.call("no-such-command")),
        )
        for code, done in cases:
            assert done.returncode == code, (code, done.args, done.stdout, done.stderr)
            assert "Traceback" not in done.stderr
            assert done.stdout == ""
            assert len(done.stderr.splitlines()) >= 2, "cause and next step"
        assert one.json("status")["state"] == "IDLE"


def test_garbage_on_the_line_changes_nothing_and_bare_stop_stops(tmp_path: Path) -> None:
    with bench(tmp_path) as one:
        before = one.json("status")
        for junk in (
            b"\x00\xff\x03\x04\x01" * 200 + b"\n",
            b"~{}*00000000\n",
            b"~" * 5000 + b"\n",
            b"STO\nSTOP \n",
        ):
            _write(one.port, junk)
        after = one.json("status")
        assert after["state"] == "IDLE" and after["faults"] == []
        assert after["uptime_ms"] > before["uptime_ms"], "it was never reset"
        assert one.call("run", "gentle-20", "--screened", "--confirmed-by", "Kim").returncode == 0
        while one.json("status")["state"] != "RUNNING":
            pass
        _write(one.port, b"STOP\n")
        assert one.json("status")["state"] in {"VENTING", "IDLE"}


def _write(port: str, data: bytes) -> None:
    descriptor = os.open(port, os.O_RDWR | os.O_NOCTTY)
    try:
        os.write(descriptor, data)
    finally:
        os.close(descriptor)


def test_records_outlive_the_power(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with bench(tmp_path, "--dir", str(state)) as one:
        first = one.json("status")
        serial = first["serial"]
        kept = first["log"]["next_seq"]
    with bench(tmp_path, "--dir", str(state)) as one:
        second = one.json("status")
        assert second["serial"] == serial
        assert second["log"]["next_seq"] > kept
