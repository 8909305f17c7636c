"""Circulation, heater and chiller of a wanted bath: thresholds on both sides, lead and run-on, shortest times."""

from tests.core.warmth import COLD, HOT, Warm

from station_firmware.core import states
from station_firmware.core.outputs import CHILLER, CIRCULATION_COLD, CIRCULATION_HOT, HEATERS
from station_firmware.core.thermal import settable

HEATING = HEATERS | CIRCULATION_HOT
CHILLING = CHILLER | CIRCULATION_COLD


def heating(hot):
    """A bench that wants 38 degC and stands at `hot`, its water moved long enough and its contactors rested."""
    warm = Warm(hot=3800)
    warm.want(hot=3800)
    warm.run(20000)
    warm.hot(hot)
    return warm


def chilling(cold, watts=1500):
    """A bench that wants 12 degC, five minutes after its power came."""
    warm = Warm(cold=1200)
    warm.site.chiller_w = watts
    warm.want(cold=1200)
    warm.run(300000, 1000)
    warm.cold(cold)
    return warm


def test_nothing_is_driven_that_nobody_wants_or_that_is_not_fitted():
    assert Warm(hot=2000, cold=3000).run(400000, 1000) == 0
    for bath, bits in ((HOT, HEATERS), (COLD, CHILLER)):
        warm = Warm(hot=2000, cold=3000)
        warm.want(hot=3800, cold=1200)
        if bath:
            warm.site.cold_circulation = False
        else:
            warm.site.hot_circulation = False
        found = warm.run(400000, 1000)
        # neither circulation nor what needs it, and the other bath as ever
        assert found == (HEATING if bath else CHILLING)
        assert warm.thermal.want_cdegc[bath] is None and not found & bits


def test_circulation_alone_moves_the_water_of_a_bath_with_nothing_else():
    warm = Warm(hot=2000, cold=3000)
    warm.site.heater_w = warm.site.chiller_w = 0
    warm.want(hot=3800, cold=1200)
    assert warm.run(400000, 1000) == CIRCULATION_HOT | CIRCULATION_COLD


# REQ-120
def test_the_heater_waits_for_moved_water_and_both_contactors_go_together():
    warm = Warm(hot=2000)
    warm.want(hot=3800)
    # the tick that asks, then ten seconds of water that was seen to be driven
    assert warm.tick() == CIRCULATION_HOT
    assert warm.tick(499) == CIRCULATION_HOT
    assert warm.tick() == HEATING


# REQ-120
def test_the_heater_begins_a_fifth_below_and_ends_a_tenth_above():
    for hot, on in ((3781, False), (3780, True), (2000, True)):
        assert (heating(hot).tick() == HEATING) == on, hot
    warm = heating(3780)
    warm.tick()
    for hot, on in ((3781, True), (3809, True), (3810, False), (3790, False)):
        warm.hot(hot)
        assert (warm.tick() == HEATING) == on, hot


# REQ-120
def test_the_heater_waits_while_the_layers_stand_apart():
    for apart, begins in ((40, True), (41, False), (-40, True), (-41, False)):
        warm = heating(3700)
        warm.hot(3700, 3700 + apart)
        assert bool(warm.tick() & HEATERS) == begins
    for apart, goes_on in ((80, True), (81, False), (-80, True), (-81, False)):
        warm = heating(3600)
        warm.tick()
        warm.hot(3600, 3600 + apart)
        assert bool(warm.tick() & HEATERS) == goes_on


# REQ-120
def test_the_hotter_thermometer_of_the_hot_bath_counts_and_the_colder_of_the_cold_one():
    warm = heating(3700)
    warm.hot(3750, 3781)
    assert not warm.tick() & HEATERS
    warm.hot(3750, 3780)
    assert warm.tick() & HEATERS
    warm = chilling(1300)
    warm.cold(1300, 1219)
    assert not warm.tick() & CHILLER
    warm.cold(1300, 1220)
    assert warm.tick() & CHILLER


# REQ-121
def test_no_heater_at_or_above_the_hottest_water_that_may_be_entered():
    warm = heating(3780)
    assert warm.tick() & HEATERS
    warm.want(hot=4000)
    for hot, on in ((4009, True), (4010, False)):
        warm.hot(hot)
        assert bool(warm.tick() & HEATERS) == on
    warm = heating(4050)
    warm.thermal._asked[HOT] = True
    assert not warm.tick() & HEATERS


def test_a_set_point_beyond_the_limits_is_none():
    for bath, cdegc, may in (
        (HOT, 4000, True),
        (HOT, 4001, False),
        (COLD, 900, True),
        (COLD, 899, False),
        (HOT, None, False),
        (COLD, None, False),
    ):
        assert settable(bath, cdegc) == may
    warm = Warm(hot=2000)
    warm.want(hot=4001, cold=899)
    assert warm.run(400000, 1000) == 0


# REQ-120
def test_contactors_rest_ten_seconds():
    warm = heating(3780)
    warm.tick(2)
    warm.hot(3810)
    warm.tick()
    warm.hot(3700)
    # with the tick that let it go, ten seconds
    assert not warm.tick(499) & HEATERS
    assert warm.tick() & HEATERS


# REQ-120
def test_water_goes_on_moving_for_a_minute_after_the_heater():
    warm = heating(3700)
    warm.tick(2)
    warm.want()
    assert warm.tick() == CIRCULATION_HOT
    assert warm.tick(2999) == CIRCULATION_HOT
    assert warm.tick() == 0


# REQ-120
def test_without_a_reading_nothing_of_that_bath_is_driven():
    warm = heating(3700)
    warm.want(hot=3800, cold=1200)
    warm.cold(1300)
    assert warm.run(300000, 1000) == HEATING | CHILLING
    warm.hot(None, 3700)
    assert warm.tick() == CHILLING
    warm.hot(3700)
    assert warm.tick() == CHILLING | CIRCULATION_HOT
    warm.cold(None, 1300)
    assert warm.tick() == CIRCULATION_HOT


# REQ-120
def test_what_the_gate_did_not_grant_has_not_run():
    warm = heating(3700)
    warm.grants = CIRCULATION_HOT
    for _ in range(3):
        warm.tick()
    assert warm.thermal.on_ms[HOT] == 0 and warm.thermal._after_ms[HOT] == 0
    warm.grants = HEATERS
    # the water does not move: no heater, and its lead begins again
    warm.tick()
    assert warm.tick() == 0
    assert warm.thermal.circulated_ms[HOT] == 0


# REQ-122
def test_the_chiller_begins_above_and_ends_below_by_what_its_shortest_run_takes_out():
    # 1500 W in 300 l: 0.21 degC in 180 s, half of it below the least
    for cold, on in ((1219, False), (1220, True)):
        assert (chilling(cold).tick() == CHILLING) == on, cold
    # 6000 W: 0.86 degC, half of it 0.42 when rounded down; 20 kW never begins later than 0.8 above
    for watts, begins in ((6000, 1243), (20000, 1280), (1400, 1220)):
        assert not chilling(begins - 1, watts).tick() & CHILLER
        assert chilling(begins, watts).tick() & CHILLER
    warm = chilling(1220)
    warm.run(190000, 1000)
    for cold, on in ((1191, True), (1190, False)):
        warm.cold(cold)
        assert bool(warm.tick() & CHILLER) == on


# REQ-122
def test_a_chiller_runs_three_minutes_and_rests_five():
    warm = chilling(1300)
    assert warm.tick() & CHILLER
    warm.cold(1100)
    assert warm.tick(8999) & CHILLER
    assert not warm.tick() & CHILLER
    warm.cold(1300)
    assert not warm.tick(14999) & CHILLER
    assert warm.tick(1) & CHILLER


# REQ-122
def test_a_chiller_waits_five_minutes_after_the_power_came():
    warm = Warm(cold=1300)
    warm.want(cold=1200)
    assert warm.tick(14999) == CIRCULATION_COLD
    assert warm.tick() == CHILLING


# REQ-122
def test_its_shortest_run_goes_on_for_nobody_and_never_below_eight_degrees():
    warm = chilling(1300)
    warm.tick()
    warm.want()
    assert warm.tick(8999) == CHILLING
    assert warm.tick() == CIRCULATION_COLD
    warm = chilling(1300)
    warm.tick()
    for cold, on in ((800, True), (799, False), (800, False)):
        warm.cold(cold)
        assert bool(warm.tick() & CHILLER) == on, cold


# REQ-122
def test_a_chiller_whose_circulation_stops_stops_too_and_rests():
    warm = chilling(1300)
    warm.tick(2)
    warm.grants = 0
    warm.tick()
    warm.grants = 0x7C000
    assert warm.tick() == CIRCULATION_COLD
    assert not warm.run(290000, 1000) & CHILLER
    assert warm.run(20000, 1000) & CHILLER


def test_only_a_running_session_drives_its_baths():
    for state in range(9):
        warm = Warm(state, hot=2000, cold=3000)
        warm.want(hot=3800, cold=1200)
        assert (warm.run(400000, 1000) != 0) == (state == states.RUNNING), state


# REQ-123
def test_a_bath_is_unstirred_until_its_water_has_moved_for_a_minute():
    warm = Warm()
    assert warm.reading.unstirred == 0
    warm.want(hot=3800)
    warm.tick()
    assert warm.reading.unstirred == 1
    warm.want(hot=3800, cold=1200)
    warm.tick(2999)
    assert warm.reading.unstirred == 3
    warm.tick()
    assert warm.reading.unstirred == 2
    warm.tick()
    assert warm.reading.unstirred == 0
    warm.grants = 0
    warm.tick(2)
    assert warm.reading.unstirred == 3


# REQ-123
def test_twins_more_than_a_degree_apart_are_unstirred_whatever_moves():
    for bath in range(2):
        for apart, bit in ((100, 0), (101, 1), (-100, 0), (-101, 1)):
            warm = Warm()
            if bath:
                warm.cold(1200, 1200 + apart)
            else:
                warm.hot(3800, 3800 + apart)
            warm.tick()
            assert warm.reading.unstirred == bit << bath
    # a missing one is another matter
    warm = Warm()
    warm.hot(None, 3800)
    warm.tick()
    assert warm.reading.unstirred == 0


# REQ-122
def test_a_chiller_the_gate_has_stopped_rests_though_its_water_moves_on():
    warm = chilling(1300)
    warm.tick(2)
    warm.grants = CIRCULATION_COLD
    warm.tick()
    warm.grants = 0x7C000
    assert warm.run(290000, 1000) == CIRCULATION_COLD
    assert warm.run(20000, 1000) == CHILLING
