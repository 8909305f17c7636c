"""Virtual time: declared costs, the wrap of the rp2 port, interrupts, and the same trace from the same seed."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from pathlib import Path

import pytest
from tests.virtual.bare import board, lines_until_prompt, output_of, run_to

from recovery_station.virtual import child, image
from recovery_station.virtual.child import Child
from recovery_station.virtual.sim import layout

SIM = Path(layout.__file__).parent
NEAR_WRAP_MS = 2**30 - 1000

LOOP = """
import select, sys, micropython
micropython.kbd_intr(-1)
latch = Pin(13, Pin.OUT, value=0)
beat = Pin(3, Pin.OUT, value=0)
chain = SPI(1, 5000000, sck=Pin(10), mosi=Pin(11), miso=Pin(12))
cs = Pin(17, Pin.OUT, value=1)
bus = SPI(0, 2000000, sck=Pin(18), mosi=Pin(19), miso=Pin(16))
Pin(1, Pin.OUT, value=0)
arm = Pin(4, Pin.OUT, value=0)
pump = PWM(Pin(0), freq=20000, duty_u16=0)
answer = bytearray(3)
word = bytearray(4)
back = bytearray(4)
poll = select.poll()
poll.register(sys.stdin, select.POLLIN)
due = time.ticks_ms()
n = heard = 0
while True:
    cs(0); bus.write_readinto(b"\\x06\\x00\\x00", answer); cs(1)
    n += 1
    if n == 20:
        arm(1)
    word[3] = 0x3E
    word[1] = answer[2] & 1
    pump.duty_u16(30000 if answer[1] < 4 and n > 30 else 0)
    chain.write_readinto(word, back)
    latch(1); latch(0)
    beat(n & 1)
    while poll.poll(0):
        heard += sys.stdin.buffer.read(1)[0]
        word[2] = heard & 0x20
    due = time.ticks_add(due, 20)
    left = time.ticks_diff(due, time.ticks_ms())
    if left > 0:
        time.sleep_ms(left)
"""


def test_costs_are_those_declared(tmp_path: Path) -> None:
    main = """
def cost(f, *args):
    start = time.ticks_us()
    f(*args)
    print(time.ticks_diff(time.ticks_us(), start) - 2)
bus = SPI(0, 2000000, sck=Pin(18), mosi=Pin(19), miso=Pin(16))
cost(time.ticks_us)
cost(bus.write, bytes(3))
cost(time.sleep_ms, 20)
cost(time.sleep_us, 150)
cost(time.sleep, 1.5)
"""
    assert output_of(tmp_path, main) == ["2", "16", "20000", "150", "1500000"]


def test_writing_flash_costs_erases_and_programs(tmp_path: Path) -> None:
    main = """
with open("/f", "w") as f:
    f.write("x" * 3000)
start = time.ticks_us()
with open("/f", "w") as f:
    f.write("x" * 3000)
print(45000 <= time.ticks_diff(time.ticks_us(), start) < 200000)
"""
    assert output_of(tmp_path, main) == ["True"]


def test_ticks_wrap_at_2_to_the_30(tmp_path: Path) -> None:
    main = """
before = time.ticks_ms()
time.sleep_ms(2000)
after = time.ticks_ms()
print(before > 2**29, after < 2000, time.ticks_diff(after, before), time.ticks_diff(before, after))
print(time.ticks_add(0, -1), time.ticks_diff(0, 2**29), time.ticks_add(2**30 - 1, 1))
try:
    time.ticks_add(0, 2**29)
except OverflowError as error:
    print(error)
"""
    assert output_of(tmp_path, main, ticks_start_ms=NEAR_WRAP_MS) == [
        "True True 2000 -2000",
        "1073741823 -536870912 0",
        "ticks interval overflow",
    ]


def test_a_wait_ends_when_a_byte_comes(tmp_path: Path) -> None:
    main = """
import select, sys
poll = select.poll()
poll.register(sys.stdin, select.POLLIN)
print("asked")
ready = poll.poll(60000)
print(len(ready), sys.stdin.buffer.read(1), time.ticks_ms() < 3000)
print(poll.poll(50), time.ticks_ms() > 50)
"""
    with board(tmp_path, main) as station:
        station.run_until(1_000_000)
        station.host_write(b"x")
        assert lines_until_prompt(station) == ["asked", "1 b'x' True", "[] True"]


def test_ctrl_c_interrupts_a_program_that_waits(tmp_path: Path) -> None:
    with board(tmp_path, "while True:\n    time.sleep_ms(20)\n") as station:
        station.run_until(1_000_000)
        station.host_write(b"\r\x03")
        run_to(station, b"KeyboardInterrupt")
        assert station.at_prompt or b">>> " in run_to(station, b">>> ")


def test_ctrl_c_interrupts_an_endless_loop(tmp_path: Path) -> None:
    with board(tmp_path, "print('in')\nwhile True:\n    pass\n") as station:
        run_to(station, b"in")
        station.host_write(b"\x03")
        assert b">>> " in run_to(station, b">>> ", steps=400)


def test_kbd_intr_keeps_ctrl_c_out(tmp_path: Path) -> None:
    main = """
import sys, micropython
micropython.kbd_intr(-1)
print("ready")
print(sys.stdin.buffer.read(3))
micropython.kbd_intr(3)
"""
    with board(tmp_path, main) as station:
        run_to(station, b"ready")
        station.host_write(b"\x03a\x03")
        assert lines_until_prompt(station) == ["b'\\x03a\\x03'"]


def _trace(directory: Path, seed: int, *, reads: bool) -> bytes:
    directory.mkdir()
    path = directory / "trace.csv"
    with board(directory, LOOP, seed=seed, trace_path=path) as station:
        while station.now_us < 6_000_000:
            station.step()
            if reads:
                station.host_read()
            if station.now_us // 1_000_000 == 3:
                station.host_write(b"!")
    return path.read_bytes()


def test_the_same_seed_gives_the_same_trace(tmp_path: Path) -> None:
    first = _trace(tmp_path / "a", 7, reads=True)
    assert first == _trace(tmp_path / "b", 7, reads=False)
    assert first != _trace(tmp_path / "c", 8, reads=True)
    assert first.count(b"\n") == 1 + 6_000_000 // 20_000 + 1


def test_the_same_files_make_the_same_image(tmp_path: Path) -> None:
    files = {"a.txt": b"a" * 9000, "slot_a/p/q.py": b"x = 1\n"}
    made: list[bytes] = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        made.append(image.build(files, tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_the_wall_clock_leaves_no_mark_on_the_flash(tmp_path: Path) -> None:
    main = """
for n in range(40):
    with open("f%d" % n, "w") as f:
        f.write("x" * 50 * n)
"""
    left: list[bytes] = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        output_of(tmp_path / name, main)
        left.append((tmp_path / name / "state" / "flash.img").read_bytes())
    assert left[0] == left[1]


def test_the_heap_is_the_same_wherever_the_files_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The firmware collects by what is free: a longer path on this machine would be another session."""
    main = "import gc\nprint(gc.mem_free())\ngc.collect()\nprint(gc.mem_free())\n"
    found: list[list[str]] = []
    for count in (1, 7, 40, 150):
        place = tmp_path / ("x" * count)
        place.mkdir()
        sim = shutil.copytree(SIM, place / "sim", ignore=shutil.ignore_patterns("__pycache__"))
        monkeypatch.setattr(child, "SIM_DIR", sim)
        found.append(output_of(place, main))
    assert found[1:] == found[:1] * 3


def test_what_is_typed_at_the_prompt_is_read_before_time_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A busy machine lets the interpreter wait for its turn: here it is held for a fifth of a second."""

    def write(child: Child, data: bytes, *, until_visible: bool) -> int:
        os.kill(child.pid, signal.SIGSTOP)
        threading.Timer(0.2, os.kill, (child.pid, signal.SIGCONT)).start()
        return plain(child, data, until_visible=until_visible)

    plain = Child.write
    with board(tmp_path) as station:
        run_to(station, b">>> ")
        station.run_until(station.now_us + 1_000_000)
        monkeypatch.setattr(Child, "write", write)
        station.host_write(b"print(6 * 7)\r")
        station.run_until(station.now_us + 2_000_000)
        assert b"42" in station.host_read()


def test_the_hot_files_use_the_numbers_of_the_layout() -> None:
    names = {name: value for name, value in vars(layout).items() if isinstance(value, int)}
    wrong = []
    for path in sorted(SIM.glob("*.py")):
        for line in path.read_text().splitlines():
            name, equals, value = line.partition(" = const(")
            known = names.get(name.removeprefix("_"))
            if equals and known is not None and int(value.partition(")")[0], 0) != known:
                wrong.append(f"{path.name}: {line}")
    assert not wrong
