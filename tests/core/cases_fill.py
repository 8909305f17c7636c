"""One zone's fill: the puff tells an open path from a blocked one, the pump ends fine, its time is counted."""

from tests.core.parts import feed, new_fill


def run(fill, ticks, zone=0, target=700, manifold=0):
    """Step with fixed pressures; returns the pump's wish after each tick."""
    seen = []
    for _ in range(ticks):
        if feed(fill, [zone] * 5, [target] * 5, manifold, 20):
            seen.append(-1)
            break
        seen.append(fill.pump_pct)
    return seen


def _begun(fresh=True):
    """A fill of the foot alone, fresh or a top-up."""
    fill = new_fill()
    if fresh:
        fill.begin(1, True)
    else:
        fill.top_up(0, False)
    return fill


def _puffed(rise_dmmhg):
    """A fresh fill whose first puff raised the manifold by so much, at the tick after the look."""
    fill = _begun()
    run(fill, 5)
    run(fill, 5, manifold=rise_dmmhg)
    return fill


# REQ-20
def test_a_fresh_fill_lets_valves_travel_then_puffs_forty_ms_at_a_fifth():
    assert run(_begun(), 12) == [0, 0, 20, 20, 0, 0, 0, 0, 0, 0, 100, 100]


def test_a_top_up_begins_without_a_puff():
    assert run(_begun(False), 6) == [0, 0, 0, 100, 100, 100]


def test_an_open_path_lets_the_pump_run():
    for rise in (-20, 0, 15, 79):
        fill = _puffed(rise)
        assert run(fill, 3, manifold=rise)[-1] == 100
        assert fill.path.blocked_zone < 0


# REQ-20
def test_two_blocked_puffs_are_a_blocked_path_and_no_pump():
    for rise in (80, 81, 150, 380):
        fill = _begun()
        ticks = 0
        manifold = 0
        duties = []
        while fill.path.blocked_zone < 0 and ticks < 60:
            # what the pump pushes stays in the manifold
            feed(fill, [0] * 5, [700] * 5, manifold, 20)
            duties.append(fill.pump_pct)
            manifold += rise // 2 + rise % 2 if fill.pump_pct else 0
            ticks += 1
        assert fill.path.blocked_zone == 0 and duties.count(20) == 4
        assert fill.path.rise_dmmhg >= 80
        assert set(run(fill, 50, manifold=manifold)) == {0}


# REQ-20
def test_one_blocked_puff_is_tried_again():
    fill = _begun()
    run(fill, 5)
    run(fill, 5, manifold=200)
    assert fill.path.blocked_zone < 0
    assert 20 in run(fill, 5, manifold=200)
    assert run(fill, 8, manifold=200)[-1] == 100
    assert fill.path.blocked_zone < 0


def test_the_pump_slows_down_near_the_target():
    for short, duty in (
        (700, 100),
        (101, 100),
        (100, 40),
        (31, 40),
        (30, 25),
        (6, 25),
        (5, 0),
        (0, 0),
        (-50, 0),
    ):
        fill = _begun(False)
        run(fill, 4)
        assert run(fill, 1, zone=700 - short) == [duty], short


def test_a_settled_zone_within_a_mmhg_is_done_and_a_lower_one_is_filled_on():
    for zone, done in ((690, True), (700, True), (730, True), (689, False)):
        fill = _begun(False)
        run(fill, 4)
        run(fill, 1, zone=700)
        seen = run(fill, 6, zone=zone)
        assert (seen[-1] == -1) == done
        if done:
            assert len(seen) == 5 and fill.pump_pct == 0
        else:
            assert seen[-1] == 40 or seen[-1] == 25


def test_pump_time_is_counted_by_duty_alone():
    fill = _begun()
    wishes = run(fill, 50)
    # what is asked in one tick runs in the next
    running = len([duty for duty in wishes[:-1] if duty])
    assert fill.on_ms[0] == running * 20


def test_a_fresh_fill_and_a_top_up_count_anew_and_a_fill_that_goes_on_does_not():
    fill = _begun()
    run(fill, 50)
    spent_ms = fill.on_ms[0]
    assert spent_ms > 0
    fill.begin(1, False)
    assert fill.on_ms[0] == spent_ms and fill.pump_pct == 0
    fill.begin(1, True)
    assert fill.on_ms[0] == 0
    run(fill, 50)
    fill.top_up(0, False)
    assert fill.on_ms[0] == 0


def test_a_fill_that_goes_on_asks_only_for_what_is_short_one_zone_at_a_time():
    fill = new_fill()
    fill.begin(7, False)
    pressures = [700, 689, 600, 0, 0]
    opened = []
    for _ in range(200):
        if feed(fill, pressures, [700] * 5, 650, 20):
            break
        if fill.pump_pct:
            assert fill.open in (2, 4)
            zone = 1 if fill.open == 2 else 2
            pressures[zone] += 5
            if fill.open not in opened:
                opened.append(fill.open)
    assert opened == [2, 4] and pressures[1] >= 690 and pressures[2] >= 690


def test_a_joint_fill_looks_at_each_path_alone_and_then_connects_all():
    fill = new_fill()
    fill.begin(0b10110, True)
    seen = []
    for _ in range(60):
        feed(fill, [0] * 5, [700] * 5, 0, 20)
        if not seen or seen[-1] != (fill.open, fill.pump_pct):
            seen.append((fill.open, fill.pump_pct))
    assert seen[:9] == [(2, 0), (2, 20), (2, 0), (4, 0), (4, 20), (4, 0), (16, 0), (16, 20), (16, 0)]
    assert seen[9:] == [(22, 0), (22, 100)]


def test_in_a_joint_fill_each_zone_closes_at_its_own_target_and_the_last_one_settles_open():
    fill = new_fill()
    fill.begin(7, True)
    targets = [800, 700, 600, 0, 0]
    pressures = [0] * 5
    closed_at = {}
    for _ in range(2000):
        before = fill.open
        if feed(fill, pressures, targets, pressures[0], 20):
            break
        if before == 7 or closed_at:
            for zone in range(3):
                if before & ~fill.open & (1 << zone):
                    closed_at[zone] = pressures[zone]
        for zone in range(3):
            if fill.open >> zone & 1:
                pressures[zone] += fill.pump_pct // 10
    assert abs(closed_at[2] - 600) <= 10 and abs(closed_at[1] - 700) <= 10
    assert 0 not in closed_at and abs(pressures[0] - 800) <= 10
    assert fill.open == 1 and fill.pump_pct == 0


def test_the_pumps_time_is_shared_by_the_zones_it_feeds_and_rounded_up():
    for zones, share_ms in ((1, 20), (3, 10), (7, 7), (15, 5), (31, 4)):
        fill = new_fill()
        fill.begin(zones, True)
        while fill.open != zones or fill.pump_pct != 100:
            feed(fill, [0] * 5, [700] * 5, 0, 20)
        before = fill.on_ms[0]
        feed(fill, [0] * 5, [700] * 5, 0, 20)
        assert fill.on_ms[0] - before == share_ms
        assert [fill.on_ms[zone] > 0 for zone in range(5)] == [bool(zones >> zone & 1) for zone in range(5)]


def test_with_more_zones_open_the_pump_slows_later():
    for zones, short, duty in (
        (31, 21, 100),
        (31, 20, 40),
        (31, 7, 40),
        (31, 6, 25),
        (1, 101, 100),
        (1, 100, 40),
    ):
        fill = new_fill()
        fill.begin(zones, True)
        while fill.open != zones or fill.pump_pct != 100:
            feed(fill, [0] * 5, [700] * 5, 0, 20)
        feed(fill, [700 - short] * 5, [700] * 5, 700 - short, 20)
        assert fill.pump_pct == duty, (zones, short)


# REQ-21
def test_a_blocked_path_in_a_joint_fill_names_its_zone():
    fill = new_fill()
    fill.begin(7, True)
    while fill.open != 7 or fill.pump_pct != 100:
        feed(fill, [0] * 5, [700] * 5, 0, 20)
    for up in (350, 700):
        feed(fill, [up, 0, up, 0, 0], [900] * 5, up, 20)
    assert fill.path.blocked_zone == 1 and fill.pump_pct == 0 and fill.path.rise_dmmhg == 350


# REQ-15
def test_fill_budgets():
    fill = new_fill()
    assert fill.budget_ms(3) == 40000
    for learned_ms, budget_ms in ((1, 2002), (1000, 4000), (11499, 24998), (11500, 25000), (20000, 25000)):
        fill.learned_ms[3] = learned_ms
        assert fill.budget_ms(3) == budget_ms
    fill.forget()
    assert fill.budget_ms(3) == 40000


def test_a_zone_already_full_is_done_without_the_pump():
    fill = _begun(False)
    seen = run(fill, 20, zone=700)
    assert seen[-1] == -1 and set(seen) == {0, -1}


def _parts(jump_dmmhg):
    """As far apart as an open path may be; then the manifold jumps so much in each of two ticks."""
    fill = _begun(False)
    run(fill, 5)
    run(fill, 1, manifold=100)
    run(fill, 1, manifold=200)
    run(fill, 1, manifold=200 + jump_dmmhg)
    assert fill.path.blocked_zone < 0 and fill.pump_pct == 100
    run(fill, 1, manifold=200 + 2 * jump_dmmhg)
    return fill


# REQ-21
def test_a_path_that_closes_while_the_pump_runs_is_blocked_after_two_samples():
    for jump, blocked in ((1, False), (39, False), (40, True), (41, True), (400, True)):
        fill = _parts(jump)
        assert (fill.path.blocked_zone == 0) == blocked
        assert fill.pump_pct == 0
        assert not blocked or fill.path.rise_dmmhg == 2 * jump


# REQ-21 REQ-88
def test_a_slow_parting_is_no_blocked_path_it_settles_with_the_pump_off_and_goes_on():
    fill = _parts(39)
    # 100 ms for the comparison with the pump off, one tick to begin again
    assert run(fill, 6, manifold=278) == [0, 0, 0, 0, 0, 100]
    assert fill.open == 1 and not fill.looking()
    # from here on it may stand 30 mmHg apart
    assert set(run(fill, 50, manifold=300)) == {100}
    assert run(fill, 2, manifold=301) == [100, 0]
    assert fill.path.blocked_zone < 0


def test_a_new_fill_is_doubted_as_soon_as_the_first_one_was():
    fill = _parts(39)
    fill.top_up(0, False)
    run(fill, 5)
    assert run(fill, 3, manifold=200) == [100, 100, 100]
    assert run(fill, 2, manifold=201) == [100, 0]


# REQ-21
def test_one_sample_apart_is_no_blocked_path_and_no_doubt():
    fill = _begun(False)
    run(fill, 5)
    for _ in range(20):
        assert run(fill, 1, manifold=900) == [100]
        assert run(fill, 1, manifold=200) == [100]
    assert fill.path.blocked_zone < 0


def test_a_blocked_fill_does_not_pump_again():
    fill = _begun(False)
    run(fill, 5)
    run(fill, 2, manifold=900)
    assert set(run(fill, 100)) == {0}
