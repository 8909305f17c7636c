"""`sim serve`: port, link, registration, record and replay, unplugging, and a clean end."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest
import serial
from tests.virtual.served import next_port, served

from recovery_station.virtual import image, interpreter

ECHO = """
import select, sys, time, micropython
from machine import Pin, SPI
micropython.kbd_intr(-1)
Pin(1, Pin.OUT, value=0)
latch = Pin(13, Pin.OUT, value=0)
chain = SPI(1, 5000000, sck=Pin(10), mosi=Pin(11), miso=Pin(12))
poll = select.poll()
poll.register(sys.stdin, select.POLLIN)
n = 0
while True:
    n += 1
    while poll.poll(0):
        byte = sys.stdin.buffer.read(1)
        sys.stdout.buffer.write(b"<%s>" % byte)
        latch(0); chain.write(bytes((0x0E, 0, 0, byte[0] & 31))); latch(1)
    if n % 50 == 0:
        latch(0); chain.write(bytes((n // 50 & 14, 0, 0, 0))); latch(1)
    time.sleep_ms(20)
"""
LIMIT_S = 10.0


def answer(port: serial.Serial, sent: bytes, wanted: bytes) -> bytes:
    """Write and read until `wanted` came; fails after LIMIT_S."""
    port.write(sent)
    seen = b""
    end = time.monotonic() + LIMIT_S
    while wanted not in seen and time.monotonic() < end:
        seen += port.read(64)
    assert wanted in seen, seen
    return seen


def test_port_link_and_registration_come_and_go(tmp_path: Path) -> None:
    link = tmp_path / "line"
    with served(tmp_path, ECHO, link=link, name="gym") as station:
        assert str(link.resolve()) == station.port
        entries = list(tmp_path.rglob("stations/*.json"))
        assert len(entries) == 1
        entry = json.loads(entries[0].read_text())
        assert entry == {
            "name": "gym",
            "serial": entries[0].stem,
            "port": station.port,
            "pid": station.process.pid,
            "machine": "Virtual recovery station with RP2040",
        }
        with serial.Serial(station.port, timeout=0.1, exclusive=True) as port:
            answer(port, b"a", b"<a>")
        with serial.Serial(station.port, timeout=0.1, exclusive=True) as port:
            answer(port, b"b", b"<b>")
    assert not link.is_symlink()
    assert not list(tmp_path.rglob("stations/*.json"))


def test_an_interrupt_ends_it_cleanly(tmp_path: Path) -> None:
    with served(tmp_path, ECHO) as station:
        station.process.send_signal(signal.SIGINT)
        assert station.process.wait(LIMIT_S) == 0


@pytest.mark.parametrize("main", [ECHO, None, "while True:\n    pass\n"])
def test_no_interpreter_outlives_a_killed_server(tmp_path: Path, main: str | None) -> None:
    with pytest.raises(AssertionError), served(tmp_path, main, trace=tmp_path / "trace.csv") as station:
        wait_for_trace(tmp_path / "trace.csv", 500)
        children = (
            Path(f"/proc/{station.process.pid}/task/{station.process.pid}/children").read_text().split()
        )
        station.process.kill()
        station.process.wait(LIMIT_S)
    assert len(children) == 1
    end = time.monotonic() + LIMIT_S
    while Path(f"/proc/{children[0]}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path(f"/proc/{children[0]}").exists()


def test_without_an_interpreter_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda _: None)
    interpreter.command.cache_clear()
    with pytest.raises(interpreter.NoInterpreterError, match="no MicroPython for this machine") as caught:
        interpreter.command()
    assert "PATH" in caught.value.hint
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/micropython")
    assert interpreter.command()[-1] == "/usr/bin/micropython"
    interpreter.command.cache_clear()


def test_what_was_recorded_replays_to_the_same_trace(tmp_path: Path) -> None:
    scenario = tmp_path / "nothing.toml"
    scenario.write_text("seed = 5\n")
    tape = tmp_path / "tape.csv"
    traces = []
    recorded = {"record": tape, "trace": tmp_path / "first.csv", "scenario": scenario}
    with served(tmp_path, ECHO, **recorded) as station, serial.Serial(station.port, timeout=0.1) as port:
        for text in (b"x", b"yz", b"\x03!"):
            answer(port, text, b"<%s>" % text[-1:])
    rows = tape.read_text().splitlines()
    assert rows[0] == "t_ms,hex"
    assert bytes.fromhex("".join(row.split(",")[1] for row in rows[1:])) == b"xyz\x03!"
    last_ms = float(rows[-1].split(",")[0])
    with served(tmp_path, ECHO, replay=tape, trace=tmp_path / "second.csv", scenario=scenario) as station:
        wait_for_trace(tmp_path / "second.csv", last_ms + 2000)
    for name in ("first.csv", "second.csv"):
        lines = (tmp_path / name).read_text().splitlines()
        traces.append([line for line in lines[1:-1] if int(line.split(",")[0]) <= last_ms + 500])
    shorter = min(len(trace) for trace in traces)
    assert shorter > last_ms / 20
    assert traces[0][:shorter] == traces[1][:shorter]


def wait_for_trace(path: Path, until_ms: float) -> None:
    """Return when the trace has come as far; fails after LIMIT_S."""
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        lines = path.read_text().splitlines() if path.exists() else []
        if len(lines) > 2 and int(lines[-2].split(",")[0]) > until_ms:
            return
        time.sleep(0.05)
    raise AssertionError(f"the trace did not reach {until_ms} ms")


def test_unplugged_the_port_goes_and_comes_back_as_another(tmp_path: Path) -> None:
    scenario = tmp_path / "unplug.toml"
    scenario.write_text('[[event]]\nat_s = 3.0\ninject = "usb_unplug"\nvalue = 1.0\n')
    link = tmp_path / "line"
    with served(tmp_path, ECHO, scenario=scenario, link=link, speed=4.0) as station:
        with serial.Serial(station.port, timeout=0.1) as port:
            answer(port, b"a", b"<a>")
        again = next_port(station.process)
        assert str(link.resolve()) == again
        with serial.Serial(again, timeout=0.1) as port:
            answer(port, b"c", b"<c>")


def test_a_host_that_does_not_read_stops_nothing(tmp_path: Path) -> None:
    flood = "import sys, time\nwhile True:\n    sys.stdout.write('x' * 400)\n    time.sleep_ms(20)\n"
    trace = tmp_path / "trace.csv"
    with served(tmp_path, flood, trace=trace) as station, serial.Serial(station.port, timeout=0.1):
        wait_for_trace(trace, 60_000)


def test_an_image_is_built_once(tmp_path: Path) -> None:
    files = {"a.txt": tmp_path.name.encode(), "slot_a/p/q.py": b"x = 1\n"}
    first = image.cached(files)
    assert first.stat().st_size == 1408 * 1024
    before = first.stat().st_ino
    assert image.cached(dict(files)) == first
    assert first.stat().st_ino == before
    assert image.cached({**files, "a.txt": b"other"}) != first
    first.unlink()
