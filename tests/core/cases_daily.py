"""Once a day: no session before both poles of the emergency stop were seen open; pumps try the pressure switches."""

from tests.core.parts import REST, Bench

import station_firmware.core.daily as daily_module
from station_firmware.core import chain, command, fault, figures, selftest
from station_firmware.core.daily import REFUSAL, Switches
from station_firmware.core.states import FAULT, IDLE, READY, SELFTEST

_NEVER = -1000


class Morning(Bench):
    """A bench at rest where nothing was tried today. `opens`: where each switch opens, `stuck`: those that do not."""

    def __init__(self, estop=False, switches=True):
        self.opens = [1400, 1400]
        self.stuck = 0
        self.switch_open = [False, False]
        self.pole_b = False
        self.half_press = False
        super().__init__()
        assert self.until(IDLE)
        day = self.station.test.daily
        if estop:
            day.estop_hour = _NEVER
        if switches:
            day.switch_hour = _NEVER

    def _sense(self):
        super()._sense()
        taps = self.reading.taps
        if self.half_press and not self.estop:
            taps = 0x40
        for leg in range(2):
            if self.switch_open[leg] and taps & 1:
                taps &= 0x41 | (2 if leg else 0)
        self.reading.taps = taps

    def _chain(self):
        super()._chain()
        for leg in range(2):
            if self.manifolds[leg] >= self.opens[leg] and not self.stuck >> leg & 1:
                self.switch_open[leg] = True
                self.relay = False
            elif self.manifolds[leg] < 1000:
                self.switch_open[leg] = False

    def press(self, span_ms=200):
        """Press the emergency stop, release it, and hold the knob until the station is idle again."""
        self.estop = False
        self.run(span_ms)
        self.estop = True
        self.run(100)
        self.reading.encoder_push = True
        self.run(2200)
        self.reading.encoder_push = False
        self.run(1000)


def test_what_was_seen_is_due_after_twenty_hours():
    day = daily_module.__dict__["Daily"]()
    for hour in (0, 5, 490000):
        day.hour = hour
        for ago, due in (
            (-3, True),
            (-2, False),
            (0, False),
            (19, False),
            (20, True),
            (21, True),
            (4000, True),
        ):
            assert day.due(hour - ago) == due
        assert day.due(day.estop_hour) and day.due(day.switch_hour)


def test_no_session_before_the_emergency_stop_was_pressed():
    bench = Morning(estop=True)
    bench.arm(REST)
    bench.tick()
    assert bench.station.mailbox.refusal == REFUSAL and bench.session.state == IDLE
    assert bench.codes() == [] and bench.session.plan.empty
    bench.press()
    assert bench.session.state == IDLE
    bench.arm(REST)
    assert bench.until(READY, 25000) and bench.codes() == []


def test_both_poles_must_be_seen_open():
    for taps, seen, stuck in ((0x00, True, -1), (0x40, False, 1), (0x0F, False, 0), (0x4F, False, -1)):
        bench = Morning(estop=True)
        day = bench.station.test.daily
        reading = bench.reading
        reading.estop = False
        reading.taps = taps
        day.watch(reading)
        reading.estop = True
        reading.taps = 0x4F
        day.watch(reading)
        assert (day.estop_hour == day.hour, day.stuck_pole) == (seen, stuck)
        assert day.opened == 0 and day.changed == seen


def test_a_pole_that_stays_closed_is_a_fault_until_both_open():
    bench = Morning(estop=True)
    bench.half_press = True
    bench.press()
    assert bench.until(FAULT, 1000)
    kept = bench.locks.faults[0]
    assert (kept.code, fault.channel_name(kept.code, kept.channel)) == (fault.ESTOP_STUCK, "B")
    bench.half_press = False
    bench.press()
    bench.arm(REST)
    assert bench.until(READY, 25000)


def test_a_press_in_any_state_counts():
    for phase in (selftest.ZEROING, selftest.MOVING, selftest.SWITCHING):
        bench = Morning(switches=True)
        bench.arm(REST)
        while bench.station.test.phase != phase:
            bench.tick()
        bench.run(400)
        bench.station.test.daily.estop_hour = _NEVER
        bench.press()
        assert bench.station.test.daily.estop_hour == 0
        assert bench.session.state == IDLE


def test_on_the_first_session_of_the_day_each_switch_takes_the_supply_away():
    bench = Morning()
    bench.arm(REST)
    assert bench.until(READY, 25000) and bench.codes() == []
    row = bench.station.test.figures
    assert [row[figures.SWITCHES + leg] for leg in range(2)] == [1400, 1400]
    assert bench.station.test.daily.switch_hour == 0 and bench.station.test.daily.changed
    assert max(bench.zones) == 0 and bench.station.gate.refused == 0
    assert bench.station.chain.closed()


def test_the_next_session_of_the_day_leaves_them_alone():
    bench = Morning(switches=False)
    bench.arm(REST)
    assert bench.until(READY, 15000)
    assert bench.station.test.figures[figures.SWITCHES] == figures.UNKNOWN


def test_a_switch_that_does_not_open_is_named_by_its_leg():
    for leg in range(2):
        bench = Morning()
        bench.stuck = 1 << leg
        bench.arm(REST)
        assert bench.until(FAULT, 25000)
        kept = bench.locks.faults[0]
        assert (kept.code, kept.channel, kept.limit) == (fault.PRESSURE_SWITCH_STUCK, leg, 150)
        assert bench.station.test.daily.switch_hour == _NEVER and len(bench.codes()) == 1


def test_a_switch_that_opens_below_125_is_named_as_the_link_that_opened():
    for opens, good in ((1000, False), (1200, False), (1250, True), (1300, True), (1450, True)):
        bench = Morning()
        bench.opens = [opens, 1400]
        bench.arm(REST)
        assert bench.until(READY if good else FAULT, 25000)
        if not good:
            kept = bench.locks.faults[0]
            assert (kept.code, kept.channel, kept.limit) == (fault.CHAIN_OPEN, 1, 125)


# ---- one tick at a time


class Alone:
    """The switches' test with a hand on every reading."""

    def __init__(self):
        self.bench = Morning()
        self.test = self.bench.station.test
        self.test.phase = selftest.SWITCHING
        self.link = self.bench.station.chain
        self.link.phase = chain.CLOSED
        self.link.want = True
        self.reading = self.bench.reading
        self.reading.taps = 0xFF
        self.reading.supply = True
        self.switches = Switches()
        self.switches.begin(self.bench.station.gate)
        self.demand = self.bench.station.demand

    def step(self, manifold, ms=20):
        self.reading.manifolds_dmmhg[0] = manifold
        self.demand.clear()
        return self.switches.step(
            self.test, self.reading, self.link, self.demand, self.bench.station.gate, ms
        )

    def found(self):
        test = self.test
        return (test.code, test.channel, test.measured, test.limit) if test.failed() else None


def test_two_readings_above_150_without_the_switch_are_enough():
    for readings, found in (
        ((1500, 1500, 1500), False),
        ((1501, 1500, 1501), False),
        ((1499, 1501, 1501), True),
    ):
        alone = Alone()
        for manifold in readings:
            alone.step(manifold)
        assert alone.found() == ((fault.PRESSURE_SWITCH_STUCK, 0, 150, 150) if found else None)
        assert not found or alone.demand.closed == 0


def test_four_seconds_are_enough_and_say_whether_pump_or_switch():
    for manifold, code in (
        (1249, fault.PUMP_WEAK),
        (1250, fault.PRESSURE_SWITCH_STUCK),
        (0, fault.PUMP_WEAK),
    ):
        alone = Alone()
        alone.step(manifold, 3980)
        assert alone.found() is None
        alone.step(manifold)
        limit = 125 if code == fault.PUMP_WEAK else 150
        assert alone.found() == (code, 0, manifold // 10, limit)


def test_a_zone_at_ten_leaks():
    for pressure, leaks in ((99, False), (100, True), (101, True)):
        alone = Alone()
        alone.reading.smooth_dmmhg[3] = pressure
        alone.reading.smooth_dmmhg[8] = 500  # the other leg has its own turn
        for _ in range(2):
            alone.step(600)
            assert alone.found() is None and (alone.demand.closed == 0) == leaks
            alone.step(600, 980)
            alone.step(600)
        alone.step(600)
        assert alone.found() == ((fault.ZONE_VALVE_LEAK, 3, pressure // 10, 10) if leaks else None)


def test_the_switch_itself_must_take_the_supply_away():
    for late_ms, good in ((20, True), (60, True), (80, False)):
        alone = Alone()
        alone.reading.taps = 0xC1
        alone.step(1400)
        assert not alone.link.want and not alone.link.closed()
        spent_ms = 0
        while spent_ms < late_ms:
            spent_ms += 20
            alone.reading.supply = spent_ms < late_ms
            alone.step(0)
        assert alone.found() == (None if good else (fault.CHAIN_STUCK, 0, 80, 60))


def test_a_switch_that_does_not_close_again_is_named():
    alone = Alone()
    alone.reading.taps = 0x41
    alone.step(1400)
    alone.reading.supply = False
    alone.step(0)
    alone.step(0, 2980)
    assert alone.found() is None
    alone.step(0)
    assert alone.found() == (fault.CHAIN_OPEN, 1, 0, 0)


def test_a_missing_manifold_stops_the_pump():
    alone = Alone()
    alone.step(500)
    assert alone.demand.pump_left_pct == 10
    alone.step(None)
    assert alone.demand.pump_left_pct == 0 and alone.demand.closed == 0 and alone.found() is None


def test_the_emergency_stop_in_the_middle_is_told_as_such():
    bench = Morning()
    bench.arm(REST)
    while bench.station.test.phase != selftest.SWITCHING:
        bench.tick()
    bench.run(300)
    bench.estop = False
    assert bench.until(FAULT, 100)
    assert bench.codes()[0] == fault.ESTOP and fault.CHAIN_STUCK not in bench.codes()


# ---- on demand


def test_on_demand_the_whole_test_ends_in_idle_and_a_refusal_of_sessions_does_not_bind_it():
    bench = Morning(estop=True)
    assert bench.post(command.TEST) is None and bench.session.state == SELFTEST
    assert bench.until(IDLE, 25000) and bench.codes() == []
    test = bench.station.test
    assert test.passed and test.code == 0
    assert test.figures[figures.SWITCHES + 1] == 1400
    assert figures.UNKNOWN not in list(test.figures[: figures.CLOCKS_S])
    assert not bench.out.heartbeat and bench.out.closed == 0


def test_on_demand_only_in_idle():
    bench = Morning(switches=False)
    bench.ready(REST)
    assert bench.post(command.TEST) == "not in state"


def test_a_test_that_was_stopped_has_not_passed():
    bench = Morning()
    bench.post(command.TEST)
    bench.run(3000)
    bench.post(command.STOP)
    assert bench.session.state == IDLE and not bench.station.test.passed and bench.station.test.code == 0


def test_what_was_found_stays_to_be_read_after_the_acknowledgement():
    bench = Morning()
    bench.stuck = 2
    bench.post(command.TEST)
    assert bench.until(FAULT, 25000)
    bench.run(500)
    bench.reading.encoder_push = True
    assert bench.until(IDLE, 6000)
    assert bench.station.test.code == fault.PRESSURE_SWITCH_STUCK and not bench.station.test.passed


def test_clocks_that_disagree_are_found_at_both_ends():
    for apart_s, limit_s, found in (
        (None, 2, False),
        (0, 2, False),
        (2, 2, False),
        (-2, 2, False),
        (3, 2, True),
        (-3, 2, True),
        (3, 3, False),
    ):
        bench = Morning(switches=False)
        bench.station.test.clocks_apart_s = apart_s
        bench.station.test.clocks_limit_s = limit_s
        bench.arm(REST)
        bench.until(FAULT, 1000)
        assert bench.codes() == ([fault.CLOCK_WRONG] if found else [])
