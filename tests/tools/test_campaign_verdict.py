"""What a run came to against what was expected: every kind of violation is found, and a good run has none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from campaign import report, store
from campaign.case import MAY, NONE, OFF, TRIP, Case, Expect
from campaign.drive import Outcome
from campaign.judge import Judge
from campaign.verdict import Result, result_of, violations

CASE = Case(
    "singles",
    "leak",
    "flush-20",
    "hold",
    1,
    Expect(TRIP, ("leak",)),
    channels=frozenset(("L3",)),
    exempt=frozenset(("L3",)),
)


def outcome(*faults: tuple[str, str], end: str | None = "fault", judge: Judge | None = None) -> Outcome:
    judge = judge or Judge(tripped_ms=2000, safe_ms=1040, slack_ms=3000)
    return Outcome(judge, True, True, False, "FAULT", end, list(faults), 1000, True, 1.0)


def kinds(case: Case, found: Outcome) -> list[str]:
    return [line.split(":")[0] for line in violations(case, found)]


def test_the_right_fault_at_the_right_part_has_no_violation() -> None:
    assert violations(CASE, outcome(("leak", "L3"), ("estop", ""))) == []


@pytest.mark.parametrize(
    ("case", "found", "kind"),
    [
        (CASE, outcome(), "no trip"),
        (CASE, outcome(("hose_off", "L3")), "name"),
        (CASE, outcome(("leak", "L4")), "channel"),
        (CASE, outcome(("leak", "L3"), end=None), "end"),
        (CASE, outcome(("leak", "L3"), end="user_stop"), "end"),
        (replace(CASE, expect=Expect(NONE)), outcome(("leak", "L3")), "tripped"),
        (replace(CASE, expect=Expect(NONE)), outcome(end=None), "end"),
        (replace(CASE, expect=Expect(OFF), ends=("power_loss",)), outcome(end="user_stop"), "end"),
        (replace(CASE, before_start=True), outcome(("leak", "L3")), "late"),
        (replace(CASE, opens_s=0.9), outcome(("leak", "L3")), "chain"),
        (CASE, outcome(("leak", "L3"), judge=Judge(tripped_ms=1)), "energised"),
        (CASE, outcome(("leak", "L3"), judge=Judge(safe_ms=1, violations=["a zone"])), "truth"),
        (CASE, outcome(("leak", ""), judge=Judge(safe_ms=1, kept={"L3"})), "words"),
    ],
)
def test_each_kind_of_violation_is_found(case: Case, found: Outcome, kind: str) -> None:
    assert kind in kinds(case, found)


def test_what_may_trip_may_also_not() -> None:
    case = replace(CASE, expect=Expect(MAY, ("leak",)))
    assert violations(case, outcome(("leak", "L3"))) == []
    assert violations(case, outcome(end="user_stop")) == []
    assert kinds(case, outcome(("hose_off", "L3"))) == ["name"]


def test_a_moment_that_never_came_and_a_silent_station_are_violations() -> None:
    never = outcome()
    never.reached = False
    silent = outcome()
    silent.state = ""
    assert kinds(CASE, never) == ["moment"]
    assert kinds(CASE, silent) == ["silent"]


def test_reaction_is_counted_only_where_a_fault_shows_at_once_and_something_was_driven() -> None:
    at_once = replace(CASE, react_ticks=2)
    assert result_of(at_once, "k", outcome(("leak", "L3")), 0.0).reaction_ticks == 2
    assert result_of(CASE, "k", outcome(("leak", "L3")), 0.0).reaction_ticks is None
    assert kinds(replace(CASE, react_ticks=1), outcome(("leak", "L3"))) == ["reaction"]
    idle = outcome(("leak", "L3"))
    idle.energised_then = False
    assert result_of(at_once, "k", idle, 0.0).reaction_ticks is None


def line(key: str, *bad: str) -> Result:
    result = result_of(CASE, key, outcome(("leak", "L3")), 0.0)
    result.violations = list(bad)
    return result


def test_finished_rows_are_found_again_and_a_cut_line_is_not(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "results.jsonl"
    store.append([line("one"), line("two")], path)
    path.write_bytes(path.read_bytes()[:-20])
    assert list(store.load(path)) == ["one"]


def test_a_row_is_run_again_when_the_bytes_or_the_row_changed() -> None:
    keys = {
        store.key_of(CASE, "a"),
        store.key_of(CASE, "b"),
        store.key_of(replace(CASE, seed=2), "a"),
        store.key_of(replace(CASE, expect=Expect(TRIP, ("hose_off",))), "a"),
        store.key_of(replace(CASE, setup={"slack_l": 3.0}), "a"),
    }
    assert len(keys) == 5
    assert store.key_of(CASE, "a") == store.key_of(replace(CASE), "a")


def test_the_page_is_the_same_for_the_same_results_in_any_order() -> None:
    good, bad = line("one"), line("two", "name: hose_off L3, not leak")
    page = report.text([good, bad], 3, "c0ffee" * 5)
    assert page == report.text([bad, good], 3, "c0ffee" * 5)
    assert "rows run: 2 of 3" in page
    assert "name: hose_off L3, not leak" in page
    assert CASE.id in page
    assert "digest `c0ffeec0ffee`" in page
    assert "None." in report.text([good], 3, "")


def test_like_violations_of_other_zones_and_numbers_are_one_kind() -> None:
    assert report.kind("name: leak L3, not hose_off") == report.kind("name: leak R5, not hose_off")
    assert report.kind("name: leak L3, not hose_off") != report.kind("name: leak L3, not body_load")
