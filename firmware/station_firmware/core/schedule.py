"""Opening hours made into what each bath is kept at, and how long it takes to be ready. Pure; asked in the slack."""

from . import limits
from .thermal import COLD, HOT, settable

_DAY_MIN = 1440
_WEEK_MIN = 10080
_THURSDAY = 3  # 1970-01-01
_J_L_K = 4186
_LONGEST_MIN = 5999


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


def minutes_to(bath, cdegc, want_cdegc, site, rate_cdegc=None):
    """Minutes until a bath is in its band: 0 when it is, None when nothing that is fitted will bring it there.

    `rate_cdegc` is what the last RATE_MS of heating or cooling have brought; without it litres and watts must do.
    """
    if cdegc is None or want_cdegc is None:
        return None
    missing = cdegc - want_cdegc if bath else want_cdegc - cdegc
    if abs(missing) <= limits.BATH_BAND_CDEGC:
        return 0
    missing -= limits.BATH_BAND_CDEGC
    watts = site.chiller_w if bath else site.heater_w
    circulated = site.cold_circulation if bath else site.hot_circulation
    if missing < 0 or not watts or not circulated:
        return None
    if rate_cdegc is None:
        minutes = missing * site.bath_l * _J_L_K // (6000 * watts) + 1
    elif rate_cdegc > 0:
        minutes = missing * (limits.RATE_MS // 60000) // rate_cdegc + 1
    else:
        return None
    return min(minutes, _LONGEST_MIN)


def ready_min(station, bath):
    """Minutes until a bath is in the band of what is wanted of it, else of what the site keeps."""
    thermal = station.thermal
    site = station.site
    want = thermal.want_cdegc[bath]
    if want is None:
        want = site.cold_keep_cdegc if bath else site.hot_keep_cdegc
    cdegc = station.reading.cold_cdegc if bath else station.reading.hot_cdegc
    return minutes_to(bath, cdegc, want, site, thermal.watch.rates_cdegc[bath])


class Schedule:
    """`look` every few seconds: writes `station.thermal.keep_cdegc`."""

    def __init__(self):
        self._ahead = [False, False]  # it is heated or cooled for the next opening

    def look(self, station, utc_s):
        """`utc_s` since 1970, or None while nobody knows the time: then nothing is kept."""
        site = station.site
        opens_min = None
        if utc_s is not None:
            opens_min = minutes_to_open(site.hours, minute_of_week(utc_s, site.utc_offset_min))
        for bath in range(2):
            keep = None
            if utc_s is not None:
                keep = self._keep(station, bath, opens_min)
            station.thermal.keep_cdegc[bath] = keep

    def _keep(self, station, bath, opens_min):
        """Its temperature while it is open or must be begun now; else standby; else nothing."""
        site = station.site
        keep = site.cold_keep_cdegc if bath else site.hot_keep_cdegc
        standby = site.cold_standby_cdegc if bath else site.hot_standby_cdegc
        if opens_min == 0:
            self._ahead[bath] = False
            return keep if settable(bath, keep) else None
        if opens_min is None:
            self._ahead[bath] = False
        elif not self._ahead[bath]:
            self._ahead[bath] = self._begins(station, bath, keep, opens_min)
        wanted = keep if self._ahead[bath] else standby
        return wanted if settable(bath, wanted) else None

    def _begins(self, station, bath, keep, opens_min):
        """True when it would not be ready in time if it waited any longer; a quarter more than it should take."""
        cdegc = station.reading.cold_cdegc if bath else station.reading.hot_cdegc
        rate = station.thermal.watch.rates_cdegc[bath]
        minutes = minutes_to(bath, cdegc, keep, station.site, rate)
        return minutes is not None and minutes * 5 // 4 + limits.PREHEAT_SPARE_S // 60 >= opens_min


assert (HOT, COLD) == (0, 1)
