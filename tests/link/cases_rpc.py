"""JSON-RPC 2.0 to the letter: ids echoed, notifications unanswered, batches, the standard's errors."""

import json

from station_firmware.link import frame
from station_firmware.link.rpc import NO_RECORD, Rpc, RpcError, dumps, plain


class Peer:
    """An Rpc with a few methods; `ask(text)` gives the parsed answers that were sent."""

    def __init__(self):
        self.sent = []
        self.called = []
        self.ticks = 0
        self.rpc = Rpc(
            {
                "echo": lambda given: given,
                "note": self._note,
                "big": lambda given: "x" * 1300,
                "half": lambda given: "x" * 600,
                "fail": self._fail,
                "later": self._later,
                "later_fail": self._later_fail,
            },
            self._send,
        )

    def _send(self, text):
        # whatever is sent must fit a frame
        frame.encode(text)
        self.sent.append(json.loads(text))

    def _note(self, given):
        self.called.append(given)
        return len(self.called)

    def _fail(self, given):
        raise RpcError(NO_RECORD, "no such record", {"first_seq": 3})

    def _later(self, given):
        self.ticks = 0
        return lambda: None if self.ticks < 2 else "done"

    def _later_fail(self, given):
        def answer():
            if self.ticks < 2:
                return
            raise RpcError(-32000, "refused")

        self.ticks = 0
        return answer

    def ask(self, thing):
        self.sent = []
        self.rpc.accept(thing if isinstance(thing, str) else json.dumps(thing))
        for _ in range(100):
            if not self.rpc.busy:
                break
            self.ticks += 1
            self.rpc.advance()
        assert not self.rpc.busy
        return self.sent


def _request(method, *request_id, **more):
    request = {"jsonrpc": "2.0", "id": request_id[0] if request_id else 1, "method": method}
    request.update(more)
    return request


def _result(request_id, result):
    return {"jsonrpc": "2.0", "id": request_id, "result": result}


def _errors(answers):
    return [(answer["id"], answer["error"]["code"]) for answer in answers]


def test_an_answer_carries_the_id_as_it_came():
    for request_id in (1, 0, -5, 2.5, "abc", "", "a" * 40, "ä", "\x7f", 'q"\\', None, 1 << 40):
        assert Peer().ask(_request("echo", request_id, params={"a": 1})) == [_result(request_id, {"a": 1})]


def test_params_may_be_left_out():
    assert Peer().ask(_request("echo")) == [_result(1, {})]


def test_a_notification_is_done_and_not_answered():
    peer = Peer()
    assert peer.ask({"jsonrpc": "2.0", "method": "note", "params": {"x": 1}}) == []
    assert peer.called == [{"x": 1}]
    for method in ("fail", "no_such", "later", "later_fail"):
        assert peer.ask({"jsonrpc": "2.0", "method": method}) == []


def test_what_is_no_json_is_a_parse_error():
    for text in ("", "x", "{", '{"jsonrpc":', "[1,", "~", "\x00"):
        assert _errors(Peer().ask(text)) == [(None, -32700)]


def test_what_is_no_request_is_invalid():
    for thing in (1, '"x"', None, True, {}, {"jsonrpc": "2.0"}, {"method": "echo"}):
        assert _errors(Peer().ask(thing)) == [(None, -32600)]
    for changes in (
        {"jsonrpc": "1.0"},
        {"jsonrpc": 2.0},
        {"method": 5},
        {"method": None},
        {"params": 5},
        {"params": "x"},
    ):
        assert _errors(Peer().ask(dict(_request("echo", 7), **changes))) == [(7, -32600)]
    assert _errors(Peer().ask({"jsonrpc": "2.0", "method": 1, "params": "bar"})) == [(None, -32600)]


def test_an_id_of_another_kind_or_too_long_is_invalid():
    for request_id in ([], {}, [1], True, False, "a" * 41):
        assert _errors(Peer().ask(_request("echo", request_id))) == [(None, -32600)]


def test_an_endless_number_is_no_id():
    for text in ("1e999", "-1e999"):
        answers = Peer().ask('{"jsonrpc":"2.0","method":"echo","id":%s}' % text)
        assert _errors(answers) == [(None, -32600)]


def test_an_unknown_method_is_named_shortly():
    answers = Peer().ask(_request("m" * 900, 3))
    assert _errors(answers) == [(3, -32601)] and len(answers[0]["error"]["message"]) < 80
    assert _errors(Peer().ask(_request("ä", 3))) == [(3, -32601)]


def test_params_go_by_name():
    assert _errors(Peer().ask(_request("echo", 4, params=[1, 2]))) == [(4, -32602)]


def test_an_error_of_a_method_comes_with_its_data():
    answers = Peer().ask(_request("fail", 5))
    assert answers == [
        {
            "jsonrpc": "2.0",
            "id": 5,
            "error": {"code": NO_RECORD, "message": "no such record", "data": {"first_seq": 3}},
        }
    ]


def test_an_answer_too_large_is_told_so():
    assert _errors(Peer().ask(_request("big", 6))) == [(6, -32010)]
    assert _errors(Peer().ask([_request("half", 1), _request("half", 2)])) == [(None, -32010)]


def test_a_batch_is_answered_as_one_without_its_notifications():
    peer = Peer()
    answers = peer.ask(
        [
            _request("echo", 1),
            {"jsonrpc": "2.0", "method": "note"},
            _request("no_such", 2),
            1,
            _request("echo", "x", params={"y": 2}),
        ]
    )
    assert len(answers) == 1
    assert answers[0][0] == _result(1, {}) and answers[0][3] == _result("x", {"y": 2})
    assert _errors(answers[0][1:3]) == [(2, -32601), (None, -32600)]
    assert len(peer.called) == 1


def test_empty_batches_batches_of_nothing_and_batches_of_notifications():
    assert _errors(Peer().ask([])) == [(None, -32600)]
    assert [_errors(answer) for answer in Peer().ask([1, 2, 3])] == [[(None, -32600)] * 3]
    assert Peer().ask([{"jsonrpc": "2.0", "method": "note"}] * 3) == []


def test_a_batch_has_at_most_sixteen_requests_and_a_longer_one_does_nothing():
    note = {"jsonrpc": "2.0", "method": "note"}
    peer = Peer()
    assert peer.ask([note] * 16) == [] and len(peer.called) == 16
    peer = Peer()
    assert _errors(peer.ask([note] * 17)) == [(None, -32010)] and peer.called == []
    assert _errors(Peer().ask("[" + "1," * 590 + "1]")) == [(None, -32010)]


def test_one_request_of_a_batch_is_worked_off_at_a_time():
    peer = Peer()
    peer.rpc.accept(json.dumps([{"jsonrpc": "2.0", "method": "note"}] * 5))
    seen = [len(peer.called)]
    while peer.rpc.busy:
        peer.rpc.advance()
        seen.append(len(peer.called))
    assert seen == [1, 2, 3, 4, 5]


def test_a_method_that_waits_for_the_tick_answers_later():
    peer = Peer()
    peer.rpc.accept(json.dumps(_request("later", 8)))
    assert peer.rpc.busy and peer.sent == []
    peer.rpc.advance()
    assert peer.rpc.busy
    peer.ticks = 2
    peer.rpc.advance()
    assert not peer.rpc.busy and peer.sent == [_result(8, "done")]
    assert _errors(peer.ask(_request("later_fail", 9))) == [(9, -32000)]
    assert peer.ask(_request("echo", 10)) == [_result(10, {})]


def test_waiting_keeps_the_order_of_a_batch():
    answers = Peer().ask([_request("later", 1), _request("echo", 2)])
    assert [answer["id"] for answer in answers[0]] == [1, 2]


def test_deep_nesting_harms_nothing():
    for text in ("[" * 1100, "[" * 500 + "]" * 500, '{"a":' * 200 + "1" + "}" * 200):
        answers = Peer().ask(text)
        assert len(answers) <= 1


def test_json_text_is_plain_ascii_and_says_the_same():
    for text in ("", "abc ~"):
        assert plain('"%s"' % text) == '"%s"' % text
    for letter, escaped in (
        ("é", "\\u00e9"),
        ("\x7f", "\\u007f"),
        ("漢", "\\u6f22"),
        ("\U0001f600", "\\ud83d\\ude00"),
    ):
        assert plain('"a%sb"' % letter) == '"a%sb"' % escaped
    assert dumps("\U0001f600") == '"\\ud83d\\ude00"'
    for value in ("ä", "\x7f", "漢\x01", ["a", {"é": None}], '"\\'):
        text = dumps(value)
        assert max(text.encode()) <= 126 and min(text.encode()) >= 32
        assert json.loads(text) == value
