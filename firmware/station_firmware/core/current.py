"""Does the actuator supply give the current that what is energised should draw? Too much or too little names a part.

One shunt carries all coils and both pumps, so a coil is told from a pump by size and from other coils by nobody: the
self-test drives them one by one. A current is judged when the outputs have not changed for a moment. That a pump runs
unasked is seen at once: it has a shut manifold at its pressure switch within 100 ms.
"""

from . import limits
from .outputs import ALL_BATHS, ALL_VALVES, ALL_VENTS, LEGS

_QUIET_MS = 60  # the rotor coasts

# Of two pumps at rest one runs, and both manifolds are open to the air: a pump at full flow lifts its own by 0.2 mmHg,
# less than the noise of one look, and emptying zones do the same. So zones are slack first, then looks are added up
# until the odds are 1000 to 1 (noise 0.5 mmHg), and nobody is in a hurry: what it pumps blows off.
_SLACK_DMMHG = 30
_STILL_MS = 500
_SURE_DMMHG = 300
_WAIT_MS = 12000


class Current:
    """`look` each tick; `stuck_on` and `dead` are legs as bits, `off` is 1 when the coils' sum is wrong.
    `unasked` is True while a pump runs that should not, also while valves change: too early to say which.

    `expected_ma` is what the outputs of the last tick should draw, `measured_ma` what they do.
    """

    def __init__(self):
        self.expected_ma = 0
        self.measured_ma = 0
        self.stuck_on = 0
        self.dead = 0
        self.off = 0
        self.mute = False
        self.unasked = False
        self._closed = 0
        self._coils_ma = 0
        self._pumps_ma = 0
        self._same_ms = 0
        self._steady_ms = 0
        self._missing_ms = 0
        self._lean_dmmhg = 0
        self._unasked_ms = 0
        self._slack_ms = 0

    def look(self, outputs, reading, powered, legs, dt_ms):
        """`outputs` as driven since the last tick, `powered` while the chain is closed."""
        measured_ma = reading.current_ma
        self.stuck_on = self.dead = self.off = 0
        # without the right pump there is nothing to tell the left one from: it runs again, and alone
        self.mute = self.mute and powered and outputs.pump_right_pct > 0
        pumps_ma = (outputs.pump_left_pct + outputs.pump_right_pct) * (limits.PUMP_MA // 100)
        self._same_ms += dt_ms
        self._steady_ms += dt_ms
        if outputs.closed != self._closed:
            self._take_coils(outputs.closed)
        if pumps_ma != self._pumps_ma or not powered:
            self._pumps_ma = pumps_ma
            self._same_ms = self._steady_ms = self._missing_ms = 0
        off_ma = measured_ma - self._coils_ma - pumps_ma
        self.unasked = self._steady_ms >= _QUIET_MS and off_ma > limits.PUMP_MA // 2
        self._lean(outputs.closed, reading, legs, dt_ms)
        if self._same_ms >= _QUIET_MS:
            self.measured_ma = measured_ma
            self.expected_ma = self._coils_ma + pumps_ma
            self._judge(outputs, off_ma, dt_ms)

    def _lean(self, closed, reading, legs, dt_ms):
        """Add up what tells the two legs apart, look by look."""
        if not self.unasked:
            self._lean_dmmhg = self._unasked_ms = self._slack_ms = 0
            return
        self._unasked_ms += dt_ms
        left, right = reading.manifolds_dmmhg
        if closed & ALL_VENTS:
            self._lean_dmmhg += _above(legs[0], left) - _above(legs[1], right)
            return
        self._slack_ms = self._slack_ms + dt_ms if _slack(reading.smooth_dmmhg) else 0
        if self._slack_ms <= _STILL_MS:
            self._lean_dmmhg = 0
        elif left is not None and right is not None:
            self._lean_dmmhg += left - right

    def _sure(self, outputs):
        """True when the leg can be named: it was asked for something else than the other, or the looks are enough."""
        if outputs.pump_left_pct != outputs.pump_right_pct or outputs.closed & ALL_VENTS:
            return True
        return abs(self._lean_dmmhg) >= _SURE_DMMHG or self._unasked_ms >= _WAIT_MS

    def _take_coils(self, closed):
        self._closed = closed
        valves_ma = _count(closed & ALL_VALVES) * limits.COIL_MA
        self._coils_ma = valves_ma + _count(closed & ALL_BATHS) * limits.CONTACTOR_COIL_MA
        self._same_ms = self._missing_ms = 0

    def _judge(self, outputs, off_ma, dt_ms):
        if self.unasked:
            self.stuck_on = _full(outputs, off_ma, self._lean_dmmhg) if self._sure(outputs) else 0
            return
        # alone, a single coil of the baths must be seen: it is smaller than what may be wrong beside valves
        valves = outputs.closed & ALL_VALVES
        most_ma = limits.OUTPUTS_OFF_MA if valves or not outputs.closed else limits.BATH_COILS_OFF_MA
        most_ma += self._coils_ma * limits.OUTPUTS_OFF_PCT // 100
        if self._pumps_ma:
            missing = off_ma < -max(self._pumps_ma // 4, limits.OUTPUTS_OFF_MA * 2, most_ma)
            self._look_for_dead(outputs, missing, dt_ms)
        else:
            self.off = 1 if abs(off_ma) > most_ma else 0

    def _look_for_dead(self, outputs, missing, dt_ms):
        """With both pumps asked for nobody knows which one is dead: `mute` has the left one stopped to see."""
        both = outputs.pump_left_pct and outputs.pump_right_pct
        self._missing_ms = self._missing_ms + dt_ms if missing else 0
        if both:
            self.mute = self.mute or self._missing_ms > limits.CURRENT_MS
        elif self.mute:
            self.dead = 2 if missing else 1
        elif missing:
            self.dead = 1 if outputs.pump_left_pct else 2


def _count(bits):
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


def _full(outputs, off_ma, lean_dmmhg):
    """The leg whose pump runs though it should not: at full duty it draws what it was not asked for.

    Two that were asked for the same draw the same: then the one whose manifold was higher over all looks.
    """
    left_ma = (100 - outputs.pump_left_pct) * (limits.PUMP_MA // 100)
    right_ma = (100 - outputs.pump_right_pct) * (limits.PUMP_MA // 100)
    if left_ma != right_ma:
        return 1 if abs(off_ma - left_ma) < abs(off_ma - right_ma) else 2
    return 1 if lean_dmmhg >= 0 else 2


def _slack(zones_dmmhg):
    slack = True
    for zone_dmmhg in zones_dmmhg:
        if zone_dmmhg is None or zone_dmmhg >= _SLACK_DMMHG:
            slack = False
    return slack


def _above(leg, manifold):
    """How far the manifold stands above the highest zone it feeds."""
    highest = 0
    for zone in range(5):
        if leg.fill.open >> zone & 1:
            highest = max(highest, leg.pressures[zone])
    return -1 if manifold is None else manifold - highest


assert LEGS == 2
