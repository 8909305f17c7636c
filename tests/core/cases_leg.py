"""One leg's air: never filling and releasing at once, no pump against closed valves or without a reading."""

from tests.core.leg_air import Air, holds, lets_all_go, watch
from tests.core.parts import COMPRESSION, plan_of

from station_firmware.core import pattern


def _order(air, seen):
    """Tick through the first cycle; what `seen(leg)` gives when it changes, nothing (0) left out."""
    order = []
    last = None
    while air.leg.course.cycle == 0:
        value = seen(air.leg)
        if value and value != last:
            order.append(value)
        last = value
        air.tick()
    return order


def test_sequential_fills_from_the_foot_one_at_a_time_and_lets_go_what_is_no_longer_needed():
    assert _order(Air(), lambda leg: leg.fill.zones) == [1, 2, 4, 8, 16]
    assert _order(Air(), lambda leg: leg.letting.zones) == [1, 2, 31]
    holding = _order(Air(), lambda leg: leg.holding)
    assert holding == [1, 3, 6, 12, 28]


def test_a_wave_is_two_zones_wide_and_a_joint_fill_takes_all():
    assert _order(Air(pattern="wave"), lambda leg: leg.holding) == [1, 2, 4, 8, 16]
    for name in ("gradient-hold", "uniform"):
        air = Air(targets=(60,) * 5, pattern=name)
        assert _order(air, lambda leg: leg.fill.zones) == [31]
        assert _order(Air(targets=(60,) * 5, pattern=name), lambda leg: leg.holding) == [31]


def test_pulse_dips_the_working_zone_twice_to_three_fifths_while_the_ones_below_hold():
    air = Air(pattern="pulse")
    lows = []
    low = None
    while air.leg.course.cycle == 0:
        leg = air.leg
        # neither a release of a zone no longer needed nor the last one: one zone that is not the foot's neighbour
        if leg.letting.zones == 16:
            zone = air.reading.smooth_dmmhg[4]
            low = zone if low is None else min(low, zone)
            assert leg.holding == 12
        elif low is not None:
            lows.append(low)
            low = None
        air.tick()
    target = 360
    assert len(lows) == 2
    for value in lows:
        assert target * 6 // 10 - 60 <= value <= target * 6 // 10


def test_filling_and_releasing_exclude_each_other_over_many_cycles():
    for name in pattern.NAMES:
        air = Air(targets=(60,) * 5 if name == "uniform" else (80, 75, 70, 65, 60), pattern=name)
        watch(air, 9000)
        assert air.leg.course.cycle >= 3, name


# REQ-3
def test_the_first_cycle_is_ramped_and_the_next_ones_are_full():
    air = Air()
    assert air.leg.targets == [480, 450, 420, 390, 360]
    assert not air.leg.course.holds_full()
    assert air.until(lambda now: now.leg.course.cycle == 1) > 0
    assert air.leg.targets == [800, 750, 700, 650, 600]
    assert air.until(lambda now: now.leg.course.holds_full()) > 0
    assert air.until(lambda now: now.leg.course.cycle == 2) > 0
    assert air.leg.course.holds_full()


# REQ-3
def test_the_ramp_never_goes_below_the_lowest_target():
    assert Air(targets=(30, 25, 22, 20, 20)).leg.targets == [200] * 5


def test_a_hold_closes_every_zone_and_lets_the_manifold_go():
    air = Air(pattern="gradient-hold")
    assert air.until(holds) > 0
    air.tick(2)
    assert (air.leg.closed, air.leg.vents_closed, air.leg.pump_pct) == (31, False, 0)
    assert air.leg.holding == 31


def test_a_hold_lasts_its_time():
    air = Air(hold_s=2)
    air.until(holds)
    ticks = air.until(lets_all_go)
    assert abs(ticks * 20 - 2000) <= 40


def test_a_zone_that_sinks_is_topped_up_and_the_make_up_counted():
    air = Air(pattern="gradient-hold", hold_s=60)
    air.until(holds)
    air.tick(20)
    target = air.leg.targets[1]
    air.reading.smooth_dmmhg[1] = target - 12
    air.tick(10)
    assert air.leg.fill.zones == 0
    air.reading.smooth_dmmhg[1] = target - 13
    air.tick()
    assert air.leg.fill.zones == 2 and air.leg.holding == 29
    assert air.until(lambda now: now.leg.fill.zones == 0) > 0
    assert air.reading.smooth_dmmhg[1] >= target - 10 and air.leg.holding == 31
    assert air.leg.makeup.totals[1] > 0
    assert [air.leg.makeup.totals[zone] for zone in (0, 2, 3, 4)] == [0, 0, 0, 0]


def test_a_release_ends_three_tenths_of_a_second_below_ten_and_lasts_its_time():
    air = Air(release_s=6)
    air.until(lets_all_go)
    ticks = air.until(lambda now: now.leg.course.cycle == 1)
    assert ticks * 20 >= 5960
    air = Air(release_s=2)
    air.until(lets_all_go)
    for _ in range(200):
        air.tick()
        air.reading.smooth_dmmhg[3] = 100
    assert air.leg.course.cycle == 0 and not air.leg.resting()
    for _ in range(15):
        assert air.leg.course.cycle == 0
        air.reading.smooth_dmmhg[3] = 99
        air.leg.step(air.reading, 20)
    assert air.leg.course.cycle == 1


# REQ-4
def test_a_release_opens_the_fullest_first_and_shares_within_five_mmhg():
    air = Air(pattern="gradient-hold")
    air.until(lets_all_go)
    closed = 31
    while air.leg.course.cycle == 0:
        before = list(air.reading.smooth_dmmhg[:5])
        closed = air.leg.closed
        air.leg.step(air.reading, 20)
        if air.leg.course.cycle:
            break
        air.flow()
        joined = [zone for zone in range(5) if closed & ~air.leg.closed & (1 << zone)]
        for zone in joined:
            assert before[zone] >= max(before) - 50
    assert closed == 0


# REQ-12
def test_a_missing_pressure_stops_the_pump_in_the_same_tick():
    for zone in range(5):
        air = Air()
        assert air.until(lambda now: now.leg.pump_pct == 100) > 0
        air.reading.smooth_dmmhg[zone] = None
        air.leg.step(air.reading, 20)
        assert air.leg.pump_pct == 0


# REQ-12
def test_a_missing_manifold_stops_the_pump_too():
    air = Air()
    air.until(lambda now: now.leg.pump_pct == 100)
    air.reading.manifolds_dmmhg[0] = None
    air.leg.step(air.reading, 20)
    assert air.leg.pump_pct == 0


def test_the_right_leg_reads_the_right_zones():
    air = Air(1)
    air.reading.smooth_dmmhg[0] = None
    air.reading.manifolds_dmmhg[0] = None
    assert air.until(lambda now: now.leg.course.cycle == 1) > 0


def test_a_zone_left_off_is_never_filled_and_opens_with_the_last_release():
    for name in pattern.NAMES:
        air = Air(targets=(60,) * 5, pattern=name, zones_off=["L2"])
        assert air.leg.course.used == 0b11101
        seen = 0
        while air.leg.course.cycle == 0:
            air.tick()
            seen |= air.leg.fill.open
            assert not (air.leg.holding | air.leg.fill.zones | air.leg.letting.zones) & 2
            if lets_all_go(air) and air.leg.letting.ms:
                assert not air.leg.closed & 2
            elif air.leg.fill.zones or air.leg.holding:
                assert air.leg.closed & 2
        assert seen == 0b11101, name


def test_a_leg_left_out_stays_open_and_waits_for_nothing():
    air = Air(1, legs="left")
    air.tick(500)
    assert (air.leg.closed, air.leg.vents_closed, air.leg.pump_pct) == (0, False, 0)
    assert air.leg.course.used == air.leg.fill.zones == air.leg.holding == 0
    assert air.leg.course.holds_full() and air.leg.resting()
    air.leg.restart()
    air.tick(500)
    assert air.leg.closed == 0


# REQ-29
def test_venting_opens_everything_at_once_from_any_moment():
    for moment in range(0, 800, 13):
        air = Air()
        air.tick(moment)
        air.leg.vent()
        assert (air.leg.closed, air.leg.vents_closed, air.leg.pump_pct) == (0, False, 0)
        assert air.leg.fill.zones == air.leg.holding == air.leg.letting.zones == 0
        air.tick(100)
        assert air.leg.closed == 0 and air.leg.pump_pct == 0


def test_a_restart_fills_again_from_the_foot_to_the_cycles_targets():
    air = Air()
    air.until(lambda now: now.leg.course.cycle == 1)
    air.tick(100)
    air.leg.vent()
    air.tick(100)
    air.leg.restart()
    assert air.leg.course.cycle == 1 and air.leg.targets[0] == 800
    air.tick(30)
    assert air.leg.fill.zones == 1 and air.leg.holding == 0


def test_a_leg_that_may_not_go_rests_empty_and_goes_when_it_may():
    air = Air()
    air.leg.may_go = False
    air.leg.restart()
    for _ in range(300):
        air.tick()
        assert air.leg.pump_pct == 0 and air.leg.fill.zones == 0
    assert air.leg.resting() and air.leg.course.cycle == 0
    air.leg.may_go = True
    air.tick(2)
    assert air.leg.fill.zones == 1 and air.leg.course.cycle == 0 and not air.leg.resting()
    assert air.leg.targets[0] == 480


def test_a_fill_is_learned_by_its_pump_time():
    air = Air()
    air.until(lambda now: now.leg.fill.zones == 2)
    learned = air.leg.fill.learned_ms
    assert learned[0] == learned[0] // 20 * 20 > 0
    assert learned[1] == 0


def test_the_short_fills_after_a_dip_teach_nothing():
    air = Air(pattern="pulse")
    air.until(lambda now: now.leg.letting.zones == 1)
    learned_ms = air.leg.fill.learned_ms[0]
    assert learned_ms > 0
    air.until(lambda now: now.leg.fill.zones == 2)
    assert air.leg.fill.learned_ms[0] == learned_ms


def test_a_step_made_again_with_targets_of_zero_uses_no_zone():
    air = Air()
    step = plan_of(COMPRESSION).steps[0]
    step.targets_dmmhg[1] = 0
    air.leg.begin(step)
    assert air.leg.course.used == 0b11101


def test_a_leg_that_begins_while_it_is_full_lets_go_of_every_zone_first_also_of_those_it_does_not_use():
    for used in ([], ["L3", "L4"]):
        air = Air(pattern="gradient-hold", hold_s=60)
        air.until(holds)
        full = list(air.reading.smooth_dmmhg[:5])
        assert min(full) > 300
        air.leg.begin(plan_of(dict(COMPRESSION, zones_off=used)).steps[0])
        while air.leg.fill.zones == 0:
            assert air.leg.pump_pct == 0 and not air.leg.vents_closed
            air.tick()
        assert max(air.reading.smooth_dmmhg[:5]) < 100


def test_one_zone_alone_is_held_though_the_pattern_would_let_it_go():
    for name in ("sequential", "wave", "pulse"):
        for zone in range(5):
            off = ["L%d" % (number + 1) for number in range(5) if number != zone]
            air = Air(pattern=name, hold_s=5, zones_off=off)
            while air.leg.course.cycle == 0 and not (air.leg._phase == 2 and air.leg.holding == 1 << zone):
                air.tick()
            assert air.leg.course.cycle == 0, (name, zone)


def test_a_zone_at_rest_is_not_judged_again_when_somebody_moves():
    air = Air(release_s=6)
    air.until(lambda now: lets_all_go(now) and now.leg.resting())
    air.tick(20)
    assert air.leg.letting.ms == 0 and max(air.leg.letting.open_ms) == 0
    assert air.leg.closed == 0 and air.leg.course.cycle == 0
