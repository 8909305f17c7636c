"""Do the baths warm or cool though nobody heats or cools them? How far each has moved in the last PLAUSIBLE_MS."""

from . import limits


class BathDrift:
    """`step` each tick; `hot_cdegc` and `cold_cdegc` are what the last whole span has changed, 0 before one is over."""

    def __init__(self):
        self.hot_cdegc = 0
        self.cold_cdegc = 0
        self._hot_from = None
        self._cold_from = None
        self._ms = 0

    def clear(self):
        """A bath that nobody watched may have been filled anew."""
        self.hot_cdegc = self.cold_cdegc = 0
        self._ms = 0
        self._hot_from = self._cold_from = None

    def step(self, reading, dt_ms):
        self._ms += dt_ms
        if self._hot_from is None:
            self._hot_from = reading.hot_cdegc
        if self._cold_from is None:
            self._cold_from = reading.cold_cdegc
        if self._ms < limits.PLAUSIBLE_MS:
            return
        hot = reading.hot_cdegc
        cold = reading.cold_cdegc
        self._ms = 0
        self.hot_cdegc = hot - self._hot_from if hot is not None and self._hot_from is not None else 0
        self.cold_cdegc = cold - self._cold_from if cold is not None and self._cold_from is not None else 0
        self._hot_from = hot
        self._cold_from = cold
