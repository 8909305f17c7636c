"""Are these settings allowed? Every bound on both sides, every wrong type, every pair, every problem at once."""

from tests.core.parts import new
from tests.core.settings_table import FULL, full, only, without, wrong_in

import station_firmware.core.site as site_module
from station_firmware.core import limits, settings

_NO_NUMBERS = ("8", "", None, True, False, 38.0, 38.5, [38], {}, [0] * 2000)
_NO_TRUTHS = (0, 1, None, "true", "", [], {}, 1.0)


def test_all_keys_none_and_each_alone_with_what_it_needs_are_allowed():
    assert settings.check(FULL) == []
    assert settings.check(only()) == []
    for key, value in (("name", "A"), ("host_start", True), ("utc_offset_min", 0), ("bath_l", 300)):
        assert wrong_in(only(**{key: value})) == []
    assert wrong_in(only(heater_w=3000, hot_circulation=True)) == []
    assert wrong_in(only(chiller_w=800, cold_circulation=True, cold_keep_degc=12)) == []
    assert wrong_in(only(heater_w=0, chiller_w=0, hot_circulation=False)) == []


def test_every_key_of_the_table_is_in_the_full_one():
    assert sorted([row[0] for row in settings.KEYS] + ["schema"]) == sorted(FULL)


# REQ-110
def test_every_number_is_held_on_both_sides():
    for key, low, high in (
        ("utc_offset_min", -720, 840),
        ("bath_l", 50, 5000),
        ("heater_w", 500, 12000),
        ("chiller_w", 200, 12000),
        ("hot_keep_degc", 30, 40),
        ("hot_standby_degc", 20, 40),
        ("cold_keep_degc", 9, 20),
        ("cold_standby_degc", 9, 25),
    ):
        # the others leave room: only this key speaks
        room = full(hot_keep_degc=40, hot_standby_degc=20, cold_keep_degc=9, cold_standby_degc=25)
        for value in (low, low + 1, (low + high) // 2, high - 1, high):
            assert wrong_in(dict(room, **{key: value})) == [], (key, value)
        for value in (low - 1, low - 2, low - 1000, high + 1, high + 2, 10 * high + 1, 1 << 40, -(1 << 40)):
            if value != 0 or not key.endswith("_w"):
                assert wrong_in(dict(room, **{key: value})) == [key], (key, value)
        for value in _NO_NUMBERS:
            assert wrong_in(dict(room, **{key: value})) == [key], (key, value)


# REQ-110
def test_the_temperatures_kept_are_those_the_station_may_ever_ask_for():
    assert (limits.HOT_STEP_MAX_CDEGC, limits.COLD_STEP_MIN_CDEGC) == (4000, 900)
    rows = {row[0]: row[2:4] for row in settings.KEYS}
    assert rows["hot_keep_degc"][1] == rows["hot_standby_degc"][1] == 40
    assert rows["cold_keep_degc"][0] == rows["cold_standby_degc"][0] == 9


def test_zero_watts_is_none_fitted_and_nothing_is_kept_by_it():
    for power, keep, standby in (
        ("heater_w", "hot_keep_degc", "hot_standby_degc"),
        ("chiller_w", "cold_keep_degc", "cold_standby_degc"),
    ):
        for table in (full(**{power: 0}), without(power)):
            assert wrong_in(table) == [keep]
            del table[keep]
            assert wrong_in(table) == [standby]
            del table[standby]
            assert wrong_in(table) == []


# REQ-111
def test_there_is_no_heating_or_cooling_without_circulation():
    for power, circulation in (("heater_w", "hot_circulation"), ("chiller_w", "cold_circulation")):
        for table in (full(**{circulation: False}), without(circulation)):
            assert wrong_in(table) == [power]
        assert wrong_in(full(**{power: 500, circulation: True})) == []
        for value in _NO_TRUTHS:
            assert wrong_in(full(**{circulation: value})) == [circulation]
    # each has its own
    assert wrong_in(only(heater_w=500, cold_circulation=True)) == ["heater_w"]
    assert settings.check(only(heater_w=500)) == [
        ("heater_w", 500, "hot_circulation = true", "no heating without circulation")
    ]
    assert settings.check(only(chiller_w=200))[0][3] == "no cooling without circulation"


def test_a_standby_is_on_the_side_that_takes_less_power():
    for keep in (30, 35, 40):
        for standby in range(20, 41):
            found = wrong_in(full(hot_keep_degc=keep, hot_standby_degc=standby))
            assert found == ([] if standby <= keep else ["hot_standby_degc"])
    for keep in (9, 12, 20):
        for standby in range(9, 26):
            found = wrong_in(full(cold_keep_degc=keep, cold_standby_degc=standby))
            assert found == ([] if standby >= keep else ["cold_standby_degc"])
    assert settings.check(full(hot_standby_degc=39))[0][2] == "<= 38 degC"
    assert settings.check(full(cold_standby_degc=11))[0][2] == ">= 12 degC"


def test_a_standby_needs_a_temperature_to_keep_and_hours_need_one_bath():
    assert wrong_in(without("hot_keep_degc")) == ["hot_standby_degc"]
    assert wrong_in(without("cold_keep_degc")) == ["cold_standby_degc"]
    cold_alone = without("hot_keep_degc", "hot_standby_degc")
    hot_alone = without("cold_keep_degc", "cold_standby_degc")
    assert wrong_in(cold_alone) == wrong_in(hot_alone) == []
    neither = {
        key: cold_alone[key] for key in cold_alone if key not in ("cold_keep_degc", "cold_standby_degc")
    }
    assert wrong_in(neither) == ["hours"]
    del neither["hours"]
    assert wrong_in(neither) == []


def test_zero_is_in_no_range_but_that_of_watts_and_of_the_offset():
    for key in ("bath_l", "hot_keep_degc", "hot_standby_degc", "cold_keep_degc", "cold_standby_degc"):
        assert wrong_in(full(**{key: 0})) == [key]
    assert wrong_in(full(utc_offset_min=0)) == []


def test_a_value_that_is_wrong_by_itself_is_not_held_against_others():
    assert wrong_in(only(heater_w=100)) == ["heater_w"]
    assert wrong_in(full(heater_w="much")) == ["heater_w"]
    assert wrong_in(full(hot_keep_degc=99)) == ["hot_keep_degc"]
    assert wrong_in(full(hot_standby_degc=99)) == ["hot_standby_degc"]
    assert wrong_in(full(hot_circulation="yes")) == ["hot_circulation"]


def test_names_are_short_and_plain():
    for name in ("A", "a", "0", "-", "Leg Lab 2", "x" * 24, "a  b"):
        assert wrong_in(full(name=name)) == []
    for name in (
        "",
        " ",
        "a ",
        " a",
        "x" * 25,
        "a_b",
        "ä",
        "a\n",
        "a\tb",
        "a.b",
        "\x00",
        None,
        5,
        True,
        ["a"],
        {},
    ):
        assert wrong_in(full(name=name)) == ["name"]


def test_truths_are_true_or_false():
    for value in (True, False):
        assert wrong_in(full(host_start=value)) == []
    for value in _NO_TRUTHS:
        assert wrong_in(full(host_start=value)) == ["host_start"]


def test_hours_are_one_to_seven_texts():
    one = "mon 06:00-07:00"
    for count, good in ((0, False), (1, True), (2, True), (7, True), (8, False), (5000, False)):
        assert wrong_in(full(hours=[one] * count)) == ([] if good else ["hours"])
    for value in (None, one, 5, True, {}, (one,)):
        assert wrong_in(full(hours=value)) == ["hours"]
    assert wrong_in(full(hours=[one, "never", None, one, 7])) == ["hours[1]", "hours[2]", "hours[4]"]


def test_an_opening_is_its_days_as_bits_and_its_minutes():
    for text, found in (
        ("mon-fri 06:00-21:00", (0b0011111, 360, 1260)),
        ("sat 08:00-18:00", (0b0100000, 480, 1080)),
        ("mon-sun 00:00-24:00", (0b1111111, 0, 1440)),
        ("sun-sun 23:59-24:00", (0b1000000, 1439, 1440)),
        ("tue-thu 00:00-00:01", (0b0001110, 0, 1)),
    ):
        assert settings.opening(text) == found


# what is no entry of `hours`: no text, parts missing, no time of a day, days that run backwards or are none
_NO_OPENINGS = (
    (None, 5, True, [], {}, "", " ", "mon", "06:00-21:00", "mon-fri", "mon 06:00", "mon  06:00-07:00"),
    ("mon 07:00-07:00", "mon 07:00-06:59", "mon 24:00-24:00", "mon 00:00-24:01", "mon 00:00-25:00"),
    ("mon 06:60-07:00", "mon 06:00-07:60", "mon 6:00-7:00", "mon 06.00-07:00", "mon 06:00-07:00 "),
    ("fri-mon 06:00-07:00", "mon-tue-wed 06:00-07:00", "mon- 06:00-07:00", "-mon 06:00-07:00"),
    (
        "monday 06:00-07:00",
        "mon 06:00-07:00-08:00",
        "mon +6:00-07:00",
        "mon 0a:00-07:00",
        "mon \u0660\u0666:00-07:00",
    ),
    (
        "mon,tue 06:00-07:00",
        "mon\t06:00-07:00",
        "mon 06:00-07:00\n",
        "mon 06:00-",
        "mon -07:00",
        "mon 06:00-7",
    ),
    ("Mon 06:00-07:00", "mon 06-00-07:00", "mon 06:00 07:00", "mon 06:00-07:00:00"),
)


def test_what_is_no_opening_is_none():
    for texts in _NO_OPENINGS:
        for text in texts:
            assert settings.opening(text) is None, text
            assert wrong_in(full(hours=[text])) == ["hours[0]"]


def test_a_key_nobody_knows_and_a_schema_that_is_another():
    assert wrong_in(full(heater=3)) == ["heater"]
    assert settings.check(only(x=1))[0][3] == "unknown key"
    for schema in ("settings/2", "", None, 1, ["settings/1"]):
        assert wrong_in(full(schema=schema)) == ["schema"]
    assert wrong_in({}) == ["schema"]


def test_every_problem_is_named_at_once():
    table = full(schema="x", name="", bath_l=1, heater_w=100, hot_keep_degc=41, hours=["x"], extra=1)
    table["cold_circulation"] = False
    assert sorted(wrong_in(table)) == sorted(
        ["schema", "name", "bath_l", "heater_w", "hot_keep_degc", "hours[0]", "extra", "chiller_w"]
    )


def test_what_is_no_table_of_settings_at_all():
    for thing in (None, 5, "text", [], [FULL], 2.5, True):
        assert len(settings.check(thing)) == 1
    assert [problem[3] for problem in settings.check({1: 2})] == ["every key is a text"]


def test_a_problem_tells_value_bound_and_words():
    for table, problem in (
        (full(bath_l=49), ("bath_l", 49, "50-5000 L", "must be a whole number in range")),
        (full(heater_w=499), ("heater_w", 499, "0 | 500-12000 W", "must be a whole number in range")),
        (full(host_start=1), ("host_start", 1, "true | false", "must be true or false")),
        (full(name=""), ("name", "", "1-24 of a-z A-Z 0-9 - and blanks between", "must be a short name")),
        (full(hours=[]), ("hours", [], "1-7 texts", "must be a list of opening hours")),
        (full(language="fr"), ("language", "fr", "en | de", "must be one of these")),
        (full(language=["de"]), ("language", ["de"], "en | de", "must be one of these")),
        (full(language=""), ("language", "", "en | de", "must be one of these")),
        (full(hours=["x"]), ("hours[0]", "x", settings.HOURS_FORM, "must be days and hours")),
        (only(hot_keep_degc=38), ("hot_keep_degc", 38, "heater_w above 0", "nothing is fitted to keep it")),
        (
            only(hours=["mon 06:00-07:00"]),
            (
                "hours",
                ["mon 06:00-07:00"],
                "hot_keep_degc or cold_keep_degc",
                "hours need a bath that is kept",
            ),
        ),
    ):
        assert settings.check(table) == [problem]


# ---- what the tick reads


def _all_of(site):
    return {name: getattr(site, name) for name in dir(site) if name[0] != "_"}


def test_a_site_is_made_of_a_full_table():
    site = new(site_module, "Site")
    settings.take(FULL, site)
    assert _all_of(site) == {
        "name": "Leg Lab 2",
        "host_start": False,
        "language": "de",
        "utc_offset_min": 120,
        "bath_l": 400,
        "heater_w": 3000,
        "chiller_w": 1500,
        "hot_circulation": True,
        "cold_circulation": True,
        "hot_keep_cdegc": 3800,
        "cold_keep_cdegc": 1200,
        "hot_standby_cdegc": 3000,
        "cold_standby_cdegc": 1800,
        "hours": ((31, 360, 1260), (32, 480, 1080)),
    }


def test_what_a_table_leaves_out_is_as_it_left_the_factory():
    factory = _all_of(new(site_module, "Site"))
    assert factory["heater_w"] == factory["chiller_w"] == 0 and factory["hot_keep_cdegc"] is None
    assert factory["host_start"] is True and factory["hours"] == ()
    site = new(site_module, "Site")
    settings.take(FULL, site)
    settings.take(only(), site)
    assert _all_of(site) == factory
    settings.take(only(bath_l=50), site)
    assert _all_of(site) == dict(factory, bath_l=50)
