"""One fill of one zone or of several together: is each path open (puff), run (far fast, near fine), settle, refine.

All pressures are tenths of mmHg. Zones share the manifold only while they rise together; one that is short after it is
refined alone. A top-up may begin with a look at the seat of the zone's valve: all closed, does the manifold rise?
"""

from . import limits, path
from .airflow import Airflow
from .path import Path
from .seat import Seat

_CONNECT, _PUFF, _LOOK, _RUN, _SETTLE, _SEAT = range(6)
_ZONES = 5
_CONNECT_MS = 60
_LOOK_MS = 100
_SETTLE_MS = 100
# shortfall at which the pump slows, for one open zone; with more of them each takes only its share of the air
_NEAR_DMMHG = 100
_FINE_DMMHG = 30
_FINE_MS = 1000  # what is not there by then leaks: a little more air
_STOP_DMMHG = 5
_GOOD_DMMHG, _SUNK_DMMHG = 10, 20
_JOINT_MORE_MS = 1000
_FULL_PCT, _NEAR_PCT, _FINE_PCT = 100, 40, 25
# duty per 100 mmHg above it: 130 mmHg at full duty, coasting included, and 151 for the strongest pump (+30 %)
_CONNECT_PCT = 72
_COUNT = tuple([sum([bits >> zone & 1 for zone in range(_ZONES)]) for bits in range(32)])


class Fill:
    """`begin`, then `step` each tick until it returns True: every zone stands at its target.

    `open` are the zones connected now, `pump_pct` its wish, `on_ms` the pump-on time of each zone (the pump's time
    divided by the zones it fed), `topped` the zone of the last top-up. `path` judges the ways,
    `seat` that zone's valve, `airflow` the pump.
    """

    def __init__(self):
        self.zones = self.open = self.topped = self.pump_pct = 0
        self.on_ms = [0] * _ZONES
        self.learned_ms = [0] * _ZONES
        self.path = Path()
        self.seat = Seat()
        self.airflow = Airflow()
        self._phase = _CONNECT
        self._phase_ms = self._fine_from_ms = 0
        self._unlooked = self._refined = 0
        self._again = self._only_look = False

    def begin(self, zones, fresh):
        """Start a fill. A fresh one begins with puffs and new pump-on budgets; else only what is short is refined."""
        self.stop()
        self.zones = zones
        for zone in range(_ZONES):
            if fresh and zones >> zone & 1:
                self.on_ms[zone] = 0
        if fresh:
            self._unlooked = zones
            self._next_path()
        else:
            self._go(_SETTLE)
            self._phase_ms = _SETTLE_MS

    def look_only(self, zones):
        """Puff the path of each of `zones`, no more: then the fill is done."""
        self.begin(zones, True)
        self._only_look = True

    def top_up(self, zone, above_dmmhg, look=False):
        """Bring one holding zone back to its target; its pump-on time starts again.

        A manifold that the zone stands `above_dmmhg` above would take its first air from the zone: the pump gives it
        while the valve travels, and so little that a blocked path rises no further than to the zone's pressure.
        """
        self.stop()
        self.zones = 1 << zone
        self.topped = zone
        self.on_ms[zone] = 0
        if look:
            self._go(_SEAT)
        else:
            self._join(above_dmmhg)

    def _join(self, above_dmmhg):
        self._connect(self.zones)
        self.pump_pct = min(_FULL_PCT, max(0, above_dmmhg) * _CONNECT_PCT // 1000)

    def stop(self):
        """Nothing is being filled: pump off, nothing connected."""
        self.zones = self.open = self.pump_pct = 0
        self.path.clear()
        self._unlooked = self._refined = 0
        self._again = self._only_look = False
        self.airflow.begin()

    def running(self):
        """True while air goes in, and not while paths are looked at or air settles."""
        return self._phase == _RUN

    def looking(self):
        """True while a path is puffed and looked at: manifold and zone may well be apart."""
        return self._phase == _CONNECT or self._phase == _PUFF or self._phase == _LOOK

    def forget(self):
        """A new step: no zone's fill is known."""
        for zone in range(_ZONES):
            self.learned_ms[zone] = 0

    def learn(self, zones):
        """The fill of `zones` is done: what it took is what the next one may take, within budget_ms."""
        for zone in range(_ZONES):
            if zones >> zone & 1:
                self.learned_ms[zone] = max(self.on_ms[zone], 1)
        self.airflow.end()

    def budget_ms(self, zone):
        """Pump-on time allowed for a fill of `zone`, known without the sensor."""
        learned_ms = self.learned_ms[zone]
        if not learned_ms:
            return limits.FILL_FIRST_MS
        later_ms = limits.FILL_LATER_FACTOR * learned_ms + limits.FILL_LATER_EXTRA_MS
        return min(limits.FILL_LATER_MAX_MS, later_ms)

    def step(self, pressures, targets, manifold_dmmhg, dt_ms, raw):
        """A tick; `raw` are the pressures not smoothed. True once every settled zone of this fill is at its target."""
        if self.path.blocked_zone >= 0:
            return False
        self._phase_ms += dt_ms
        if self.pump_pct:
            self._count(dt_ms)
        phase = self._phase
        if phase == _RUN:
            self._run(pressures, targets, manifold_dmmhg, raw)
        elif phase == _CONNECT:
            self._connected(pressures, manifold_dmmhg)
        elif phase == _PUFF:
            if self._phase_ms >= limits.PUFF_MS:
                self.pump_pct = 0
                self._go(_LOOK)
        elif phase == _LOOK:
            return self._look(pressures, manifold_dmmhg)
        elif phase == _SEAT:
            zone_dmmhg = pressures[self.topped]
            if self.seat.look(zone_dmmhg, manifold_dmmhg, dt_ms):
                self._join(zone_dmmhg - manifold_dmmhg)
        elif self._phase_ms >= _SETTLE_MS:
            return self._refine(pressures, targets)
        return False

    def _go(self, phase):
        self._phase = phase
        self._phase_ms = 0
        self._fine_from_ms = 0

    def _count(self, dt_ms):
        """Share the pump's time among the open zones, rounded up: a budget is rather met early than late."""
        count = _COUNT[self.open]
        share_ms = (dt_ms + count - 1) // count
        for zone in range(_ZONES):
            if self.open >> zone & 1:
                self.on_ms[zone] += share_ms

    # ---- is the path open?

    def _connect(self, zones):
        self.open = zones
        self._go(_CONNECT)

    def _next_path(self):
        """Connect the lowest zone not yet looked at, alone; when all have been, connect all of them."""
        self.path.next()
        left = self._unlooked
        self._connect(left & -left if left else self.zones)

    def _connected(self, pressures, manifold_dmmhg):
        if self._phase_ms < _CONNECT_MS:
            return
        self.airflow.begin()
        if self._unlooked:
            self.path.before_puff(pressures[_lowest(self.open)], manifold_dmmhg)
            self.pump_pct = limits.PUFF_PCT
            self._go(_PUFF)
        else:
            self._go(_RUN)

    def _look(self, pressures, manifold_dmmhg):
        """An open path lets the puff into the zone. True when that was all there was to look at."""
        if self._phase_ms < _LOOK_MS:
            return False
        zone = _lowest(self.open)
        found = self.path.puffed(zone, pressures[zone], manifold_dmmhg)
        if found == path.AGAIN:
            self._go(_CONNECT)
        elif found == path.OPEN:
            self.airflow.rest(zone, manifold_dmmhg - pressures[zone], self.path.gained(pressures[zone]))
            self._unlooked &= ~self.open
            if self._only_look and not self._unlooked:
                return True
            if self._unlooked or self.open != self.zones:
                self._next_path()
            else:
                self._go(_RUN)
        return False

    # ---- air

    def _run(self, pressures, targets, manifold_dmmhg, raw):
        """Close each zone that is there; the last one stays open while it settles. The nearest zone sets the pace."""
        nearest_dmmhg = 1 << 20
        if not self.pump_pct:
            self.path.stands(manifold_dmmhg)
        for zone in range(_ZONES):
            if not self.open >> zone & 1:
                continue
            short_dmmhg = targets[zone] - pressures[zone]
            if short_dmmhg > _STOP_DMMHG:
                nearest_dmmhg = min(nearest_dmmhg, short_dmmhg)
                if self.pump_pct and self._parts(zone, pressures[zone], manifold_dmmhg, raw[zone]):
                    return
            elif self.open == 1 << zone:
                self.pump_pct = 0
                self._go(_SETTLE)
                return
            else:
                self.open &= ~(1 << zone)
        if _COUNT[self.open] > 1:
            if self._takes_too_long():
                self.pump_pct = 0
                self._go(_SETTLE)
                return
            if self.path.pressed(self.open, pressures, manifold_dmmhg, self.airflow.rests_dmmhg):
                self.pump_pct = 0
                return
        nearest_dmmhg *= _COUNT[self.open]
        if nearest_dmmhg > _NEAR_DMMHG:
            self.pump_pct = _FULL_PCT
        elif nearest_dmmhg > _FINE_DMMHG or self._phase_ms - self._fine_from_ms > _FINE_MS:
            self.pump_pct = _NEAR_PCT
        else:
            self.pump_pct = _FINE_PCT
        if nearest_dmmhg > _FINE_DMMHG:
            self._fine_from_ms = self._phase_ms

    def _takes_too_long(self):
        """A joint fill that rises nowhere says nothing of which zone it is: from here on each is filled alone."""
        for zone in range(_ZONES):
            learned_ms = self.learned_ms[zone]
            most_ms = learned_ms + _JOINT_MORE_MS if learned_ms else limits.FILL_FIRST_MS // 4
            if self.open >> zone & 1 and self.on_ms[zone] > most_ms:
                return True
        return False

    def _parts(self, zone, zone_dmmhg, manifold_dmmhg, raw_dmmhg):
        """True when manifold and zone part while the pump runs: it stops, and what is open settles to be compared."""
        if self.pump_pct == _FULL_PCT and self.open == 1 << zone:
            self.airflow.weigh(zone, zone_dmmhg, manifold_dmmhg - zone_dmmhg)
        found = self.path.compare(zone, raw_dmmhg, manifold_dmmhg)
        if found == path.OPEN and self.open == 1 << zone and self.path.leaps(zone, raw_dmmhg, manifold_dmmhg):
            found = path.BLOCKED
        if found == path.OPEN:
            return False
        self.pump_pct = 0
        if found == path.DOUBTED:
            self._go(_SETTLE)
        return True

    def _refine(self, pressures, targets):
        """Connect the first zone that is short, alone; True when none is.

        Of zones filled together each is refined once, and again when one sank far meanwhile; a little is for the hold.
        """
        zone = self._short(pressures, targets, _GOOD_DMMHG)
        if zone < 0 and not self._again and self._refined:
            self._again = True
            self._refined = 0
            zone = self._short(pressures, targets, _SUNK_DMMHG)
        if zone < 0:
            return True
        bit = 1 << zone
        if self.zones != bit:
            self._refined |= bit
        if self.open == bit:
            self._go(_RUN)
        else:
            self._connect(bit)
        return False

    def _short(self, pressures, targets, most_dmmhg):
        """The first zone not refined yet that is more than `most_dmmhg` short, else -1."""
        left = self.zones & ~self._refined
        for zone in range(_ZONES):
            if left >> zone & 1 and pressures[zone] < targets[zone] - most_dmmhg:
                return zone
        return -1


def _lowest(zones):
    """The number of the lowest zone of a set that is not empty."""
    return _COUNT[(zones & -zones) - 1]
