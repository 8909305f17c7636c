"""A line to a station with limp boots whose sensors are wrong as a test says; the same on both interpreters."""

from tests.core.cases_calibrating_held import Held
from tests.link.bench import Line, code_of

from station_firmware.core import events
from station_firmware.core.reading import PRESSURE_CHANNELS
from station_firmware.store import calibration, record

METHOD = "service.calibrate"
ZERO = 164


class Corner(Line):
    """A line to a station whose boots are limp; `off` is what each sensor adds in codes, `gain` in thousandths."""

    def __init__(self):
        super().__init__()
        self.bench = Sensors()
        self.services.station = self.bench.station
        self.server._services.station = self.bench.station
        calibration.save(self.services.fram, calibration.in_use(self.bench.station.sensing))

    def do(self, word, **more):
        return self.call(METHOD, do=word, **more)

    def asked(self, word, **more):
        given = {"leg": "left", "mmhg": 80, "by": "Kim", "empty": True, "op": self.op()}
        given.update(more)
        return self.do(word, **given)

    def begin(self, leg="left", **more):
        return self.asked("begin", leg=leg, **more)

    def held(self, leg="left"):
        """From rest to a still hold; the last look."""
        assert self.begin(leg) == {"state": "SELFTEST"}
        for _ in range(400):
            look = self.do("look")
            if look["still"] or look["phase"] == "done":
                return look
            self.slack(20)
        raise AssertionError("never held")

    def true(self, leg="left"):
        """What a gauge at that leg reads, in tenths of mmHg."""
        return self.bench.zones[5 if leg == "right" else 0]

    def emptied(self):
        for _ in range(60):
            look = self.do("look")
            if look["phase"] == "done":
                return look
            self.slack(20)
        raise AssertionError("never empty")

    def taken(self, leg="left", **more):
        self.held(leg)
        given = {"op": self.op()} if "twin" in more else {"op": self.op(), "reference_dmmhg": self.true(leg)}
        given.update(more)
        answer = self.do("take", **given)
        assert code_of(answer) is None, answer
        self.emptied()
        return answer

    def values(self, first=0):
        return calibration.pressures(self.services.fram)[first : first + 5]

    def notes(self):
        journal = self.services.recorder.journal
        rows = [record.unpack(bytes(journal.read(seq, 1))) for seq in range(journal.next_seq)]
        return [row[6] for row in rows if row is not None and row[2] == events.NOTE]


class Sensors(Held):
    """Held boots at exactly 80.0 mmHg, seen by sensors that are wrong."""

    def __init__(self):
        self.off = [0] * 12
        self.gain = [1000] * 12
        super().__init__()
        self.move = None

    def _air(self, leg):
        super()._air(leg)
        for zone in range(leg * 5, leg * 5 + 5):
            self.zones[zone] = min(800, self.zones[zone])
        self.manifolds[leg] = min(800, self.manifolds[leg])

    def _sense(self):
        super()._sense()
        for index in range(12):
            channel = PRESSURE_CHANNELS[index]
            above = self.reading.codes[channel] - ZERO
            self.reading.codes[channel] = ZERO + self.off[index] + above * self.gain[index] // 1000


def reason(answer):
    return answer["data"]["reason"]
