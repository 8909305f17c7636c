"""Does the valve of a zone close? A look before a top-up: all closed, pump at rest, the manifold must not rise.

A manifold of 100 ml takes 0.13 ml a mmHg: what a leaking seat lets through shows in a moment. Behind one that gapes
manifold and zone are level: a zone that fell fast while something else was open, and now neither falls nor differs.
"""

from . import limits

UNSEEN, SEALS, LEAKS, GAPES = range(4)
_FROM_MS = 80  # the rotor coasts 60 ms, a valve travels 15
_TO_MS = 160
_FELL_DMMHG = 20
_TELLS_DMMHG = 200
_FALLS_DMMHG = 5
_LEVEL_DMMHG = limits.ZONES_SHARE_MMHG * 10
_RISE_DMMHG = limits.SEAT_MMHG * 10


class Seat:
    """`found` is what the look of this top-up has found, `rise_dmmhg` by how much the manifold rose."""

    def __init__(self):
        self.found = UNSEEN
        self.rise_dmmhg = 0
        self._fell_dmmhg = 0
        self._manifold_dmmhg = 0
        self._zone_dmmhg = 0
        self._ms = 0

    def begin(self, fell_dmmhg):
        """The zone has lost `fell_dmmhg` in the last fifth of a second."""
        self.found = UNSEEN
        self.rise_dmmhg = 0
        self._fell_dmmhg = fell_dmmhg
        self._ms = 0

    def look(self, zone_dmmhg, manifold_dmmhg, dt_ms):
        """Each tick, of 20 ms more or less; True when the look is over."""
        before_ms = self._ms
        self._ms += dt_ms
        if before_ms < _FROM_MS:
            self._zone_dmmhg = zone_dmmhg
            self._manifold_dmmhg = manifold_dmmhg
            return False
        if self._ms < _TO_MS:
            return False
        self.rise_dmmhg = manifold_dmmhg - self._manifold_dmmhg
        self.found = self._judge(zone_dmmhg, manifold_dmmhg)
        return True

    def _judge(self, zone_dmmhg, manifold_dmmhg):
        if self.rise_dmmhg >= _RISE_DMMHG:
            return LEAKS
        level = abs(zone_dmmhg - manifold_dmmhg) < _LEVEL_DMMHG
        falls = self._zone_dmmhg - zone_dmmhg >= _FALLS_DMMHG
        if self._fell_dmmhg >= _FELL_DMMHG and level and not falls:
            return GAPES
        # a manifold nearly as full as the zone takes nothing from it: nothing was seen
        return SEALS if zone_dmmhg - self._manifold_dmmhg >= _TELLS_DMMHG else UNSEEN
