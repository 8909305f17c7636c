"""What is kept of a calibration over the wire: history, undo, a sensor forgotten, thermistors at two points."""

from tests.core.parts import REST
from tests.link.bench import code_of
from tests.link.calibration_corner import METHOD, ZERO, Corner, reason

from station_firmware.core.reading import THERMISTOR_CHANNELS
from station_firmware.store import calibration, calibration_log


def test_history_undo_and_back_again():
    line = Corner()
    for number, off in enumerate((5, 9)):
        line.bench.off[0] = off
        line.taken()
        line.do("keep", by="Kim %d" % number, op=line.op())
        assert line.values()[0][0] == ZERO + off
    newest = line.do("history", offset=0)
    assert newest["total"] == 2 and newest["row"]["in_use"] and newest["row"]["by"] == "Kim 1"
    assert newest["row"]["reference_dmmhg"] == 800 and newest["row"]["wall_s"] == 1800000000
    assert newest["row"]["before"][0] == ZERO + 5 and newest["row"]["after"][0] == ZERO + 9
    assert not line.do("history", offset=1)["row"]["in_use"]
    assert line.do("history", offset=2) == {"total": 2, "row": None}
    assert line.do("undo", op=line.op())["undone"] == 2 and line.values()[0][0] == ZERO + 5
    assert line.do("history", offset=1)["row"]["in_use"]
    assert line.do("undo", op=line.op())["undone"] == 1 and line.values()[0][0] == ZERO
    assert reason(line.do("undo", op=line.op())) == "no history"
    assert line.bench.station.sensing.uncalibrated == 0


def test_a_row_that_never_came_into_use_is_not_undone():
    line = Corner()
    line.bench.off[0] = 5
    line.taken()
    line.do("keep", by="Kim", op=line.op())
    # the power went between history and calibration
    calibration_log.append(line.services.fram, 0, 0, 800, "Lee", (1,) * 12, (2,) * 12)
    assert not line.do("history")["row"]["in_use"]
    assert line.do("undo", op=line.op())["undone"] == 1 and line.values()[0][0] == ZERO


# REQ-206
def test_a_sensor_that_was_replaced_is_forgotten_also_in_a_fault():
    line = Corner()
    answer = line.do("forget", input="ML", by="Kim", op=line.op())
    assert answer["changed"] == ["ML"] and line.bench.station.sensing.uncalibrated == 1 << 10
    assert line.values(10)[0] == (0, 0)
    line.bench.trip()
    assert line.do("forget", input="R2", by="Kim", op=line.op())["changed"] == ["R2"]
    assert line.bench.station.sensing.uncalibrated == 1 << 10 | 1 << 6
    assert code_of(line.do("undo", op=line.op())) == -32000 and line.state() == "FAULT"
    line = Corner()
    line.bench.ready(REST)
    assert code_of(line.do("forget", input="L1", by="Kim", op=line.op())) == -32000
    assert line.bench.station.sensing.uncalibrated == 0


def test_a_memory_that_keeps_nothing_is_told_and_nothing_changes():
    line = Corner()
    line.bench.off[0] = 9
    line.taken()
    line.services.memory.keeps = False
    assert reason(line.do("keep", by="Kim", op=line.op())) == "memory"
    assert line.bench.station.sensing.zero_codes[0] == ZERO


def _point(line, number, cdegc, names=("hot1", "cold2")):
    return line.do("point", inputs=list(names), point=number, reference_cdegc=cdegc)


def _water(line, code):
    for channel in THERMISTOR_CHANNELS:
        line.bench.reading.codes[channel] = code
    line.slack(4)


# REQ-207
def test_thermistors_at_two_points():
    line = Corner()
    _water(line, 2739)  # 10 degC
    assert _point(line, 1, 1020) == {"inputs": ["hot1", "cold2"], "reads": [1000, 1000], "rows": []}
    _water(line, 1419)  # 40 degC
    answer = _point(line, 2, 3950)
    assert answer["reads"] == [4000, 4000]
    assert answer["rows"] == [["hot1", 0, 0, 20, -50], ["cold2", 0, 0, 20, -50]]
    assert calibration.thermistors(line.services.fram) == []
    kept = line.do("keep", by="Kim", op=line.op())
    assert kept == {"what": "thermistors", "changed": ["hot1", "cold2"]}
    assert calibration.thermistors(line.services.fram) == [(20, -50), (0, 0), (0, 0), (20, -50)]
    line.slack(4)
    assert line.bench.reading.thermistors_cdegc == [3950, 4000, 4000, 3950]
    # the next look is at what the thermistor says, not at what was made of it
    assert _point(line, 1, 4000)["reads"] == [4000, 4000]
    assert line.do("undo", op=line.op())["what"] == "thermistors"
    assert calibration.thermistors(line.services.fram) == [(0, 0)] * 4


# REQ-207
def test_a_point_that_cannot_be():
    line = Corner()
    for more in (
        {"inputs": []},
        {"inputs": ["L1"]},
        {"inputs": "hot1"},
        {"point": 3},
        {"reference_cdegc": 4501},
    ):
        given = {"inputs": ["hot1"], "point": 1, "reference_cdegc": 1000}
        given.update(more)
        assert code_of(line.do("point", **given)) == -32602, more
    _water(line, 1419)
    assert reason(_point(line, 2, 4000)) == "one point"
    assert _point(line, 1, 4101)["reads"] == [4000, 4000]
    _water(line, 2739)
    assert reason(_point(line, 2, 1000)) == "point"
    _water(line, 1419)
    assert _point(line, 1, 4000)["reads"] == [4000, 4000]
    assert reason(_point(line, 2, 4000)) == "points_close"
    _water(line, 3950)
    assert reason(_point(line, 1, 1000)) == "wire"
    line.bench.reading.codes[THERMISTOR_CHANNELS[0]] = 2739
    line.bench.reading.codes[THERMISTOR_CHANNELS[3]] = 2739
    line.send(
        '{"jsonrpc":"2.0","id":900,"method":"%s","params":{"do":"point","inputs":["hot1"],"point":1,'
        '"reference_cdegc":1000}}' % METHOD
    )
    line.slack(20)
    line.bench.reading.codes[THERMISTOR_CHANNELS[0]] = 2700
    line.slack(80)
    assert reason(line.answers()[-1]["error"]) == "not still"
    assert code_of(line.do("keep", by="Kim", op=line.op())) == -32000


def test_a_change_that_changed_nothing_is_not_undone_for_ever():
    line = Corner()
    line.bench.off[0] = 5
    line.taken()
    line.do("keep", by="Kim", op=line.op())
    values = line.values()
    calibration_log.append(line.services.fram, 0, 0, 0, "Lee", _pairs(line), _pairs(line))
    assert line.do("history")["row"]["in_use"] and line.values() == values
    assert line.do("undo", op=line.op())["undone"] == 1 and line.values()[0][0] == ZERO


def _pairs(line):
    return line.do("history", offset=0)["row"]["after"]
