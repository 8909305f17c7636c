"""The steps of a plan one after the other, and the session's clocks: at full pressure, under pressure, in all."""

from tests.core.parts import COMPRESSION, CONTRAST, REST, changed, new_reading, new_steps, plan_of
from tests.core.steps_walk import CLOSING_MS, Walk

from station_firmware.core import outputs, states


def test_before_the_first_plan_nothing_runs():
    steps = new_steps()
    assert steps.finished and steps.kind == -1
    steps.step(new_reading(), outputs.Demand(), 20, False)
    assert steps.finished and steps.target_mmhg(3) == 0


def test_steps_follow_each_other_and_the_last_one_finishes():
    walk = Walk(changed(REST, rest_s=2), CONTRAST, changed(REST, rest_s=3))
    seen = []
    while not walk.steps.finished:
        if not seen or seen[-1][0] != walk.steps.index:
            seen.append((walk.steps.index, walk.steps.kind))
        walk.run(20)
    assert seen == [(0, states.STEP_REST), (1, states.STEP_CONTRAST), (2, states.STEP_REST)]
    assert walk.steps.kind == -1
    assert walk.steps.elapsed_ms() == 2000 + 25000 + 3000


def test_each_begun_step_is_news_once():
    walk = Walk(changed(REST, rest_s=1), changed(REST, rest_s=1))
    assert walk.steps.changed
    walk.steps.changed = False
    walk.run(980)
    assert not walk.steps.changed
    walk.run(20)
    assert walk.steps.changed and walk.steps.index == 1


def test_a_rest_stands_still_in_a_pause():
    walk = Walk(changed(REST, rest_s=2))
    walk.run(1000)
    walk.run(60000, paused=True)
    assert walk.steps.elapsed_ms() == 1000 and not walk.steps.finished
    walk.run(980)
    assert not walk.steps.finished
    walk.run(20)
    assert walk.steps.finished


# REQ-22
def test_the_clock_starts_when_every_used_zone_has_reached_its_full_target():
    walk = Walk(COMPRESSION)
    walk.run(4000)
    assert walk.steps.elapsed_ms() == 0 and walk.steps.waiting_full_ms == 4000
    left, right = walk.steps.legs
    left.course.reached = 31
    right.course.reached = 0b01111
    walk.run(1000)
    assert walk.steps.elapsed_ms() == 0 and walk.steps.waiting_full_ms == 5000
    right.course.reached = 31
    walk.run(1000)
    assert walk.steps.elapsed_ms() == 1000 and walk.steps.at_pressure_ms == 1000
    assert walk.steps.waiting_full_ms == 5000


# REQ-22
def test_a_zone_has_reached_its_full_target_within_two_mmhg():
    course = Walk(COMPRESSION).steps.legs[0].course
    course.arrived(0b00011, [779, 730, 700, 650, 600])
    assert course.reached == 0b00010
    course.arrived(0b00101, [780, 0, 679, 650, 600])
    assert course.reached == 0b00011


def test_the_clock_once_started_goes_on_and_stands_in_a_pause():
    walk = Walk(COMPRESSION)
    walk.full()
    walk.run(1000)
    for leg in walk.steps.legs:
        leg.course.reached = 0
    walk.run(1000)
    assert walk.steps.elapsed_ms() == 2000
    walk.run(9000, paused=True)
    assert walk.steps.elapsed_ms() == 2000 and walk.steps.ran_ms == 11000
    walk.steps.resume()
    walk.run(1000)
    assert walk.steps.elapsed_ms() == 3000


def test_a_leg_left_out_is_not_waited_for():
    walk = Walk(changed(COMPRESSION, legs="right"))
    walk.steps.legs[1].course.reached = 31
    walk.run(100)
    assert walk.steps.elapsed_ms() == 100


def test_a_compression_step_lasts_its_duration_at_pressure():
    walk = Walk(changed(COMPRESSION, duration_s=5))
    walk.run(2000)
    walk.full()
    walk.run(4980)
    assert not walk.steps.closing
    walk.run(20)
    assert walk.steps.closing and not walk.steps.finished and walk.steps.ran_ms == 7000
    walk.run(CLOSING_MS)
    assert walk.steps.finished and walk.steps.done_ms == walk.steps.at_pressure_ms == 5000


def test_a_step_is_not_over_before_every_path_was_looked_at():
    walk = Walk(changed(COMPRESSION, duration_s=1))
    walk.full()
    walk.run(1000)
    puffed = set()
    for _ in range(CLOSING_MS // 20):
        walk.run(20)
        left = walk.steps.legs[0]
        if left.pump_pct:
            assert left.pump_pct == 20 and left.vents_closed
            puffed.add(31 & ~left.closed)
    assert puffed == {1, 2, 4, 8, 16} and walk.steps.finished


def test_a_leg_whose_path_is_blocked_never_closes_up():
    walk = Walk(changed(COMPRESSION, duration_s=1))
    walk.full()
    walk.run(1000)
    left = walk.steps.legs[0]
    for _ in range(100):
        # a puff stays in the manifold until the next one
        walk.reading.manifolds_dmmhg[0] = 200 if left.pump_pct else walk.reading.manifolds_dmmhg[0]
        walk.run(20)
        if left.fill.looking() and left.fill._phase_ms < 40 and not left.pump_pct and left.fill._phase == 0:
            walk.reading.manifolds_dmmhg[0] = 0
    assert left.fill.path.blocked_zone == 0 and not walk.steps.finished


def test_a_pause_while_closing_begins_it_again():
    walk = Walk(changed(COMPRESSION, duration_s=1))
    walk.full()
    walk.run(1500)
    walk.steps.vent()
    walk.run(1000, paused=True)
    walk.steps.resume()
    walk.run(200)
    assert not walk.steps.finished
    walk.run(CLOSING_MS)
    assert walk.steps.finished


def test_a_finished_compression_step_leaves_its_legs_open():
    walk = Walk(changed(COMPRESSION, duration_s=1), changed(REST, rest_s=1))
    walk.full()
    walk.run(1000 + CLOSING_MS)
    for leg in walk.steps.legs:
        assert (leg.closed, leg.vents_closed, leg.pump_pct) == (0, False, 0)
    walk.run(500)
    assert walk.demand.closed == 0


def test_the_wish_is_that_of_both_legs():
    walk = Walk(COMPRESSION)
    walk.run(60)
    left, right = walk.steps.legs
    left.closed, left.vents_closed, left.pump_pct = 0b00001, True, 40
    right.closed, right.vents_closed, right.pump_pct = 0b10000, False, 0
    left.step = right.step = lambda reading, dt_ms: None
    walk.run(20)
    assert walk.demand.closed == 1 | 0b10000 << 5 | 3 << 10
    assert (walk.demand.pump_left_pct, walk.demand.pump_right_pct) == (40, 0)
    left.vents_closed, right.vents_closed, right.pump_pct = False, True, 25
    walk.run(20)
    assert walk.demand.closed == 1 | 0b10000 << 5 | 12 << 10
    assert walk.demand.pump_right_pct == 25


# REQ-29
def test_a_pause_wishes_for_nothing():
    walk = Walk(COMPRESSION)
    walk.run(500)
    walk.run(100, paused=True)
    assert (walk.demand.closed, walk.demand.pump_left_pct) == (0, 0)


def test_targets_shown_are_those_of_filling_and_holding_zones():
    walk = Walk(COMPRESSION)
    walk.run(20)
    left, right = walk.steps.legs
    left.holding, left.fill.zones, left.letting.zones = 1, 2, 4
    left.targets[:] = [800, 750, 700, 650, 600]
    right.fill.stop()
    right.letting.begin(31)
    assert [walk.steps.target_mmhg(zone) for zone in range(10)] == [80, 75] + [0] * 8


def test_cycles_and_dips_are_counted():
    walk = Walk(changed(COMPRESSION, duration_s=1), CONTRAST)
    walk.steps.legs[0].course.cycle = 2
    walk.steps.legs[1].course.cycle = 3
    assert walk.steps.cycle() == 4
    walk.full()
    walk.run(1000)
    while walk.steps.closing:
        walk.run(20)
    assert walk.steps.cycles_done == 3
    assert walk.steps.go_on(), "out of the boots"
    assert walk.steps.cycle() == 1
    walk.run(10100)
    assert walk.steps.cycle() == 2


def test_an_early_end_vents_counts_and_tells_to_leave():
    walk = Walk(COMPRESSION)
    walk.run(1000)
    walk.steps.legs[0].course.cycle = 2
    walk.steps.end()
    assert walk.steps.finished and walk.steps.cycles_done == 2
    assert walk.steps.legs[0].closed == 0
    walk.steps.end()
    assert walk.steps.cycles_done == 2
    walk = Walk(CONTRAST)
    walk.run(1000)
    walk.steps.end()
    assert walk.steps.say > 0


def test_a_new_plan_starts_all_clocks_anew():
    walk = Walk(changed(REST, rest_s=1))
    walk.run(1000)
    walk.steps.begin(plan_of(REST))
    steps = walk.steps
    assert (steps.done_ms, steps.ran_ms, steps.at_pressure_ms, steps.cycles_done, steps.step_ms) == (0,) * 5


def test_a_new_plan_forgets_make_up_and_reliefs_whatever_its_first_step():
    walk = Walk(COMPRESSION)
    for leg in walk.steps.legs:
        leg.makeup.add(3, 7100)
        leg.load.reliefs.add(0, 5)
    walk.steps.begin(plan_of(CONTRAST))
    for leg in walk.steps.legs:
        assert leg.makeup.totals == [0] * 5 and leg.load.reliefs.totals == [0]
