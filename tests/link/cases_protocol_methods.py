"""Protocols over the link: read in slices, written in slices, judged again, never beside their folder."""

import binascii
import hashlib
import json

from tests.core.parts import REST, changed
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
