"""Is the way from the manifold to a zone open? The puff before a fill, and the comparison while air goes in.

A blocked path keeps a puff in the manifold (design.md, "Fill": 15-38 mmHg, below 1.5 when it is open), and one that
closes while the pump runs parts manifold and zone by 6 to 38 mmHg a tick. A sensor that reads wrong parts them no
faster than a zone fills, below 1 mmHg a tick. Behind a kink the zone's sensor feels the hose: it follows the manifold.
"""

from . import limits

OPEN, AGAIN, BLOCKED, DOUBTED = range(4)
_ZONES = 5
_PUFFS = 2
_BLOCKED_DMMHG = limits.PUFF_BLOCKED_MMHG * 10
_APART_DMMHG = limits.PATH_DOUBTED_MMHG * 10
_APART_TWICE_DMMHG = limits.PATH_BLOCKED_MMHG * 10
_JUMP_DMMHG = limits.PATH_JUMP_MMHG * 10
# of the manifold's rise, smoothing included: a hose of 33 ml follows at once, a zone does not move
_FOLLOWS = 4
_NEAR_DMMHG = 100
_LEAP_DMMHG = limits.PATH_LEAP_MMHG * 10
_NOTHING_DMMHG = 1 << 20  # above all: the first comparison leaps from nothing
_PRESSED_DMMHG, _PRESSES_DMMHG, _PRESSED_TICKS = 40, 10, 50


class Path:
    """`blocked_zone` is the zone whose path was found blocked, else -1; `kinked` when its hose is, not its valve.

    `unmoved` are doubted zones that stood still while the manifold rose.
    """

    def __init__(self):
        self.blocked_zone = -1
        self.kinked = False
        self.rise_dmmhg = 0
        self._puffs = 0
        self._base_dmmhg = 0
        self._zone_dmmhg = 0
        self._doubted = False
        self._pressed_ticks = 0
        self._seen = 0
        self._leaps = 0
        self._last_dmmhg = 0
        self._apart = [0] * _ZONES
        self._manifolds = [0] * _ZONES
        self._near_manifolds = [0] * _ZONES
        self._near_pressures = [0] * _ZONES
        self.unmoved = 0

    def clear(self):
        """Nothing is known of any path."""
        self.blocked_zone = -1
        self.kinked = False
        self.rise_dmmhg = 0
        self._doubted = False
        self._pressed_ticks = 0
        self._seen = 0
        self._leaps = 0
        self._last_dmmhg = _NOTHING_DMMHG
        self.unmoved = 0
        for zone in range(_ZONES):
            self._apart[zone] = 0

    def next(self):
        """Another zone's path is to be puffed."""
        self._puffs = 0

    def before_puff(self, zone_dmmhg, manifold_dmmhg):
        self._zone_dmmhg = zone_dmmhg
        self._base_dmmhg = manifold_dmmhg

    def gained(self, zone_dmmhg):
        """What the zone has gained in its puff."""
        return zone_dmmhg - self._zone_dmmhg

    def puffed(self, zone, zone_dmmhg, manifold_dmmhg):
        """OPEN, AGAIN for one more puff, or BLOCKED: two blocked puffs count."""
        self.rise_dmmhg = manifold_dmmhg - self._base_dmmhg
        self._puffs += 1
        if self.rise_dmmhg < _BLOCKED_DMMHG:
            return OPEN
        if self._puffs < _PUFFS:
            return AGAIN
        self._blocked(zone, self.gained(zone_dmmhg) * _FOLLOWS >= self.rise_dmmhg)
        return BLOCKED

    def compare(self, zone, zone_dmmhg, manifold_dmmhg):
        """While the pump fills `zone`: OPEN, BLOCKED, or DOUBTED when only a look with the pump off can tell."""
        apart_dmmhg = manifold_dmmhg - zone_dmmhg
        if apart_dmmhg <= _NEAR_DMMHG:
            self._near_manifolds[zone] = manifold_dmmhg
            self._near_pressures[zone] = zone_dmmhg
        if apart_dmmhg <= (_APART_TWICE_DMMHG if self._doubted else _APART_DMMHG):
            self._apart[zone] = 0
            self._seen |= 1 << zone
            self._manifolds[zone] = manifold_dmmhg
            return OPEN
        self._apart[zone] += 1
        if not self._seen >> zone & 1:
            # apart before any air went in: that is where it stood, and no jump
            self._seen |= 1 << zone
            self._manifolds[zone] = manifold_dmmhg
        if self._apart[zone] < limits.PATH_BLOCKED_SAMPLES:
            return OPEN
        self._apart[zone] = 0
        rise_dmmhg = manifold_dmmhg - self._manifolds[zone]
        if rise_dmmhg < _JUMP_DMMHG * limits.PATH_BLOCKED_SAMPLES:
            self._doubted = True
            self._seen &= ~(1 << zone)
            gained_dmmhg = zone_dmmhg - self._near_pressures[zone]
            rose_dmmhg = manifold_dmmhg - self._near_manifolds[zone]
            # one that fell by more than that did not stand still behind a closed valve: its sensor fell
            if -rose_dmmhg < gained_dmmhg and gained_dmmhg * _FOLLOWS < rose_dmmhg:
                self.unmoved |= 1 << zone
            return DOUBTED
        self.rise_dmmhg = rise_dmmhg
        self._blocked(zone, False)
        return BLOCKED

    def stands(self, manifold_dmmhg):
        """No pump yet: where the manifold will rise from."""
        self._last_dmmhg = manifold_dmmhg
        self._leaps = 0

    def leaps(self, zone, zone_dmmhg, manifold_dmmhg):
        """While the pump fills `zone` alone: True when the manifold leaps tick by tick, and nothing takes its air.

        Somebody who moves makes it leap once. A zone that stands level with it then is a hose and no zone.
        """
        rise_dmmhg = manifold_dmmhg - self._last_dmmhg
        self._last_dmmhg = manifold_dmmhg
        self._leaps = self._leaps + 1 if rise_dmmhg >= _LEAP_DMMHG else 0
        if self._leaps < limits.PATH_BLOCKED_SAMPLES:
            return False
        self.rise_dmmhg = rise_dmmhg
        self._blocked(zone, manifold_dmmhg - zone_dmmhg <= _NEAR_DMMHG)
        return True

    def pressed(self, opened, pressures, manifold_dmmhg, rests_dmmhg):
        """Somebody flexes while several zones fill: their air flows back, the pump waits for it, but not for ever.

        `rests_dmmhg` is what each zone and its manifold read apart at rest: of two calibrations, not of air.
        """
        for zone in range(_ZONES):
            over_dmmhg = pressures[zone] - manifold_dmmhg
            moved_dmmhg = over_dmmhg + rests_dmmhg[zone]
            if opened >> zone & 1 and over_dmmhg > _PRESSED_DMMHG and moved_dmmhg > _PRESSES_DMMHG:
                self._pressed_ticks = min(self._pressed_ticks + 1, _PRESSED_TICKS + 1)
                return self._pressed_ticks <= _PRESSED_TICKS
        # paid back tick by tick: what stands over for ever is no muscle
        self._pressed_ticks = max(0, self._pressed_ticks - 1)
        return False

    def _blocked(self, zone, kinked):
        self.blocked_zone = zone
        self.kinked = kinked
