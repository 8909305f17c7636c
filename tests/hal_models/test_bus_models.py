"""The parts on SPI as their datasheets say, asked by MicroPython code through the simulated `machine`."""

from __future__ import annotations

from pathlib import Path

from tests.virtual.bare import board, lines_until_prompt, output_of

from recovery_station.virtual.board import FRAM_BYTES
from recovery_station.virtual.factory import factory_fram
from recovery_station.virtual.wiring import CONVERTER

BUS = """
bus = SPI(0, 2000000, sck=Pin(18), mosi=Pin(19), miso=Pin(16))
select = {name: Pin(gp, Pin.OUT, value=1) for name, gp in (("A", 17), ("B", 20), ("FRAM", 21), ("IN", 22))}
def ask(name, data):
    answer = bytearray(len(data))
    select[name](0)
    bus.write_readinto(data, answer)
    select[name](1)
    return bytes(answer)
def code(name, channel):
    answer = ask(name, bytes((6 | channel >> 2, (channel & 3) << 6, 0)))
    return (answer[1] & 15) << 8 | answer[2]
"""


def test_each_pressure_channel_has_its_own_wire(tmp_path: Path) -> None:
    main = (
        BUS
        + """
for _ in range(10):
    time.sleep_ms(1000)
    codes = [code("A", n) for n in range(8)] + [code("B", n) for n in range(8)]
    print([n for n in range(16) if codes[n] > 3950 and n not in (6, 7, 14, 15)])
"""
    )
    zones = ("L1", "L2", "L3", "L4", "L5", "R1", "R2", "R3", "R4", "R5")
    with board(tmp_path, main) as station:
        for number, zone in enumerate(zones):
            station.run_until(1_000_000 * (number + 1))
            station.plant.clear()
            station.plant.inject("sensor_short", zone=zone)
        assert lines_until_prompt(station) == [str([CONVERTER[zone]]) for zone in zones]


def test_a_conversion_works_in_any_framing(tmp_path: Path) -> None:
    main = (
        BUS
        + """
time.sleep_ms(20)
wanted = code("A", 5)
late = ask("A", bytes((0x01, 0xD0, 0, 0, 0)))  # the start bit ends the first byte, 1 101 follows
print(wanted, int.from_bytes(late, "big") >> 14 & 0xFFF)
"""
    )
    first, second = output_of(tmp_path, main)[0].split()
    assert first == second


def test_two_selects_low_are_a_bus_fault(tmp_path: Path) -> None:
    main = BUS + "select['A'](0)\nprint(code('B', 0) != code('B', 0))\ntime.sleep_ms(20)\n"
    with board(tmp_path, main) as station:
        lines_until_prompt(station)
        assert station.bus_faults == 2


def test_a_converter_clocked_too_fast_is_a_bus_fault(tmp_path: Path) -> None:
    with board(tmp_path, BUS + "bus.init(8000000)\ncode('A', 0)\ntime.sleep_ms(20)\n") as station:
        lines_until_prompt(station)
        assert station.bus_faults == 1


def test_the_wrong_pins_reach_nothing(tmp_path: Path) -> None:
    main = """
for pins in ({"sck": Pin(10), "mosi": Pin(11), "miso": Pin(12)}, {"sck": Pin(18), "mosi": Pin(11), "miso": Pin(12)}):
    try:
        SPI(1, 1000000, **pins)
        print("ok")
    except ValueError as error:
        print(error)
"""
    assert output_of(tmp_path, main) == ["ok", "bad SCK pin"]


def test_fram_follows_its_write_latch(tmp_path: Path) -> None:
    main = (
        BUS
        + """
read = lambda: ask("FRAM", b"\\x03\\x01\\x00\\x00" + bytes(4))[4:]
status = lambda: ask("FRAM", b"\\x05\\x00")[1]
print(ask("FRAM", b"\\x9f" + bytes(4))[1:])
ask("FRAM", b"\\x02\\x01\\x00\\x00abcd")
print(read())
ask("FRAM", b"\\x06")
print(status())
ask("FRAM", b"\\x02\\x01\\x00\\x00abcd")
print(status(), read())
ask("FRAM", b"\\x02\\x01\\x00\\x00wxyz")
ask("FRAM", b"\\x06")
ask("FRAM", b"\\x04")
ask("FRAM", b"\\x02\\x01\\x00\\x00wxyz")
print(read())
ask("FRAM", b"\\x06")
ask("FRAM", b"\\x02\\x03\\xff\\xffED")
print(ask("FRAM", b"\\x03\\x03\\xff\\xff" + bytes(2))[4:], ask("FRAM", b"\\x03\\x00\\x00\\x00" + bytes(1))[4:])
ask("FRAM", b"\\x06")
ask("FRAM", b"\\x01\\x0c")
ask("FRAM", b"\\x06")
ask("FRAM", b"\\x02\\x01\\x00\\x00wxyz")
print(read())
"""
    )
    assert output_of(tmp_path, main) == [
        "b'\\x04\\x7f(\\x03'",
        "b'\\x00\\x00\\x00\\x00'",
        "2",
        "0 b'abcd'",
        "b'abcd'",
        "b'ED' b'D'",
        "b'abcd'",
    ]


def test_fram_takes_a_command_in_pieces_and_long_writes(tmp_path: Path) -> None:
    main = (
        BUS
        + """
cs = select["FRAM"]
ask("FRAM", b"\\x06")
cs(0); bus.write(b"\\x02\\x00"); bus.write(b"\\x00\\x10"); bus.write(b"ab"); bus.write(bytes(range(256)) * 24); cs(1)
got = bytearray(6146)
cs(0); bus.write(b"\\x03\\x00\\x00\\x10"); bus.readinto(got); cs(1)
print(got[:2] == b"ab", got[2:] == bytes(range(256)) * 24)
"""
    )
    with board(tmp_path, main) as station:
        assert lines_until_prompt(station) == ["True True"]
        assert station.runner.board.fram[0x10:0x14] == b"ab\x00\x01"
        assert station.runner.board.fram_writes == 1


def test_a_dead_fram_and_a_flipped_bit(tmp_path: Path) -> None:
    main = (
        BUS
        + """
for _ in range(3):
    print(ask("FRAM", b"\\x9f" + bytes(4))[1:])
    time.sleep_ms(1000)
flipped = 0
for at in range(0, 0x40000, 0x4000):
    cs = select["FRAM"]
    block = bytearray(0x4000)
    cs(0); bus.write(bytes((3, at >> 16, at >> 8 & 255, at & 255))); bus.readinto(block); cs(1)
    flipped += sum([1 for byte in block if byte])
print(flipped)
"""
    )
    factory = factory_fram(FRAM_BYTES)
    new = sum(byte != 0 for byte in factory)
    with board(tmp_path, main) as station:
        station.run_until(1_000_000)
        station.faults.fram_dead = True
        station.run_until(2_000_000)
        station.faults.clear()
        station.faults.fram_bitflips = 1
        lines = lines_until_prompt(station, 20.0)
        assert lines == [
            "b'\\x04\\x7f(\\x03'",
            "b'\\xff\\xff\\xff\\xff'",
            "b'\\x04\\x7f(\\x03'",
            str(new + 1),
        ]
        fram = station.runner.board.fram[:]
        assert sum((one ^ other).bit_count() for one, other in zip(fram, factory, strict=True)) == 1


def test_inputs_come_in_bit_15_first(tmp_path: Path) -> None:
    main = (
        BUS
        + "time.sleep_ms(20)\nprint('%04x' % int.from_bytes(ask('IN', bytes(2)), 'big'))\ntime.sleep_ms(40)\n"
    )
    with board(tmp_path, main) as station:
        lines = lines_until_prompt(station)
        assert int(lines[0], 16) == station.plant.samples.inputs


def test_the_chain_shifts_latches_and_reads_back(tmp_path: Path) -> None:
    main = """
latch = Pin(13, Pin.OUT, value=0)
chain = SPI(1, 5000000, sck=Pin(10), mosi=Pin(11), miso=Pin(12))
back = bytearray(4)
chain.write(bytes((1, 2, 3, 4)))
chain.write_readinto(bytes((0, 0, 0, 0x1F)), back)
print(back)
time.sleep_ms(20)
latch(1)
time.sleep_ms(20)
chain.write(b"\\xff")
time.sleep_ms(20)
"""
    with board(tmp_path, main) as station:
        station.run_until(2_000_000)
        assert station.host_read().startswith(b"bytearray(b'\\x01\\x02\\x03\\x04')")
        assert station.plant.drive.word == 0x1F
        assert station.runner.board.shift == 0x1FFF


def test_a_wrong_shift_bit_shows_in_the_next_read_back(tmp_path: Path) -> None:
    main = """
chain = SPI(1, 5000000, sck=Pin(10), mosi=Pin(11), miso=Pin(12))
back = bytearray(4)
time.sleep_ms(1000)
for _ in range(3):
    chain.write_readinto(bytes(4), back)
print(back)
"""
    with board(tmp_path, main) as station:
        station.faults.chain_bit = 9
        assert lines_until_prompt(station) == ["bytearray(b'\\x00\\x00\\x02\\x00')"]
