"""The update commands against a served station, as a technician runs them: whole processes, a real port, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.e2e.bench_of_one import bench

from recovery_station.flash import package, update
from recovery_station.station import Station

pytestmark = pytest.mark.timeout(240)
UNPLUG = '[[event]]\nat_s = 8.0\ninject = "usb_unplug"\nvalue = 2.0\n'


# REQ-142
def test_a_technician_updates_and_goes_back(tmp_path: Path) -> None:
    with bench(tmp_path) as one:
        one.booted()
        planned = one.json("update", "--dry-run")
        assert (planned["slot"], planned["sent"], planned["copied"]) == ("b", 0, planned["copied"])
        assert planned["copied"] == len(package.own().files)
        refused = one.call("rollback")
        assert refused.returncode == 7 and "no other firmware" in refused.stderr
        done = one.json("update")
        assert (done["from_slot"], done["slot"], done["dry_run"]) == ("a", "b", False)
        back = one.json("rollback")
        assert back["slot"] == "a"


# REQ-144
def test_a_key_is_given_once_and_the_service_needs_it(tmp_path: Path) -> None:
    with bench(tmp_path) as one:
        one.booted()
        given = one.json("provision")
        path = Path(given["key_file"])
        assert path.is_file() and path.stat().st_mode & 0o077 == 0
        assert path.read_text().strip() not in one.call("--debug", "update", "--dry-run").stderr
        again = one.call("provision")
        assert again.returncode == 7 and "key already" in again.stderr
        path.rename(path.with_suffix(".gone"))
        for words in (("update", "--dry-run"), ("rollback",), ("repl",)):
            without = one.call(*words)
            assert without.returncode == 7 and "no service key" in without.stderr, words
        path.with_suffix(".gone").rename(path)
        path.chmod(0o644)
        open_to_all = one.call("update", "--dry-run")
        assert open_to_all.returncode == 1 and "chmod 600" in open_to_all.stderr


def test_a_station_that_comes_back_on_another_port_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = tmp_path / "unplug.toml"
    scenario.write_text(UNPLUG)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with (
        bench(tmp_path, "--scenario", str(scenario), speed="4") as one,
        Station.open(one.port) as station,
    ):
        boot = station.hello.boot
        with pytest.raises(Exception, match="did not come back"):
            monkeypatch.setattr(update, "RETURN_S", 4.0)
            update.wait_for(station, boot)
        assert station.greet().boot == boot
        assert station.wire_status().uptime_ms > 8000
