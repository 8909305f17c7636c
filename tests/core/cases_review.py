"""Ways to harm that a review found, each as the scenario that showed it."""

from tests.core.parts import COMPRESSION, CONTRAST, new_station

from station_firmware.core import command, fault, selftest, states
from station_firmware.core.plan import Plan
from station_firmware.core.tick import tick
from station_firmware.core.water import IN, Water


def _plan(step=COMPRESSION):
    return Plan({"id": "x", "step": [step]}, 1, "Kim")


# REQ-81
def test_a_stop_that_came_with_the_request_to_arm_wins():
    for held in (False, True):
        station = new_station()
        station.session.state = states.IDLE
        station.mailbox.post(command.ARM, _plan())
        station.mailbox.stop = not held
        station.reading.stop = not held
        tick(station, 20, 20)
        assert station.session.state == states.IDLE
        assert station.mailbox.kind == command.NOTHING and station.mailbox.refusal


# REQ-81
def test_a_stop_that_came_with_the_request_to_resume_wins():
    station = new_station()
    station.session.state = states.PAUSED
    station.session.steps.begin(_plan())
    station.mailbox.post(command.RESUME)
    station.mailbox.stop = True
    tick(station, 20, 20)
    assert station.session.state == states.VENTING


# REQ-57
def test_one_gap_of_200_ms_trips_at_once():
    station = new_station()
    station.session.state = states.RUNNING
    station.reading.late_ms = 180
    station.interlocks.judge(station)
    assert station.interlocks.faults[0].code == fault.TICK_LATE


# REQ-58
def test_a_self_test_whose_chain_never_closes_ends():
    station = new_station()
    test = station.test
    test.begin(True)
    test.phase = selftest.ARMING
    station.reading.taps = 0x5E
    for _ in range(252):
        test.step(station.reading, station.chain, station.demand, station.gate, 20)
    assert test.phase == selftest.FAILED and test.code == fault.CHAIN_OPEN


def test_the_drop_of_the_chain_proves_nothing_when_the_supply_was_never_seen():
    station = new_station()
    test = station.test
    test.begin(True)
    test.phase = selftest.ARMING
    station.chain.phase = 3
    station.reading.supply = False
    test.step(station.reading, station.chain, station.demand, station.gate, 20)
    assert test.phase == selftest.FAILED and test.code == fault.SUPPLY_LOW


def _cold_dip(start_cdegc, then_cdegc, dip_s):
    """Seconds in the cold bath when the water goes from one temperature to another after ten seconds."""
    step = dict(CONTRAST)
    step["cold_degc"] = 10
    step["cold_s"] = dip_s
    step["start"] = step["end"] = "cold"
    contrast = Water()
    contrast.begin(Plan({"id": "x", "step": [step]}).steps[0])
    reading = new_station().reading
    seconds = 0
    for number in range(dip_s * 10):
        reading.cold_cdegc = start_cdegc if number < 100 else then_cdegc
        contrast.step(reading, 100, False)
        seconds = (number + 1) // 10
        if number and contrast.phase != IN:
            break
    return seconds


# REQ-48 REQ-49
def test_nobody_stays_long_below_ten_degrees():
    assert _cold_dip(950, 950, 600) == 180
    assert _cold_dip(1000, 1000, 600) == 600
    assert _cold_dip(1020, 999, 600) == 70


def test_a_zone_that_keeps_its_air_is_found_at_rest():
    station = new_station()
    station.session.state = states.IDLE
    station.unpowered_ms = 8020
    station.reading.smooth_dmmhg[4] = station.rest_from[4] = 280
    station.interlocks.judge(station)
    assert fault.FAILED_VENT in [station.interlocks.faults[k].code for k in range(station.interlocks.count)]
