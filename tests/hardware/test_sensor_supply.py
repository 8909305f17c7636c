"""The sensors follow the 5 V, the converters the reference: what a 5 V that sags unseen costs (HAZ-4, residual)."""

from circuit import parts
from station_firmware.core import limits, sensing

LOWEST_5V = next(
    float(rating.given) for rating in parts.load()["detector"].ratings if rating.what == "lowest limit"
)
SWITCH_MMHG = 140
KPA_PER_MMHG = 0.133322


def shown(mmhg: float, volt: float) -> float:
    """What the firmware reads: MPXV5050 as its data sheet has it, zero calibrated at 5.0 V, no other error."""
    code = round(volt * (0.018 * mmhg * KPA_PER_MMHG + 0.04) * sensing.CODES / (sensing.REFERENCE_MV / 1000))
    zero = round(0.2 * sensing.CODES / (sensing.REFERENCE_MV / 1000))
    read = sensing.pressure_dmmhg(code, zero, sensing.NOMINAL_SPAN)
    assert read is not None
    return float(read) / 10


def true_when(reading: float, volt: float) -> float:
    return next(tenth / 10 for tenth in range(3000) if shown(tenth / 10, volt) >= reading)


def test_whole_at_five_volts() -> None:
    assert abs(true_when(limits.TARGET_MAX_MMHG, 5.0) - limits.TARGET_MAX_MMHG) < 0.5


def test_the_highest_target_stays_below_the_switch_down_to_where_the_chain_opens() -> None:
    assert 128 < true_when(limits.TARGET_MAX_MMHG, LOWEST_5V) < SWITCH_MMHG


def test_the_trip_of_the_software_comes_after_the_switch_then() -> None:
    assert true_when(limits.OVER_PRESSURE_MMHG, LOWEST_5V) > SWITCH_MMHG


def test_zero_tells_nothing() -> None:
    assert abs(shown(0, LOWEST_5V)) < limits.ZERO_DRIFT_MMHG
