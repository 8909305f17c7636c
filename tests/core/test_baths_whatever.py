"""Whatever thermometers read and whoever wants what: no heat without moved water, no chiller that has not rested."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.warmth import Warm

from station_firmware.core import limits, states
from station_firmware.core.outputs import CHILLER, CIRCULATION_COLD, CIRCULATION_HOT, HEATERS

READS = st.one_of(st.none(), st.integers(0, 5000))
WATERS = st.tuples(READS, READS, READS, READS)
SET_POINTS = st.tuples(st.one_of(st.none(), st.integers(0, 6000)), st.one_of(st.none(), st.integers(0, 6000)))
MOVES = st.lists(
    st.tuples(
        WATERS, SET_POINTS, st.sampled_from((states.RUNNING, states.IDLE, states.PAUSED)), st.integers(1, 90)
    ),
    min_size=1,
    max_size=40,
)


class Judge:
    """What must hold of everything that is driven, a second a tick."""

    def __init__(self) -> None:
        self.chiller_s = 10_000
        self.rests_s = 0
        self.was = 0

    def look(self, warm: Warm, closed: int) -> None:
        reading = warm.reading
        if closed & HEATERS:
            assert closed & HEATERS == HEATERS and closed & CIRCULATION_HOT
            assert reading.hot_cdegc is not None and reading.hot_cdegc < limits.HOT_ENTER_MAX_CDEGC
            assert self.was & CIRCULATION_HOT, "heated before the water moved"
            assert not reading.unstirred & 1 or warm.thermal.circulated_ms[0] < limits.STIRRED_MS
        if closed & CHILLER:
            assert closed & CIRCULATION_COLD
            assert reading.cold_cdegc is not None and reading.cold_cdegc >= limits.COLD_ENTER_MIN_CDEGC
            if not self.was & CHILLER:
                assert self.rests_s >= limits.CHILLER_OFF_MS // 1000
            self.rests_s = 0
        else:
            self.rests_s += 1
        self.was = closed


# REQ-121 REQ-122
@settings(max_examples=60, deadline=None)
@given(moves=MOVES)
def test_whatever_comes_no_heat_without_circulation_and_the_chiller_rests(
    moves: list[tuple[tuple[int | None, ...], tuple[int | None, int | None], int, int]],
) -> None:
    warm = Warm()
    judge = Judge()
    now_ms = 0
    for waters, set_points, state, seconds in moves:
        warm.session.state = state
        warm._twins(0, waters[0], waters[1])
        warm._twins(2, waters[2], waters[3])
        warm.want(*set_points)
        warm.keep(*set_points)
        for _ in range(seconds):
            now_ms += 1000
            closed = warm.tick(1, 1000)
            warm.station.demand.renewed_ms = now_ms
            judge.look(warm, closed)
    assert warm.station.gate.refused == 0
