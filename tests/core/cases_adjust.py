"""Live change of the running step: what is allowed, what is refused at each bound, and when it reaches the legs."""

from tests.core.parts import COMPRESSION, CONTRAST, DIP, GUIDED, REST, changed, new_steps, plan_of
from tests.core.steps_walk import Walk

from station_firmware.core import adjust, events, limits, plan, prompt


def _steps(*tables):
    steps = new_steps()
    steps.begin(plan_of(*tables))
    return steps


def _high(**values):
    return changed(COMPRESSION, target_mmhg=[100, 90, 80, 70, 60], **values)


def test_intensity_moves_every_zone_and_keeps_the_gradient():
    steps = _steps(changed(COMPRESSION, legs="left"))
    assert adjust.change(steps, adjust.INTENSITY, 0, 5) is None
    step = steps.plan.steps[0]
    assert step.targets_dmmhg == [850, 800, 750, 700, 650] + [0] * 5
    assert [plan.first_dmmhg(step, zone) for zone in range(2)] == [510, 480]
    assert (steps.note, steps.note_a, steps.note_b) == (events.INTENSITY, 5, 85)
    assert adjust.change(steps, adjust.INTENSITY, 0, -15) is None
    assert step.targets_dmmhg[:5] == [700, 650, 600, 550, 500]
    assert (steps.note_a, steps.note_b) == (-15, 70)


def test_intensity_stops_at_the_highest_and_the_lowest_target():
    steps = _steps(_high())
    assert adjust.change(steps, adjust.INTENSITY, 0, 11) == "a zone would be above the highest target"
    assert steps.note == events.NO_NOTE and steps.plan.steps[0].targets_dmmhg[0] == 1000
    assert adjust.change(steps, adjust.INTENSITY, 0, 10) is None
    assert max(steps.plan.steps[0].targets_dmmhg) == limits.TARGET_MAX_MMHG * 10
    steps = _steps(_high())
    assert adjust.change(steps, adjust.INTENSITY, 0, -41) == "a zone would be below the lowest target"
    assert adjust.change(steps, adjust.INTENSITY, 0, -40) is None
    assert min(steps.plan.steps[0].targets_dmmhg) == limits.TARGET_MIN_MMHG * 10


def test_intensity_leaves_room_for_the_boost():
    steps = _steps(_high(boost={"zone": 1, "mmhg": 8}))
    assert adjust.change(steps, adjust.INTENSITY, 0, 3) is not None
    assert adjust.change(steps, adjust.INTENSITY, 0, 2) is None
    assert steps.plan.steps[0].targets_dmmhg[0] == 1100


def test_boost_goes_on_one_zone_of_both_legs_moves_and_goes_off():
    steps = _steps(COMPRESSION)
    step = steps.plan.steps[0]
    assert adjust.change(steps, adjust.BOOST, 3, 10) is None
    assert step.targets_dmmhg == [800, 750, 800, 650, 600] * 2
    assert (steps.note, steps.note_a, steps.note_b) == (events.BOOST, 3, 10)
    assert adjust.change(steps, adjust.BOOST, 5, 4) is None
    assert step.targets_dmmhg == [800, 750, 700, 650, 640] * 2
    assert adjust.change(steps, adjust.BOOST, 0, 0) is None
    assert step.targets_dmmhg == [800, 750, 700, 650, 600] * 2
    assert (steps.note_a, steps.note_b) == (0, 0)


def test_boost_is_refused_above_the_highest_target_and_on_a_zone_left_off():
    steps = _steps(changed(COMPRESSION, target_mmhg=[105, 90, 80, 70, 60]))
    assert adjust.change(steps, adjust.BOOST, 1, 6) == "the zone would be above the highest target"
    assert adjust.change(steps, adjust.BOOST, 1, 5) is None
    steps = _steps(changed(COMPRESSION, zones_off=["L3", "R3"]))
    assert adjust.change(steps, adjust.BOOST, 3, 5) == "this zone is left off"
    steps = _steps(changed(COMPRESSION, zones_off=["L3"]))
    assert adjust.change(steps, adjust.BOOST, 3, 5) is None
    assert steps.plan.steps[0].targets_dmmhg[2] == 0 and steps.plan.steps[0].targets_dmmhg[7] == 750


def test_longer_adds_five_minutes_up_to_the_longest_session():
    most = limits.SESSION_PLANNED_S
    for planned_s, allowed in ((most - 300, True), (most - 299, False)):
        steps = _steps(changed(COMPRESSION, duration_s=planned_s))
        refusal = adjust.change(steps, adjust.LONGER, 0, 0)
        assert (refusal is None) == allowed
        assert steps.plan.steps[0].planned_ms == (planned_s + (300 if allowed else 0)) * 1000
        assert steps.plan.planned_s == planned_s + (300 if allowed else 0)
    assert steps.note == events.NO_NOTE


def test_only_a_compression_step_can_be_changed_but_any_can_be_skipped():
    for table in (CONTRAST, REST):
        for what in (adjust.INTENSITY, adjust.BOOST, adjust.LONGER):
            assert adjust.change(_steps(table), what, 1, 5) is not None
        assert adjust.change(_steps(table), adjust.SKIP, 0, 0) is None
    steps = _steps(COMPRESSION)
    steps.end()
    assert adjust.change(steps, adjust.SKIP, 0, 0) == "no step is running"


def test_a_skipped_rest_ends_at_once_and_the_session_is_planned_shorter():
    walk = Walk(changed(REST, rest_s=60), REST)
    walk.run(10000)
    assert adjust.change(walk.steps, adjust.SKIP, 0, 0) is None
    assert walk.steps.plan.planned_s == 10 + 3
    walk.run(20)
    assert walk.steps.index == 1 and walk.steps.note == events.SKIP


def test_who_is_in_the_water_of_a_skipped_step_is_told_to_leave():
    walk = Walk(CONTRAST, REST)
    walk.run(5000)
    assert walk.steps.water.in_water()
    assert adjust.change(walk.steps, adjust.SKIP, 0, 0) is None
    walk.run(20)
    assert walk.steps.say == prompt.LEAVE and walk.steps.index == 1


def test_on_and_back_in_a_guided_step():
    walk = Walk(GUIDED)
    walk.run(5000)
    assert adjust.change(walk.steps, adjust.NEXT, 0, 0) is None
    assert (walk.steps.guided.item, walk.steps.guided.side) == (0, 1)
    assert adjust.change(walk.steps, adjust.BACK, 0, 0) is None
    assert (walk.steps.guided.item, walk.steps.guided.side) == (0, 0)
    for table in (REST, CONTRAST, COMPRESSION):
        steps = _steps(table)
        assert adjust.change(steps, adjust.NEXT, 0, 0) == "nothing is asked and no item runs"
        assert adjust.change(steps, adjust.BACK, 0, 0) == "only a guided step goes back"


def test_next_says_in():
    walk = Walk(changed(DIP, wait_in=True))
    walk.run(20)
    assert adjust.change(walk.steps, adjust.NEXT, 0, 0) is None
    assert adjust.change(walk.steps, adjust.NEXT, 0, 0) == "nothing is asked and no item runs"


def test_a_skipped_guided_step_and_a_skipped_question_end_at_once():
    walk = Walk(GUIDED, REST)
    walk.run(5000)
    assert adjust.change(walk.steps, adjust.SKIP, 0, 0) is None
    walk.run(20)
    assert walk.steps.index == 1 and walk.steps.plan.planned_s == 5 + 3
    walk = Walk(COMPRESSION, CONTRAST, REST)
    walk.steps._next()
    assert walk.steps.asking == prompt.BOOTS_OFF
    assert adjust.change(walk.steps, adjust.SKIP, 0, 0) is None
    walk.run(20)
    assert walk.steps.index == 2 and not walk.steps.asking


def test_a_step_being_skipped_is_changed_no_more():
    for table in (COMPRESSION, CONTRAST, REST):
        steps = _steps(table, changed(REST, rest_s=600))
        assert adjust.change(steps, adjust.SKIP, 0, 0) is None and steps.skipping
        planned_s = steps.plan.planned_s
        assert adjust.change(steps, adjust.SKIP, 0, 0) == "the step is being skipped"
        assert steps.plan.planned_s == planned_s
    steps = _steps(COMPRESSION, REST)
    assert adjust.change(steps, adjust.SKIP, 0, 0) is None and steps.skipping
    assert adjust.change(steps, adjust.INTENSITY, 0, 5) == "the step is being skipped"
    assert adjust.change(steps, adjust.LONGER, 0, 0) == "the step is being skipped"
