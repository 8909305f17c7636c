"""A service move stepped by hand, tick by tick, without a station's own loop; the same on both interpreters."""

from tests.core.parts import ZERO_CODE, new, new_station

from station_firmware.core import calibrating, chain, limits, selftest
from station_firmware.core.calibrating import ARMING, FEELING, HOLDING, PUMPING
from station_firmware.core.reading import PRESSURE_CHANNELS

TARGET_MMHG = 80


def codes_of(dmmhg):
    """The first code above the zero that reads at least so much by the nominal span."""
    return (dmmhg * 100000 + 101733) // 101734


class Hand:
    """A move stepped by hand: `codes` are above the zero, the same for all six unless `own` says otherwise."""

    def __init__(self, leg=0, vented_ms=limits.ZERO_VENTED_MS):
        self.station = new_station()
        self.move = new(calibrating, "Move", leg, TARGET_MMHG)
        self.test = self.station.test
        self.test.serve(self.move)
        self.test.vented_ms = vented_ms
        self.zero = ZERO_CODE
        self.own = {}
        self.lease = True

    def tick(self, codes=0, count=1):
        """The same reading in `count` ticks; True when the move is over."""
        over = False
        for _ in range(count):
            station = self.station
            for index in range(12):
                above = self.own.get(index, codes)
                station.reading.codes[PRESSURE_CHANNELS[index]] = above if above < 0 else self.zero + above
            if self.lease:
                self.move.lease_ms = 0
            station.demand.clear()
            over = self.move.step(self.test, station.reading, station.chain, station.demand, station.gate, 20)
        return over

    def zeroed(self):
        """Two means of a still rest."""
        self.tick(count=2 * limits.CAL_SAMPLES)
        assert self.move.phase == ARMING and self.station.chain.want
        return self

    def armed(self):
        self.zeroed()
        self.station.chain.phase = chain.CLOSED
        self.tick()
        assert self.move.phase == FEELING
        return self

    def pumping(self):
        self.armed()
        self.tick(count=limits.CAL_FEEL_MS // 20)
        assert self.move.phase == PUMPING
        return self

    def holding(self):
        self.pumping()
        self.tick(codes_of(TARGET_MMHG * 10))
        assert self.move.phase == HOLDING
        return self

    def ended(self):
        """(why, channel, measured, limit)."""
        move = self.move
        return move.why, move.channel, move.measured, move.limit

    def pumps(self):
        return self.station.demand.pump_left_pct, self.station.demand.pump_right_pct


def found(hand):
    test = hand.test
    assert test.phase == selftest.FAILED
    return test.code, test.channel, test.measured, test.limit
