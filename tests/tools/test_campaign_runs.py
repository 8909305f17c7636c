"""A sample of the campaign's rows, run for real on MicroPython; the whole is `make campaign`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from campaign.case import Case, Expect
from campaign.pool import one
from campaign.rows import chosen

SAMPLE = (
    "singles/sensor_open/flush-20/first_fill",
    "singles/firmware_hang/pulse-20/release",
    "singles/power_cut/warmup-10/hold",
    "singles/relief_stuck/gentle-20/skip",
    "singles/bath_too_warm/contrast-7x1/hot",
    "singles/monostable_stuck/deep-30/test",
    "pairs/vent_1_STOP/flush-30/first_fill",
    "alone/hang_E-stop/flush-20/first_fill",
)


def row(name: str) -> Case:
    (case,) = chosen(f"^{name}/")
    return case


@pytest.mark.parametrize("name", SAMPLE)
def test_a_row_has_no_violation(name: str) -> None:
    assert one(row(name), "key").violations == []


def test_a_row_gives_the_same_line_again() -> None:
    case = row(SAMPLE[0])
    first, second = (one(case, "key") for _ in range(2))
    first.wall_s = second.wall_s = 0.0
    assert first == second
    assert first.tripped
    assert first.reaction_ticks is not None


def test_a_row_that_expects_another_fault_fails() -> None:
    case = replace(row(SAMPLE[0]), expect=Expect("trip", ("leak",)))
    assert [line.split(":")[0] for line in one(case, "key").violations] == ["name"]
