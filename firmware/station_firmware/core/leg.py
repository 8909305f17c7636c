"""One leg: runs a pattern's operations by opening zones and vents and driving the pump. Pure, no allocation.

Hold: all zones closed, vents open; a zone that sinks is topped up. What is not held, filled or let go is empty.
"""

from . import events, limits, pattern
from .fill import Fill
from .letting import Letting
from .load import Load
from .plan import NO_STEP
from .planner import Planner
from .seal import Seal
from .window import Windows

_ZONES = 5
_ALL = pattern.ALL
_IDLE, _FILL, _HOLD, _RELEASE, _RELIEVE = range(5)
_HOLD_LOOK_MS = 100
_SINK_DMMHG = 12
_RELIEVED_DMMHG = limits.BODY_RELIEVED_MMHG * 10


class Leg:
    """`step()` each tick; the demand reads `closed` (5 bits), `vents_closed`, `pump_pct`, the interlocks the rest.

    Zones are bits: `used` by the step, `holding` at their targets; `fill.zones` are filling, `letting.zones` let go.
    `may_go` is set from outside: False keeps the leg at rest after its cycle. `note` tells the record what it did.
    """

    def __init__(self, leg):
        self.leg = leg
        self.first = leg * _ZONES
        self.fill = Fill()
        self.letting = Letting()
        self.load = Load()
        self.seal = Seal()
        self.planner = Planner()
        self.makeup = Windows(_ZONES)
        self.pressures = [0] * _ZONES
        self.targets = [0] * _ZONES
        self.used = 0
        self.holding = 0
        self.reached = 0
        self.cycle = 0
        self.may_go = True
        self.note = events.NO_NOTE
        self.note_a = 0
        self.note_b = 0
        self._step = NO_STEP
        self._operation = 0
        self._split = False
        self._phases = (self._filling, self._holding, self._releasing, self._relieving)
        self.vent()

    def begin(self, step):
        """Start the compression `step` from its first operation with a ramped first cycle and fresh budgets."""
        self._step = step
        self.used = 0
        for zone in range(_ZONES):
            if step.targets_dmmhg[self.first + zone]:
                self.used |= 1 << zone
        self.fill.forget()
        self.reached = 0
        self.cycle = 0
        self.planner.begin(step.operations, 0, self.fill.learned_ms, step.hold_ms)
        self.forget()
        self.restart()

    def forget(self):
        """Nothing made up, nobody flexed: what an earlier session left behind trips no later one."""
        self.load.reliefs.clear()
        self.makeup.clear()
        self.seal.clear()

    def restart(self):
        """Begin the present cycle anew (a resume): fills again, or waits at rest for its turn."""
        self.vent()
        if not self.used:
            return
        self._load_targets()
        if self.may_go:
            self._enter(0)
        else:
            self.cycle -= 1
            self._enter(len(self._step.operations) - 1)

    def vent(self):
        """Every valve open, pump off; nothing runs until `begin` or `restart`."""
        self._set(_IDLE, 0, False)
        self.letting.end()
        self.load.clear()
        self.holding = 0
        self._hold_ms = 0
        self._split = False

    def force_release(self, zone):
        """Cut a hold that lasted too long: go to the cycle's release now. A leg that lets all go already does so."""
        if self._phase == _IDLE or self.letting.zones == self.used:
            return
        self._say(events.HOLD_CUT, self.first + zone, 0)
        self._enter(len(self._step.operations) - 1)

    def full_target(self, zone):
        """The zone's target of the step in tenths of mmHg, 0 when the zone is not used."""
        return self._step.targets_dmmhg[self.first + zone]

    def holds_full(self):
        """True when every used zone of this leg has reached its full target at least once in the step."""
        return self.reached & self.used == self.used

    def resting(self):
        """True when nothing of this leg is under way: between two cycles and empty, or vented, or not used."""
        return self._phase == _IDLE or (self._phase == _RELEASE and self._last() and self._down)

    def step(self, reading, dt_ms):
        """Advance by one tick. A missing pressure stops the pump here; the interlocks do the rest."""
        if self._phase == _IDLE:
            return
        manifold_dmmhg = reading.manifolds_dmmhg[self.leg]
        smooth_dmmhg = reading.smooth_dmmhg
        for zone in range(_ZONES):
            pressure = smooth_dmmhg[self.first + zone]
            if pressure is None or manifold_dmmhg is None:
                self.pump_pct = 0
                return
            self.pressures[zone] = pressure
        self.makeup.step(dt_ms)
        self.load.look(self.pressures, self.targets, self.holding | self.fill.zones, dt_ms)
        if self.load.asks_relief():
            self._relieve()
        self._phase_ms += dt_ms
        self._phases[self._phase - 1](manifold_dmmhg, dt_ms)

    # ---- operations of the pattern

    def _load_targets(self):
        source = self._step.first_targets_dmmhg if self.cycle <= 0 else self._step.targets_dmmhg
        for zone in range(_ZONES):
            self.targets[zone] = source[self.first + zone]

    def _last(self):
        return self._operation == len(self._step.operations) - 1

    def _what(self):
        return pattern.what(self._step.operations[self._operation])

    def _enter(self, operation):
        """Begin operation number `operation`; past the last one a new cycle begins. Zones left out are skipped."""
        operations = self._step.operations
        if operation >= len(operations):
            self.cycle += 1
            self._split = False
            self._load_targets()
            operation = 0
        while operation < len(operations) - 1 and not self._touches(operations[operation]):
            operation += 1
        self._operation = operation
        self.load.relieved = -1
        does = self._what()
        zones = pattern.zones(operations[operation]) & self.used
        if does == pattern.HOLD:
            self._hold_ms = 0
            self._set(_HOLD, _ALL, False)
        elif does == pattern.DIP:
            self._let_go(zones, pattern.DIP_PCT)
        elif does == pattern.RELEASE:
            self._let_go(self.used if self._last() else zones, 0)
        elif operation == self.planner.split_at and self.cycle > 0 and not self._split:
            self._split = True
            self._let_go(self.used, 0)
        else:
            self._fill(zones, True)

    def _touches(self, operation):
        return pattern.what(operation) == pattern.HOLD or pattern.zones(operation) & self.used

    def _set(self, phase, closed, vents_closed):
        """Enter `phase` with the pump off and the valves as given."""
        self.fill.stop()
        self.pump_pct = 0
        self.closed = closed
        self.vents_closed = vents_closed
        self._phase = phase
        self._phase_ms = 0
        self._down = False

    def _say(self, note, a, b):
        self.note = note
        self.note_a = a
        self.note_b = b

    # ---- filling

    def _fill(self, zones, fresh):
        self._set(_FILL, _ALL, True)
        self.holding &= ~zones
        self.fill.begin(zones, fresh)
        self.closed = _ALL & ~self.fill.open

    def _filling(self, manifold_dmmhg, dt_ms):
        fill = self.fill
        zones = fill.zones
        done = fill.step(self.pressures, self.targets, manifold_dmmhg, dt_ms)
        self.closed = _ALL & ~fill.open
        self.pump_pct = fill.pump_pct
        topping_up = self._what() == pattern.HOLD
        if topping_up and fill.pump_pct:
            self.makeup.add(fill.topped, dt_ms)
        if not done:
            return
        self.holding |= zones
        if topping_up:
            self._set(_HOLD, _ALL, False)
            return
        if self._operation == 0 or pattern.what(self._step.operations[self._operation - 1]) != pattern.DIP:
            fill.learn(zones)
        for zone in range(_ZONES):
            if zones >> zone & 1 and self.targets[zone] == self.full_target(zone):
                self.reached |= 1 << zone
        self._enter(self._operation + 1)

    # ---- holding

    def _holding(self, manifold_dmmhg, dt_ms):
        self._hold_ms += dt_ms
        self.seal.look(self.pressures, self._phase_ms)
        if self._hold_ms >= self.planner.hold_ms:
            self.seal.opened(self.pressures, self._phase_ms)
            self.seal.end(self.holding)
            self._enter(self._operation + 1)
            return
        if self._phase_ms < _HOLD_LOOK_MS:
            return
        for zone in range(_ZONES):
            if self.holding >> zone & 1 and self.pressures[zone] < self.targets[zone] - _SINK_DMMHG:
                self.seal.opened(self.pressures, self._phase_ms)
                self._set(_FILL, _ALL & ~(1 << zone), True)
                self.holding &= ~(1 << zone)
                self.fill.top_up(zone)
                return

    # ---- releasing

    def _let_go(self, zones, down_pct):
        """Let `zones` go and keep the others closed; the last release of a cycle leaves unused zones open too."""
        self.holding &= ~zones
        self.letting.begin(zones, down_pct)
        self._set(_RELEASE, _ALL & self.used if zones == self.used else _ALL, False)
        if self._last():
            self.planner.begin(self._step.operations, self.used, self.fill.learned_ms, self._step.hold_ms)

    def _releasing(self, manifold_dmmhg, dt_ms):
        self._down = self.letting.step(self.pressures, self.targets, dt_ms)
        self.closed &= ~self.letting.open
        last = self._last()
        planned = not last or self.planner.step()
        if not self._down or not planned:
            return
        if last and (self._phase_ms < self._step.release_ms or not self.may_go):
            return
        if last:
            self._tell_plan()
        self._released()

    def _released(self):
        """Nothing of what was let go has pressure: go on with the pattern, after a split with the same fill."""
        self.letting.end()
        if self._what() == pattern.FILL:
            self._enter(self._operation)
        else:
            self._enter(self._operation + 1)

    def _tell_plan(self):
        """A cycle that is not run as the protocol has it is told."""
        planner = self.planner
        if planner.split_at >= 0:
            self._say(events.CYCLE_SPLIT, self.leg, planner.longest_ms // 1000)
        elif planner.hold_ms < self._step.hold_ms:
            self._say(events.HOLD_SHORTENED, self.leg, planner.hold_ms // 1000)

    # ---- a leg that flexes is relieved, not tripped

    def _relieve(self):
        """Open the most pressed zone to the vents; what the leg was doing goes on when it is relieved."""
        zone = self.load.begin_relief()
        self.holding |= self.fill.zones
        self._set(_RELIEVE, _ALL & ~(1 << zone), False)
        self._say(events.BODY_RELIEVED, self.first + zone, self.pressures[zone] // 10)

    def _relieving(self, manifold_dmmhg, dt_ms):
        zone = self.load.relieved
        if self.pressures[zone] > self.targets[zone] + _RELIEVED_DMMHG:
            return
        self.load.end_relief()
        does = self._what()
        if does == pattern.FILL and not self.letting.zones:
            self._fill(pattern.zones(self._step.operations[self._operation]) & self.used, False)
        elif does == pattern.HOLD:
            self._set(_HOLD, _ALL, False)
        else:
            self._enter(self._operation)
