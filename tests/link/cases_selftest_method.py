"""`service.selftest`: begun once by its op in IDLE, read without one; a session is refused until the daily press."""

from tests.core.parts import REST
from tests.link.bench import Line, code_of

from station_firmware.core import daily, fault, figures


def test_the_whole_test_on_demand():
    line = Line()
    fresh = line.call("service.selftest")
    assert fresh == {"passed": False, "found": None, "figures": [None] * figures.COUNT}
    op = line.op()
    line.bench.station.clocks_apart_s = None
    assert line.call("service.selftest", op=op)["state"] == "SELFTEST"
    # a bench without pressure switches: the pump passes 150 mmHg
    while line.state() == "SELFTEST":
        line.bench.tick()
    told = line.call("service.selftest")
    assert told["passed"] is False and told["found"][:2] == [fault.PRESSURE_SWITCH_STUCK, "left"]
    row = told["figures"]
    assert row[figures.WALK_MA : figures.WALK_MA + 14] == [80] * 14 and row[figures.SWITCHES + 1] is None
    assert line.call("service.selftest", op=op)["state"] == "SELFTEST", "done once, answered again"
    assert line.state() == "FAULT"


def test_only_in_idle():
    line = Line()
    line.bench.ready(REST)
    answer = line.call("service.selftest", op=line.op())
    assert code_of(answer) == -32000 and answer["data"]["state"] == "READY"


def test_a_session_is_refused_with_what_staff_must_do():
    line = Line()
    line.bench.station.test.daily.estop_hour = -1000
    answer = line.call("session.start", protocol="flush-20", screened=True, op=line.op())
    assert code_of(answer) == -32000 and answer["data"]["reason"] == daily.REFUSAL
    assert "arm refused in IDLE: press the emergency stop once" in answer["message"]
    assert line.state() == "IDLE"
