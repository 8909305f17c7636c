"""The judge of runs on both sides of each of its bounds: one that cannot find anything would be worth nothing."""

from __future__ import annotations

import pytest

from campaign.judge import Judge
from campaign.truth import Row

FULL = 80.0


def zones(mmhg: float, at: int = 2) -> tuple[float, ...]:
    """Ten zones, one of them at `mmhg`."""
    return tuple(mmhg if index == at else 0.0 for index in range(10))


def judged(*spans: tuple[int, Row], judge: Judge | None = None, started: bool = True) -> Judge:
    """Each span is so many rows like the one given, 20 ms apart."""
    judge = judge or Judge()
    if started:
        judge.started()
    t_ms = 0
    for count, row in spans:
        for _ in range(count):
            judge.look(row._replace(t_ms=t_ms))
            t_ms += 20
    return judge


def running(mmhg: float = FULL, **more: object) -> Row:
    return Row(0, chain=True, energised=True, zones=zones(mmhg))._replace(**more)


def dead(mmhg: float) -> Row:
    """The chain is open."""
    return Row(0, zones=zones(mmhg))


def stopped() -> Judge:
    """STOP is pressed at the very start of a session."""
    judge = Judge()
    judge.started()
    judge.must_vent(0, "STOP")
    return judge


@pytest.mark.parametrize(("mmhg", "bad"), [(140.0, False), (140.1, True)])
def test_the_highest_pressure_of_a_zone(mmhg: float, bad: bool) -> None:
    judge = judged((1, running(mmhg)), (1, running()))
    assert bool(judge.violations) == bad
    assert judge.peak_mmhg == mmhg


@pytest.mark.parametrize(
    ("rows", "mmhg", "bad"), [(25, 131.0, False), (26, 131.0, True), (500, 130.0, False)]
)
def test_pressure_above_130_is_brief(rows: int, mmhg: float, bad: bool) -> None:
    assert bool(judged((1, running()), (rows, running(mmhg))).violations) == bad


def test_a_moment_below_130_begins_a_new_count() -> None:
    assert judged((20, running(131.0)), (1, running(129.0)), (20, running(131.0))).violations == []


def test_somebody_who_presses_may_hold_a_zone_above_130_but_not_above_140() -> None:
    assert judged((100, running(139.0)), judge=Judge(loaded=frozenset(("L3",)))).violations == []
    assert judged((100, running(139.0)), judge=Judge(loaded=frozenset(("L4",)))).violations
    assert judged((1, running(141.0)), judge=Judge(loaded=frozenset(("L3",)))).violations


@pytest.mark.parametrize(("mmhg", "bad"), [(165.0, False), (165.1, True)])
def test_the_highest_pressure_of_a_manifold(mmhg: float, bad: bool) -> None:
    assert bool(judged((1, running(manifolds=(0.0, mmhg)))).violations) == bad


@pytest.mark.parametrize(("rows", "mmhg", "bad"), [(401, 10.0, False), (402, 10.0, True), (1000, 9.9, False)])
def test_every_zone_is_slack_eight_seconds_after_the_chain_opened(rows: int, mmhg: float, bad: bool) -> None:
    assert bool(judged((5, running()), (rows, dead(mmhg))).violations) == bad


def test_stop_and_estop_begin_the_same_eight_seconds() -> None:
    assert judged((402, running()), judge=stopped(), started=False).violations
    assert judged((1, running()), (402, running(estop=True))).violations
    assert judged((402, running())).violations == []


def test_the_first_reason_to_vent_counts() -> None:
    assert judged((300, running()), (102, dead(FULL)), judge=stopped(), started=False).violations
    assert judged((300, running()), (102, dead(FULL))).violations == []


def test_an_exempt_zone_may_keep_its_air_and_is_remembered() -> None:
    judge = judged((1, running()), (500, dead(FULL)), judge=Judge(exempt=frozenset(("L3",))))
    assert judge.violations == []
    assert judge.kept == {"L3"}
    assert judged((1, running()), (500, dead(FULL)), judge=Judge(exempt=frozenset(("L2",)))).violations


@pytest.mark.parametrize(
    ("prompt", "water", "bad"),
    [
        ("enter_hot", {"hot_degc": 41.0}, False),
        ("enter_hot", {"hot_degc": 41.01}, True),
        ("enter_cold", {"cold_degc": 7.5}, False),
        ("enter_cold", {"cold_degc": 7.49}, True),
        ("leave", {"hot_degc": 45.0}, False),
    ],
)
def test_nobody_is_told_to_enter_water_out_of_bounds(prompt: str, water: dict[str, float], bad: bool) -> None:
    judge = judged((1, running(0.0, **water)), (10, running(0.0, prompt=prompt, **water)))
    assert bool(judge.violations) == bad
    assert len(judge.entered) == (prompt != "leave")


def test_nothing_restarts_after_a_trip_but_a_self_test_opens_and_closes_the_chain() -> None:
    spans = ((5, running(0.0)), (10, dead(0.0)), (1, running(0.0)))
    assert judged(*spans).violations
    before = judged(*spans, started=False)
    assert before.violations == []
    assert before.tripped_ms == -1


def test_it_says_when_the_trip_the_venting_and_the_silence_were() -> None:
    judge = judged((5, running()), (3, running(energised=False)), (10, dead(20.0)), (10, dead(5.0)))
    assert (judge.safe_ms, judge.tripped_ms, judge.slack_ms, judge.vent_ms) == (100, 160, 360, 200)


def test_each_violation_is_told_once() -> None:
    assert len(judged((500, running(150.0))).violations) == 2
