"""The zero of a channel: how a mean is measured, and what it is judged to be on both sides of every limit."""

from tests.core.parts import SPAN, ZERO_CODE, new

from station_firmware.core import fault, selftest, sensing, zeros
from station_firmware.core.reading import PRESSURE_CHANNELS

_SAMPLES = 25
_SPANS = (sensing.SPAN_MIN, SPAN, sensing.SPAN_MAX)
_ZERO_CODES = (sensing.ZERO_MIN_CODE, ZERO_CODE, sensing.ZERO_MAX_CODE)


def _measured(index, zero_code, span, above, before=None):
    """A Zeros that has seen two means: `above` (and `before`) is by how much their sums exceed the zero's."""
    unit = new(sensing, "Sensing")
    assert unit.calibrate(index, zero_code, span)
    judge = new(zeros, "Zeros", unit)
    judge.begin()
    codes = [ZERO_CODE] * 16
    for total in (above if before is None else before, above):
        for sample in range(_SAMPLES):
            # as even as whole codes allow
            code = zero_code + (total * (sample + 1)) // _SAMPLES - (total * sample) // _SAMPLES
            codes[PRESSURE_CHANNELS[index]] = code
            whole = judge.sample(codes)
    assert whole
    return judge


# REQ-37
def test_a_mean_is_the_sensor_formula_to_a_hundredth():
    for index in (0, 9, 10, 11):
        for span in _SPANS:
            for zero_code in _ZERO_CODES:
                for above in (-1800, -983, -982, -1, 0, 1, 245, 982, 983, 984, 2458, 60000):
                    exact_cmmhg = above * span * 10 / (100000 * _SAMPLES)
                    found = _measured(index, zero_code, span, above).means_cmmhg[index]
                    assert abs(found - exact_cmmhg) <= 1 + abs(exact_cmmhg) / 900


def test_how_far_two_means_lie_apart_has_no_sign():
    for before, above, moved in ((0, 0, 0), (0, 250, 101), (250, 0, 101), (-250, 0, 102), (300, -300, 245)):
        assert abs(_measured(4, ZERO_CODE, SPAN, above, before).moved_cmmhg[4] - moved) <= 1


def test_one_mean_alone_says_nothing_and_a_new_beginning_forgets():
    judge = _measured(0, ZERO_CODE, SPAN, 0)
    codes = [ZERO_CODE] * 16
    for _ in range(2):
        judge.begin()
        whole = [judge.sample(codes) for _ in range(2 * _SAMPLES)]
        assert whole == [False] * (2 * _SAMPLES - 1) + [True]
        assert judge.waiting == 0xFFF


def test_every_number_of_the_judgement_is_a_small_integer_of_the_chip():
    judge = _measured(3, sensing.ZERO_MIN_CODE, sensing.SPAN_MAX, _SAMPLES * (4095 - sensing.ZERO_MIN_CODE))
    assert judge.means_cmmhg[3] > 42000
    assert _SAMPLES * 4095 * (sensing.SPAN_MAX // 100) < 1 << 30


def _judged(index, mean_cmmhg, moved_cmmhg=0):
    """The test's finding on one input with these means: (code, measured, limit), None when it is in order."""
    test = new(selftest, "SelfTest", new(sensing, "Sensing"))
    test.zeros.begin()
    test.zeros.means_cmmhg[index] = mean_cmmhg
    test.zeros.moved_cmmhg[index] = moved_cmmhg
    test._judge_zero(index, mean_cmmhg)
    assert test.failed() == bool(test.zeros.waiting & 1 << index)
    return (test.code, test.measured, test.limit) if test.failed() else None


# REQ-37
def test_a_drift_beyond_four_mmhg_is_a_fault_up_and_down():
    for index in (0, 9, 10, 11):
        for cmmhg in (-399, -400, 0, 399, 400):
            assert _judged(index, cmmhg) is None
        for cmmhg, mmhg in ((401, 5), (402, 5), (500, 5), (501, 6), (999, 10)):
            assert _judged(index, cmmhg) == (fault.SENSOR_ZERO, mmhg, 4)
            assert _judged(index, -cmmhg) == (fault.SENSOR_ZERO, -mmhg, -4)


def test_from_ten_mmhg_on_there_is_air_in_a_zone():
    for cmmhg, zone in (
        (999, fault.SENSOR_ZERO),
        (1000, fault.PRESSURE_AT_REST),
        (1001, fault.PRESSURE_AT_REST),
    ):
        assert _judged(9, cmmhg)[0] == zone
        assert _judged(10, cmmhg)[0] == fault.SENSOR_ZERO
        assert _judged(0, -cmmhg)[0] == fault.SENSOR_ZERO
    assert _judged(2, 1234) == (fault.PRESSURE_AT_REST, 12, 5)


# REQ-38
def test_what_never_was_still_is_named_for_what_it_shows():
    for cmmhg, code in (
        (-900, fault.SENSOR_UNSTEADY),
        (499, fault.SENSOR_UNSTEADY),
        (500, fault.PRESSURE_AT_REST),
    ):
        for index in (9, 10):
            test = new(selftest, "SelfTest", new(sensing, "Sensing"))
            test.zeros.means_cmmhg[index] = cmmhg
            test.zeros.moved_cmmhg[index] = 101
            test._unsteady(index)
            named = code if index < 10 else fault.SENSOR_UNSTEADY
            assert (test.code, test.channel) == (named, index)
            assert test.measured == (5 if named == fault.PRESSURE_AT_REST else 2)
