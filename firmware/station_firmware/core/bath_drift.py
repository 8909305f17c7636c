"""Do the baths warm or cool though nobody heats or cools them? How far each has moved in the last PLAUSIBLE_MS."""

from . import limits


class BathDrift:
    """`step` each tick; `hot_cdegc` and `cold_cdegc` are what the last whole span has changed, 0 before one is over."""

    def __init__(self):
        self.hot_cdegc = 0
        self.cold_cdegc = 0
        self._hot_from = None
        self._cold_from = None
        self._hot_ms = 0
        self._cold_ms = 0

    def clear(self):
        """A bath that nobody watched may have been filled anew."""
        self._clear_hot()
        self._clear_cold()

    def step(self, reading, dt_ms, heated=0, chilled=0):
        """A span in which the bath was heated or chilled tells nothing: the next one begins after it."""
        if heated:
            self._clear_hot()
        else:
            self._hot(reading.hot_cdegc, dt_ms)
        if chilled:
            self._clear_cold()
        else:
            self._cold(reading.cold_cdegc, dt_ms)

    def _clear_hot(self):
        self.hot_cdegc = self._hot_ms = 0
        self._hot_from = None

    def _clear_cold(self):
        self.cold_cdegc = self._cold_ms = 0
        self._cold_from = None

    def _hot(self, hot_cdegc, dt_ms):
        self._hot_ms += dt_ms
        if self._hot_from is None:
            self._hot_from = hot_cdegc
        if self._hot_ms < limits.PLAUSIBLE_MS:
            return
        known = hot_cdegc is not None and self._hot_from is not None
        self.hot_cdegc = hot_cdegc - self._hot_from if known else 0
        self._hot_from = hot_cdegc
        self._hot_ms = 0

    def _cold(self, cold_cdegc, dt_ms):
        self._cold_ms += dt_ms
        if self._cold_from is None:
            self._cold_from = cold_cdegc
        if self._cold_ms < limits.PLAUSIBLE_MS:
            return
        known = cold_cdegc is not None and self._cold_from is not None
        self.cold_cdegc = cold_cdegc - self._cold_from if known else 0
        self._cold_from = cold_cdegc
        self._cold_ms = 0
