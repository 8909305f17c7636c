"""One leg's air: never filling and releasing at once, no pump against closed valves or without a reading."""

from tests.core.leg_air import Air, watch
from tests.core.parts import COMPRESSION, plan_of

from station_firmware.core.leg import FILLING, HOLDING, OFF, RELEASING, WAITING


def test_zones_fill_from_the_foot_one_at_a_time():
    air = Air()
    order = []
    for _ in range(2000):
        air.tick()
        if air.leg.cycle:
            break
        if air.leg.zone >= 0 and (not order or order[-1] != air.leg.zone):
            order.append(air.leg.zone)
    assert order == [0, 1, 2, 3, 4]


def test_filling_and_releasing_exclude_each_other_over_many_cycles():
    air = Air()
    watch(air, 6000)
    assert air.leg.cycle >= 3


def test_the_first_cycle_is_ramped_and_the_next_ones_are_full():
    air = Air()
    assert air.leg.targets == [480, 450, 420, 390, 360]
    assert not air.leg.holds_full()
    assert air.until(lambda now: now.leg.cycle == 1) > 0
    assert air.leg.targets == [800, 750, 700, 650, 600]
    assert air.until(lambda now: now.leg.holds_full()) > 0
    assert air.until(lambda now: now.leg.cycle == 2) > 0
    assert air.leg.holds_full()


def test_the_ramp_never_goes_below_the_lowest_target():
    assert Air(targets=(30, 25, 22, 20, 20)).leg.targets == [200] * 5


def test_a_hold_closes_every_zone_and_lets_the_manifold_go():
    air = Air()
    assert air.until(lambda now: now.leg.mode[4] == HOLDING) > 0
    air.tick(2)
    assert (air.leg.closed, air.leg.vents_closed, air.leg.pump_pct) == (31, False, 0)
    assert air.leg.mode == [HOLDING] * 5


def test_a_hold_lasts_its_time():
    air = Air(hold_s=2)
    air.until(lambda now: now.leg.mode[4] == HOLDING)
    ticks = air.until(lambda now: now.leg.mode[0] == RELEASING)
    assert abs(ticks * 20 - 2000) <= 40


def test_a_zone_that_sinks_is_topped_up_and_the_make_up_counted():
    air = Air(hold_s=60)
    air.until(lambda now: now.leg.mode[4] == HOLDING)
    air.tick(20)
    target = air.leg.targets[1]
    air.reading.smooth_dmmhg[1] = target - 25
    air.tick(10)
    assert air.leg.zone == -1
    air.reading.smooth_dmmhg[1] = target - 26
    air.tick()
    assert air.leg.zone == 1 and air.leg.mode[1] == FILLING
    assert air.until(lambda now: now.leg.zone == -1) > 0
    assert air.reading.smooth_dmmhg[1] >= target - 10
    assert air.leg.makeup.totals[1] > 0
    assert [air.leg.makeup.totals[zone] for zone in (0, 2, 3, 4)] == [0, 0, 0, 0]


def test_release_empties_below_fifteen_and_lasts_its_time():
    air = Air(release_s=6)
    air.until(lambda now: now.leg.mode[0] == RELEASING)
    ticks = air.until(lambda now: now.leg.cycle == 1)
    assert ticks * 20 >= 5960
    air = Air(release_s=2)
    air.until(lambda now: now.leg.mode[0] == RELEASING)
    air.tick(60)
    air.reading.smooth_dmmhg[3] = 151
    for _ in range(200):
        air.reading.smooth_dmmhg[3] = 150
        air.tick()
    assert air.leg.cycle == 0
    air.reading.smooth_dmmhg[3] = 149
    air.tick(1)
    assert air.leg.cycle == 1


def test_a_release_opens_the_fullest_first_and_shares_within_five_mmhg():
    air = Air()
    air.until(lambda now: now.leg.mode[4] == HOLDING)
    air.until(lambda now: now.leg.mode[0] == RELEASING)
    closed = 31
    while air.leg.cycle == 0:
        before = list(air.reading.smooth_dmmhg[:5])
        closed = air.leg.closed
        air.leg.step(air.reading, 20)
        if air.leg.cycle:
            break
        air.flow()
        joined = [zone for zone in range(5) if closed & ~air.leg.closed & (1 << zone)]
        for zone in joined:
            assert before[zone] >= max(before) - 50
    assert closed == 0


def test_a_missing_pressure_stops_the_pump_in_the_same_tick():
    for zone in range(5):
        air = Air()
        assert air.until(lambda now: now.leg.pump_pct == 100) > 0
        air.reading.smooth_dmmhg[zone] = None
        air.leg.step(air.reading, 20)
        assert air.leg.pump_pct == 0


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
    assert air.until(lambda now: now.leg.cycle == 1) > 0


def test_a_zone_not_used_is_never_filled_and_opens_first():
    air = Air()
    step = plan_of(COMPRESSION).steps[0]
    step.targets_dmmhg[1] = step.first_targets_dmmhg[1] = 0
    air.leg.begin(step)
    opened = []
    while air.leg.cycle == 0:
        air.tick()
        if air.leg.zone >= 0 and air.leg.zone not in opened:
            opened.append(air.leg.zone)
        if air.leg.mode[0] == RELEASING:
            assert not air.leg.closed & 2
    assert opened == [0, 2, 3, 4] and air.leg.mode[1] == OFF


def test_a_leg_left_out_stays_open_and_waits_for_nothing():
    air = Air(1, legs="left")
    air.tick(500)
    assert (air.leg.closed, air.leg.vents_closed, air.leg.pump_pct) == (0, False, 0)
    assert air.leg.mode == [OFF] * 5 and air.leg.zone == -1
    assert air.leg.holds_full() and not air.leg.active
    air.leg.restart()
    air.tick(500)
    assert air.leg.closed == 0


def test_venting_opens_everything_at_once_from_any_moment():
    for moment in range(0, 800, 13):
        air = Air()
        air.tick(moment)
        air.leg.vent()
        assert (air.leg.closed, air.leg.vents_closed, air.leg.pump_pct, air.leg.zone) == (0, False, 0, -1)
        assert air.leg.mode == [OFF] * 5
        air.tick(100)
        assert air.leg.closed == 0 and air.leg.pump_pct == 0


def test_a_restart_fills_again_from_the_foot_to_the_cycles_targets():
    air = Air()
    air.until(lambda now: now.leg.cycle == 1)
    air.tick(100)
    air.leg.vent()
    air.tick(100)
    air.leg.restart()
    assert air.leg.cycle == 1 and air.leg.targets[0] == 800
    assert air.leg.zone == 0 and air.leg.mode == [FILLING] + [WAITING] * 4


def test_fill_budgets():
    air = Air()
    leg = air.leg
    assert leg.budget_ms() == 40000
    for learned_ms, budget_ms in ((1, 2002), (1000, 4000), (11499, 24998), (11500, 25000), (20000, 25000)):
        leg.learned_ms[0] = learned_ms
        assert leg.budget_ms() == budget_ms
    leg.zone = -1
    assert leg.budget_ms() == 40000


def test_a_fill_is_learned_by_its_pump_time():
    air = Air()
    air.until(lambda now: now.leg.zone == 1)
    assert air.leg.learned_ms[0] == air.leg.learned_ms[0] // 20 * 20 > 0
    assert air.leg.learned_ms[1] == 0
