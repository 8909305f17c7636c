"""Unpowered work on the station's clock: items with a side each, a blip at every change, on and back by hand."""

from . import prompt
from .plan import NO_STEP

_EARLY_MS = 3000  # as on a music player


class Guided:
    """`step()` each tick; `item` and `side` count from 0, `say` is a prompt to give or NONE, `finished` ends it.

    `spent_ms` is where the step stands on its planned time: back is back there too.
    """

    def __init__(self):
        self.item = 0
        self.side = 0
        self.phase_ms = 0
        self.spent_ms = 0
        self.say = prompt.NONE
        self.finished = True
        self._step = NO_STEP

    def begin(self, step):
        self._step = step
        self.item = 0
        self.side = 0
        self.phase_ms = 0
        self.spent_ms = 0
        self.finished = False
        self.say = prompt.NEXT

    def said(self):
        """The prompt to give now; it is given once."""
        say = self.say
        self.say = prompt.NONE
        return say

    def step(self, dt_ms):
        """Advance by one tick."""
        self.phase_ms += dt_ms
        self.spent_ms += dt_ms
        if self.phase_ms >= self.side_ms():
            self.go_on()

    def side_ms(self):
        """What one side of the present item takes."""
        return self._step.items[self.item][1]

    def left_ms(self):
        return max(0, self.side_ms() - self.phase_ms)

    def go_on(self):
        """To the other side, the next item, or the end."""
        self.spent_ms += self.side_ms() - self.phase_ms
        self.phase_ms = 0
        if self.side + 1 < self._step.items[self.item][2]:
            self.side += 1
        elif self.item + 1 < len(self._step.items):
            self.item += 1
            self.side = 0
        else:
            self.finished = True
            return
        self.say = prompt.NEXT

    def back(self):
        """The present side anew; within its first seconds the one before it."""
        self.spent_ms -= self.phase_ms
        early = self.phase_ms < _EARLY_MS
        self.phase_ms = 0
        if early and self.side:
            self.side -= 1
            self.spent_ms -= self.side_ms()
        elif early and self.item:
            self.item -= 1
            self.side = self._step.items[self.item][2] - 1
            self.spent_ms -= self.side_ms()
        self.say = prompt.NEXT
