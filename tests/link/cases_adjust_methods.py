"""The running session changed over the link, and a session started with zones left off."""

import json

from tests.core.parts import COMPRESSION, changed
from tests.link.bench import Line, code_of

from station_firmware.core import states


def _running(line, **more):
    """A session of flush-20 under way."""
    line.call("session.start", op=line.op(), protocol="flush-20", screened=True, confirmed_by="Kim", **more)
    station = line.services.station
    station.session.state = states.RUNNING
    station.session.steps.begin(station.session.plan)
    return station.session.steps


def test_a_running_step_is_changed_and_a_change_is_done_once():
    line = Line()
    steps = _running(line)
    step = steps.plan.steps[0]
    op = line.op()
    for _ in range(2):
        assert line.call("session.adjust", op=op, change="intensity", mmhg=5)["state"] == "RUNNING"
    assert step.targets_dmmhg[0] == 850
    assert line.call("session.adjust", op=line.op(), change="boost", zone=2, mmhg=10)["state"] == "RUNNING"
    assert step.targets_dmmhg[1] == 900
    assert line.call("session.adjust", op=line.op(), change="boost", zone=0)["state"] == "RUNNING"
    assert step.targets_dmmhg[1] == 800
    assert line.call("session.adjust", op=line.op(), change="longer")["state"] == "RUNNING"
    assert steps.plan.planned_s == 1500
    assert line.call("session.adjust", op=line.op(), change="skip")["state"] == "RUNNING"
    assert steps.skipping


def test_a_change_out_of_bounds_or_out_of_state_is_refused_in_words():
    line = Line()
    answer = line.call("session.adjust", op=line.op(), change="skip")
    assert code_of(answer) == -32000 and answer["data"]["reason"] == "not in state"
    _running(line)
    answer = line.call("session.adjust", op=line.op(), change="intensity", mmhg=20)
    assert answer.get("state") == "RUNNING"
    answer = line.call("session.adjust", op=line.op(), change="intensity", mmhg=20)
    assert (
        code_of(answer) == -32000 and answer["data"]["reason"] == "a zone would be above the highest target"
    )
    for given in (
        {"change": "louder"},
        {"change": None},
        {"change": []},
        {"change": "intensity"},
        {"change": "intensity", "mmhg": 21},
        {"change": "intensity", "mmhg": -21},
        {"change": "intensity", "mmhg": True},
        {"change": "boost"},
        {"change": "boost", "zone": 6, "mmhg": 5},
        {"change": "boost", "zone": 1},
        {"change": "boost", "zone": 1, "mmhg": 11},
        {"change": "boost", "zone": 1, "mmhg": 0},
    ):
        assert code_of(line.call("session.adjust", op=line.op(), **given)) == -32602, given


def test_a_session_starts_with_zones_left_off_where_the_protocol_allows_it():
    line = Line()
    steps = _running(line, zones_off=["L2", "R5"])
    assert [steps.plan.steps[0].targets_dmmhg[zone] for zone in (0, 1, 8, 9)] == [800, 0, 650, 0]
    good = {"op": "", "protocol": "flush-20", "screened": True}
    for names, code in (
        (["L6"], -32002),
        (["L1", "L1"], -32002),
        (["L1", "L2", "L3", "L4", "L5"], -32002),
        ("L2", -32602),
        ([["L2"]], -32002),
        ({"L2": 1}, -32602),
    ):
        line = Line()
        answer = line.call("session.start", **dict(good, op=line.op(), zones_off=names))
        assert code_of(answer) == code, names
    line = Line()
    line.services.protocols.kept = {"mine": json.dumps(_whole_leg())}
    answer = line.call("session.start", op=line.op(), protocol="mine", screened=True, zones_off=["L2"])
    assert code_of(answer) == -32000 and answer["data"]["reason"] == "no zone may be left off"
    assert line.call("session.start", op=line.op(), protocol="mine", screened=True)["state"] == "SELFTEST"


def _whole_leg():
    """A protocol that does not allow a zone to be left off."""
    return {
        "schema": "protocol/1",
        "id": "mine",
        "title": "Mine",
        "step": [changed(COMPRESSION, duration_s=60)],
    }
