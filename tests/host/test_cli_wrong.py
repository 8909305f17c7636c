"""The command line when something is wrong.

Usage, the unexpected, Ctrl-C, nothing connected; and its help.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.host.command import Call

from recovery_station import discover, registry
from recovery_station.cli.arguments import hoist
from recovery_station.station import Station


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
        "adjust",
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
