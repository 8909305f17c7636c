"""The command line in this process, against a fake station: objects, words, errors and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.host import story
from tests.host.fake_station import FakeStation

from recovery_station import discover, registry
from recovery_station.cli.arguments import hoist
from recovery_station.cli.run import run
from recovery_station.errors import BusyError
from recovery_station.station import Station
from station_firmware.core import states

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(
    fake: FakeStation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Call:
    """Run `station ARGUMENTS` on the fake; returns exit code, stdout, stderr."""

    def transport(_target: str | None) -> FakeStation:
        return fake

    monkeypatch.setattr(discover, "transport_for", transport)
    monkeypatch.setenv("STATION_STORE", str(tmp_path / "journal.sqlite"))
    monkeypatch.delenv("STATION", raising=False)

    def called(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return called


def objects(text: str) -> list[dict[str, Any]]:
    """Every line of stdout as an object."""
    return [json.loads(line) for line in text.splitlines()]


def test_status_object_is_complete(fake: FakeStation, call: Call) -> None:
    fake.faults = [[101, "L3", 133, 130, 5, 1], [106, "R1", 40, 40, 6, 1], [320, "", 0, 0, 7, 1]]
    fake.fill(12)
    code, out, err = call("status", "--json")
    (status,) = objects(out)
    assert (code, err) == (0, "")
    keys = "type station serial firmware micropython state uptime_ms clock_ok session zones_mmhg targets_mmhg"
    assert list(status) == [
        *keys.split(),
        *["baths_degc", "chain_ok", "estop", "faults", "log", "heap_free", "tick"],
    ]
    assert status["type"] == "status/1"
    assert status["zones_mmhg"]["L1"] == 80
    assert status["zones_mmhg"]["R1"] is None
    assert status["baths_degc"] == {"hot": 38.12, "cold": None}
    assert [fault["code"] for fault in status["faults"]] == [101, 106, 320]
    fault = status["faults"][0]
    assert list(fault) == [
        "code",
        "name",
        "channel",
        "measured",
        "limit",
        "unit",
        "since_ms",
        "count",
        "remedy",
    ]
    assert (fault["name"], fault["unit"]) == ("over_pressure", "mmHg")
    assert fault["remedy"].endswith("pull the couplings, then the zips.")
    assert status["log"] == {"first_seq": 0, "next_seq": 12, "unacked": 12}


def test_status_in_words(fake: FakeStation, call: Call) -> None:
    fake.faults = [[101, "L3", 133, 130, 5, 1]]
    code, out, _ = call("status")
    assert code == 0
    assert "FAULT 101 over_pressure L3: 133 mmHg (limit 130 mmHg)" in out
    assert "hot 38.1 °C, cold no reading" in out


def test_presets(call: Call) -> None:
    _, out, _ = call("--json", "presets", "list")
    assert [one["id"] for one in objects(out)][:2] == ["flush-20", "flush-30"]
    _, out, _ = call("presets", "show", "flush-20", "--json")
    (document,) = objects(out)
    assert document["step"][0]["target_mmhg"] == [80, 75, 70, 65, 60]
    assert call("presets", "show", "flush-20")[0] == 0


def test_an_unknown_preset_is_refused(call: Call) -> None:
    code, out, err = call("run", "nix", "--screened", "--json")
    (error,) = objects(err)
    assert (code, out) == (7, "")
    assert (error["type"], error["exit"], error["name"]) == ("error/1", 7, "refused")
    assert "presets list" in error["hint"]


def test_run_without_screening_prints_the_list_and_refuses(fake: FakeStation, call: Call) -> None:
    code, out, err = call("run", "flush-20")
    assert (code, out) == (2, "")
    assert "blood clot" in err
    assert "--screened" in err
    assert "session.start" not in fake.changes


def test_run_arms(fake: FakeStation, call: Call) -> None:
    code, out, _ = call("run", "flush-20", "--screened", "--member", "Ann", "--soreness", "4", "--json")
    assert code == 0
    assert objects(out) == [{"type": "run/1", "session": "3-1", "protocol": "flush-20", "state": "READY"}]
    given = next(params for name, params in fake.calls if name == "session.start")
    assert (given["member"], given["soreness"], given["screened"]) == ("Ann", 4, True)
    assert "confirmed_by" not in given


@pytest.mark.parametrize(
    ("reason", "code"), [("completed", 0), ("user_stop", 10), ("fault", 10), ("estop", 10), (None, 10)]
)
def test_follow_tells_how_it_ended(fake: FakeStation, call: Call, reason: str | None, code: int) -> None:
    fake.play = [
        (1.0, lambda: setattr(fake, "state", "RUNNING")),
        (3.0, lambda: story.second(fake, 3000)),
        (9.0, lambda: setattr(fake, "state", "VENTING")),
        (9.5, lambda: setattr(fake, "last_end", reason and {"id": "3-1", "reason": reason})),
        (10.0, lambda: setattr(fake, "state", "FAULT" if reason == "fault" else "IDLE")),
    ]
    found, out, err = call("run", "flush-20", "--screened", "--follow", "--json")
    assert found == code
    assert objects(out)[-1] == {
        "type": "end/1",
        "session": "3-1",
        "reason": reason or "not_started",
        "ran_s": None,
    }
    assert bool(err) == bool(code)


def test_stop_pause_resume_ack(fake: FakeStation, call: Call) -> None:
    for command, state in (("pause", "PAUSED"), ("resume", "RUNNING"), ("stop", "IDLE"), ("ack", "SELFTEST")):
        code, out, _ = call(command, "--json")
        assert (code, objects(out)) == (0, [{"type": "state/1", "command": command, "state": state}])
    assert fake.stop_lines == 1


def test_a_refusal_is_exit_7_with_its_reason(fake: FakeStation, call: Call) -> None:
    fake.refusal, fake.state = "only at the panel", "FAULT"
    code, _, err = call("ack")
    assert code == 7
    assert "only at the panel" in err
    assert "next:" in err


def test_stop_is_sent_even_when_another_program_holds_the_port(
    fake: FakeStation, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held() -> None:
        raise BusyError("held", "wait", {"port": "/dev/fake"})

    sent: list[str] = []
    monkeypatch.setattr(fake, "open", held)
    monkeypatch.setattr(Station, "shout_stop", staticmethod(sent.append))
    code, _, err = call("stop")
    assert (code, sent) == (4, ["/dev/fake"])
    assert "STOP was sent" in err


def test_silence_is_exit_5(fake: FakeStation, call: Call) -> None:
    fake.silent = True
    assert call("status")[0] == 5
    assert call("status", "--timeout", "0.5")[0] == 5


def test_logs_from_pull_to_report(fake: FakeStation, call: Call, tmp_path: Path) -> None:
    story.whole_session(fake, seconds=90, reason=states.FAULT_END)
    records = len(fake.journal)
    _, out, _ = call("logs", "pull", "--json")
    assert objects(out)[0]["new"] == records
    _, out, _ = call("logs", "list", "--json")
    (session,) = objects(out)
    assert (session["id"], session["reason"], session["fault"]) == ("3-1", "fault", "over_pressure")
    _, out, _ = call("logs", "show", "last", "--json")
    assert [one["type"] for one in objects(out)][:2] == ["session/1", "event/1"]
    assert "over_pressure" in call("logs", "show", "3-1")[1]
    for name in ("report.html", "report.png", "all.csv"):
        arguments = ("export", "-o") if name.endswith("csv") else ("report", "last", "-o")
        assert call("logs", *arguments, str(tmp_path / name))[0] == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert call("logs", "report", "last", "-o", "report.pdf")[0] == 2
    assert call("logs", "show", "9-9")[0] == 2


def test_time_sync_and_repl(fake: FakeStation, call: Call) -> None:
    assert call("time", "sync", "--json")[0] == 0
    assert objects(call("repl", "--json")[1]) == [{"type": "repl/1", "port": "fake:", "state": "MAINTENANCE"}]
    assert fake.changes == ["clock.set", "service.repl"]


@pytest.mark.parametrize(
    "arguments", [("bogus",), ("run",), ("run", "x", "--soreness", "11"), ("--timeout", "soon", "status")]
)
def test_wrong_usage_is_exit_2(call: Call, arguments: tuple[str, ...]) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert "--help" in err


def test_the_unexpected_is_one_message_and_a_log(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(_station: Station) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(Station, "status", broken)
    code, _, err = call("status")
    assert code == 1
    assert "Traceback" not in err
    (log,) = tmp_path.rglob("station.log")
    assert "ZeroDivisionError" in log.read_text()
    assert "Traceback" in call("status", "--debug")[2]


def test_ctrl_c_is_clean(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_station: Station) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Station, "status", interrupted)
    code, _, err = call("status")
    assert code == 130
    assert "station stop" in err


def test_global_options_may_stand_anywhere() -> None:
    line = ["run", "x", "--json", "-s", "gym", "--timeout=3", "--", "--json"]
    assert hoist(line) == ["--json", "-s", "gym", "--timeout=3", "run", "x", "--", "--json"]


def test_help_names_every_command(call: Call) -> None:
    code, out, _ = call("--help")
    assert code == 0
    for command in [
        "list",
        "status",
        "presets",
        "run",
        "stop",
        "pause",
        "resume",
        "ack",
        "protocols",
        "logs",
        "time",
        "repl",
        "sim",
    ]:
        assert command in out


def test_list_without_stations_says_what_to_do(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "living", list)
    monkeypatch.setattr(discover, "_usb", list)
    code, out, err = call("list")
    assert (code, out) == (0, "")
    assert "sim serve" in err
