"""People who follow the station's words: into a bath some seconds after *enter*, out of it after *leave* or alarm.

They hear what the buzzer plays and know nothing else. † = an estimate of this project: no source gives a number.
"""

from __future__ import annotations

from typing import Final

from recovery_station.virtual.plant.bath import Bath

ENTER_US: Final = 4_000_000
"""† From the word until the first one is in the water; each further one as long after the one before."""
LEAVE_US: Final = 3_000_000
"""† From the word until all are out."""
CLIMB_US: Final = 5_000_000
"""† So long a body that climbs in or out stirs the water as a circulation pump does."""
_INTO: Final = {"enter_hot": 0, "enter_cold": 1}
_OUT: Final = ("leave", "alarm")
_NEVER: Final = 1 << 62


class Bathers:
    """`count` people; `where` is 0 or 1 for the bath they use, -1 for none. `hear` is called with each word."""

    __slots__ = ("_baths", "_climb_us", "_due_us", "_entering", "_leave_us", "count", "where")

    def __init__(self, count: int, baths: tuple[Bath, Bath]) -> None:
        self.count = count
        self._baths = baths
        self.where = -1
        self._entering = -1
        self._due_us = self._leave_us = _NEVER
        self._climb_us = [0, 0]

    def hear(self, word: str, now_us: int) -> None:
        """A word of the buzzer was understood at `now_us`."""
        if word in _INTO and self.count:
            self._entering = _INTO[word]
            self._due_us = now_us + ENTER_US
        elif word in _OUT:
            self._entering = -1
            self._due_us = _NEVER
            if self.where >= 0:
                self._leave_us = now_us + LEAVE_US

    def step(self, now_us: int) -> None:
        """Climb in and out as it is due; call it before the baths are stepped."""
        if now_us >= self._leave_us:
            self._leave(now_us)
        while now_us >= self._due_us:
            if self.where not in (-1, self._entering):
                self._leave(now_us)
            self.where = self._entering
            bath = self._baths[self.where]
            bath.enter()
            self._climb_us[self.where] = now_us + CLIMB_US
            self._due_us = self._due_us + ENTER_US if bath.people < self.count else _NEVER

    def stirs(self, bath: int, now_us: int) -> bool:
        """Somebody climbs in or out of this bath."""
        return now_us < self._climb_us[bath]

    def _leave(self, now_us: int) -> None:
        self._leave_us = _NEVER
        self._baths[self.where].leave()
        self._climb_us[self.where] = now_us + CLIMB_US
        self.where = -1
