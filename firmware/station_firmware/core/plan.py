"""A valid protocol made ready to run: whole numbers in lists, so that the tick allocates nothing."""

from . import limits, pattern, protocol, states
from .outputs import ZONES


class Step:
    """One step: kind, planned_ms and what its runner needs. Targets are tenths of mmHg; a zone not used has 0."""

    def __init__(self, kind, planned_ms):
        self.kind = kind
        self.planned_ms = planned_ms
        self.operations: tuple = pattern.NOTHING
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
    """A whole session: `steps` and the words that go to the journal. `empty` is the plan of no session."""

    def __init__(self, table, screened=0, confirmed_by=None, member=None, soreness=None):
        self.protocol_id = table["id"]
        self.steps = [_STEP_MAKERS[step["kind"]](step) for step in table["step"]]
        self.empty = not self.steps
        self.planned_s = sum([protocol.step_seconds(step) for step in table["step"]])
        self.screened = screened
        self.confirmed_by = confirmed_by
        self.member = member
        self.soreness = soreness


def _compression(table):
    step = Step(states.STEP_COMPRESSION, table["duration_s"] * 1000)
    step.operations = pattern.operations(table["pattern"])
    step.hold_ms = table["hold_s"] * 1000
    step.release_ms = table["release_s"] * 1000
    boost = table.get("boost")
    for leg, side in enumerate(("left", "right")):
        if table["legs"] not in (side, "both"):
            continue
        for zone, target in enumerate(table["target_mmhg"]):
            if boost and boost["zone"] == zone + 1:
                target += boost["mmhg"]
            first = max(limits.TARGET_MIN_MMHG, target * limits.FIRST_CYCLE_PCT // 100)
            step.targets_dmmhg[leg * 5 + zone] = target * 10
            step.first_targets_dmmhg[leg * 5 + zone] = first * 10
    return step


def _contrast(table):
    step = Step(states.STEP_CONTRAST, protocol.step_seconds(table) * 1000)
    step.dips = [0 if bath == "hot" else 1 for bath in protocol.dips(table)]
    step.dip_ms = (table["hot_s"] * 1000, table["cold_s"] * 1000)
    step.bath_cdegc = (table["hot_degc"] * 100, table["cold_degc"] * 100)
    step.transfer_ms = table["transfer_s"] * 1000
    return step


def _rest(table):
    return Step(states.STEP_REST, table["rest_s"] * 1000)


_STEP_MAKERS = {"compression": _compression, "contrast": _contrast, "rest": _rest}
NO_PLAN = Plan({"id": "", "step": []})
