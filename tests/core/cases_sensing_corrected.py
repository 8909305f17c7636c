"""A thermistor corrected by two points, and a pressure channel whose calibration is forgotten."""

from tests.core.parts import new, new_reading

from station_firmware.core import sensing
from station_firmware.core.reading import PRESSURE_CHANNELS
from station_firmware.store import calibration


def test_a_thermistor_is_corrected_by_a_straight_line_through_10_and_40_degc():
    unit = new(sensing, "Sensing")
    for cdegc in (0, 1000, 2500, 4000, 5000):
        assert unit.corrected_cdegc(1, cdegc) == cdegc
    assert calibration.correct(unit, 1, 30, -60)
    assert [unit.corrected_cdegc(1, cdegc) for cdegc in (1000, 2000, 2500, 4000, 5000)] == [
        1030,
        2000,
        2485,
        3940,
        4910,
    ]
    assert unit.corrected_cdegc(1, None) is None and unit.corrected_cdegc(0, 1000) == 1000


def test_a_correction_out_of_band_changes_nothing():
    for cool, warm in ((151, 0), (-151, 0), (0, 151), (0, -151)):
        unit = new(sensing, "Sensing")
        assert not calibration.correct(unit, 2, cool, warm) and unit.cool_cdegc == unit.warm_cdegc == [0] * 4
    for cool, warm in ((150, 0), (-150, 0), (0, 150), (0, -150)):
        unit = new(sensing, "Sensing")
        assert calibration.correct(unit, 2, cool, warm)
        assert (unit.cool_cdegc[2], unit.warm_cdegc[2]) == (cool, warm)


def test_the_corrected_thermistor_is_what_the_bath_is_judged_by():
    unit = new(sensing, "Sensing")
    reading = new_reading()
    for _ in range(4):
        unit.convert(reading)
    before = list(reading.thermistors_cdegc)
    for index, warm in enumerate((50, 20, -40, 0)):
        calibration.correct(unit, index, warm, warm)
    for _ in range(4):
        unit.convert(reading)
    assert reading.thermistors_cdegc == [before[0] + 50, before[1] + 20, before[2] - 40, before[3]]
    assert reading.hot_cdegc == before[0] + 50 and reading.cold_cdegc == before[2] - 40


def test_a_channel_forgotten_reads_nominally_and_is_uncalibrated():
    unit = new(sensing, "Sensing")
    for index in range(12):
        assert unit.calibrate(index, 200, sensing.SPAN_MIN)
    calibration.forget(unit, 10)
    channel = PRESSURE_CHANNELS[10]
    assert unit.uncalibrated == 1 << 10
    assert (unit.zero_codes[channel], unit.spans[channel]) == (164, sensing.NOMINAL_SPAN)
    assert unit.zero_codes.count(200) == 11
