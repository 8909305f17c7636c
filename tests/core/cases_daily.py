"""Once a day: no session before both poles of the emergency stop were seen open; pumps try the pressure switches."""

from tests.core.morning import NEVER, Morning
from tests.core.parts import REST

import station_firmware.core.daily as daily_module
from station_firmware.core import fault, figures, selftest
from station_firmware.core.daily import REFUSAL
from station_firmware.core.states import FAULT, IDLE, READY


# REQ-68
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


# REQ-68
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


# REQ-68
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


# REQ-68
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
        bench.station.test.daily.estop_hour = NEVER
        bench.press()
        assert bench.station.test.daily.estop_hour == 0
        assert bench.session.state == IDLE


# REQ-68
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


# REQ-68
def test_a_switch_that_does_not_open_is_named_by_its_leg():
    for leg in range(2):
        bench = Morning()
        bench.stuck = 1 << leg
        bench.arm(REST)
        assert bench.until(FAULT, 25000)
        kept = bench.locks.faults[0]
        assert (kept.code, kept.channel, kept.limit) == (fault.PRESSURE_SWITCH_STUCK, leg, 150)
        assert bench.station.test.daily.switch_hour == NEVER and len(bench.codes()) == 1


# REQ-68
def test_a_switch_that_opens_below_125_is_named_as_the_link_that_opened():
    for opens, good in ((1000, False), (1200, False), (1250, True), (1300, True), (1450, True)):
        bench = Morning()
        bench.opens = [opens, 1400]
        bench.arm(REST)
        assert bench.until(READY if good else FAULT, 25000)
        if not good:
            kept = bench.locks.faults[0]
            assert (kept.code, kept.channel, kept.limit) == (fault.CHAIN_OPEN, 1, 125)
