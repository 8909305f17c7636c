"""The current walk: one output after another is driven alone, and the actuators' current must follow.

It proves coil, drain and wire, which no read-back does. Nothing is closed against a pump: one valve at a time.
"""

from . import fault, figures, limits
from .outputs import ALL_ZONES, VENT_SHIFT, ZONES

_PUMPS = 14  # the first pump among fault.OUTPUT_NAMES
_ALL = 16
_STEP_MS = 40  # what a tick drives is seen in the second reading after it
_PUMP_MS = 100
_WHICH_MS = 200
_COIL_LOW_MA = limits.COIL_MA * (100 - limits.CURRENT_PCT) // 100
_COIL_HIGH_MA = limits.COIL_MA * (100 + limits.CURRENT_PCT) // 100
_PUFF_MA = limits.PUMP_MA * limits.TEST_PUFF_PCT // 100
_PUMP_LOW_MA = _PUFF_MA * (100 - limits.CURRENT_PCT) // 100
_PUMP_HIGH_MA = _PUFF_MA * (100 + limits.CURRENT_PCT) // 100
_STUCK_ON_MA = limits.PUMP_MA * (100 - limits.CURRENT_PCT) // 100
_VENTS_1 = 5 << VENT_SHIFT


class Walk:
    """`begin()`, then `step()` each tick until it is True. A finding goes to the test that is passed in."""

    def __init__(self):
        self._ms = 0
        self._at = -1
        self._which = 0

    def begin(self):
        self._ms = 0
        self._at = -1  # nothing is driven, before the first output and after the last
        self._which = 0

    def step(self, test, reading, demand, dt_ms):
        self._ms += dt_ms
        at = self._at
        if at > _ALL:
            return self._find_pump(test, reading, demand)
        if self._ms >= (_PUMP_MS if _PUMPS <= at < _ALL else _STEP_MS):
            self._judge(test, at, reading.current_ma)
            if test.failed() or at == _ALL:
                return not test.failed()
            self._ms = 0
            self._at += 1
            at = self._at
        if at == _PUMPS:
            demand.pump_left_pct = limits.TEST_PUFF_PCT
        elif at == _PUMPS + 1:
            demand.pump_right_pct = limits.TEST_PUFF_PCT
        elif 0 <= at < _PUMPS:
            demand.closed = 1 << at
        return False

    def _judge(self, test, at, current_ma):
        row = test.figures
        if at < 0:
            row[figures.REST_MA] = current_ma
            if current_ma >= _STUCK_ON_MA:
                self._at = _ALL
            return
        step_ma = current_ma - row[figures.REST_MA]
        if at == _ALL:
            # an output that is always on has shown no step; what is left is none of those that were driven
            if current_ma > limits.CURRENT_REST_MA:
                test.find(fault.OUTPUT_CURRENT, _ALL, current_ma, limits.CURRENT_REST_MA)
            return
        row[figures.WALK_MA + at] = step_ma
        low = _COIL_LOW_MA if at < _PUMPS else _PUMP_LOW_MA
        high = _COIL_HIGH_MA if at < _PUMPS else _PUMP_HIGH_MA
        if at >= _PUMPS and step_ma * 2 < low:
            test.find(fault.PUMP_DEAD, at - _PUMPS, step_ma, low)
        elif not low <= step_ma <= high:
            test.find(fault.OUTPUT_CURRENT, at, step_ma, low if step_ma < low else high)

    def _find_pump(self, test, reading, demand):
        """A pump runs that nobody drives: the manifold that rises behind one open vent is its own."""
        demand.closed = ALL_ZONES | _VENTS_1
        left, right = reading.manifolds_dmmhg
        if left is not None and right is not None and self._ms > _WHICH_MS // 2:
            drifts = test.zeros.means_cmmhg
            self._which += left - right - (drifts[ZONES] - drifts[ZONES + 1]) // 10
        if self._ms >= _WHICH_MS:
            leg = 0 if self._which > 0 else 1
            test.find(fault.PUMP_STUCK_ON, leg, test.figures[figures.REST_MA], limits.CURRENT_REST_MA)
        return False
