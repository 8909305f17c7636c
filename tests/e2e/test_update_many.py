"""Signed packages and `--all` against served stations, as a technician runs them; keyrings that fail."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.e2e.bench_of_one import bench

pytestmark = pytest.mark.timeout(300)
ROOT = Path(__file__).resolve().parents[2]


# REQ-170
def test_a_package_is_handed_to_every_station_there_is(tmp_path: Path) -> None:
    path = tmp_path / "new.rsp"
    with bench(tmp_path, "--seed", "1") as one, bench(tmp_path, "--seed", "2") as two:
        one.json("package", "-o", str(path))
        two.booted()
        planned = one.call("--json", "update", "--dry-run", "--all", str(path), target="")
        assert planned.returncode == 0, planned.stderr
        rows = [json.loads(line) for line in planned.stdout.splitlines()]
        assert len({row["serial"] for row in rows}) == 2 and {row["slot"] for row in rows} == {"b"}
        assert all(row["signed_by"] and row["dry_run"] for row in rows)
        # one of them is another computer's: it fails, and the other one is updated all the same
        given = one.json("provision")
        Path(given["key_file"]).unlink()
        done = one.call("--json", "update", "--all", "--at-once", "2", str(path), target="")
        assert done.returncode == 9, done.stderr
        (row,) = [json.loads(line) for line in done.stdout.splitlines()]
        assert (row["from_slot"], row["slot"], row["dry_run"]) == ("a", "b", False)
        assert row["serial"] != given["serial"]
        error = json.loads(done.stderr.splitlines()[-1])
        assert "no service key" in error["message"] and error["data"] == {"failed": 1, "stations": 2}
        left = {bench.json("status")["serial"]: bench.json("rollback") for bench in (two,)}
        assert left[row["serial"]]["slot"] == "a"
        for words in (("-s", one.port, "update", "--all"), ("update", "--at-once", "2")):
            assert one.call(*words, target="").returncode == 2


# REQ-171
def test_a_keyring_that_fails_is_no_traceback_in_any_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bench(tmp_path) as one:
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.host.keyrings.Locked")
        given = one.call("--json", "provision")
        assert given.returncode == 0 and "Failed to unlock" in given.stderr
        told = json.loads(given.stdout)
        path = Path(told["key_file"])
        assert told["kept_in"] == "file" and path.stat().st_mode & 0o077 == 0
        assert path.read_text().strip() not in given.stdout + given.stderr
        assert one.call("update", "--dry-run").returncode == 0
        path.rename(tmp_path / "away")
        for backend in ("Locked", "NoBus", "Broken"):
            monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"tests.host.keyrings.{backend}")
            for words in (("rollback",), ("repl",)):
                refused = one.call("--debug", *words)
                assert refused.returncode == 1 and "does not open" in refused.stderr, (backend, words)
                assert "put a copy of the key there" in refused.stderr
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.Keyring")
        refused = one.call("repl")
        assert refused.returncode == 1 and "does not open" in refused.stderr
        assert "Traceback" not in refused.stderr
