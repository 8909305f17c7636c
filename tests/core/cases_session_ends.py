"""Stops, trips and pauses: every end by its name, every state, and what no command may do."""

from tests.core.parts import COMPRESSION, CONTRAST, changed
from tests.core.session_bench import end_of, in_state, path, running

from station_firmware.core import command, limits, prompt, states
from station_firmware.core.states import FAULT, IDLE, MAINTENANCE, PAUSED, READY, RUNNING, SELFTEST, VENTING


def test_stop_at_the_panel_is_a_user_stop():
    bench = running()
    bench.reading.stop = False
    bench.tick()
    assert bench.session.state == VENTING and end_of(bench) == "user_stop"


def test_stop_by_line_or_by_command_is_a_host_stop():
    bench = running()
    bench.station.mailbox.stop = True
    bench.tick()
    assert bench.session.state == VENTING and end_of(bench) == "host_stop"
    bench = running()
    assert bench.post(command.STOP) is None
    assert bench.session.state == VENTING and end_of(bench) == "host_stop"


def test_both_at_once_is_the_user():
    bench = running()
    bench.station.mailbox.stop = True
    bench.reading.stop = False
    bench.tick()
    assert end_of(bench) == "user_stop"


# REQ-29 REQ-81
def test_stop_works_in_every_state_that_could_drive_and_harms_in_no_other():
    for state, after in (
        (SELFTEST, IDLE),
        (IDLE, IDLE),
        (READY, VENTING),
        (RUNNING, VENTING),
        (PAUSED, VENTING),
        (VENTING, VENTING),
        (FAULT, FAULT),
        (MAINTENANCE, MAINTENANCE),
    ):
        for way in range(3):
            bench = in_state(state)
            if way == 0:
                bench.reading.stop = False
            elif way == 1:
                bench.station.mailbox.stop = True
            else:
                bench.station.mailbox.post(command.STOP)
            bench.tick()
            assert bench.session.state == after
            assert bench.station.mailbox.refusal is None and not bench.station.mailbox.stop
            assert bench.out.closed == 0 and bench.out.pump_left_pct == 0


def test_a_stop_in_the_self_test_lets_the_chain_go():
    bench = in_state(SELFTEST)
    bench.post(command.STOP)
    bench.run(400)
    assert not bench.relay and not bench.out.heartbeat


# REQ-29 REQ-63 REQ-75 REQ-83
def test_the_emergency_stop_in_every_state_is_a_fault_in_the_same_tick_and_never_restarts():
    for state in (SELFTEST, IDLE, READY, RUNNING, PAUSED, VENTING, MAINTENANCE):
        bench = in_state(state)
        number = bench.session.last_number
        bench.estop = False
        out = bench.tick()
        assert bench.session.state == FAULT
        assert (out.closed, out.pump_left_pct, out.pump_right_pct, out.heartbeat) == (0, 0, 0, False)
        if state in (RUNNING, PAUSED):
            assert end_of(bench) == "estop" and bench.session.last_number == number + 1
        bench.estop = True
        bench.reading.start = True
        assert path(bench, 3000) == [FAULT]


def test_a_fault_in_a_session_ends_it_as_fault():
    bench = running()
    bench.reading.readback_ok = False
    bench.tick(2)
    assert bench.session.state == FAULT and end_of(bench) == "fault"
    assert bench.session.plan.empty


def test_a_fault_out_of_a_session_ends_nothing():
    bench = in_state(READY)
    bench.trip()
    assert bench.session.last_end == states.NO_END


# ---- pause


# REQ-29
def test_a_pause_vents_and_a_resume_fills_again_and_keeps_the_clock():
    bench = running(changed(COMPRESSION, duration_s=60))
    for _ in range(3000):
        bench.tick()
        if bench.session.steps.elapsed_ms() == 3000:
            break
    assert bench.session.steps.elapsed_ms() == 3000
    assert bench.post(command.PAUSE) is None
    assert bench.out.closed == 0 and bench.out.pump_left_pct == 0
    bench.run(6000)
    assert max(bench.zones) < 100 and bench.relay
    assert bench.session.steps.elapsed_ms() == 3000
    assert bench.post(command.RESUME) is None
    assert bench.session.state == RUNNING
    bench.run(2000)
    assert max(bench.zones) > 300
    assert bench.session.steps.elapsed_ms() > 4000
    assert bench.codes() == []


# REQ-78
def test_paused_expires_after_ten_minutes_as_a_user_stop():
    bench = in_state(PAUSED)
    bench.session.state_ms = 590000
    bench.tick(499)
    assert bench.session.state == PAUSED and bench.session.state_ms == 599980
    bench.tick()
    assert bench.session.state == VENTING and end_of(bench) == "user_stop"


def test_a_dip_that_ends_the_plan_in_a_pause_completes_it():
    bench = running(CONTRAST)
    bench.run(16000)
    assert bench.session.steps.water.in_water()
    assert bench.post(command.PAUSE) is None
    bench.run(10000)
    assert bench.session.state in (VENTING, IDLE) and end_of(bench) == "completed"
    assert bench.station.voice.prompt == prompt.LEAVE


# REQ-137
def test_nobody_who_says_in_during_a_pause_leaves_the_session_in_its_pause():
    bench = running(changed(CONTRAST, wait_in=True))
    bench.run(1000)
    assert bench.session.steps.water.in_water()
    assert bench.post(command.PAUSE) is None
    bench.run(limits.ANSWER_MS)
    assert not bench.session.steps.water.in_water() and bench.session.state == PAUSED


def test_a_step_reached_in_a_pause_waits_for_the_resume():
    bench = running(CONTRAST, changed(COMPRESSION, duration_s=60))
    bench.run(16000)
    bench.post(command.PAUSE)
    bench.run(20000)
    assert bench.session.state == PAUSED and bench.session.steps.index == 1
    assert bench.out.closed == 0 and max(bench.zones) == 0
    bench.post(command.RESUME)
    bench.run(3000)
    assert max(bench.zones) == 0 and bench.session.voice.prompt == prompt.DRY
    assert bench.session.steps.go_on()
    bench.run(3000)
    assert max(bench.zones) > 100


def test_commands_out_of_their_state_are_refused_in_words_and_change_nothing():
    wanted = {
        command.ARM: IDLE,
        command.PAUSE: RUNNING,
        command.RESUME: PAUSED,
        command.ACKNOWLEDGE: FAULT,
        command.MAINTAIN: IDLE,
    }
    for state in (SELFTEST, IDLE, READY, RUNNING, PAUSED, VENTING, FAULT, MAINTENANCE):
        for kind in wanted:
            if wanted[kind] == state:
                continue
            bench = in_state(state)
            assert bench.post(kind) == "not in state"
            assert bench.session.state == state


def test_maintenance_drives_nothing_and_says_so():
    bench = in_state(MAINTENANCE)
    assert bench.session.maintain
    assert bench.out.closed == 0 and not bench.out.heartbeat
