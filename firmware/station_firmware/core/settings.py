"""Are these settings of a site allowed, and what do they mean for the tick? One validator for host and board.

On loan on the board, like protocol.py. Settings are one flat table; every key but `schema` may be left out, and is then
as it left the factory (site.py): nothing fitted, nothing kept. A problem is (key, value, bound, words).
"""

from . import limits

SCHEMA = "settings/1"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAME_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -"
HOURS_FORM = "as mon-fri 06:00-21:00 or sat 08:00-18:00"
TEXT, TRUTH, NUMBER, POWER, HOURS = "text", "true or false", "whole number", "watts", "list of texts"
CHOICE = "one of some texts"
_HOT_DEGC = limits.HOT_STEP_MAX_CDEGC // 100
_COLD_DEGC = limits.COLD_STEP_MIN_CDEGC // 100

# key, type, lowest, highest, unit; a text and a list are counted, a choice is one of the words of its unit. Watts may
# also be 0: none is fitted.
KEYS = (
    ("name", TEXT, 1, 24, "letters"),
    ("host_start", TRUTH, 0, 1, ""),
    ("language", CHOICE, 0, 0, "en de"),
    ("utc_offset_min", NUMBER, -720, 840, "min"),
    ("bath_l", NUMBER, 50, 5000, "L"),
    ("heater_w", POWER, 500, 12000, "W"),
    ("hot_circulation", TRUTH, 0, 1, ""),
    ("hot_keep_degc", NUMBER, 30, _HOT_DEGC, "degC"),
    ("hot_standby_degc", NUMBER, 20, _HOT_DEGC, "degC"),
    ("chiller_w", POWER, 200, 12000, "W"),
    ("cold_circulation", TRUTH, 0, 1, ""),
    ("cold_keep_degc", NUMBER, _COLD_DEGC, 20, "degC"),
    ("cold_standby_degc", NUMBER, _COLD_DEGC, 25, "degC"),
    ("hours", HOURS, 1, 7, "texts"),
)
# what heats or cools, its circulation, its two temperatures, what is said of it without circulation
_BATHS = (
    ("heater_w", "hot_circulation", "hot_keep_degc", "hot_standby_degc", "no heating without circulation"),
    (
        "chiller_w",
        "cold_circulation",
        "cold_keep_degc",
        "cold_standby_degc",
        "no cooling without circulation",
    ),
)


def check(table):
    """Every problem of `table` as a list of (key, value, bound, words); an empty list means the site may be so."""
    if not isinstance(table, dict):
        return [("", table, "table", "settings are a table of keys")]
    problems = []
    if table.get("schema") != SCHEMA:
        problems.append(("schema", table.get("schema"), SCHEMA, "must be " + SCHEMA))
    known = [row[0] for row in KEYS]
    for key in table:
        if not isinstance(key, str):
            return [("", None, "text", "every key is a text")]
        if key != "schema" and key not in known:
            problems.append((key, table[key], "one of " + " ".join(known), "unknown key"))
    for row in KEYS:
        if row[0] in table:
            _check_value(row, table[row[0]], problems)
    wrong = [problem[0] for problem in problems]
    for bath in _BATHS:
        _check_bath(bath, table, wrong, problems)
    if "hours" in table and "hot_keep_degc" not in table and "cold_keep_degc" not in table:
        bound = "hot_keep_degc or cold_keep_degc"
        problems.append(("hours", table["hours"], bound, "hours need a bath that is kept"))
    return problems


def bound_of(row):
    """What a row of KEYS allows, in words."""
    _, kind, low, high, unit = row
    if kind == TRUTH:
        return "true | false"
    if kind == CHOICE:
        return unit.replace(" ", " | ")
    if kind == TEXT:
        return "%d-%d of a-z A-Z 0-9 - and blanks between" % (low, high)
    form = "%d to %d %s" if low < 0 else "0 | %d-%d %s" if kind == POWER else "%d-%d %s"
    return form % (low, high, unit)


def _check_value(row, value, problems):
    key, kind, low, high, unit = row
    words = None
    if kind == TRUTH:
        if value is not True and value is not False:
            words = "must be true or false"
    elif kind == TEXT:
        if not _is_name(value, low, high):
            words = "must be a short name"
    elif kind == CHOICE:
        if not isinstance(value, str) or value not in unit.split(" "):
            words = "must be one of these"
    elif kind == HOURS:
        if not isinstance(value, list) or not low <= len(value) <= high:
            words = "must be a list of opening hours"
        else:
            _check_hours(key, value, problems)
    elif not _is_int(value) or not (low <= value <= high or (kind == POWER and value == 0)):
        words = "must be a whole number in range"
    if words:
        problems.append((key, value, bound_of(row), words))


def _check_hours(key, texts, problems):
    for index, text in enumerate(texts):
        if opening(text) is None:
            problems.append(("%s[%d]" % (key, index), text, HOURS_FORM, "must be days and hours"))


def _check_bath(bath, table, wrong, problems):
    """What needs several keys at once; a key that is `wrong` by itself is not held against another."""
    power, circulation, keep, standby, without = bath
    fitted = power in wrong or table.get(power, 0) != 0
    if fitted and power not in wrong and circulation not in wrong and not table.get(circulation):
        problems.append((power, table[power], circulation + " = true", without))
    if keep in table and not fitted:
        problems.append((keep, table[keep], power + " above 0", "nothing is fitted to keep it"))
    if standby not in table:
        return
    if keep not in table:
        problems.append((standby, table[standby], keep, "a standby needs a temperature to keep"))
    elif keep not in wrong and standby not in wrong:
        hot = power == "heater_w"
        if (table[standby] > table[keep]) if hot else (table[standby] < table[keep]):
            bound = "%s %d degC" % ("<=" if hot else ">=", table[keep])
            problems.append((standby, table[standby], bound, "a standby takes less power than keeping"))


def _is_int(value):
    return isinstance(value, int) and value is not True and value is not False


def _is_name(value, low, high):
    if not isinstance(value, str) or not low <= len(value) <= high or value != value.strip():
        return False
    return all(letter in NAME_LETTERS for letter in value)


def opening(text):
    """(days as bits, Monday bit 0; from and to in minutes of the day) of one entry of `hours`, None when it is none."""
    parts = text.split(" ") if isinstance(text, str) else ()
    if len(parts) != 2:
        return None
    days = parts[0].split("-")
    times = parts[1].split("-")
    if len(days) > 2 or len(times) != 2 or not all(day in DAYS for day in days):
        return None
    first = DAYS.index(days[0])
    last = DAYS.index(days[-1])
    start = _minute(times[0])
    end = _minute(times[1])
    if first > last or start is None or end is None or start >= end:
        return None
    return (1 << last + 1) - (1 << first), start, end


def _minute(text):
    """Minutes since midnight of "06:00"; "24:00" is the end of the day. None for no time."""
    if len(text) != 5 or text[2] != ":":
        return None
    for letter in text[:2] + text[3:]:
        if letter not in "0123456789":
            return None
    hour = int(text[:2])
    minute = int(text[3:])
    if minute > 59 or hour * 60 + minute > 1440:
        return None
    return hour * 60 + minute


def take(table, site):
    """Make `site` what a valid table says; what it leaves out is as it left the factory."""
    site.__init__()
    site.name = table.get("name", site.name)
    site.host_start = table.get("host_start", site.host_start)
    site.language = table.get("language", site.language)
    site.utc_offset_min = table.get("utc_offset_min", site.utc_offset_min)
    site.bath_l = table.get("bath_l", site.bath_l)
    site.heater_w = table.get("heater_w", site.heater_w)
    site.chiller_w = table.get("chiller_w", site.chiller_w)
    site.hot_circulation = table.get("hot_circulation", site.hot_circulation)
    site.cold_circulation = table.get("cold_circulation", site.cold_circulation)
    site.hot_keep_cdegc = _cdegc(table, "hot_keep_degc")
    site.cold_keep_cdegc = _cdegc(table, "cold_keep_degc")
    site.hot_standby_cdegc = _cdegc(table, "hot_standby_degc")
    site.cold_standby_cdegc = _cdegc(table, "cold_standby_degc")
    site.hours = tuple([opening(text) for text in table.get("hours", ())])


def _cdegc(table, key):
    return table[key] * 100 if key in table else None
