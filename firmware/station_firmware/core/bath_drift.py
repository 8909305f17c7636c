"""Do the baths warm or cool though nobody heats or cools them? How far each has moved in the last PLAUSIBLE_MS.

Both thermometers must have moved: one alone is a thermometer, and layers that mix move one up and the other down.
"""

from . import limits


class BathDrift:
    """`step` each tick; `hot_cdegc` and `cold_cdegc` are what the last whole span has changed, 0 before one is over."""

    def __init__(self):
        self.hot_cdegc = 0
        self.cold_cdegc = 0
        self._from = [None] * 4
        self._ms = [0, 0]

    def clear(self):
        """A bath that nobody watched may have been filled anew."""
        self._forget(0)
        self._forget(1)
        self.hot_cdegc = self.cold_cdegc = 0

    def step(self, reading, dt_ms, heated=0, chilled=0):
        """A span in which the bath was heated or chilled tells nothing: the next one begins after it."""
        twins = reading.thermistors_cdegc
        if heated:
            self._forget(0)
            self.hot_cdegc = 0
        elif self._over(0, twins[0], twins[1], dt_ms):
            self.hot_cdegc = self._moved(0, twins[0], twins[1])
        if chilled:
            self._forget(1)
            self.cold_cdegc = 0
        elif self._over(1, twins[2], twins[3], dt_ms):
            self.cold_cdegc = self._moved(1, twins[2], twins[3])

    def _forget(self, bath):
        self._ms[bath] = 0
        self._from[bath * 2] = None

    def _over(self, bath, first, second, dt_ms):
        """True at the end of a span. It begins where both thermometers are first seen, or where the last one ended."""
        self._ms[bath] += dt_ms
        if self._from[bath * 2] is None:
            self._begin(bath, first, second)
        return self._ms[bath] >= limits.PLAUSIBLE_MS

    def _begin(self, bath, first, second):
        missing = first is None or second is None
        self._from[bath * 2] = None if missing else first
        self._from[bath * 2 + 1] = second

    def _moved(self, bath, first, second):
        """The lesser way of the two; a thermometer that is missing at either end tells nothing."""
        moved = 0
        if self._from[bath * 2] is not None and first is not None and second is not None:
            one = first - self._from[bath * 2]
            other = second - self._from[bath * 2 + 1]
            moved = max(one, other) if bath else min(one, other)
        self._begin(bath, first, second)
        self._ms[bath] = 0
        return moved
