"""A leg held for a gauge in the whole station: every interlock stays in force, whatever ends it leaves it vented."""

from tests.core.parts import REST, Bench, new, raises

from station_firmware.core import calibrating, command, fault, limits, selftest
from station_firmware.core.calibrating import DONE, FEELING, HOLDING, HOST_LOST, PUMPING, TAKEN, VENTING
from station_firmware.core.outputs import VENTS_OF_LEG
from station_firmware.core.reading import PRESSURE_CHANNELS
from station_firmware.core.states import FAULT, IDLE, PAUSED, READY, RUNNING, SELFTEST


class Held(Bench):
    """A bench with limp boots: five open zones take a while to fill. `wrong` are codes of broken inputs."""

    def __init__(self, leg=0):
        self.wrong = {}
        self.asks = True
        self.surplus = 0
        super().__init__()
        assert self.until(IDLE)
        self.leg = leg
        self.move = new(calibrating, "Move", leg, 80)

    def begin(self):
        self.station.mailbox.post(command.CALIBRATE, self.move)
        self.tick()
        return self.station.mailbox.refusal

    def to(self, phase, limit_ms=60000):
        for _ in range(limit_ms // 20):
            if self.move.phase == phase:
                return self
            self.tick()
        raise AssertionError("phase %d, not %d" % (self.move.phase, phase))

    def _sense(self):
        super()._sense()
        for index in self.wrong:
            self.reading.codes[PRESSURE_CHANNELS[index]] = self.wrong[index]
        self.reading.current_ma += self.surplus if self.relay else 0
        if self.asks and self.__dict__.get("move") is not None:
            self.move.lease_ms = 0

    def _air(self, leg):
        closed = self.out.closed if self.relay else 0
        duty_pct = (self.out.pump_right_pct if leg else self.out.pump_left_pct) if self.relay else 0
        if closed & VENTS_OF_LEG[leg] == VENTS_OF_LEG[leg] and not closed & (0x1F << leg * 5):
            for zone in range(leg * 5, leg * 5 + 5):
                self.zones[zone] += duty_pct // 50
            self.manifolds[leg] = self.zones[leg * 5]
        else:
            super()._air(leg)

    def lets_go(self):
        """True when nothing is energised from this tick on and the leg is empty soon."""
        out = self.out
        silent = not out.closed and not out.pump_left_pct and not out.pump_right_pct
        self.run(5000)
        return silent and not self.out.closed and max(self.zones) < 100


# REQ-200 REQ-202
def test_the_whole_way_and_back_to_rest():
    for leg in range(2):
        bench = Held(leg)
        bench.station.test.passed = True
        assert bench.begin() is None and bench.session.state == SELFTEST
        assert bench.station.mailbox.plan is None, "the move is gone when it is over"
        while bench.move.phase < FEELING:
            assert bench.out.closed == 0
            bench.tick()
        bench.to(HOLDING)
        assert bench.session.state == SELFTEST and bench.relay
        # the gate counts by its own row
        assert (
            bench.station.gate.test_ms[leg] > limits.CAL_FEEL_MS and not bench.station.gate.test_ms[1 - leg]
        )
        bench.run(5000)
        assert bench.move.still and 790 < bench.zones[leg * 5] < 820 and max(bench.zones) < 820
        assert bench.out.closed == VENTS_OF_LEG[leg] and bench.station.gate.refused == 0
        bench.move.wish = TAKEN
        bench.tick()
        assert bench.move.phase == VENTING and bench.out.closed == 0 and not bench.out.heartbeat
        bench.to(DONE)
        assert bench.session.state == IDLE and bench.station.test.move is None and bench.codes() == []
        assert bench.station.test.phase == selftest.PASSED and not bench.station.test.passed


# REQ-200
def test_only_from_rest():
    bench = Held()
    bench.ready(REST)
    assert bench.begin() == "not in state"
    bench.reading.start = True
    assert bench.until(RUNNING, 100)
    assert bench.begin() == "not in state" and bench.post(command.PAUSE) is None
    assert bench.session.state == PAUSED and bench.begin() == "not in state"
    bench = Held()
    bench.begin()
    assert bench.begin() == "not in state" and bench.session.state == SELFTEST
    bench = Held()
    bench.trip()
    assert bench.session.state == FAULT and bench.begin() == "not in state"
    assert bench.station.test.move is None


# REQ-200
def test_a_stop_in_the_same_tick_comes_first():
    bench = Held()
    bench.station.mailbox.stop = True
    assert bench.begin() == "STOP came first" and bench.session.state == IDLE


# REQ-202
def test_stop_lets_go_at_once_in_every_phase():
    for phase in (FEELING, PUMPING, HOLDING):
        for button in (False, True):
            bench = Held()
            bench.begin()
            bench.to(phase)
            if button:
                bench.reading.stop = False
            else:
                bench.station.mailbox.stop = True
            bench.tick()
            assert bench.session.state == IDLE and bench.move.phase == phase
            assert bench.lets_go() and bench.codes() == [] and bench.station.test.move is None


# REQ-202
def test_every_interlock_of_the_self_test_stays_in_force():
    for codes, spoil in (
        ([fault.ESTOP], lambda b: setattr(b, "estop", False)),
        ([fault.SENSOR_OPEN], lambda b: b.wrong.update({2: 10})),
        ([fault.SENSOR_SHORT], lambda b: b.wrong.update({10: 4000})),
        ([fault.CHAIN_OPEN], lambda b: setattr(b, "relay", False)),
        ([fault.PUMP_STUCK_ON], lambda b: setattr(b, "surplus", 900)),
        ([fault.TICK_LATE], lambda b: setattr(b.reading, "late_ms", 11)),
        ([fault.ADC_REFERENCE], lambda b: setattr(b.reading, "reference_mv", 4849)),
        ([fault.SHIFT_READBACK], lambda b: setattr(b.reading, "readback_ok", False)),
        ([fault.HEAP_LOW], lambda b: setattr(b.station, "heap_free", 19999)),
        ([fault.JOURNAL_FAILING], lambda b: setattr(b.station, "journal_failing", True)),
    ):
        for phase in (PUMPING, HOLDING):
            bench = Held()
            bench.begin()
            bench.to(phase)
            bench.run(200)
            spoil(bench)
            bench.until(FAULT, 200)
            assert bench.session.state == FAULT and bench.codes()[:1] == codes, codes
            assert bench.station.test.move is None
            bench.estop = True
            assert bench.lets_go()


# REQ-204
def test_no_zone_is_under_pressure_for_long_whatever_the_move_believes():
    bench = Held()
    bench.begin()
    bench.to(HOLDING)
    bench.session.steps.under_ms[3] = limits.HOLD_TRIP_MS - 40
    bench.tick()
    assert bench.session.state == SELFTEST
    bench.tick()
    assert bench.session.state == FAULT and fault.LONG_HOLD in bench.codes() and bench.lets_go()


# REQ-205
def test_a_reading_of_the_old_calibration_above_the_ladder_trips_too():
    bench = Held()
    bench.begin()
    bench.to(HOLDING)
    bench.zones[1] = 1310
    bench.tick(3)
    assert bench.session.state == FAULT and bench.codes()[0] in (
        fault.OVER_PRESSURE,
        fault.MANIFOLD_OVER_TARGET,
    )
    assert bench.lets_go()


# REQ-203
def test_a_host_that_is_gone_leaves_the_leg_vented():
    bench = Held()
    bench.begin()
    bench.to(HOLDING)
    bench.asks = False
    bench.run(limits.CAL_LEASE_MS - 20)
    assert bench.move.phase == HOLDING
    bench.tick()
    assert bench.move.phase == VENTING and bench.move.why == HOST_LOST
    assert bench.lets_go() and bench.session.state == IDLE and bench.codes() == []


# REQ-200
def test_a_self_test_after_it_is_a_self_test():
    bench = Held()
    bench.begin()
    bench.to(HOLDING)
    bench.move.wish = TAKEN
    bench.to(DONE)
    bench.run(3000)
    bench.arm(REST)
    assert bench.until(READY, 30000) and bench.station.gate.refused == 0


def test_the_table_knows_no_other_state():
    bench = Held()
    assert raises(ValueError, bench.session._go, "calibrate")
