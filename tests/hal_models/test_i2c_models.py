"""Clock and display on I2C, asked by MicroPython code through the simulated `machine`."""

from __future__ import annotations

from pathlib import Path

from tests.virtual.bare import board, lines_until_prompt, output_of

CLOCK = """
clock = I2C(1, scl=Pin(15), sda=Pin(14), freq=400000)
def now():
    return clock.readfrom_mem(0x68, 0, 7)
"""
SET_CLOCK = (
    CLOCK
    + """
clock.writeto_mem(0x68, 0, bytes((0x58, 0x59, 0x23, 0x04, 0x31, 0x12, 0x26)))
"""
)


def test_the_clock_runs_over_the_year(tmp_path: Path) -> None:
    main = SET_CLOCK + "print(now().hex())\ntime.sleep(3)\nprint(now().hex())\n"
    assert output_of(tmp_path, main, until_s=10.0) == ["58592304311226", "01000005010127"]


def test_the_battery_keeps_time_through_a_power_cut_and_the_next_run(tmp_path: Path) -> None:
    main = (
        CLOCK
        + """
if now()[6] != 0x30:
    clock.writeto_mem(0x68, 0, bytes((0, 0, 0, 2, 1, 1, 0x30)))
    time.sleep(100)
print(now().hex())
"""
    )
    with board(tmp_path, main) as station:
        station.run_until(1_000_000)
        station.power_cut(60_000_000)
        assert lines_until_prompt(station, 70.0) == ["01010002010130"]
    assert output_of(tmp_path, main)[0].endswith("2010130")


def test_oscillator_stop_stays_until_cleared(tmp_path: Path) -> None:
    main = (
        CLOCK
        + """
print(clock.readfrom_mem(0x68, 0x0F, 1)[0] & 0x80)
clock.writeto_mem(0x68, 0x0F, b"\\x80")
print(clock.readfrom_mem(0x68, 0x0F, 1)[0] & 0x80)
print(clock.readfrom_mem(0x68, 0x11, 2))
"""
    )
    assert output_of(tmp_path, main) == ["0", "0", "b'\\x16@'"]


def test_absent_and_stuck_answers(tmp_path: Path) -> None:
    main = (
        CLOCK
        + """
print(clock.scan())
def failed(address):
    start = time.ticks_ms()
    try:
        clock.readfrom(address, 1)
        return None
    except OSError as error:
        return error.errno, time.ticks_diff(time.ticks_ms(), start) >= 49
print(failed(0x50))
time.sleep(2)
print(failed(0x68))
"""
    )
    with board(tmp_path, main) as station:
        station.run_until(1_000_000)
        station.faults.i2c_stuck = True
        assert lines_until_prompt(station) == ["[104]", "(5, False)", "(110, True)"]


def test_a_clock_that_is_wrong_by_an_hour(tmp_path: Path) -> None:
    with board(tmp_path, SET_CLOCK + "time.sleep(1)\nprint(now()[2])\n") as station:
        station.run_until(600_000)
        station.faults.rtc_wrong_s = -7200.0
        assert lines_until_prompt(station) == [str(0x21)]


def test_the_display_keeps_what_was_drawn(tmp_path: Path) -> None:
    main = """
display = I2C(0, scl=Pin(9), sda=Pin(8), freq=400000)
def command(*values):
    for value in values:
        display.writeto(0x3C, bytes((0x80, value)))
command(0xAE, 0x20, 0, 0x21, 0, 127, 0x22, 0, 7, 0xAF)
display.writeto(0x3C, b"\\x40" + bytes(range(256)) * 4)
command(0x21, 10, 11, 0x22, 2, 3)
display.writevto(0x3C, (b"\\x40", b"ABCD"))
while True:
    time.sleep_ms(20)
"""
    with board(tmp_path, main) as station:
        station.run_until(1_000_000)
        state, picture = station.display()
        assert state[0] == 1
        assert picture[:10] == bytes(range(10))
        assert picture[2 * 128 + 10 : 2 * 128 + 12] == b"AB"
        assert picture[3 * 128 + 10 : 3 * 128 + 12] == b"CD"
        assert picture[3 * 128 + 12] == (3 * 128 + 12) & 255
