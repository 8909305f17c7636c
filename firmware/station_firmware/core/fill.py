"""One zone's fill: connect (valves travel), puff and look (is the path open?), run (far fast, near fine), settle.

The puff's facts: 20 % duty for 40 ms raises the manifold 15-38 mmHg when the path is blocked, below 1.5 when open
(design.md, "Fill"). All pressures are tenths of mmHg.
"""

from . import limits

_CONNECT, _PUFF, _LOOK, _RUN, _SETTLE = range(5)
_CONNECT_MS = 60
_LOOK_MS = 100
_SETTLE_MS = 100
_PUFFS = 2
_NEAR_DMMHG = 100
_FINE_DMMHG = 30
_STOP_DMMHG = 5
_GOOD_DMMHG = 10
_FULL_PCT, _NEAR_PCT, _FINE_PCT = 100, 40, 25
_BLOCKED_DMMHG = limits.PUFF_BLOCKED_MMHG * 10
_APART_DMMHG = limits.PATH_BLOCKED_MMHG * 10


class Fill:
    """`begin`, then `step` each tick until it returns True: the zone stands at its target. `pump_pct` is its wish."""

    def __init__(self):
        self.pump_pct = 0
        self.on_ms = 0
        self.blocked = False
        self.rise_dmmhg = 0
        self._phase = _CONNECT
        self._phase_ms = 0
        self._base_dmmhg = 0
        self._puffs = 0
        self._apart = 0

    def begin(self, fresh):
        """Start a fill; a fresh one begins with a puff and a new pump-on budget, a top-up has neither."""
        self.pump_pct = 0
        self.blocked = False
        self.rise_dmmhg = 0
        self._apart = 0
        self._puffs = 0 if fresh else _PUFFS
        if fresh:
            self.on_ms = 0
        self._go(_CONNECT)

    def step(self, zone_dmmhg, target_dmmhg, manifold_dmmhg, dt_ms):
        """Advance by one tick. Returns True once the settled zone is at its target."""
        if self.blocked:
            return False
        self._phase_ms += dt_ms
        if self.pump_pct:
            self.on_ms += dt_ms
        if self._phase == _RUN:
            self._run(target_dmmhg - zone_dmmhg)
            self._compare(manifold_dmmhg - zone_dmmhg)
        elif self._phase == _CONNECT:
            self._connect(manifold_dmmhg)
        elif self._phase == _PUFF:
            if self._phase_ms >= limits.PUFF_MS:
                self.pump_pct = 0
                self._go(_LOOK)
        elif self._phase == _LOOK:
            self._look(manifold_dmmhg)
        elif self._phase_ms >= _SETTLE_MS:
            if zone_dmmhg >= target_dmmhg - _GOOD_DMMHG:
                return True
            self._go(_RUN)
        return False

    def _go(self, phase):
        self._phase = phase
        self._phase_ms = 0

    def _connect(self, manifold_dmmhg):
        if self._phase_ms < _CONNECT_MS:
            return
        self._base_dmmhg = manifold_dmmhg
        if self._puffs >= _PUFFS:
            self._go(_RUN)
        else:
            self.pump_pct = limits.PUFF_PCT
            self._go(_PUFF)

    def _look(self, manifold_dmmhg):
        """An open path lets the puff into the zone; a blocked one keeps it in the manifold. Two blocked puffs count."""
        if self._phase_ms < _LOOK_MS:
            return
        self.rise_dmmhg = manifold_dmmhg - self._base_dmmhg
        self._puffs += 1
        if self.rise_dmmhg < _BLOCKED_DMMHG:
            self._puffs = _PUFFS
            self._go(_RUN)
        elif self._puffs < _PUFFS:
            self._go(_CONNECT)
        else:
            self.blocked = True

    def _compare(self, apart_dmmhg):
        """A path that closes while the pump runs parts manifold and zone at once."""
        self._apart = self._apart + 1 if self.pump_pct and apart_dmmhg > _APART_DMMHG else 0
        if self._apart >= limits.PATH_BLOCKED_SAMPLES:
            self.rise_dmmhg = apart_dmmhg
            self.blocked = True
            self.pump_pct = 0

    def _run(self, short_dmmhg):
        if short_dmmhg <= _STOP_DMMHG:
            self.pump_pct = 0
            self._go(_SETTLE)
        elif short_dmmhg > _NEAR_DMMHG:
            self.pump_pct = _FULL_PCT
        elif short_dmmhg > _FINE_DMMHG:
            self.pump_pct = _NEAR_PCT
        else:
            self.pump_pct = _FINE_PCT
