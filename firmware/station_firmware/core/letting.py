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
_VENTED_DMMHG = limits.VENTED_MMHG * 10


class Letting:
    """`begin(zones)`, `step` each tick: `open` are the zones connected, `ms` the time since the begin.

    `open_ms` is how long each zone's valve has been open. With `zones` 0 nothing is being let go.
    """

    def __init__(self):
        self.zones = 0
        self.open = 0
        self.ms = 0
        self.open_ms = [0] * _ZONES
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
                self.open |= bit
                self.open_ms[zone] += dt_ms
        if self._down_ms >= _EMPTY_MS:
            self.begin(self.zones)  # its times say nothing of a leg at rest
            self.open = self.zones
            self._empty = True
        return self._empty
