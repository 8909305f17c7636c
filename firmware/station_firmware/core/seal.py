"""Does a sealed leg keep its air? Sums what each zone loses while all its valves are closed, hold by hold.

A zone that falls faster than LEAK_FALL_MMHG_S over LEAK_LOOK_MS of isolation, in LEAK_HOLDS holds running, leaks.
Topping up ends an isolation and another follows, so the sums run over the whole hold. No allocation once made.
"""

from . import limits

_ZONES = 5
_SETTLE_MS = 200


class Seal:
    """`begin()` a hold, `look()` each tick of it that the leg is sealed, `opened()` when it is not, `end()` the hold.

    `leaking` are the zones found. `begin` in the middle of a hold forgets it: somebody pressed, it tells nothing.
    """

    def __init__(self):
        self.leaking = 0
        self.fall_dmmhg_s = [0] * _ZONES
        self._from = [0] * _ZONES
        self._lost = [0] * _ZONES
        self._holds = [0] * _ZONES
        self._isolated_ms = 0
        self._sealed = False

    def clear(self):
        """A new session: nothing is known of any zone."""
        self.leaking = 0
        self.begin()
        for zone in range(_ZONES):
            self._holds[zone] = 0

    def look(self, pressures, sealed_ms):
        """Every tick of a sealed leg, `sealed_ms` after it was sealed: the air has settled, remember where it stood."""
        if not self._sealed and sealed_ms >= _SETTLE_MS:
            self._sealed = True
            for zone in range(_ZONES):
                self._from[zone] = pressures[zone]

    def opened(self, pressures, sealed_ms):
        """The isolation ends after `sealed_ms`: what has each zone lost in it?"""
        if self._sealed:
            self._sealed = False
            self._isolated_ms += sealed_ms - _SETTLE_MS
            for zone in range(_ZONES):
                self._lost[zone] += self._from[zone] - pressures[zone]

    def end(self, held):
        """The hold is over: judge the zones that were held, if they were isolated long enough to tell."""
        if self._isolated_ms >= limits.LEAK_LOOK_MS:
            most_dmmhg = limits.LEAK_FALL_MMHG_S * self._isolated_ms // 100
            for zone in range(_ZONES):
                if not held >> zone & 1 or self._lost[zone] <= most_dmmhg:
                    self._holds[zone] = 0
                    continue
                self._holds[zone] += 1
                self.fall_dmmhg_s[zone] = self._lost[zone] * 1000 // self._isolated_ms
                if self._holds[zone] >= limits.LEAK_HOLDS:
                    self.leaking |= 1 << zone
        self.begin()

    def begin(self):
        """Nothing is known of this hold yet."""
        self._isolated_ms = 0
        self._sealed = False
        for zone in range(_ZONES):
            self._lost[zone] = 0
