"""Runs the steps of a plan one after the other and keeps the session's clocks. Pure, no allocation in `step`."""

from . import events, limits, prompt
from .ahead import Ahead
from .guided import Guided
from .leg import Leg
from .outputs import VENT_SHIFT, ZONES, ZONES_A_LEG
from .plan import NO_PLAN
from .states import STEP_COMPRESSION, STEP_GUIDED, STEP_REST, is_wet
from .timebase import LONGEST_MS
from .water import Water

_UNDER_DMMHG = limits.UNDER_PRESSURE_MMHG * 10
_RELEASED_DMMHG = limits.RELEASED_MMHG * 10


class Steps:
    """`begin(plan)`, `step()` each tick; `index` is the running step, `finished` when all are done.

    `say` is a prompt for whoever reads it to give and clear; `asking` one that waits for `go_on()` before its step
    begins. `unanswered` is True in the tick in which nobody has answered for too long. `bath_want_cdegc` is what hot
    and cold bath are to have for the running or the next step in water, None: nothing.
    """

    def __init__(self):
        self.legs = (Leg(0), Leg(1))
        self.water = Water()
        self.guided = Guided()
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
        self.say = prompt.NONE
        self.asking = prompt.NONE
        self.asked_ms = 0
        self.unanswered = False
        self._ahead = Ahead()
        self.bath_want_cdegc = self._ahead.want_cdegc
        self._last = -1  # compression or water, whichever came last
        self._turn = 0
        self._going = False
        self.under_ms = [0] * ZONES

    def begin(self, plan):
        """Start the first step of `plan`; all clocks at zero."""
        self.plan = plan
        self.finished = False
        self.done_ms = 0
        self.ran_ms = 0
        self.at_pressure_ms = 0
        self.cycles_done = 0
        self._ahead.begin(plan)
        self._last = -1
        # boots forget by themselves: this tick is the longest of a session
        if plan.steps[0].kind != STEP_COMPRESSION:
            for leg in self.legs:
                leg.forget()
        self._enter(0)

    def end(self):
        """Stop: legs vent, whoever is in the water is told to leave."""
        self._count_cycles()
        self.vent()
        self.water.end()
        self.say = self.water.said() or self.say
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
        elif self.asking:
            self.asked_ms = 0
            self.say = self.asking

    def go_on(self):
        """Somebody answers, says "in", or wants the next item. Returns whether there was anything to go on with."""
        if self.asking:
            self.say = prompt.NEXT
            self._start(self.index)
        elif self.kind == STEP_GUIDED:
            self.guided.go_on()
        elif is_wet(self.kind):
            return self.water.go_on()
        else:
            return False
        return True

    def cycle(self):
        """Cycles begun in a compression step, dips begun in the water, the item of a guided step."""
        if is_wet(self.kind):
            return self.water.dip + 1
        if self.kind == STEP_GUIDED:
            return self.guided.item + 1
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
        self.unanswered = False
        if self.finished:
            return
        self._ahead.step(self.index)
        if is_wet(self.kind):
            self._bathe(reading, dt_ms, paused)
        elif paused:
            return
        elif self.kind == STEP_COMPRESSION:
            self._compress(reading, demand, dt_ms)
        elif self.skipping:
            self._next()
        elif self.asking:
            self._ask(dt_ms)
        elif self.kind == STEP_GUIDED:
            self._guide(dt_ms)
        else:
            self.step_ms += dt_ms
            if self.step_ms >= self.plan.steps[self.index].planned_ms:
                self._next()

    def _enter(self, index):
        """To a step, through the question that belongs before it: boots and water are never at once."""
        self.index = index
        self.step_ms = 0
        self.skipping = False
        self.closing = False
        kind = self.plan.steps[index].kind
        if is_wet(kind) and self._last == STEP_COMPRESSION:
            self.asking = prompt.BOOTS_OFF
        elif kind == STEP_COMPRESSION and is_wet(self._last):
            self.asking = prompt.DRY
        else:
            self._start(index)
            return
        self.kind = STEP_REST
        self.asked_ms = 0
        self.say = self.asking

    def _ask(self, dt_ms):
        """Again and again; nobody there for too long is for the session to know."""
        again = self.asked_ms // limits.ASK_AGAIN_MS
        self.asked_ms += dt_ms
        self.unanswered = self.asked_ms >= limits.ANSWER_MS
        if self.asked_ms // limits.ASK_AGAIN_MS > again:
            self.say = self.asking

    def _start(self, index):
        self.asking = prompt.NONE
        self.waiting_full_ms = 0
        self.changed = True
        step = self.plan.steps[index]
        self.kind = step.kind
        if step.kind == STEP_COMPRESSION or is_wet(step.kind):
            self._last = step.kind
        if step.kind == STEP_COMPRESSION:
            self._turn = 0
            self._going = False
            for leg in self.legs:
                leg.may_go = not step.alternating or leg.leg == self._turn
                leg.begin(step)
        elif is_wet(step.kind):
            self.water.begin(step)
        elif step.kind == STEP_GUIDED:
            self.guided.begin(step)

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
            self._enter(self.index + 1)

    def _finish(self):
        self.finished = True
        self.closing = False
        self.asking = prompt.NONE
        self.kind = -1
        self._ahead.begin(NO_PLAN)

    def _count_cycles(self):
        if self.kind == STEP_COMPRESSION:
            self.cycles_done += max(self.legs[0].course.cycle, self.legs[1].course.cycle)

    def _bathe(self, reading, dt_ms, paused):
        self.water.step(reading, dt_ms, paused)
        self.step_ms = self.water.spent_ms
        self.unanswered = self.water.unanswered
        self.say = self.water.said() or self.say
        if self.water.finished():
            self._next()

    def _guide(self, dt_ms):
        self.guided.step(dt_ms)
        self.step_ms = self.guided.spent_ms
        self.say = self.guided.said() or self.say
        if self.guided.finished:
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
