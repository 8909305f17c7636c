"""Pins, PWM, ADC and the interpreter's surroundings of the simulated `machine`."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.virtual.bare import board, lines_until_prompt, output_of


def test_undriven_pins_have_the_level_of_their_resistor(tmp_path: Path) -> None:
    main = "print([Pin(gp).value() for gp in (0, 1, 3, 8, 13, 17, 20, 21, 22)])\n"
    assert output_of(tmp_path, main) == ["[0, 1, 0, 1, 0, 1, 1, 1, 1]"]


def test_a_pin_is_one_object_and_a_latch_behind_its_direction(tmp_path: Path) -> None:
    main = """
pin = Pin(1)
print(pin is Pin("GP1"), pin.value())
pin.value(0)
print(pin.value())
pin.init(Pin.OUT)
print(pin.value(), pin())
pin.toggle()
print(pin(), Pin(1, Pin.OUT, value=0)(), pin.value())
pin.on(); print(pin()); pin.off(); print(pin())
"""
    assert output_of(tmp_path, main) == ["True 1", "1", "0 0", "1 0 0", "1", "0"]


def test_the_direct_inputs_follow_the_panel(tmp_path: Path) -> None:
    main = """
stop, estop = Pin(5, Pin.IN), Pin(6, Pin.IN)
time.sleep_ms(100)
print(stop(), estop())
time.sleep_ms(1000)
print(stop(), estop())
"""
    with board(tmp_path, main) as station:
        station.run_until(800_000)
        station.plant.press("estop")
        assert lines_until_prompt(station) == ["1 1", "1 0"]


def test_heartbeat_edges_and_arm_edges_reach_the_plant(tmp_path: Path) -> None:
    main = """
beat, arm = Pin(3, Pin.OUT, value=0), Pin(4, Pin.OUT, value=0)
for n in range(10):
    beat.toggle()
    arm(1); arm(0)
    time.sleep_ms(20)
time.sleep(10)
"""
    with board(tmp_path, main) as station:
        station.run_until(3_000_000)
        drive = station.plant.drive
        assert drive.arm_edges == 10
        assert 400_000 < drive.heartbeat_us < 700_000


def test_pwm_has_slices_and_freezes_when_it_stops(tmp_path: Path) -> None:
    main = """
left, right = PWM(Pin(0)), PWM(Pin(2), freq=20000, duty_u16=32768)
left.duty_u16(65535)
time.sleep_ms(100)
print("no frequency yet")
left.freq(20000)
time.sleep_ms(100)
shared = PWM(Pin(16), freq=1000, duty_u16=5)
print(left.freq(), left.duty_u16(), right.duty_u16())
right.deinit()
Pin(0, Pin.OUT, value=0)
time.sleep(10)
"""
    with board(tmp_path, main) as station:
        drive = station.plant.drive
        station.run_until(480_000)
        assert (drive.pump_l, round(drive.pump_r, 2)) == (0.0, 0.5)
        station.run_until(560_000)
        assert drive.pump_l == 1.0
        station.run_until(2_000_000)
        assert b"1000 5 32768" in station.host_read(), "GP0 and GP16 are one channel of one slice"
        assert drive.pump_l == 0.0
        assert drive.pump_r in (0.0, 1.0)


def test_adc_reads_the_boards_own_voltages(tmp_path: Path) -> None:
    main = "time.sleep_ms(20)\nprint(ADC(26).read_u16(), ADC(Pin(27)).read_u16(), ADC(2).read_u16())\n"
    volts = [int(word) * 3.3 / 65535 for word in output_of(tmp_path, main)[0].split()]
    assert volts == pytest.approx([2.5, 0.0, 0.0], abs=0.01)


def test_the_surroundings_are_a_picos(tmp_path: Path) -> None:
    main = """
import os, sys
print(machine.freq(), len(machine.unique_id()), os.uname()[0])
print(hasattr(os, "system"), hasattr(os, "getenv"), os.getcwd(), sys.path, sys.argv)
print(time.localtime()[:3])
try:
    open("/etc/passwd")
except OSError as error:
    print(error.errno)
"""
    assert output_of(tmp_path, main) == [
        "125000000 8 rp2",
        "False False / ['', '.frozen', '/lib'] []",
        "(2021, 1, 1)",
        "2",
    ]


def test_chance_comes_from_the_seed(tmp_path: Path) -> None:
    main = "import os, random\nprint(os.urandom(8), random.getrandbits(30))\n"
    lines = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        (tmp_path / name).mkdir()
        lines.append(output_of(tmp_path / name, main, seed=seed)[0])
    assert lines[0] == lines[1] != lines[2]
