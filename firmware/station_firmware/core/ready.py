"""How long a bath takes until it is in its band. Pure; asked in the slack."""

from . import limits
from .site import WATER_J_L_K

_LONGEST_MIN = 5999


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
        minutes = missing * site.bath_l * WATER_J_L_K // (6000 * watts) + 1
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
