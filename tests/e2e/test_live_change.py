"""A preset drawn, a session with a zone left off, changed while it runs, and what its record tells: real firmware."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.e2e.bench_of_one import Bench, bench

pytestmark = pytest.mark.timeout(240)


def _wait_for(one: Bench, state: str) -> None:
    while one.json("status")["state"] != state:
        pass


def test_a_running_session_is_changed_and_the_record_tells_it(tmp_path: Path) -> None:
    with bench(tmp_path, "--seed", "7", speed="20") as one:
        refused = one.call("adjust", "--up", "5")
        assert (refused.returncode, refused.stdout) == (7, "")
        assert "not in state" in refused.stderr
        assert (
            one.call("run", "flush-20", "--screened", "--confirmed-by", "Kim", "--off", "L2").returncode == 0
        )
        _wait_for(one, "RUNNING")
        assert "from each leg's next cycle" in one.call("adjust", "--up", "5").stdout
        told = one.json("adjust", "--boost", "calf", "--mmhg", "8")
        assert (told["type"], told["zone"], told["mmhg"], told["state"]) == ("adjust/1", 3, 8, "RUNNING")
        above = one.call("adjust", "--up", "20", "--json")
        assert one.call("adjust", "--up", "20").returncode == 7, "the second one would leave the bounds"
        assert above.returncode == 0
        assert one.call("adjust", "--longer").returncode == 0
        assert one.json("status")["session"]["remaining_s"] > 1200
        assert one.json("status")["targets_mmhg"]["L2"] == 0
        assert one.call("adjust", "--skip").returncode == 0
        _wait_for(one, "IDLE")
        assert one.call("logs", "pull").returncode == 0
        shown = one.call("logs", "show", "last").stdout
        for words in (
            "intensity +5: highest target 85",
            "boost: calf of both legs +8",
            "longer: step 1",
            "skip:",
        ):
            assert words in shown


def test_a_zone_may_be_left_off_but_not_a_whole_leg(tmp_path: Path) -> None:
    with bench(tmp_path) as one:
        whole_leg = [word for zone in range(1, 6) for word in ("--off", f"L{zone}")]
        refused = one.call("run", "flush-20", "--screened", "--confirmed-by", "Kim", *whole_leg)
        assert refused.returncode == 7
        assert "nothing is left to fill" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_preset_is_drawn_by_the_command(tmp_path: Path) -> None:
    picture = tmp_path / "pulse.png"
    with bench(tmp_path) as one:
        done = one.call("presets", "show", "pulse-20", "-o", str(picture))
        assert done.returncode == 0, done.stderr
        assert "thigh" in done.stdout and "every later cycle" in done.stdout
        plain = one.call("--json", "presets", "show", "pulse-20")
        assert json.loads(plain.stdout)["type"] == "protocol/1"
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_after_hose_off_the_very_command_is_offered(tmp_path: Path) -> None:
    scenario = tmp_path / "never_fitted.toml"
    scenario.write_text('[[event]]\nat_s = 0.5\ninject = "hose_off"\nzone = "R4"\n')
    with bench(tmp_path, "--scenario", str(scenario)) as one:
        done = one.call("run", "flush-20", "--screened", "--confirmed-by", "Kim", "--follow")
        assert done.returncode == 10, done.stderr
        assert "`station run flush-20 --off R4`" in done.stderr
        assert "--off R4" in one.call("status").stdout
