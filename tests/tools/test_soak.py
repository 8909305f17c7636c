"""The soak's verdict: each kind of drift, leak and growth is told, and a clean day is not."""

from __future__ import annotations

from dataclasses import replace

from control.preset import ids
from soak import ACKS, DRIFT_S, GROWTH_BYTES, Lap, verdict

CLEAN = Lap("flush-20", 1.0, 1284, "IDLE", [], 170_000, 0, 1, 0.02)


def test_a_clean_day_is_clean() -> None:
    assert verdict([CLEAN] * 2 * len(ids())) == []


def test_no_session_is_no_proof() -> None:
    assert verdict([]) == ["no session was over in the time given"]


def test_a_fault_a_late_tick_a_drift_and_records_left_are_told() -> None:
    for wrong, words in (
        (replace(CLEAN, faults=["leak"]), "leak"),
        (replace(CLEAN, late=1), "late"),
        (replace(CLEAN, drift_s=DRIFT_S + 0.01), "clock"),
        (replace(CLEAN, drift_s=-DRIFT_S - 0.01), "clock"),
        (replace(CLEAN, unacked=ACKS + 1), "records"),
    ):
        found = verdict([CLEAN, wrong])
        assert len(found) == 1 and words in found[0], wrong
    assert verdict([CLEAN, replace(CLEAN, drift_s=DRIFT_S, unacked=ACKS)]) == []
    assert verdict([replace(CLEAN, late=2), CLEAN, replace(CLEAN, late=1)]) == ["3 late ticks"]


def test_heap_is_compared_round_by_round() -> None:
    rounds = len(ids())
    least = replace(CLEAN, heap_free=CLEAN.heap_free - GROWTH_BYTES)
    less = replace(CLEAN, heap_free=least.heap_free - 1)
    assert verdict([CLEAN] * rounds + [least] * rounds) == []
    assert "heap" in verdict([CLEAN] * rounds + [less] * rounds)[0]
    # garbage of one moment is no leak
    assert verdict([CLEAN] * rounds + [less] * (rounds - 1) + [CLEAN]) == []
