"""`sim run` with the real firmware: how sessions end, what the line says, and the same trace twice."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from recovery_station.errors import UsageError
from recovery_station.virtual.run import RunOptions, run

PRESET = "flush-20"


def sim(directory: Path, scenario: str = "", **options: Any) -> tuple[int, dict[str, Any], str]:
    """Run; returns (exit code, the line, what was said of failed expectations)."""
    path = directory / "scenario.toml"
    path.write_text(scenario)
    out, err = io.StringIO(), io.StringIO()
    code = run(RunOptions(PRESET, scenario=path, **options), out, err)
    return code, json.loads(out.getvalue()), err.getvalue()


def event(at_s: float, **keys: object) -> str:
    """One [[event]] of a scenario."""
    rows = "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())
    return f"[[event]]\nat_s = {at_s}\n{rows}"


def test_an_estop_ends_the_session_and_vents(tmp_path: Path) -> None:
    code, line, _ = sim(
        tmp_path, event(40.0, press="estop") + '[expect]\nend_reason = "estop"\nvented_s_max = 8\n'
    )
    assert code == 0
    assert line["type"] == "sim-run/1"
    assert line["protocol"] == PRESET
    assert line["end_reason"] == "estop"
    assert [fault["name"] for fault in line["faults"]] == ["estop"]
    assert 0 < line["vented_s"] < 8
    assert max(line["peak_true_mmhg"].values()) < 110
    assert line["resets"] == line["late_ticks"] == 0
    assert line["ticks"] > 1900
    assert line["micropython"].startswith("1.29")


def test_a_power_cut_is_named_by_the_journal_of_the_next_boot(tmp_path: Path) -> None:
    code, line, _ = sim(tmp_path, event(40.0, inject="power_cut", value=2.0))
    assert (code, line["end_reason"], line["resets"]) == (0, "power_loss", 1)
    assert line["vented_s"] < 8


def test_a_hung_firmware_is_reset_by_its_watchdog(tmp_path: Path) -> None:
    code, line, _ = sim(tmp_path, event(40.0, inject="firmware_hang"))
    assert (code, line["end_reason"], line["resets"]) == (0, "fault", 1)
    assert "watchdog_reset" in [fault["name"] for fault in line["faults"]]


def test_a_failed_expectation_is_exit_10_and_a_wrong_one_a_usage_error(tmp_path: Path) -> None:
    code, _, said = sim(tmp_path, event(15.0, press="stop") + '[expect]\nend_reason = "completed"\n')
    assert code == 10
    assert "completed" in said
    with pytest.raises(UsageError):
        sim(tmp_path, '[expect]\nreason = "completed"\n', until_s=1.0)


def test_seconds_come_first(tmp_path: Path) -> None:
    code, line, _ = sim(tmp_path, until_s=20.0)
    assert (code, line["end_reason"], line["vented_s"]) == (0, None, None)
    assert 19.0 < line["ticks"] / 50 < 20.5


def test_the_same_seed_gives_the_same_trace_byte_for_byte(tmp_path: Path) -> None:
    texts = []
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        sim(tmp_path, event(30.0, press="stop"), trace=tmp_path / name, seed=seed)
        texts.append((tmp_path / name).read_bytes())
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]
