"""Live change of the running step: intensity, boost, skip, five minutes more, on and back. None, or why it is refused.

Targets change in the step at once and reach a leg when it begins its next cycle; a skipped step ends with the cycle
under way. Nothing is possible here that `protocol.check` would refuse. No allocation: the tick carries it out.
"""

from . import events, limits, plan
from .outputs import ZONES, ZONES_A_LEG
from .states import STEP_COMPRESSION, STEP_GUIDED, is_wet

INTENSITY, BOOST, SKIP, LONGER, NEXT, BACK = range(6)
NAMES = ("intensity", "boost", "skip", "longer", "next", "back")
MOST_MMHG = 20  # one change of intensity; the panel turns it in steps of five
MORE_S = 300


def change(steps, what, zone, mmhg):
    """Carry one change out. `zone` (1-5, 0: no boost) and `mmhg` are what intensity and boost need."""
    if what == SKIP:
        return _skip(steps)
    if what == NEXT:
        return None if steps.go_on() else "nothing is asked and no item runs"
    if what == BACK:
        return _back(steps)
    if steps.kind != STEP_COMPRESSION:
        return "only a compression step can be changed; any step can be skipped"
    if steps.skipping:
        return "the step is being skipped"
    step = steps.plan.steps[steps.index]
    if what == LONGER:
        return _longer(steps, step)
    return _intensity(steps, step, mmhg) if what == INTENSITY else _boost(steps, step, zone, mmhg)


def _intensity(steps, step, mmhg):
    """All targets up or down by the same, so that the gradient stays."""
    for zone in range(ZONES):
        target = step.targets_dmmhg[zone]
        if not target:
            continue
        if plan.base_dmmhg(step, zone) + mmhg * 10 < limits.TARGET_MIN_MMHG * 10:
            return "a zone would be below the lowest target"
        if target + mmhg * 10 > limits.TARGET_MAX_MMHG * 10:
            return "a zone would be above the highest target"
    for zone in range(ZONES):
        if step.targets_dmmhg[zone]:
            step.targets_dmmhg[zone] += mmhg * 10
    _note(steps, events.INTENSITY, mmhg, max(step.targets_dmmhg) // 10)
    return None


def _boost(steps, step, zone, mmhg):
    """One zone of both legs higher by `mmhg`, or none."""
    if zone:
        used = False
        for leg in range(2):
            target = plan.base_dmmhg(step, leg * ZONES_A_LEG + zone - 1)
            used = used or target > 0
            if target + mmhg * 10 > limits.TARGET_MAX_MMHG * 10:
                return "the zone would be above the highest target"
        if not used:
            return "this zone is left off"
    plan.put_boost(step, zone - 1, mmhg * 10 if zone else 0)
    _note(steps, events.BOOST, zone, mmhg if zone else 0)
    return None


def _skip(steps):
    """Legs finish their cycle first; whoever is in the water is told to leave."""
    if steps.kind < 0:
        return "no step is running"
    if steps.skipping:
        return "the step is being skipped"
    steps.skipping = True
    _note(steps, events.SKIP, steps.index, 0)
    step = steps.plan.steps[steps.index]
    steps.plan.planned_s -= max(0, step.planned_ms - steps.step_ms) // 1000
    if is_wet(steps.kind):
        steps.water.cut()
    return None


def _back(steps):
    """To the item or side before, or this one anew."""
    if steps.kind != STEP_GUIDED:
        return "only a guided step goes back"
    steps.guided.back()
    return None


def _longer(steps, step):
    if steps.plan.planned_s + MORE_S > limits.SESSION_PLANNED_S:
        return "the session would be longer than any session may be"
    step.planned_ms += MORE_S * 1000
    steps.plan.planned_s += MORE_S
    _note(steps, events.LONGER, steps.index, steps.plan.planned_s)
    return None


def _note(steps, note, a, b):
    steps.note = note
    steps.note_a = a
    steps.note_b = b
