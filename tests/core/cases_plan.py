"""A valid protocol made ready: targets by leg and zone, the ramp, the boost, the dips; presets and the reading list."""

from tests.core.parts import COMPRESSION, CONTRAST, DIP, GUIDED, REST, changed, plan_of

from station_firmware.core import limits, plan, presets, protocol, screening, shape, states


def _step(table, **values):
    return plan_of(changed(table, **values)).steps[0]


def test_targets_go_to_the_legs_asked_for():
    full = [800, 750, 700, 650, 600]
    assert _step(COMPRESSION).targets_dmmhg == full + full
    assert _step(COMPRESSION, legs="left").targets_dmmhg == full + [0] * 5
    assert _step(COMPRESSION, legs="right").targets_dmmhg == [0] * 5 + full


def _first(step):
    return [plan.first_dmmhg(step, zone) for zone in range(10)]


# REQ-3
def test_the_first_cycle_is_sixty_percent_and_at_least_twenty_mmhg():
    assert _first(_step(COMPRESSION))[:5] == [480, 450, 420, 390, 360]
    low = _step(COMPRESSION, target_mmhg=[35, 34, 33, 32, 20])
    assert _first(low)[:5] == [210, 200, 200, 200, 200]
    assert _first(_step(COMPRESSION, legs="left"))[5:] == [0] * 5


def test_a_boost_lifts_one_zone_of_each_leg():
    step = _step(COMPRESSION, boost={"zone": 2, "mmhg": 10})
    assert step.targets_dmmhg == [800, 850, 700, 650, 600] * 2
    assert _first(step)[1] == 510


def test_times_become_ms():
    step = _step(COMPRESSION, hold_s=7, release_s=3, duration_s=61)
    assert (step.kind, step.hold_ms, step.release_ms, step.planned_ms) == (0, 7000, 3000, 61000)
    assert _step(REST, rest_s=9).planned_ms == 9000
    assert _step(REST).kind == states.STEP_REST


def test_contrast_becomes_dips_and_hundredths():
    step = _step(CONTRAST, start="cold", end="cold", rounds=2, hot_s=30, cold_s=20, transfer_s=7)
    assert step.kind == states.STEP_CONTRAST
    assert list(step.dips) == [1, 0, 1, 0, 1]
    assert (step.dip_ms, step.bath_cdegc, step.transfer_ms) == ((30000, 20000), (3800, 1200), 7000)
    assert step.planned_ms == (3 * 20 + 2 * 30 + 4 * 7) * 1000


def test_a_dip_is_one_dip_of_its_bath():
    for number, bath in enumerate(("hot", "cold")):
        step = _step(DIP, bath=bath, degc=20 + 12 * (1 - number), dip_s=90)
        assert (step.kind, step.dips, step.planned_ms) == (states.STEP_DIP, (number,), 90000)
        assert step.dip_ms[number] == 90000 and step.bath_cdegc[number] == 2000 + 1200 * (1 - number)
        assert not step.wait_in
    assert _step(DIP, wait_in=True).wait_in and _step(CONTRAST, wait_in=True).wait_in


def test_a_guided_step_is_its_items_with_their_sides():
    step = _step(GUIDED)
    assert step.kind == states.STEP_GUIDED and step.planned_ms == (30 * 2 + 10 * 6 + 20 * 3) * 1000
    assert step.items == (("Roll", 30000, 2, 0), ("Cat", 60000, 1, 10), ("Hops", 60000, 1, 20))


def test_a_boost_is_put_and_taken_and_leaves_what_is_off_alone():
    step = _step(COMPRESSION, zones_off=["L3"], boost={"zone": 3, "mmhg": 10})
    assert step.targets_dmmhg[2] == 0 and step.targets_dmmhg[7] == 800
    assert plan.base_dmmhg(step, 7) == 700 and plan.base_dmmhg(step, 6) == 750
    plan.put_boost(step, 1, 40)
    assert step.targets_dmmhg[5:] == [800, 790, 700, 650, 600] and step.targets_dmmhg[2] == 0
    plan.put_boost(step, -1, 0)
    assert step.targets_dmmhg[5:] == [800, 750, 700, 650, 600]
    assert (step.boost_zone, step.boost_dmmhg) == (-1, 0)


def test_who_and_what_are_kept():
    made = plan.Plan({"id": "x", "step": [REST, REST]}, 3, "Kim", "m1", 0)
    assert (made.protocol_id, made.screened, made.confirmed_by) == ("x", 3, "Kim")
    assert (made.member, made.soreness, made.planned_s, made.empty) == ("m1", 0, 6, False)
    assert plan.NO_PLAN.empty and plan.NO_PLAN.planned_s == 0
    assert plan.NO_STEP.planned_ms == 0


def test_every_preset_is_allowed_and_found_by_its_id():
    for name in presets.IDS:
        preset = presets.find(name)
        assert protocol.check(preset) == [] and preset["id"] == name
        assert preset["source"] and preset["title"]
        assert presets.find(name) is not preset
    assert len(presets.IDS) == len(set(presets.IDS))
    for name in ("flush-20", "flush-30", "gentle-20", "deep-30", "warmup-10", "calf-boost-20", "gradient-30"):
        assert name in presets.IDS
    assert "pulse-20" in presets.IDS and "contrast-7x1" in presets.IDS
    assert presets.find("no-such") is None


def test_the_presets_are_what_their_names_say():
    # preset, minutes at pressure, highest target
    for name, minutes, highest in (
        ("flush-20", 20, 80),
        ("flush-30", 30, 80),
        ("gentle-20", 20, 50),
        ("deep-30", 30, 100),
        ("warmup-10", 10, 60),
        ("calf-boost-20", 20, 75),
        ("gradient-30", 30, 80),
        ("pulse-20", 20, 80),
    ):
        step = presets.find(name)["step"][0]
        assert step["duration_s"] == minutes * 60 and max(step["target_mmhg"]) == highest
        for zone in range(4):
            assert 5 <= step["target_mmhg"][zone] - step["target_mmhg"][zone + 1] <= 10
    elias = presets.find("contrast-7x1")["step"][0]
    assert shape.dips(elias).count("hot") == shape.dips(elias).count("cold") == 7
    assert (elias["hot_s"], elias["cold_s"], elias["hot_degc"], elias["cold_degc"]) == (60, 60, 38, 12)


def test_no_preset_reaches_where_only_a_boost_may():
    for name in presets.IDS:
        for step in presets.find(name)["step"]:
            assert max(step.get("target_mmhg", [0])) <= limits.TARGET_MAX_MMHG - limits.BOOST_MAX_MMHG


def test_the_reading_list_has_a_version_and_names_what_the_field_names():
    text = " ".join(screening.ITEMS).lower()
    for word in ("clot", "phlebitis", "heart failure", "lungs", "skin infection", "wound", "tumour"):
        assert word in text
    for word in ("arteries", "blood pressure", "fracture", "surgery", "numb", "pregnancy"):
        assert word in text
    assert screening.VERSION >= 1


def test_what_the_tick_may_change_has_its_place_in_the_step():
    """Set first in the tick, it would allocate: its dict would grow."""
    for table in (COMPRESSION, changed(COMPRESSION, boost={"zone": 2, "mmhg": 10})):
        own = _step(table).__dict__
        for name in ("boost_zone", "boost_dmmhg", "planned_ms", "targets_dmmhg"):
            assert name in own
    for table in (CONTRAST, DIP, GUIDED, REST):
        assert "planned_ms" in _step(table).__dict__
