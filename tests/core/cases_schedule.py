"""Opening hours, standby, pre-heat and the minutes until a bath is ready: bounds on both sides, no clock, midnight."""

from tests.core.parts import new_station
from tests.core.warmth import COLD, HOT, fitted

from station_firmware.core import schedule as module
from station_firmware.core.ready import minutes_to, ready_min
from station_firmware.core.schedule import look, minute_of_week, minutes_to_open
from station_firmware.link.loan import follow_hours

MONDAY_S = 1800230400  # 2027-01-18 00:00:00 UTC, a Monday
DAY = 1440
WEEKDAYS = (31, 8 * 60, 20 * 60)


def open_at(hours, day, minute):
    return minutes_to_open(hours, day * DAY + minute)


def keeper(hot=3800, cold=1200):
    """A station with both baths fitted, open on weekdays from eight to twenty, and where its schedule remembers."""
    station = new_station()
    site = fitted(station)
    site.hot_keep_cdegc, site.cold_keep_cdegc = 3800, 1200
    site.hot_standby_cdegc, site.cold_standby_cdegc = 3000, None
    site.hours = (WEEKDAYS,)
    station.reading.hot_cdegc, station.reading.cold_cdegc = hot, cold
    return station, station.thermal


def kept(station, schedule, minute):
    look(station, MONDAY_S + minute * 60)
    return list(station.thermal.keep_cdegc)


def test_the_week_begins_on_monday_by_the_site_s_own_time():
    assert minute_of_week(0, 0) == 3 * DAY
    assert minute_of_week(MONDAY_S, 0) == 0
    assert minute_of_week(MONDAY_S - 1, 0) == 7 * DAY - 1
    assert minute_of_week(MONDAY_S + 59, 0) == 0
    assert minute_of_week(MONDAY_S + 60, 0) == 1
    assert minute_of_week(MONDAY_S, 60) == 60
    assert minute_of_week(MONDAY_S, -60) == 7 * DAY - 60


# REQ-131
def test_hours_are_open_from_their_beginning_to_before_their_end():
    hours = (WEEKDAYS,)
    for day, minute, wait in (
        (0, 0, 480),
        (0, 479, 1),
        (0, 480, 0),
        (0, 1199, 0),
        (0, 1200, DAY - 720),
        (4, 1200, 3 * DAY - 720),
        (5, 0, 2 * DAY + 480),
        (6, 1439, 481),
    ):
        assert open_at(hours, day, minute) == wait, (day, minute)


# REQ-131
def test_hours_past_midnight_all_day_and_none():
    late = ((1 << 4, 20 * 60, 2 * 60),)
    assert open_at(late, 4, 1199) == 1
    assert [open_at(late, 4, 1200), open_at(late, 4, 1439), open_at(late, 5, 0), open_at(late, 5, 119)] == [
        0
    ] * 4
    assert open_at(late, 5, 120) == 7 * DAY - 360
    sunday = ((1 << 6, 20 * 60, 2 * 60),)
    assert open_at(sunday, 0, 119) == 0 and open_at(sunday, 0, 120) > 0
    whole = ((1, 0, DAY),)
    assert [open_at(whole, 0, 0), open_at(whole, 0, 1439)] == [0, 0]
    assert open_at(whole, 1, 0) == 6 * DAY
    assert open_at(((1, 600, DAY),), 0, 1439) == 0 and open_at(((1, 600, DAY),), 1, 0) == 6 * DAY + 600
    assert open_at((), 0, 600) is None
    assert open_at(((127, 600, 600),), 0, 600) is None
    assert open_at(((0, 480, 1200),), 0, 600) is None
    both = ((1, 600, 700), (1, 650, 800))
    assert [open_at(both, 0, 599), open_at(both, 0, 700), open_at(both, 0, 799)] == [1, 0, 0]
    assert open_at(both, 0, 800) == 7 * DAY - 200


# REQ-131
def test_open_keeps_closed_stands_by_and_no_clock_keeps_nothing():
    station, schedule = keeper()
    assert kept(station, schedule, 480) == [3800, 1200]
    assert kept(station, schedule, 1199) == [3800, 1200]
    assert kept(station, schedule, 1200) == [3000, None]
    look(station, None)
    assert station.thermal.keep_cdegc == [None, None]
    station.site.hours = ()
    assert kept(station, schedule, 600) == [3000, None]


# REQ-131
def test_what_is_beyond_the_limits_is_not_kept():
    station, schedule = keeper()
    station.site.hot_keep_cdegc, station.site.cold_keep_cdegc = 4001, 899
    station.site.hot_standby_cdegc, station.site.cold_standby_cdegc = 4001, 899
    assert kept(station, schedule, 600) == [None, None]
    assert kept(station, schedule, 1300) == [None, None]


# REQ-131
def test_a_bath_is_begun_when_it_would_not_be_ready_if_it_waited():
    # from 30 to 37 degC in 300 l with 3 kW: 7 * 300 * 4186 / 3000 s are 48.8 min, so 49; a quarter more are 61, and 10
    station, schedule = keeper(hot=3000)
    assert minutes_to(HOT, 3000, 3800, station.site) == 49
    assert kept(station, schedule, 480 - 72)[0] == 3000
    assert kept(station, schedule, 480 - 71)[0] == 3800
    # begun is begun, also when it seems to go quicker
    station.reading.hot_cdegc = 3790
    assert kept(station, schedule, 480 - 60)[0] == 3800
    assert kept(station, schedule, 480)[0] == 3800
    assert kept(station, schedule, 1200)[0] == 3000
    # without opening hours to come nothing is begun
    station.site.hours = ()
    station.reading.hot_cdegc = 3000
    assert kept(station, schedule, 480 - 71)[0] == 3000
    station.site.hours = (WEEKDAYS,)
    schedule.ahead[HOT] = True
    station.site.hours = ()
    assert kept(station, schedule, 480 - 71)[0] == 3000


# REQ-131
def test_a_bath_in_band_is_begun_ten_minutes_early_and_one_nobody_can_bring_there_never():
    station, schedule = keeper()
    assert [kept(station, schedule, 480 - wait)[1] for wait in (12, 11, 10)] == [None, None, 1200]
    station, schedule = keeper(cold=1500)
    station.site.chiller_w = 0
    assert [kept(station, schedule, 480 - wait)[1] for wait in (200, 10, 1, 0)] == [None, None, None, 1200]


# REQ-132
def test_minutes_by_litres_and_watts():
    site = keeper()[0].site
    for bath, cdegc, want, minutes in (
        (HOT, 3800, 3800, 0),
        (HOT, 3700, 3800, 0),
        (HOT, 3900, 3800, 0),
        (HOT, 3901, 3800, None),
        (HOT, 3699, 3800, 1),
        (HOT, 2800, 3800, 63),  # 9 degC at 0.1433 a minute
        (COLD, 1300, 1200, 0),
        (COLD, 1100, 1200, 0),
        (COLD, 1099, 1200, None),
        (COLD, 1301, 1200, 1),
        (COLD, 2000, 1200, 98),  # 7 degC at 0.0717 a minute
        (HOT, None, 3800, None),
        (COLD, 2000, None, None),
    ):
        assert minutes_to(bath, cdegc, want, site) == minutes, (bath, cdegc, want)


# REQ-132
def test_minutes_by_what_was_measured():
    site = keeper()[0].site
    for rate, minutes in ((70, 65), (1, 4501), (0, None), (-5, None)):
        assert minutes_to(HOT, 2800, 3800, site, rate) == minutes
    assert minutes_to(COLD, 2000, 1200, site, 35) == 101
    # in band is in band
    assert minutes_to(HOT, 3750, 3800, site, -5) == 0
    site.bath_l, site.heater_w = 5000, 100
    assert minutes_to(HOT, 500, 4000, site) == 5999


# REQ-132
def test_never_without_what_must_be_fitted():
    for bath, cdegc, want in ((HOT, 3000, 3800), (COLD, 2000, 1200)):
        for name in (
            "heater_w" if bath == HOT else "chiller_w",
            ("hot" if bath == HOT else "cold") + "_circulation",
        ):
            site = keeper()[0].site
            assert minutes_to(bath, cdegc, want, site) is not None
            setattr(site, name, 0)
            assert minutes_to(bath, cdegc, want, site) is None
            assert minutes_to(bath, want, want, site) == 0


# REQ-132
def test_ready_is_said_of_what_is_wanted_now_else_of_what_the_site_keeps():
    station, _ = keeper(hot=3000, cold=1500)
    assert [ready_min(station, HOT), ready_min(station, COLD)] == [49, 28]
    station.thermal.want_cdegc[:] = [3050, 1600]
    assert [ready_min(station, HOT), ready_min(station, COLD)] == [0, 0]
    station.thermal.want_cdegc[:] = [3200, 1300]
    station.thermal.watch.rates_cdegc[:] = [50, 20]
    assert [ready_min(station, HOT), ready_min(station, COLD)] == [11, 26]
    station.thermal.want_cdegc[:] = [None, None]
    station.site.hot_keep_cdegc = station.site.cold_keep_cdegc = None
    assert [ready_min(station, HOT), ready_min(station, COLD)] == [None, None]


def test_a_begun_bath_is_forgotten_when_the_hours_end():
    station, schedule = keeper(hot=3000, cold=1500)
    assert kept(station, schedule, 480 - 40) == [3800, 1200]
    assert schedule.ahead == [True, True]
    kept(station, schedule, 600)
    assert schedule.ahead == [False, False]
    assert module._WEEK_MIN == 7 * DAY


# REQ-131
def test_the_slack_follows_the_hours_by_a_module_on_loan():
    station, _ = keeper()
    follow_hours(station, MONDAY_S + 600 * 60)
    assert station.thermal.keep_cdegc == [3800, 1200]
    follow_hours(station, None)
    assert station.thermal.keep_cdegc == [None, None]
