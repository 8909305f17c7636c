"""The session at its edges: how it begins, the last millisecond of what it waits for, what it says at each refusal."""

from tests.core.parts import COMPRESSION, CONTRAST, REST, Bench, changed, new_station, plan_of
from tests.core.session_bench import in_state, running

from station_firmware.core import adjust, command, fault, prompt, selftest, states
from station_firmware.core.reading import PRESSURE_CHANNELS
from station_firmware.core.states import BOOT, FAULT, IDLE, PAUSED, READY, RUNNING, SELFTEST, VENTING
from station_firmware.core.tick import tick


def test_a_new_session_has_done_nothing():
    session = new_station().session
    assert (session.state, session.state_ms, session.number, session.last_number) == (BOOT, 0, 0, 0)
    assert session.last_end == states.NO_END and session.plan.empty
    assert session.maintain is False


def test_power_on_reads_every_sensor_at_rest_before_it_comes_to_idle():
    bench = Bench()
    assert bench.session.state == SELFTEST and bench.station.test.phase == selftest.RESTING
    # 300 ms, and not while a pressure is missing
    assert bench.tick(14) and bench.session.state == SELFTEST
    bench.tick()
    assert bench.session.state == IDLE
    station = new_station()
    for number in range(200):
        station.reading.codes[PRESSURE_CHANNELS[9]] = 0
        tick(station, number * 20, 20)
        assert station.session.state != IDLE


# REQ-11
def test_a_wish_lasts_for_one_tick_in_every_state():
    for state in (IDLE, READY, RUNNING, PAUSED, VENTING, FAULT):
        bench = in_state(state)
        demand = bench.station.demand
        demand.closed, demand.pump_left_pct, demand.pump_right_pct = 0x3FFF, 20, 20
        out = bench.tick()
        assert bench.session.state == state
        assert (demand.closed, demand.pump_left_pct, demand.pump_right_pct) == (0, 0, 0)
        assert (out.closed, out.pump_left_pct, out.pump_right_pct) == (0, 0, 0)


def test_the_time_in_a_state_ends_at_half_the_counter_and_goes_no_further():
    bench = in_state(IDLE)
    for before, after in (((1 << 29) - 21, (1 << 29) - 1), ((1 << 29) - 20, 1 << 29), (1 << 29, 1 << 29)):
        bench.session.state_ms = before
        bench.tick()
        assert bench.session.state_ms == after


def test_each_state_counts_its_time_from_nought():
    bench = in_state(READY)
    bench.run(400)
    bench.post(command.STOP)
    assert bench.session.state == VENTING and bench.session.state_ms == 0
    bench.tick()
    assert bench.session.state_ms == 20


# REQ-84
def test_the_knob_is_held_for_two_seconds_to_the_ms():
    bench = in_state(FAULT)
    bench.run(2000)
    bench.reading.encoder_push = True
    tick(bench.station, bench.now_ms, 1999)
    assert bench.session.state == FAULT
    tick(bench.station, bench.now_ms, 1)
    assert bench.session.state == SELFTEST and bench.locks.count == 0


# REQ-85
def test_a_refused_hold_begins_again():
    bench = in_state(FAULT)
    bench.zones[2] = bench.manifolds[0] = 400
    bench.reading.encoder_push = True
    bench.tick(99)
    bench.zones[2] = 400
    bench.tick(2)
    assert bench.session.state == FAULT
    bench.zones[2] = 0
    bench.tick(95)
    assert bench.session.state == FAULT
    bench.tick(10)
    assert bench.session.state == SELFTEST


# REQ-80
def test_no_session_is_armed_without_the_do_not_use_list():
    for version, state in ((0, IDLE), (1, SELFTEST), (7, SELFTEST)):
        bench = in_state(IDLE)
        plan = plan_of(REST)
        plan.screened = version
        bench.station.mailbox.post(command.ARM, plan)
        bench.tick()
        refused = bench.station.mailbox.refusal
        assert refused == (None if version else "confirm the do-not-use list first")
        assert bench.session.state == state and bench.session.plan.empty == (not version)


# REQ-81
def test_a_start_or_resume_beside_a_stop_is_refused_by_that_name():
    for state, kind in ((IDLE, command.ARM), (PAUSED, command.RESUME)):
        for line in (True, False):
            bench = in_state(state)
            bench.station.mailbox.stop = line
            bench.reading.stop = line
            assert bench.post(kind) == "STOP came first"
            assert bench.session.state == (IDLE if state == IDLE else VENTING)


def test_venting_lasts_a_second_at_least_and_until_every_zone_is_below_ten():
    bench = running()
    bench.post(command.STOP)
    bench.tick(49)
    assert bench.session.state == VENTING
    bench.tick()
    assert bench.session.state == IDLE
    station = new_station()
    for dmmhg, empty in ((99, True), (100, False), (101, False), (None, False)):
        for zone in (0, 9):
            station.reading.smooth_dmmhg[zone] = dmmhg
            assert station.session.vented(station.reading) == empty
            station.reading.smooth_dmmhg[zone] = 0


def test_what_a_session_ends_leaves_no_plan_behind():
    for end in (command.STOP, None):
        bench = in_state(READY)
        assert not bench.session.plan.empty
        if end is None:
            bench.session.state_ms = 119980
            bench.tick()
        else:
            bench.post(end)
        assert bench.session.state == VENTING and bench.session.plan.empty
    bench = running(changed(REST, rest_s=1))
    bench.run(3000)
    assert bench.session.state == IDLE and bench.session.plan.empty


def test_a_stop_silences_what_was_said():
    bench = Bench()
    bench.ready(REST, confirmed_by="Kim")
    assert bench.station.voice.prompt == prompt.COUNTDOWN
    bench.post(command.STOP)
    assert bench.station.voice.prompt == prompt.NONE


def test_a_start_silences_the_countdown_and_numbers_the_session():
    bench = Bench()
    bench.ready(changed(REST, rest_s=60), confirmed_by="Kim")
    bench.run(5100)
    assert bench.session.state == RUNNING and bench.station.voice.prompt == prompt.NONE
    assert bench.session.number == 1 and bench.session.last_number == 0


# REQ-29
def test_a_trip_forgets_plan_and_maintenance_and_drops_the_chain():
    bench = in_state(states.MAINTENANCE)
    bench.trip()
    assert bench.session.state == FAULT and not bench.session.maintain
    bench = running(changed(COMPRESSION, duration_s=60))
    bench.run(3000)
    assert bench.station.chain.closed()
    bench.trip()
    assert not bench.station.chain.closed() and not bench.station.chain.want
    assert bench.session.plan.empty and bench.session.last_end == states.ESTOP_END
    assert all(not leg.fill.zones for leg in bench.station.legs)


def test_an_acknowledgement_silences_the_alarm_and_begins_the_test_of_readings():
    bench = in_state(FAULT)
    assert bench.station.voice.prompt == prompt.ALARM
    bench.run(2000)
    bench.reading.encoder_push = True
    assert bench.until(SELFTEST, 3000)
    assert bench.station.voice.prompt == prompt.NONE
    assert bench.station.test.phase == selftest.RESTING
    assert bench.until(IDLE, 3000) and not bench.relay


# REQ-86
def test_a_second_fault_neither_speaks_again_nor_ends_again():
    bench = running(CONTRAST)
    bench.trip()
    assert bench.session.last_end == states.ESTOP_END
    bench.run(2000)  # leave is heard to its end, then the alarm
    bench.station.voice.say(prompt.NONE)
    bench.reading.readback_ok = False
    bench.tick(3)
    assert fault.SHIFT_READBACK in bench.codes() and bench.session.state == FAULT
    assert bench.station.voice.prompt == prompt.NONE and bench.session.last_end == states.ESTOP_END


# REQ-84
def test_a_knob_held_while_the_fault_comes_is_counted_from_then_on_to_the_ms():
    bench = in_state(IDLE)
    bench.reading.encoder_push = True
    bench.run(400)
    bench.trip()
    bench.reading.estop = True
    bench.reading.taps = 0x4F
    # in the first tick the stop is still seen
    for dt_ms, state in ((20, FAULT), (1979, FAULT), (1, SELFTEST)):
        tick(bench.station, bench.now_ms, dt_ms)
        assert bench.session.state == state


# REQ-29
def test_nothing_of_a_compression_step_is_left_in_the_step_after_it():
    bench = running(changed(COMPRESSION, duration_s=60), changed(REST, rest_s=60))
    bench.run(3000)
    assert bench.out.closed and bench.session.steps.kind == states.STEP_COMPRESSION
    bench.session.steps.step_ms = 60000
    for _ in range(1500):
        if bench.session.steps.kind == states.STEP_COMPRESSION:
            bench.tick()
    bench.tick(2)
    assert bench.session.state == RUNNING and bench.session.steps.kind == states.STEP_REST
    for _ in range(100):
        bench.tick()
        assert (bench.out.closed, bench.out.pump_left_pct, bench.out.pump_right_pct) == (0, 0, 0)
    assert max(bench.zones) < 100


# REQ-29
def test_legs_lie_open_after_a_pause_a_stop_and_a_trip():
    for way in (command.PAUSE, command.STOP, None):
        bench = running(changed(COMPRESSION, duration_s=60))
        bench.run(3000)
        assert any(leg.closed for leg in bench.station.legs)
        assert any(bench.session.steps.target_mmhg(zone) for zone in range(10))
        if way is None:
            bench.trip()
        else:
            bench.post(way)
        assert [(leg.closed, leg.vents_closed, leg.pump_pct) for leg in bench.station.legs] == [
            (0, False, 0)
        ] * 2
        assert not any(bench.session.steps.target_mmhg(zone) for zone in range(10))


def test_a_running_step_is_changed_by_command_and_one_at_rest_is_not():
    bench = running(changed(COMPRESSION, duration_s=60))
    before = bench.session.steps.plan.steps[0].targets_dmmhg[0]
    bench.station.mailbox.post(command.ADJUST, None, adjust.INTENSITY, 0, 5)
    bench.tick()
    assert bench.station.mailbox.refusal is None
    assert bench.session.steps.plan.steps[0].targets_dmmhg[0] == before + 50
    bench.station.mailbox.post(command.ADJUST, None, adjust.BOOST, 1, 99)
    bench.tick()
    assert bench.station.mailbox.refusal == "the zone would be above the highest target"
    for state in (SELFTEST, IDLE, READY, PAUSED, VENTING, FAULT):
        assert in_state(state).post(command.ADJUST) == "not in state"
