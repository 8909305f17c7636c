"""A bath kept at rest: when the chain is armed for it and let go, who ends it, and what the flash asks for."""

from tests.core.parts import REST, Bench
from tests.core.warmth import Warm, fitted

from station_firmware.core import chain, command, fault, states
from station_firmware.core.outputs import ALL_BATHS, CHILLER, CIRCULATION_COLD, CIRCULATION_HOT, HEATERS

IDLE = states.IDLE


def resting(hot=3700, cold=1200):
    """At rest, five seconds after it came there."""
    warm = Warm(IDLE, hot, cold)
    warm.run(5000)
    return warm


# REQ-124
def test_the_chain_rests_five_seconds_before_a_bath_is_kept():
    warm = Warm(IDLE)
    warm.keep(hot=3800)
    assert warm.tick(249) == 0 and not warm.station.chain.want
    warm.tick()
    assert warm.station.chain.want and warm.thermal.keeping and warm.thermal.kept == 1
    assert warm.tick() == CIRCULATION_HOT


# REQ-124
def test_a_bath_is_kept_from_when_its_thermometers_say_something_sound():
    for hot, kept in ((None, 0), (4200, 0), (4199, 1)):
        warm = resting()
        warm.hot(hot)
        warm.keep(hot=3800)
        warm.tick(2)
        assert (warm.thermal.kept, warm.thermal.keeping) == (kept, bool(kept))
    for cold, kept in ((None, 0), (499, 0), (500, 2)):
        warm = resting()
        warm.cold(cold)
        warm.keep(cold=1200)
        warm.tick(2)
        assert (warm.thermal.kept, warm.thermal.keeping) == (kept, bool(kept))
    # and then as long as the hours want it: what goes wrong is the interlocks' matter
    warm = resting()
    warm.keep(hot=3800, cold=1200)
    warm.tick(2)
    warm.hot(None)
    warm.cold(400)
    warm.tick(2)
    assert warm.thermal.kept == 3
    warm.keep(cold=1200)
    warm.tick()
    assert warm.thermal.kept == 2


def test_a_bath_without_circulation_or_beyond_the_limits_is_not_kept():
    warm = resting()
    warm.site.hot_circulation = False
    warm.keep(hot=3800, cold=899)
    assert warm.tick(100) == 0 and not warm.thermal.keeping


# REQ-124
def test_a_chain_that_does_not_let_go_is_found_before_it_is_armed():
    warm = resting()
    warm.keep(hot=3800)
    for supply, taps, opened in ((True, 0x4F, False), (False, 0xCF, False), (False, 0x4F, True)):
        for number in range(14):
            warm.reading.supply = supply
            warm.reading.taps = taps
            assert warm.thermal.stuck() == (number > 12)
            warm.thermal.step(warm.station, 20)
            if opened:
                break
        assert warm.station.chain.want == opened
        assert not opened or not warm.thermal.stuck()
        warm.thermal._open_ms = 0


# REQ-124
def test_at_the_end_it_is_kept_until_the_chain_was_seen_open():
    warm = resting()
    warm.keep(hot=3700)
    warm.run(2000)
    warm.keep()
    warm.thermal.step(warm.station, 20)
    assert not warm.station.chain.want and warm.thermal.keeping and not warm.thermal.resting()
    for number in range(12):
        warm.thermal.step(warm.station, 20)
        assert not warm.thermal.stuck() or number == 11
    warm.reading.supply = False
    warm.thermal.step(warm.station, 20)
    assert warm.thermal.keeping  # the tap behind the relay says otherwise
    warm.reading.taps = 0x4F
    warm.thermal.step(warm.station, 20)
    assert not warm.thermal.keeping and warm.thermal.resting() and not warm.thermal.stuck()


# REQ-120 REQ-122
def test_what_has_run_is_run_out_before_the_chain_is_let_go():
    warm = resting(hot=3700)
    warm.keep(hot=3800)
    warm.run(20000)
    assert warm.closed == HEATERS | CIRCULATION_HOT
    warm.keep()
    assert warm.run(59980) == CIRCULATION_HOT and warm.thermal.keeping
    warm.run(60)
    assert not warm.thermal.keeping and warm.closed == 0
    warm = resting(cold=1300)
    warm.keep(cold=1200)
    warm.run(300000, 1000)
    assert warm.closed == CHILLER | CIRCULATION_COLD
    warm.keep()
    assert warm.run(170000, 1000) == CHILLER | CIRCULATION_COLD
    assert warm.run(20000, 1000) == CIRCULATION_COLD
    warm.run(80000, 1000)
    assert warm.closed == 0 and not warm.thermal.keeping


# REQ-126
def test_a_flash_write_waits_for_an_open_chain_and_keeping_for_five_seconds_after_it():
    warm = Warm(IDLE, hot=3700)
    assert not warm.thermal.resting()  # nobody has looked yet
    warm.tick()
    assert warm.thermal.resting()
    warm.run(5000)
    warm.keep(hot=3800)
    warm.run(20000)
    assert warm.closed and not warm.thermal.resting()
    warm.thermal.pause_for_flash()
    assert warm.tick() == 0 and not warm.thermal.resting()
    warm.tick()
    assert warm.thermal.resting()
    warm.run(4940)
    assert warm.thermal.resting() and not warm.station.chain.want
    warm.tick(2)
    assert warm.station.chain.want and not warm.thermal.resting()


# REQ-125
def test_stop_at_rest_ends_it_until_somebody_has_worked_with_the_station():
    warm = resting(hot=3700)
    warm.keep(hot=3800)
    warm.run(20000)
    assert warm.closed
    warm.session.stop_at_rest = True
    assert warm.tick() == 0 and warm.thermal.stopped
    warm.session.stop_at_rest = False
    assert warm.run(100000) == 0 and not warm.thermal.keeping
    warm.session.state = states.SELFTEST
    warm.tick()
    assert not warm.thermal.stopped
    warm.session.state = IDLE
    warm.run(4980)
    assert not warm.station.chain.want
    warm.run(40)
    assert warm.station.chain.want
    # a STOP while nothing is kept stops nothing
    warm = resting()
    warm.session.stop_at_rest = True
    warm.tick()
    assert not warm.thermal.stopped


def test_whoever_leaves_rest_finds_the_chain_open():
    for state in (states.SELFTEST, states.MAINTENANCE, states.FAULT):
        warm = resting()
        warm.keep(hot=3800)
        warm.run(1000)
        warm.session.state = state
        warm.tick()
        assert not warm.station.chain.want and not warm.thermal.keeping and warm.thermal.kept == 0
        # and arms it for himself
        warm.station.chain.want = True
        warm.tick()
        assert warm.station.chain.want


class Home(Bench):
    """A whole bench whose baths are fitted and wanted by the hours."""

    def __init__(self):
        super().__init__()
        fitted(self.station)
        assert self.until(IDLE)
        self.station.thermal.keep_cdegc[:] = [3900, 1200]
        self.run(7000)


# REQ-124 REQ-127
def test_the_whole_tick_keeps_and_sessions_begin_from_it():
    home = Home()
    assert home.station.thermal.keeping and home.station.chain.phase == chain.CLOSED
    assert home.out.closed == CIRCULATION_HOT | CIRCULATION_COLD and home.out.heartbeat
    home.run(10000)
    assert home.out.closed & ALL_BATHS == HEATERS | CIRCULATION_HOT | CIRCULATION_COLD
    assert home.codes() == [] and home.station.gate.refused == 0
    home.arm(REST)
    home.tick()
    assert home.session.state == states.SELFTEST and home.out.closed == 0 and not home.out.heartbeat
    assert home.until(states.READY)
    home.tick()
    home.reading.start = True
    assert home.until(states.RUNNING, 100)
    home.reading.start = False
    assert home.until(IDLE)
    assert not home.station.thermal.keeping
    home.run(7000)
    assert home.station.thermal.keeping and home.codes() == []


# REQ-125
def test_stop_by_button_command_and_line_ends_keeping():
    for way in range(3):
        home = Home()
        assert home.out.closed
        if way == 0:
            home.reading.stop = False
        elif way == 1:
            home.station.mailbox.stop = True
        else:
            home.station.mailbox.post(command.STOP)
        home.tick()
        home.reading.stop = True
        assert home.out.closed == 0 and not home.out.heartbeat and home.station.thermal.stopped
        home.run(20000)
        assert home.session.state == IDLE and home.out.closed == 0 and not home.station.thermal.keeping


# REQ-83 REQ-127
def test_an_emergency_stop_while_a_bath_is_kept_is_a_fault_and_keeps_nothing():
    home = Home()
    home.estop = False
    home.tick()
    assert home.session.state == states.FAULT and home.codes() == [fault.ESTOP] and home.out.closed == 0
    assert home.session.last_end == states.NO_END
    home.estop = True
    home.run(20000)
    assert home.out.closed == 0 and not home.out.heartbeat
    home.reading.encoder_push = True
    assert home.until(IDLE)
    home.reading.encoder_push = False
    # somebody acknowledged it: the hours may want it again, after the rest
    assert not home.out.closed
    home.run(7000)
    assert home.station.thermal.keeping and home.out.closed


def _code(home, *given):
    """Converter inputs and what they read from now on."""
    for channel, code in given:
        home.reading.codes[channel] = code


# REQ-127
def test_the_faults_that_bind_a_kept_bath():
    for code, break_it, ticks in (
        (fault.CHAIN_OPEN, lambda home: setattr(home, "relay", False), 10),
        (fault.THERMISTOR_OPEN, lambda home: _code(home, (6, 4000)), 10),
        (fault.THERMISTOR_SHORT, lambda home: _code(home, (15, 10)), 10),
        (fault.BATH_OVER, lambda home: _code(home, (6, 1200), (14, 1200)), 80),
        (fault.BATH_UNDER, lambda home: _code(home, (7, 3000), (15, 3000)), 80),
        (fault.TICK_LATE, lambda home: setattr(home.reading, "late_ms", 11), 4),
        (fault.SUPPLY_LOW, lambda home: setattr(home.reading, "supply_mv", 20000), 10),
        (fault.CONTACTOR_WELDED, lambda home: setattr(home.reading, "contactors", 2), 20),
        (fault.HEATER_STUCK_ON, lambda home: setattr(home.station.drift, "hot_cdegc", 31), 1),
        (fault.CHILLER_STUCK_ON, lambda home: setattr(home.station.drift, "cold_cdegc", -31), 1),
    ):
        home = Home()
        break_it(home)
        home.tick(ticks)
        assert home.session.state == states.FAULT and home.codes()[0] == code, (code, home.codes())
        assert home.out.closed == 0 and not home.out.heartbeat


# REQ-127
def test_a_bath_nobody_keeps_binds_nothing():
    home = Home()
    home.station.thermal.keep_cdegc[:] = [None, 1200]
    home.run(70000)
    assert home.station.thermal.kept == 2 and home.out.closed == CIRCULATION_COLD
    home.reading.codes[6] = 4000
    home.reading.codes[14] = 10
    home.station.drift.hot_cdegc = 31
    home.tick(100)
    assert home.codes() == []


# REQ-96
def test_a_coil_of_a_kept_bath_that_draws_nothing_is_seen():
    home = Home()
    draws = home._current_ma
    for less, wrong in ((30, False), (60, True)):
        home._current_ma = lambda less=less: max(0, draws() - less)
        home.run(1000)
        assert (home.codes() == [fault.OUTPUT_CURRENT]) == wrong, (less, home.codes())
