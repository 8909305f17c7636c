"""The safety chain as firmware sees it: it asks for the relay with one deliberate edge and can only drop it.

To arm: heartbeat edges first (the monostable needs them), then one pulse on the arm line, then the supply must
appear. To drop: stop the heartbeat.
"""

from . import limits

OPEN, BEATING, ARMING, CLOSED = range(4)
_BEATS_MS = 60
_PULSE_MS = 40
# taps that must read closed, bit k = LINK_NAMES[k]
_ALL_LINKS = 0xFF
_LINKS_AT_REST = 0x4F  # both E-stop poles, both pressure switches, the cut-out
_ARMED = 0xA0  # relay and supply
LINK_ESTOP = 0
LINK_ESTOP_RETURN = 6


class Chain:
    """`want` is set by the session; `step()` gives `heartbeat` and `arm` for the gate to pass on.

    `unasked`: relay or supply were seen closed before the arm edge; then there is none. A relay that sticks, or what
    drives it, would close again by itself behind a released emergency stop.
    """

    def __init__(self):
        self.want = False
        self.phase = OPEN
        self.heartbeat = False
        self.arm = False
        self.unasked = False
        self._ms = 0

    def closed(self):
        return self.phase == CLOSED

    def healthy(self, reading):
        """True when nothing is open that should be closed: at rest the heartbeat and what hangs on it may be."""
        expected = _ALL_LINKS if self.phase == CLOSED else _LINKS_AT_REST
        return reading.taps & expected == expected

    def failed_to_close(self):
        """True when the relay was not seen in time after its arm edge."""
        return self.phase == ARMING and self._ms > limits.CHAIN_CLOSE_MS

    def first_open_link(self, reading):
        """The number of the first open link in wire order, or -1 when all are closed."""
        missing = _ALL_LINKS & ~reading.taps
        for link in range(8):
            if missing & (1 << link):
                return link
        return -1

    def drop(self):
        """Stop the heartbeat and forget the relay: it must be armed again by a new edge."""
        self.want = False
        self.phase = OPEN
        self.heartbeat = False
        self.arm = False
        self.unasked = False
        self._ms = 0

    def step(self, reading, dt_ms):
        """Advance by one tick towards `want`."""
        if not self.want:
            self.drop()
            return
        self._ms += dt_ms
        self.heartbeat = True
        if self.phase == OPEN:
            self.phase = BEATING
            self._ms = 0
        elif self.phase == BEATING:
            if reading.supply or reading.taps & _ARMED:
                self.unasked = True
            elif self._ms >= _BEATS_MS:
                self.phase = ARMING
                self._ms = 0
        elif self.phase == ARMING:
            self.arm = self._ms < _PULSE_MS
            if not self.arm and self.first_open_link(reading) < 0:
                self.phase = CLOSED
