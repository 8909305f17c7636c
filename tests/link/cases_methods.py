"""Every method of the link: what it answers, what it refuses, and that a repeated request is done once."""

import binascii
import hashlib
import json

from tests.core.parts import REST, changed
from tests.link.bench import OP, Line, code_of

from station_firmware.core import fault, protocol, states
from station_firmware.store import record

_LONG = changed(REST, rest_s=1000)


def test_hello_tells_who_answers():
    hello = Line().call("hello")
    assert hello["protocol"] == [1, 1] and hello["serial"] == "e660583883724a32"
    assert hello["boot"] == 1 and hello["slot"] == "a" and hello["last_boot"] == "power_on"
    assert hello["implementation"].split(" ")[0] in ("cpython", "micropython")
    assert hello["firmware"]


def test_status_at_rest():
    status = Line().call("status")
    assert status["state"] == "IDLE" and status["session"] is None and status["fault"] is None
    assert status["zones_mmhg"] == [0] * 10 and status["targets_mmhg"] == [0] * 10
    assert status["baths_cdegc"] == [3800, 1200] and status["estop"] is False
    assert status["last_end"] is None and status["prompt"] is None


def test_status_of_a_running_session():
    line = Line()
    line.bench.start(_LONG)
    line.bench.run(2000)
    status = line.call("status")
    session = status["session"]
    assert (session["id"], session["protocol"], session["step_kind"]) == ("1-1", "bench", "rest")
    assert session["elapsed_s"] == 2 and session["remaining_s"] == 998
    line.call("session.stop", op=line.op())
    assert line.call("status")["last_end"] == {"id": "1-1", "reason": "host_stop"}


def test_status_tells_missing_values_as_null():
    line = Line()
    line.bench.reading.smooth_dmmhg[3] = None
    line.bench.reading.hot_cdegc = None
    status = json.loads(json.dumps(line.server._rpc._methods["status"]({})))
    assert status["zones_mmhg"][3] is None and status["baths_cdegc"][0] is None


def test_status_tells_what_the_flash_of_the_archive_does_wrong():
    line = Line()
    for failing in (0, 1, 2):
        line.services.archive.failing = failing
        assert line.call("status")["log_failing"] == failing


def test_a_session_is_armed_paused_resumed_and_stopped():
    line = Line()
    armed = line.call("session.start", op=line.op(), protocol="gentle-20", screened=True, confirmed_by="Kim")
    assert armed == {"state": "SELFTEST", "session": "1-1"}
    line.slack(900)
    assert line.state() == "RUNNING"
    assert line.call("session.pause", op=line.op()) == {"state": "PAUSED"}
    assert line.call("session.resume", op=line.op()) == {"state": "RUNNING"}
    assert line.call("session.stop", op=line.op()) == {"state": "VENTING"}


# REQ-80
def test_a_start_needs_the_reading_list_and_a_known_protocol():
    line = Line()
    good = {"op": line.op(), "protocol": "gentle-20", "screened": True}
    assert code_of(line.call("session.start", **dict(good, screened=False))) == -32000
    assert code_of(line.call("session.start", **dict(good, protocol="no-such"))) == -32001
    for key, value in (
        ("screened", 1),
        ("screened", None),
        ("protocol", 5),
        ("protocol", ""),
        ("op", "x"),
        ("op", None),
        ("soreness", 11),
        ("soreness", -1),
        ("soreness", 2.5),
        ("soreness", True),
        ("soreness", None),
        ("member", ""),
        ("member", "a" * 41),
        ("member", "é"),
        ("confirmed_by", 5),
    ):
        answer = line.call("session.start", **dict(good, **{key: value}))
        assert code_of(answer) == -32602, (key, value, answer)
        assert answer["data"]["key"] == key
    assert line.state() == "IDLE"
    assert line.call("session.start", **dict(good, soreness=0, member="m-1"))["state"] == "SELFTEST"


def test_out_of_its_state_a_command_is_refused_with_reason_and_state():
    line = Line()
    for method in ("session.pause", "session.resume", "fault.ack"):
        answer = line.call(method, op=line.op())
        assert code_of(answer) == -32000
        assert answer["data"] == {"reason": "not in state", "state": "IDLE"}
    assert line.call("session.stop", op=line.op()) == {"state": "IDLE"}


# REQ-77
def test_a_refused_request_may_be_asked_again_and_a_done_one_is_done_once():
    line = Line()
    op = line.op()
    assert code_of(line.call("session.pause", op=op)) == -32000
    line.bench.start(_LONG)
    assert line.call("session.pause", op=op) == {"state": "PAUSED"}
    line.call("session.resume", op=line.op())
    assert line.call("session.pause", op=op)["state"] in ("PAUSED", "RUNNING")
    assert line.state() == "RUNNING"


# REQ-77
def test_a_done_request_is_known_after_a_reset_too():
    line = Line()
    line.bench.start(_LONG)
    line.call("session.pause", op=OP % 200)
    again = Line()
    again.services.ops._fram = line.services.memory
    again.services.ops.load()
    again.bench.start(_LONG)
    assert again.call("session.pause", op=OP % 200)["repeated"] is True
    assert again.state() == "RUNNING"


def test_faults_are_listed_in_slices():
    line = Line()
    for zone in range(10):
        line.bench.locks.latch(fault.LEAK, zone, 8, 7, 55)
    for index in range(5):
        line.bench.locks.latch(fault.SENSOR_OPEN, index, 3, 50, 66)
    first = line.call("fault.list")
    assert first["total"] == 15 and len(first["faults"]) == 12
    assert first["faults"][2] == [fault.LEAK, "L3", 8, 7, 55, 1]
    assert len(line.call("fault.list", offset=12)["faults"]) == 3
    assert line.call("fault.list", offset=15)["faults"] == []
    for offset in (-1, 1001, "0", None, 1.5, True):
        assert code_of(line.call("fault.list", offset=offset)) == -32602


# REQ-84
def test_a_fault_for_the_panel_is_refused_and_another_acknowledged():
    line = Line()
    line.bench.trip()
    answer = line.call("fault.ack", op=line.op())
    assert code_of(answer) == -32000 and "panel" in answer["message"]
    status = line.call("status")
    assert status["fault"][0] == fault.ESTOP and status["faults_count"] == 1
    line.bench.locks.clear()
    line.bench.locks.latch(fault.TICK_LATE, 0, 11, 10, 5)
    line.bench.station.reading.reference_mv = 4000
    refused = line.call("fault.ack", op=line.op())
    assert code_of(refused) == -32000 and refused["data"]["reason"].endswith("adc_reference")
    line.bench.station.reading.reference_mv = 5000
    line.slack(2)
    assert line.call("fault.ack", op=line.op()) == {"state": "SELFTEST"}


# ---- the log


def test_the_log_is_listed_read_and_acknowledged():
    line = Line()
    line.bench.start(_LONG)
    line.slack(300)
    listed = line.call("log.list")
    assert listed["record_bytes"] == 40 and listed["first_seq"] == 0 and listed["acked_seq"] == 0
    seq = listed["next_seq"]
    part = line.call("log.read", seq=0, count=20)
    data = binascii.a2b_base64(part["data"])
    assert (part["seq"], len(data)) == (0, part["count"] * 40)
    assert record.unpack(data[:40])[0] == 0
    digest = line.call("log.digest", seq=0, count=part["count"])["sha256"]
    assert digest == binascii.hexlify(hashlib.sha256(data).digest()).decode()
    assert line.call("log.ack", op=line.op(), seq=5) == {"acked_seq": 5}
    assert line.call("log.ack", op=line.op(), seq=3) == {"acked_seq": 5}
    assert line.call("log.list")["next_seq"] > seq


def test_in_a_session_a_few_records_come_at_a_time():
    line = Line()
    for _ in range(30):
        line.services.recorder.put(0, 13, b"")
    for state in range(9):
        line.services.station.session.state = state
        whole = state in (states.IDLE, states.FAULT, states.MAINTENANCE)
        assert line.call("log.read", seq=0, count=20)["count"] == (20 if whole else 5)
        assert line.call("log.read", seq=0, count=3)["count"] == 3


def test_records_that_are_not_there_are_told_with_those_that_are():
    line = Line()
    line.slack(3)
    line.services.recorder.journal.next_seq = 1000
    first = 1000 - line.services.recorder.journal.capacity
    for seq in (first - 1, 1000, 5000):
        answer = line.call("log.read", seq=seq, count=1)
        assert code_of(answer) == -32011 and answer["data"] == {"first_seq": first, "next_seq": 1000}
    assert line.call("log.read", seq=999, count=20)["count"] == 1
    for given in (
        {"seq": -1, "count": 1},
        {"seq": 999, "count": 0},
        {"seq": 999, "count": 21},
        {"seq": "1", "count": 1},
    ):
        assert code_of(line.call("log.read", **given)) == -32602
    assert code_of(line.call("log.ack", op=line.op(), seq=1001)) == -32602


def test_the_largest_answers_fit_a_frame():
    line = Line()
    line.slack(3)
    line.services.recorder.journal.next_seq = 40
    line.number = 10**39
    assert line.call("log.read", seq=0, count=20)["count"] == 20
    for zone in range(10):
        line.bench.locks.latch(fault.MANIFOLD_OVER_TARGET + zone, 0, -32768, -32768, 0x3FFFFFFF)
    assert len(line.call("fault.list")["faults"]) == 10


# ---- clock and maintenance


def test_the_clock_is_set_within_this_century():
    line = Line()
    assert line.call("clock.set", op=line.op(), epoch_s=1900000000) == {"epoch_s": 1900000000}
    assert line.chip.seconds == 1900000000 and line.services.recorder.wall.ok
    for value in (0, 1577836799, 4102444800, -5, "now", None, 1.9e9):
        assert code_of(line.call("clock.set", op=line.op(), epoch_s=value)) == -32602
    line.chip.seconds = None
    assert code_of(line.call("clock.set", op=line.op(), epoch_s=1900000000)) == -32000


def test_maintenance_is_for_rest_alone():
    line = Line()
    line.bench.start(_LONG)
    assert code_of(line.call("service.repl", op=line.op())) == -32000
    line.call("session.stop", op=line.op())
    line.slack(200)
    assert line.call("service.repl", op=line.op()) == {"state": "MAINTENANCE"}


def test_subscribing_needs_a_truth():
    line = Line()
    for value in (1, 0, None, "on"):
        assert code_of(line.call("events.subscribe", on=value)) == -32602
    assert protocol.SCHEMA == "protocol/1"
