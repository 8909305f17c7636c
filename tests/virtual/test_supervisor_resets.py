"""What each reset leaves behind: pins, scratch registers, cause, FRAM, clock, and no process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.virtual.bare import board, lines_until_prompt, output_of, run_to, type_in

from recovery_station.virtual import runner
from recovery_station.virtual.lifecycle import BOOT_US
from recovery_station.virtual.station import VirtualStation

DRIVE_ALL = "Pin(1, Pin.OUT, value=0)\nPin(4, Pin.OUT, value=1)\nPWM(Pin(0), freq=1000, duty_u16=65535)\n"


def test_an_empty_flash_gives_a_prompt_after_the_boot_time(tmp_path: Path) -> None:
    with board(tmp_path) as station:
        assert lines_until_prompt(station) == []
        assert station.now_us >= BOOT_US
        assert station.at_prompt
        assert type_in(station, "6 * 7") == ["42"]


def test_the_pins_are_undriven_while_the_chip_boots(tmp_path: Path) -> None:
    with board(tmp_path, DRIVE_ALL) as station:
        drive = station.plant.drive
        station.run_until(BOOT_US // 2)
        assert (drive.drivers_enabled, drive.pump_l) == (False, 0.0)
        lines_until_prompt(station)
        assert (drive.drivers_enabled, drive.pump_l) == (True, 1.0)


def test_a_soft_reset_keeps_the_levels_and_stops_the_pump(tmp_path: Path) -> None:
    with board(tmp_path, DRIVE_ALL + "PWM(Pin(2), freq=1000, duty_u16=0)\n") as station:
        lines_until_prompt(station)
        station.host_write(b"\x01")
        run_to(station, b"raw REPL; CTRL-B to exit\r\n>")
        station.host_write(b"\x04")
        text = run_to(station, b"raw REPL; CTRL-B to exit\r\n>")
        assert text == b"OK\r\nMPY: soft reboot\r\nraw REPL; CTRL-B to exit\r\n>"
        drive = station.plant.drive
        assert drive.drivers_enabled
        assert drive.pump_l in (0.0, 1.0), "a stopped slice freezes its pin where the wave was"
        assert drive.pump_r == 0.0
        assert station.resets == 0


def test_machine_reset_says_so(tmp_path: Path) -> None:
    main = """
if machine.reset_cause() == machine.PWRON_RESET:
    machine.mem_backup()[0:3] = b"why"
    machine.mem32[0x40058018] = 0xDEADBEEF
    try:
        machine.reset()
    finally:
        print("no finally runs on a chip")
print(machine.reset_cause(), machine.mem32[0x40058008], bytes(machine.mem_backup()[0:3]),
      hex(machine.mem32[0x40058018]), Pin(4).value())
"""
    assert output_of(tmp_path, "if machine.reset_cause() == 1: Pin(4, Pin.OUT, value=1)\n" + main) == [
        "3 2 b'why' 0xdeadbeef 0"
    ]


def test_the_watchdog_bites_on_time(tmp_path: Path) -> None:
    main = """
print(machine.reset_cause(), machine.mem32[0x40058008])
if machine.reset_cause() == 1:
    WDT(timeout=500).feed()
    time.sleep(60)
"""
    with board(tmp_path, main) as station:
        assert lines_until_prompt(station) == ["1 0", "3 1"]
        assert station.resets == 1
        bitten_us = station.runner.life.last_reset_us
        assert BOOT_US + 500_000 <= bitten_us < BOOT_US + 600_000


def test_a_watchdog_cannot_be_longer_than_the_chips(tmp_path: Path) -> None:
    main = """
for ms in (8388, 8389):
    try:
        WDT(timeout=ms)
        print(ms, "ok")
    except ValueError as error:
        print(error)
"""
    assert output_of(tmp_path, main, until_s=2.0) == ["8388 ok", "timeout exceeds 8388"]


def test_an_endless_loop_ends_in_the_watchdog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "HANG_S", 0.2)
    main = """
print(machine.reset_cause())
if machine.reset_cause() == 1:
    Pin(1, Pin.OUT, value=0)
    WDT(timeout=1000)
    time.sleep_ms(20)
    while True:
        pass
"""
    with board(tmp_path, main) as station:
        assert lines_until_prompt(station) == ["1", "3"]
        assert not station.plant.drive.drivers_enabled


def test_a_hung_firmware_keeps_its_outputs_until_the_watchdog(tmp_path: Path) -> None:
    main = """
print(machine.reset_cause())
if machine.reset_cause() == 1:
    Pin(1, Pin.OUT, value=0)
    wdt = WDT(timeout=1000)
    while True:
        wdt.feed()
        time.sleep_ms(20)
"""
    with board(tmp_path, main) as station:
        station.run_until(2_000_000)
        station.faults.firmware_hang = True
        station.run_until(2_900_000)
        assert station.plant.drive.drivers_enabled
        assert lines_until_prompt(station)[-1] == "3"
        assert not station.plant.drive.drivers_enabled


def test_a_power_cut_keeps_fram_clock_and_flash_only(tmp_path: Path) -> None:
    main = """
cs = Pin(21, Pin.OUT, value=1)
bus = SPI(0, 8000000, sck=Pin(18), mosi=Pin(19), miso=Pin(16))
def fram(data, n=0):
    cs(0); bus.write(data); out = bus.read(n); cs(1)
    return out
first = fram(b"\\x03\\x00\\x10\\x00", 4)
print(machine.reset_cause(), first, bytes(machine.mem_backup()[0:2]))
if first == bytes(4):
    machine.mem_backup()[0:2] = b"xx"
    with open("/kept", "w") as f:
        f.write("flash")
    fram(b"\\x06"); fram(b"\\x02\\x00\\x10\\x00abcd")
    time.sleep(100)
print(open("/kept").read())
"""
    with board(tmp_path, main) as station:
        station.run_until(2_000_000)
        station.power_cut(3_000_000)
        station.step()
        assert not station.plant.powered
        assert lines_until_prompt(station, 10.0) == [
            "1 b'\\x00\\x00\\x00\\x00' b'\\x00\\x00'",
            "1 b'abcd' b'\\x00\\x00'",
            "flash",
        ]
        assert station.now_us > 5_000_000 + BOOT_US


def test_a_cut_in_the_middle_of_fram_writes_keeps_their_order(tmp_path: Path) -> None:
    main = """
cs = Pin(21, Pin.OUT, value=1)
bus = SPI(0, 8000000, sck=Pin(18), mosi=Pin(19), miso=Pin(16))
def fram(data, n=0):
    cs(0); bus.write(data); out = bus.read(n); cs(1)
    return out
if fram(b"\\x03\\x00\\x00\\x00", 1) == b"\\x00":
    for i in range(1, 5):
        fram(b"\\x06"); fram(bytes([2, 0, 0, 4 * i - 4]) + bytes([64 + i]) * 4)
    time.sleep(9)
print(fram(b"\\x03\\x00\\x00\\x00", 16))
"""
    with board(tmp_path, main) as station:
        station.cut_at_fram_write(3, torn_bytes=2)
        assert lines_until_prompt(station, 10.0) == ["b'AAAABBBBCC\\x00\\x00\\x00\\x00\\x00\\x00'"]


def test_state_outlives_the_process(tmp_path: Path) -> None:
    count = """
n = int(open("/n").read()) + 1 if "n" in __import__("os").listdir("/") else 1
with open("/n", "w") as f:
    f.write(str(n))
print(n)
"""
    assert output_of(tmp_path, count) == ["1"]
    assert output_of(tmp_path, count) == ["2"]


def test_the_reset_button_is_a_power_on_for_the_firmware(tmp_path: Path) -> None:
    with board(tmp_path, "print(machine.reset_cause())\n") as station:
        assert lines_until_prompt(station) == ["1"]
        station.reset_button()
        assert lines_until_prompt(station) == ["1"]
        assert station.resets == 1


def test_nothing_is_left_behind_when_a_test_fails(tmp_path: Path) -> None:
    def fail(station: VirtualStation) -> None:
        raise LookupError(station.serial)

    pids: list[int] = []
    with pytest.raises(LookupError), board(tmp_path) as station:
        station.run_until(BOOT_US + 100_000)
        child = station.runner.life.child
        assert child is not None
        pids.append(child.pid)
        fail(station)
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)
