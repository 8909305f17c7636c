"""What is tried once a day: the emergency stop by staff, the pressure switches by the pumps.

A station that has not seen both poles of the emergency stop open since `limits.DAILY_H` arms no session. The press may
come at any time and in any state; it is a fault like every press, acknowledged at the panel.
"""

from . import chain as links
from . import fault, figures, gate, limits
from .outputs import ALL_VALVES, LEGS, ZONES_A_LEG

REFUSAL = "press the emergency stop once, release it and acknowledge it at the panel: that is due every day"
_POLES = (1 << links.LINK_ESTOP, 1 << links.LINK_ESTOP_RETURN)
_NEVER = -1000
_CLOCK_BACK_H = 2  # a clock that was set back a little makes nothing due
_ZONE_DMMHG = limits.VENTED_MMHG * 10
_PUMPING, _OPENED, _VENTING, _CLOSING, _EASING = range(5)
_VENT_MS = 400
_EASE_MS = 1000
_LONG_MS = 3000


class Daily:
    """`hour` is the present one, from whoever knows it; the others say when each part was last seen."""

    def __init__(self):
        self.hour = 0
        self.estop_hour = _NEVER
        self.switch_hour = _NEVER
        self.changed = False
        self.stuck_pole = -1
        self.opened = 0

    def due(self, hour):
        """True when what was seen at `hour` must be seen again."""
        return not -_CLOCK_BACK_H <= self.hour - hour < limits.DAILY_H

    def watch(self, reading):
        """Call while the emergency stop is pressed and once after: it counts when both poles were seen open."""
        if not reading.estop:
            for pole in range(2):
                if not reading.taps & _POLES[pole]:
                    self.opened |= 1 << pole
            return
        if self.opened == 3:
            self.estop_hour = self.hour
            self.stuck_pole = -1
            self.changed = True
        elif self.opened:
            self.stuck_pole = 1 if self.opened == 1 else 0
        self.opened = 0

    def switches_seen(self):
        self.switch_hour = self.hour
        self.changed = True


class Switches:
    """Each pump in turn against closed zones until its pressure switch takes the supply away. `step()` until True."""

    def __init__(self):
        self._leg = 0
        self._phase = _PUMPING
        self._ms = 0
        self._peak = 0
        self._over = 0
        self._tries = 0

    def begin(self, gate_):
        self._leg = self._tries = 0
        self._enter(_PUMPING)
        gate_.new_test(gate.SWITCH)

    def _enter(self, phase):
        self._phase = phase
        self._ms = self._peak = self._over = 0

    def step(self, test, reading, chain, demand, gate_, dt_ms):
        self._ms += dt_ms
        phase = self._phase
        if phase == _PUMPING:
            self._pump(test, reading, chain, demand)
        elif phase == _OPENED:
            if self._ms > limits.SWITCH_DROP_MS:
                test.find(fault.CHAIN_STUCK, 0, self._ms, limits.SWITCH_DROP_MS)
            elif not reading.supply:
                self._enter(_VENTING)
        elif phase == _VENTING:
            self._let_go(test, reading, chain)
        elif phase == _EASING:
            if self._ms >= _EASE_MS:
                self._enter(_PUMPING)
                gate_.new_test(gate.SWITCH)
        elif chain.closed():
            self._tries = 0
            self._leg += 1
            if self._leg == LEGS:
                return True
            self._enter(_PUMPING)
            gate_.new_test(gate.SWITCH)
        return False

    def _pump(self, test, reading, chain, demand):
        leg = self._leg
        manifold = reading.manifolds_dmmhg[leg]
        if manifold is None:
            return
        self._peak = max(self._peak, manifold)
        self._over = self._over + 1 if manifold > limits.SWITCH_MAX_MMHG * 10 else 0
        test.figures[figures.SWITCHES + leg] = self._peak
        if chain.first_open_link(reading) == 1 + leg:
            # expected, and told to the chain in this tick: no fault
            chain.drop()
            if self._peak < limits.SWITCH_MIN_MMHG * 10:
                test.find(fault.CHAIN_OPEN, 1 + leg, self._peak // 10, limits.SWITCH_MIN_MMHG)
            self._enter(_OPENED)
            return
        self._bounds(test, reading, leg, manifold)
        if test.failed() or self._phase == _EASING:
            return
        demand.closed = ALL_VALVES
        if leg:
            demand.pump_right_pct = limits.TEST_SWITCH_PCT
        else:
            demand.pump_left_pct = limits.TEST_SWITCH_PCT

    def _bounds(self, test, reading, leg, manifold):
        for zone in range(leg * ZONES_A_LEG, (leg + 1) * ZONES_A_LEG):
            pressure = reading.smooth_dmmhg[zone]
            if pressure is not None and pressure >= _ZONE_DMMHG:
                # an athlete who moves does this too: let go and try again
                self._tries += 1
                if self._tries == limits.TEST_TRIES:
                    test.find(fault.ZONE_VALVE_LEAK, zone, pressure // 10, limits.VENTED_MMHG)
                self._enter(_EASING)
                return
        if self._over == 2 or self._ms >= limits.TEST_SWITCH_MS:
            weak = manifold < limits.SWITCH_MIN_MMHG * 10
            code = fault.PUMP_WEAK if weak else fault.PRESSURE_SWITCH_STUCK
            limit = limits.SWITCH_MIN_MMHG if weak else limits.SWITCH_MAX_MMHG
            test.find(code, leg, manifold // 10, limit)

    def _let_go(self, test, reading, chain):
        """Vented by the open chain; a switch that has closed again lets the relay be armed."""
        if self._ms < _VENT_MS:
            return
        if chain.healthy(reading):
            chain.want = True
            self._enter(_CLOSING)
        elif self._ms >= _LONG_MS:
            test.find(fault.CHAIN_OPEN, max(0, chain.first_open_link(reading)), 0, 0)
