"""How much air goes through the path of the zone that is filled? Told by what the path loses while the zone is soft.

The sensor sits between valve and hose, so zone and manifold stand 3.4 mmHg apart at nominal flow, 1.6 at -30 %, and by
nothing when a vent takes the air. What the two read apart without flow is taken off.
"""

from . import limits

_SOFT_DMMHG = 200
_TICKS = 16
_DRAINED_DMMHG = 5
_ZONES = 5


class Airflow:
    """`drop_dmmhg` is the loss at full duty over `weighed` ticks, `weak_fills` the fills in a row with too little."""

    def __init__(self):
        self.drop_dmmhg = 0
        self.weighed = 0
        self.weak_fills = 0
        self.rests_dmmhg = [0] * _ZONES
        self._sum = 0

    def begin(self):
        """Another path: nothing is known of it."""
        self.weighed = 0

    def rest(self, zone, apart_dmmhg, gained_dmmhg):
        """The puff of `zone` is over and its path open: what the two sensors read apart without flow.

        A zone that lost air in its puff is drained, and says nothing of that.
        """
        if gained_dmmhg < -_DRAINED_DMMHG:
            return
        self.rests_dmmhg[zone] = apart_dmmhg

    def weigh(self, zone, zone_dmmhg, apart_dmmhg):
        """A tick of one zone at full duty."""
        if zone_dmmhg >= _SOFT_DMMHG:
            return
        loss_dmmhg = apart_dmmhg - self.rests_dmmhg[zone]
        if not self.weighed:
            self._sum = loss_dmmhg * _TICKS
        self.weighed += 1
        self._sum = max(0, self._sum + loss_dmmhg - self._sum // _TICKS)
        self.drop_dmmhg = self._sum // _TICKS

    def end(self):
        """A fill is done."""
        if self.weighed:
            self.weak_fills = self.weak_fills + 1 if self.drop_dmmhg < limits.WEAK_DROP_DMMHG else 0
