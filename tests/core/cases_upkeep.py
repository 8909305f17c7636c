"""What a zone lacked when its first turn came, the next fill of it leads by: never by more than 1 mmHg."""

from tests.core.leg_air import Air, held, holds

ZONE = 1
BIT = 1 << ZONE


def _sunk(air, by_dmmhg):
    """The zone holds, `by_dmmhg` below its target: is it topped up?"""
    leg = air.leg
    leg.seal_all()
    leg.holding = BIT
    leg.pressures[ZONE] = leg.targets[ZONE] - by_dmmhg
    return leg.upkeep.in_hold()


def _lead(air):
    """How far above its target the next fill of the zone aims."""
    air.leg.upkeep.aim(BIT)
    return air.leg.upkeep.aims[ZONE] - air.leg.targets[ZONE]


def test_a_zone_of_which_nothing_is_known_is_filled_to_its_target():
    assert _lead(Air()) == 0


def test_what_needs_no_top_up_gets_no_lead():
    air = Air()
    assert not _sunk(air, 12)
    assert _lead(air) == 0


def test_the_lead_is_what_it_lacked_beyond_half_a_mmhg_and_at_most_one():
    for sunk_dmmhg, lead_dmmhg in ((13, 8), (14, 9), (15, 10), (16, 10), (60, 10)):
        air = Air()
        assert _sunk(air, sunk_dmmhg)
        assert _lead(air) == lead_dmmhg, sunk_dmmhg


def test_the_most_it_lacked_counts_not_the_last():
    air = Air()
    assert _sunk(air, 15)
    assert _sunk(air, 13)
    assert _lead(air) == 10


def test_a_lead_that_is_wanted_stays_and_one_that_is_not_goes():
    air = Air()
    assert _sunk(air, 13)
    assert _lead(air) == 8
    # sinking as before, the zone now starts 8 higher: no top-up comes before it lacks 13, which it no longer does
    assert _lead(air) == 3
    assert _lead(air) == 0
    assert _lead(air) == 0


def test_a_lead_and_what_is_lacking_still_add_up_to_the_most():
    air = Air()
    assert _sunk(air, 13)
    assert _lead(air) == 8
    assert _sunk(air, 13)
    assert _lead(air) == 10


def test_only_what_is_filled_anew_gets_a_lead():
    air = Air()
    assert _sunk(air, 15)
    air.leg.upkeep.aim(31 & ~BIT)
    assert air.leg.upkeep.leads_dmmhg == [0] * 5
    assert _lead(air) == 10
    assert air.leg.upkeep.leads_dmmhg == [0, 10, 0, 0, 0]


def test_another_session_begins_without_leads():
    air = Air()
    assert _sunk(air, 15)
    air.leg.forget()
    assert _lead(air) == 0
    assert _sunk(air, 15)
    assert _lead(air) == 10
    air.leg.forget()
    assert _lead(air) == 0


def test_the_fill_goes_to_where_it_aims():
    air = Air()
    assert air.until(holds) > 0
    air.leg.upkeep.leads_dmmhg[2] = 15
    highest = [0] * 5
    while air.leg.course.cycle < 2:
        air.tick()
        if air.leg.course.cycle == 1:
            highest = [max(row) for row in zip(highest, air.reading.smooth_dmmhg[:5])]
    targets = air.leg.course.step.targets_dmmhg
    over_dmmhg = [high - target for high, target in zip(highest, targets)]
    # a fill is done within 0.5 mmHg below its aim, and this one aims 1 mmHg higher than the others
    assert over_dmmhg[2] >= 5
    assert max(over_dmmhg[:2] + over_dmmhg[3:]) < 5


def _topped_up_while_another_sank(by_dmmhg):
    """A hold in which a top-up of the zone ends and its neighbour stands `by_dmmhg` below its target."""
    air = held()
    leg = air.leg
    air.reading.smooth_dmmhg[ZONE] -= 20
    assert air.until(lambda air: leg.fill.zones == BIT) > 0
    for _ in range(1000):
        air.reading.smooth_dmmhg[3] = leg.targets[3] - by_dmmhg
        air.tick()
        if leg.fill.zones != BIT:
            return leg
    raise AssertionError("the top-up does not end")


def test_what_sank_far_during_a_top_up_is_next_at_once():
    leg = _topped_up_while_another_sank(16)
    assert leg.fill.zones == 8
    assert leg.vents_closed


def test_what_sank_less_waits_until_the_leg_is_sealed():
    leg = _topped_up_while_another_sank(15)
    assert leg.fill.zones == 0 and leg.closed == 31
    assert not leg.vents_closed


def test_a_hold_that_is_over_ends_with_its_top_up():
    air = held(hold_s=8)
    leg = air.leg
    while leg.course.operation == 1:
        air.reading.smooth_dmmhg[ZONE] = leg.targets[ZONE] - 30
        air.reading.smooth_dmmhg[3] = leg.targets[3] - 30
        air.tick()
        assert leg._hold_ms <= 8000 + 20
    assert leg.course.operation == 2 and leg.letting.zones


def _first_aid(on_ms, pressure_dmmhg):
    """Zone 3 is being filled, the zone below has sunk far: is it helped first?"""
    leg = Air().leg
    leg.fill_zones(8, True)
    leg.holding = BIT
    leg.pressures[ZONE] = leg.targets[ZONE] - 30
    leg.pressures[3] = pressure_dmmhg
    leg.fill.on_ms[3] = on_ms
    leg.upkeep.first_aid(8)
    return leg.fill.zones == BIT


def test_a_fill_that_rises_nowhere_is_judged_before_others_are_helped():
    half_ms = Air().leg.fill.budget_ms(3) // 2
    assert _first_aid(half_ms, 0)
    assert not _first_aid(half_ms + 1, 0)
    assert not _first_aid(half_ms + 1, 99)
    assert _first_aid(half_ms + 1, 100)
