"""Over random valid protocols, garments and pumps: what must hold of the truth at every moment holds.

CONTROL_EXAMPLES=200 looks longer and with other examples each time; the few of a plain run are always the same.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.invariants import breaches
from tests.core.rig_truth import record, stays_of

from recovery_station.virtual.plant.setup import PlantSetup
from station_firmware.core import pattern, protocol

SPAN_S = 110.0
EXAMPLES = int(os.environ.get("CONTROL_EXAMPLES", "0"))
LOOK = settings(
    max_examples=EXAMPLES or 10,
    derandomize=not EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
pytestmark = pytest.mark.timeout(120 + 12 * EXAMPLES)


@st.composite
def steps(draw: st.DrawFn) -> dict:
    """A compression step that the validator takes."""
    name = draw(st.sampled_from(pattern.NAMES))
    targets = sorted(draw(st.lists(st.integers(20, 100), min_size=5, max_size=5)), reverse=True)
    step: dict = {
        "kind": "compression",
        "pattern": name,
        "legs": draw(st.sampled_from(protocol.LEGS)),
        "target_mmhg": [targets[0]] * 5 if name == pattern.UNIFORM else targets,
        "hold_s": draw(st.integers(0, 20)),
        "release_s": draw(st.integers(2, 15)),
        "duration_s": 600,
    }
    if draw(st.booleans()):
        step["boost"] = {"zone": draw(st.integers(1, 5)), "mmhg": draw(st.integers(1, 10))}
    return step


SETUPS = st.builds(
    PlantSetup,
    slack_l=st.sampled_from((0.3, 1.0, 2.0)).map(lambda slack: (slack,) * 10),
    pump_lpm=st.sampled_from((10.5, 15.0, 19.5)),
    noise_mmhg=st.sampled_from((0.0, 0.5, 1.0)),
)


def table_of(step: dict) -> dict:
    return {"schema": "protocol/1", "id": "any", "title": "Any", "step": [step]}


# REQ-14
@LOOK
@given(steps(), SETUPS)
def test_what_must_always_hold_holds(step: dict, setup: PlantSetup) -> None:
    truth, rig = record(table_of(step), setup, SPAN_S)
    assert rig.faults() == []
    assert breaches(truth.legs, stays_of(truth, step), step) == []


@settings(LOOK, max_examples=EXAMPLES or 3)
@given(steps(), SETUPS)
def test_a_leg_does_not_feel_the_other_one(step: dict, setup: PlantSetup) -> None:
    """Left alone and left beside right: the same stays, begun and pressed alike."""
    alone, both = (
        stays_of(record(table_of(step | {"legs": legs}), setup, SPAN_S)[0], step)[0]
        for legs in ("left", "both")
    )
    assert [(stay.zone, stay.cycle) for stay in alone] == [(stay.zone, stay.cycle) for stay in both]
    for one, other in zip(alone, both, strict=True):
        assert abs(one.end_error_mmhg() - other.end_error_mmhg()) <= 2.0
        assert abs(one.begin - other.begin) <= 50
