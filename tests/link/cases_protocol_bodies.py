"""Protocols packed and plain over the link, and what a session records of the one it ran."""

import binascii
import hashlib
import json

from tests.core.parts import COMPRESSION, CONTRAST, REST, changed, plan_of
from tests.link.bench import Line, code_of
from tests.store.recorder_bench import rows_of

from station_firmware import VERSION
from station_firmware.core import events, presets, states

# a protocol with letters beyond ASCII, as zlib packs its sorted text with a window of 1 KB, and that text's SHA-256
_PACKED = (
    "KM+rVspMUbJSys3MS1XSUSpOzkjNTQTyC4ryS/KT83P0DUGiJakFSlbR1UrZmXkgxUWpxSVAYRAVX6xkZVwbq6NUklmSkwqUOzwnqTQvXeHD/Bk"
    "NQCVlqUXFmfl5SlbmtQAdtSPU"
)
_CONTENT = "f0406b6f7c95f68bd4fa1929c041c072e8b1f252c40a98463c8e6e9347a5ba0a"


def _mine(**changes):
    table = {"schema": "protocol/1", "id": "mine", "title": "Mine", "step": [REST]}
    table.update(changes)
    return table


def _put_body(line, body, name="mine"):
    given = {"id": name, "total": len(body), "op": line.op()}
    given["sha256"] = binascii.hexlify(hashlib.sha256(body.encode()).digest()).decode()
    answer = None
    for offset in range(0, len(body), 500):
        answer = line.call("protocol.put", offset=offset, data=body[offset : offset + 500], **given)
    return answer


def test_a_packed_protocol_is_kept_as_it_came_with_the_hash_of_its_text():
    line = Line()
    assert _put_body(line, _PACKED) == {
        "id": "mine",
        "offset": len(_PACKED),
        "done": True,
        "content": _CONTENT,
    }
    assert line.services.protocols.kept == {"mine": _PACKED}
    got = line.call("protocol.get", id="mine")
    assert (got["data"], got["content"]) == (_PACKED, _CONTENT)
    assert line.services.protocols.heads["mine"] == ["Übung 😀", "rest", 3, _CONTENT]
    row = line.call("protocol.list", offset=len(presets.IDS))["protocols"][0]
    assert (row[0], row[2:]) == ("mine", ["rest", 3])


def test_what_cannot_be_unpacked_is_invalid_and_not_kept():
    line = Line()
    for body in (_PACKED[:-12], "!" + _PACKED[1:], "eJw=", "KJG", "[1]"):
        assert code_of(_put_body(line, body)) == -32002, body
    assert line.services.protocols.kept == {}
    assert _put_body(line, _PACKED)["done"] is True


def test_a_preset_is_neither_changed_nor_removed():
    line = Line()
    for name in presets.IDS:
        answer = _put_body(line, json.dumps(_mine(id=name)), name)
        assert code_of(answer) == -32000 and answer["data"]["reason"] == "preset", name
        answer = line.call("protocol.delete", op=line.op(), id=name)
        assert code_of(answer) == -32000 and "preset" in answer["message"], name


def test_the_content_of_a_preset_is_the_hash_of_its_sorted_text():
    line = Line()
    for name in ("flush-20", "calf-boost-20", "contrast-7x1"):
        body = line.call("protocol.get", id=name, length=1)
        text = ""
        while len(text) < body["total"]:
            text += line.call("protocol.get", id=name, offset=len(text))["data"]
        assert text.startswith('{"id":"' + name + '","schema":"protocol/1","source":"')
        digest = binascii.hexlify(hashlib.sha256(text.encode()).digest()).decode()
        assert body["content"] == body["sha256"] == digest


def _recorded(line, of):
    """The text the journal keeps under the name `of`, its chunks together."""
    rows = [row[2] for row in rows_of(line.services.recorder) if row[0] == events.TEXT]
    return b"".join([row["text"] for row in rows if row["of"] == of]).decode()


def _run(line, name):
    assert line.call("session.start", op=line.op(), protocol=name, screened=True)["state"] == "SELFTEST"
    assert line.bench.until(states.READY)
    line.bench.reading.start = False
    line.slack(2)
    line.bench.reading.start = True
    line.slack(2)
    assert line.state() == "RUNNING"
    line.slack(4)


def test_a_session_records_id_version_and_content_of_its_protocol():
    line = Line()
    _put_body(line, _PACKED)
    _run(line, "mine")
    assert _recorded(line, "protocol") == "mine"
    assert _recorded(line, "protocol_version") == "7"
    assert _recorded(line, "protocol_sha256") == _CONTENT
    line = Line()
    content = line.call("protocol.get", id="flush-20", length=1)["content"]
    _run(line, "flush-20")
    assert _recorded(line, "protocol_version") == VERSION
    assert _recorded(line, "protocol_sha256") == content


def test_rests_share_what_nobody_reads_and_the_plan_is_whole():
    line = Line()
    steps = [
        REST,
        changed(COMPRESSION, duration_s=60),
        changed(REST, rest_s=20),
        CONTRAST,
        changed(REST, rest_s=15),
    ]
    assert _put_body(line, json.dumps(_mine(step=steps), separators=(",", ":")))["done"] is True
    assert line.call("session.start", op=line.op(), protocol="mine", screened=True)["state"] == "SELFTEST"
    plan = line.bench.session.plan
    whole = plan_of(*steps)
    assert (plan.planned_s, plan.empty, plan.protocol_id) == (whole.planned_s, False, "mine")
    assert [step.kind for step in plan.steps] == [step.kind for step in whole.steps]
    assert [step.planned_ms for step in plan.steps] == [step.planned_ms for step in whole.steps]
    assert plan.steps[1].targets_dmmhg == whole.steps[1].targets_dmmhg
    assert plan.steps[3].dips == whole.steps[3].dips
    line.call("session.stop", op=line.op())
