"""The session: who may start it, what it says, and that nothing starts by itself."""

from tests.core.parts import COMPRESSION, CONTRAST, REST, Bench
from tests.core.session_bench import end_of, path, running

from station_firmware.core import command, prompt, states
from station_firmware.core.states import FAULT, IDLE, READY, RUNNING, SELFTEST, VENTING


def test_power_on_goes_through_the_self_test_of_readings_to_rest():
    bench = Bench()
    assert path(bench, 2000) == [SELFTEST, IDLE]
    assert bench.out.closed == 0 and not bench.out.heartbeat


def test_a_whole_session_completes_and_comes_to_rest_vented():
    bench = Bench()
    bench.start(COMPRESSION)
    assert bench.session.number == 1
    highest = [0] * 10
    while bench.session.state == RUNNING:
        bench.tick()
        highest = [max(highest[zone], bench.zones[zone]) for zone in range(10)]
    assert end_of(bench) == "completed" and bench.session.last_number == 1
    targets = [800, 750, 700, 650, 600] * 2
    assert all(abs(highest[zone] - targets[zone]) <= 30 for zone in range(10))
    assert path(bench, 10000) == [VENTING, IDLE]
    assert bench.codes() == [] and max(bench.zones) < 100
    assert bench.session.plan.empty and not bench.relay
    assert bench.session.steps.at_pressure_ms == 20000


def test_the_next_session_has_the_next_number():
    bench = Bench()
    for number in (1, 2, 3):
        bench.start(REST)
        assert bench.session.number == number
        assert bench.until(IDLE)
        assert bench.session.last_number == number


# REQ-74
def test_start_must_be_pressed_after_ready():
    bench = Bench()
    assert bench.until(IDLE)
    bench.reading.start = True
    bench.arm(REST)
    assert bench.until(READY)
    bench.run(5000)
    assert bench.session.state == READY
    bench.reading.start = False
    bench.tick()
    bench.reading.start = True
    bench.tick()
    assert bench.session.state == RUNNING


# REQ-74
def test_nothing_starts_without_start():
    bench = Bench()
    bench.ready(REST)
    bench.run(60000)
    assert bench.session.state == READY and bench.session.number == 0


# REQ-74
def test_start_alone_starts_nothing_from_rest():
    bench = Bench()
    assert bench.until(IDLE)
    bench.reading.start = True
    assert path(bench, 5000) == [IDLE]


# REQ-78
def test_ready_expires_after_two_minutes():
    bench = Bench()
    bench.ready(REST)
    bench.tick(5999)
    assert bench.session.state == READY and bench.session.state_ms == 119980
    bench.tick()
    assert bench.session.state == VENTING
    assert bench.until(IDLE)
    assert bench.session.last_end == states.NO_END and bench.session.plan.empty
    bench.reading.start = True
    assert path(bench, 1000) == [IDLE]


# REQ-79
def test_a_host_start_sounds_for_five_seconds_first():
    bench = Bench()
    bench.ready(REST, confirmed_by="Kim")
    assert bench.station.voice.prompt == prompt.COUNTDOWN
    sounded = []
    for _ in range(249):
        bench.tick()
        sounded.append(bench.out.buzzer)
        assert bench.session.state == READY
    assert sounded.count(True) > 100
    bench.tick()
    assert bench.session.state == RUNNING
    assert bench.station.voice.prompt == prompt.NONE


# REQ-79
def test_stop_cancels_a_host_start():
    for at_panel in (True, False):
        bench = Bench()
        bench.ready(REST, confirmed_by="Kim")
        bench.run(4000)
        if at_panel:
            bench.reading.stop = False
        else:
            bench.station.mailbox.stop = True
        bench.tick()
        assert bench.session.state == VENTING and bench.session.plan.empty
        bench.reading.stop = True
        assert RUNNING not in path(bench, 10000)
        assert not bench.out.buzzer and bench.session.number == 0


# REQ-79
def test_start_does_not_shorten_a_host_start():
    bench = Bench()
    bench.ready(REST, confirmed_by="Kim")
    bench.tick()
    bench.reading.start = True
    bench.run(4000)
    assert bench.session.state == READY


# ---- prompts and lamps of a session


def test_ready_and_done_are_said():
    bench = Bench()
    bench.ready(REST)
    assert bench.station.voice.prompt == prompt.READY
    bench.tick()
    bench.reading.start = True
    bench.tick()
    assert bench.station.voice.prompt == prompt.NONE
    bench.run(3100)
    assert bench.station.voice.prompt == prompt.DONE


# REQ-51
def test_whoever_is_in_the_water_is_told_to_leave_by_a_stop():
    bench = running(CONTRAST)
    bench.run(1000)
    bench.post(command.STOP)
    assert bench.station.voice.prompt == prompt.LEAVE


# REQ-51
def test_a_trip_in_the_water_says_leave_first_and_the_alarm_after_it():
    bench = running(CONTRAST)
    bench.run(1000)
    bench.trip()
    assert bench.session.state == FAULT and bench.station.voice.prompt == prompt.LEAVE
    bench.run(2000)
    assert bench.station.voice.prompt == prompt.ALARM


def test_a_trip_out_of_the_water_sounds_the_alarm_at_once():
    bench = running()
    bench.trip()
    assert bench.station.voice.prompt == prompt.ALARM


def test_a_long_hold_binds_no_later_session():
    bench = running()
    for held in range(12):
        bench.zones[4] = 400
        bench.tick()
        if held == 10:
            bench.session.steps.under_ms[4] = 119990
    assert bench.codes() == [108] and end_of(bench) == "fault"
    bench.zones[4] = 0
    bench.run(1000)
    bench.reading.encoder_push = True
    bench.run(2040)
    bench.reading.encoder_push = False
    bench.start(REST)
    assert bench.session.state == RUNNING and bench.codes() == []


def test_a_move_the_table_does_not_know_is_a_mistake_that_shows():
    bench = Bench()
    failed = False
    try:
        bench.session._go("finished")
    except ValueError:
        failed = True
    assert failed
