"""Protocols over the link: read in slices, written in slices, judged again, never beside their folder."""

import binascii
import hashlib
import json

from tests.core.parts import REST, changed
from tests.core.warmth import fitted
from tests.link.bench import Line, code_of

from station_firmware.core import presets

_LONG = changed(REST, rest_s=1000)


def test_presets_are_listed_and_fetched_in_slices_that_add_up():
    line = Line()
    listed = line.call("protocol.list")
    assert listed["total"] == len(presets.IDS)
    assert [row[0] for row in listed["protocols"]] == list(presets.IDS[:8])
    text = ""
    while True:
        part = line.call("protocol.get", id="flush-20", offset=len(text), length=100)
        text += part["data"]
        if len(text) == part["total"]:
            break
    assert hashlib.sha256(text.encode()).digest() == binascii.unhexlify(part["sha256"])
    assert json.loads(text) == presets.find("flush-20")


def test_a_protocol_that_is_not_there_is_unknown_and_no_path_leads_out():
    line = Line()
    line.services.protocols.kept["../main"] = "{}"
    for name in ("no-such", "../main", "..", "a/b", "A", "a b", "flush-20/"):
        assert code_of(line.call("protocol.get", id=name)) == -32001, name
        assert code_of(line.call("protocol.delete", op=line.op(), id=name)) == -32001, name
        answer = line.call("session.start", op=line.op(), protocol=name, screened=True)
        assert code_of(answer) == -32001, name
    for bad in (5, "", None, "é", "a" * 41):
        assert code_of(line.call("protocol.get", id=bad)) == -32602


def _put(line, table, name="mine", size=300, digest=None, op=None):
    text = json.dumps(table)
    digest = digest or binascii.hexlify(hashlib.sha256(text.encode()).digest()).decode()
    op = op or line.op()
    answer = None
    for offset in range(0, len(text), size):
        data = text[offset : offset + size]
        answer = line.call(
            "protocol.put", id=name, total=len(text), offset=offset, data=data, sha256=digest, op=op
        )
    return answer


def _mine(**changes):
    table = {"schema": "protocol/1", "id": "mine", "title": "Mine", "step": [REST]}
    table.update(changes)
    return table


def test_a_custom_protocol_is_put_listed_run_and_removed():
    line = Line()
    assert _put(line, _mine(), size=40)["done"] is True
    assert line.call("protocol.list", offset=8)["protocols"][-1] == ["mine", "Mine", "rest", 3]
    assert line.call("session.start", op=line.op(), protocol="mine", screened=True)["state"] == "SELFTEST"
    line.call("session.stop", op=line.op())
    assert line.call("protocol.delete", op=line.op(), id="mine") == {"id": "mine"}
    assert code_of(line.call("protocol.delete", op=line.op(), id="mine")) == -32001


def test_an_invalid_protocol_is_not_kept():
    line = Line()
    answer = _put(line, _mine(step=[changed(REST, rest_s=0)]))
    assert code_of(answer) == -32002 and answer["data"]["key"] == "step[0].rest_s"
    assert code_of(_put(line, _mine(id="other"))) == -32002
    assert code_of(_put(line, [1])) == -32002
    digest = binascii.hexlify(hashlib.sha256(b"{x").digest()).decode()
    answer = line.call("protocol.put", id="mine", total=2, offset=0, data="{x", sha256=digest, op=line.op())
    assert code_of(answer) == -32002
    assert code_of(_put(line, _mine(), digest="0" * 64)) == -32000
    assert code_of(_put(line, _mine(id="flush-20"), name="flush-20")) == -32000
    assert line.services.protocols.kept == {}


def test_protocols_change_only_at_rest_and_only_while_there_is_room():
    line = Line()
    line.services.protocols.full = True
    assert code_of(_put(line, _mine())) == -32000
    line.services.protocols.full = False
    line.bench.start(_LONG)
    assert code_of(_put(line, _mine())) == -32000
    line.call("session.stop", op=line.op())
    line.slack(200)
    for number in range(64):
        line.services.protocols.kept["p-%d" % number] = "{}"
    assert code_of(_put(line, _mine())) == -32000


def test_slices_out_of_order_begin_again():
    line = Line()
    given = {"id": "mine", "total": 100, "sha256": "0" * 64, "op": line.op()}
    assert code_of(line.call("protocol.put", **dict(given, offset=50, data="x"))) == -32000
    line.call("protocol.put", **dict(given, offset=0, data="x" * 10))
    assert code_of(line.call("protocol.put", **dict(given, offset=11, data="x"))) == -32000
    assert code_of(line.call("protocol.put", **dict(given, id="other", offset=10, data="x"))) == -32000
    assert code_of(line.call("protocol.put", **dict(given, total=9000, offset=0, data="x"))) == -32010


def test_a_spoiled_custom_protocol_spoils_no_list_and_cannot_run():
    line = Line()
    line.services.protocols.kept = {
        "broken": "{",
        "old": json.dumps({"id": "old"}),
        "mine": json.dumps(_mine()),
    }
    listed = line.call("protocol.list")
    names = [row[0] for row in line.call("protocol.list", offset=len(presets.IDS))["protocols"]]
    assert "mine" in names and listed["total"] == len(presets.IDS) + 3
    for name, code in (("broken", -32002), ("old", -32002), ("mine", None)):
        assert code_of(line.call("session.start", op=line.op(), protocol=name, screened=True)) == code


def _keeping():
    """A line to a station that keeps its hot bath."""
    line = Line()
    fitted(line.bench.station)
    line.bench.station.thermal.keep_cdegc[0] = 3900
    line.slack(300)
    assert line.bench.station.thermal.keeping and line.bench.out.closed
    return line


def _watch_flash(line):
    """The relay and the supply's tap at each write and removal."""
    shelf = line.services.protocols
    seen = []

    def noting(act):
        def noted(*given):
            seen.append((line.bench.relay, line.bench.out.heartbeat))
            return act(*given)

        return noted

    shelf.write = noting(shelf.write)
    shelf.remove = noting(shelf.remove)
    return seen


# REQ-126
def test_flash_is_written_with_the_chain_seen_open_and_the_bath_is_kept_again():
    line = _keeping()
    seen = _watch_flash(line)
    assert code_of(_put(line, _mine())) is None
    assert line.bench.station.thermal.resting()
    line.slack(300)
    assert line.bench.station.thermal.keeping and line.bench.out.closed
    assert code_of(line.call("protocol.delete", op=line.op(), id="mine")) is None
    assert seen == [(False, False)] * 2
    line.slack(300)
    assert line.bench.station.thermal.keeping and line.bench.codes() == []


# REQ-126
def test_a_chain_that_does_not_open_writes_nothing():
    line = _keeping()
    seen = _watch_flash(line)
    obeys = line.bench._chain

    def sticks():
        obeys()
        line.bench.relay = True

    line.bench._chain = sticks
    answer = _put(line, _mine())
    # the interlocks find it first: the station is in FAULT and protocols change only in IDLE
    assert code_of(answer) == -32000 and seen == [] and line.bench.codes()[0] == 311
    # at rest with nothing to keep nobody judges the chain; the request gives up by itself
    line = Line()
    seen = _watch_flash(line)
    line.bench._chain = lambda: setattr(line.bench, "relay", True)
    line.slack(2)
    answer = line.call("protocol.delete", op=line.op(), id="mine")
    assert (code_of(answer), answer["data"]["reason"], seen) == (-32000, "chain", [])


# REQ-126
def test_a_chain_that_does_not_open_refuses_no_session_but_is_named_by_its_self_test():
    line = Line()
    obeys = line.bench._chain

    def sticks():
        obeys()
        line.bench.relay = True

    line.bench._chain = sticks
    line.slack(2)
    answer = line.call("session.start", op=line.op(), protocol="flush-20", screened=True)
    assert code_of(answer) is None
    line.slack(600)
    assert line.bench.codes()[0] == 311


# REQ-126
def test_a_session_starts_from_a_kept_bath():
    line = _keeping()
    answer = line.call("session.start", op=line.op(), protocol="flush-20", screened=True)
    assert code_of(answer) is None and answer["state"] == "SELFTEST"
    assert not line.bench.station.thermal.keeping


def test_status_says_what_is_kept_and_when_it_is_ready():
    line = _keeping()
    told = line.call("status")
    assert told["baths_ready_min"] == [0, None]
    assert told["baths_kept_cdegc"] == [3900, None] and told["baths_stopped"] is False
    line.bench.station.site.cold_keep_cdegc = 900
    assert line.call("status")["baths_ready_min"][1] == 28
    line.call("session.stop", op=line.op())
    told = line.call("status")
    assert told["baths_stopped"] is True and told["baths_kept_cdegc"] == [None, None]


def test_the_log_is_read_in_small_parts_while_a_bath_is_kept():
    line = _keeping()
    for _ in range(20):
        line.services.recorder.put_clock(0, 1, 2)
    first = line.call("log.list")["first_seq"]
    assert line.call("log.read", seq=first, count=20)["count"] == 5
    line.bench.station.thermal.keep_cdegc[0] = None
    line.slack(50)
    assert line.call("log.read", seq=first, count=20)["count"] == 20


# REQ-121
def test_flash_waits_a_second_for_the_safety_chain_to_open_and_then_says_that_it_does_not():
    # the request is heard in the tick after it was sent, and looked at again in each
    for opens_after_ms, refused in ((0, False), (980, False), (1020, False), (1040, True), (10000, True)):
        line = Line()
        thermal = line.bench.station.thermal
        begun_ms = line.bench.station.now_ms
        thermal.resting = lambda: line.bench.station.now_ms - begun_ms > opens_after_ms  # noqa: B023
        answer = line.call("protocol.get", id="gentle-20")
        assert (code_of(answer) == -32000) is refused, opens_after_ms
        assert line.bench.station.now_ms - begun_ms <= 1040
