"""Somebody flexes: the leg relieves the zone and goes on; holds that last too long are cut."""

from tests.core.leg_air import Air, held, watch
from tests.core.parts import COMPRESSION, Numbers, new_leg, new_reading, plan_of

from station_firmware.core.leg import HOLDING, RELEASING


def test_a_load_is_relieved_after_three_tenths_of_a_second_down_to_target_plus_three():
    air = held()
    target = air.leg.targets[2]
    air.reading.smooth_dmmhg[2] = target + 151
    air.tick(14)
    assert air.leg.vents_closed is False and air.leg.closed == 31
    air.leg.step(air.reading, 20)
    assert air.leg.closed == 31 & ~4 and air.leg.pump_pct == 0
    assert air.leg.reliefs.totals[0] == 1 and air.leg.last_relief == 2
    assert air.until(lambda now: now.leg.closed == 31) > 0
    assert target - 100 < air.reading.smooth_dmmhg[2] <= target + 30
    assert air.leg.load_ms[2] == 0


def test_a_load_at_the_limit_or_shorter_than_its_time_is_borne():
    air = held()
    air.reading.smooth_dmmhg[2] = air.leg.targets[2] + 150
    air.tick(100)
    assert air.leg.reliefs.totals[0] == 0
    for _ in range(20):
        air.reading.smooth_dmmhg[2] = air.leg.targets[2] + 300
        air.tick(14)
        air.reading.smooth_dmmhg[2] = air.leg.targets[2]
        air.tick(1)
    assert air.leg.reliefs.totals[0] == 0


def test_a_load_that_stays_is_counted_on():
    air = held()
    for _ in range(149):
        air.reading.smooth_dmmhg[2] = air.leg.targets[2] + 200
        air.leg.step(air.reading, 20)
    assert air.leg.load_ms[2] == 2980
    air.leg.step(air.reading, 20)
    assert air.leg.load_ms[2] == 3000
    assert air.leg.reliefs.totals[0] == 1


def test_a_relief_while_filling_goes_on_with_that_fill():
    air = Air()
    air.until(lambda now: now.leg.zone == 2 and now.leg.pump_pct == 100)
    air.reading.smooth_dmmhg[0] = air.leg.targets[0] + 200
    air.tick(15)
    assert air.leg.reliefs.totals[0] == 1 and air.leg.pump_pct == 0
    assert air.until(lambda now: now.leg.zone == 2) > 0
    assert air.until(lambda now: now.leg.cycle == 1) > 0


def test_a_relief_while_releasing_goes_on_with_the_release():
    air = Air()
    air.until(lambda now: now.leg.mode[0] == RELEASING)
    air.reading.smooth_dmmhg[4] = air.leg.targets[4] + 200
    air.leg.mode[4] = HOLDING
    for _ in range(16):
        air.leg.step(air.reading, 20)
        air.reading.smooth_dmmhg[4] = air.leg.targets[4] + 200
        air.leg.mode[4] = HOLDING
    assert air.leg.reliefs.totals[0] == 1
    assert air.until(lambda now: now.leg.cycle == 1) > 0


def test_a_cut_hold_goes_to_the_release_once():
    air = held()
    air.leg.force_release()
    air.tick()
    assert air.leg.mode[0] == RELEASING
    spent_ms = air.leg.releasing_ms
    air.leg.force_release()
    air.tick()
    assert air.leg.releasing_ms == spent_ms + 20


def test_a_leg_that_never_began_cannot_be_cut():
    leg = new_leg(0)
    leg.force_release()
    leg.step(new_reading(), 20)
    assert leg.closed == 0 and leg.pump_pct == 0


def test_the_rules_hold_when_zones_jump_about():
    numbers = Numbers(5)
    air = Air(hold_s=5)
    for _ in range(600):
        air.reading.smooth_dmmhg[numbers.below(5)] = numbers.below(1200)
        watch(air, 1 + numbers.below(10))


def test_a_new_step_forgets_reliefs_make_up_and_what_was_learned():
    air = held()
    air.leg.makeup.add(1, 6000)
    air.leg.reliefs.add(0, 4)
    air.leg.begin(plan_of(COMPRESSION).steps[0])
    assert air.leg.makeup.totals[1] == 0 and air.leg.reliefs.totals[0] == 0
    assert air.leg.learned_ms == [0] * 5 and air.leg.reached == 0 and air.leg.cycle == 0
