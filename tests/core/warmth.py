"""A station with baths on a bench: every wish is granted, the chain obeys, water is what the case says it is."""

from tests.core.parts import TICK_MS, new_station

from station_firmware.core import states
from station_firmware.core.outputs import ALL_BATHS
from station_firmware.core.sensing import worse

HOT, COLD = range(2)


def fitted(station, litres=300, heater_w=3000, chiller_w=1500):
    """Both baths with all that can be fitted."""
    site = station.site
    site.bath_l, site.heater_w, site.chiller_w = litres, heater_w, chiller_w
    site.hot_circulation = site.cold_circulation = True
    return site


class Warm:
    """`tick` lets the thermal control act; `closed` is what it drove; `grants` says what it may have."""

    def __init__(self, state=states.RUNNING, hot=3800, cold=1200):
        self.station = new_station()
        self.site = fitted(self.station)
        self.thermal = self.station.thermal
        self.reading = self.station.reading
        self.session = self.station.session
        self.session.state = state
        self.reading.supply = False
        self.reading.taps = 0x4F
        self.grants = ALL_BATHS
        self.closed = 0
        self.hot(hot)
        self.cold(cold)

    def hot(self, first, second=None):
        self._twins(0, first, first if second is None else second)

    def cold(self, first, second=None):
        self._twins(2, first, first if second is None else second)

    def _twins(self, at, first, second):
        reading = self.reading
        reading.thermistors_cdegc[at] = first
        reading.thermistors_cdegc[at + 1] = second
        if at:
            reading.cold_cdegc = worse(first, second, False)
        else:
            reading.hot_cdegc = worse(first, second, True)

    def want(self, hot=None, cold=None):
        """As a running step would have it."""
        self.session.steps.bath_want_cdegc[:] = [hot, cold]

    def keep(self, hot=None, cold=None):
        """As the opening hours would have it."""
        self.thermal.keep_cdegc[:] = [hot, cold]

    def tick(self, count=1, dt_ms=TICK_MS):
        """Returns what is driven after it."""
        for _ in range(count):
            self.station.demand.clear()
            self.thermal.step(self.station, dt_ms)
            chain = self.station.chain
            closed = self.session.state == states.RUNNING or chain.want
            self.reading.supply = closed
            self.reading.taps = 0xFF if closed else 0x4F
            self.closed = self.station.demand.closed & self.grants if closed else 0
            self.station.gate.outputs.closed = self.closed
        return self.closed

    def run(self, span_ms, dt_ms=TICK_MS):
        return self.tick(span_ms // dt_ms, dt_ms)
