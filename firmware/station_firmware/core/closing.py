"""The end of a compression step on a leg: everything is let go, then each zone's path is looked at once more.

Behind a kinked hose a zone keeps its pressure though its sensor, which feels the hose, reads none.
"""

from . import pattern

_ALL = pattern.ALL


class Closing:
    """Of one leg: `begin()`, then `step()` until it returns True."""

    def __init__(self, leg):
        self._leg = leg

    def begin(self):
        leg = self._leg
        leg.load.relieved = -1
        leg.letting.begin(leg.course.used)
        leg.go_closing(leg.course.used, False)

    def step(self, manifold_dmmhg, dt_ms):
        """Let go, look, done. A blocked path never is: the interlocks name it."""
        leg = self._leg
        if not leg.letting.zones:
            return leg.step_fill(manifold_dmmhg, dt_ms, leg.targets)
        if leg.letting.step(leg.pressures, leg.targets, dt_ms):
            leg.letting.end()
            leg.go_closing(_ALL, True)
            leg.fill.look_only(leg.course.used)
        else:
            leg.closed = leg.course.used & ~leg.letting.open
        return False
