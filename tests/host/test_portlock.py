"""One command at a time a station: another process is turned away at once, with who holds it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recovery_station import registry
from recovery_station.errors import BusyError, NoStationError
from recovery_station.portlock import PortLock
from recovery_station.transport.serial import SerialTransport

HOLD = """
import sys
from pathlib import Path
from recovery_station import registry
from recovery_station.portlock import PortLock
folder = Path(sys.argv[1])
registry.directory = lambda: folder
PortLock.command = "station run"
held = PortLock("aa11", "/dev/one")
held.take()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Locks of the test's own."""
    monkeypatch.setattr(registry, "directory", lambda: tmp_path / "run" / "stations")
    return tmp_path / "run"


def test_another_process_is_named_and_its_end_frees_the_station(folder: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(folder / "stations")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match="`station run`") as caught:
            PortLock("aa11", "/dev/two").take()
        assert caught.value.exit_code == 4
        assert caught.value.data == {"port": "/dev/two", "pid": process.pid, "command": "station run"}
        with pytest.raises(BusyError):
            SerialTransport("/dev/no-such", "aa11").open()
        other = PortLock("bb22", "/dev/two")
        other.take()
        other.release()
        process.kill()
        process.wait()
    lock = PortLock("aa11", "/dev/two")
    lock.take()
    lock.release()
    lock.release()


def test_a_port_that_does_not_open_gives_the_station_back(folder: Path) -> None:
    transport = SerialTransport("/dev/no-such", "aa11")
    with pytest.raises(NoStationError):
        transport.open()
    held = subprocess.run(
        [sys.executable, "-c", HOLD, str(folder / "stations")],
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert held.stdout == "held\n", held.stderr
    transport.close()


def test_within_a_process_it_is_held_until_the_last_gives_it_back(folder: Path) -> None:
    outer, inner = PortLock("aa11", "/dev/one"), PortLock("aa11", "/dev/one")
    outer.take()
    outer.take()  # a transport opened twice is closed once
    inner.take()
    inner.release()
    asked = [sys.executable, "-c", HOLD, str(folder / "stations")]
    busy = subprocess.run(asked, input="", capture_output=True, text=True, check=False)
    assert "BusyError" in busy.stderr
    outer.release()
    assert subprocess.run(asked, input="", capture_output=True, text=True, check=False).stdout == "held\n"


def test_a_serial_that_is_no_file_name_and_a_place_that_takes_no_lock(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = PortLock("/dev/../x y", "/dev/one")
    lock.take()
    assert [path.name for path in (folder / "locks").glob("*.lock")] == ["_dev_x_y.lock"]
    lock.release()
    blocked = folder / "file"
    blocked.touch()
    monkeypatch.setattr(registry, "directory", lambda: blocked / "stations")
    PortLock("aa11", "/dev/one").take()
