"""The command line in this process, against a fake station: objects, words, errors and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.host import story
from tests.host.command import Call, objects
from tests.host.fake_methods import FakeMethods
from tests.host.fake_station import FakeStation

from recovery_station import models
from recovery_station.cli.status import FAILING, words_of
from recovery_station.errors import BusyError
from recovery_station.snapshot import to_status
from recovery_station.transport import serial
from station_firmware.core import states


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


@pytest.mark.parametrize(("full_pct", "wanted"), [(1, 0), (74, 0), (75, 6), (100, 6)])
def test_a_log_nearly_full_is_told_and_is_exit_6(
    fake: FakeStation, call: Call, full_pct: int, wanted: int
) -> None:
    fake.fill(12)
    status = FakeMethods(fake).status
    fake.overrides["status"] = lambda given: {**status(given), "log_full_pct": full_pct}
    code, out, err = call("status", "--json")
    (told,) = objects(out)
    assert (code, told["log"]["full_pct"]) == (wanted, full_pct)
    if wanted:
        error = json.loads(err)
        assert (error["exit"], error["name"], error["hint"]) == (6, "log_full", "run `station logs pull`")
        assert error["data"] == {"full_pct": full_pct, "limit_pct": 75, "unacked": 12}
    else:
        assert err == ""


@pytest.mark.parametrize(("failing", "said"), [(1, "unreadable"), (2, "unwritable")])
def test_an_archive_whose_flash_fails_is_told(fake: FakeStation, call: Call, failing: int, said: str) -> None:
    status = FakeMethods(fake).status
    fake.overrides["status"] = lambda given: {**status(given), "log_failing": failing}
    code, out, _ = call("status", "--json")
    assert (code, objects(out)[0]["log"]["archive_failing"]) == (0, said)
    told = call("status")[1]
    assert FAILING[said] in told
    fake.overrides["status"] = lambda given: {**status(given), "log_failing": 0}
    assert "archive_failing" not in call("status", "--json")[1] and "flash archive" not in call("status")[1]


def test_status_in_words(fake: FakeStation, call: Call) -> None:
    fake.faults = [[101, "L3", 133, 130, 5, 1]]
    code, out, _ = call("status")
    assert code == 0
    assert "FAULT 101 over_pressure L3: 133 mmHg (limit 130 mmHg)" in out
    assert "hot 38.1 °C, cold no reading" in out


# REQ-132
def test_status_says_what_is_kept_and_when_it_is_ready() -> None:
    wire = models.WireStatus(
        "IDLE", 0, True, [], [], [3712, 1500], True, False, None, 0, (0, 0, 0), 1, (1, 0)
    )
    hello = models.Hello((1, 1), "0", "s", "n", 1)
    plain = words_of(to_status(hello, wire))
    assert "baths: hot 37.1 °C, cold 15.0 °C\n" in plain and "STOP" not in plain
    wire.baths_ready_min, wire.baths_kept_cdegc = [0, 28], [3800, None]
    kept = to_status(hello, wire)
    assert kept.baths_ready_min == {"hot": 0, "cold": 28}
    assert kept.baths_kept_degc == {"hot": 38.0, "cold": None}
    assert "hot 37.1 °C (kept at 38.0 °C, ready), cold 15.0 °C (ready in 28 min)" in words_of(kept)
    wire.baths_stopped, wire.clock_ok = True, False
    stopped = words_of(to_status(hello, wire))
    assert (
        "STOP was pressed: no bath is kept" in stopped
        and "so no bath is kept by the opening hours" in stopped
    )


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


def test_run_waits_for_a_station_that_was_just_switched_on(fake: FakeStation, call: Call) -> None:
    def booted() -> None:
        fake.state, fake.refusal = "IDLE", ""

    fake.state, fake.refusal = "SELFTEST", "not in state"
    fake.play = [(2.0, booted)]
    assert call("run", "flush-20", "--screened")[0] == 0
    assert fake.changes == ["session.start"]


def test_run_does_not_wait_for_ever_nor_in_another_state(fake: FakeStation, call: Call) -> None:
    fake.state, fake.refusal = "SELFTEST", "not in state"
    assert call("run", "flush-20", "--screened")[0] == 7
    assert fake.changes == [] and fake.now() > 15
    fake.state, begun_s = "RUNNING", fake.now()
    assert call("run", "flush-20", "--screened")[0] == 7
    assert fake.now() - begun_s < 5


def test_pause_waits_for_no_self_test(fake: FakeStation, call: Call) -> None:
    fake.state, fake.refusal = "SELFTEST", "not in state"
    assert call("pause")[0] == 7
    assert fake.now() < 5


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
    assert fake.stop_lines


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

    sent: list[tuple[str, bytes]] = []
    monkeypatch.setattr(fake, "open", held)

    def shout(port: str, data: bytes) -> None:
        sent.append((port, data))

    monkeypatch.setattr(serial, "shout", shout)
    code, _, err = call("stop")
    assert (code, sent) == (4, [("/dev/fake", b"\nSTOP\n")])
    assert "STOP was sent" in err


def test_stop_goes_out_before_anything_is_asked(fake: FakeStation, call: Call) -> None:
    fake.silent = True
    assert call("stop", "--timeout", "1")[0] == 5
    assert fake.stop_lines == 1
    assert fake.calls == []


@pytest.mark.parametrize(("protocol", "side"), [((2, 3), "this host"), ((0, 0), "firmware")])
def test_versions_that_do_not_fit_leave_status_stop_and_logs(
    fake: FakeStation, call: Call, protocol: tuple[int, int], side: str
) -> None:
    fake.protocol = protocol
    fake.fill(3)
    assert call("status")[0] == 0
    assert call("logs", "pull")[0] == 0
    assert call("stop")[0] == 0
    code, _, err = call("run", "flush-20", "--screened")
    assert code == 7
    assert side in err


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
    assert (session["id"], session["end_reason"], session["fault"]) == ("3-1", "fault", "over_pressure")
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
