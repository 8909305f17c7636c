"""Tables of a site's settings for the cases, and what the validator says of them."""

from station_firmware.core import settings

FULL = {
    "schema": "settings/1",
    "name": "Leg Lab 2",
    "host_start": False,
    "language": "de",
    "utc_offset_min": 120,
    "bath_l": 400,
    "heater_w": 3000,
    "hot_circulation": True,
    "hot_keep_degc": 38,
    "hot_standby_degc": 30,
    "chiller_w": 1500,
    "cold_circulation": True,
    "cold_keep_degc": 12,
    "cold_standby_degc": 18,
    "hours": ["mon-fri 06:00-21:00", "sat 08:00-18:00"],
}


def full(**changes):
    """All keys, with `changes`."""
    table = dict(FULL)
    table.update(changes)
    return table


def only(**keys):
    """A table of these keys alone."""
    table = {"schema": "settings/1"}
    table.update(keys)
    return table


def without(*keys):
    """All keys but these."""
    return {key: value for key, value in FULL.items() if key not in keys}


def wrong_in(table):
    """The keys of its problems."""
    return [problem[0] for problem in settings.check(table)]
