"""Stirred twins that stay apart, and heaters and chillers without effect: their times and limits on both sides."""

from tests.core.parts import COMPRESSION, CONTRAST
from tests.core.row_legs import run_step
from tests.core.warmth import COLD, HOT, Warm

from station_firmware.core import conditions_system as system
from station_firmware.core import states


def stirred():
    """Both baths wanted, their water moved for a minute."""
    warm = Warm()
    warm.want(hot=3800, cold=1200)
    warm.run(60020)
    return warm


# REQ-53 REQ-128
def test_stirred_twins_are_apart_for_half_a_minute():
    for bath in range(2):
        for apart, found in ((100, 0), (101, 1), (-101, 1)):
            warm = stirred()
            if bath:
                warm.cold(1200, 1200 + apart)
            else:
                warm.hot(3800, 3800 + apart)
            warm.tick(1499)
            assert system.bath_twins_stirred(warm.station) == 0
            warm.tick()
            assert system.bath_twins_stirred(warm.station) == found << bath
            assert warm.station.twins_apart_cdegc(bath) == abs(apart)
            # and it stands
            warm.tick(1000)
            assert system.bath_twins_stirred(warm.station) == found << bath


# REQ-128
def test_twins_are_not_judged_before_the_water_has_moved_for_a_minute():
    warm = Warm(hot=3800)
    warm.want(hot=3800)
    warm.hot(3800, 3950)
    warm.run(60000)
    assert warm.thermal.watch.apart_ms[HOT] == 0
    warm.tick()
    assert warm.thermal.watch.apart_ms[HOT] == 20
    warm.tick(1499)
    assert system.bath_twins_stirred(warm.station) == 1
    warm.grants = 0
    warm.tick(2)
    assert warm.thermal.watch.apart_ms[HOT] == 0


# REQ-128
def test_twins_that_come_closer_still_mix():
    warm = stirred()
    for second, again in (
        (4000, True),
        (3991, False),
        (3990, True),
        (3995, False),
        (3981, False),
        (3980, True),
    ):
        warm.hot(3800, second)
        warm.run(20000)
        # 20 s: since this value, or since the one before
        assert (warm.thermal.watch.apart_ms[HOT] == 20000) == again, second
    warm.hot(3800, 3900)
    warm.tick()
    assert warm.thermal.watch.apart_ms[HOT] == 0


def heated(litres=300, watts=3000):
    """A bath that begins to be heated at 30 degC with its next tick."""
    warm = Warm(hot=3000)
    warm.site.bath_l, warm.site.heater_w = litres, watts
    warm.want(hot=3900)
    warm.run(10020)
    return warm


# REQ-53 REQ-129
def test_a_heater_shows_within_ten_minutes():
    for gain, found in ((-50, 1), (0, 1), (29, 1), (30, 0), (140, 0)):
        warm = heated()
        warm.run(300000)
        warm.hot(3000 + gain)
        warm.run(299980)
        assert system.heater_no_effect(warm.station) == 0
        warm.tick()
        assert system.heater_no_effect(warm.station) == found, gain
        assert warm.thermal.watch.gained_cdegc[HOT] == gain


# REQ-129
def test_a_chiller_shows_by_what_goes_out():
    for gain, found in ((-50, 2), (29, 2), (30, 0)):
        warm = Warm(cold=1500)
        warm.want(cold=1200)
        warm.run(301000, 1000)
        assert warm.closed and warm.thermal.on_ms[COLD] == 1000
        warm.cold(1500 - gain)
        warm.run(598000, 1000)
        assert system.chiller_no_effect(warm.station) == 0
        warm.run(1000, 1000)
        assert system.chiller_no_effect(warm.station) == found
        assert warm.thermal.watch.gained_cdegc[COLD] == gain
        warm.thermal.watch.no_effect = 2
        assert (system.heater_no_effect(warm.station), system.chiller_no_effect(warm.station)) == (0, 2)


# REQ-129
def test_much_water_and_little_power_have_as_long_as_they_need():
    # 1000 l and 1500 W: 0.6 degC are due in 1674 s
    for litres, watts, span_s in ((1000, 1500, 1674), (300, 3000, 600), (1000, 3000, 837), (50, 9000, 600)):
        warm = heated(litres, watts)
        warm.thermal.watch._effect_ms[HOT] = 0
        warm.run((span_s - 1) * 1000, 1000)
        assert system.heater_no_effect(warm.station) == 0
        warm.run(2000, 1000)
        assert system.heater_no_effect(warm.station) == 1, (litres, watts)


# REQ-129
def test_nobody_is_judged_with_people_in_the_water_and_each_run_begins_anew():
    warm = heated()
    run_step(warm.station, CONTRAST)
    warm.want(hot=3900)
    warm.run(900000, 1000)
    assert system.heater_no_effect(warm.station) == 0
    run_step(warm.station, COMPRESSION)
    warm.want(hot=3900)
    warm.run(599000, 1000)
    assert system.heater_no_effect(warm.station) == 0
    warm.run(2000, 1000)
    assert system.heater_no_effect(warm.station) == 1
    # the heater goes off: the finding and its time go with it
    warm.hot(3950)
    warm.tick(2)
    assert system.heater_no_effect(warm.station) == 0 and warm.thermal.watch._effect_ms[HOT] == 0


# REQ-129
def test_a_missing_thermometer_ends_a_judged_run():
    warm = heated()
    warm.run(590000, 1000)
    assert warm.thermal.watch._effect_ms[HOT] > 0
    warm.hot(None, 3000)
    warm.tick()
    assert warm.thermal.watch._effect_ms[HOT] == 0


# REQ-129
def test_stirring_alone_is_no_effect():
    """Twins that meet in the middle: the hotter one falls, the mean does not."""
    warm = heated()
    warm.hot(3000, 3060)
    warm.run(10000)
    warm.thermal.watch._effect_ms[HOT] = 0
    warm.run(300000)
    warm.hot(3055, 3065)
    warm.run(300020)
    assert warm.thermal.watch.gained_cdegc[HOT] == 30
    assert system.heater_no_effect(warm.station) == 0


def test_a_rate_is_what_five_minutes_have_brought():
    warm = heated()
    assert warm.thermal.watch.rates_cdegc == [None, None]
    warm.run(200000)
    warm.hot(3070)
    warm.run(99960)
    assert warm.thermal.watch.rates_cdegc[HOT] is None
    warm.run(40)
    assert warm.thermal.watch.rates_cdegc[HOT] == 70
    warm.hot(3120)
    warm.run(300000)
    assert warm.thermal.watch.rates_cdegc[HOT] in (0, 50)
    # it is kept when the heater goes off, and measured anew from the beginning of the next run
    warm.want()
    warm.tick(3)
    assert warm.thermal.watch.rates_cdegc[HOT] in (0, 50) and warm.thermal.watch._rate_ms[HOT] == 0


def test_a_kept_bath_is_judged_too():
    warm = Warm(states.IDLE, hot=3000)
    warm.run(5000)
    warm.keep(hot=3900)
    run_step(warm.station, CONTRAST)  # of a session that is over
    warm.run(20000)
    warm.run(601000, 1000)
    assert system.heater_no_effect(warm.station) == 1


# REQ-130
def test_a_contactor_that_is_driven_is_not_welded_and_without_a_heater_there_is_none():
    warm = Warm()
    for watts, driven, closed, found in (
        (3000, 0, 3, 3),
        (3000, 1 << 14, 3, 2),
        (3000, 1 << 15, 3, 1),
        (3000, 3 << 14, 3, 0),
        (3000, 0, 0, 0),
        (0, 0, 3, 0),
    ):
        warm.site.heater_w = watts
        warm.station.gate.outputs.closed = driven
        warm.reading.contactors = closed
        assert system.contactor_welded(warm.station) == found
