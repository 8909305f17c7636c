"""One leg: runs a pattern's operations by opening zones and vents and driving the pump. Pure, no allocation.

Hold: all zones closed, vents open; a zone that sinks is topped up. What is not held, filled or let go is empty.
"""

from . import events, limits, pattern
from .closing import Closing
from .course import Course
from .fill import Fill
from .letting import Letting
from .load import Load
from .seal import Seal
from .signs import Signs
from .upkeep import Upkeep

_ZONES, _ALL = 5, pattern.ALL
_IDLE, _FILL, _HOLD, _RELEASE, _RELIEVE, _TOP_UP, _CLOSE = range(7)
_HOLD_LOOK_MS, _RELIEF_LOOK_MS = 100, 160
_RELIEVED_DMMHG = limits.BODY_RELIEVED_MMHG * 10


class Leg:
    """`step()` each tick; the demand reads `closed` (5 bits), `vents_closed`, `pump_pct`, the interlocks the rest.

    Zones are bits: `holding` are at their targets, `fill.zones` filling, `letting.zones` let go.
    `may_go` is set from outside: False keeps the leg at rest after its cycle. `note` tells the record what it did.
    """

    def __init__(self, leg):
        self.leg = leg
        self.first = leg * _ZONES
        self.course = Course(self.first)
        self.fill = Fill()
        self.letting = Letting()
        self.load = Load()
        self.seal = Seal()
        self.signs = Signs()
        self.upkeep = Upkeep(self)
        self.closing = Closing(self)
        self.makeup = self.upkeep.makeup
        self.pressures = [0] * _ZONES
        self.raw = [0] * _ZONES  # not smoothed: what is smoothed lags behind a leg that moves
        self.targets = self.course.targets
        self.holding = 0
        self.may_go = True
        self.note = events.NO_NOTE
        self.note_a = self.note_b = 0
        self.manifold_dmmhg = 0
        self._kept = _ALL
        steps = (self._filling, self._holding, self._releasing, self._relieving)
        self._phases = steps + (self._topping_up, self._closing)
        self.vent()

    def begin(self, step):
        """Start the compression `step` from its first operation with a ramped first cycle and fresh budgets."""
        self.fill.forget()
        self.course.begin(step, self.fill.learned_ms)
        self.forget()
        self.restart()

    def forget(self):
        """Nothing made up, nobody flexed: what an earlier session left behind trips no later one."""
        self.load.reliefs.clear()
        self.makeup.clear()
        self.seal.clear()
        self.signs.clear()
        self.upkeep.forget()

    def restart(self):
        """Begin the present cycle anew (a resume): fills again, or waits at rest for its turn."""
        self.vent()
        if not self.course.used:
            return
        self.course.load()
        # whatever a step or a pause left in any zone goes first: nothing is shut in that the pattern does not know of
        self._beginning = True
        self.letting.begin(_ALL)
        self._kept = _ALL
        self._go(_RELEASE, _ALL, False)

    def vent(self):
        """Every valve open, pump off; nothing runs until `begin` or `restart`."""
        self._go(_IDLE, 0, False)
        self.letting.end()
        self.load.clear()
        self.signs.rest()
        self.holding = 0
        self._hold_ms = 0
        self._beginning = False

    def force_release(self, zone):
        """Cut a hold that lasted too long: go to the cycle's release now. A leg that lets all go already does so."""
        if self._phase == _IDLE or self._beginning or self.letting.zones == self.course.used:
            return
        self._say(events.HOLD_CUT, self.first + zone, 0)
        self.enter(self.course.end())

    def resting(self):
        """True when nothing of this leg is under way: between two cycles and empty, or vented, or not used."""
        ends = self._beginning or self.course.last()
        return self._phase == _IDLE or (self._phase == _RELEASE and ends and self._down)

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
            self.raw[zone] = reading.zones_dmmhg[self.first + zone]
        self.manifold_dmmhg = manifold_dmmhg
        self.signs.look(self, manifold_dmmhg, dt_ms)
        self.makeup.step(dt_ms)
        self.load.look(self.pressures, self.targets, self.holding | self.fill.zones, dt_ms)
        if self.load.asks_relief():
            self._relieve()
        self._phase_ms += dt_ms
        self._phases[self._phase - 1](manifold_dmmhg, dt_ms)

    def enter(self, number):
        """Begin operation `number` of the course, or what takes its place: a split, or the next cycle."""
        course = self.course
        course.enter(number)
        self.load.relieved = -1
        self.upkeep.clear()
        does = course.what()
        if does == pattern.HOLD:
            self._hold_ms = 0
            self.seal.begin()
            self.seal_all()
        elif does == pattern.DIP:
            self._let_go(course.zones(), pattern.DIP_PCT)
        elif does == pattern.RELEASE and course.keeps(self.holding):
            self.enter(course.operation + 1)
        elif does == pattern.RELEASE:
            self._let_go(course.used if course.last() else course.zones(), 0)
        elif course.splits():
            self._let_go(course.used, 0)
        else:
            self.upkeep.aim(course.zones())
            self.fill_zones(course.zones(), True)

    def _go(self, phase, closed, vents_closed):
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

    def fill_zones(self, zones, fresh):
        self._go(_FILL, _ALL, True)
        self.holding &= ~zones
        self.fill.begin(zones, fresh)
        self.closed = _ALL & ~self.fill.open

    def _filling(self, manifold_dmmhg, dt_ms):
        zones = self.fill.zones
        if self.step_fill(manifold_dmmhg, dt_ms, self.upkeep.aims):
            self.holding |= zones
            self._filled(zones)
        elif self.fill.running():
            self.upkeep.first_aid(zones)

    def _filled(self, zones):
        """The fill of the pattern is done: learn from it, look after what sank meanwhile, go on."""
        if not self.course.after_dip():
            self.fill.learn(zones)
        self.course.arrived(zones, self.pressures)
        self.upkeep.after_fill(zones)

    def go_top_up(self, zone):
        """Make ready to top up `zone`, a single bit: all closed."""
        self._go(_TOP_UP, _ALL, True)
        self.holding &= ~zone

    def _topping_up(self, manifold_dmmhg, dt_ms):
        done = self.step_fill(manifold_dmmhg, dt_ms, self.upkeep.aims)
        self.upkeep.step(done, dt_ms)

    def step_fill(self, manifold_dmmhg, dt_ms, targets):
        fill = self.fill
        done = fill.step(self.pressures, targets, manifold_dmmhg, dt_ms, self.raw)
        self.closed = _ALL & ~fill.open
        self.pump_pct = fill.pump_pct
        return done

    def hold_is_over(self, dt_ms):
        """In a hold: its time goes on by `dt_ms`. True once it is over; False where nothing is held for a time."""
        if self.course.what() != pattern.HOLD:
            return False
        self._hold_ms += dt_ms
        return self._hold_ms >= self.course.planner.hold_ms

    def seal_all(self):
        """Every zone closed, the vents open."""
        self._go(_HOLD, _ALL, False)

    def _holding(self, manifold_dmmhg, dt_ms):
        """The hold's time goes on while a zone is topped up: what leaks shortens no hold and lengthens none."""
        over = self.hold_is_over(dt_ms)
        self.seal.look(self.pressures, self._phase_ms)
        if over:
            self.seal.opened(self.pressures, self._phase_ms)
            self.seal.end(self.holding, self.pressures, self.targets)
            self.enter(self.course.operation + 1)
        elif self._phase_ms >= _HOLD_LOOK_MS:
            sealed_ms = self._phase_ms
            if self.upkeep.in_hold():
                self.seal.opened(self.pressures, sealed_ms)

    def _let_go(self, zones, down_pct):
        """Let `zones` go and keep the others closed; the last release of a cycle leaves unused zones open too."""
        self.holding &= ~zones
        self.letting.begin(zones, down_pct)
        self._kept = self.course.used if zones == self.course.used else _ALL
        self._go(_RELEASE, self._kept, False)
        if self.course.last():
            self.course.plan(self.fill.learned_ms)

    def _releasing(self, manifold_dmmhg, dt_ms):
        self._down = self.letting.step(self.pressures, self.targets, dt_ms)
        self.closed = self._kept & ~self.letting.open
        if self._beginning:
            if self._down and self.may_go:
                self._beginning = False
                self.letting.end()
                self.enter(0)
            return
        if self.course.last():
            planned = self.course.planner.step()
            if not planned or self._phase_ms < self.course.step.release_ms or not self.may_go:
                return
        if self._down:
            self._released()

    def _released(self):
        """Nothing of what was let go has pressure: go on with the pattern, after a split with the same fill."""
        self.letting.end()
        if self.course.last() and self.course.changed():
            self._say(self.course.changed(), self.leg, self.course.changed_to_s())
        if self.course.what() == pattern.FILL:
            self.enter(self.course.operation)
        else:
            self.upkeep.after_release(self.course.zones())

    def close(self):
        """The step is over: let everything go and look at the paths (`closing`); `closed_up` tells the end."""
        if self._phase != _IDLE and self._phase != _CLOSE:
            self._beginning = False
            self.closing.begin()

    def go_closing(self, closed, vents_closed):
        self._go(_CLOSE, closed, vents_closed)

    def closed_up(self):
        return self._phase == _IDLE

    def _closing(self, manifold_dmmhg, dt_ms):
        if self.closing.step(manifold_dmmhg, dt_ms):
            self.vent()

    def _relieve(self):
        """Open the most pressed zone to the vents; what the leg was doing goes on when it is relieved."""
        zone = self.load.begin_relief()
        self.signs.pressed(self, zone, self.manifold_dmmhg)
        self.seal.begin(False)
        self.holding |= self.fill.zones
        self._go(_RELIEVE, _ALL & ~(1 << zone), False)
        self._say(events.BODY_RELIEVED, self.first + zone, self.pressures[zone] // 10)

    def _relieving(self, manifold_dmmhg, dt_ms):
        zone = self.load.relieved
        if not self.vents_closed:
            if self.pressures[zone] > self.targets[zone] + _RELIEVED_DMMHG:
                return
            # zone and manifold at rest and connected: is it somebody's leg, or a sensor that drifts?
            self.vents_closed = True
            self._phase_ms = 0
        if self._phase_ms < _RELIEF_LOOK_MS:
            return
        self.load.end_relief()
        if self.course.what() == pattern.FILL and not self.letting.zones:
            self.fill_zones(self.course.zones(), False)
        elif self.course.what() == pattern.HOLD:
            self.seal_all()
        else:
            self.enter(self.course.operation)
