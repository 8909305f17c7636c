"""A pressure input that reads the very same code all the time: looked at in turns, one in twelve ticks."""

from tests.core.parts import new, new_reading

from station_firmware.core import sensing
from station_firmware.core.reading import PRESSURE_CHANNELS


def _unit():
    return new(sensing, "Sensing"), new_reading()


def _turns(unit, reading, turns=1):
    for _ in range(turns * 12):
        unit.convert(reading)


def test_the_first_look_tells_nothing_and_each_further_one_counts():
    unit, reading = _unit()
    assert list(unit.still) == [0] * 12
    for looks in range(6):
        _turns(unit, reading)
        assert list(unit.still) == [looks] * 12


def test_one_input_is_looked_at_a_tick_in_their_order():
    unit, reading = _unit()
    _turns(unit, reading)
    for index in range(12):
        unit.convert(reading)
        assert list(unit.still) == [1] * (index + 1) + [0] * (11 - index)


def test_a_code_that_changes_by_one_ends_it_for_its_own_input_alone():
    for index in range(12):
        unit, reading = _unit()
        _turns(unit, reading, 4)
        reading.codes[PRESSURE_CHANNELS[index]] += 1
        _turns(unit, reading)
        assert list(unit.still) == [0 if other == index else 4 for other in range(12)]
        _turns(unit, reading)
        assert unit.still[index] == 1


def test_what_happens_between_two_looks_is_not_seen():
    unit, reading = _unit()
    _turns(unit, reading, 2)
    channel = PRESSURE_CHANNELS[5]
    code = reading.codes[channel]
    reading.codes[channel] = code + 100
    # the turn of the first five, then back
    for _ in range(5):
        unit.convert(reading)
    reading.codes[channel] = code
    _turns(unit, reading)
    assert unit.still[5] == 2


def test_noise_is_never_still():
    unit, reading = _unit()
    for number in range(600):
        for channel in PRESSURE_CHANNELS:
            reading.codes[channel] = 500 + number // 12 % 3
        unit.convert(reading)
    assert max(unit.still) <= 1


def test_the_count_ends_at_what_a_byte_holds():
    unit, reading = _unit()
    _turns(unit, reading, 256)
    assert list(unit.still) == [255] * 12
    _turns(unit, reading, 3)
    assert list(unit.still) == [255] * 12
    reading.codes[PRESSURE_CHANNELS[0]] += 1
    _turns(unit, reading)
    assert unit.still[0] == 0


def test_an_open_wire_is_still_too():
    unit, reading = _unit()
    reading.codes[PRESSURE_CHANNELS[11]] = 0
    _turns(unit, reading, 3)
    assert unit.still[11] == 2 and reading.open_wires == 1 << 11
