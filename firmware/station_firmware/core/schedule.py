"""Opening hours made into what each bath is kept at. Pure; on loan: asked in the slack, seldom, and only at rest."""

from . import limits
from .ready import minutes_to
from .thermal import settable

_DAY_MIN = 1440
_WEEK_MIN = 10080
_THURSDAY = 3  # 1970-01-01


def minute_of_week(utc_s, utc_offset_min):
    """Minutes since Monday 0:00 of the site's own time."""
    return (utc_s // 60 + utc_offset_min + _THURSDAY * _DAY_MIN) % _WEEK_MIN


def minutes_to_open(hours, minute):
    """0 inside the opening hours, else the minutes to the next; None when there are none.

    A row whose end is before its beginning goes past midnight; one that ends where it begins is empty.
    """
    soonest = None
    for days, from_min, to_min in hours:
        length = (to_min - from_min) % _DAY_MIN if to_min != _DAY_MIN else _DAY_MIN - from_min
        for day in range(7):
            if not days >> day & 1 or not length:
                continue
            gone = (minute - day * _DAY_MIN - from_min) % _WEEK_MIN
            wait = 0 if gone < length else _WEEK_MIN - gone
            if soonest is None or wait < soonest:
                soonest = wait
    return soonest


def look(station, utc_s):
    """Write `station.thermal.keep_cdegc`. `utc_s` since 1970, or None while nobody knows the time: nothing is kept."""
    site = station.site
    opens_min = None
    if utc_s is not None:
        opens_min = minutes_to_open(site.hours, minute_of_week(utc_s, site.utc_offset_min))
    for bath in range(2):
        keep = None
        if utc_s is not None:
            keep = _keep(station, bath, opens_min)
        station.thermal.keep_cdegc[bath] = keep


def _keep(station, bath, opens_min):
    """Its temperature while it is open or must be begun now; else standby; else nothing."""
    site = station.site
    ahead = station.thermal.ahead
    keep = site.cold_keep_cdegc if bath else site.hot_keep_cdegc
    standby = site.cold_standby_cdegc if bath else site.hot_standby_cdegc
    if opens_min == 0:
        ahead[bath] = False
        return keep if settable(bath, keep) else None
    if opens_min is None:
        ahead[bath] = False
    elif not ahead[bath]:
        ahead[bath] = _begins(station, bath, keep, opens_min)
    wanted = keep if ahead[bath] else standby
    return wanted if settable(bath, wanted) else None


def _begins(station, bath, keep, opens_min):
    """True when it would not be ready in time if it waited any longer; a quarter more than it should take."""
    cdegc = station.reading.cold_cdegc if bath else station.reading.hot_cdegc
    rate = station.thermal.watch.rates_cdegc[bath]
    minutes = minutes_to(bath, cdegc, keep, station.site, rate)
    return minutes is not None and minutes * 5 // 4 + limits.PREHEAT_SPARE_S // 60 >= opens_min
