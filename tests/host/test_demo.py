"""What `make run` says when it ends, and when it cannot."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from recovery_station import demo
from recovery_station.errors import NoStationError
from recovery_station.logs.pull import PullResult
from recovery_station.logs.query import SessionRow

ROW = SessionRow(
    station="s1",
    boot=2,
    number=3,
    protocol="flush-20",
    protocol_version=None,
    protocol_sha256=None,
    member=None,
    confirmed_by=None,
    soreness_0_10=None,
    screening_version=1,
    planned_s=1200,
    started_utc_s=None,
    ran_s=1206.0,
    at_pressure_s=1000.0,
    cycles=9,
    reason="completed",
    fault_code=None,
    first_seq=1,
    last_seq=1300,
    start_ticks_ms=0,
)


def outcome(reason: str = "completed") -> demo.Outcome:
    """A run that ended like this."""
    return demo.Outcome(replace(ROW, reason=reason), PullResult("s1", new=1300), (80.4, "L1"), 1206, 12.0)


def test_the_summary_has_five_lines_with_what_happened() -> None:
    lines = demo.summary(outcome(), Path("build/run")).splitlines()
    assert len(lines) == 5
    assert lines[0] == "session   2-3 flush-20 on s1: completed after 20:06"
    assert lines[1] == "pressure  9 cycles, 16:40 at pressure, highest 80 mmHg in L1"
    assert lines[2] == "log       1300 records pulled over the wire, 0 lost"
    assert lines[3].endswith("100 times as fast as the clock on the wall")
    assert lines[4].startswith("files     build/run/session.csv (1206 rows)")


@pytest.mark.parametrize(("reason", "code"), [("completed", 0), ("fault", 10), ("estop", 10)])
def test_the_exit_code_tells_how_the_session_ended(monkeypatch, tmp_path, reason: str, code: int) -> None:
    monkeypatch.setattr(demo, "run", lambda preset, folder: outcome(reason=reason))
    assert demo.main(["flush-20", str(tmp_path)]) == code


def test_an_error_is_cause_and_next_step_and_its_exit_code(monkeypatch, tmp_path, capsys) -> None:
    def fail(preset: str, folder: Path) -> demo.Outcome:
        raise NoStationError("nobody there", "start one")

    monkeypatch.setattr(demo, "run", fail)
    assert demo.main(["flush-20", str(tmp_path)]) == 3
    assert capsys.readouterr().err == "station: nobody there\n  next: start one\n"


def test_a_server_that_dies_is_no_station() -> None:
    dead = [sys.executable, "-c", ""]
    with (
        subprocess.Popen(dead, stdout=subprocess.PIPE, text=True) as process,
        pytest.raises(NoStationError, match="did not start"),
    ):
        demo.port_of(process)


def test_only_what_an_earlier_run_made_is_removed(tmp_path: Path) -> None:
    for name in ("session.csv", "mine.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    demo.make_room(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, capsys) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert demo.main(["flush-20", str(tmp_path / "file" / "run")]) == 1
    assert "cannot write" in capsys.readouterr().err
