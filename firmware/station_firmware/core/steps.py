"""Runs the steps of a plan one after the other and keeps the session's clocks. Pure, no allocation in `step`."""

from . import events, limits
from .contrast import Contrast
from .leg import Leg
from .outputs import VENT_SHIFT, ZONES, ZONES_A_LEG
from .plan import NO_PLAN
from .states import STEP_COMPRESSION, STEP_CONTRAST
from .timebase import LONGEST_MS

_UNDER_DMMHG = limits.UNDER_PRESSURE_MMHG * 10
_RELEASED_DMMHG = limits.RELEASED_MMHG * 10


class Steps:
    """`begin(plan)`, `step()` each tick; `index` is the running step, `finished` when all are done."""

    def __init__(self):
        self.legs = (Leg(0), Leg(1))
        self.contrast = Contrast()
        self.plan = NO_PLAN
        self.index = 0
        self.kind = -1  # of the running step; -1: none runs
        self.finished = True
        self.changed = False
        self.step_ms = 0
        self.done_ms = 0
        self.ran_ms = 0
        self.at_pressure_ms = 0
        self.waiting_full_ms = 0
        self.cycles_done = 0
        self.skipping = False
        self.closing = False
        self.note = events.NO_NOTE
        self.note_a = 0
        self.note_b = 0
        self._turn = 0
        self._going = False
        self.under_ms = [0] * ZONES
        self.bath_want_cdegc = [None, None]

    def begin(self, plan):
        """Start the first step of `plan`; all clocks at zero."""
        self.plan = plan
        self.finished = False
        self.done_ms = 0
        self.ran_ms = 0
        self.at_pressure_ms = 0
        self.cycles_done = 0
        if (
            plan.steps[0].kind != STEP_COMPRESSION
        ):  # which forgets by itself: this tick is the longest of a session
            for leg in self.legs:
                leg.forget()
        self._start(0)

    def end(self):
        """Stop: legs vent, whoever is in the water is told to leave."""
        self._count_cycles()
        self.vent()
        self.contrast.end()
        self._finish()

    def vent(self):
        for leg in self.legs:
            leg.vent()

    def resume(self):
        """After a pause the legs fill again; the clock goes on where it stood."""
        if self.kind == STEP_COMPRESSION:
            self._going = False
            for leg in self.legs:
                leg.restart()

    def cycle(self):
        """Cycles begun in a compression step, dips begun in a contrast step."""
        if self.kind == STEP_CONTRAST:
            return self.contrast.dip + 1
        return max(self.legs[0].course.cycle, self.legs[1].course.cycle) + 1

    def elapsed_ms(self):
        return self.done_ms + self.step_ms

    def target_mmhg(self, zone):
        """The pressure a filling or holding zone is meant to have, else 0."""
        leg = self.legs[zone // ZONES_A_LEG]
        local = zone % ZONES_A_LEG
        if not (leg.holding | leg.fill.zones) >> local & 1:
            return 0
        return leg.targets[local] // 10

    def watch(self, reading, dt_ms):
        """In every state: time under pressure of each zone by its sensor; a hold that lasts too long is cut.

        A missing value neither begins nor ends it.
        """
        under = self.under_ms
        for zone in range(ZONES):
            pressure = reading.smooth_dmmhg[zone]
            if pressure is None:
                pressure = _RELEASED_DMMHG
            if pressure < _RELEASED_DMMHG:
                under[zone] = 0
            elif pressure > _UNDER_DMMHG or under[zone]:
                under[zone] = min(under[zone] + dt_ms, LONGEST_MS)
                if under[zone] >= limits.HOLD_CUT_MS and self.kind == STEP_COMPRESSION:
                    self.legs[zone // ZONES_A_LEG].force_release(zone % ZONES_A_LEG)

    def step(self, reading, demand, dt_ms, paused):
        """Advance by one tick; writes the wish into `demand` (already cleared)."""
        self.ran_ms += dt_ms
        if self.finished:
            return
        kind = self.kind
        if kind == STEP_CONTRAST:
            self._contrast(reading, dt_ms, paused)
        elif paused:
            return
        elif kind == STEP_COMPRESSION:
            self._compress(reading, demand, dt_ms)
        else:
            self.step_ms += dt_ms
        timed = kind not in (STEP_COMPRESSION, STEP_CONTRAST) and kind == self.kind
        if timed and self.step_ms >= self.plan.steps[self.index].planned_ms:
            self._next()

    def _start(self, index):
        self.index = index
        self.step_ms = 0
        self.waiting_full_ms = 0
        self.changed = True
        self.skipping = False
        self.closing = False
        step = self.plan.steps[index]
        self.kind = step.kind
        if step.kind == STEP_COMPRESSION:
            self._turn = 0
            self._going = False
            for leg in self.legs:
                leg.may_go = not step.alternating or leg.leg == self._turn
                leg.begin(step)
        elif step.kind == STEP_CONTRAST:
            self.contrast.begin(step)

    def _close(self):
        """The time of the boots is over: they are let go and their paths looked at before anything else begins."""
        for leg in self.legs:
            leg.close()
        if self.legs[0].closed_up() and self.legs[1].closed_up():
            self._next()

    def _next(self):
        self.done_ms += self.step_ms
        self._count_cycles()
        self.vent()
        if self.index + 1 == len(self.plan.steps):
            self.step_ms = 0
            self._finish()
        else:
            self._start(self.index + 1)

    def _finish(self):
        self.finished = True
        self.closing = False
        self.kind = -1

    def _count_cycles(self):
        if self.kind == STEP_COMPRESSION:
            self.cycles_done += max(self.legs[0].course.cycle, self.legs[1].course.cycle)

    def _contrast(self, reading, dt_ms, paused):
        self.contrast.step(reading, dt_ms, paused)
        self.step_ms = self.contrast.spent_ms
        if self.contrast.finished():
            self._next()

    def _take_turns(self):
        """An alternating step: one leg runs its cycle while the other rests, which halves air, current and noise."""
        mover = self.legs[self._turn]
        if self._going and mover.resting():
            self._turn = 1 - self._turn
            self._going = False
        elif not mover.resting():
            self._going = True
        for leg in self.legs:
            leg.may_go = leg.leg == self._turn

    def _wind_up(self):
        """The step is being skipped: no leg begins another cycle, and when both rest it is over."""
        for leg in self.legs:
            leg.may_go = False
        if self.legs[0].resting() and self.legs[1].resting():
            self.closing = True

    def _compress(self, reading, demand, dt_ms):
        if self.plan.steps[self.index].alternating:
            self._take_turns()
        if self.closing:
            self._close()
            if not self.closing:
                return
        elif self.skipping:
            self._wind_up()
        for leg in self.legs:
            leg.step(reading, dt_ms)
        left, right = self.legs
        demand.closed = left.closed | right.closed << ZONES_A_LEG
        if left.vents_closed:
            demand.closed |= 3 << VENT_SHIFT
        if right.vents_closed:
            demand.closed |= 12 << VENT_SHIFT
        demand.pump_left_pct = left.pump_pct
        demand.pump_right_pct = right.pump_pct
        if self.closing:
            return
        if self.step_ms or (left.course.holds_full() and right.course.holds_full()):
            self.step_ms += dt_ms
            self.at_pressure_ms += dt_ms
        else:
            self.waiting_full_ms += dt_ms
        self.closing = self.step_ms >= self.plan.steps[self.index].planned_ms
