"""Properties of frames and link: no bytes raise, no corruption passes, every request is answered by the rules."""

from __future__ import annotations

import json
import math
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.link.bench import Line

from station_firmware.link.frame import MAX_TEXT_BYTES, LineReader, decode, encode
from station_firmware.link.rpc import MAX_BATCH, MAX_ID

TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=300)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
_line = Line()
METHODS = sorted(set(_line.server._rpc._methods) - {"service.repl"})  # which ends the link
KEYS = (
    *("op", "protocol", "screened", "soreness", "member", "confirmed_by", "offset", "length", "id"),
    *("total", "data", "sha256", "seq", "count", "epoch_s", "on"),
)
SPECIFIC = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6)
IDS = (
    st.none() | st.integers(-(2**60), 2**60) | st.text(max_size=MAX_ID) | st.floats(allow_nan=False, width=32)
)
UNTIMED = settings(deadline=None)
SLOW = settings(UNTIMED, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
STANDARD = {-32700, -32600, -32601, -32602, -32603}


def _lines(data: bytes, chunks: list[int]) -> list[bytes]:
    """All complete lines of `data`, pushed in chunks of the given sizes."""
    reader = LineReader()
    found: list[bytes] = []
    start = 0
    for size in [*chunks, len(data)]:
        for byte in data[start : start + size]:
            if reader.push(byte):
                found.append(reader.line())
        start += size
    return found


@UNTIMED
@given(TEXTS)
def test_what_is_encoded_comes_back(text: str) -> None:
    assert decode(encode(text)[:-1]) == text


@UNTIMED
@given(st.binary(max_size=1300))
def test_no_bytes_raise(data: bytes) -> None:
    decode(data)
    _lines(data + b"\n", [])


@UNTIMED
@given(TEXTS, st.data())
def test_no_corruption_decodes_to_another_text(text: str, data: st.DataObject) -> None:
    line = bytearray(encode(text)[:-1])
    for place in data.draw(st.lists(st.integers(0, len(line) - 1), min_size=1, max_size=4, unique=True)):
        line[place] = data.draw(st.integers(0, 255))
    assert decode(line) in (None, text)


@UNTIMED
@given(TEXTS, st.integers(0, 400), st.integers(0, 400))
def test_no_piece_of_a_frame_is_a_frame(text: str, start: int, end: int) -> None:
    line = encode(text)[:-1]
    piece = line[start:end]
    assert decode(piece) is None or piece == line


@UNTIMED
@given(
    st.lists(TEXTS, max_size=6), st.lists(st.binary(max_size=40), max_size=6), st.lists(st.integers(1, 60))
)
def test_any_chunking_gives_the_same_lines(texts: list[str], junk: list[bytes], chunks: list[int]) -> None:
    data = b"".join(encode(text) for text in texts) + b"\n".join(junk) + b"\n"
    whole = _lines(data, [])
    assert _lines(data, chunks) == whole
    assert [decode(line) for line in whole[: len(texts)]] == texts


def _ask(text: str) -> list[Any]:
    """The answers to one frame; whatever they are, they are whole frames of true JSON."""
    _line.wire.out = b""
    _line.send(text)
    for _ in range(60):
        _line.slack()
        if not (_line.wire.waiting or _line.server._rpc.busy or _line.server._waiting):
            break
    lines = _line.wire.out.split(b"\n")[:-1]
    found: list[Any] = []
    for line in lines:
        body = decode(line)
        assert body is not None
        found.append(json.loads(body, parse_constant=_no_word))
    return [answer for answer in found if not (isinstance(answer, dict) and "method" in answer)]


def _no_word(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def _is_answer(answer: Any) -> bool:
    if answer.get("jsonrpc") != "2.0" or "id" not in answer or ("result" in answer) == ("error" in answer):
        return False
    if "result" in answer:
        return True
    code = answer["error"]["code"]
    return isinstance(answer["error"]["message"], str) and (code in STANDARD or -32099 <= code <= -32000)


@SLOW
@given(VALUES)
def test_any_json_is_answered_by_the_rules_or_not_at_all(value: Any) -> None:
    text = json.dumps(value)
    if len(text) > MAX_TEXT_BYTES:
        return
    answers = _ask(text)
    assert len(answers) <= 1
    for answer in answers:
        parts = answer if isinstance(answer, list) else [answer]
        assert parts and all(_is_answer(part) for part in parts)


@SLOW
@given(st.sampled_from(METHODS), SPECIFIC, IDS)
def test_any_params_are_answered_with_the_id(method: str, params: dict[str, Any], request_id: Any) -> None:
    request = {"jsonrpc": "2.0", "id": request_id, "method": method, "params": params}
    text = json.dumps(request)
    if len(text) > MAX_TEXT_BYTES:
        return
    (answer,) = _ask(text)
    assert _is_answer(answer)
    endless = isinstance(request_id, float) and math.isinf(request_id)
    assert answer["id"] == (None if endless else request_id)


@SLOW
@given(st.sampled_from(METHODS), SPECIFIC)
def test_notifications_are_never_answered(method: str, params: dict[str, Any]) -> None:
    text = json.dumps({"jsonrpc": "2.0", "method": method, "params": params})
    if len(text) <= MAX_TEXT_BYTES:
        assert _ask(text) == []


@SLOW
@given(
    st.lists(
        st.tuples(st.sampled_from(["hello", "nothing", "log.list"]), st.booleans()), min_size=1, max_size=20
    )
)
def test_a_batch_has_an_answer_for_each_request_and_none_for_notifications(
    calls: list[tuple[str, bool]],
) -> None:
    requests: list[dict[str, Any]] = []
    for number, (method, asked) in enumerate(calls):
        requests.append({"jsonrpc": "2.0", "method": method} | ({"id": number} if asked else {}))
    text = json.dumps(requests, separators=(",", ":"))
    if len(text) > MAX_TEXT_BYTES:
        return
    answers = _ask(text)
    wanted = [request["id"] for request in requests if "id" in request]
    if len(calls) <= MAX_BATCH and not wanted:
        assert answers == []
        return
    (answer,) = answers
    if isinstance(answer, list):
        assert [part["id"] for part in answer] == wanted
    else:
        assert answer["error"]["code"] == -32010


@SLOW
@given(st.binary(max_size=600))
def test_after_any_bytes_the_station_still_answers(data: bytes) -> None:
    _line.put(data.replace(b"STOP", b"STO?") + b"\n")
    (answer,) = [
        found for found in _ask('{"jsonrpc":"2.0","id":"still","method":"hello"}') if found["id"] == "still"
    ]
    assert answer["result"]["serial"] == "e660583883724a32"
