"""Does a sealed leg keep its air? Sums what each zone loses while all its valves are closed, hold by hold.

A zone that falls faster than LEAK_FALL_MMHG_S over LEAK_LOOK_MS of isolation, in LEAK_HOLDS holds running, leaks. So
does one that ends so many holds more than LEAK_LOW_MMHG below its target: five that leak a little keep the pump from
each other.
Topping up ends an isolation and another follows, so the sums run over the whole hold. No allocation once made.
"""

from . import limits

_ZONES = 5
_SETTLE_MS = 200
_FAR_DMMHG = 5
_LOW_DMMHG = limits.LEAK_LOW_MMHG * 10


class Seal:
    """`begin()` a hold, `look()` each tick of it that the leg is sealed, `opened()` when it is not, `end()` the hold.

    `leaking` are the zones that fall, `low` those not kept. A hold begun with `tells` False is not judged.
    """

    def __init__(self):
        self.leaking = 0
        self.fall_dmmhg_s = [0] * _ZONES
        self._from = [0] * _ZONES
        self._lost = [0] * _ZONES
        self.low = 0
        self.low_dmmhg = [0] * _ZONES
        self._holds = [0] * _ZONES
        self._lows = [0] * _ZONES
        self._tells = True
        self._isolated_ms = 0
        self._sealed = False

    def clear(self):
        """A new session: nothing is known of any zone."""
        self.leaking = 0
        self.low = 0
        self.begin()
        for zone in range(_ZONES):
            self._holds[zone] = 0
            self._lows[zone] = 0

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

    def loser(self, zone):
        """Whose air comes into the manifold in a hold: that of the zone that loses by far more, or of `zone`."""
        most_dmmhg = self._lost[zone] + _FAR_DMMHG
        for other in range(_ZONES):
            if self._lost[other] > most_dmmhg:
                zone = other
                most_dmmhg = self._lost[other]
        return zone

    def end(self, held, pressures, targets):
        """The hold is over: judge the zones held by where they stand and, if it can be told, by what they lost."""
        if self._tells:
            self._judge_low(held, pressures, targets)
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

    def _judge_low(self, held, pressures, targets):
        for zone in range(_ZONES):
            if not held >> zone & 1 or targets[zone] - pressures[zone] <= _LOW_DMMHG:
                self._lows[zone] = 0
                continue
            self._lows[zone] += 1
            self.low_dmmhg[zone] = pressures[zone]
            if self._lows[zone] >= limits.LEAK_HOLDS:
                self.low |= 1 << zone

    def begin(self, tells=True):
        """Nothing is known of this hold yet; one in which somebody pressed tells nothing."""
        self._tells = tells
        self._isolated_ms = 0
        self._sealed = False
        for zone in range(_ZONES):
            self._lost[zone] = 0
