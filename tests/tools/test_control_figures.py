"""The figures of control say what a made-up trace was made to say, and the invariants find what was broken in one."""

from __future__ import annotations

from tests.core import invariants

from control.grid import FLOWS_PCT, LEAKS, SHORT, SLACKS_L, cycle_s, points
from control.preset import boots, first_targets, targets
from control.stays import cut, cycle_begins
from control.truth import FEED, LET, SHUT, LegTruth

TARGETS = (50.0, 40.0, 30.0, 30.0, 30.0)
FIRST = (30.0, 24.0, 20.0, 20.0, 20.0)


def _leg(rows: list[tuple[str, float, str, float, int]]) -> LegTruth:
    """Rows of (way of the foot, its pressure, way of the ankle, its pressure, vents closed), each ten times."""
    leg = LegTruth()
    for foot, foot_mmhg, ankle, ankle_mmhg, vents in [row for row in rows for _ in range(10)]:
        for zone, (way, mmhg) in enumerate(((foot, foot_mmhg), (ankle, ankle_mmhg), *[(LET, 0.0)] * 3)):
            leg.ways[zone].append(way)
            leg.mmhg[zone].append(mmhg)
        leg.vents.append(vents)
        leg.pump_pct.append(0.0)
    return leg


CYCLE = [
    (LET, 0.0, LET, 0.0, 0),
    (FEED, 0.0, SHUT, 0.0, 2),
    (FEED, 29.0, SHUT, 0.0, 2),
    (SHUT, 29.5, FEED, 10.0, 2),
    (FEED, 31.5, SHUT, 23.0, 2),  # the foot is topped up while the ankle's fill waits
    (SHUT, 31.5, FEED, 24.5, 2),
    (SHUT, 26.0, SHUT, 24.5, 0),
    (LET, 20.0, LET, 20.0, 0),
]


def test_a_stay_ends_its_fill_where_the_next_one_begins() -> None:
    foot, ankle = cut(_leg(CYCLE), FIRST, TARGETS, joint=False)
    assert (foot.zone, foot.cycle, foot.target, foot.begin, foot.full, foot.end) == (0, 0, 30.0, 10, 30, 70)
    assert (ankle.full, ankle.end) == (60, 70)
    assert foot.settle_s() == 0.2 and foot.end_error_mmhg() == -0.5
    assert foot.overshoot_mmhg() == 1.5 and foot.hold_error_mmhg() == -4.0


def test_later_cycles_have_full_targets() -> None:
    stays = cut(_leg([*CYCLE, *CYCLE, (LET, 0.0, LET, 0.0, 0)]), FIRST, TARGETS, joint=False)
    assert [(stay.cycle, stay.target) for stay in stays] == [(0, 30.0), (0, 24.0), (1, 50.0), (1, 40.0)]
    assert cycle_begins(stays) == [10, 90]
    assert stays[2].settle_s() is None


def test_each_invariant_finds_its_breach() -> None:
    inverted = [*CYCLE[:6], (SHUT, 20.0, SHUT, 24.5, 0), CYCLE[7]]
    leg = _leg(inverted)
    stays = cut(leg, FIRST, TARGETS, joint=False)
    assert [words[:8] for words in invariants.gradient(stays, leg, {})] == ["gradient"]
    assert not list(invariants.gradient(stays, leg, {"zone": 2, "mmhg": 10}))
    leg.mmhg[0][35] = 35.5
    assert list(invariants.overshoot(cut(leg, FIRST, TARGETS, joint=False), leg, {}))
    assert not list(invariants.one_thing(stays, leg, {}))
    leg.pump_pct[65] = 1.0
    assert list(invariants.one_thing(stays, leg, {})) == ["filling and releasing at 1.30 s"]
    leg.vents[65] = 2
    for ways in leg.ways:
        ways[65] = SHUT
    assert list(invariants.one_thing(stays, leg, {})) == ["pump against a closed leg at 1.30 s"]
    held = _leg([(SHUT, 40.0, LET, 0.0, 0)] * 601)
    assert list(invariants.released([], held, {})) == ["released: zone 1 was above for 120.2 s"]
    apart = _leg([(FEED, 40.0, FEED, 34.0, 2)])
    assert list(invariants.level([], apart, {}))


def test_the_grid_has_every_point_and_the_short_one_is_part_of_it() -> None:
    full = list(points(full=True))
    assert len(full) == len(set(full)) == len(boots()) * len(SLACKS_L) * len(FLOWS_PCT) * len(LEAKS)
    assert set(points(full=False)) <= set(full) and len(set(points(full=False))) == len(SHORT) * len(boots())
    assert all(point.leak_ml_s_mmhg >= 0 and cycle_s(point) > 10 for point in full)


def test_targets_are_the_plans() -> None:
    assert targets("calf-boost-20") == (75.0, 70.0, 75.0, 60.0, 55.0)
    assert first_targets("gentle-20") == (30.0, 27.0, 24.0, 21.0, 20.0)
