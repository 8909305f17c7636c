"""The current walk: every output must draw what its coil draws, alone; what is on by itself is named."""

from tests.core.parts import REST, TICK_MS, Bench

from station_firmware.core import fault, figures, selftest
from station_firmware.core.states import FAULT, IDLE


class Wired(Bench):
    """A bench where each output draws `more` or less, `dead` ones nothing, `always` flows, a leg is `pumped`."""

    def __init__(self):
        self.more = [0] * 16
        self.dead = 0
        self.on = 0
        self.always = 0
        self.pumped = -1
        super().__init__()
        assert self.until(IDLE)
        self.run(6000)

    def _current_ma(self):
        total = self.always
        driven = (self.out.closed & 0x3FFF | self.on) & ~self.dead
        for bit in range(14):
            if driven & (1 << bit):
                total += 80 + self.more[bit]
        for pump, duty_pct in ((14, self.out.pump_left_pct), (15, self.out.pump_right_pct)):
            if duty_pct and not self.dead & (1 << pump):
                total += duty_pct * 9 + self.more[pump]
        return total

    def _air(self, leg):
        super()._air(leg)
        if leg == self.pumped and self.relay:
            self.manifolds[leg] = 25

    def walked(self):
        """Arm and walk; the finding as (code, channel, measured, limit), None when the walk is passed."""
        self.arm(REST)
        for _ in range(8000 // TICK_MS):
            self.tick()
            if self.station.test.phase == selftest.MOVING:
                return None
            if self.session.state == FAULT:
                kept = self.locks.faults[0]
                return kept.code, kept.channel, kept.measured, kept.limit
        raise AssertionError("the walk does not end")


# REQ-67
def test_each_output_is_named_when_it_draws_nothing():
    for output in range(14):
        bench = Wired()
        bench.dead = 1 << output
        assert bench.walked() == (fault.OUTPUT_CURRENT, output, 0, 48)
    assert fault.channel_name(fault.OUTPUT_CURRENT, 11) == "L vent 2"


# REQ-67
def test_a_dead_pump_is_named_by_its_leg():
    for leg in range(2):
        bench = Wired()
        bench.dead = 1 << 14 + leg
        assert bench.walked() == (fault.PUMP_DEAD, leg, 0, 108)


# REQ-67
def test_a_coil_within_forty_percent_passes_and_beyond_it_does_not():
    for more, limit in ((-33, 48), (-32, 0), (-31, 0), (31, 0), (32, 0), (33, 112), (200, 112)):
        for output in (0, 9, 10, 13):
            bench = Wired()
            bench.more[output] = more
            found = bench.walked()
            assert found == ((fault.OUTPUT_CURRENT, output, 80 + more, limit) if limit else None)


# REQ-67
def test_a_pump_within_forty_percent_passes_and_one_below_half_of_that_is_dead():
    for more, code, limit in (
        (-127, fault.PUMP_DEAD, 108),
        (-126, fault.OUTPUT_CURRENT, 108),
        (-73, fault.OUTPUT_CURRENT, 108),
        (-72, 0, 0),
        (72, 0, 0),
        (73, fault.OUTPUT_CURRENT, 252),
    ):
        bench = Wired()
        bench.more[15] = more
        channel = 1 if code == fault.PUMP_DEAD else 15
        assert bench.walked() == ((code, channel, 180 + more, limit) if code else None)


# REQ-67
def test_an_output_that_is_always_on_is_the_one_without_a_step():
    for output in range(14):
        bench = Wired()
        bench.on = 1 << output
        assert bench.walked() == (fault.OUTPUT_CURRENT, output, 0, 48)


# REQ-67
def test_a_current_of_nobody_names_the_outputs():
    for always, found in ((0, False), (29, False), (30, False), (31, True), (60, True), (539, True)):
        bench = Wired()
        bench.always = always
        assert bench.walked() == ((fault.OUTPUT_CURRENT, 16, always, 30) if found else None)
    assert fault.channel_name(fault.OUTPUT_CURRENT, 16) == "outputs"


# REQ-67
def test_a_pump_that_runs_by_itself_is_named_by_the_manifold_that_rises():
    for leg in range(2):
        for always in (540, 900):
            bench = Wired()
            bench.always = always
            bench.pumped = leg
            assert bench.walked() == (fault.PUMP_STUCK_ON, leg, always, 30)


def test_the_walk_takes_less_than_a_second_and_a_half_and_drives_one_at_a_time():
    bench = Wired()
    bench.arm(REST)
    spent_ms = 0
    seen = 0
    while bench.station.test.phase != selftest.MOVING:
        bench.tick()
        if bench.station.test.phase == selftest.WALKING:
            spent_ms += TICK_MS
            closed = bench.out.closed
            assert closed & closed - 1 == 0
            assert not (closed and (bench.out.pump_left_pct or bench.out.pump_right_pct))
            seen |= closed
    assert seen == 0x3FFF and 600 <= spent_ms < 1500
    row = bench.station.test.figures
    assert list(row[figures.WALK_MA : figures.WALK_MA + 16]) == [80] * 14 + [180] * 2
