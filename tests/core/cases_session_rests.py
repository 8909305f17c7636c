"""How a session comes to rest: venting waits for empty zones, the chain goes, nothing reaches the next session."""

from tests.core.parts import COMPRESSION, CONTRAST, REST, Bench, changed
from tests.core.session_bench import in_state, running

from station_firmware.core import command, prompt
from station_firmware.core.states import FAULT, IDLE, PAUSED, READY, RUNNING, SELFTEST, VENTING


# REQ-23
def test_venting_waits_for_a_zone_that_is_still_full():
    bench = running()
    bench.post(command.STOP)
    for number in range(300):
        # a sensor is never still
        bench.zones[7] = 150 + number % 5
        bench.tick()
        # it was as full when everything opened
        bench.station.rest_from[7] = 150
        assert bench.session.state == VENTING
    assert bench.until(IDLE, 3000)


def test_venting_lasts_to_the_last_ms_of_its_second():
    bench = running()
    bench.post(command.STOP)
    bench.session.state_ms = 979
    bench.tick()
    assert bench.session.state == VENTING
    bench.session.state_ms = 980
    bench.tick()
    assert bench.session.state == IDLE


def test_the_chain_is_kept_while_a_session_vents_and_dropped_at_rest():
    bench = running(changed(COMPRESSION, duration_s=60))
    bench.run(3000)
    bench.post(command.STOP)
    assert bench.session.state == VENTING and bench.station.chain.closed() and bench.out.heartbeat
    assert bench.until(IDLE, 9000)
    assert not bench.station.chain.want and not bench.station.chain.closed() and not bench.out.heartbeat


# REQ-81
def test_a_stop_in_the_self_test_forgets_that_the_chain_was_wanted():
    bench = Bench()
    assert bench.until(IDLE)
    bench.arm(REST)
    for _ in range(600):
        bench.tick()
        if bench.station.chain.want:
            break
    assert bench.station.chain.want and bench.session.state == SELFTEST
    bench.post(command.STOP)
    assert bench.session.state == IDLE
    assert not bench.station.chain.want and not bench.station.chain.closed()


# REQ-74
def test_a_start_seen_before_the_last_session_does_not_start_the_next_one():
    bench = Bench()
    bench.ready(REST)
    bench.tick(2)
    bench.post(command.STOP)
    assert bench.until(IDLE)
    bench.reading.start = True
    bench.ready(REST)
    for _ in range(100):
        bench.tick()
        assert bench.session.state == READY
    bench.reading.start = False
    bench.tick()
    bench.reading.start = True
    bench.tick()
    assert bench.session.state == RUNNING


# REQ-78
def test_only_a_pause_expires_and_not_a_session_that_runs():
    bench = running()
    bench.session.state_ms = 700000
    bench.tick(3)
    assert bench.session.state == RUNNING
    bench.post(command.PAUSE)
    assert bench.session.state == PAUSED and bench.session.state_ms == 0


# REQ-84
def test_after_a_refused_hold_two_seconds_are_asked_for_again_to_the_ms():
    bench = in_state(FAULT)
    bench.run(2000)
    bench.reading.encoder_push = True
    bench.reading.smooth_dmmhg[4] = 400
    bench.session.step(bench.reading, bench.station.demand, bench.station.mailbox, 2000, bench.now_ms)
    assert bench.session.state == FAULT
    for dt_ms, state in ((1999, FAULT), (1, SELFTEST)):
        bench.reading.smooth_dmmhg[4] = 0
        bench.session.step(bench.reading, bench.station.demand, bench.station.mailbox, dt_ms, bench.now_ms)
        assert bench.session.state == state


def test_a_prompt_of_the_water_is_said_once():
    bench = running(CONTRAST)
    said = []
    for _ in range(1000):
        bench.tick()
        if bench.station.voice.prompt != prompt.NONE:
            said.append(bench.station.voice.prompt)
            bench.station.voice.prompt = prompt.NONE
    assert said == [prompt.ENTER_HOT, prompt.LEAVE, prompt.ENTER_COLD]


def test_what_was_said_to_one_who_left_the_water_is_not_said_to_the_next():
    bench = running(CONTRAST)
    bench.run(4000)
    assert bench.session.steps.water.in_water()
    bench.post(command.STOP)
    assert bench.station.voice.prompt == prompt.LEAVE
    assert bench.until(IDLE)
    bench.start(changed(REST, rest_s=60))
    for _ in range(100):
        bench.tick()
        assert bench.station.voice.prompt == prompt.NONE
