"""Keeps what holds on a leg at its target: top-ups in a hold, before and after zones are let go, and during a fill.

The first top-up of a zone in each operation begins with a look at its valve's seat, and the next too until it seals:
so a valve that does not close is told from a garment that leaks.
"""

from . import limits, pattern
from .seat import SEALS
from .window import Windows

_ZONES = 5
_ALL = pattern.ALL
# how far below its target: in a hold, while another zone fills, before some zones are let go
_SINK_DMMHG, _SINK_FAR_DMMHG, _SINK_BEFORE_DMMHG = 12, 15, 4
# how far above its target a top-up may go: for what it had sunk too far, and before zones are let go; and a fill
_OVER_DMMHG, _AHEAD_DMMHG, _LEAD_DMMHG = 15, 10, 10
_NOWHERE_DMMHG = limits.HOSE_OFF_MMHG * 10
_LACK_DMMHG = 5  # what it may lack at a top-up before the next fill leads: less than any top-up begins at


class Upkeep:
    """Of one leg. `makeup` sums the pump's time of the top-ups of each zone, `aims` is what a top-up fills to.

    A zone that had sunk further than it may, for others came first, gets as much more, so that it swings around its
    target; so does one that nobody can feed while others are let go. One that had sunk too far when its first turn
    came is filled as much higher the next time: its fill leads, for a zone that leaks sinks before others are done.
    """

    def __init__(self, leg):
        self._leg = leg
        self.makeup = Windows(_ZONES)
        self.aims = [0] * _ZONES
        self.leads_dmmhg = [0] * _ZONES
        self._sunk_dmmhg = [0] * _ZONES
        self.waiting = 0
        self._refreshed = 0
        self._seats = 0

    def clear(self):
        """Another operation: nothing waits, no seat has been looked at."""
        self.waiting = 0
        self._seats = 0

    def forget(self):
        """Another step, another person: of no zone is known how it sinks."""
        for zone in range(_ZONES):
            self.leads_dmmhg[zone] = 0
            self._sunk_dmmhg[zone] = 0

    def aim(self, zones):
        """`zones` are filled anew: as much above their targets as they lacked since the last time."""
        for zone in range(_ZONES):
            if zones >> zone & 1:
                lacked_dmmhg = self.leads_dmmhg[zone] + self._sunk_dmmhg[zone] - _LACK_DMMHG
                self.leads_dmmhg[zone] = min(_LEAD_DMMHG, max(0, lacked_dmmhg))
                self._sunk_dmmhg[zone] = 0
                self.aims[zone] = self._leg.targets[zone] + self.leads_dmmhg[zone]

    def after_fill(self, zones):
        """Look after what sank meanwhile; what is let go next needs nothing any more."""
        self._refreshed = zones | self._leg.course.goes_next()
        self.refresh()

    def after_release(self, zones):
        self._refreshed = zones
        self.refresh()

    def refresh(self):
        """Top up once each what has sunk, for nothing can be while the vents are open; then the next operation."""
        leg = self._leg
        most_dmmhg = _SINK_BEFORE_DMMHG if leg.course.lets_next() else _SINK_DMMHG
        zone = leg.course.sunk(leg.pressures, leg.holding & ~self._refreshed, most_dmmhg)
        if zone < 0:
            leg.enter(leg.course.operation + 1)
        else:
            self._refreshed |= 1 << zone
            self._top_up(zone)

    def first_aid(self, zones):
        """A zone that holds has sunk far while `zones` fill: it comes first, the fill goes on after it.

        A fill that rises nowhere is judged first: an interruption would take the signs of a hose that came off.
        """
        leg = self._leg
        sunk = leg.course.sunk(leg.pressures, leg.holding, _SINK_FAR_DMMHG)
        if sunk < 0:
            return
        for zone in range(_ZONES):
            late = leg.fill.on_ms[zone] * 2 > leg.fill.budget_ms(zone)
            if zones >> zone & 1 and late and leg.pressures[zone] < _NOWHERE_DMMHG:
                return
        self.waiting = zones
        self._top_up(sunk)

    def in_hold(self):
        """The zone that has sunk most is topped up; True when one is."""
        leg = self._leg
        zone = leg.course.sunk(leg.pressures, leg.holding, _SINK_DMMHG)
        if zone < 0:
            return False
        self._top_up(zone)
        return True

    def _next_in_hold(self):
        """Back to the hold; what has sunk far meanwhile gets its air at once, without a look at the seals first."""
        leg = self._leg
        zone = leg.course.sunk(leg.pressures, leg.holding, _SINK_FAR_DMMHG)
        if zone < 0 or leg.hold_is_over(0):
            leg.seal_all()
        else:
            self._top_up(zone)

    def _top_up(self, zone):
        leg = self._leg
        bit = 1 << zone
        pressure = leg.pressures[zone]
        target = leg.targets[zone]
        self._sunk_dmmhg[zone] = max(self._sunk_dmmhg[zone], target - pressure)
        ahead_dmmhg = _AHEAD_DMMHG if leg.course.lets_next() else 0
        self.aims[zone] = target + max(ahead_dmmhg, min(_OVER_DMMHG, target - pressure - _SINK_DMMHG))
        leg.fill.seat.begin(leg.signs.fell_dmmhg(zone, pressure))
        leg.go_top_up(bit)
        leg.fill.top_up(zone, pressure - leg.manifold_dmmhg, not self._seats & bit)
        leg.closed = _ALL & ~leg.fill.open
        leg.pump_pct = leg.fill.pump_pct

    def step(self, done, dt_ms):
        """A tick of a top-up; `done` when its fill says so. In a hold its end is the end of the top-up too."""
        leg = self._leg
        fill = leg.fill
        zones = fill.zones
        if fill.pump_pct:
            self.makeup.add(fill.topped, dt_ms)
        if leg.hold_is_over(dt_ms):
            done = True
        if not done:
            return
        leg.signs.seat(fill.topped, fill.seat, leg.seal.loser(fill.topped))
        if fill.seat.found == SEALS:
            self._seats |= zones
        leg.holding |= zones
        if leg.course.what() == pattern.HOLD:
            self._next_in_hold()
        elif self.waiting:
            waiting = self.waiting
            self.waiting = 0
            leg.fill_zones(waiting, False)
        else:
            self.refresh()
