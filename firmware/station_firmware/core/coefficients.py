"""From what a calibration measured to what a channel is read by, or why that is not believed. Pure; on loan.

A reason is the number of a word of REFUSALS, with the number of the channel, what was measured and the limit, in tenths
of a per cent or in hundredths of a degree.
"""

from . import limits
from .calibrating import CHANNELS, SAMPLES
from .sensing import COOL_CDEGC, NOMINAL_SPAN, SPAN_DENOMINATOR, SPAN_MAX, SPAN_MIN, WARM_CDEGC

GAUGE, GAIN, TWINS, POINT, POINTS_CLOSE, UNKNOWN = range(6)
REFUSALS = ("gauge", "gain", "twins", "point", "points_close", "unknown")
_THOUSAND = 1000


def zero_code(total):
    """The nearest code of a sum of SAMPLES codes at rest."""
    return (total + SAMPLES // 2) // SAMPLES


def span(zero, held, reference_dmmhg):
    """The span of a channel whose sums are `zero` at rest and `held` at the reference; 0 when it did not rise."""
    return reference_dmmhg * SPAN_DENOMINATOR * SAMPLES // (held - zero) if held > zero else 0


def off_pml(span_):
    """How far a span lies from the nominal one, in tenths of a per cent."""
    return (span_ - NOMINAL_SPAN) * _THOUSAND // NOMINAL_SPAN


def read_dmmhg(held, zero_code_, span_):
    """What a channel with these values reads for the sum `held`, in tenths of mmHg."""
    return (held - SAMPLES * zero_code_) * span_ // (SPAN_DENOMINATOR * SAMPLES)


def refuse(spans):
    """None when the spans of a leg may be kept, else (REFUSALS, number in the leg, measured, limit).

    Sensors err by ±2.5 % each: six that err alike say that the gauge was not read right, six that differ widely that
    one of them is wrong.
    """
    offs = [off_pml(one) for one in spans]
    mean = sum(offs) // len(offs)
    spread = max(offs) - min(offs)
    if spread <= limits.CAL_SPREAD_PML and abs(mean) > limits.CAL_ALIKE_PML:
        return GAUGE, 0, mean, limits.CAL_ALIKE_PML
    for at in range(len(spans)):
        if not SPAN_MIN <= spans[at] <= SPAN_MAX:
            return GAIN, at, offs[at], limits.SENSOR_SPAN_PCT * 10
    if spread > limits.CAL_SPREAD_PML:
        far = [abs(one - mean) for one in offs]
        return TWINS, far.index(max(far)), spread, limits.CAL_SPREAD_PML
    return None


def by_twins(readings, at):
    """(pressure the five others read, None), or (0, a reason): for channel `at` of a leg without a gauge.

    `readings` are by the calibration in use, in tenths of mmHg, None for a channel that has none.
    """
    others = [number for number in range(CHANNELS) if number != at]
    for number in others:
        if readings[number] is None:
            return 0, (UNKNOWN, number, 0, 0)
    others = [readings[number] for number in others]
    apart = max(others) - min(others)
    if apart > limits.CAL_TWINS_DMMHG:
        return 0, (TWINS, at, apart, limits.CAL_TWINS_DMMHG)
    return sum(others) // len(others), None


def corrections(first, second):
    """((cool, warm), None) from two points (read, true) in hundredths of a degree, or ((0, 0), a reason)."""
    if first[0] > second[0]:
        first, second = second, first
    for read, true in (first, second):
        if abs(true - read) > limits.CAL_DEGC_OFF_CDEGC:
            return (0, 0), (POINT, 0, true - read, limits.CAL_DEGC_OFF_CDEGC)
    if second[0] - first[0] < limits.CAL_DEGC_APART_CDEGC:
        return (0, 0), (POINTS_CLOSE, 0, second[0] - first[0], limits.CAL_DEGC_APART_CDEGC)
    error = first[1] - first[0]
    rise = second[1] - second[0] - error
    over = second[0] - first[0]
    cool = error + rise * (COOL_CDEGC - first[0]) // over
    return (cool, error + rise * (WARM_CDEGC - first[0]) // over), None
