"""One bit of the flash turns over: the station stays up and says so, and nobody starts a session on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.e2e.bench_of_one import Bench, bench

from recovery_station.virtual import image

pytestmark = pytest.mark.timeout(240)


def _flash(folder: Path, *, damaged: bool) -> Path:
    """A state folder whose flash holds our firmware, with one bit of one text turned over."""
    folder.mkdir()
    image.provide("", folder / "flash.img")
    content = bytearray((folder / "flash.img").read_bytes())
    at = content.index(b"clocks do not agree")
    content[at] ^= damaged << 4
    (folder / "flash.img").write_bytes(content)
    return folder


def _started(one: Bench) -> tuple[int, str]:
    done = one.call("run", "flush-20", "--screened", "--confirmed-by", "Kim", "--follow")
    return done.returncode, done.stderr


# REQ-103
def test_a_bit_of_the_firmware_that_turned_over_refuses_a_session(tmp_path: Path) -> None:
    with bench(tmp_path, "--dir", str(_flash(tmp_path / "sick", damaged=True))) as one:
        code, words = _started(one)
        assert code == 10 and "station status" in words
        assert "Have the firmware installed again" in one.call("status").stdout
        fault = one.json("status")["faults"][0]
        assert (fault["name"], fault["limit"]) == ("firmware_damaged", 0) and fault["measured"] > 1
        acked = one.call("ack")
        assert acked.returncode == 0, acked.stderr
        assert one.call("status").returncode == 0


# REQ-103
def test_the_sound_one_starts(tmp_path: Path) -> None:
    with bench(tmp_path, "--dir", str(_flash(tmp_path / "sound", damaged=False))) as one:
        assert one.call("run", "flush-20", "--screened", "--confirmed-by", "Kim").returncode == 0
        while one.json("status")["state"] != "RUNNING":
            assert one.json("status")["state"] in ("SELFTEST", "READY", "RUNNING")
