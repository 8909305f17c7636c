"""Codes become quantities: both formulas computed again from their datasheets, wires on both sides of their limits."""

import math

from tests.core.parts import new, new_reading

from station_firmware.core import sensing
from station_firmware.core.reading import (
    HOT_CHANNEL,
    MANIFOLD_CHANNEL,
    PRESSURE_CHANNELS,
    THERMISTOR_CHANNELS,
    ZONE_CHANNEL,
)

_PA_A_MMHG = 133.322
_CODE_V = 5.0 / 4096


def _exact_mmhg(code, zero_code):
    """V = 5 (0.018 P[kPa] + 0.04), the zero taken from the calibrated code."""
    kpa = (code - zero_code) * _CODE_V / (5 * 0.018)
    return kpa * 1000 / _PA_A_MMHG


def _pressure(code, zero_code):
    return sensing.pressure_dmmhg(code, zero_code, sensing.NOMINAL_SPAN)


def _dmmhg(code, zero_code):
    found = _pressure(code, zero_code)
    assert found is not None
    return found


def _thermistor_code(degc):
    ohm = 10000.0 * math.exp(3950.0 * (1 / (degc + 273.15) - 1 / 298.15))
    return 4096 * ohm / (ohm + 10000.0)


def test_nominal_zero_is_the_sensor_at_no_pressure():
    assert abs(sensing.NOMINAL_ZERO_CODE * _CODE_V - 5 * 0.04) < _CODE_V / 2


def test_pressure_is_the_datasheet_transfer():
    for zero in (100, 164, 250):
        for code in range(100, 3900, 7):
            found = _dmmhg(code, zero)
            assert abs(found - 10 * _exact_mmhg(code, zero)) <= 1


def test_pressure_slope_holds_over_the_whole_range():
    span = _dmmhg(3900, 164) - _dmmhg(164, 164)
    assert abs(span - 10 * _exact_mmhg(3900, 164)) < 1


# REQ-34
def test_a_wire_is_open_below_fifty_millivolts_and_short_above_4800():
    for code in range(90):
        volts = code * _CODE_V
        assert sensing.wire_open(code) == (volts < 0.05)
        assert (_pressure(code, 164) is None) == (volts < 0.05)
    for code in range(3890, 4096):
        volts = code * _CODE_V
        assert (_pressure(code, 164) is None) == (volts > 4.8)


def test_thermistor_table_is_the_formula():
    table = sensing._THERMISTOR_CODES
    assert len(table) == 26
    for index in range(len(table)):
        assert abs(table[index] - _thermistor_code(2 * index)) <= 0.51


def test_temperature_between_the_rows_follows_the_curve():
    for tenth in range(501):
        code = int(_thermistor_code(tenth / 10) + 0.5)
        code = min(sensing._THERMISTOR_CODES[0], max(sensing._THERMISTOR_CODES[-1], code))
        found = sensing.temperature_cdegc(code)
        assert found is not None and abs(found - tenth * 10) <= 5


# REQ-35
def test_a_bath_beyond_the_table_reads_its_end_and_a_broken_wire_reads_nothing():
    table = sensing._THERMISTOR_CODES
    assert sensing.temperature_cdegc(table[0]) == 0
    assert sensing.temperature_cdegc(table[0] + 1) == 0
    assert sensing.temperature_cdegc(table[-1]) == 5000
    assert sensing.temperature_cdegc(table[-1] - 1) == 5000
    assert sensing.temperature_cdegc(sensing.THERMISTOR_OPEN_CODE) == 0
    assert sensing.temperature_cdegc(sensing.THERMISTOR_OPEN_CODE + 1) is None
    assert sensing.temperature_cdegc(sensing.THERMISTOR_SHORT_CODE) == 5000
    assert sensing.temperature_cdegc(sensing.THERMISTOR_SHORT_CODE - 1) is None


def test_thermistor_wire_limits_lie_beyond_any_water():
    assert _thermistor_code(-30) < sensing.THERMISTOR_OPEN_CODE + 50 < 4096
    assert 0 < sensing.THERMISTOR_SHORT_CODE < _thermistor_code(100)


def test_the_worse_twin_counts_and_a_missing_one_is_missing():
    assert sensing.worse(3900, 3950, True) == 3950
    assert sensing.worse(3950, 3900, True) == 3950
    assert sensing.worse(900, 950, False) == 900
    assert sensing.worse(950, 900, False) == 900
    assert sensing.worse(900, 900, False) == 900
    assert sensing.worse(900, 900, True) == 900
    for hot in (True, False):
        assert sensing.worse(None, 900, hot) is None
        assert sensing.worse(900, None, hot) is None


def _converted(changes, zeros=None):
    reading = new_reading()
    unit = new(sensing, "Sensing")
    for channel in zeros or {}:
        unit.zero_codes[channel] = (zeros or {})[channel]
    for channel in changes:
        reading.codes[channel] = changes[channel]
    # the four thermistors take turns
    for _ in range(4):
        unit.convert(reading)
    return reading


def test_each_channel_lands_where_its_name_says():
    for zone in range(10):
        reading = _converted({ZONE_CHANNEL[zone]: 1164})
        assert [value > 900 for value in reading.zones_dmmhg] == [number == zone for number in range(10)]
    for leg in range(2):
        reading = _converted({MANIFOLD_CHANNEL[leg]: 1164})
        assert [value > 900 for value in reading.manifolds_dmmhg] == [leg == 0, leg == 1]


def test_a_calibrated_zero_belongs_to_its_channel_alone():
    reading = _converted({ZONE_CHANNEL[2]: 200}, {ZONE_CHANNEL[2]: 200})
    assert reading.zones_dmmhg == [0] * 10


# REQ-46
def test_the_worse_thermometer_of_each_bath_is_the_bath():
    reading = _converted({HOT_CHANNEL[1]: sensing._THERMISTOR_CODES[20], 15: sensing._THERMISTOR_CODES[5]})
    assert reading.hot_cdegc == 4000
    assert reading.cold_cdegc == 1000
    assert list(reading.thermistors_cdegc) == [3800, 4000, 1200, 1000]
    assert len(set(PRESSURE_CHANNELS + THERMISTOR_CHANNELS)) == 16


# REQ-35
def test_an_open_wire_gives_none_everywhere():
    reading = _converted({ZONE_CHANNEL[4]: 0, MANIFOLD_CHANNEL[1]: 4095, THERMISTOR_CHANNELS[0]: 4095})
    assert reading.zones_dmmhg[4] is None and reading.smooth_dmmhg[4] is None
    assert reading.manifolds_dmmhg[1] is None
    assert reading.thermistors_cdegc[0] is None and reading.hot_cdegc is None


def test_smoothing_starts_at_the_first_value_and_anew_after_a_gap():
    unit = new(sensing, "Sensing")
    reading = new_reading()
    channel = ZONE_CHANNEL[0]
    seen = []
    for code in (1164, 1164, 0, 2164, 164):
        reading.codes[channel] = code
        unit.convert(reading)
        seen.append(reading.smooth_dmmhg[0])
    first = _pressure(1164, 164)
    assert seen[:4] == [first, first, None, _pressure(2164, 164)]
    # a step to zero goes by a quarter each tick
    assert abs(seen[4] - seen[3] * 3 // 4) <= 1


def test_smoothing_settles_within_a_fifth_of_a_second():
    unit = new(sensing, "Sensing")
    reading = new_reading()
    unit.convert(reading)
    reading.codes[ZONE_CHANNEL[0]] = 1164
    for _ in range(10):
        unit.convert(reading)
    final = _dmmhg(1164, 164)
    assert 0.94 * final <= reading.smooth_dmmhg[0] <= final
    for _ in range(20):
        unit.convert(reading)
    assert abs(reading.smooth_dmmhg[0] - final) <= 2


def test_millivolts_of_a_code():
    assert sensing.code_mv(0) == 0
    assert sensing.code_mv(2048) == 2500
    assert abs(sensing.code_mv(4095) - 4998.8) < 1


def test_each_broken_wire_is_noted_by_its_number():
    for index in range(12):
        for code, opened, shorted in ((40, 1, 0), (41, 0, 0), (3932, 0, 0), (3933, 0, 1)):
            reading = _converted({PRESSURE_CHANNELS[index]: code})
            assert reading.open_wires == opened << index
            assert reading.short_wires == shorted << index
    reading = _converted(dict.fromkeys(PRESSURE_CHANNELS, 0))
    assert reading.open_wires == 0xFFF and reading.short_wires == 0


def test_a_mended_wire_is_no_longer_noted():
    unit = new(sensing, "Sensing")
    reading = new_reading()
    for code, opened in ((0, 1), (164, 0), (4095, 0)):
        reading.codes[PRESSURE_CHANNELS[0]] = code
        unit.convert(reading)
        assert reading.open_wires == opened
    assert reading.short_wires == 1


def test_thermistors_take_turns_and_all_are_read_within_four_ticks():
    unit = new(sensing, "Sensing")
    reading = new_reading()
    for index in range(4):
        reading.codes[THERMISTOR_CHANNELS[index]] = 4095
    for ticks in range(1, 5):
        unit.convert(reading)
        assert [value is None for value in reading.thermistors_cdegc].count(True) == ticks
    assert reading.hot_cdegc is None and reading.cold_cdegc is None


# REQ-36
def test_only_a_calibration_in_its_band_is_taken():
    nominal = (sensing.NOMINAL_ZERO_CODE, sensing.NOMINAL_SPAN)
    for zero in range(60, 270):
        unit = new(sensing, "Sensing")
        good = 0.088 <= zero * _CODE_V <= 0.313
        assert unit.calibrate(3, zero, nominal[1]) == good
        assert unit.zero_codes[PRESSURE_CHANNELS[3]] == (zero if good else nominal[0])
        assert unit.uncalibrated == (0xFF7 if good else 0xFFF)
    for beside in (-1, 0, 1):
        for span, good in (
            (sensing.SPAN_MIN + beside, beside >= 0),
            (sensing.SPAN_MAX + beside, beside <= 0),
        ):
            unit = new(sensing, "Sensing")
            assert unit.calibrate(11, nominal[0], span) == good
            assert good == (95 * nominal[1] <= 100 * span <= 105 * nominal[1])
            assert unit.spans[PRESSURE_CHANNELS[11]] == (span if good else nominal[1])
    assert not new(sensing, "Sensing").calibrate(0, 0, 0)


def test_a_new_station_is_calibrated_nowhere_and_reads_by_nominal_values():
    unit = new(sensing, "Sensing")
    assert unit.uncalibrated == 0xFFF
    reading = _converted({ZONE_CHANNEL[2]: 1164, MANIFOLD_CHANNEL[1]: 1164})
    assert reading.zones_dmmhg[2] == reading.manifolds_dmmhg[1] == _dmmhg(1164, 164)


def test_each_input_is_read_by_its_own_zero_and_span():
    for index in range(12):
        unit = new(sensing, "Sensing")
        assert unit.calibrate(index, 200, sensing.SPAN_MAX)
        reading = new_reading()
        for channel in PRESSURE_CHANNELS:
            reading.codes[channel] = 1164
        unit.convert(reading)
        read = list(reading.zones_dmmhg) + list(reading.manifolds_dmmhg)
        own = (1164 - 200) * sensing.SPAN_MAX // 100000
        assert read == [own if other == index else _dmmhg(1164, 164) for other in range(12)]
        assert abs(own - 10 * 1.05 * _exact_mmhg(1164, 200)) <= 1


def test_code_times_span_is_a_small_integer_of_the_chip():
    assert (4095 - sensing.ZERO_MIN_CODE) * sensing.SPAN_MAX < 1 << 30
    assert (sensing.ZERO_MAX_CODE - 0) * sensing.SPAN_MAX < 1 << 30
