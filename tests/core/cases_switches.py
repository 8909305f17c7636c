"""The pressure switches' test one tick at a time, dense at its limits; and the whole test on demand."""

from tests.core.morning import Morning
from tests.core.parts import REST, new_station

from station_firmware.core import chain, command, fault, figures, limits, selftest
from station_firmware.core.daily import Switches
from station_firmware.core.states import FAULT, IDLE, SELFTEST


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


# REQ-68
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


# REQ-68
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


# REQ-100
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


# REQ-68
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


# REQ-103
def test_a_damaged_file_is_found_when_everything_else_was_well_and_one_not_read_yet_is_waited_for():
    for wrong, found in (
        (None, [fault.FIRMWARE_DAMAGED]),
        (0, []),
        (1, [fault.FIRMWARE_DAMAGED]),
        (95, [510]),
    ):
        bench = Morning(switches=False)
        bench.station.test.files_wrong = wrong
        bench.arm(REST)
        bench.until(FAULT, 40000)
        assert bench.codes() == found and bench.station.test.passed == (not found)


# REQ-112
def test_settings_that_cannot_be_trusted_are_found_before_anything_moves():
    for kind in (command.ARM, command.TEST):
        for wrong in (False, True):
            bench = Morning(switches=False)
            bench.station.test.settings_wrong = wrong
            if kind == command.ARM:
                bench.arm(REST)
            else:
                bench.post(command.TEST)
            assert bench.until(FAULT, 400) == wrong
            assert bench.codes() == ([fault.SETTINGS_DAMAGED] if wrong else [])
            assert not bench.station.test.passed


# REQ-112
def test_what_is_looked_at_after_power_on_does_not_mind_them():
    bench = Morning(switches=False)
    bench.station.test.settings_wrong = True
    bench.arm(REST)
    assert bench.until(FAULT, 400)
    bench.reading.encoder_push = True
    assert bench.until(IDLE, 6000)
    assert bench.station.test.code == fault.SETTINGS_DAMAGED
    bench.reading.encoder_push = False
    bench.station.test.settings_wrong = False
    bench.arm(REST)
    assert not bench.until(FAULT, 6000)


# REQ-103
def test_the_last_file_may_be_read_until_the_wait_is_over():
    for wait_ms, passed in ((limits.TEST_FILES_MS - 20, True), (limits.TEST_FILES_MS + 40, False)):
        bench = Morning(switches=False)
        bench.station.test.files_wrong = None
        bench.arm(REST)
        while bench.station.test.phase != selftest.FILES:
            bench.tick()
        for _ in range(wait_ms // 20):
            bench.tick()
        bench.station.test.files_wrong = 0
        bench.tick()
        assert bench.station.test.passed == passed


# REQ-101
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


# REQ-101
def test_clocks_just_set_may_be_two_seconds_apart():
    for apart_s, code in ((-3, fault.CLOCK_WRONG), (-2, 0), (2, 0), (3, fault.CLOCK_WRONG)):
        test = new_station().test
        test.clocks_apart_s = apart_s
        assert test._clocks_agree() == (code == 0)
        assert (test.code, test.measured, test.limit) == ((code, apart_s, 2) if code else (0, 0, 0))


# REQ-103
def test_files_not_read_after_fifteen_seconds_are_not_waited_for():
    for waited_ms, phase in ((14999, selftest.FILES), (15000, selftest.FILES), (15001, selftest.FAILED)):
        bench = Morning(switches=False)
        test = bench.station.test
        test.files_wrong = None
        test.phase = selftest.FILES
        test._ms = 0
        test.step(bench.reading, bench.station.chain, bench.station.demand, bench.station.gate, waited_ms)
        assert test.phase == phase
