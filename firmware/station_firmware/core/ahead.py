"""What the baths are to have for the running or next step in water: found one step a tick, since a plan may be long."""

from .plan import NO_PLAN
from .states import is_wet


class Ahead:
    """`want_cdegc` are the set-points of hot and cold bath, None: nothing is wanted of it."""

    def __init__(self):
        self.want_cdegc = [None, None]
        self._plan = NO_PLAN
        self._at = 0

    def begin(self, plan):
        """A new plan; that of no session wants nothing."""
        self._plan = plan
        self._at = 0
        self._want()

    def step(self, index):
        """`index` is the running step."""
        steps = self._plan.steps
        if self._at < index:
            self._at = index
        elif self._at < len(steps) and not is_wet(steps[self._at].kind):
            self._at += 1
        else:
            return
        self._want()

    def _want(self):
        want = self.want_cdegc
        want[0] = want[1] = None
        if self._at < len(self._plan.steps):
            step = self._plan.steps[self._at]
            # which baths it uses its first two dips show: a rest or boots have none
            for number in range(min(2, len(step.dips))):
                want[step.dips[number]] = step.bath_cdegc[step.dips[number]]
