"""One zone's fill: the puff tells an open path from a blocked one, the pump ends fine, its time is counted."""

from tests.core.parts import new_fill


def run(fill, ticks, zone=0, target=700, manifold=0):
    """Step with fixed pressures; returns the pump's wish after each tick."""
    seen = []
    for _ in range(ticks):
        if fill.step(zone, target, manifold, 20):
            seen.append(-1)
            break
        seen.append(fill.pump_pct)
    return seen


def _begun(fresh=True):
    fill = new_fill()
    fill.begin(fresh)
    return fill


def _puffed(rise_dmmhg):
    """A fresh fill whose first puff raised the manifold by so much, at the tick after the look."""
    fill = _begun()
    run(fill, 5)
    run(fill, 5, manifold=rise_dmmhg)
    return fill


def test_a_fresh_fill_lets_valves_travel_then_puffs_forty_ms_at_a_fifth():
    assert run(_begun(), 12) == [0, 0, 20, 20, 0, 0, 0, 0, 0, 0, 100, 100]


def test_a_top_up_begins_without_a_puff():
    assert run(_begun(False), 6) == [0, 0, 0, 100, 100, 100]


def test_an_open_path_lets_the_pump_run():
    for rise in (-20, 0, 15, 79):
        fill = _puffed(rise)
        assert run(fill, 3, manifold=rise)[-1] == 100
        assert not fill.blocked


def test_two_blocked_puffs_are_a_blocked_path_and_no_pump():
    for rise in (80, 81, 150, 380):
        fill = _begun()
        ticks = 0
        manifold = 0
        duties = []
        while not fill.blocked and ticks < 60:
            # what the pump pushes stays in the manifold
            fill.step(0, 700, manifold, 20)
            duties.append(fill.pump_pct)
            manifold += rise // 2 + rise % 2 if fill.pump_pct else 0
            ticks += 1
        assert fill.blocked and duties.count(20) == 4
        assert fill.rise_dmmhg >= 80
        assert set(run(fill, 50, manifold=manifold)) == {0}


def test_one_blocked_puff_is_tried_again():
    fill = _begun()
    run(fill, 5)
    run(fill, 5, manifold=200)
    assert not fill.blocked
    assert 20 in run(fill, 5, manifold=200)
    assert run(fill, 8, manifold=200)[-1] == 100
    assert not fill.blocked


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
    assert fill.on_ms == running * 20


def test_a_fresh_fill_counts_anew_and_a_top_up_goes_on():
    fill = _begun()
    run(fill, 50)
    spent_ms = fill.on_ms
    fill.begin(False)
    assert fill.on_ms == spent_ms and fill.pump_pct == 0
    fill.begin(True)
    assert fill.on_ms == 0


def test_a_zone_already_full_is_done_without_the_pump():
    fill = _begun(False)
    seen = run(fill, 20, zone=700)
    assert seen[-1] == -1 and set(seen) == {0, -1}


def test_a_path_that_closes_while_the_pump_runs_is_blocked_after_two_samples():
    for apart, blocked in ((300, False), (301, True), (800, True)):
        fill = _begun(False)
        run(fill, 5)
        run(fill, 1, manifold=apart)
        assert not fill.blocked and fill.pump_pct == 100
        run(fill, 1, manifold=apart)
        assert fill.blocked == blocked
        assert not blocked or (fill.pump_pct, fill.rise_dmmhg) == (0, apart)


def test_one_sample_apart_is_no_blocked_path():
    fill = _begun(False)
    run(fill, 5)
    for _ in range(20):
        run(fill, 1, manifold=900)
        run(fill, 1, manifold=300)
    assert not fill.blocked


def test_a_blocked_fill_does_not_pump_again():
    fill = _begun(False)
    run(fill, 5)
    run(fill, 2, manifold=900)
    assert set(run(fill, 100)) == {0}
