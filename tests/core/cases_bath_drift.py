"""How far a bath that nobody heats or cools moves in five minutes: whole spans, both baths, missing thermometers."""

from tests.core.parts import CONTRAST, REST, new, new_reading, new_station

from station_firmware.core import bath_drift as drift_module
from station_firmware.core.plan import Plan
from station_firmware.core.tick import tick

SPAN_TICKS = 300000 // 20


class Baths:
    def __init__(self):
        self.drift = new(drift_module, "BathDrift")
        self.reading = new_reading()

    def step(self, hot, cold, dt_ms=20):
        self.reading.thermistors_cdegc[:] = [hot, hot, cold, cold]
        self.drift.step(self.reading, dt_ms)
        return self.drift.hot_cdegc, self.drift.cold_cdegc


# REQ-95
def test_nothing_is_told_before_five_minutes_are_over():
    baths = Baths()
    for number in range(SPAN_TICKS - 1):
        assert baths.step(3800 + number // 100, 1200 - number // 100) == (0, 0)
    assert baths.step(3831, 1169) == (31, -31)


# REQ-95
def test_each_span_begins_where_the_last_one_ended():
    baths = Baths()
    baths.step(3800, 1200, 20)
    seen = [
        baths.step(hot, cold, 299980 if number == 0 else 300000)
        for number, (hot, cold) in enumerate(((3830, 1170), (3861, 1200), (3861, 1169), (3800, 1169)))
    ]
    assert seen == [(30, -30), (31, 30), (0, -31), (-61, 0)]


def test_a_change_stands_until_the_next_span_is_over():
    baths = Baths()
    baths.step(3800, 1200)
    assert baths.step(3850, 1200, 299980) == (50, 0)
    assert baths.step(3850, 1200, 299999) == (50, 0)
    assert baths.step(3850, 1200, 1) == (0, 0)


# REQ-95
def test_a_missing_thermometer_moves_nowhere_and_is_waited_for():
    baths = Baths()
    assert baths.step(None, None, 100000) == (0, 0)
    # the span goes on; where the baths stand is taken when they are first seen
    baths.step(3800, None, 100000)
    assert baths.step(3840, 1200, 100000) == (40, 0)
    assert baths.step(None, None, 300000) == (0, 0)
    baths.step(3900, 1100, 20)
    assert baths.step(3910, 1090, 299980) == (10, -10)


def test_a_thermometer_that_goes_missing_at_the_end_tells_nothing():
    baths = Baths()
    baths.step(3800, 1200)
    assert baths.step(None, 1100, 299980) == (0, -100)
    assert baths.step(3900, None, 300000) == (0, 0)


def test_a_bath_nobody_watched_is_seen_anew():
    baths = Baths()
    baths.step(3800, 1200)
    assert baths.step(3850, 1100, 299980) == (50, -100)
    baths.drift.clear()
    assert (baths.drift.hot_cdegc, baths.drift.cold_cdegc) == (0, 0)
    baths.step(3800, 1200, 20)
    assert baths.step(3810, 1190, 299960) == (0, 0)
    assert baths.step(3810, 1190, 20) == (10, -10)


# REQ-95
def test_a_span_in_which_it_was_heated_or_chilled_tells_nothing_of_that_bath():
    baths = Baths()
    baths.step(3800, 1200)
    drift, reading = baths.drift, baths.reading
    reading.thermistors_cdegc[:] = [3900, 3900, 1100, 1100]
    drift.step(reading, 200000, 1 << 14, 0)
    drift.step(reading, 99980, 0, 0)
    assert (drift.hot_cdegc, drift.cold_cdegc) == (0, -100)
    drift.step(reading, 100000, 0, 1 << 16)
    reading.thermistors_cdegc[:] = [3950, 3950, 1050, 1050]
    drift.step(reading, 100020, 0, 0)
    # the hot bath's span began when the heater went off, the cold one's when the chiller did
    assert (drift.hot_cdegc, drift.cold_cdegc) == (50, 0)
    reading.thermistors_cdegc[2:] = [1000, 1000]
    drift.step(reading, 199980, 0, 0)
    assert (drift.hot_cdegc, drift.cold_cdegc) == (50, -50)


# REQ-95
def test_both_thermometers_must_have_moved():
    for first, second, hot in ((3900, 3800, 0), (3800, 3900, 0), (3831, 3900, 31), (3900, 3700, -100)):
        baths = Baths()
        baths.step(3800, 1200)
        baths.reading.thermistors_cdegc[:2] = [first, second]
        baths.drift.step(baths.reading, 299980)
        assert baths.drift.hot_cdegc == hot
    for first, second, cold in ((1100, 1200, 0), (1200, 1100, 0), (1169, 1100, -31), (1100, 1300, 100)):
        baths = Baths()
        baths.step(3800, 1200)
        baths.reading.thermistors_cdegc[2:] = [first, second]
        baths.drift.step(baths.reading, 299980)
        assert baths.drift.cold_cdegc == cold
    # one that is missing at either end
    for index in range(4):
        baths = Baths()
        baths.step(3800, 1200)
        baths.reading.thermistors_cdegc[:] = [3900, 3900, 1100, 1100]
        baths.reading.thermistors_cdegc[index] = None
        baths.drift.step(baths.reading, 299980)
        assert (baths.drift.hot_cdegc, baths.drift.cold_cdegc) == ((0, -100) if index < 2 else (100, 0))
        baths.reading.thermistors_cdegc[:] = [4000, 4000, 1000, 1000]
        baths.drift.step(baths.reading, 300000)
        assert (baths.drift.hot_cdegc, baths.drift.cold_cdegc) == ((0, -100) if index < 2 else (100, 0))


def _watched(step):
    """Codes of hot water that changes while `step` runs: the change a span later."""
    station = new_station()
    station.session.steps.begin(Plan({"id": "x", "step": [step]}))
    tick(station, 20, 20)
    for channel in (6, 14):
        station.reading.codes[channel] -= 50
    for number in range(4):
        tick(station, 40 + number * 20, 20)
    tick(station, 120, 299980)
    return station.drift.hot_cdegc


# REQ-95
def test_the_tick_watches_the_baths_of_a_contrast_step_alone():
    assert _watched(CONTRAST) > 50
    assert _watched(REST) == 0
