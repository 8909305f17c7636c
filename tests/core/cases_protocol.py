"""Is this protocol allowed? Every bound on both sides, every wrong type, every problem at once."""

from tests.core.parts import CONTRAST, DIP, GUIDED, REST, changed
from tests.core.protocol_file import SEQUENTIAL, accepts, file, keys_of

from station_firmware.core import protocol, shape

_BATHS = dict(CONTRAST, hot_s=60, cold_s=60, rounds=3)
# what no whole number is: words, truths, parts, nothing, tables, endless lists
_NO_NUMBERS = ("8", "", None, True, False, 8.0, 8.5, [8], {}, [0] * 2000)
_NO_WORDS = (1, None, True, 2.5, ["both"], {}, "", "Both", "both ")


def test_good_protocols_have_no_problem():
    for step in (SEQUENTIAL, _BATHS, REST):
        assert protocol.check(file(step)) == []
    assert (
        protocol.check(file(SEQUENTIAL, changed(REST, rest_s=15), _BATHS, notes="n", source="s", version=3))
        == []
    )


# REQ-52
def test_boots_and_water_have_a_rest_between_them():
    short = changed(REST, rest_s=14)
    assert protocol.check(file(_BATHS, changed(REST, rest_s=15), SEQUENTIAL)) == []
    assert keys_of(SEQUENTIAL, _BATHS) == ["step[1]"]
    assert keys_of(_BATHS, SEQUENTIAL) == ["step[1]"]
    assert keys_of(_BATHS, short, SEQUENTIAL) == ["step[2]"]
    assert keys_of(_BATHS, REST, REST, REST, REST, REST, SEQUENTIAL) == [], "five rests of three seconds"
    assert keys_of(_BATHS, REST, REST, REST, REST, SEQUENTIAL) == ["step[5]"]
    assert keys_of(_BATHS, GUIDED, SEQUENTIAL) == [] == keys_of(DIP, GUIDED) == keys_of(GUIDED, DIP)
    assert keys_of(DIP, _BATHS) == keys_of(SEQUENTIAL, DIP) == keys_of(DIP, DIP) == ["step[1]"]
    assert keys_of(SEQUENTIAL, SEQUENTIAL, DIP) == ["step[2]"]


def test_a_key_that_is_no_text_is_refused():
    assert [problem[3] for problem in protocol.check({1: 2})] == ["every key is a text"]


# REQ-43 REQ-48
def test_every_number_is_held_on_both_sides():
    for step, key, low, high in (
        (SEQUENTIAL, "hold_s", 0, 60),
        (SEQUENTIAL, "release_s", 2, 60),
        (SEQUENTIAL, "duration_s", 60, 3600),
        (_BATHS, "hot_degc", 30, 40),
        (_BATHS, "cold_degc", 9, 20),
        (dict(_BATHS, rounds=1), "hot_s", 10, 600),
        (dict(_BATHS, rounds=1, start="cold", end="hot"), "cold_s", 10, 900),
        (dict(_BATHS, hot_s=10, cold_s=10, transfer_s=5), "rounds", 1, 30),
        (_BATHS, "transfer_s", 5, 120),
        (REST, "rest_s", 1, 3600),
        (DIP, "degc", 9, 20),
        (dict(DIP, bath="hot", degc=38), "degc", 30, 40),
        (DIP, "dip_s", 10, 900),
        (dict(DIP, bath="hot", degc=38), "dip_s", 10, 600),
        (dict(DIP, degc=9), "dip_s", 10, 180),
    ):
        for value in (low, low + 1, (low + high) // 2, high - 1, high):
            assert accepts(step, key, value), (key, value)
        for value in (low - 1, low - 2, -1, -high, high + 1, high + 2, 10 * high + 1, 1 << 40):
            if value != 0 or low > 0:
                assert not accepts(step, key, value), (key, value)


def test_no_number_is_taken_for_another_type():
    for step, keys in (
        (SEQUENTIAL, ("hold_s", "release_s", "duration_s")),
        (_BATHS, ("hot_degc", "cold_degc", "hot_s", "cold_s", "rounds", "transfer_s")),
        (REST, ("rest_s",)),
    ):
        for key in keys:
            for value in _NO_NUMBERS:
                assert not accepts(step, key, value), (key, value)


def test_words_are_those_of_the_table_alone():
    for step, key, words in (
        (SEQUENTIAL, "legs", ("left", "right", "both")),
        (SEQUENTIAL, "pattern", ("sequential",)),
        (_BATHS, "start", ("hot", "cold")),
        (_BATHS, "end", ("hot", "cold")),
    ):
        for word in words:
            assert accepts(step, key, word)
        for word in _NO_WORDS:
            assert not accepts(step, key, word), (key, word)


# REQ-1
def test_targets_stay_within_twenty_and_a_hundred_and_ten():
    for value, good in ((19, False), (20, True), (21, True), (109, True), (110, True), (111, False)):
        assert (keys_of(changed(SEQUENTIAL, target_mmhg=[value] * 5)) == []) == good
    for zone in range(5):
        for value in (0, -20, 200, 1 << 40) + _NO_NUMBERS:
            targets = [value if number == zone else 80 for number in range(5)]
            assert "step[0].target_mmhg[%d]" % zone in keys_of(changed(SEQUENTIAL, target_mmhg=targets))


def test_targets_are_five_numbers():
    for value in (None, 80, "80", {}, [], [80] * 4, [80] * 6, [80] * 5000, (80, 80, 80, 80, 80)):
        assert keys_of(changed(SEQUENTIAL, target_mmhg=value)) == ["step[0].target_mmhg"]


# REQ-2
def test_a_gradient_never_rises_to_the_thigh():
    assert keys_of(changed(SEQUENTIAL, target_mmhg=[60] * 5)) == []
    for zone in range(1, 5):
        targets = [60] * 5
        targets[zone] = 61
        found = keys_of(changed(SEQUENTIAL, target_mmhg=targets))
        assert found == ["step[0].target_mmhg[%d]" % zone]


def test_every_bad_target_is_named_at_once():
    found = keys_of(changed(SEQUENTIAL, target_mmhg=[80, 10, 70, 200, None]))
    assert found == ["step[0].target_mmhg[%d]" % zone for zone in (1, 3, 4)]


# REQ-1 REQ-2
def test_a_boost_is_one_to_ten_and_never_above_a_hundred_and_ten():
    for target, most in ((80, 10), (100, 10), (105, 5), (109, 1)):
        for mmhg in range(-1, 14):
            step = changed(SEQUENTIAL, target_mmhg=[target] * 5, boost={"zone": 3, "mmhg": mmhg})
            assert (keys_of(step) == []) == (1 <= mmhg <= most)
            assert keys_of(step) in ([], ["step[0].boost.mmhg"])
    for mmhg in (0, 1, 10):
        step = changed(SEQUENTIAL, target_mmhg=[110] * 5, boost={"zone": 3, "mmhg": mmhg})
        assert keys_of(step) == ["step[0].boost.mmhg"]


# REQ-2
def test_a_boost_names_one_zone():
    for zone in range(-1, 8):
        step = changed(SEQUENTIAL, boost={"zone": zone, "mmhg": 5})
        assert keys_of(step) == ([] if 1 <= zone <= 5 else ["step[0].boost.zone"])
    for boost in (
        None,
        5,
        [],
        "3",
        {},
        {"zone": 3},
        {"mmhg": 5},
        {"zone": "3", "mmhg": 5},
        {"zone": 3, "mmhg": 5.0},
        {"zone": True, "mmhg": 5},
        {"zone": 3, "mmhg": 5, "also": 1},
    ):
        assert keys_of(changed(SEQUENTIAL, boost=boost)) == ["step[0].boost"]


def test_every_key_but_boost_is_required_and_no_other_is_known():
    for step in (SEQUENTIAL, _BATHS, REST):
        for key in step:
            short = dict(step)
            del short[key]
            assert keys_of(short) == ["step[0]." + key]
        assert keys_of(changed(step, extra=1)) == ["step[0].extra"]
    assert keys_of(changed(REST, hold_s=3)) == ["step[0].hold_s"]


def test_unknown_kinds_and_steps_that_are_none():
    for step in (
        None,
        5,
        "rest",
        [],
        {},
        {"kind": "massage"},
        {"kind": None},
        {"kind": ["rest"]},
        {"kind": 1},
    ):
        assert keys_of(step) == ["step[0].kind"]


def test_all_problems_are_told_at_once():
    found = keys_of(
        changed(SEQUENTIAL, hold_s=-1, legs="three", target_mmhg=[1]),
        changed(REST, rest_s=None, more=1),
        schema="protocol/2",
        id="No Id",
        title="",
        extra=1,
    )
    assert sorted(found) == sorted(
        [
            "schema",
            "extra",
            "id",
            "title",
            "step[0].hold_s",
            "step[0].legs",
            "step[0].target_mmhg",
            "step[1].rest_s",
            "step[1].more",
        ]
    )


def test_a_problem_tells_value_bound_and_words():
    problems = protocol.check(file(changed(_BATHS, hot_degc=41)))
    assert problems == [("step[0].hot_degc", 41, "30-40 degC", "must be a whole number in range")]


def test_what_is_no_protocol_at_all():
    for thing in (None, 5, "text", [], [file(REST)], 2.5, True):
        assert len(protocol.check(thing)) == 1
    assert sorted([problem[0] for problem in protocol.check({})]) == ["id", "schema", "step", "title"]


def test_ids_are_short_and_plain():
    for text in ("a", "flush-20", "0", "-", "a" * 40):
        assert keys_of(REST, id=text) == []
    for text in ("", "A", "a b", "a_b", "ä", "a" * 41, "a\n", "../a", None, 5, True, ["a"]):
        assert keys_of(REST, id=text) == ["id"]


def test_titles_are_short_texts():
    for text in ("a", "a" * 40):
        assert keys_of(REST, title=text) == []
    for text in ("", "a" * 41, None, 5, ["a"]):
        assert keys_of(REST, title=text) == ["title"]


def test_steps_are_one_to_two_hundred():
    one = changed(REST, rest_s=1)
    for count, good in ((0, False), (1, True), (199, True), (200, True), (201, False), (10000, False)):
        assert (keys_of(*([one] * count)) == []) == good
    problems = protocol.check(file(*([one] * 10000)))
    assert [problem[:2] for problem in problems] == [("step", 10000)]
    for steps in (None, {}, "step", 5):
        assert "step" in [problem[0] for problem in protocol.check(file(step=steps))]


# REQ-28
def test_a_whole_session_is_at_most_an_hour():
    assert keys_of(changed(REST, rest_s=3600)) == []
    assert keys_of(changed(REST, rest_s=3600), changed(REST, rest_s=1)) == ["step"]
    assert keys_of(changed(SEQUENTIAL, duration_s=3540), changed(REST, rest_s=60)) == []
    assert keys_of(changed(SEQUENTIAL, duration_s=3540), changed(REST, rest_s=61)) == ["step"]


# REQ-48
def test_contrast_is_at_most_half_an_hour_with_its_ways():
    # 14 dips of 60 s and 13 ways
    for transfer_s, good in ((73, True), (74, False)):
        table = changed(_BATHS, rounds=7, transfer_s=transfer_s)
        assert shape.step_seconds(table) == 14 * 60 + 13 * transfer_s
        assert (keys_of(table) == []) == good


# REQ-48
def test_cold_below_ten_degrees_is_at_most_three_minutes():
    for degc, seconds, good in (
        (9, 180, True),
        (9, 181, False),
        (10, 181, True),
        (10, 900, True),
        (9, 900, False),
    ):
        table = changed(_BATHS, rounds=1, cold_degc=degc, cold_s=seconds)
        assert keys_of(table) == ([] if good else ["step[0].cold_s"])


def test_nobody_knows_a_whole_number_from_a_truth_but_this():
    assert protocol.is_int(0) and protocol.is_int(-5) and protocol.is_int(1 << 80)
    for thing in (True, False, 1.0, "1", None, [1]):
        assert not protocol.is_int(thing)
