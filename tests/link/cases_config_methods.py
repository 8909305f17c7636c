"""The site's settings over the wire: read, put in slices, judged, kept, used at once; at rest only, once an op."""

import binascii
import hashlib
import json
import sys

from tests.core.parts import REST, changed
from tests.core.settings_table import FULL, full, only
from tests.link.bench import Line, code_of

from station_firmware.core import events, states
from station_firmware.link import loan
from station_firmware.link.rpc import canonical
from station_firmware.store import layout, record, settings_page

_EMPTY = '{"schema":"settings/1"}'


def _digest(text):
    return binascii.hexlify(hashlib.sha256(text.encode()).digest()).decode()


def _put(line, table, size=600, op=None, **changes):
    """Send a table (or a text) in slices; the answer to the last one sent."""
    text = table if isinstance(table, str) else json.dumps(table)
    answer = {}
    for offset in range(0, len(text), size):
        part = {
            "total": len(text),
            "offset": offset,
            "data": text[offset : offset + size],
            "sha256": _digest(text),
            "op": op or line.op(),
        }
        part.update(changes)
        answer = line.call("config.put", **part)
        if code_of(answer) is not None:
            return answer
    return answer


def _kept(line):
    return settings_page.load(line.services.fram)


def _notes(line):
    journal = line.services.recorder.journal
    rows = [record.unpack(bytes(journal.read(seq, 1))) for seq in range(journal.next_seq)]
    return [row[6] for row in rows if row is not None and row[2] == events.NOTE]


def test_what_was_never_set_reads_as_a_table_of_nothing():
    line = Line()
    answer = line.call("config.get")
    assert answer == {
        "kept": "never",
        "offset": 0,
        "total": len(_EMPTY),
        "sha256": _digest(_EMPTY),
        "data": _EMPTY,
    }
    assert line.call("config.get", offset=3, length=4)["data"] == _EMPTY[3:7]
    assert line.call("config.get", offset=len(_EMPTY))["data"] == ""
    for given in (
        {"offset": -1},
        {"offset": len(_EMPTY) + 1},
        {"length": 0},
        {"length": 401},
        {"offset": "0"},
    ):
        assert code_of(line.call("config.get", **given)) == -32602


# REQ-110
def test_what_is_put_is_kept_used_at_once_and_noted():
    for size in (600, 100, 1):
        line = Line()
        site = line.services.station.site
        answer = _put(line, FULL, size)
        text = canonical(FULL)
        assert answer == {"offset": len(json.dumps(FULL)), "done": True, "sha256": _digest(text)}
        assert _kept(line) == ("good", text)
        assert site is line.services.station.site
        assert (site.name, site.heater_w, site.hot_keep_cdegc) == ("Leg Lab 2", 3000, 3800)
        notes = _notes(line)
        assert len(notes) == 1 and notes[0][0] == events.SETTINGS
        head = b"".join([bytes(reversed(notes[0][2 + at : 6 + at])) for at in (0, 4, 8)])
        assert binascii.hexlify(head).decode() == _digest(text)[:24]


def test_what_is_read_is_what_was_put_in_one_form():
    line = Line()
    # blanks and order are not kept
    _put(line, json.dumps(FULL).replace('": ', '" :  '))
    text = canonical(FULL)
    body = ""
    while True:
        part = line.call("config.get", offset=len(body), length=100)
        assert (part["kept"], part["total"], part["sha256"]) == ("good", len(text), _digest(text))
        if not part["data"]:
            break
        body += part["data"]
    assert body == text


# REQ-110
def test_settings_that_are_not_allowed_change_nothing():
    line = Line()
    _put(line, only(bath_l=400))
    before = (_kept(line), len(_notes(line)))
    for table, key, count in (
        (full(hot_keep_degc=41), "hot_keep_degc", 1),
        (full(heater_w=499, bath_l=1), None, 2),
        (only(heater_w=3000), "heater_w", 1),
        ([1], "", 1),
        ({}, "schema", 1),
        ("{x", "", None),
        ("[" * 300, "", None),
        ('"' + "a" * 698, "", None),
    ):
        answer = _put(line, table)
        assert code_of(answer) == -32003, answer
        assert key is None or answer["data"]["key"] == key
        assert count is None or answer["data"]["problems"] == count
    assert (_kept(line), len(_notes(line))) == before
    assert line.services.station.site.bath_l == 400 and line.services.station.site.heater_w == 0


def test_what_arrives_damaged_or_out_of_order_changes_nothing():
    line = Line()
    answer = _put(line, FULL, sha256="0" * 64)
    assert code_of(answer) == -32000 and answer["data"]["reason"] == "sha256"
    given = {"total": 100, "sha256": "0" * 64, "op": line.op()}
    late = line.call("config.put", **dict(given, offset=50, data="x"))
    assert late["data"]["reason"] == "slices out of order"
    assert line.call("config.put", **dict(given, offset=0, data="x" * 10)) == {"offset": 10, "done": False}
    # the same slice again is no harm, one too far ahead is
    assert line.call("config.put", **dict(given, offset=0, data="x" * 10)) == {"offset": 10, "done": False}
    assert code_of(line.call("config.put", **dict(given, offset=11, data="x"))) == -32000
    assert code_of(line.call("config.put", **dict(given, offset=10, data="x"))) == -32000
    assert _kept(line) == ("never", "")


def test_settings_have_at_most_seven_hundred_bytes():
    line = Line()
    text = json.dumps(FULL)
    for size, good in ((699, True), (700, True), (701, False), (5000, False)):
        answer = _put(line, text + " " * (size - len(text)))
        assert (answer.get("done") is True) == good
        assert good or (code_of(answer) == -32010 and answer["data"]["bound"] == 700)
    good = {"total": len(text), "offset": 0, "data": text, "sha256": _digest(text)}
    for key, value in (
        ("total", 1),
        ("offset", -1),
        ("data", ""),
        ("data", "ä"),
        ("data", "x" * 601),
        ("op", "x"),
    ):
        assert code_of(line.call("config.put", **dict(dict(good, op=line.op()), **{key: value}))) == -32602
    assert line.call("config.put", **dict(good, op=line.op()))["done"] is True


def test_the_same_request_twice_is_done_once():
    line = Line()
    op = line.op()
    first = _put(line, FULL, op=op)
    _put(line, only(bath_l=99))
    assert _put(line, FULL, op=op) == first
    assert line.services.station.site.bath_l == 99 and len(_notes(line)) == 2
    # after a reset it is known, its answer is not
    line.services.ops._answers = [None] * 16
    assert _put(line, FULL, op=op) == {"state": "IDLE", "repeated": True}
    assert line.services.station.site.bath_l == 99


# REQ-114
def test_settings_change_only_at_rest():
    line = Line()
    line.bench.start(REST, changed(REST, rest_s=600))
    lent = loan.config
    loan.config = None  # what is on loan takes longer to load than a slack of a session has
    for _ in range(3):
        assert line.services.station.session.state not in (states.IDLE, states.FAULT)
        answer = _put(line, FULL)
        assert code_of(answer) == -32000 and answer["data"]["reason"] == "not in state"
        assert code_of(line.call("config.get")) == -32000
    loan.config = lent
    assert _kept(line) == ("never", "")
    line.call("session.stop", op=line.op())
    line.slack(300)
    assert _put(line, FULL)["done"] is True


# REQ-114
def test_in_a_fault_they_are_read_and_not_changed():
    line = Line()
    line.services.station.journal_failing = True
    line.slack(5)
    assert line.services.station.session.state == states.FAULT
    assert line.call("config.get")["kept"] == "never"
    assert code_of(_put(line, FULL)) == -32000


# REQ-112
def test_damaged_settings_are_told_and_good_ones_end_it():
    line = Line()
    _put(line, FULL)
    for copy in (0, 1):
        line.services.memory.flip(layout.SETTINGS + copy * 708 + 30, 2)
    answer = line.call("config.get")
    assert (answer["kept"], answer["total"], answer["data"]) == ("damaged", 0, "")
    test = line.services.station.test
    test.settings_wrong = True  # as the next boot finds it
    assert code_of(_put(line, full(bath_l=1))) == -32003 and test.settings_wrong
    assert _put(line, only(bath_l=60))["done"] is True and not test.settings_wrong
    assert line.call("config.get")["kept"] == "good"


# REQ-112
def test_whole_settings_another_firmware_took_are_shown_as_damaged():
    line = Line()
    settings_page.save(line.services.fram, '{"schema":"settings/9"}')
    line.services.station.test.settings_wrong = True
    answer = line.call("config.get")
    assert (answer["kept"], answer["data"]) == ("damaged", '{"schema":"settings/9"}')


def test_what_was_on_loan_is_gone_after_an_answer():
    line = Line()
    given = {"total": 100, "sha256": "0" * 64}
    for ask in (
        lambda: line.call("config.get"),
        lambda: _put(line, FULL),
        lambda: line.call("config.put", **dict(given, offset=0, data="x", op=line.op())),
        lambda: line.call("config.put", **dict(given, offset=50, data="x", op=line.op())),
    ):
        ask()
        if sys.implementation.name == "micropython":
            for name in ("link.config", "core.settings", "store.settings_page"):
                assert "station_firmware." + name not in sys.modules


def test_a_memory_that_does_not_keep_them_is_told_and_they_are_not_used():
    line = Line()
    line.slack(20)
    line.services.memory.keeps = False
    answer = _put(line, FULL)
    assert code_of(answer) == -32000 and answer["data"]["reason"] == "memory"
    assert line.services.station.site.heater_w == 0


# REQ-115
def test_a_host_starts_a_session_only_where_the_site_lets_it():
    for value, by, refused in (
        (True, "Kim", False),
        (False, "Kim", True),
        (False, None, False),
        (None, "Kim", False),
    ):
        line = Line()
        _put(line, only() if value is None else only(host_start=value))
        given = {"protocol": "flush-20", "screened": True, "confirmed_by": by, "op": line.op()}
        answer = line.call("session.start", **given)
        assert (code_of(answer) == -32000) == refused, answer
        if refused:
            assert "host_start" in answer["data"]["reason"]
            assert line.services.station.session.state == states.IDLE
        else:
            assert answer["state"] == "SELFTEST"
