"""A valid protocol made ready to run: whole numbers in lists, so that the tick allocates nothing."""

from . import limits, pattern, shape, states
from .outputs import BATH_NAMES, ZONE_NAMES, ZONES, ZONES_A_LEG


class Step:
    """One step: kind, planned_ms and what its runner needs. Targets are tenths of mmHg; a zone not used has 0.

    `targets_dmmhg` are those with the boost; `boost_zone` counts from 0, -1: none. `items` are (label, ms a side,
    sides, repetitions or 0).
    """

    # what most steps have is the class's: two hundred steps with all of it each would fill a seventh of the heap
    operations: tuple = pattern.NOTHING
    alternating = False
    boost_zone = -1
    boost_dmmhg = 0
    targets_dmmhg = [0] * ZONES
    hold_ms = 0
    release_ms = 0
    dips: tuple = ()
    dip_ms = (0, 0)
    bath_cdegc = (0, 0)
    transfer_ms = 0
    wait_in = False
    items: tuple = ()

    def __init__(self, kind, planned_ms):
        self.kind = kind
        self.planned_ms = planned_ms


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
    step.targets_dmmhg = [0] * ZONES
    off = shape.zones_off(table) + left_off
    for zone in range(ZONES):
        if ZONE_NAMES[zone] not in off:
            step.targets_dmmhg[zone] = table["target_mmhg"][zone % ZONES_A_LEG] * 10
    # of its own even where there is none: the tick may change it, and must find its place
    step.boost_zone = -1
    step.boost_dmmhg = 0
    boost = table.get("boost")
    if boost:
        put_boost(step, boost["zone"] - 1, boost["mmhg"] * 10)
    return step


def put_boost(step, boost_zone, boost_dmmhg):
    """This zone of both legs higher instead of the one before; -1: none. Allocates nothing: the tick calls it too."""
    for zone in range(ZONES):
        if step.targets_dmmhg[zone]:
            if zone % ZONES_A_LEG == step.boost_zone:
                step.targets_dmmhg[zone] -= step.boost_dmmhg
            if zone % ZONES_A_LEG == boost_zone:
                step.targets_dmmhg[zone] += boost_dmmhg
    step.boost_zone = boost_zone
    step.boost_dmmhg = boost_dmmhg


def base_dmmhg(step, zone):
    """The target of a zone in use without its boost."""
    boost_dmmhg = step.boost_dmmhg if zone % ZONES_A_LEG == step.boost_zone else 0
    return step.targets_dmmhg[zone] - boost_dmmhg


def first_dmmhg(step, zone):
    """The target of a zone in the first cycle of its step, 0 when it is not used."""
    target = step.targets_dmmhg[zone]
    return max(limits.TARGET_MIN_MMHG * 10, target * limits.FIRST_CYCLE_PCT // 1000 * 10) if target else 0


def _contrast(table, _left_off):
    step = Step(states.STEP_CONTRAST, shape.step_seconds(table) * 1000)
    step.dips = tuple([BATH_NAMES.index(bath) for bath in shape.dips(table)])
    step.dip_ms = (table["hot_s"] * 1000, table["cold_s"] * 1000)
    step.bath_cdegc = (table["hot_degc"] * 100, table["cold_degc"] * 100)
    step.transfer_ms = table["transfer_s"] * 1000
    step.wait_in = table.get("wait_in", False)
    return step


def _dip(table, _left_off):
    step = Step(states.STEP_DIP, table["dip_s"] * 1000)
    step.dips = (BATH_NAMES.index(table["bath"]),)
    step.dip_ms = (table["dip_s"] * 1000,) * 2
    step.bath_cdegc = (table["degc"] * 100,) * 2
    step.wait_in = table.get("wait_in", False)
    return step


def _guided(table, _left_off):
    step = Step(states.STEP_GUIDED, shape.step_seconds(table) * 1000)
    step.items = tuple(
        [
            (item["label"], shape.side_seconds(item) * 1000, item.get("sides", 1), item.get("reps", 0))
            for item in table["items"]
        ]
    )
    return step


def _rest(table, _left_off):
    return Step(states.STEP_REST, table["rest_s"] * 1000)


_STEP_MAKERS = {
    "compression": _compression,
    "contrast": _contrast,
    "dip": _dip,
    "guided": _guided,
    "rest": _rest,
}
NO_PLAN = Plan({"id": "", "step": []})
