"""Before a cycle: will any zone be under pressure too long? Counts from the learned fill times, an operation a tick.

A zone is under pressure from the begin of its fill to the end of its release. A cycle that would take a zone beyond
limits.PLAN_UNDER_MS is split, with everything let go in between; if that is not enough, its hold is shortened.
No allocation: the tick calls it while a leg rests.
"""

from . import limits
from .pattern import ALL, FILL, HOLD, NOTHING, RELEASE, what, zones

_ZONES = 5
# what an operation takes besides the pump's time: valves travel, puff, look, settle (fill.py), air leaves
_FILL_MORE_MS = 300
_DIP_MS = 500
_RELEASE_MS = 1500


class Planner:
    """`begin`, then `step` until it returns True.

    `split_at` is the operation before which all is let go (-1: none), `hold_ms` the hold, `longest_ms` what is proved.
    """

    def __init__(self):
        self.split_at = -1
        self.hold_ms = 0
        self.longest_ms = 0
        self._operations: tuple = NOTHING
        self._used = 0
        self._learned_ms = [0] * _ZONES
        self._held_ms = [-1] * _ZONES
        self._index = 0
        self._candidate = -1
        self._done = True

    def begin(self, operations, used, learned_ms, hold_ms):
        """Start on the coming cycle with the zones `used`, as it stands in the protocol."""
        self._operations = operations
        self._used = used
        self._learned_ms = learned_ms
        self.split_at = -1
        self.hold_ms = hold_ms
        self._candidate = -1
        self._done = False
        self._again()

    def step(self):
        """Look at one operation; True when the cycle is proved, or changed until it is."""
        if self._done:
            return True
        if self._index < len(self._operations):
            self._walk(self._operations[self._index])
            self._index += 1
            return False
        if self.longest_ms <= limits.PLAN_UNDER_MS:
            self._done = True
        elif self.split_at < 0 and self._candidate >= 0:
            self.split_at = self._candidate
            self._again()
        else:
            self.hold_ms = max(0, self.hold_ms - (self.longest_ms - limits.PLAN_UNDER_MS))
            self._done = True
        return self._done

    def _again(self):
        self._index = 0
        self.longest_ms = 0
        for zone in range(_ZONES):
            self._held_ms[zone] = -1

    def _walk(self, operation):
        """Let one operation pass: everything held grows older by what it takes."""
        if self._index == self.split_at:
            self._let_go(ALL)
        does = what(operation)
        mine = zones(operation) & self._used
        spent_ms = self._spent_ms(does, mine)
        if does == FILL:
            self._offer_split(mine)
        for zone in range(_ZONES):
            if self._held_ms[zone] >= 0:
                self._held_ms[zone] += spent_ms
            elif does == FILL and mine >> zone & 1:
                self._held_ms[zone] = spent_ms
        if does == RELEASE:
            self._let_go(mine)

    def _offer_split(self, mine):
        """A cycle is split before the last fill of a new zone at which what is held can still be let go in time."""
        new = False
        for zone in range(_ZONES):
            new = new or (mine >> zone & 1 and self._held_ms[zone] < 0)
        oldest_ms = max(self._held_ms)
        if new and oldest_ms > 0 and max(self.longest_ms, oldest_ms + _RELEASE_MS) <= limits.PLAN_UNDER_MS:
            self._candidate = self._index

    def _let_go(self, released):
        for zone in range(_ZONES):
            if released >> zone & 1:
                self.longest_ms = max(self.longest_ms, self._held_ms[zone])
                self._held_ms[zone] = -1

    def _spent_ms(self, does, mine):
        """What one operation takes; a joint fill takes the sum of its zones, since the pump feeds all of them."""
        if does == HOLD:
            return self.hold_ms
        if not mine:
            return 0
        if does != FILL:
            return _RELEASE_MS if does == RELEASE else _DIP_MS
        spent_ms = 0
        for zone in range(_ZONES):
            if mine >> zone & 1:
                spent_ms += self._learned_ms[zone] + _FILL_MORE_MS
        return spent_ms
