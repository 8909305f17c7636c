"""Letting air out of some zones of a leg: the fullest first, the others join as they come level, until all are down.

So zones never share the manifold more than a few mmHg apart. Vents are open all the while. A sensor reads low while its
zone's air streams out: a zone counts as empty when it has been below VENTED_MMHG for a while, and a zone that is only
let down is closed for a look, and opened again when it was not down yet.
"""

from . import limits

_ZONES = 5
_EMPTY_MS = 300
_LOOK_MS = 160
_SHARE_DMMHG = limits.ZONES_SHARE_MMHG * 10
_FAST_FROM_DMMHG = limits.FAST_FROM_MMHG * 10
_FAST_TO_DMMHG = limits.FAST_TO_MMHG * 10
_ZONE_OF = {1: 0, 2: 1, 4: 2, 8: 3, 16: 4}
_VENTED_DMMHG = limits.VENTED_MMHG * 10


class Letting:
    """`begin(zones)`, `step` each tick: `open` are the zones connected, `ms` the time since the begin.

    `open_ms` is how long each zone's valve has been open, `from_dmmhg` the most it read in the first second of that,
    `low_dmmhg` the least since then.
    `fast` are the zones that emptied alone and so quickly that only a hose can have. With `zones` 0 nothing is being
    let go.
    """

    def __init__(self):
        self.zones = 0
        self.open = 0
        self.ms = 0
        self.open_ms = [0] * _ZONES
        self.from_dmmhg = [0] * _ZONES
        self.low_dmmhg = [0] * _ZONES
        self.fast = 0
        self._above_ms = 0
        self._down_pct = 0
        self._down_ms = 0
        self._empty = False

    def begin(self, zones, down_pct=0):
        """Let `zones` go: to below VENTED_MMHG, or only down to `down_pct` of their targets."""
        self.zones = zones
        self.open = 0
        self.ms = 0
        self._down_pct = down_pct
        self._down_ms = 0
        self._empty = False
        self.fast = 0
        self._above_ms = limits.FAST_MS + 1
        for zone in range(_ZONES):
            self.open_ms[zone] = 0

    def end(self):
        self.begin(0)

    def step(self, pressures, targets, dt_ms):
        """Advance by one tick; True once every zone that is let go is down. What is empty is not judged again."""
        if self._empty:
            return True
        self.ms += dt_ms
        highest = 0
        down = True
        for zone in range(_ZONES):
            if self.zones >> zone & 1:
                pressure = pressures[zone]
                highest = max(highest, pressure)
                if pressure * 100 > targets[zone] * self._down_pct and pressure >= _VENTED_DMMHG:
                    down = False
        self._down_ms = self._down_ms + dt_ms if down else 0
        if down and self._down_pct:
            self.open = 0
            return self._down_ms >= _LOOK_MS
        for zone in range(_ZONES):
            bit = 1 << zone
            if self.zones & bit and (self.open & bit or pressures[zone] >= highest - _SHARE_DMMHG):
                early = self.open_ms[zone] < limits.FROM_MS
                if not self.open & bit or (early and pressures[zone] > self.from_dmmhg[zone]):
                    self.from_dmmhg[zone] = pressures[zone]
                if early or pressures[zone] < self.low_dmmhg[zone]:
                    self.low_dmmhg[zone] = pressures[zone]
                self.open |= bit
                self.open_ms[zone] += dt_ms
        self._look_alone(pressures, dt_ms)
        if self._down_ms >= _EMPTY_MS:
            self.begin(self.zones)  # its times say nothing of a leg at rest
            self.open = self.zones
            self._empty = True
        return self._empty

    def _look_alone(self, pressures, dt_ms):
        """One zone alone is open: how long ago was it last above FAST_FROM_MMHG?"""
        opened = self.open
        if not opened or opened & (opened - 1):
            self._above_ms = limits.FAST_MS + 1
            return
        pressure = pressures[_ZONE_OF[opened]]
        if pressure > _FAST_FROM_DMMHG:
            self._above_ms = 0
        elif self._above_ms <= limits.FAST_MS:
            self._above_ms += dt_ms
            if pressure < _FAST_TO_DMMHG and self._above_ms <= limits.FAST_MS:
                self.fast |= opened
