"""Steps in water: stirred before *enter*, "in" where it is asked, caps that count from *enter*, baths never ready."""

from tests.core.water_corner import Corner

from station_firmware.core import limits, water


# REQ-136
def test_enter_waits_for_the_stirred_bath_and_says_so_once():
    corner = Corner()
    corner.reading.unstirred = 1
    corner.run(60000)
    assert corner.prompts == ["stir"] and not corner.water.in_water()
    corner.reading.hot_cdegc = 3000
    corner.reading.unstirred = 0
    corner.run(1000)
    assert corner.prompts == ["stir", "wait"]
    corner.reading.hot_cdegc = 3800
    corner.reading.unstirred = 2
    corner.run(20)
    assert corner.prompts[-1] == "enter_hot", "it is the other bath that is not stirred"


# REQ-137
def test_in_is_waited_for_where_it_is_asked_and_the_dip_counts_only_then():
    corner = Corner(wait_in=True)
    corner.run(40000)
    assert corner.prompts == ["enter_hot", "enter_hot", "enter_hot"], "again each quarter of a minute"
    assert corner.water.in_water() and corner.water.spent_ms == 0 and corner.water.left_ms() == -1
    assert corner.water.go_on() and not corner.water.go_on()
    corner.run(9980)
    assert corner.prompts[-1] == "enter_hot" and corner.water.left_ms() == 20
    corner.run(20)
    assert corner.prompts[-1] == "leave" and corner.water.spent_ms == 10000


def test_where_in_is_not_asked_nothing_is_to_be_said():
    corner = Corner()
    corner.run(20)
    assert not corner.water.go_on()


# REQ-137
def test_nobody_who_says_in_for_too_long_is_called_out_and_told_to_the_session():
    corner = Corner(wait_in=True)
    corner.run(20 + limits.ANSWER_MS - 20)
    assert not corner.water.unanswered and corner.water.in_water()
    corner.run(20)
    assert corner.water.unanswered and corner.prompts[-1] == "leave" and not corner.water.in_water()
    corner.run(20)
    assert not corner.water.unanswered


def test_a_bath_that_leaves_its_band_before_in_is_left():
    corner = Corner(wait_in=True)
    corner.run(1000)
    corner.reading.hot_cdegc = 3901
    corner.run(20)
    assert corner.prompts == ["enter_hot", "leave"] and corner.water.phase == water.WAITING
    corner.run(20)
    assert corner.prompts[-1] == "wait"


# REQ-138
def test_the_caps_count_from_enter_not_from_in_and_no_pause_stops_them():
    # who may have gone in at *enter* is out after ten minutes of hot, fifteen of cold, three below 10 degC
    for values, bath_cdegc, cap_s in (
        ({"start": "hot", "hot_s": 600}, 3800, 600),
        ({"start": "cold", "cold_s": 900}, 1200, 900),
        ({"start": "cold", "cold_s": 180, "cold_degc": 9}, 900, 180),
    ):
        corner = Corner(wait_in=True, **values)
        corner.reading.cold_cdegc = bath_cdegc
        corner.run(20 + 60000)
        corner.water.go_on()
        corner.run(cap_s * 1000 - 60000 - 20, paused=True)
        assert corner.prompts[-1] != "leave", cap_s
        corner.run(20, paused=True)
        assert corner.prompts[-1] == "leave", cap_s


# REQ-138
def test_the_caps_hold_for_who_has_not_said_in():
    corner = Corner(wait_in=True, start="cold", cold_degc=9)
    corner.reading.cold_cdegc = 1000
    corner.run(20 + 1000)
    corner.reading.cold_cdegc = 999
    corner.run(limits.COLD_FALLEN_S * 1000 - 20)
    assert corner.prompts[-1] == "enter_cold"
    corner.run(20)
    assert corner.prompts[-1] == "leave" and corner.water.phase == water.WAITING


def test_what_is_left_is_of_the_dip_and_of_the_way():
    corner = Corner()
    corner.run(20 + 4000)
    assert corner.water.left_ms() == 6000
    corner.run(6000 + 1000)
    assert corner.water.left_ms() == 4000


def test_a_bath_that_does_not_become_ready_is_told_to_the_session_again_and_again():
    corner = Corner()
    corner.reading.hot_cdegc = None
    for _ in range(2):
        corner.run(limits.BATH_WAIT_MS - 20)
        assert not corner.water.unanswered
        corner.run(20)
        assert corner.water.unanswered and corner.water.spent_ms == 0
    corner.run(60000, paused=True)
    assert not corner.water.unanswered and corner.prompts == ["wait", "wait"]
