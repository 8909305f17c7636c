"""What a fill does beside filling: looks at paths and seats, the way into a top-up, a joint fill that waits or ends."""

from tests.core.cases_fill import run
from tests.core.parts import feed, new_fill

from station_firmware.core.seat import SEALS


def test_a_look_alone_puffs_each_path_and_is_done():
    fill = new_fill()
    fill.look_only(0b101)
    seen = []
    for _ in range(60):
        done = feed(fill, [0] * 5, [700] * 5, 0, 20)
        if not seen or seen[-1] != (fill.open, fill.pump_pct):
            seen.append((fill.open, fill.pump_pct))
        if done:
            break
    assert done and seen == [(1, 0), (1, 20), (1, 0), (4, 0), (4, 20), (4, 0)]
    # another fill is a fill again
    fill.begin(1, True)
    assert run(fill, 20)[-1] == 100


def test_a_joint_fill_that_takes_too_long_goes_on_zone_by_zone():
    for learned_ms, most_ms in ((0, 10000), (3000, 4000)):
        fill = new_fill()
        fill.learned_ms[0] = fill.learned_ms[1] = learned_ms
        fill.begin(3, True)
        while fill.open != 3 or fill.pump_pct != 100:
            feed(fill, [0] * 5, [700] * 5, 0, 20)
        while fill.pump_pct:
            assert max(fill.on_ms) <= most_ms
            feed(fill, [100] * 5, [700] * 5, 120, 20)
        assert max(fill.on_ms) == most_ms + 10
        run(fill, 9, zone=100, manifold=120)
        assert fill.open == 1 and fill.pump_pct == 100


def test_a_top_up_that_looks_begins_closed_and_connects_after_the_look():
    fill = new_fill()
    fill.seat.begin(0)
    fill.top_up(3, 1000, True)
    seen = []
    for _ in range(13):
        assert not feed(fill, [500] * 5, [700] * 5, 300, 20)
        seen.append((fill.open, fill.pump_pct))
    # 160 ms closed, then 60 ms of travel at the gap's duty, then the fill
    assert seen == [(0, 0)] * 7 + [(8, 14)] * 3 + [(8, 14), (8, 100), (8, 100)]
    assert fill.topped == 3 and fill.seat.found == SEALS


def test_the_pump_feeds_an_empty_manifold_by_the_gap_while_the_valve_travels():
    for gap, duty in (
        (-100, 0),
        (0, 0),
        (13, 0),
        (14, 1),
        (500, 36),
        (700, 50),
        (1300, 93),
        (1388, 99),
        (1400, 100),
    ):
        fill = new_fill()
        fill.top_up(0, gap)
        assert fill.pump_pct == duty and fill.open == 1
    fill = new_fill()
    fill.top_up(0, 5000)
    assert fill.pump_pct == 100


def _pumping(zones):
    """A fill of these zones that has looked at its paths: all connected, the pump at full duty."""
    fill = new_fill()
    fill.begin(zones, True)
    while fill.open != zones or fill.pump_pct != 100:
        feed(fill, [0] * 5, [700] * 5, 0, 20)
    return fill


# REQ-6
def test_a_joint_fill_waits_for_somebody_who_flexes_for_a_second_and_no_longer():
    for over, waits in ((40, 0), (41, 50)):
        fill = _pumping(3)
        pressures = [200 + over, 200, 0, 0, 0]
        duties = []
        for _ in range(60):
            feed(fill, pressures, [700] * 5, 200, 20)
            duties.append(fill.pump_pct)
        assert duties == [0] * waits + [100] * (60 - waits)
        # it has closed nothing and blamed nobody
        assert fill.open == 3 and fill.path.blocked_zone < 0


# REQ-6
def test_a_flex_that_ends_lets_the_pump_run_in_the_same_tick():
    fill = _pumping(3)
    spent_ms = fill.on_ms[0]
    for over, duty in ((300, 0), (41, 0), (40, 100), (41, 0), (0, 100)):
        feed(fill, [200 + over, 200, 0, 0, 0], [700] * 5, 200, 20)
        assert fill.pump_pct == duty
    # the two ticks in which the pump was on, shared by two zones
    assert fill.on_ms[0] == spent_ms + 20


# REQ-33 REQ-88
def test_a_zone_filled_alone_whose_manifold_leaps_twice_is_blocked_and_pumped_no_more():
    for step, blocked in ((149, False), (150, True), (300, True)):
        fill = _pumping(1)
        for manifold in (140, 140 + step, 140 + 2 * step):
            assert fill.pump_pct == 100
            # the hose alone: it stands level with the manifold
            feed(fill, [manifold] + [0] * 4, [1100] * 5, manifold, 20)
        assert (fill.path.blocked_zone == 0) == blocked and fill.path.kinked == blocked
        assert fill.pump_pct == (0 if blocked else 100)


# REQ-88
def test_of_several_zones_a_manifold_that_leaps_says_nothing():
    fill = _pumping(3)
    for manifold in (200, 400, 600, 800):
        feed(fill, [manifold, manifold, 0, 0, 0], [1100] * 5, manifold, 20)
    assert fill.path.blocked_zone < 0 and fill.pump_pct == 100
