"""A bench in the morning: nothing was tried today, and pressure switches that open the chain."""

from tests.core.parts import Bench

from station_firmware.core.states import IDLE

NEVER = -1000


class Morning(Bench):
    """A bench at rest where nothing was tried today. `opens`: where each switch opens, `stuck`: those that do not."""

    def __init__(self, estop=False, switches=True):
        self.opens = [1400, 1400]
        self.stuck = 0
        self.switch_open = [False, False]
        self.pole_b = False
        self.half_press = False
        super().__init__()
        assert self.until(IDLE)
        day = self.station.test.daily
        if estop:
            day.estop_hour = NEVER
        if switches:
            day.switch_hour = NEVER

    def _sense(self):
        super()._sense()
        taps = self.reading.taps
        if self.half_press and not self.estop:
            taps = 0x40
        for leg in range(2):
            if self.switch_open[leg] and taps & 1:
                taps &= 0x41 | (2 if leg else 0)
        self.reading.taps = taps

    def _chain(self):
        super()._chain()
        for leg in range(2):
            if self.manifolds[leg] >= self.opens[leg] and not self.stuck >> leg & 1:
                self.switch_open[leg] = True
                self.relay = False
            elif self.manifolds[leg] < 1000:
                self.switch_open[leg] = False

    def press(self, span_ms=200):
        """Press the emergency stop, release it, and hold the knob until the station is idle again."""
        self.estop = False
        self.run(span_ms)
        self.estop = True
        self.run(100)
        self.reading.encoder_push = True
        self.run(2200)
        self.reading.encoder_push = False
        self.run(1000)
