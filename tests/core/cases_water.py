"""The contrast step: the order of dips, never *enter* out of band, dips that no pause stops, prompts one by one."""

from tests.core.parts import CONTRAST, changed
from tests.core.water_corner import Corner

from station_firmware.core import prompt, shape, water

HOT, COLD = 0, 1


def _dips(**values):
    return shape.dips(changed(CONTRAST, **values))


def test_rounds_count_pairs_and_one_more_when_it_ends_where_it_began():
    assert _dips(start="hot", end="cold", rounds=2) == ["hot", "cold", "hot", "cold"]
    assert _dips(start="cold", end="hot", rounds=2) == ["cold", "hot", "cold", "hot"]
    assert _dips(start="hot", end="hot", rounds=2) == ["hot", "cold", "hot", "cold", "hot"]
    assert _dips(start="cold", end="cold", rounds=1) == ["cold", "hot", "cold"]


def _water_min(order, hot_s, cold_s):
    return (order.count("hot") * hot_s + order.count("cold") * cold_s) / 60


def test_the_studies_come_out_with_their_dips_and_minutes():
    # domain.md, section 3: hot seconds, cold seconds, hot dips, cold dips, minutes, first, last, rounds
    for hot_s, cold_s, hots, colds, minutes, start, end, rounds in (
        (120, 60, 5, 4, 14, "hot", "hot", 4),
        (60, 60, 7, 7, 14, "hot", "cold", 7),
        (180, 60, 3, 4, 13, "cold", "cold", 3),
        (120, 60, 3, 3, 9, "hot", "cold", 3),
        (60, 60, 5, 5, 10, "hot", "cold", 5),
    ):
        order = _dips(start=start, end=end, rounds=rounds)
        assert (order.count("hot"), order.count("cold")) == (hots, colds)
        assert (order[0], order[-1]) == (start, end)
        assert _water_min(order, hot_s, cold_s) == minutes


def test_planned_seconds_are_dips_and_the_ways_between_them():
    table = changed(CONTRAST, start="hot", end="hot", rounds=4, hot_s=120, cold_s=60, transfer_s=15)
    assert shape.step_seconds(table) == 14 * 60 + 8 * 15


def test_it_prompts_enter_and_leave_for_each_dip_in_order():
    corner = Corner(rounds=2, start="cold", end="cold")
    corner.until_finished()
    assert corner.prompts == ["enter_cold", "leave", "enter_hot", "leave"] * 2 + ["enter_cold", "leave"]
    # the last dip is followed by no way to another bath; each bath's state is looked at for one tick
    assert corner.spent_ms == 5 * 10000 + 4 * 5000 + 5 * 20
    assert corner.water.spent_ms == 5 * 10000 + 4 * 5000


def test_each_bath_has_its_own_time():
    corner = Corner(hot_s=20, cold_s=10, rounds=1)
    corner.run(20)
    corner.run(19980)
    assert corner.prompts == ["enter_hot"] and corner.water.in_water()
    corner.run(20)
    assert corner.prompts == ["enter_hot", "leave"] and not corner.water.in_water()
    corner.run(5000)
    corner.run(20)
    assert corner.prompts[-1] == "enter_cold"
    corner.run(10000)
    assert corner.water.finished() and corner.prompts[-1] == "leave"


# REQ-44
def test_enter_only_in_band():
    # the step asks 38.00 degC hot and 12.00 degC cold: one degree either way, no wider
    corner = Corner()
    for cdegc, allowed in (
        (3699, False),
        (3700, True),
        (3800, True),
        (3900, True),
        (3901, False),
        (None, False),
    ):
        assert corner.water.in_band(HOT, cdegc) == allowed
    for cdegc, allowed in (
        (1099, False),
        (1100, True),
        (1200, True),
        (1300, True),
        (1301, False),
        (None, False),
    ):
        assert corner.water.in_band(COLD, cdegc) == allowed


# REQ-44
def test_enter_never_above_forty_and_a_half_nor_below_eight():
    corner = Corner(hot_degc=40, cold_degc=9)
    for cdegc, allowed in ((3900, True), (4049, True), (4050, True), (4051, False), (4100, False)):
        assert corner.water.in_band(HOT, cdegc) == allowed
    for cdegc, allowed in ((1000, True), (801, True), (800, True), (799, False)):
        assert corner.water.in_band(COLD, cdegc) == allowed
    # a step below the floor would still not be entered
    corner = Corner(hot_degc=41, cold_degc=7)
    assert not corner.water.in_band(HOT, 4051) and corner.water.in_band(HOT, 4050)
    assert not corner.water.in_band(COLD, 799) and corner.water.in_band(COLD, 800)


# REQ-44
def test_out_of_band_it_waits_says_so_once_and_counts_nothing():
    for hot_cdegc in (3600, 4051, None):
        corner = Corner()
        corner.reading.hot_cdegc = hot_cdegc
        corner.run(60000)
        assert corner.prompts == ["wait"]
        assert corner.water.spent_ms == 0 and not corner.water.in_water()
        corner.reading.hot_cdegc = 3800
        corner.run(20)
        assert corner.prompts == ["wait", "enter_hot"]


def test_the_cold_bath_is_asked_for_cold_dips():
    corner = Corner(start="cold", end="hot")
    corner.reading.hot_cdegc = 2000
    corner.run(20)
    assert corner.prompts == ["enter_cold"]


def test_a_bath_that_drifts_during_a_dip_ends_nothing():
    corner = Corner()
    corner.run(20)
    corner.reading.hot_cdegc = 3000
    corner.run(9980)
    assert corner.prompts == ["enter_hot"]
    corner.run(20)
    assert corner.prompts == ["enter_hot", "leave"]


# REQ-50
def test_a_pause_never_stops_a_dip():
    corner = Corner()
    corner.run(20)
    corner.run(10000, paused=True)
    assert corner.prompts == ["enter_hot", "leave"]


def test_a_pause_holds_the_way_between_and_the_next_enter():
    corner = Corner()
    corner.run(20 + 10000)
    corner.run(60000, paused=True)
    assert corner.water.phase == water.TRANSFER and corner.water.phase_ms == 0
    corner.run(5000)
    assert corner.water.phase == water.WAITING
    corner.run(60000, paused=True)
    assert corner.prompts == ["enter_hot", "leave"]
    corner.run(20)
    assert corner.prompts[-1] == "enter_cold"


def test_the_last_dip_ends_it_also_in_a_pause():
    corner = Corner()
    corner.run(20 + 10000 + 5000 + 20)
    assert corner.prompts[-1] == "enter_cold"
    corner.run(10000, paused=True)
    assert corner.water.finished() and corner.prompts[-1] == "leave"


# REQ-51
def test_whoever_is_in_the_water_is_told_to_leave_when_it_ends_early():
    corner = Corner()
    corner.water.end()
    assert corner.water.finished() and corner.water.say == prompt.NONE
    corner = Corner()
    corner.run(20)
    corner.water.end()
    assert corner.water.finished() and corner.water.say == prompt.LEAVE
    corner = Corner()
    corner.run(20 + 10000)
    corner.water.say = prompt.NONE
    corner.water.end()
    assert corner.water.finished() and corner.water.say == prompt.NONE


def test_a_finished_step_does_and_says_nothing():
    corner = Corner()
    corner.until_finished()
    said = len(corner.prompts)
    corner.run(30000)
    assert len(corner.prompts) == said


def test_dips_are_counted():
    corner = Corner(rounds=3)
    assert len(corner.step.dips) == 6 and corner.water.dip == 0
    corner.until_finished()
    assert corner.water.dip == 6
