"""Limits that whole ticks step over: each one just inside and just beyond, with ticks of any length."""

from tests.core.leg_air import held
from tests.core.parts import (
    COMPRESSION,
    CONTRAST,
    REST,
    Bench,
    changed,
    feed,
    new,
    new_fill,
    new_station,
    plan_of,
)
from tests.core.steps_walk import Walk

import station_firmware.core.letting as letting_module
import station_firmware.core.load as load_module
from station_firmware.core import command, fault, limits, protocol, selftest
from station_firmware.core.plan import first_dmmhg
from station_firmware.core.states import PAUSED, READY, RUNNING, VENTING


# REQ-3
def test_the_first_cycle_of_a_hundred_is_sixty():
    table = changed(COMPRESSION, target_mmhg=[100, 90, 80, 70, 60])
    assert [first_dmmhg(plan_of(table).steps[0], zone) for zone in range(5)] == [600, 540, 480, 420, 360]


# REQ-4
def test_a_zone_joins_a_release_at_fifty_tenths_below_the_fullest_and_not_at_fifty_one():
    for beside, joined in ((49, 0b11), (50, 0b11), (51, 0b01)):
        letting = new(letting_module, "Letting")
        letting.begin(0b11)
        letting.step([700, 700 - beside, 0, 0, 0], [700] * 5, 20)
        assert letting.open == joined


def _pressed(span_ms):
    load = new(load_module, "Load")
    load.look([0, 851, 0, 0, 0], [700] * 5, 0b10, span_ms)
    return load


# REQ-7
def test_relief_is_asked_for_at_three_hundred_ms_and_not_before():
    assert [_pressed(span_ms).asks_relief() for span_ms in (299, 300, 301)] == [False, True, True]


# REQ-8
def test_reliefs_two_seconds_apart_are_two_and_a_ms_less_is_one():
    for apart_ms, count in ((1999, 1), (2000, 2), (2001, 2)):
        load = _pressed(300)
        load.begin_relief()
        load.end_relief()
        load.look([0, 851, 0, 0, 0], [700] * 5, 0b10, apart_ms)
        load.begin_relief()
        assert load.reliefs.totals[0] == count


# REQ-7
def test_a_relief_ends_at_thirty_tenths_above_the_target_and_not_at_thirty_one():
    for above, lets in ((31, True), (30, False)):
        air = held()
        air.reading.smooth_dmmhg[2] = air.leg.targets[2] + 151
        air.tick(14)
        air.leg.step(air.reading, 20)
        assert air.leg.closed == 31 & ~4
        air.reading.smooth_dmmhg[2] = air.leg.targets[2] + above
        air.leg.step(air.reading, 20)
        assert (not air.leg.closed & 4 and not air.leg.vents_closed) == lets


# REQ-20
def test_a_puff_lasts_forty_ms_and_not_thirty_nine():
    fill = new_fill()
    fill.begin(1, True)
    while not fill.pump_pct:
        feed(fill, [0] * 5, [700] * 5, 0, 20)
    feed(fill, [0] * 5, [700] * 5, 0, 39)
    assert fill.pump_pct == 20
    feed(fill, [0] * 5, [700] * 5, 0, 1)
    assert fill.pump_pct == 0


# REQ-25
def test_a_hold_is_cut_at_the_last_ms_of_a_hundred_and_ten_seconds():
    walk = Walk(COMPRESSION)
    cuts = []
    walk.steps.legs[0].force_release = cuts.append
    walk.reading.smooth_dmmhg[2] = 700
    walk.steps.under_ms[2] = 109000
    walk.steps.watch(walk.reading, 999)
    assert cuts == []
    walk.steps.watch(walk.reading, 1)
    assert cuts == [2]


def _waits(bench, state, limit_ms, after):
    """At a ms less than `limit_ms` the state still lasts, at `limit_ms` it does not."""
    assert bench.session.state == state
    bench.session.state_ms = limit_ms - 21
    bench.tick()
    assert bench.session.state == state
    bench.session.state_ms = limit_ms - 20
    bench.tick()
    assert bench.session.state == after


# REQ-78
def test_ready_and_paused_last_to_the_ms():
    bench = Bench()
    bench.ready(REST)
    _waits(bench, READY, 120000, VENTING)
    bench = Bench()
    bench.start(changed(REST, rest_s=2000))
    bench.post(command.PAUSE)
    _waits(bench, PAUSED, 600000, VENTING)


# REQ-79
def test_a_start_by_a_host_waits_to_the_ms():
    bench = Bench()
    bench.ready(REST, confirmed_by="Kim")
    _waits(bench, READY, 5000, RUNNING)


def _in_phase(phase, span_ms):
    """What a self-test in `phase` has found after `span_ms`, nothing moving."""
    station = new_station()
    test = station.test
    test.begin(True)
    test.phase = phase
    test.zeros.begin()
    test.step(station.reading, station.chain, station.demand, station.gate, span_ms)
    return test.code


# REQ-38
def test_zeros_are_waited_for_ten_seconds_to_the_ms():
    found = [_in_phase(selftest.ZEROING, span_ms) for span_ms in (9999, 10000, 10001)]
    assert found == [0, fault.SENSOR_UNSTEADY, fault.SENSOR_UNSTEADY]


# REQ-58
def test_a_phase_of_the_self_test_lasts_five_seconds_to_the_ms():
    for phase in (selftest.ARMING, selftest.REARMING):
        assert [_in_phase(phase, span_ms) for span_ms in (4999, 5000, 5001)] == [0, 0, fault.CHAIN_OPEN]


# REQ-58
def test_a_dropped_chain_opens_within_its_time_and_two_ticks_to_the_ms():
    found = [_in_phase(selftest.DROPPING, span_ms) for span_ms in (239, 240, 241)]
    assert found == [0, 0, fault.CHAIN_STUCK]


# REQ-48
def test_all_water_of_a_protocol_is_half_an_hour_to_the_second():
    for cold_s, good in ((69, True), (70, True), (71, False)):
        long = changed(CONTRAST, hot_s=600, cold_s=900, rounds=1, transfer_s=120)
        short = changed(CONTRAST, hot_s=100, cold_s=cold_s, rounds=1, transfer_s=10)
        steps = [long, changed(REST, rest_s=15), short]
        table = {"schema": "protocol/1", "id": "water", "title": "Water", "step": steps}
        assert (protocol.check(table) == []) == good, protocol.check(table)


def test_what_is_counted_in_ticks_or_whole_degrees_is_stated_so():
    for limit_ms in (
        limits.FILL_COMPARE_MS,
        limits.BATH_TRIP_MS,
        limits.BATH_TWINS_MS,
        limits.CHAIN_CLOSE_MS,
        limits.CURRENT_MS,
        limits.DRAIN_MS,
        limits.GRADIENT_MS,
        limits.STILL_MS,
        limits.STUCK_ROSE_MS,
    ):
        assert limit_ms % 20 == 0
    for limit_cdegc in (limits.HOT_STEP_MAX_CDEGC, limits.COLD_STEP_MIN_CDEGC):
        assert limit_cdegc % 100 == 0


# REQ-203
def test_what_a_technician_may_ask_of_a_held_leg_and_of_a_bath_at_rest():
    """The link refuses what is beyond; here the figures of the guide: 40 to 90 mmHg, 0.2 degC within a second."""
    assert (limits.CAL_TARGET_MIN_MMHG, limits.CAL_TARGET_MAX_MMHG) == (40, 90)
    assert limits.CAL_DEGC_STILL_CDEGC == 20
