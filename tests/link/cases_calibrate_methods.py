"""`service.calibrate`: asked in order it calibrates; out of order, unasked, unlikely or unlocked it changes nothing."""

import struct

from tests.core.parts import REST
from tests.link.bench import code_of
from tests.link.calibration_corner import METHOD, ZERO, Corner, reason

from station_firmware.core import calibrating, events, limits, states
from station_firmware.core.sensing import NOMINAL_SPAN
from station_firmware.store import calibration


# REQ-206
def test_a_leg_is_calibrated_and_reads_what_the_gauge_read():
    line = Corner()
    line.bench.off[1] = 40
    line.bench.gain[3] = 1030
    line.held()
    true = line.true()
    answer = line.do("take", reference_dmmhg=true, op=line.op())
    line.emptied()
    assert answer["inputs"] == ["L1", "L2", "L3", "L4", "L5", "ML"] and answer["reference"] == true
    assert 39 <= answer["reads"][1] - true <= 42 and 22 <= answer["reads"][3] - true <= 25
    assert [row[0] for row in answer["rows"]] == answer["inputs"]
    before = line.values()
    assert before == [(ZERO, NOMINAL_SPAN)] * 5, "nothing is kept before somebody says so"
    kept = line.do("keep", by="Kim", op=line.op())
    assert kept["what"] == "left" and "L2" in kept["changed"] and "L4" in kept["changed"]
    after = line.values()
    assert after[1][0] == ZERO + 40 and abs(after[3][1] - NOMINAL_SPAN * 100 // 103) < 300
    assert line.values(5) == [(ZERO, NOMINAL_SPAN)] * 5
    assert calibration.in_use(line.bench.station.sensing)[:5] == after
    line.held()
    again = line.do("take", check=True, reference_dmmhg=line.true(), op=line.op())
    assert [abs(read - line.true()) <= 1 for read in again["reads"]] == [True] * 6 and again["rows"] == []
    line.emptied()
    assert code_of(line.do("keep", by="Kim", op=line.op())) == -32000, "a check proposes nothing"


def test_each_change_is_a_note_and_so_is_the_word_that_nobody_is_in_the_boots():
    line = Corner()
    line.bench.off[7] = 12
    line.taken("right")
    line.do("keep", by="Kim", op=line.op())
    notes = [struct.unpack_from("<Hiii", row, 0) for row in line.notes()]
    assert notes[0][:2] == (events.HELD, 1080)
    assert struct.pack("<ii", *notes[0][2:]) == b"Kim     "
    changed = [row for row in notes if row[0] == events.CALIBRATED]
    rows = calibration.pressures(line.services.fram)
    assert (events.CALIBRATED, 7, ZERO + 12, rows[7][1] - NOMINAL_SPAN) in changed


# REQ-206
def test_what_is_not_believed_changes_nothing_and_may_be_read_again():
    line = Corner()
    line.held()
    for reference, why in ((700, "gauge"), (900, "gauge")):
        answer = line.do("take", reference_dmmhg=reference, op=line.op())
        assert reason(answer) == why and answer["data"]["part"][2] == limits.CAL_ALIKE_PML
        assert line.do("look")["phase"] == "holding"
    line.bench.gain[2] = 1060
    for _ in range(30):
        line.do("look")
        line.slack(10)
    assert line.do("look")["still"]
    answer = line.do("take", reference_dmmhg=800, op=line.op())
    assert reason(answer) == "gain" and answer["data"]["part"][0] == "L3"
    assert code_of(line.do("keep", by="Kim", op=line.op())) == -32000
    for reference in (299, 1001, "80", None, 80.2, True):
        assert code_of(line.do("take", reference_dmmhg=reference, op=line.op())) == -32602
    assert code_of(line.do("take", op=line.op())) == -32602
    assert line.do("look")["phase"] == "holding"


def test_a_twin_stands_for_a_gauge():
    line = Corner()
    line.bench.off[10] = 30
    answer = line.taken(twin="ML")
    assert [row[0] for row in answer["rows"]] == ["ML"] and abs(answer["reference"] - 800) <= 1
    kept = line.do("keep", by="Kim", op=line.op())
    assert kept["changed"] == ["ML"] and line.values(10)[0][0] == ZERO + 30
    line.held()
    assert code_of(line.do("take", twin="R1", op=line.op())) == -32602
    line.do("end", op=line.op())
    line.emptied()
    assert code_of(line.do("forget", input="L5", by="Kim", op=line.op())) is None
    line.held()
    answer = line.do("take", twin="L1", op=line.op())
    assert reason(answer) == "unknown" and answer["data"]["part"][0] == "L5"


# REQ-200
def test_a_move_begins_only_at_rest_by_a_name_with_empty_boots():
    line = Corner()
    for more, code in (
        ({"empty": False}, -32000),
        ({"empty": None}, -32602),
        ({"by": ""}, -32602),
        ({"by": "x" * 15}, -32602),
        ({"by": None}, -32602),
        ({"leg": "both"}, -32602),
        ({"mmhg": 39}, -32602),
        ({"mmhg": 91}, -32602),
        ({"op": None}, -32602),
    ):
        assert code_of(line.asked("begin", **more)) == code, more
        assert line.state() == "IDLE"
    line.services.trial = True
    assert reason(line.begin()) == "trial"
    line.services.trial = False
    line.services.rescue = True
    assert reason(line.begin()) == "rescue"
    line.services.rescue = False
    line.bench.ready(REST)
    assert code_of(line.begin()) == -32000 and line.state() == "READY"
    for mmhg in (40, 90):
        line = Corner()
        assert line.begin(mmhg=mmhg) == {"state": "SELFTEST"}


# REQ-208
def test_with_a_key_only_a_technician_moves_or_changes_anything():
    line = Corner()
    line.services.keyed = True
    for word in ("begin", "take", "point", "keep", "undo", "forget"):
        answer = line.do(word, op=line.op(), leg="left", mmhg=80, empty=True, by="Kim", input="L1")
        assert reason(answer) == "locked", word
    assert line.do("history") == {"total": 0, "row": None} and line.state() == "IDLE"
    line.services.open_until_ms = line.services.uptime_ms + 1
    assert line.begin() == {"state": "SELFTEST"}
    line.services.open_until_ms = line.services.uptime_ms
    assert line.do("look")["phase"] == "zeroing", "whoever holds a leg may look at it"
    assert line.do("end", op=line.op()) == {"ended": True}


def test_repeated_requests_are_done_once():
    line = Corner()
    op = line.op()
    assert line.begin(op=op) == line.begin(op=op) == {"state": "SELFTEST"}
    line = Corner()
    line.bench.off[0] = 9
    line.held()
    op = line.op()
    first = line.do("take", reference_dmmhg=800, op=op)
    assert line.do("take", reference_dmmhg=800, op=op) == first
    line.emptied()
    op = line.op()
    kept = line.do("keep", by="Kim", op=op)
    assert line.do("keep", by="Kim", op=op) == kept and line.do("history")["total"] == 1
    op = line.op()
    assert line.do("undo", op=op) == line.do("undo", op=op)
    assert line.values()[0][0] == ZERO


def test_words_out_of_order():
    line = Corner()
    for word in ("look", "take", "keep"):
        assert reason(line.do(word, op=line.op(), by="Kim", reference_dmmhg=800)) == "nothing under way"
    assert line.do("end", op=line.op()) == {"ended": True}
    assert code_of(line.do("dance")) == -32602 and code_of(line.call(METHOD)) == -32602
    assert line.begin() == {"state": "SELFTEST"}
    answer = line.do("take", reference_dmmhg=800, op=line.op())
    assert reason(answer) == "nothing under way"
    for word in ("keep", "undo", "point"):
        more = {"by": "Kim", "op": line.op(), "point": 1, "reference_cdegc": 1000, "inputs": ["hot1"]}
        assert code_of(line.do(word, **more)) == -32000, word
    while line.do("look")["phase"] != "holding":
        line.slack(10)
    assert reason(line.do("take", reference_dmmhg=800, op=line.op())) == "not still"


# REQ-203
def test_what_ended_it_is_told():
    line = Corner()
    line.held()
    line.do("end", op=line.op())
    assert line.emptied()["why"] == "ended" and line.state() == "IDLE"
    line.held()
    line.bench.station.mailbox.stop = True
    line.slack()
    look = line.do("look")
    assert (look["phase"], look["why"]) == ("done", "stopped") and line.state() == "IDLE"
    line.slack(200)
    line.held()
    line.bench.trip()
    look = line.do("look")
    assert (look["phase"], look["why"]) == ("done", "fault") and line.state() == "FAULT"
    line = Corner()
    line.held()
    line.slack(limits.CAL_LEASE_MS // 20 + 1)
    assert line.emptied()["why"] == "host_lost" and line.state() == "IDLE"
    line = Corner()
    line.bench.gain[4] = 0
    look = line.held()
    assert (look["why"], look["part"][0]) == ("apart", "L5")


def test_what_nobody_goes_on_with_is_forgotten_when_no_leg_is_held():
    line = Corner()
    line.held()
    work = line.services.__dict__["technician"]
    line.services.uptime_ms += 900001
    assert not work.over(), "a held leg is looked after by its lease"
    line.do("end", op=line.op())
    line.emptied()
    line.services.uptime_ms += 900000
    assert not work.over()
    line.services.uptime_ms += 1
    assert work.over()
    assert line.bench.session.state == states.IDLE and calibrating.DONE == work._move.phase
