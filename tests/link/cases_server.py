"""The wire under stress: STOP is heard whatever else is going on, no line harms, events give way to answers."""

import json

from tests.core.parts import REST, Numbers, changed
from tests.link.bench import Line

from station_firmware.core import states
from station_firmware.link import frame

_STATUS = '{"jsonrpc":"2.0","id":%d,"method":"status"}'


def _running():
    line = Line()
    line.bench.start(changed(REST, rest_s=1000))
    line.slack(5)
    return line


def test_a_request_is_done_in_one_slack_and_answered_in_the_next():
    line = _running()
    line.send(_STATUS % 7)
    line.slack()
    assert line.answers() == []
    line.slack()
    answers = line.answers()
    assert [answer["id"] for answer in answers] == [7]
    assert answers[0]["result"]["state"] == "RUNNING"


# REQ-81
def test_stop_needs_no_frame_and_ends_as_a_host_stop():
    for stop in (b"STOP\n", b"STOP\r\n"):
        line = _running()
        line.put(stop)
        line.slack(2)
        assert line.state() == "VENTING" and line.answers() == []


def test_what_is_nearly_stop_is_nothing():
    for text in (b"stop\n", b"STOP \n", b" STOP\n", b"STOPP\n", b"STO\n", b"~STOP*00000000\n"):
        line = _running()
        line.put(text)
        line.slack(3)
        assert line.state() == "RUNNING" and line.answers() == []


# REQ-82
def test_stop_is_heard_behind_a_long_batch():
    line = _running()
    note = '{"jsonrpc":"2.0","method":"status"}'
    line.send("[" + ",".join([note] * 16) + "]")
    line.put(b"STOP\n")
    # three slacks for its 600 bytes, the work of one request, and the next slack hears the STOP
    line.slack(5)
    assert line.state() == "VENTING"


def test_a_slack_of_a_session_does_the_work_of_one_request():
    line = _running()
    for number in range(4):
        line.send(_STATUS % number)
    seen = []
    for _ in range(8):
        line.slack()
        seen += [answer["id"] for answer in line.answers()]
        assert len(seen) <= 4
    assert seen == [0, 1, 2, 3]
    line = _running()
    for number in range(4):
        line.send(_STATUS % number)
    line.slack()
    assert len(line.wire.waiting) > 0


def test_at_rest_a_slack_does_what_it_has_time_for():
    line = Line()
    for number in range(4):
        line.send(_STATUS % number)
    line.slack()
    assert [answer["id"] for answer in line.answers()] == [0, 1, 2, 3]


def test_at_rest_a_slack_ends_in_time_all_the_same():
    line = Line()
    line.wire.lefts = [10000] * 3 + [2500] * 50
    for number in range(4):
        line.send(_STATUS % number)
    line.slack()
    assert line.answers() == [] and len(line.wire.waiting) > 0


def test_what_a_host_goes_on_to_send_is_waited_for_at_rest():
    line = Line()
    line.wire.coming = [frame.encode(_STATUS % 1), frame.encode(_STATUS % 2)]
    line.send(_STATUS % 0)
    line.server.serve(0)
    assert [answer["id"] for answer in line.answers()] == [0, 1, 2]
    assert line.wire.waits == 3


def test_nobody_is_waited_for_who_sent_nothing_nor_in_a_session():
    line = Line()
    line.wire.coming = [frame.encode(_STATUS % 1)]
    line.server.serve(0)
    assert (line.answers(), line.wire.waits) == ([], 0)
    line = _running()
    line.wire.coming = [frame.encode(_STATUS % 1)]
    line.send(_STATUS % 0)
    line.server.serve(0)
    assert line.wire.waits == 0 and line.wire.coming


def test_while_a_bath_is_kept_a_slack_does_the_work_of_one_request():
    line = Line()
    line.bench.station.thermal.keeping = True
    for number in range(4):
        line.send(_STATUS % number)
    line.server.serve(0)
    assert line.answers() == [] and len(line.wire.waiting) > 0


def test_a_request_behind_a_batch_waits_its_turn():
    line = _running()
    note = '{"jsonrpc":"2.0","method":"status"}'
    line.send("[" + ",".join([note] * 5) + "]")
    line.send(_STATUS % 1)
    line.send(_STATUS % 2)
    line.slack(3)
    assert line.answers() == []
    line.slack(10)
    assert [answer["id"] for answer in line.answers()] == [1, 2]
    assert line.server.dropped_lines == 0


# REQ-82
def test_stop_is_heard_when_the_host_does_not_read():
    line = _running()
    line.services.events_on = True
    line.wire.room = 0
    for number in range(20):
        line.send(_STATUS % number)
        line.slack(10)
    line.put(b"STOP\n")
    # half a second of patience, then the backlog is read through at 256 bytes a slack
    line.slack(60)
    assert line.state() in ("VENTING", "IDLE") and line.bench.session.last_end == states.HOST_STOP


# REQ-82
def test_stop_is_heard_in_a_flood():
    line = _running()
    line.put(b"x" * 5000 + b"\n" + bytes([0xFF, 0x00, 0x03]) * 100 + b"\nSTOP\n")
    line.slack(30)
    assert line.state() == "VENTING"


def test_spoiled_frames_are_counted_and_not_answered():
    line = Line()
    whole = frame.encode(_STATUS % 1)
    numbers = Numbers(2)
    for _ in range(50):
        spoiled = bytearray(whole)
        spoiled[numbers.below(len(whole) - 1)] ^= 1 << numbers.below(7)
        line.put(bytes(spoiled).replace(b"\n", b"?")[:-1] + b"\n")
        line.slack(2)
    assert line.answers() == [] and line.server.bad_lines > 40
    line.send(_STATUS % 2)
    line.slack(2)
    assert [answer["id"] for answer in line.answers()] == [2]


# REQ-77
def test_a_doubled_and_a_reordered_request_change_the_state_once():
    line = Line()
    op = line.op()
    arm = {"jsonrpc": "2.0", "id": 1, "method": "session.start"}
    arm["params"] = {"op": op, "protocol": "gentle-20", "screened": True}
    text = json.dumps(arm)
    for _ in range(3):
        line.send(text)
        line.slack(3)
    answers = line.answers()
    assert len(answers) == 3
    assert all(answer["result"]["state"] == "SELFTEST" for answer in answers)
    assert len({answer["result"]["session"] for answer in answers}) == 1


def test_what_waits_for_a_deaf_host_is_bounded():
    line = _running()
    line.services.events_on = True
    line.wire.room = 0
    for number in range(300):
        line.send(_STATUS % number)
        line.slack(10)
    assert len(line.server._waiting) <= 12
    assert line.server.dropped_events > 0
    # whoever listens again is answered again
    line.wire.room = -1
    line.slack(200)
    line.answers()
    line.send(_STATUS % 999)
    line.slack(20)
    assert 999 in [answer.get("id") for answer in line.answers()]


def test_events_leave_room_for_answers():
    line = _running()
    line.services.events_on = True
    line.wire.room = 0
    line.slack(1000)
    assert len(line.server._waiting) < 12
    line.send(_STATUS % 5)
    line.slack(2)
    line.wire.room = -1
    line.slack(20)
    assert 5 in [answer.get("id") for answer in line.answers()]


def test_a_slow_host_gets_every_byte():
    line = Line()
    line.wire.room = 7
    for number in range(6):
        line.send(_STATUS % number)
    line.slack(1500)
    assert [answer["id"] for answer in line.answers()] == list(range(6))


def test_events_are_sent_as_they_are_written_and_only_when_asked_for():
    line = _running()
    line.slack(100)
    assert line.answers() == []
    assert line.call("events.subscribe", on=True) == {"on": True}
    line.slack(100)
    events = line.answers()
    assert len(events) == 2 and {event["method"] for event in events} == {"event"}
    assert events[1]["params"]["seq"] == events[0]["params"]["seq"] + 1
    assert line.call("events.subscribe", on=False) == {"on": False}
    line.slack(100)
    assert [event for event in line.answers() if "method" in event] == []


def test_no_letter_of_a_request_kills_the_station():
    line = Line()
    for text in (
        '{"jsonrpc":"2.0","id":"\\u00e9","method":"status"}',
        '{"jsonrpc":"2.0","id":"\\u007f","method":"status"}',
        '{"jsonrpc":"2.0","id":1,"method":"\\u6f22\\u0000"}',
        '{"jsonrpc":"2.0","id":1,"method":"session.start","params":{"protocol":"\\u00e9"}}',
        '{"jsonrpc":"2.0","id":1e400,"method":"status"}',
        '{"jsonrpc":"2.0","id":1,"method":"log.read","params":{"seq":1e400,"count":-1e400}}',
        '{"jsonrpc":"2.0","id":1,"method":"protocol.get","params":{"id":"../../main"}}',
    ):
        line.send(text)
        line.slack(3)
        assert len(line.answers()) == 1
