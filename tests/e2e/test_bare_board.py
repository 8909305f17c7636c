"""A board that was never flashed becomes a station that runs sessions, by the commands of a technician alone."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.e2e.bench_of_one import STATION, Bench
from tests.host import uf2_files as make
from tests.virtual.served import STOP_S, next_port

from recovery_station.flash import bootsel
from recovery_station.flash.drives import INFO
from recovery_station.flash.prompt import Prompt
from recovery_station.station import Station
from recovery_station.virtual.factory import CLOCK_US

pytestmark = pytest.mark.timeout(400)


@contextlib.contextmanager
def blank(folder: Path) -> Generator[Bench]:
    """A blank board in BOOTSEL; its port comes once it was flashed."""
    environment = os.environ | {"XDG_RUNTIME_DIR": str(folder)}
    command = [STATION, "sim", "serve", "--speed", "max", "--blank", "--dir", str(folder / "state")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield Bench(folder, "", process)
        finally:
            process.terminate()
            process.wait(STOP_S)


def flashed(one: Bench, image: Path) -> None:
    """`station flash --drive`, as for any board whose button is held."""
    drive = one.folder / "state" / "bootsel"
    while not (drive / INFO).exists():
        assert one.process.poll() is None
        time.sleep(0.05)
    done = one.call("--json", "flash", str(image), "--drive", str(drive), target="")
    assert done.returncode == 0, done.stderr
    one.port = next_port(one.process)


# REQ-173
def test_blank_flashed_bare_provisioned_and_in_service(tmp_path: Path) -> None:
    image = tmp_path / "pico.uf2"
    image.write_bytes(make.pico(blocks=40))
    site = tmp_path / "site.toml"
    site.write_text('schema = "settings/1"\nbath_l = 410\n')
    with blank(tmp_path) as one:
        flashed(one, image)
        assert one.call("status").returncode == 5
        unasked = one.call("provision")
        assert unasked.returncode == 2 and "holds nothing" in unasked.stderr and "--yes" in unasked.stderr
        wrong = one.call("provision", "--yes", "--name", "x" * 100)
        assert wrong.returncode == 2
        given = one.json("provision", "--yes", "--name", "Leg Lab", "--settings", str(site))
        assert given["station"] == "Leg Lab" and given["files"] > 3
        assert Path(given["key_file"]).is_file()
        status = one.booted().json("status")
        assert (status["station"], status["faults"], status["clock_ok"]) == ("Leg Lab", [], True)
        assert one.json("config", "get", "bath_l")["settings"]["bath_l"] == 410
        planned = one.json("update", "--dry-run")
        assert (planned["slot"], planned["sent"], planned["copied"], planned["dropped"]) == ("b", 0, 0, 0)
        assert one.json("selftest")["passed"]
        with Station.open(one.port) as station:
            # the day of the tests on the bench: emergency stop and pressure switch are due every day
            station.set_clock(CLOCK_US // 1_000_000 + 60)
            # the station looks at its clock each two seconds
            station.client.pump(3.0)
        one.json("run", "warmup-10", "--screened", "--confirmed-by", "Kim")
        while (state := one.json("status")["state"]) != "RUNNING":
            assert state in {"SELFTEST", "READY"}
        one.json("stop")
        while one.json("status")["state"] != "IDLE":
            pass
        assert one.json("logs", "pull")["lost"] == 0
        made_anew(one, next_seq=one.json("status")["log"]["next_seq"])


def made_anew(one: Bench, next_seq: int) -> None:
    """At its prompt a station is formatted once its whole archive was pulled; it keeps its key."""
    one.json("repl")
    time.sleep(bootsel.SETTLE_S)
    prompt = Prompt(one.port)
    for last, code in ((next_seq + 1, 7), (next_seq - 1, 0)):
        path = f"/log/00000000-{last:08x}.t"
        prompt.run(
            f"import os\nif 'log' not in os.listdir('/'): os.mkdir('/log')\nopen({path!r}, 'w').write('x')"
        )
        done = one.call("--json", "provision", "--yes", "--name", "Second")
        assert done.returncode == code, done.stderr
        if code:
            assert "1 files of the log on this board were never pulled" in done.stderr
            prompt.run(f"import os; os.remove({path!r})")
    assert one.booted().json("status")["station"] == "Second"
    assert one.call("repl").returncode == 0
