"""Leaving FAULT: at the panel or from the host, and every reason why not."""

from tests.core.parts import REST, Bench, new_station, wire

from station_firmware.core import command, fault, fault_table, states
from station_firmware.core.states import FAULT, IDLE, SELFTEST

_PANEL_ONLY = (
    fault.OVER_PRESSURE,
    fault.ESTOP,
    fault.FAILED_VENT,
    fault.LONG_HOLD,
    fault.ESTOP_STUCK,
    fault.PRESSURE_SWITCH_STUCK,
)


def _refusal(code, at_panel, **changes):
    station = new_station()
    station.interlocks.latch(code, 0, 0, 0, 0)
    for name in changes:
        setattr(station.reading, name, changes[name])
    return station.interlocks.refuse_acknowledge(station.session, station.reading, at_panel)


def test_a_host_may_acknowledge_what_is_not_for_the_panel():
    for row in fault_table.FAULTS:
        refusal = _refusal(row[0], False)
        assert (refusal is None) == (row[0] not in _PANEL_ONLY)
        assert refusal is None or "panel" in refusal
        assert _refusal(row[0], True) is None


# REQ-174
def test_a_memory_that_only_a_newer_firmware_reads_stays_a_fault_however_often_it_is_acknowledged():
    bench = Bench()
    bench.station.memory_newer = True
    bench.locks.latch(fault.FIRMWARE_ERROR, 0, 0, 0, 0)
    bench.tick()
    assert bench.session.state == FAULT and bench.codes() == [fault.FIRMWARE_ERROR, fault.MEMORY_NEWER]
    for _ in range(3):
        bench.tick(50)
        assert bench.post(command.ACKNOWLEDGE) is None
        # in the same tick: what is left is this, and no other command ever finds a state that takes it
        assert bench.session.state == FAULT and bench.codes() == [fault.MEMORY_NEWER]
        for kind in (command.TEST, command.MAINTAIN, command.ARM, command.CALIBRATE):
            assert bench.post(kind) is not None
    assert bench.station.gate.outputs.closed == 0 and not bench.station.chain.closed()


# REQ-84
def test_a_later_fault_for_the_panel_binds_too():
    station = new_station()
    station.interlocks.latch(fault.TICK_LATE, 0, 0, 0, 0)
    station.interlocks.latch(fault.FAILED_VENT, 3, 0, 0, 0)
    refuse = station.interlocks.refuse_acknowledge
    assert "panel" in refuse(station.session, station.reading, False)
    assert refuse(station.session, station.reading, True) is None


# REQ-85
def test_a_pressed_emergency_stop_forbids_it():
    assert "emergency stop" in _refusal(fault.ESTOP, True, estop=False)
    assert "emergency stop" in _refusal(fault.TICK_LATE, False, estop=False)


# REQ-85
def test_pressure_in_any_zone_forbids_it():
    for zone in range(10):
        for dmmhg, allowed in ((0, True), (99, True), (100, False), (101, False), (None, False)):
            smooth = [dmmhg if number == zone else 0 for number in range(10)]
            refusal = _refusal(fault.TICK_LATE, True, smooth_dmmhg=smooth)
            assert (refusal is None) == allowed
            assert allowed or "pressure" in str(refusal)


# REQ-85
def test_a_cause_still_there_forbids_it_by_name():
    station = new_station()
    station.session.state = FAULT
    wire(station, 3, 0)
    for _ in range(3):
        station.interlocks.judge(station)
    refusal = station.interlocks.refuse_acknowledge(station.session, station.reading, True)
    assert "cause" in refusal and station.interlocks.standing == fault.SENSOR_OPEN
    wire(station, 3, 164)
    station.interlocks.judge(station)
    assert station.interlocks.refuse_acknowledge(station.session, station.reading, True) is None


def test_a_cause_seen_for_a_single_sample_forbids_it_already():
    station = new_station()
    station.session.state = FAULT
    station.interlocks.latch(fault.TICK_LATE, 0, 0, 0, 0)
    station.reading.reference_mv = 4000
    station.interlocks.judge(station)
    refuse = station.interlocks.refuse_acknowledge
    assert "cause" in str(refuse(station.session, station.reading, True))
    assert station.interlocks.standing == fault.ADC_REFERENCE


# ---- by the hold of the knob


def _faulted():
    bench = Bench()
    assert bench.until(IDLE)
    bench.trip()
    assert bench.session.state == FAULT
    bench.tick()
    return bench


# REQ-84
def test_the_knob_must_be_held_for_two_seconds():
    bench = _faulted()
    bench.reading.encoder_push = True
    bench.run(1980)
    assert bench.session.state == FAULT
    bench.tick()
    assert bench.session.state == SELFTEST and bench.codes() == []
    bench.reading.encoder_push = False
    assert bench.until(IDLE)


def test_letting_go_starts_the_hold_again():
    bench = _faulted()
    for _ in range(5):
        bench.reading.encoder_push = True
        bench.run(1980)
        bench.reading.encoder_push = False
        bench.tick()
    assert bench.session.state == FAULT


def test_a_hold_against_a_cause_still_there_changes_nothing_until_it_is_gone():
    bench = _faulted()
    bench.estop = False
    bench.tick()
    bench.reading.encoder_push = True
    bench.run(5000)
    assert bench.session.state == FAULT and bench.codes() == [fault.ESTOP]
    bench.estop = True
    bench.run(2000)
    assert bench.session.state != FAULT


# REQ-84
def test_a_hold_begun_for_the_last_fault_does_not_count_for_the_next():
    bench = _faulted()
    bench.reading.encoder_push = True
    bench.run(1900)
    # a host acknowledges another fault while the knob is still held
    bench.locks.clear()
    bench.locks.latch(fault.TICK_LATE, 0, 0, 0, 0)
    assert bench.post(command.ACKNOWLEDGE) is None
    assert bench.until(IDLE)
    bench.trip()
    bench.run(1900)
    assert bench.session.state == FAULT


def test_the_host_acknowledges_by_command():
    bench = Bench()
    assert bench.until(IDLE)
    bench.locks.latch(fault.HEAP_LOW, 0, 0, 0, 0)
    bench.session.trip(False)
    assert bench.post(command.ACKNOWLEDGE) is None
    assert bench.session.state == SELFTEST


def test_the_host_is_refused_in_words_and_nothing_changes():
    bench = _faulted()
    refusal = bench.post(command.ACKNOWLEDGE)
    assert "panel" in refusal
    assert bench.session.state == FAULT and bench.codes() == [fault.ESTOP]


# REQ-73
def test_nothing_but_an_acknowledgement_leaves_the_fault():
    bench = _faulted()
    for kind in (command.ARM, command.PAUSE, command.RESUME, command.MAINTAIN):
        bench.station.mailbox.post(kind)
        bench.tick()
        assert bench.station.mailbox.refusal == "not in state"
    assert bench.post(command.STOP) is None
    bench.station.mailbox.stop = True
    bench.reading.start = True
    bench.reading.stop = False
    bench.run(3000)
    assert bench.session.state == FAULT


# REQ-73 REQ-75
def test_after_an_acknowledgement_nothing_restarts():
    bench = Bench()
    bench.start(REST)
    bench.trip()
    bench.reading.encoder_push = True
    bench.run(2040)
    bench.reading.encoder_push = False
    bench.reading.start = True
    bench.run(10000)
    assert bench.session.state == IDLE
    assert bench.session.last_end == states.ESTOP_END
    assert bench.session.plan.empty


# REQ-150
def test_a_hold_counts_only_from_when_the_words_were_shown():
    bench = Bench()
    assert bench.until(states.IDLE)
    bench.trip()
    bench.session.unread = True
    bench.reading.encoder_push = True
    bench.run(5000)
    assert bench.session.state == states.FAULT
    bench.session.unread = False
    bench.run(1980)
    assert bench.session.state == states.FAULT
    bench.tick()
    assert bench.session.state == states.SELFTEST
