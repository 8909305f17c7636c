"""Does somebody press on a zone? Times how long a zone in use stands well above its target, and counts the reliefs."""

from . import limits
from .window import Windows

_ZONES = 5
_LOAD_DMMHG = limits.BODY_LOAD_MMHG * 10


class Load:
    """`look` each tick; `longest_ms` is the longest of `ms`. `relieved` is the zone being let down now, else -1.

    `reliefs` counts those of the last minute, one for a leg that flexes in several zones at once; `last` is the zone of
    the latest.
    """

    def __init__(self):
        self.ms = [0] * _ZONES
        self.longest_ms = 0
        self.relieved = -1
        self.reliefs = Windows(1)
        self.last = 0
        self._since_ms = limits.BODY_LOAD_EVENT_MS

    def clear(self):
        """Nobody presses on anything; what was relieved in the last minute is not forgotten by this."""
        self.longest_ms = 0
        self.relieved = -1
        for zone in range(_ZONES):
            self.ms[zone] = 0

    def look(self, pressures, targets, bound, dt_ms):
        """`bound` are the zones that fill or hold. A zone under relief keeps its time until it is relieved."""
        ms = self.ms
        longest_ms = 0
        for zone in range(_ZONES):
            if not bound >> zone & 1:
                ms[zone] = 0
            elif pressures[zone] > targets[zone] + _LOAD_DMMHG:
                ms[zone] += dt_ms
            elif self.relieved != zone:
                ms[zone] = 0
            if ms[zone] > longest_ms:
                longest_ms = ms[zone]
        self.longest_ms = longest_ms
        self.reliefs.step(dt_ms)
        self._since_ms = min(self._since_ms + dt_ms, limits.BODY_LOAD_EVENT_MS)

    def asks_relief(self):
        """True when a zone has been pressed long enough and none is being relieved."""
        return self.relieved < 0 and self.longest_ms >= limits.BODY_LOAD_MS

    def begin_relief(self):
        """Take the most pressed zone for relief and return it."""
        self.relieved = self.last = self.ms.index(self.longest_ms)
        if self._since_ms >= limits.BODY_LOAD_EVENT_MS:
            self.reliefs.add(0, 1)
        self._since_ms = 0
        return self.last

    def end_relief(self):
        self.ms[self.relieved] = 0
        self.relieved = -1
