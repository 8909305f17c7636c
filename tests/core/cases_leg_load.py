"""Somebody flexes: the leg relieves the zone and goes on; holds that last too long are cut."""

from tests.core.leg_air import Air, held, holds, lets_all_go, watch
from tests.core.parts import COMPRESSION, Numbers, new_leg, new_reading, plan_of

from station_firmware.core import events


# REQ-7
def test_a_load_is_relieved_after_three_tenths_of_a_second_down_to_target_plus_three():
    air = held()
    target = air.leg.targets[2]
    air.reading.smooth_dmmhg[2] = target + 151
    air.tick(14)
    assert air.leg.vents_closed is False and air.leg.closed == 31
    air.leg.step(air.reading, 20)
    assert air.leg.closed == 31 & ~4 and air.leg.pump_pct == 0
    assert air.leg.load.reliefs.totals[0] == 1 and air.leg.load.last == 2
    assert (air.leg.note, air.leg.note_a, air.leg.note_b) == (
        events.BODY_RELIEVED,
        2,
        (target + 151) // 10,
    )
    assert air.until(lambda now: now.leg.closed == 31) > 0
    assert target - 100 < air.reading.smooth_dmmhg[2] <= target + 30
    assert air.leg.load.ms[2] == 0


# REQ-7
def test_the_most_pressed_zone_is_relieved_first():
    air = held()
    air.reading.smooth_dmmhg[1] = air.leg.targets[1] + 400
    air.tick(1)
    air.reading.smooth_dmmhg[3] = air.leg.targets[3] + 500
    air.tick(14)
    assert air.leg.load.relieved == 1


# REQ-7
def test_a_load_at_the_limit_or_shorter_than_its_time_is_borne():
    air = held()
    air.reading.smooth_dmmhg[2] = air.leg.targets[2] + 150
    air.tick(100)
    assert air.leg.load.reliefs.totals[0] == 0
    for _ in range(20):
        air.reading.smooth_dmmhg[2] = air.leg.targets[2] + 300
        air.tick(14)
        air.reading.smooth_dmmhg[2] = air.leg.targets[2]
        air.tick(1)
    assert air.leg.load.reliefs.totals[0] == 0


# REQ-8
def test_a_load_that_stays_is_counted_on():
    air = held()
    for _ in range(149):
        air.reading.smooth_dmmhg[2] = air.leg.targets[2] + 200
        air.leg.step(air.reading, 20)
    assert air.leg.load.ms[2] == air.leg.load.longest_ms == 2980
    air.leg.step(air.reading, 20)
    assert air.leg.load.ms[2] == 3000
    assert air.leg.load.reliefs.totals[0] == 1


def test_a_relief_while_filling_goes_on_with_that_fill():
    air = Air()
    air.until(lambda now: now.leg.fill.zones == 4 and now.leg.pump_pct == 100)
    air.reading.smooth_dmmhg[0] = air.leg.targets[0] + 200
    air.tick(15)
    assert air.leg.load.reliefs.totals[0] == 1 and air.leg.pump_pct == 0
    assert air.until(lambda now: now.leg.fill.zones == 4) > 0
    assert air.until(lambda now: now.leg.course.cycle == 1) > 0


def test_a_relief_in_a_joint_fill_goes_on_zone_by_zone():
    air = Air(pattern="gradient-hold")
    air.until(lambda now: now.leg.fill.open == 31 and now.leg.pump_pct == 100)
    air.tick(5)
    # the foot closes at once, since it stands above its target, and presses on
    for _ in range(17):
        air.reading.smooth_dmmhg[0] = air.leg.targets[0] + 300
        air.leg.step(air.reading, 20)
    assert air.leg.load.relieved == 0 and air.leg.closed == 30
    opened = []
    while air.leg.course.cycle == 0:
        air.tick()
        if air.leg.pump_pct and air.leg.fill.open not in opened:
            opened.append(air.leg.fill.open)
        assert len(opened) < 10
    assert set(opened) in ({1, 2, 4, 8, 16}, {2, 4, 8, 16})


def test_a_cut_hold_goes_to_the_release_once():
    air = held()
    air.leg.force_release(2)
    assert (air.leg.note, air.leg.note_a) == (events.HOLD_CUT, 2)
    air.leg.note = events.NO_NOTE
    air.tick()
    assert lets_all_go(air)
    spent_ms = air.leg.letting.ms
    air.leg.force_release(2)
    air.tick()
    assert air.leg.letting.ms == spent_ms + 20 and air.leg.note == events.NO_NOTE


def test_a_leg_that_never_began_cannot_be_cut():
    leg = new_leg(0)
    leg.force_release(0)
    leg.step(new_reading(), 20)
    assert leg.closed == 0 and leg.pump_pct == 0


def test_the_rules_hold_when_zones_jump_about():
    numbers = Numbers(5)
    for name in ("sequential", "gradient-hold", "pulse", "wave"):
        air = Air(hold_s=5, pattern=name)
        for _ in range(300):
            air.reading.smooth_dmmhg[numbers.below(5)] = numbers.below(1200)
            watch(air, 1 + numbers.below(10))


def test_a_new_step_forgets_reliefs_make_up_and_what_was_learned():
    air = held()
    air.leg.makeup.add(1, 6000)
    air.leg.load.reliefs.add(0, 4)
    air.leg.begin(plan_of(COMPRESSION).steps[0])
    assert air.leg.makeup.totals[1] == 0 and air.leg.load.reliefs.totals[0] == 0
    assert air.leg.fill.learned_ms == [0] * 5 and air.leg.course.reached == 0 and air.leg.course.cycle == 0


# REQ-8
def test_a_leg_that_flexes_in_all_its_zones_at_once_is_one_relief():
    air = held()
    for zone in range(5):
        air.reading.smooth_dmmhg[zone] = air.leg.targets[zone] + 250
    air.tick(60)
    assert air.leg.load.reliefs.totals[0] == 1
    air.tick(200)
    air.reading.smooth_dmmhg[3] = air.leg.targets[3] + 250
    air.tick(16)
    assert air.leg.load.reliefs.totals[0] == 2


def test_air_let_out_of_a_flexing_leg_is_no_leak():
    air = held(hold_s=10, release_s=2)
    for _ in range(3):
        air.tick(150)
        # pressed, relieved, and low when the muscle lets go: what was given back is lost to nobody
        for _ in range(20):
            air.reading.smooth_dmmhg[2] = max(air.reading.smooth_dmmhg[2], air.leg.targets[2] + 200)
            air.tick()
        air.until(lambda now: now.leg.load.relieved < 0)
        air.reading.smooth_dmmhg[2] = air.leg.targets[2] - 250
        cycle = air.leg.course.cycle
        assert air.until(lambda now: now.leg.course.cycle > cycle) > 0  # noqa: B023 (called at once)
        assert air.until(holds) > 0
    assert air.leg.seal.leaking == 0


def test_what_a_pause_interrupts_is_no_part_of_the_next_hold():
    air = held(hold_s=10, release_s=2)
    air.tick(100)
    assert air.leg.seal._sealed
    air.leg.restart()
    assert air.until(holds) > 0
    assert not air.leg.seal._sealed and air.leg.seal._isolated_ms == 0
