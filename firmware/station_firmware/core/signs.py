"""Which part is it? What moves on a leg though it should not, and which two sensors disagree though they are connected.

Air flows from the higher pressure to the lower one and through what is open: so a closed zone that loses nearly all
within 200 ms has no hose, one that gains has a valve that lets air in, a closed manifold that rises gets it through a
valve, and of two connected sensors at rest one is wrong. Judged every 100 ms; nothing is allocated once made.
"""

from . import limits, pattern
from .seat import LEAKS, SEALS, UNSEEN

_ZONES = 5
_ALL = pattern.ALL
_WINDOW_MS = 100
_KINDS = 5
HOSE_OFF, VALVE_OPEN, VALVE_LEAK, APART, UNMOVED = range(_KINDS)
_PUMPED_MS = 200
MANIFOLD = 1 << _ZONES
_TWINS_DMMHG = limits.TWINS_MMHG * 10
_LOST_FROM_DMMHG = limits.HOSE_LOST_MMHG * 10
_LOST_PARTS, _LOST_OF = 3, 8
_GAINED_DMMHG = limits.RELEASED_MMHG * 10
_EMPTY_DMMHG = limits.VENTED_MMHG * 10
_GAIN_DMMHG, _GAINS, _UNFED = 5, 15, 5
_BAD_SEATS = 2
_LEVELS = 3
_LEVEL_DMMHG = limits.ZONES_SHARE_MMHG * 10


class Signs:
    """`found[what]` are zones as bits, for APART the manifold's too; `measured_dmmhg[what]` is what told it.

    It stays found until `clear`: the interlocks trip on it at once.
    """

    def __init__(self):
        self.found = [0] * _KINDS
        self.measured_dmmhg = [0] * _KINDS
        self._rest_dmmhg = 0
        self._apart_dmmhg = [0] * _ZONES
        self._before = [0] * _ZONES
        self._now = [0] * _ZONES
        self._bad_seats = bytearray(_ZONES)
        self._gains = bytearray(_ZONES)
        self._unfed = bytearray(_ZONES)
        self._above = bytearray(_ZONES)
        self._levels = bytearray(_ZONES)
        self._empty = 0
        self._closed = 0
        self._shut = 0
        self._shut_before = 0
        self._quiet_ms = 0
        self._window_ms = 0
        self._resting_ms = 0

    def clear(self):
        """Nothing moved yet."""
        for what in range(_KINDS):
            self.found[what] = 0
        for zone in range(_ZONES):
            self._bad_seats[zone] = 0
            self._levels[zone] = 0
            self._apart_dmmhg[zone] = 0
        self.rest()

    def rest(self):
        """Everything was opened: what stood in a zone before says nothing of what is in it next."""
        self._empty = 0
        self._shut = self._shut_before = 0
        self._quiet_ms = self._window_ms = self._resting_ms = 0

    def look(self, leg, manifold_dmmhg, dt_ms):
        """Each tick, before the leg decides anew: `leg` as it has driven its valves and pump until now."""
        closed = leg.closed
        self._shut &= closed
        if leg.pump_pct or closed != self._closed:
            self._closed = closed
            self._quiet_ms = self._resting_ms = 0
        elif leg.vents_closed:
            self._resting_ms = 0
            was_ms = self._quiet_ms
            self._quiet_ms += dt_ms
            opened = _ALL & ~closed
            # several zones at once give their air to each other first
            quiet_ms = limits.TWINS_JOINT_MS if opened & (opened - 1) else limits.TWINS_QUIET_MS
            if was_ms < quiet_ms <= self._quiet_ms and not leg.fill.looking():
                self._compare(leg, opened, manifold_dmmhg)
        else:
            self._quiet_ms = 0
            self._resting_ms += dt_ms
            if self._resting_ms >= limits.TWINS_QUIET_MS * 2 and self._nothing_flows(leg, closed):
                self._rest_dmmhg = manifold_dmmhg
        self._window_ms += dt_ms
        if self._window_ms >= _WINDOW_MS:
            self._window_ms = 0
            self._judge_closed(leg, manifold_dmmhg)

    def _nothing_flows(self, leg, closed):
        highest = 0
        for zone in range(_ZONES):
            if not closed >> zone & 1:
                highest = max(highest, leg.pressures[zone])
        return highest < _EMPTY_DMMHG

    def manifold_off(self):
        """True when the manifold last read too much or too little with its vents open: its sensor is the wrong one."""
        return abs(self._rest_dmmhg) * 2 > _TWINS_DMMHG

    def seat(self, zone, seat, loser):
        """What the look at the valve of `zone`, which is topped up, has found; air is that of the `loser`."""
        if seat.found == SEALS:
            self._bad_seats[zone] = 0
        elif seat.found != UNSEEN:
            self._bad_seats[zone] += 1
            if self._bad_seats[zone] >= _BAD_SEATS:
                leaks = seat.found == LEAKS
                self._find(
                    VALVE_LEAK if leaks else VALVE_OPEN, 1 << (loser if leaks else zone), seat.rise_dmmhg
                )

    def pressed(self, leg, zone, manifold_dmmhg):
        """A closed zone is pressed while the pump fills another. Level with the manifold each time, it is no muscle."""
        filled = leg.fill.zones & ~leg.closed & ~(1 << zone)
        if (
            not filled
            or not leg.closed >> zone & 1
            or abs(manifold_dmmhg - leg.pressures[zone]) >= _LEVEL_DMMHG
        ):
            self._levels[zone] = 0
            return
        self._levels[zone] += 1
        if self._levels[zone] >= _LEVELS:
            self._find(VALVE_OPEN, 1 << zone, manifold_dmmhg - leg.pressures[zone])

    def fell_dmmhg(self, zone, pressure):
        """What a zone has lost in the last 100 to 200 ms."""
        return self._before[zone] - pressure

    def _find(self, what, bits, measured_dmmhg):
        self.found[what] |= bits
        self.measured_dmmhg[what] = measured_dmmhg

    def _compare(self, leg, opened, manifold_dmmhg):
        """Pump and vents off, what is open at rest: one pressure. The manifold is to blame when other zones differ too.

        A zone that stood still while the manifold rose has its valve closed, or its sensor frozen.
        """
        apart = 0
        for zone in range(_ZONES):
            if not opened >> zone & 1:
                continue
            apart_dmmhg = self._apart_dmmhg[zone] = manifold_dmmhg - leg.raw[zone]
            far = abs(apart_dmmhg) > _TWINS_DMMHG
            # a top-up that has hardly begun says nothing: its manifold was fed before the valve had moved
            if far and (leg.fill.zones == 0 or leg.fill.on_ms[zone] >= _PUMPED_MS):
                apart |= 1 << zone
                self.measured_dmmhg[APART] = self.measured_dmmhg[UNMOVED] = apart_dmmhg
        # alone on the manifold a closed valve would have made it jump
        together = leg.fill.zones & (leg.fill.zones - 1)
        unmoved = apart & leg.fill.path.unmoved if together else 0
        if unmoved:
            self._find(UNMOVED, unmoved, self.measured_dmmhg[UNMOVED])
        elif apart:
            several = opened & (opened - 1) and apart == opened
            of_all = several or self._others_differ(apart)
            self._find(APART, MANIFOLD if of_all else apart, self.measured_dmmhg[APART])

    def _others_differ(self, apart):
        """Another zone, when it was open last, stood half as far to the same side: what drifts is what they share."""
        measured_dmmhg = self.measured_dmmhg[APART]
        for zone in range(_ZONES):
            apart_dmmhg = self._apart_dmmhg[zone]
            if not apart >> zone & 1 and apart_dmmhg * 2 * (1 if measured_dmmhg > 0 else -1) > _TWINS_DMMHG:
                return True
        return False

    def _judge_closed(self, leg, manifold_dmmhg):
        """Zones that were closed for all of the last two windows."""
        shut = self._shut & self._shut_before
        before = self._before
        pressures = leg.pressures
        # those that ought to stay empty: a zone let down halfway is none of them
        idle = ~(leg.holding | leg.fill.zones | leg.letting.zones | leg.upkeep.waiting)
        for zone in range(_ZONES):
            pressure = pressures[zone]
            if not idle >> zone & 1:
                self._empty &= ~(1 << zone)
                self._gains[zone] = self._unfed[zone] = self._above[zone] = 0
            elif pressure < _EMPTY_DMMHG:
                self._empty |= 1 << zone
            if shut >> zone & 1:
                was = before[zone]
                # only of what holds: a limp zone that is squeezed and let go says nothing
                kept = min(was, leg.targets[zone]) if leg.holding >> zone & 1 else 0
                if kept > _LOST_FROM_DMMHG and pressure * _LOST_OF < kept * _LOST_PARTS:
                    self._find(HOSE_OFF, 1 << zone, pressure)
                elif self._empty >> zone & 1:
                    self._look_for_gain(zone, pressure, pressure - was, manifold_dmmhg)
            before[zone] = self._now[zone]
            self._now[zone] = pressure
        self._shut_before = self._shut
        self._shut = leg.closed

    def _look_for_gain(self, zone, pressure, gain_dmmhg, manifold_dmmhg):
        """A closed, empty zone fills. Air comes only from a manifold that is higher; else its sensor made it up.

        A sensor that jumps is no air: that goes on for a while. One that gained again and again above its manifold
        goes on making it up when the manifold is higher for once, or passes it: a valve that stays open stays level.
        """
        gains = gain_dmmhg >= _GAIN_DMMHG
        if manifold_dmmhg < pressure:
            _count(self._unfed, zone, gains)
        if manifold_dmmhg <= pressure - _LEVEL_DMMHG:
            _count(self._above, zone, gains)
        if not gains:
            self._gains[zone] = 0
            return
        self._gains[zone] = min(self._gains[zone] + 1, _GAINS)
        if pressure < _GAINED_DMMHG or self._gains[zone] < _GAINS:
            return
        if manifold_dmmhg < pressure - _TWINS_DMMHG or self._above[zone] >= _UNFED:
            self._find(APART, 1 << zone, manifold_dmmhg - pressure)
        elif abs(manifold_dmmhg - pressure) < _LEVEL_DMMHG:
            self._find(VALVE_OPEN, 1 << zone, pressure)
        elif self._unfed[zone] >= _UNFED:
            self._find(APART, 1 << zone, manifold_dmmhg - pressure)
        else:
            self._find(VALVE_LEAK, 1 << zone, pressure)


def _count(counts, zone, gains):
    """One more window in which it gained, or one less."""
    counts[zone] = min(counts[zone] + 1, _GAINS) if gains else max(counts[zone], 1) - 1
