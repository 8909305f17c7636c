"""One fill of one zone or of several together: is each path open (puff), run (far fast, near fine), settle, refine.

The puff's facts: 20 % duty for 40 ms raises the manifold 15-38 mmHg when the path is blocked, below 1.5 when open
(design.md, "Fill"). All pressures are tenths of mmHg. Zones share the manifold only while they rise together; a zone
that is short afterwards is refined alone.
"""

from . import limits

_CONNECT, _PUFF, _LOOK, _RUN, _SETTLE = range(5)
_ZONES = 5
_CONNECT_MS = 60
_LOOK_MS = 100
_SETTLE_MS = 100
_PUFFS = 2
# shortfall at which the pump slows, for one open zone; with more of them each takes only its share of the air
_NEAR_DMMHG = 100
_FINE_DMMHG = 30
_STOP_DMMHG = 5
_GOOD_DMMHG = 10
_JOINT_MORE_MS = 1000
_FULL_PCT, _NEAR_PCT, _FINE_PCT = 100, 40, 25
# duty per 100 mmHg above it: 130 mmHg at full duty, coasting included, and 151 for the strongest pump (+30 %)
_CONNECT_PCT = 72
_BLOCKED_DMMHG = limits.PUFF_BLOCKED_MMHG * 10
_APART_DMMHG = limits.PATH_BLOCKED_MMHG * 10
_COUNT = tuple([sum([bits >> zone & 1 for zone in range(_ZONES)]) for bits in range(32)])


class Fill:
    """`begin`, then `step` each tick until it returns True: every zone stands at its target.

    `open` are the zones connected now, `pump_pct` its wish, `on_ms` the pump-on time of each zone (the pump's time
    divided by the zones it fed), `topped` the zone of the last top-up, `blocked_zone` the zone whose path is found
    blocked, else -1.
    """

    def __init__(self):
        self.zones = 0
        self.open = 0
        self.topped = 0
        self.pump_pct = 0
        self.on_ms = [0] * _ZONES
        self.learned_ms = [0] * _ZONES
        self.blocked_zone = -1
        self.rise_dmmhg = 0
        self._phase = _CONNECT
        self._phase_ms = 0
        self._base_dmmhg = 0
        self._unlooked = 0
        self._puffs = 0
        self._refined = 0
        self._apart = [0] * _ZONES

    def begin(self, zones, fresh):
        """Start a fill. A fresh one begins with puffs and new pump-on budgets; else only what is short is refined."""
        self.stop()
        self.zones = zones
        for zone in range(_ZONES):
            self._apart[zone] = 0
            if fresh and zones >> zone & 1:
                self.on_ms[zone] = 0
        if fresh:
            self._unlooked = zones
            self._next_path()
        else:
            self._go(_SETTLE)
            self._phase_ms = _SETTLE_MS

    def top_up(self, zone, above_dmmhg):
        """Bring one holding zone back to its target; its pump-on time starts again.

        A manifold that the zone stands `above_dmmhg` above would take its first air from the zone: the pump gives it
        while the valve travels, and so little that a blocked path rises no further than to the zone's pressure.
        """
        self.stop()
        self.zones = 1 << zone
        self.topped = zone
        self._apart[zone] = 0
        self.on_ms[zone] = 0
        self._connect(self.zones)
        self.pump_pct = min(_FULL_PCT, max(0, above_dmmhg) * _CONNECT_PCT // 1000)

    def stop(self):
        """Nothing is being filled: pump off, nothing connected."""
        self.zones = 0
        self.open = 0
        self.pump_pct = 0
        self.blocked_zone = -1
        self.rise_dmmhg = 0
        self._unlooked = 0
        self._refined = 0

    def running(self):
        """True while air goes in, and not while paths are looked at or air settles."""
        return self._phase == _RUN

    def forget(self):
        """A new step: no zone's fill is known."""
        for zone in range(_ZONES):
            self.learned_ms[zone] = 0

    def learn(self, zones):
        """The fill of `zones` is done: what it took is what the next one may take, within budget_ms."""
        for zone in range(_ZONES):
            if zones >> zone & 1:
                self.learned_ms[zone] = max(self.on_ms[zone], 1)

    def budget_ms(self, zone):
        """Pump-on time allowed for a fill of `zone`, known without the sensor."""
        learned_ms = self.learned_ms[zone]
        if not learned_ms:
            return limits.FILL_FIRST_MS
        later_ms = limits.FILL_LATER_FACTOR * learned_ms + limits.FILL_LATER_EXTRA_MS
        return min(limits.FILL_LATER_MAX_MS, later_ms)

    def step(self, pressures, targets, manifold_dmmhg, dt_ms):
        """Advance by one tick. Returns True once every settled zone of this fill is at its target."""
        if self.blocked_zone >= 0:
            return False
        self._phase_ms += dt_ms
        if self.pump_pct:
            self._count(dt_ms)
        phase = self._phase
        if phase == _RUN:
            self._run(pressures, targets, manifold_dmmhg)
        elif phase == _CONNECT:
            self._connected(manifold_dmmhg)
        elif phase == _PUFF:
            if self._phase_ms >= limits.PUFF_MS:
                self.pump_pct = 0
                self._go(_LOOK)
        elif phase == _LOOK:
            self._look(manifold_dmmhg)
        elif self._phase_ms >= _SETTLE_MS:
            return self._refine(pressures, targets)
        return False

    def _go(self, phase):
        self._phase = phase
        self._phase_ms = 0

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
        self._puffs = 0
        left = self._unlooked
        self._connect(left & -left if left else self.zones)

    def _connected(self, manifold_dmmhg):
        if self._phase_ms < _CONNECT_MS:
            return
        self._base_dmmhg = manifold_dmmhg
        if self._unlooked:
            self.pump_pct = limits.PUFF_PCT
            self._go(_PUFF)
        else:
            self._go(_RUN)

    def _look(self, manifold_dmmhg):
        """An open path lets the puff into the zone; a blocked one keeps it in the manifold. Two blocked puffs count."""
        if self._phase_ms < _LOOK_MS:
            return
        self.rise_dmmhg = manifold_dmmhg - self._base_dmmhg
        self._puffs += 1
        if self.rise_dmmhg < _BLOCKED_DMMHG:
            self._unlooked &= ~self.open
            if self._unlooked or self.open != self.zones:
                self._next_path()
            else:
                self._go(_RUN)
        elif self._puffs < _PUFFS:
            self._go(_CONNECT)
        else:
            self._blocked(_lowest(self.open))

    def _blocked(self, zone):
        self.blocked_zone = zone
        self.pump_pct = 0

    # ---- air

    def _run(self, pressures, targets, manifold_dmmhg):
        """Close each zone that is there; the last one stays open while it settles. The nearest zone sets the pace."""
        nearest_dmmhg = 1 << 20
        for zone in range(_ZONES):
            if not self.open >> zone & 1:
                continue
            short_dmmhg = targets[zone] - pressures[zone]
            if short_dmmhg > _STOP_DMMHG:
                nearest_dmmhg = min(nearest_dmmhg, short_dmmhg)
                self._compare(zone, manifold_dmmhg - pressures[zone])
            elif self.open == 1 << zone:
                self.pump_pct = 0
                self._go(_SETTLE)
                return
            else:
                self.open &= ~(1 << zone)
        if self.blocked_zone >= 0:
            return
        if _COUNT[self.open] > 1 and self._takes_too_long():
            self.pump_pct = 0
            self._go(_SETTLE)
            return
        nearest_dmmhg *= _COUNT[self.open]
        if nearest_dmmhg > _NEAR_DMMHG:
            self.pump_pct = _FULL_PCT
        elif nearest_dmmhg > _FINE_DMMHG:
            self.pump_pct = _NEAR_PCT
        else:
            self.pump_pct = _FINE_PCT

    def _takes_too_long(self):
        """A joint fill that rises nowhere says nothing of which zone it is: from here on each is filled alone."""
        for zone in range(_ZONES):
            learned_ms = self.learned_ms[zone]
            most_ms = learned_ms + _JOINT_MORE_MS if learned_ms else limits.FILL_FIRST_MS // 4
            if self.open >> zone & 1 and self.on_ms[zone] > most_ms:
                return True
        return False

    def _compare(self, zone, apart_dmmhg):
        """A path that closes while the pump runs parts manifold and zone at once."""
        if not self.pump_pct or apart_dmmhg <= _APART_DMMHG:
            self._apart[zone] = 0
            return
        self._apart[zone] += 1
        if self._apart[zone] >= limits.PATH_BLOCKED_SAMPLES:
            self.rise_dmmhg = apart_dmmhg
            self._blocked(zone)

    def _refine(self, pressures, targets):
        """Connect the first zone that is short, alone; True when none is.

        Of zones filled together each is refined once: while one is, the others sink a little, and that is for the hold.
        """
        for zone in range(_ZONES):
            bit = 1 << zone
            if self.zones & bit and not self._refined & bit and pressures[zone] < targets[zone] - _GOOD_DMMHG:
                if self.zones != bit:
                    self._refined |= bit
                if self.open == bit:
                    self._go(_RUN)
                else:
                    self._connect(bit)
                return False
        return True


def _lowest(zones):
    """The number of the lowest zone of a set that is not empty."""
    zone = 0
    while not zones >> zone & 1:
        zone += 1
    return zone
