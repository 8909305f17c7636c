"""The supply's current against the outputs: quiet first, pumps that run or do not, which of two, the coils' sum."""

from tests.core.parts import COMPRESSION, Bench, changed, new, new_leg

from station_firmware.core import current as current_module
from station_firmware.core import fault
from station_firmware.core.outputs import CIRCULATION_COLD, CIRCULATION_HOT, Outputs
from station_firmware.core.states import RUNNING

VENT = 0x400  # shut


class Air:
    """What a reading says of shunt and sensors."""

    def __init__(self):
        self.current_ma = 0
        self.manifolds_dmmhg = [0, None]
        self.smooth_dmmhg = [0, None] * 5


class Supply:
    """A shunt and what it measures of outputs that stand as told."""

    def __init__(self, closed=0, left_pct=0, right_pct=0):
        self.current = new(current_module, "Current")
        self.legs = (new_leg(0), new_leg(1))
        self.reading = Air()
        self.manifolds = self.reading.manifolds_dmmhg
        self.air(0, 0, 0)
        self.outputs = Outputs()
        self.set(closed, left_pct, right_pct)

    def set(self, closed, left_pct, right_pct):
        self.outputs.closed = closed
        self.outputs.pump_left_pct = left_pct
        self.outputs.pump_right_pct = right_pct

    def air(self, left_dmmhg, right_dmmhg, zones_dmmhg):
        """What the sensors of both manifolds and of all zones say from now on."""
        self.manifolds[0] = left_dmmhg
        self.manifolds[1] = right_dmmhg
        self.reading.smooth_dmmhg[:] = [zones_dmmhg] * 10

    def look(self, measured_ma, ticks=1, powered=True):
        self.reading.current_ma = measured_ma
        for _ in range(ticks):
            self.current.look(self.outputs, self.reading, powered, self.legs, 20)
        current = self.current
        return current.stuck_on, current.dead, current.off


# REQ-96
def test_nothing_is_judged_before_the_outputs_have_stood_for_60_ms():
    supply = Supply(VENT)
    assert [supply.look(5000) for _ in range(3)] == [(0, 0, 0)] * 3
    assert supply.look(5000) == (1, 0, 0)
    for closed, left, right in ((VENT | 3, 0, 0), (3, 50, 0), (3, 50, 40), (VENT | 3, 0, 0), (VENT, 0, 0)):
        supply.set(closed, left, right)
        assert [supply.look(5000)[0] for _ in range(3)] == [0] * 3
        assert supply.look(5000)[0] != 0


def test_nothing_is_judged_without_the_supply():
    supply = Supply(VENT | 3)
    assert supply.look(5000, 50, False) == (0, 0, 0)
    assert supply.look(5000, 2) == (0, 0, 0)
    assert supply.look(5000) == (1, 0, 0)
    assert supply.look(5000, 1, False) == (0, 0, 0)
    assert supply.look(5000, 2) == (0, 0, 0)


def test_a_finding_lasts_only_as_long_as_its_cause():
    supply = Supply(0, 100, 0)
    assert supply.look(0, 4) == (0, 1, 0)
    assert supply.look(900) == (0, 0, 0)
    assert supply.look(1400) == (2, 0, 0)
    assert supply.look(900) == (0, 0, 0)


# REQ-67 REQ-96
def test_the_coils_draw_eighty_ma_each_and_may_be_wrong_by_sixty_and_an_eighth():
    for closed, coils in ((0, 0), (1, 1), (0x2000, 1), (0x3E1F, 10), (0x3FFF, 14)):
        sum_ma = coils * 80
        most_ma = 60 + sum_ma * 12 // 100
        for off_ma, found in ((0, 0), (most_ma, 0), (most_ma + 1, 1), (-most_ma, 0), (-most_ma - 1, 1)):
            supply = Supply(closed)
            assert supply.look(sum_ma + off_ma, 4) == (0, 0, found), (closed, off_ma)
            assert supply.current.expected_ma == sum_ma
            assert supply.current.measured_ma == sum_ma + off_ma


def test_a_dead_coil_is_seen_in_the_sum_when_few_are_driven():
    assert Supply(3).look(80, 4) == (0, 0, 1)


# REQ-96
def test_a_pump_that_runs_unasked_draws_half_of_one_more():
    for closed, left, right, expected_ma in ((VENT, 0, 0, 80), (0x3FFF, 0, 0, 1120), (7, 100, 40, 1500)):
        supply = Supply(closed, left, right)
        assert supply.look(expected_ma + 450, 4)[0] == 0
        assert supply.look(expected_ma + 451)[0] != 0


# REQ-96
def test_it_is_the_one_that_was_not_asked_for_as_much_as_it_draws_too_much():
    for left, right, off_ma, leg in (
        (0, 100, 900, 1),
        (100, 0, 900, 2),
        # at full duty the left one draws 540 more than it was asked for, the right one 900
        (40, 0, 540, 1),
        (40, 0, 719, 1),
        (40, 0, 720, 2),
        (40, 0, 900, 2),
        (0, 40, 540, 2),
        (0, 40, 720, 2),
        (0, 40, 721, 1),
        (0, 40, 900, 1),
        (25, 40, 675, 1),
        (25, 40, 540, 2),
    ):
        assert Supply(0, left, right).look((left + right) * 9 + off_ma, 4)[0] == leg


# REQ-96
def test_asked_for_the_same_it_is_the_one_whose_manifold_stands_higher_above_what_it_feeds():
    for left, right, leg in ((0, 0, 1), (10, 0, 1), (0, 10, 2), (None, 0, 2), (0, None, 1), (None, None, 1)):
        supply = Supply(VENT)
        supply.manifolds[:] = [left, right]
        assert supply.look(980, 4)[0] == leg, (left, right)


def test_a_manifold_is_as_high_as_the_highest_zone_it_feeds():
    for manifold, leg in ((699, 2), (700, 1), (701, 1)):
        supply = Supply(VENT, 40, 40)
        left, right = supply.legs
        left.pressures[:] = [100, 600, 900, 0, 0]
        left.fill.open = 0b01011
        right.pressures[:] = [0, 0, 0, 0, 300]
        right.fill.open = 0b10000
        supply.manifolds[:] = [manifold, 400]
        assert supply.look(3000, 4)[0] == leg


# REQ-96
def test_a_pump_alone_is_dead_when_a_quarter_of_its_current_is_missing():
    for left, right, leg in ((100, 0, 1), (0, 100, 2)):
        supply = Supply(3, left, right)
        assert supply.look(160 + 900 - 225, 4) == (0, 0, 0)
        assert supply.look(160 + 900 - 226) == (0, leg, 0)


# REQ-96
def test_a_slow_pump_must_miss_more_than_the_coils_may():
    supply = Supply(0, 25, 0)
    assert supply.look(225 - 120, 4) == (0, 0, 0)
    assert supply.look(225 - 121) == (0, 1, 0)


def _muted(supply, measured_ma):
    """The tick from 1 in which the left pump is to be stopped, 0 when it is not within a second."""
    for number in range(1, 51):
        supply.look(measured_ma)
        assert supply.current.dead == 0
        if supply.current.mute:
            return number
    return 0


# REQ-96
def test_of_two_the_left_one_is_stopped_to_see_after_100_ms_of_missing_current():
    assert _muted(Supply(0, 100, 100), 1350) == 0
    # the outputs change, two ticks of quiet, then 100 ms and the sample that begins them
    assert _muted(Supply(0, 100, 100), 1349) == 9


def test_one_low_sample_stops_no_pump():
    supply = Supply(0, 100, 100)
    supply.look(1800, 50)
    for _ in range(20):
        supply.look(0, 5)
        assert not supply.current.mute
        supply.look(1800)
    supply.look(0, 5)
    supply.set(0, 100, 40)
    supply.look(0, 8)
    assert not supply.current.mute
    supply.look(0)
    assert supply.current.mute


# REQ-96
def test_with_the_left_one_stopped_what_is_missing_still_is_the_right_one_s():
    for measured_ma, leg in ((0, 2), (674, 2), (675, 1), (900, 1)):
        supply = Supply(0, 100, 100)
        assert _muted(supply, 900) > 0
        supply.set(0, 0, 100)
        assert supply.look(measured_ma, 3) == (0, 0, 0)
        assert supply.look(measured_ma) == (0, leg, 0)


def test_the_question_is_forgotten_with_the_supply():
    supply = Supply(0, 100, 100)
    _muted(supply, 900)
    supply.set(0, 0, 100)
    supply.look(900, 1)
    assert supply.current.mute
    supply.look(0, 1, False)
    assert not supply.current.mute
    supply.set(0, 0, 100)
    assert supply.look(900, 10) == (0, 0, 0)


# REQ-96
def test_when_the_right_one_stops_first_the_left_one_may_run_again_and_is_judged_alone():
    for measured_ma, dead in ((674, 1), (675, 0)):
        supply = Supply(0, 100, 100)
        _muted(supply, 900)
        supply.set(0, 0, 0)
        assert supply.look(0) == (0, 0, 0) and not supply.current.mute
        supply.set(0, 100, 0)
        assert supply.look(measured_ma, 4) == (0, dead, 0)


def test_a_pump_stuck_on_is_not_taken_for_a_dead_one():
    supply = Supply(0, 100, 0)
    assert supply.look(1351, 4) == (2, 0, 0)
    assert not supply.current.mute


class Dead(Bench):
    """A bench whose pump of `leg` draws nothing once it is told to."""

    def __init__(self, leg):
        self.leg = leg
        self.dead = False
        super().__init__()

    def _current_ma(self):
        duty_pct = self.out.pump_right_pct if self.leg else self.out.pump_left_pct
        return super()._current_ma() - (duty_pct * 9 if self.dead else 0)


# REQ-96
def test_of_two_running_pumps_the_dead_one_is_found_by_stopping_the_left_one():
    for leg in range(2):
        bench = Dead(leg)
        bench.start(changed(COMPRESSION, duration_s=60))
        while bench.out.pump_left_pct < 100 or bench.out.pump_right_pct < 100:
            bench.tick()
        bench.dead = True
        stopped_ms = 0
        while bench.session.state == RUNNING and stopped_ms < 1000:
            bench.tick()
            if bench.station.current.mute and bench.session.state == RUNNING:
                stopped_ms += 20
                assert bench.out.pump_left_pct == 0 and bench.out.pump_right_pct == 100
        assert 0 < stopped_ms < 1000
        kept = bench.locks.faults[0]
        assert bench.codes() == [fault.PUMP_DEAD] and kept.channel == leg


def test_of_two_pumps_that_draw_the_same_all_looks_tell_and_not_the_last():
    supply = Supply(VENT, 0, 0)
    supply.look(80, 4)
    for manifold, leg in ((30, 1), (0, 1), (0, 1), (0, 2)):
        supply.manifolds[:] = [manifold, 9]
        assert supply.look(980, 1)[0] == leg
    # it stood still in between: what was before counts no more
    assert supply.look(80, 1)[0] == 0
    supply.manifolds[:] = [10, 9]
    assert supply.look(980, 1)[0] == 1


# REQ-96
def test_alone_each_coil_of_a_bath_is_missed_and_one_too_many_is_seen():
    """60 mA a coil, wrong by 30 mA and 12 % of the coils at most: less than one coil."""
    both = CIRCULATION_HOT | CIRCULATION_COLD
    for closed, measured_ma, off in (
        (CIRCULATION_HOT, 22, 1),
        (CIRCULATION_HOT, 23, 0),
        (CIRCULATION_HOT, 97, 0),
        (CIRCULATION_HOT, 98, 1),
        (both, 75, 1),
        (both, 76, 0),
        (both, 164, 0),
        (both, 165, 1),
    ):
        assert Supply(closed).look(measured_ma, 4) == (0, 0, off), (closed, measured_ma)
