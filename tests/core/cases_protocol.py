"""Is this protocol allowed? Every bound on both sides, every wrong type, every problem at once."""

from tests.core.parts import COMPRESSION, CONTRAST, REST, changed

from station_firmware.core import protocol

_SEQUENTIAL = dict(COMPRESSION, duration_s=600)
_BATHS = dict(CONTRAST, hot_s=60, cold_s=60, rounds=3)
# what no whole number is: words, truths, parts, nothing, tables, endless lists
_NO_NUMBERS = ("8", "", None, True, False, 8.0, 8.5, [8], {}, [0] * 2000)
_NO_WORDS = (1, None, True, 2.5, ["both"], {}, "", "Both", "both ")


def _file(*steps, **top):
    table = {"schema": "protocol/1", "id": "try-1", "title": "Try", "step": list(steps)}
    for key in top:
        table[key] = top[key]
    return table


def _keys(*steps, **top):
    return [problem[0] for problem in protocol.check(_file(*steps, **top))]


def _accepts(step, key, value):
    """True when the step with this value is valid; else the only problem must name key and value."""
    problems = protocol.check(_file(changed(step, **{key: value})))
    if not problems:
        return True
    assert len(problems) == 1, problems
    assert problems[0][0].startswith("step[0]") and problems[0][2] and problems[0][3]
    return False


def test_good_protocols_have_no_problem():
    for step in (_SEQUENTIAL, _BATHS, REST):
        assert protocol.check(_file(step)) == []
    assert (
        protocol.check(_file(_SEQUENTIAL, changed(REST, rest_s=15), _BATHS, notes="n", source="s", version=3))
        == []
    )


def test_boots_and_water_have_a_rest_between_them():
    short = changed(REST, rest_s=14)
    assert protocol.check(_file(_BATHS, changed(REST, rest_s=15), _SEQUENTIAL)) == []
    assert _keys(_SEQUENTIAL, _BATHS) == ["step[1]"]
    assert _keys(_BATHS, _SEQUENTIAL) == ["step[1]"]
    assert _keys(_BATHS, short, _SEQUENTIAL) == ["step[1]"]


def test_a_key_that_is_no_text_is_refused():
    assert [problem[3] for problem in protocol.check({1: 2})] == ["every key is a text"]


def test_every_number_is_held_on_both_sides():
    for step, key, low, high in (
        (_SEQUENTIAL, "hold_s", 0, 60),
        (_SEQUENTIAL, "release_s", 2, 60),
        (_SEQUENTIAL, "duration_s", 60, 3600),
        (_BATHS, "hot_degc", 30, 40),
        (_BATHS, "cold_degc", 9, 20),
        (dict(_BATHS, rounds=1), "hot_s", 10, 600),
        (dict(_BATHS, rounds=1, start="cold", end="hot"), "cold_s", 10, 900),
        (dict(_BATHS, hot_s=10, cold_s=10, transfer_s=5), "rounds", 1, 30),
        (_BATHS, "transfer_s", 5, 120),
        (REST, "rest_s", 1, 3600),
    ):
        for value in (low, low + 1, (low + high) // 2, high - 1, high):
            assert _accepts(step, key, value), (key, value)
        for value in (low - 1, low - 2, -1, -high, high + 1, high + 2, 10 * high + 1, 1 << 40):
            if value != 0 or low > 0:
                assert not _accepts(step, key, value), (key, value)


def test_no_number_is_taken_for_another_type():
    for step, keys in (
        (_SEQUENTIAL, ("hold_s", "release_s", "duration_s")),
        (_BATHS, ("hot_degc", "cold_degc", "hot_s", "cold_s", "rounds", "transfer_s")),
        (REST, ("rest_s",)),
    ):
        for key in keys:
            for value in _NO_NUMBERS:
                assert not _accepts(step, key, value), (key, value)


def test_words_are_those_of_the_table_alone():
    for step, key, words in (
        (_SEQUENTIAL, "legs", ("left", "right", "both")),
        (_SEQUENTIAL, "pattern", ("sequential",)),
        (_BATHS, "start", ("hot", "cold")),
        (_BATHS, "end", ("hot", "cold")),
    ):
        for word in words:
            assert _accepts(step, key, word)
        for word in _NO_WORDS:
            assert not _accepts(step, key, word), (key, word)


def test_targets_stay_within_twenty_and_a_hundred_and_ten():
    for value, good in ((19, False), (20, True), (21, True), (109, True), (110, True), (111, False)):
        assert (_keys(changed(_SEQUENTIAL, target_mmhg=[value] * 5)) == []) == good
    for zone in range(5):
        for value in (0, -20, 200, 1 << 40) + _NO_NUMBERS:
            targets = [value if number == zone else 80 for number in range(5)]
            assert "step[0].target_mmhg[%d]" % zone in _keys(changed(_SEQUENTIAL, target_mmhg=targets))


def test_targets_are_five_numbers():
    for value in (None, 80, "80", {}, [], [80] * 4, [80] * 6, [80] * 5000, (80, 80, 80, 80, 80)):
        assert _keys(changed(_SEQUENTIAL, target_mmhg=value)) == ["step[0].target_mmhg"]


def test_a_gradient_never_rises_to_the_thigh():
    assert _keys(changed(_SEQUENTIAL, target_mmhg=[60] * 5)) == []
    for zone in range(1, 5):
        targets = [60] * 5
        targets[zone] = 61
        found = _keys(changed(_SEQUENTIAL, target_mmhg=targets))
        assert found == ["step[0].target_mmhg[%d]" % zone]


def test_every_bad_target_is_named_at_once():
    found = _keys(changed(_SEQUENTIAL, target_mmhg=[80, 10, 70, 200, None]))
    assert found == ["step[0].target_mmhg[%d]" % zone for zone in (1, 3, 4)]


def test_a_boost_is_one_to_ten_and_never_above_a_hundred_and_ten():
    for target, most in ((80, 10), (100, 10), (105, 5), (109, 1)):
        for mmhg in range(-1, 14):
            step = changed(_SEQUENTIAL, target_mmhg=[target] * 5, boost={"zone": 3, "mmhg": mmhg})
            assert (_keys(step) == []) == (1 <= mmhg <= most)
            assert _keys(step) in ([], ["step[0].boost.mmhg"])
    for mmhg in (0, 1, 10):
        step = changed(_SEQUENTIAL, target_mmhg=[110] * 5, boost={"zone": 3, "mmhg": mmhg})
        assert _keys(step) == ["step[0].boost.mmhg"]


def test_a_boost_names_one_zone():
    for zone in range(-1, 8):
        step = changed(_SEQUENTIAL, boost={"zone": zone, "mmhg": 5})
        assert _keys(step) == ([] if 1 <= zone <= 5 else ["step[0].boost.zone"])
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
        assert _keys(changed(_SEQUENTIAL, boost=boost)) == ["step[0].boost"]


def test_every_key_but_boost_is_required_and_no_other_is_known():
    for step in (_SEQUENTIAL, _BATHS, REST):
        for key in step:
            short = dict(step)
            del short[key]
            assert _keys(short) == ["step[0]." + key]
        assert _keys(changed(step, extra=1)) == ["step[0].extra"]
    assert _keys(changed(REST, hold_s=3)) == ["step[0].hold_s"]


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
        assert _keys(step) == ["step[0].kind"]


def test_all_problems_are_told_at_once():
    found = _keys(
        changed(_SEQUENTIAL, hold_s=-1, legs="three", target_mmhg=[1]),
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
    problems = protocol.check(_file(changed(_BATHS, hot_degc=41)))
    assert problems == [("step[0].hot_degc", 41, "30-40 degC", "must be a whole number in range")]


def test_what_is_no_protocol_at_all():
    for thing in (None, 5, "text", [], [_file(REST)], 2.5, True):
        assert len(protocol.check(thing)) == 1
    assert sorted([problem[0] for problem in protocol.check({})]) == ["id", "schema", "step", "title"]


def test_ids_are_short_and_plain():
    for text in ("a", "flush-20", "0", "-", "a" * 40):
        assert _keys(REST, id=text) == []
    for text in ("", "A", "a b", "a_b", "ä", "a" * 41, "a\n", "../a", None, 5, True, ["a"]):
        assert _keys(REST, id=text) == ["id"]


def test_titles_are_short_texts():
    for text in ("a", "a" * 40):
        assert _keys(REST, title=text) == []
    for text in ("", "a" * 41, None, 5, ["a"]):
        assert _keys(REST, title=text) == ["title"]


def test_steps_are_one_to_two_hundred():
    one = changed(REST, rest_s=1)
    for count, good in ((0, False), (1, True), (199, True), (200, True), (201, False), (10000, False)):
        assert (_keys(*([one] * count)) == []) == good
    problems = protocol.check(_file(*([one] * 10000)))
    assert [problem[:2] for problem in problems] == [("step", 10000)]
    for steps in (None, {}, "step", 5):
        assert "step" in [problem[0] for problem in protocol.check(_file(step=steps))]


def test_a_whole_session_is_at_most_an_hour():
    assert _keys(changed(REST, rest_s=3600)) == []
    assert _keys(changed(REST, rest_s=3600), changed(REST, rest_s=1)) == ["step"]
    assert _keys(changed(_SEQUENTIAL, duration_s=3540), changed(REST, rest_s=60)) == []
    assert _keys(changed(_SEQUENTIAL, duration_s=3540), changed(REST, rest_s=61)) == ["step"]


def test_contrast_is_at_most_half_an_hour_with_its_ways():
    # 14 dips of 60 s and 13 ways
    for transfer_s, good in ((73, True), (74, False)):
        table = changed(_BATHS, rounds=7, transfer_s=transfer_s)
        assert protocol.step_seconds(table) == 14 * 60 + 13 * transfer_s
        assert (_keys(table) == []) == good


def test_cold_below_ten_degrees_is_at_most_three_minutes():
    for degc, seconds, good in (
        (9, 180, True),
        (9, 181, False),
        (10, 181, True),
        (10, 900, True),
        (9, 900, False),
    ):
        table = changed(_BATHS, rounds=1, cold_degc=degc, cold_s=seconds)
        assert _keys(table) == ([] if good else ["step[0].cold_s"])


def test_nobody_knows_a_whole_number_from_a_truth_but_this():
    assert protocol.is_int(0) and protocol.is_int(-5) and protocol.is_int(1 << 80)
    for thing in (True, False, 1.0, "1", None, [1]):
        assert not protocol.is_int(thing)


# ---- patterns, legs, zones left off


def test_every_pattern_and_every_choice_of_legs_is_allowed():
    for name in ("sequential", "gradient-hold", "pulse", "wave"):
        for legs in ("left", "right", "both", "alternating"):
            assert _keys(changed(_SEQUENTIAL, pattern=name, legs=legs)) == []


def test_uniform_is_one_pressure():
    assert _keys(changed(_SEQUENTIAL, pattern="uniform", target_mmhg=[60] * 5)) == []
    assert _keys(changed(_SEQUENTIAL, pattern="uniform", target_mmhg=[60, 60, 60, 60, 59])) == [
        "step[0].target_mmhg"
    ]


def test_zones_are_left_off_by_name():
    for names in ([], ["L1"], ["R5", "L3"], ["L1", "L2", "L3", "L4", "R2", "R3", "R4", "R5"]):
        assert _accepts(_SEQUENTIAL, "zones_off", names)
        assert _accepts(_SEQUENTIAL, "zones_off", names) is True
    for names in (["l1"], ["L6"], ["L0"], ["M1"], [1], [None], ["L1", "L1"], [[]], [{}]):
        assert not _accepts(_SEQUENTIAL, "zones_off", names)
    for names in (None, True, "L1", {}, 5):
        assert not _accepts(_SEQUENTIAL, "zones_off", names)


def test_a_leg_asked_for_keeps_a_zone():
    left = ["L1", "L2", "L3", "L4", "L5"]
    for legs in ("both", "alternating", "left"):
        assert _keys(changed(_SEQUENTIAL, legs=legs, zones_off=left)) == ["step[0].zones_off"]
        assert _keys(changed(_SEQUENTIAL, legs=legs, zones_off=left[1:])) == []
    assert _keys(changed(_SEQUENTIAL, legs="right", zones_off=left)) == []


def test_a_boost_needs_a_zone_in_use():
    boost = {"zone": 2, "mmhg": 5}
    assert _keys(changed(_SEQUENTIAL, boost=boost, zones_off=["L2"])) == []
    assert _keys(changed(_SEQUENTIAL, boost=boost, zones_off=["L2", "R2"])) == ["step[0].boost.zone"]
    assert _keys(changed(_SEQUENTIAL, boost=boost, legs="left", zones_off=["L2"])) == ["step[0].boost.zone"]


def test_may_leave_off_is_true_or_false():
    for value in (True, False):
        assert _accepts(_SEQUENTIAL, "may_leave_off", value)
    for value in (None, 0, 1, "true", []):
        assert not _accepts(_SEQUENTIAL, "may_leave_off", value)


def test_what_a_step_does_not_use():
    assert protocol.zones_off(_SEQUENTIAL) == ()
    assert protocol.zones_off(changed(_SEQUENTIAL, legs="left")) == ("R1", "R2", "R3", "R4", "R5")
    off = protocol.zones_off(changed(_SEQUENTIAL, legs="right", zones_off=["R2"]))
    assert list(off) == ["R2", "L1", "L2", "L3", "L4", "L5"]


def test_a_copy_leaves_more_off_and_the_original_alone():
    table = _file(changed(_SEQUENTIAL, zones_off=["L1"]), REST)
    copy = protocol.without(table, ["R2"])
    assert copy["step"][0]["zones_off"] == ["L1", "R2"] and table["step"][0]["zones_off"] == ["L1"]
    assert copy["step"][1] == REST and copy["id"] == table["id"]
    assert protocol.check(copy) == []
    assert protocol.check(protocol.without(table, ["L1"]))[0][0] == "step[0].zones_off[1]"
