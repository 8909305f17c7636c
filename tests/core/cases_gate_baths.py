"""The gate's own rules for baths, whatever is demanded: states, circulation, readings, both contactors together."""

from tests.core.cases_gate import Door, is_dead, is_safe
from tests.core.parts import ALL_STATES, Numbers

from station_firmware.core.outputs import (
    ALL_BATHS,
    ALL_VALVES,
    CHILLER,
    CIRCULATION_COLD,
    CIRCULATION_HOT,
    HEATER_1,
    HEATER_2,
    HEATERS,
)
from station_firmware.core.states import IDLE, RUNNING, SELFTEST

HEAT = HEATERS | CIRCULATION_HOT
CHILL = CHILLER | CIRCULATION_COLD


class Pool(Door):
    """Only baths are demanded; at rest they are kept."""

    def __init__(self, closed=HEAT | CHILL, state=IDLE):
        super().__init__()
        self.demand.closed = closed
        self.demand.pump_left_pct = self.demand.pump_right_pct = 0
        self.state = state
        self.keeping = True

    def permit(self):
        return self.gate.permit(
            self.demand,
            self.reading,
            self.state,
            self.latched,
            self.chain,
            self.voice,
            self.now_ms,
            self.keeping,
        )


def test_the_bits_are_those_of_the_wiring():
    assert HEATERS == HEATER_1 | HEATER_2
    assert ALL_BATHS == HEATERS | CHILLER | CIRCULATION_HOT | CIRCULATION_COLD
    assert ALL_BATHS & ALL_VALVES == 0


# REQ-10
def test_baths_are_driven_in_running_and_at_rest_while_they_are_kept():
    for state in ALL_STATES:
        for keeping in (False, True):
            pool = Pool(state=state)
            pool.keeping = keeping
            out = pool.permit()
            driven = state == RUNNING or (state == IDLE and keeping)
            assert out.closed == (HEAT | CHILL if driven else 0), state
            if state == IDLE:
                assert out.heartbeat == out.arm == keeping
            assert pool.gate.refused == (1 if state == SELFTEST else 0)


# REQ-10 REQ-11
def test_at_rest_too_a_latch_an_estop_an_open_chain_and_an_old_lease_end_it():
    pool = Pool()
    pool.latched = True
    assert is_dead(pool.permit())
    pool = Pool()
    pool.reading.estop = False
    assert is_dead(pool.permit())
    pool = Pool()
    pool.chain.drop()
    assert is_safe(pool.permit())
    pool = Pool()
    pool.now_ms = 1201
    assert is_safe(pool.permit())
    pool.now_ms = 1200
    assert pool.permit().closed == HEAT | CHILL


# REQ-10
def test_at_rest_no_valve_vent_or_pump_is_driven():
    for closed, left, right in ((ALL_VALVES | HEAT, 0, 0), (HEAT | 1, 0, 0), (HEAT, 20, 0), (HEAT, 0, 20)):
        pool = Pool(closed)
        pool.demand.pump_left_pct, pool.demand.pump_right_pct = left, right
        out = pool.permit()
        assert (out.closed, out.pump_left_pct, out.pump_right_pct) == (HEAT, 0, 0)
        assert pool.gate.refused == 1
    pool = Pool(HEAT)
    pool.permit()
    assert pool.gate.refused == 0


# REQ-121
def test_no_heater_without_circulation_both_contactors_and_a_reading_below_the_limit():
    for state in (RUNNING, IDLE):
        for closed, hot, granted in (
            (HEAT, 4049, HEAT),
            (HEAT, 4050, CIRCULATION_HOT),
            (HEAT, 4051, CIRCULATION_HOT),
            (HEAT, None, CIRCULATION_HOT),
            (HEATERS, 3800, 0),
            (HEATERS | CIRCULATION_COLD, 3800, CIRCULATION_COLD),
            (HEATER_1 | CIRCULATION_HOT, 3800, CIRCULATION_HOT),
            (HEATER_2 | CIRCULATION_HOT, 3800, CIRCULATION_HOT),
            (CIRCULATION_HOT, None, CIRCULATION_HOT),
        ):
            pool = Pool(closed, state)
            pool.reading.hot_cdegc = hot
            assert pool.permit().closed == granted, (closed, hot)
            assert pool.gate.refused == (granted != closed)


# REQ-121
def test_no_chiller_without_circulation_and_a_reading_above_the_limit():
    for state in (RUNNING, IDLE):
        for closed, cold, granted in (
            (CHILL, 800, CHILL),
            (CHILL, 799, CIRCULATION_COLD),
            (CHILL, None, CIRCULATION_COLD),
            (CHILLER, 1200, 0),
            (CHILLER | CIRCULATION_HOT, 1200, CIRCULATION_HOT),
        ):
            pool = Pool(closed, state)
            pool.reading.cold_cdegc = cold
            assert pool.permit().closed == granted, (closed, cold)
            assert pool.gate.refused == (granted != closed)


# REQ-121
def test_beside_boots_the_baths_are_judged_alone():
    pool = Pool(0x3FFE | HEATERS | CHILL, RUNNING)
    pool.demand.pump_left_pct = 50
    out = pool.permit()
    assert (out.closed, out.pump_left_pct, pool.gate.refused) == (0x3FFE | CHILL, 50, 1)


# REQ-121
def test_whatever_is_demanded_of_whatever_is_read():
    numbers = Numbers(7)
    pool = Pool()
    for _ in range(4000):
        pool.demand.closed = numbers.below(1 << 19)
        pool.reading.hot_cdegc = numbers.below(5000) if numbers.below(5) else None
        pool.reading.cold_cdegc = numbers.below(2000) if numbers.below(5) else None
        pool.state = (RUNNING, IDLE)[numbers.below(2)]
        closed = pool.permit().closed
        hot, cold = pool.reading.hot_cdegc, pool.reading.cold_cdegc
        assert closed & ~pool.demand.closed == 0
        if closed & HEATERS:
            assert closed & HEATERS == HEATERS and closed & CIRCULATION_HOT
            assert hot is not None and hot < 4050
        if closed & CHILLER:
            assert closed & CIRCULATION_COLD and cold is not None and cold >= 800
        assert pool.state == RUNNING or closed & ALL_VALVES == 0
