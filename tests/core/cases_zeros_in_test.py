"""The self-test looks at zeros vented and still, in bounded time, and adjusts none; no calibration, no session."""

from tests.core.parts import REST, SPAN, TICK_MS, ZERO_CODE, Bench, new

from station_firmware.core import command, fault, selftest, sensing
from station_firmware.core.reading import PRESSURE_CHANNELS, PRESSURE_NAMES
from station_firmware.core.states import FAULT, IDLE, READY, SELFTEST


class Shifted(Bench):
    """A bench whose inputs read `shift` codes beside the truth; `wobble` moves them with every other mean."""

    def __init__(self):
        self.shift = [0] * 12
        self.wobble = [0] * 12
        super().__init__()
        assert self.until(IDLE)

    def _sense(self):
        super()._sense()
        for index in range(12):
            swing = self.wobble[index] if self.station.test.zeros._count // 25 & 1 else 0
            self.reading.codes[PRESSURE_CHANNELS[index]] += self.shift[index] + swing

    def tested(self, limit_ms=20000):
        """Arm and run until the zeros are judged; returns (code, channel, measured, limit), None when all are right."""
        self.arm(REST)
        for _ in range(limit_ms // TICK_MS):
            self.tick()
            if self.station.test.phase == selftest.ARMING:
                return None
            if self.session.state == FAULT:
                kept = self.locks.faults[0]
                return kept.code, kept.channel, kept.measured, kept.limit
        raise AssertionError("the self-test does not end")


# REQ-37
def test_two_means_up_to_one_mmhg_apart_are_still():
    for moved_cmmhg, still in ((0, True), (99, True), (100, True), (101, False), (102, False)):
        bench = Shifted()
        test = bench.station.test
        test.begin(True)
        test.phase = selftest.ZEROING
        test.zeros.begin()
        test.vented_ms = 5000

        def sample(codes, test=test, moved_cmmhg=moved_cmmhg):
            test.zeros.moved_cmmhg[7] = moved_cmmhg
            return True

        test.zeros.sample = sample
        test.step(bench.reading, bench.station.chain, bench.station.demand, bench.station.gate, TICK_MS)
        assert (test.zeros.waiting == 0) == still
        assert test.phase == (selftest.ARMING if still else selftest.ZEROING)


# REQ-37
def test_each_input_is_found_from_forty_codes_on_and_named():
    for index in range(12):
        for codes, found in ((-41, -5), (-40, -5), (-39, 0), (39, 0), (40, 5), (41, 5)):
            bench = Shifted()
            bench.shift[index] = codes
            limit = 4 if found > 0 else -4
            assert bench.tested() == ((fault.SENSOR_ZERO, index, found, limit) if found else None)
    assert fault.channel_name(fault.SENSOR_ZERO, 11) == "MR"
    assert fault.row(fault.SENSOR_ZERO)[1:3] == ("sensor_zero", "mmHg")


def test_of_several_the_first_is_named():
    bench = Shifted()
    bench.shift[2] = bench.shift[9] = bench.shift[11] = -60
    assert bench.tested()[:2] == (fault.SENSOR_ZERO, 2)


# REQ-37
def test_a_drift_within_the_limit_is_not_adjusted():
    bench = Shifted()
    bench.shift[3] = 39
    assert bench.tested() is None and bench.until(READY)
    unit = bench.station.sensing
    assert unit.zero_codes == [ZERO_CODE] * 16 and unit.spans == [SPAN] * 16
    assert bench.reading.zones_dmmhg[3] == 39


def test_a_zero_belongs_to_the_calibration_of_its_channel():
    bench = Shifted()
    unit = bench.station.sensing
    assert unit.calibrate(6, ZERO_CODE + 60, SPAN)
    bench.shift[6] = 60
    assert bench.tested() is None
    bench = Shifted()
    assert bench.station.sensing.calibrate(6, ZERO_CODE + 60, SPAN)
    assert bench.tested()[:2] == (fault.SENSOR_ZERO, 6)


def test_more_than_ten_mmhg_in_a_zone_is_pressure_and_a_manifold_has_its_zero_judged():
    for index, codes, code in (
        (2, 98, fault.SENSOR_ZERO),
        (2, 99, fault.PRESSURE_AT_REST),
        (9, 200, fault.PRESSURE_AT_REST),
        (10, 99, fault.SENSOR_ZERO),
        (11, 400, fault.SENSOR_ZERO),
        (0, -100, fault.SENSOR_ZERO),
    ):
        bench = Shifted()
        bench.shift[index] = codes
        assert bench.tested()[:2] == (code, index)


# REQ-37
def test_no_zero_is_judged_before_five_seconds_vented():
    for vented_ms, judged in ((0, False), (4980, False), (4999, False), (5000, True), (5001, True)):
        bench = Shifted()
        test = bench.station.test
        test.begin(True)
        bench.reading.codes[PRESSURE_CHANNELS[1]] = ZERO_CODE + 60
        for _ in range(15 + 50):
            test.vented_ms = vented_ms
            test.step(bench.reading, bench.station.chain, bench.station.demand, bench.station.gate, TICK_MS)
        assert test.failed() == judged
        assert test.phase == (selftest.FAILED if judged else selftest.ZEROING)


def test_vented_counts_from_the_last_tick_that_energised_anything():
    bench = Shifted()
    assert bench.station.test.vented_ms == bench.station.unpowered_ms == bench.now_ms
    assert bench.tested() is None and bench.until(READY)
    bench.post(command.STOP)
    assert bench.until(IDLE)
    before_ms = bench.station.test.vented_ms
    assert before_ms < 5000
    bench.arm(REST)
    waited_ms = 0
    while bench.station.test.phase != selftest.ARMING:
        bench.tick()
        waited_ms += TICK_MS
    assert 5000 - before_ms + 1000 <= waited_ms <= 5000 - before_ms + 1060


def test_after_a_long_rest_the_zeros_cost_one_second():
    bench = Shifted()
    bench.run(10000)
    bench.arm(REST)
    waited_ms = 0
    while bench.station.test.phase != selftest.ARMING:
        bench.tick()
        waited_ms += TICK_MS
    assert 1300 <= waited_ms <= 1360


def test_an_input_that_moves_waits_and_is_judged_when_it_comes_to_rest():
    bench = Shifted()
    bench.wobble[5] = 20
    bench.run(6000)
    bench.arm(REST)
    bench.run(5000)
    assert bench.station.test.phase == selftest.ZEROING and bench.station.test.zeros.waiting == 1 << 5
    bench.wobble[5] = 0
    assert bench.until(READY, 6000)


# REQ-38
def test_an_input_that_never_comes_to_rest_is_named_in_bounded_time():
    bench = Shifted()
    bench.wobble[11] = 20
    bench.run(6000)
    begun_ms = bench.now_ms
    found = bench.tested()
    assert found in ((fault.SENSOR_UNSTEADY, 11, 2, 1), (fault.SENSOR_UNSTEADY, 11, 3, 1))
    assert bench.now_ms - begun_ms <= 10000 + 300 + 3 * TICK_MS


# REQ-38
def test_a_zone_whose_pressure_moves_is_pressure_at_rest():
    for shift, code in ((30, fault.SENSOR_UNSTEADY), (60, fault.PRESSURE_AT_REST)):
        bench = Shifted()
        bench.shift[4] = shift
        bench.wobble[4] = 12
        assert bench.tested()[:2] == (code, 4)


def test_nothing_is_energised_while_zeros_are_judged():
    bench = Shifted()
    bench.arm(REST)
    for _ in range(300):
        bench.tick()
        if bench.station.test.phase == selftest.ARMING:
            return
        assert bench.out.closed == 0 and not bench.out.heartbeat and not bench.out.arm
    raise AssertionError("the zeros are not judged")


def test_the_test_at_boot_judges_no_zero():
    bench = Shifted()
    bench.trip()
    bench.shift[0] = -60
    bench.shift[10] = 60
    bench.reading.encoder_push = True
    assert bench.until(SELFTEST, 4000)
    bench.reading.encoder_push = False
    bench.run(12000)
    assert bench.session.state == IDLE and bench.codes() == []


# ---- no calibration, no session


# REQ-36
def test_an_uncalibrated_input_is_named_and_never_ready():
    for index in range(12):
        bench = Shifted()
        bench.station.sensing.uncalibrated = 1 << index
        assert bench.tested() == (fault.SENSOR_UNCALIBRATED, index, 0, 0)
        assert fault.channel_name(fault.SENSOR_UNCALIBRATED, index) == PRESSURE_NAMES[index]
        assert bench.out.closed == 0 and not bench.out.heartbeat


# REQ-36
def test_a_station_without_calibration_boots_reads_and_refuses_each_session_anew():
    bench = Shifted()
    unit = new(sensing, "Sensing")
    bench.station.sensing.uncalibrated = unit.uncalibrated
    assert unit.uncalibrated == 0xFFF
    for _ in range(2):
        bench.run(1000)
        assert bench.session.state == IDLE and bench.reading.zones_dmmhg == [0] * 10
        assert bench.tested() == (fault.SENSOR_UNCALIBRATED, 0, 0, 0)
        bench.tick()
        assert bench.post(command.ACKNOWLEDGE) is None
        assert bench.until(IDLE)


# REQ-5 REQ-36
def test_over_pressure_trips_on_an_uncalibrated_input():
    bench = Shifted()
    bench.station.sensing.uncalibrated = 0xFFF
    bench.shift[8] = 1290
    bench.tick(3)
    assert bench.codes() == [fault.OVER_PRESSURE]
