"""What a calibration makes of what was measured, and when it does not believe it: both sides of every limit."""

from station_firmware.core import limits
from station_firmware.core.calibrating import SAMPLES
from station_firmware.core.coefficients import (
    GAIN,
    GAUGE,
    POINT,
    POINTS_CLOSE,
    REFUSALS,
    TWINS,
    UNKNOWN,
    by_twins,
    corrections,
    off_pml,
    read_dmmhg,
    refuse,
    span,
    zero_code,
)
from station_firmware.core.sensing import NOMINAL_SPAN, SPAN_MAX, SPAN_MIN


def _off(pml):
    """A span that is off by so many tenths of a per cent."""
    found = NOMINAL_SPAN * (1000 + pml) // 1000
    while off_pml(found) < pml:
        found += 1
    return found


def test_a_zero_is_the_nearest_code():
    assert zero_code(164 * SAMPLES) == 164
    assert zero_code(16349) == 163 and zero_code(16350) == 164


def test_a_span_leads_from_both_points_to_the_gauge():
    # 12 mV a mmHg: 80 mmHg are 786.4 codes
    assert span(16400, 16400 + 78640, 800) == 800 * 100000 * 100 // 78640 == 101729
    assert (
        span(16400, 16400, 800) == 0 and span(16400, 16399, 800) == 0 and span(16400, 16401, 800) > SPAN_MAX
    )
    for reference in (400, 802, 1000):
        made = span(16400, 95000, reference)
        assert read_dmmhg(95000, 164, made) in (reference - 1, reference)
    assert read_dmmhg(16400, 164, NOMINAL_SPAN) == 0


def test_words_and_numbers_of_the_reasons_agree():
    assert REFUSALS[GAUGE] == "gauge" and REFUSALS[GAIN] == "gain" and REFUSALS[TWINS] == "twins"
    assert REFUSALS[POINT] == "point" and REFUSALS[POINTS_CLOSE] == "points_close"
    assert REFUSALS[UNKNOWN] == "unknown"


# REQ-206
def test_six_that_agree_against_the_gauge_blame_the_gauge():
    assert off_pml(_off(30)) == 30 and off_pml(_off(-31)) == -31
    assert refuse([NOMINAL_SPAN] * 6) is None
    for pml in (30, -30):
        assert refuse([_off(pml)] * 6) is None
    for pml in (31, -31, 200, -200):
        assert refuse([_off(pml)] * 6) == (GAUGE, 0, pml, limits.CAL_ALIKE_PML)
    # a mean of 30.17 is 30
    assert refuse([_off(30)] * 5 + [_off(31)]) is None
    # the same spread, not too wide to agree
    assert refuse([_off(10)] + [_off(60)] * 5) == (GAUGE, 0, 51, 30)


# REQ-206
def test_one_gain_out_of_its_band_blames_that_sensor():
    for at in range(6):
        for wrong in (SPAN_MIN - 1, SPAN_MAX + 1, 0):
            spans = [NOMINAL_SPAN] * 6
            spans[at] = wrong
            assert refuse(spans) == (GAIN, at, off_pml(wrong), 50)
        for right in (SPAN_MIN, SPAN_MAX):
            spans = [NOMINAL_SPAN] * 6
            spans[at] = right
            assert refuse(spans) is None


# REQ-206
def test_two_that_differ_more_than_two_sensors_may_blame_the_further_one():
    assert refuse([_off(-25)] + [NOMINAL_SPAN] * 4 + [_off(25)]) is None
    assert refuse([_off(-21)] + [NOMINAL_SPAN] * 4 + [_off(30)]) == (TWINS, 5, 51, limits.CAL_SPREAD_PML)
    assert refuse([_off(-31)] + [NOMINAL_SPAN] * 4 + [_off(20)]) == (TWINS, 0, 51, limits.CAL_SPREAD_PML)
    assert refuse([_off(-30)] + [NOMINAL_SPAN] * 4 + [_off(20)]) is None


# REQ-206
def test_five_stand_for_a_gauge_only_when_they_agree():
    assert by_twins([800, 801, 802, 700, 803, 804], 3) == (802, None)
    assert by_twins([800, 830, 800, 0, 800, 800], 3) == (806, None)
    assert by_twins([800, 831, 800, 0, 800, 800], 3) == (0, (TWINS, 3, 31, limits.CAL_TWINS_DMMHG))
    # the one that is to be calibrated may have none; another may not
    assert by_twins([800, 800, 800, None, 800, 800], 3) == (800, None)
    assert by_twins([800, 800, 800, 800, None, 800], 3) == (0, (UNKNOWN, 4, 0, 0))
    assert by_twins([800, None, 800, None, 800, 800], 3) == (0, (UNKNOWN, 1, 0, 0))


# REQ-207
def test_two_points_make_a_straight_line():
    assert corrections((1000, 1000), (4000, 4000)) == ((0, 0), None)
    assert corrections((1000, 1050), (4000, 3900)) == ((50, -100), None)
    assert corrections((4000, 3900), (1000, 1050)) == ((50, -100), None)
    assert corrections((2000, 2050), (3500, 3550)) == ((50, 50), None)
    # a tenth of a degree on fifteen: 10 and 40 degC lie beyond both points
    assert corrections((2000, 2000), (3500, 3510)) == ((-7, 13), None)


# REQ-207
def test_points_that_cannot_be_are_refused():
    limit = limits.CAL_DEGC_OFF_CDEGC
    for off in (100, -100):
        assert corrections((1000, 1000 + off), (4000, 4000)) == ((off, 0), None)
        assert corrections((1000, 1000), (4000, 4000 + off)) == ((0, off), None)
    for off in (101, -101):
        assert corrections((1000, 1000 + off), (4000, 4000)) == ((0, 0), (POINT, 0, off, limit))
        assert corrections((1000, 1000), (4000, 4000 + off)) == ((0, 0), (POINT, 0, off, limit))
    assert corrections((1000, 1000), (2500, 2500))[1] is None
    assert corrections((1000, 1000), (2499, 2499))[1] == (POINTS_CLOSE, 0, 1499, 1500)
    assert corrections((1000, 1000), (1000, 1000))[1] == (POINTS_CLOSE, 0, 0, 1500)
