"""The self-test finds what nobody can see: pressure at rest, a chain that sticks, a leg that does not seal, a vent."""

from tests.core.parts import REST, Bench

from station_firmware.core import fault, selftest
from station_firmware.core.states import FAULT, IDLE, READY, SELFTEST


def _found(bench):
    bench.until(FAULT, 20000)
    kept = bench.locks.faults[0]
    assert bench.session.state == FAULT
    return kept.code, kept.channel


def _armed():
    bench = Bench()
    assert bench.until(IDLE)
    bench.arm(REST)
    return bench


class Sick(Bench):
    """A bench whose air misbehaves: `vents` stuck closed (bit 0 L1, 1 L2, 2 R1, 3 R2), legs that leak."""

    def __init__(self):
        self.vents_stuck = 0
        self.leaking = -1
        super().__init__()
        assert self.until(IDLE)
        self.arm(REST)

    def _air(self, leg):
        wished = self.out.closed
        self.out.closed |= self.vents_stuck << 10
        super()._air(leg)
        self.out.closed = wished
        if leg == self.leaking:
            self.manifolds[leg] = 3 if self.out.pump_left_pct else 0


def test_a_sound_station_passes_within_eight_seconds():
    bench = Bench()
    bench.run(6000)
    bench.arm(REST)
    ticks = 0
    while bench.session.state != READY and ticks < 400:
        bench.tick()
        ticks += 1
    assert bench.session.state == READY and bench.codes() == []
    assert bench.station.gate.refused == 0 and max(bench.manifolds) < 100


def test_the_test_at_boot_drives_nothing():
    bench = Bench()
    while bench.session.state == SELFTEST:
        bench.tick()
        assert bench.out.closed == 0 and not bench.out.heartbeat and not bench.out.arm


def test_pressure_at_rest_is_found_at_once_and_named_by_zone():
    for zone in (0, 4, 7):
        for dmmhg, code in ((45, 0), (95, 0), (105, fault.PRESSURE_AT_REST), (200, fault.PRESSURE_AT_REST)):
            bench = _armed()
            for _ in range(60):
                bench.zones[zone] = dmmhg
                bench.tick()
            assert bench.codes() == ([code] if code else [])
            if code:
                assert bench.locks.faults[0].channel == zone and bench.locks.faults[0].limit == 5


def test_a_zone_still_at_more_than_four_mmhg_is_no_zero_and_ends_the_test():
    for dmmhg, code in ((30, 0), (39, 0), (41, fault.SENSOR_ZERO), (95, fault.SENSOR_ZERO)):
        bench = _armed()
        bench.tick()
        while bench.session.state == SELFTEST and bench.station.test.phase < selftest.ARMING:
            bench.zones[6] = dmmhg
            bench.tick()
        assert bench.codes() == ([code] if code else [])


# REQ-38
def test_exactly_ten_mmhg_at_the_start_is_too_much():
    for dmmhg, failed in ((0, False), (98, False), (99, False), (100, True), (101, True)):
        bench = _armed()
        bench.station.test.begin(True)
        bench.reading.smooth_dmmhg[8] = dmmhg
        for _ in range(15):
            bench.station.test.step(
                bench.reading, bench.station.chain, bench.station.demand, bench.station.gate, 20
            )
        assert bench.station.test.failed() == failed


def test_at_boot_pressure_is_no_fault():
    bench = Bench()
    for _ in range(100):
        bench.zones[3] = 400
        bench.tick()
    assert bench.codes() == [] and bench.session.state == IDLE


def test_nothing_is_judged_before_readings_have_settled_and_a_missing_one_waits():
    bench = _armed()
    test = bench.station.test
    test.begin(True)
    bench.reading.smooth_dmmhg[2] = None
    for _ in range(30):
        test.step(bench.reading, bench.station.chain, bench.station.demand, bench.station.gate, 20)
    assert test.phase == selftest.RESTING and not test.failed()


# REQ-58
def test_a_chain_that_does_not_open_is_found():
    bench = _armed()

    def stuck():
        bench.silent_ms = 0
        if bench.out.arm:
            bench.relay = True

    bench._chain = stuck
    assert _found(bench)[0] == fault.CHAIN_STUCK


# REQ-58
def test_a_chain_that_closes_without_being_asked_is_found_and_gets_no_arm_edge():
    bench = _armed()
    edges = []

    def unasked():
        bench.relay = bench.out.heartbeat
        edges.append(bench.out.arm)

    bench._chain = unasked
    assert _found(bench) == (fault.CHAIN_STUCK, 0)
    assert bench.locks.faults[0].limit == 200 and not any(edges)


# REQ-58
def test_a_chain_that_opens_late_is_found_and_one_in_time_is_not():
    for drop_ms, good in ((100, True), (200, True), (400, False)):
        bench = _armed()

        def chain(bench=bench, drop_ms=drop_ms):
            bench.silent_ms = 0 if bench.out.heartbeat else bench.silent_ms + 20
            if bench.silent_ms > drop_ms:
                bench.relay = False
            elif bench.out.arm:
                bench.relay = True

        bench._chain = chain
        bench.until(READY if good else FAULT, 15000)
        assert (bench.session.state == READY) == good


# REQ-58
def test_a_relay_that_does_not_pull_in_is_found():
    bench = _armed()
    bench._chain = lambda: None
    assert _found(bench) == (fault.CHAIN_OPEN, 4)


# REQ-31
def test_a_leg_that_builds_no_pressure_is_found_and_named():
    for leg in range(2):
        bench = Sick()
        bench.leaking = leg
        assert _found(bench) == (fault.VENT_STUCK_OPEN, leg)


# REQ-31
def test_each_vent_that_sticks_is_found_by_its_own_turn():
    for vent, name in ((0, "L vent 1"), (1, "L vent 2"), (2, "R vent 1"), (3, "R vent 2")):
        bench = Sick()
        bench.vents_stuck = 1 << vent
        code, channel = _found(bench)
        assert code == fault.VENT_STUCK_CLOSED
        assert fault.channel_name(code, channel) == name


def test_the_puffs_stay_low_and_short():
    bench = _armed()
    puffs = highest = before = 0
    while bench.session.state != READY:
        bench.tick()
        duty = bench.out.pump_left_pct
        shut = bench.out.closed == 0x3FFF
        puffs += 1 if duty and not before and shut else 0
        before = duty
        highest = max(highest, bench.manifolds[0], bench.manifolds[1])
        assert duty <= 20 and max(bench.zones) == 0 and (shut or bench.out.closed == 0 or not duty)
    # one to hold and for vent 1, one for vent 2, one for each zone
    assert puffs == 7 and highest <= 800


def test_one_finding_ends_it():
    bench = Sick()
    bench.vents_stuck = 0b1111
    _found(bench)
    assert len(bench.codes()) == 1
    assert bench.out.closed & 0x3FF == 0 and not bench.out.heartbeat


def test_a_test_that_is_over_wishes_for_nothing():
    bench = _armed()
    assert bench.until(READY)
    test = bench.station.test
    bench.station.demand.closed = 5
    test.step(bench.reading, bench.station.chain, bench.station.demand, bench.station.gate, 20)
    assert test.phase == selftest.PASSED and bench.station.demand.closed == 0


def test_a_missing_reading_lets_everything_go_and_is_left_to_the_sensor_rows():
    for name, index in (("manifolds_dmmhg", 0), ("zones_dmmhg", 7)):
        bench = _armed()
        test = bench.station.test
        while test.phase != selftest.MOVING:
            bench.tick()
        bench.run(700)
        getattr(bench.reading, name)[index] = None
        bench.station.demand.closed = 0x3FFF
        for _ in range(20):
            test.step(bench.reading, bench.station.chain, bench.station.demand, bench.station.gate, 20)
        assert not test.failed() and bench.station.demand.closed == 0
