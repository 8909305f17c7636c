"""The air moves: what a manifold must show to pass, dense on both sides of every limit; wrong once is tried again."""

from tests.core.parts import REST, Bench

from station_firmware.core import fault, figures, selftest
from station_firmware.core.selftest_moves import _SEAL, _VENT_1, _VENT_2, _ZONE
from station_firmware.core.states import FAULT, IDLE, READY


def _moves(aim, before=0, puffed=400):
    """A test in its moves with both legs at these pressures."""
    test = Bench().station.test
    test.phase = selftest.MOVING
    moves = test._moves
    moves.begin()
    moves._aim = aim
    for leg in range(2):
        moves._before[10 + leg] = before
        moves._puffed[leg] = before + puffed
        moves._highs[leg] = 1
    return test, moves


def _found(test):
    return (test.code, test.channel, test.measured, test.limit) if test.failed() else None


# REQ-98
def test_a_leg_seals_when_it_falls_no_more_than_five():
    for fall, lost in ((-20, False), (0, False), (49, False), (50, False), (51, True), (300, True)):
        for leg in range(2):
            test, moves = _moves(_SEAL, before=30)
            moves._seals(test, leg, 430 - fall)
            assert not test.failed() and moves._leg == (leg if lost else -1)
            assert not lost or moves._next == 6
            assert test.figures[figures.FALLS + leg] == fall and test.figures[figures.RISES + leg] == 400


# REQ-98
def test_a_small_rise_that_falls_by_a_quarter_leaks():
    for fall, lost in ((19, False), (20, False), (21, True)):
        test, moves = _moves(_SEAL, puffed=80)
        moves._seals(test, 1, 80 - fall)
        assert (moves._leg == 1) == lost
        assert _found(test) == (None if lost else (fault.PUMP_WEAK, 1, 8, 23))


# REQ-98
def test_a_rise_below_five_goes_out_of_a_wide_opening():
    for rise, wide in ((0, True), (49, True), (50, False), (51, False)):
        test, moves = _moves(_SEAL, puffed=rise)
        moves._seals(test, 0, rise)
        assert (moves._leg == 0 and moves._next == 5) == wide


# REQ-98
def test_a_weak_pump_raises_less_than_twenty_three():
    for rise, weak in ((51, True), (229, True), (230, False), (231, False), (290, False), (540, False)):
        test, moves = _moves(_SEAL, puffed=rise)
        moves._seals(test, 1, rise)
        assert _found(test) == ((fault.PUMP_WEAK, 1, rise // 10, 23) if weak else None)


def test_a_manifold_sensor_that_never_moves_is_frozen():
    for leg in range(2):
        test, moves = _moves(_SEAL, puffed=0)
        moves._lows[leg] = moves._highs[leg] = 164
        moves._seals(test, leg, 0)
        assert _found(test) == (fault.SENSOR_FROZEN, 10 + leg, 0, 0)
        assert fault.channel_name(fault.SENSOR_FROZEN, 10 + leg) in ("ML", "MR")


# REQ-31
def test_each_vent_leaves_less_than_ten():
    for aim, first in ((_VENT_1, 0), (_VENT_2, 2)):
        for leg in range(2):
            for after, stuck in (
                (-20, False),
                (0, False),
                (99, False),
                (100, True),
                (101, True),
                (400, True),
            ):
                test, moves = _moves(aim)
                moves._empties(test, leg, after)
                vent = first + leg
                assert _found(test) == ((fault.VENT_STUCK_CLOSED, vent, after // 10, 10) if stuck else None)
                assert test.figures[figures.VENTS + vent] == after


# REQ-33 REQ-99
def test_a_path_is_open_kinked_or_closed_by_what_is_left():
    for after, code in (
        (-20, 0),
        (0, 0),
        (99, 0),
        (100, fault.HOSE_KINKED),
        (267, fault.HOSE_KINKED),
        (300, fault.HOSE_KINKED),
        (340, fault.HOSE_KINKED),
        (341, fault.VALVE_STUCK_CLOSED),
        (400, fault.VALVE_STUCK_CLOSED),
    ):
        for leg, zone in ((0, 2), (1, 9)):
            test, moves = _moves(_ZONE + zone % 5)
            moves._leads(test, leg, zone, after, after)
            assert _found(test) == ((code, zone, after // 10, 10) if code else None)
            assert test.figures[figures.PATHS + zone] == after and test.figures[figures.TWINS + zone] == 0


# REQ-99
def test_twins_may_be_twelve_apart():
    for felt, drifts in ((-120, False), (-121, True), (119, False), (120, False), (121, True)):
        test, moves = _moves(_ZONE + 1)
        moves._leads(test, 1, 6, 0, felt)
        assert _found(test) == ((fault.SENSOR_DRIFT, 6, 12, 12) if drifts else None)


# REQ-31
def test_a_shot_without_a_rise_proves_no_path():
    for rise, found in ((149, True), (150, False), (151, False)):
        test, moves = _moves(_ZONE, puffed=rise)
        moves._leads(test, 0, 0, 0, 0)
        assert _found(test) == ((fault.MANIFOLD_NO_RISE, 0, 14, 15) if found else None)


# REQ-98
def test_the_zone_that_feels_the_air_most_is_named():
    for part, code, limit in ((5, fault.VALVE_STUCK_OPEN, 1), (6, fault.ZONE_VALVE_LEAK, 3)):
        for felt, named in ((limit * 10 - 1, False), (limit * 10, True), (limit * 10 + 9, True)):
            test, moves = _moves(_SEAL)
            moves._part = part
            moves._leg = 1
            test.figures[figures.RISES + 1] = 300
            test.figures[figures.FALLS + 1] = 120
            moves._name(test, [90] * 5 + [2, 0, felt, limit * 5, 0, 0, 0])
            assert _found(test) == ((code, 7, limit, limit) if named else (fault.VENT_STUCK_OPEN, 1, 12, 5))


# ---- on the bench


class Kinked(Bench):
    """A bench where opening `zone` leaves `kept` of a hundred in the manifold, for `times` openings."""

    def __init__(self, zone, kept, times=1000):
        self.zone = zone
        self.kept = kept
        self.times = times
        self.opened = False
        super().__init__()
        assert self.until(IDLE)
        self.run(6000)
        self.arm(REST)

    def _air(self, leg):
        before = self.manifolds[leg]
        super()._air(leg)
        if leg != self.zone // 5 or not self.relay:
            return
        alone = self.out.closed == 0x3FFF & ~(0x21 << self.zone % 5)
        if alone and self.times > 0:
            self.manifolds[leg] = before if self.opened else before * self.kept // 100
            self.zones[self.zone] = self.manifolds[leg] if self.kept < 100 else 0
        elif self.opened:
            self.times -= 1
        self.opened = alone


# REQ-33 REQ-99
def test_a_kinked_or_closed_path_is_named_by_zone():
    for zone in (0, 4, 5, 8):
        for kept, code in ((75, fault.HOSE_KINKED), (100, fault.VALVE_STUCK_CLOSED)):
            bench = Kinked(zone, kept)
            assert bench.until(FAULT, 12000)
            kept_fault = bench.locks.faults[0]
            assert (kept_fault.code, kept_fault.channel) == (code, zone) and len(bench.codes()) == 1


# REQ-100
def test_what_is_wrong_twice_and_right_the_third_time_is_no_finding():
    for times, passes in ((1, True), (2, True), (3, False)):
        bench = Kinked(6, 75, times)
        assert bench.until(READY if passes else FAULT, 15000)


# REQ-100
def test_a_retry_begins_with_everything_open():
    bench = Kinked(3, 75, 1)
    tried_ms = 0
    while bench.session.state != READY:
        bench.tick()
        moving = bench.station.test.phase == selftest.MOVING
        if moving and bench.station.test._moves._part == 4:
            tried_ms += 20
            assert bench.out.closed == 0 and bench.out.pump_left_pct == 0
    assert tried_ms == 600


def test_the_moves_take_three_and_a_half_seconds():
    bench = Bench()
    assert bench.until(IDLE)
    bench.arm(REST)
    spent_ms = 0
    while bench.session.state != READY:
        bench.tick()
        spent_ms += 20 if bench.station.test.phase == selftest.MOVING else 0
    assert 3500 <= spent_ms <= 3700
