"""A valid protocol made ready to run: whole numbers in lists, so that the tick allocates nothing."""

from . import limits, pattern, shape, states
from .outputs import ZONE_NAMES, ZONES, ZONES_A_LEG


class Step:
    """One step: kind, planned_ms and what its runner needs. Targets are tenths of mmHg; a zone not used has 0.

    `base_dmmhg` are the targets without boost; `boost_zone` counts from 0, -1: none.
    """

    def __init__(self, kind, planned_ms):
        self.kind = kind
        self.planned_ms = planned_ms
        self.operations: tuple = pattern.NOTHING
        self.alternating = False
        self.base_dmmhg = [0] * ZONES
        self.boost_zone = -1
        self.boost_dmmhg = 0
        self.targets_dmmhg = [0] * ZONES
        self.first_targets_dmmhg = [0] * ZONES
        self.hold_ms = 0
        self.release_ms = 0
        self.dips = []
        self.dip_ms = (0, 0)
        self.bath_cdegc = (0, 0)
        self.transfer_ms = 0


NO_STEP = Step(states.STEP_REST, 0)


class Plan:
    """A whole session: `steps` and the words that go to the journal. `empty` is the plan of no session.

    `left_off` names zones staff leave off for this session, beside those the protocol leaves off.
    """

    def __init__(self, table, screened=0, confirmed_by=None, member=None, soreness=None, left_off=()):
        self.protocol_id = table["id"]
        self.steps = [_STEP_MAKERS[step["kind"]](step, left_off) for step in table["step"]]
        self.empty = not self.steps
        self.planned_s = sum([shape.step_seconds(step) for step in table["step"]])
        self.screened = screened
        self.confirmed_by = confirmed_by
        self.left_off = sum([1 << ZONE_NAMES.index(name) for name in left_off])
        self.member = member
        self.soreness = soreness


def _compression(table, left_off):
    step = Step(states.STEP_COMPRESSION, table["duration_s"] * 1000)
    step.operations = pattern.operations(table["pattern"])
    step.alternating = table["legs"] == shape.ALTERNATING
    step.hold_ms = table["hold_s"] * 1000
    step.release_ms = table["release_s"] * 1000
    boost = table.get("boost")
    if boost:
        step.boost_zone = boost["zone"] - 1
        step.boost_dmmhg = boost["mmhg"] * 10
    off = shape.zones_off(table) + left_off
    for zone in range(ZONES):
        if ZONE_NAMES[zone] not in off:
            step.base_dmmhg[zone] = table["target_mmhg"][zone % ZONES_A_LEG] * 10
    retarget(step)
    return step


def retarget(step):
    """Work out `targets_dmmhg` and the first cycle's from base and boost. Allocates nothing: the tick calls it too."""
    for zone in range(ZONES):
        target = step.base_dmmhg[zone]
        if target and zone % ZONES_A_LEG == step.boost_zone:
            target += step.boost_dmmhg
        step.targets_dmmhg[zone] = target
        first = target * limits.FIRST_CYCLE_PCT // 1000 * 10
        step.first_targets_dmmhg[zone] = max(limits.TARGET_MIN_MMHG * 10, first) if target else 0


def _contrast(table, _left_off):
    step = Step(states.STEP_CONTRAST, shape.step_seconds(table) * 1000)
    step.dips = [0 if bath == "hot" else 1 for bath in shape.dips(table)]
    step.dip_ms = (table["hot_s"] * 1000, table["cold_s"] * 1000)
    step.bath_cdegc = (table["hot_degc"] * 100, table["cold_degc"] * 100)
    step.transfer_ms = table["transfer_s"] * 1000
    return step


def _rest(table, _left_off):
    return Step(states.STEP_REST, table["rest_s"] * 1000)


_STEP_MAKERS = {"compression": _compression, "contrast": _contrast, "rest": _rest}
NO_PLAN = Plan({"id": "", "step": []})
