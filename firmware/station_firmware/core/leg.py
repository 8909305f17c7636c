"""One leg's air: runs a pattern's operations by opening zones and vents and driving the pump. Pure, no allocation.

Hold: all zones closed, vents open; a zone that sinks is topped up. Release: the fullest zone first, the next one
joins when the open ones have come down to it, so zones never share the manifold more than a few mmHg apart.
"""

from . import limits
from .fill import Fill
from .pattern import FILL, HOLD, RELEASE
from .plan import NO_STEP
from .window import Windows

OFF, WAITING, FILLING, HOLDING, RELEASING = range(5)
_ZONES = 5
_ALL = 31
_IDLE, _FILL, _HOLD, _RELEASE, _RELIEVE = range(5)
_HOLD_LOOK_MS = 100
_SINK_DMMHG = 25
_SHARE_DMMHG = limits.ZONES_SHARE_MMHG * 10
_RELEASED_DMMHG = limits.RELEASED_MMHG * 10
_LOAD_DMMHG = limits.BODY_LOAD_MMHG * 10
_RELIEVED_DMMHG = limits.BODY_RELIEVED_MMHG * 10


class Leg:
    """`step()` each tick; the demand reads `closed` (5 bits), `vents_closed`, `pump_pct`, the interlocks the rest."""

    def __init__(self, leg):
        self.leg = leg
        self.first = leg * _ZONES
        self.fill = Fill()
        self.pressures = [0] * _ZONES
        self.targets = [0] * _ZONES
        self.mode = [OFF] * _ZONES
        self.learned_ms = [0] * _ZONES
        self.makeup = Windows(_ZONES)
        self.load_ms = [0] * _ZONES
        self.longest_load_ms = 0
        self.open_ms = [0] * _ZONES
        self.active = False
        self.reached = 0
        self.cycle = 0
        self.reliefs = Windows(1)
        self.last_relief = 0
        self._step = NO_STEP
        self._operation = 0
        self._phases = (self._filling, self._holding, self._releasing, self._relieving)
        self.vent()

    def begin(self, step):
        """Start the compression `step` from its first operation with a ramped first cycle and fresh budgets."""
        self._step = step
        self.active = False
        for zone in range(_ZONES):
            self.active = self.active or step.targets_dmmhg[self.first + zone] > 0
            self.learned_ms[zone] = 0
        self.reached = 0
        self.cycle = 0
        self.forget()
        self.restart()

    def forget(self):
        """Nothing made up, nobody flexed: what an earlier session left behind trips no later one."""
        self.reliefs.clear()
        self.makeup.clear()

    def restart(self):
        """Begin the present cycle anew (a resume): fills again."""
        self.vent()
        if self.active:
            self._load_targets()
            self._enter(0)

    def vent(self):
        """Every valve open, pump off; nothing runs until `begin` or `restart`."""
        self.closed = 0
        self.vents_closed = False
        self.pump_pct = 0
        self.zone = -1
        self.releasing_ms = 0
        self._phase = _IDLE
        self._phase_ms = 0
        self._hold_ms = 0
        self._relieved = -1
        self.longest_load_ms = 0
        for zone in range(_ZONES):
            self.mode[zone] = OFF
            self.load_ms[zone] = 0
            self.open_ms[zone] = 0

    def force_release(self):
        """Cut a hold that lasted too long: go to the cycle's release now. A leg that rests vented stays so."""
        if self._phase == _IDLE or self._phase == _RELEASE:
            return
        operations = self._step.operations
        for index in range(len(operations)):
            if operations[index][0] == RELEASE:
                self._enter(index)
                return

    def full_target(self, zone):
        """The zone's target of the step in tenths of mmHg, 0 when the zone is not used."""
        return self._step.targets_dmmhg[self.first + zone]

    def holds_full(self):
        """True when every used zone of this leg has reached its full target at least once in the step."""
        for zone in range(_ZONES):
            if self.active and self.full_target(zone) and not self.reached & (1 << zone):
                return False
        return True

    def budget_ms(self):
        """Pump-on time allowed for the present fill, known without the sensor."""
        learned_ms = self.learned_ms[self.zone] if self.zone >= 0 else 0
        if not learned_ms:
            return limits.FILL_FIRST_MS
        later_ms = limits.FILL_LATER_FACTOR * learned_ms + limits.FILL_LATER_EXTRA_MS
        return min(limits.FILL_LATER_MAX_MS, later_ms)

    def step(self, reading, dt_ms):
        """Advance by one tick. A missing pressure stops the pump here; the interlocks do the rest."""
        if self._phase == _IDLE:
            return
        manifold_dmmhg = reading.manifolds_dmmhg[self.leg]
        if manifold_dmmhg is None or not self._take(reading.smooth_dmmhg, dt_ms):
            self.pump_pct = 0
            return
        self.reliefs.step(dt_ms)
        self.makeup.step(dt_ms)
        if self.longest_load_ms >= limits.BODY_LOAD_MS and self._phase != _RELIEVE:
            self._relieve()
        self._phase_ms += dt_ms
        self._phases[self._phase - 1](manifold_dmmhg, dt_ms)

    # ---- operations of the pattern

    def _load_targets(self):
        source = self._step.first_targets_dmmhg if self.cycle == 0 else self._step.targets_dmmhg
        for zone in range(_ZONES):
            self.targets[zone] = source[self.first + zone]
            self.mode[zone] = WAITING if self.targets[zone] else OFF

    def _enter(self, operation):
        """Begin operation number `operation`; past the last one a new cycle begins."""
        operations = self._step.operations
        if operation >= len(operations):
            self.cycle += 1
            self._load_targets()
            operation = 0
        while operations[operation][0] == FILL and not self.targets[operations[operation][1]]:
            operation += 1
        self._operation = operation
        self._relieved = -1
        what = operations[operation][0]
        if what == FILL:
            self._connect(operations[operation][1], True)
        elif what == HOLD:
            self._hold_ms = 0
            self._seal()
        else:
            self.releasing_ms = 0
            for zone in range(_ZONES):
                self.open_ms[zone] = 0
            self._set(_RELEASE, _ALL, False)

    def _next(self):
        self._enter(self._operation + 1)

    def _set(self, phase, closed, vents_closed):
        """Enter `phase` with the pump off and the valves as given."""
        self.pump_pct = 0
        self.closed = closed
        self.vents_closed = vents_closed
        self.zone = -1
        self._phase = phase
        self._phase_ms = 0

    def _seal(self):
        self._set(_HOLD, _ALL, False)

    # ---- filling

    def _connect(self, zone, fresh):
        self._set(_FILL, _ALL & ~(1 << zone), True)
        self.zone = zone
        self.mode[zone] = FILLING
        self.fill.begin(fresh)

    def _filling(self, manifold_dmmhg, dt_ms):
        zone = self.zone
        done = self.fill.step(self.pressures[zone], self.targets[zone], manifold_dmmhg, dt_ms)
        topping_up = self._step.operations[self._operation][0] == HOLD
        if topping_up and self.fill.pump_pct:
            self.makeup.add(zone, dt_ms)
        self.pump_pct = self.fill.pump_pct
        if not done:
            return
        self.mode[zone] = HOLDING
        if self.targets[zone] == self.full_target(zone):
            self.reached |= 1 << zone
        if topping_up:
            self._seal()
            return
        self.learned_ms[zone] = self.fill.on_ms
        self._next()

    # ---- holding

    def _holding(self, manifold_dmmhg, dt_ms):
        self._hold_ms += dt_ms
        if self._hold_ms >= self._step.hold_ms:
            self._next()
            return
        if self._phase_ms < _HOLD_LOOK_MS:
            return
        for zone in range(_ZONES):
            if self.targets[zone] and self.pressures[zone] < self.targets[zone] - _SINK_DMMHG:
                self.fill.on_ms = 0
                self._connect(zone, False)
                return

    # ---- releasing

    def _releasing(self, manifold_dmmhg, dt_ms):
        self.releasing_ms += dt_ms
        highest = 0
        for zone in range(_ZONES):
            if self.targets[zone] and self.pressures[zone] > highest:
                highest = self.pressures[zone]
        for zone in range(_ZONES):
            if not self.targets[zone]:
                self.closed &= ~(1 << zone)
            elif self.mode[zone] == RELEASING or self.pressures[zone] >= highest - _SHARE_DMMHG:
                self.closed &= ~(1 << zone)
                self.mode[zone] = RELEASING
                self.open_ms[zone] += dt_ms
        if self._phase_ms >= self._step.release_ms and highest < _RELEASED_DMMHG:
            self.releasing_ms = 0
            for zone in range(_ZONES):
                self.open_ms[zone] = 0
            self._next()

    # ---- a leg that flexes is relieved, not tripped

    def _take(self, smooth_dmmhg, dt_ms):
        """Copy this leg's pressures and time how long a zone in use has been pressed; False when one is missing."""
        pressures = self.pressures
        targets = self.targets
        load_ms = self.load_ms
        longest_ms = 0
        for zone in range(_ZONES):
            pressure = smooth_dmmhg[self.first + zone]
            if pressure is None:
                return False
            pressures[zone] = pressure
            mode = self.mode[zone]
            if mode != FILLING and mode != HOLDING:
                load_ms[zone] = 0
            elif pressure > targets[zone] + _LOAD_DMMHG:
                load_ms[zone] += dt_ms
                longest_ms = max(longest_ms, load_ms[zone])
            elif self._relieved == zone:
                longest_ms = max(longest_ms, load_ms[zone])
            else:
                load_ms[zone] = 0
        self.longest_load_ms = longest_ms
        return True

    def _relieve(self):
        """Open the most pressed zone to the vents; what it was doing goes on when it is relieved."""
        zone = self.load_ms.index(self.longest_load_ms)
        if self.zone >= 0:
            self.mode[self.zone] = HOLDING
        self._set(_RELIEVE, _ALL & ~(1 << zone), False)
        self._relieved = zone
        self.reliefs.add(0, 1)
        self.last_relief = zone

    def _relieving(self, manifold_dmmhg, dt_ms):
        zone = self._relieved
        if self.pressures[zone] > self.targets[zone] + _RELIEVED_DMMHG:
            return
        self._relieved = -1
        self.load_ms[zone] = 0
        what = self._step.operations[self._operation]
        if what[0] == FILL:
            self._connect(what[1], False)
        elif what[0] == HOLD:
            self._seal()
        else:
            self._enter(self._operation)
