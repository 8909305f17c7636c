"""One leg on lossless air, for the cases of the leg: what the valves allow is what the zones do."""

from tests.core.parts import COMPRESSION, changed, new_leg, new_reading, plan_of


class Air:
    """Ten zones that do what the valves of the given leg allow, without losses; tenths of mmHg."""

    def __init__(self, number=0, targets=(80, 75, 70, 65, 60), **values):
        self.leg = new_leg(number)
        self.reading = new_reading()
        self.first = number * 5
        self.number = number
        step = plan_of(changed(COMPRESSION, target_mmhg=list(targets), **values)).steps[0]
        self.leg.begin(step)
        # a leg lets go of everything first; these are empty already
        while self.leg._beginning and self.leg.may_go:
            self.tick()

    def tick(self, count=1):
        for _ in range(count):
            self.reading.zones_dmmhg[:] = self.reading.smooth_dmmhg
            self.leg.step(self.reading, 20)
            self.flow()

    def flow(self):
        leg = self.leg
        zones = self.reading.smooth_dmmhg
        manifolds = self.reading.manifolds_dmmhg
        opened = [zone for zone in range(5) if not leg.closed & (1 << zone)]
        for zone in opened:
            at = self.first + zone
            if not leg.vents_closed:
                zones[at] -= zones[at] // 8 + (1 if zones[at] else 0)
            else:
                zones[at] += leg.pump_pct // 5 // len(opened)
        if leg.vents_closed and opened:
            manifolds[self.number] = zones[self.first + opened[0]]
        elif not leg.vents_closed:
            manifolds[self.number] = 0

    def until(self, condition, limit=3000):
        """Tick until `condition(self)`; the number of ticks, -1 when it did not come."""
        for number in range(limit):
            if condition(self):
                return number
            self.tick()
        return -1


def holds(air):
    """The leg is in the hold of its cycle: nothing fills, nothing is let go, the last zone stands."""
    return bool(air.leg.holding & 16) and not air.leg.fill.zones and not air.leg.letting.zones


def lets_all_go(air):
    """The leg is in the last release of its cycle."""
    leg = air.leg
    return leg.course.used != 0 and leg.letting.zones == leg.course.used and not leg._beginning


def held(**values):
    """A leg in its first hold, all five zones full."""
    values.setdefault("pattern", "gradient-hold")
    values.setdefault("hold_s", 60)
    air = Air(**values)
    assert air.until(holds) > 0
    air.tick(5)
    return air


def watch(air, ticks):
    """Tick and hold the rules of every moment."""
    for _ in range(ticks):
        air.tick()
        leg = air.leg
        assert not (leg.fill.zones and leg.letting.zones)
        assert not leg.holding & leg.letting.zones and not leg.holding & leg.fill.zones
        assert not (leg.holding | leg.fill.zones | leg.letting.zones) & ~leg.course.used
        if leg.pump_pct:
            assert leg.closed != 31 and leg.vents_closed
            assert leg.closed == 31 & ~leg.fill.open
        if leg.letting.zones and leg.load.relieved < 0:
            assert not leg.vents_closed and leg.pump_pct == 0
