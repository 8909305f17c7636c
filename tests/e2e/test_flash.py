"""`station flash` on a served station with our firmware: log pulled, BOOTSEL, copied, back with all it had."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.e2e.bench_of_one import bench
from tests.host import uf2_files as make

pytestmark = pytest.mark.timeout(120)


def test_flashed_and_back(tmp_path: Path) -> None:
    path = tmp_path / "pico.uf2"
    path.write_bytes(make.pico(blocks=300))
    other = tmp_path / "pico2.uf2"
    other.write_bytes(make.pico2())
    with bench(tmp_path, "--dir", str(tmp_path / "state")) as one:
        one.json("config", "set", "bath_l", "410")
        refused = one.call("flash", str(other))
        assert refused.returncode == 7 and "RP2350" in refused.stderr
        told = one.json("flash", str(path))
        assert (told["type"], told["virtual"], told["image"]["micropython"]) == ("flash/1", True, "1.29.0")
        assert told["pulled"] > 0 and told["micropython"] == told["micropython_before"]
        one.port = told["port"]
        assert one.booted().json("config", "get", "bath_l")["settings"]["bath_l"] == 410
        assert one.json("logs", "pull")["lost"] == 0
        told_of_it = one.call("logs", "history").stdout.splitlines()
        assert "its bootloader was asked for" in told_of_it[-1], told_of_it
        doctor = one.json("doctor", "--store", str(tmp_path / "store.sqlite"))
        wrong = {row["check"] for row in doctor["rows"] if row["verdict"] != "ok"}
        assert (doctor["station"], wrong) == (told["serial"], {"self-test", "calibration"})


def test_while_a_session_is_armed_nothing_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "pico.uf2"
    path.write_bytes(make.pico())
    with bench(tmp_path, speed="1") as one:
        one.json("run", "flush-20", "--screened")
        refused = one.call("--json", "flash", str(path))
        assert refused.returncode == 7
        assert json.loads(refused.stderr.splitlines()[-1])["name"] == "refused"
        assert one.json("status")["state"] in {"SELFTEST", "READY"}
