"""A manifold that does not hold is fed so that the zone which takes the air can be felt, and only that leg is."""

from tests.core.parts import REST, Bench, new_reading

from station_firmware.core import fault, selftest
from station_firmware.core.outputs import Demand
from station_firmware.core.selftest_moves import _FEED, _FLOW
from station_firmware.core.states import FAULT, IDLE, READY


def _wished(part, leg, manifolds):
    """The duties asked for in `part`, looking at `leg`."""
    moves = Bench().station.test._moves
    moves.begin()
    moves._part = part
    moves._leg = leg
    reading = new_reading()
    reading.manifolds_dmmhg[:] = manifolds
    demand = Demand()
    moves._wish(reading, demand)
    assert demand.closed == 0x3FFF
    return demand.pump_left_pct, demand.pump_right_pct


# REQ-97 REQ-98
def test_a_leak_is_fed_at_a_fifth_below_sixty_mmhg_and_not_above_it_nor_blindly():
    for dmmhg, duty in ((-10, 20), (0, 20), (599, 20), (600, 0), (601, 0), (None, 0)):
        assert _wished(_FEED, 0, [dmmhg, 0]) == (duty, 0)
        assert _wished(_FEED, 1, [0, dmmhg]) == (0, duty)
        # the other leg's manifold says nothing
        assert _wished(_FEED, 0, [0, dmmhg]) == (20, 0)
        assert _wished(_FLOW, 1, [dmmhg, dmmhg]) == (0, 100)


class Leaky(Bench):
    """A bench where the closed valve of `zone` lets so much out of the manifold a tick, a tenth of it felt there."""

    def __init__(self, zone, leak_dmmhg):
        self.zone = zone
        self.leak_dmmhg = leak_dmmhg
        self.highest = [0, 0]
        super().__init__()
        assert self.until(IDLE)
        self.run(6000)
        self.arm(REST)

    def _air(self, leg):
        super()._air(leg)
        self.highest[leg] = max(self.highest[leg], self.manifolds[leg])
        closed = self.relay and self.out.closed >> self.zone & 1
        if leg == self.zone // 5 and closed and self.manifolds[leg] > self.zones[self.zone]:
            self.manifolds[leg] -= min(self.manifolds[leg], self.leak_dmmhg)
            self.zones[self.zone] += self.leak_dmmhg // 10


# REQ-98
def test_a_zone_that_fills_through_its_closed_valve_is_named():
    for zone in (0, 4, 5, 7):
        bench = Leaky(zone, 10)
        assert bench.until(FAULT, 20000)
        kept = bench.locks.faults[0]
        assert (kept.code, kept.channel) == (fault.ZONE_VALVE_LEAK, zone) and len(bench.codes()) == 1
        assert max(bench.highest) < 800 and bench.station.gate.refused == 0


# REQ-98
def test_what_leaks_less_than_five_mmhg_in_the_look_is_no_finding():
    bench = Leaky(6, 2)
    assert bench.until(READY, 20000) and bench.station.test.phase == selftest.PASSED
