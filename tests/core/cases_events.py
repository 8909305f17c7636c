"""What happened reaches the ring in order, full rings count what they lose, and the report says each thing once."""

from tests.core.parts import COMPRESSION, CONTRAST, REST, Bench, changed

from station_firmware.core import command, events, prompt, states
from station_firmware.core.events import Events
from station_firmware.core.states import FAULT, IDLE, PAUSED, READY, RUNNING, SELFTEST, VENTING


def _drain(ring):
    rows = []
    while True:
        row = ring.take()
        if row is None:
            return rows
        rows.append(list(row))


def test_an_empty_ring_gives_none():
    assert Events().take() is None


def test_rows_come_out_as_they_went_in():
    ring = Events()
    ring.put(events.STATE, 7, 1, 2)
    ring.put(events.NOTE, 8, 1, 2, 3, 4, 5, 6)
    assert _drain(ring) == [[events.STATE, 7, 1, 2, 0, 0, 0, 0], [events.NOTE, 8, 1, 2, 3, 4, 5, 6]]


def test_a_full_ring_drops_the_newest_and_counts():
    ring = Events(4)
    for number in range(7):
        ring.put(events.NOTE, number)
    assert ring.dropped == 3
    assert [row[1] for row in _drain(ring)] == [0, 1, 2, 3]
    ring.put(events.NOTE, 9)
    assert [row[1] for row in _drain(ring)] == [9] and ring.dropped == 3


def test_the_ring_goes_round():
    ring = Events(3)
    for number in range(50):
        ring.put(events.NOTE, number)
        ring.put(events.NOTE, -number)
        assert [row[1] for row in _drain(ring)] == [number, -number]
    assert ring.dropped == 0


# ---- the report


class Told(Bench):
    """A bench that keeps every event of every tick."""

    def __init__(self):
        self.rows = []
        super().__init__()

    def tick(self, count=1):
        for _ in range(count):
            super().tick()
            self.rows += _drain(self.station.events)
        return self.out

    def of(self, kind):
        return [row for row in self.rows if row[0] == kind]


def test_each_change_of_state_is_told_once_with_its_time():
    bench = Told()
    bench.start(REST)
    assert bench.until(IDLE)
    path = [(row[2], row[3]) for row in bench.of(events.STATE)]
    assert path == [
        (states.BOOT, SELFTEST),
        (SELFTEST, IDLE),
        (IDLE, SELFTEST),
        (SELFTEST, READY),
        (READY, RUNNING),
        (RUNNING, VENTING),
        (VENTING, IDLE),
    ]
    assert bench.of(events.STATE)[-1][1] == bench.now_ms


def test_a_session_is_told_at_its_start_and_its_end():
    bench = Told()
    bench.ready(changed(REST, rest_s=2), REST, member="m", soreness=4)
    bench.tick()
    bench.reading.start = True
    bench.run(20000)
    start = bench.of(events.SESSION_START)
    assert [row[2:8] for row in start] == [[1, 5, 1, 0, 4, 2]]
    assert [row[2:8] for row in bench.of(events.SESSION_END)] == [[1, states.COMPLETED, 5000, 0, 0, 0]]
    assert [row[2:6] for row in bench.of(events.STEP)] == [[1, 0, 4, 2000], [1, 1, 4, 3000]]


def test_who_confirmed_and_no_soreness_are_told():
    bench = Told()
    bench.ready(REST, confirmed_by="Kim")
    bench.run(6000)
    assert bench.of(events.SESSION_START)[0][5:7] == [1, 255]


def test_a_fault_ends_the_session_by_its_code():
    bench = Told()
    bench.start(COMPRESSION)
    bench.trip()
    assert [row[2:8] for row in bench.of(events.FAULT)] == [[320, 0, 0, 0, 1, 1]]
    end = bench.of(events.SESSION_END)
    assert len(end) == 1 and (end[0][3], end[0][7]) == (states.ESTOP_END, 320)
    bench.reading.readback_ok = False
    bench.tick(2)
    assert [row[2:8] for row in bench.of(events.FAULT)][1:] == [[302, 0, 0, 0, 1, 0]]


def test_a_session_that_trips_in_its_first_tick_is_told_from_start_to_end():
    bench = Told()
    bench.ready(REST)
    bench.tick()
    bench.reading.start = True
    bench.trip()
    assert bench.session.state == FAULT
    kinds = [row[0] for row in bench.rows if row[0] in (events.SESSION_START, events.SESSION_END)]
    assert kinds == [events.SESSION_START, events.SESSION_END]
    assert bench.of(events.SESSION_START)[0][2:8] == [1, 3, 1, 0, 255, 1]


def test_faults_are_told_again_after_an_acknowledgement():
    bench = Told()
    assert bench.until(IDLE)
    for _ in range(2):
        bench.trip()
        bench.reading.encoder_push = True
        bench.run(2040)
        bench.reading.encoder_push = False
        assert bench.until(IDLE)
    assert len(bench.of(events.FAULT)) == 2


def test_telemetry_comes_each_second_while_something_could_drive():
    bench = Told()
    bench.start(changed(REST, rest_s=100))
    bench.rows = []
    bench.run(10000)
    assert len(bench.of(events.TELEMETRY)) == 10
    bench.post(command.PAUSE)
    bench.rows = []
    bench.run(10000)
    assert bench.session.state == PAUSED and len(bench.of(events.TELEMETRY)) == 10


def test_telemetry_ends_twelve_seconds_after_a_trip_and_is_none_at_rest_and_in_maintenance():
    bench = Told()
    assert bench.until(IDLE)
    bench.rows = []
    bench.run(5000)
    assert bench.rows == []
    bench.trip()
    bench.run(11000)
    assert len(bench.of(events.TELEMETRY)) >= 10, "a zone that empties after a trip is on record"
    bench.run(2000)
    bench.rows = []
    bench.run(5000)
    assert bench.of(events.TELEMETRY) == []
    bench = Told()
    assert bench.until(IDLE)
    bench.post(command.MAINTAIN)
    bench.rows = []
    bench.run(5000)
    assert bench.rows == []


def test_prompts_are_told_as_they_change():
    bench = Told()
    bench.start(CONTRAST)
    bench.run(30000)
    said = [row[3] for row in bench.of(events.PROMPT)]
    assert said == [
        prompt.READY,
        prompt.NONE,
        prompt.ENTER_HOT,
        prompt.LEAVE,
        prompt.ENTER_COLD,
        prompt.LEAVE,
    ]
    assert {row[2] for row in bench.of(events.PROMPT)[1:]} == {1}


def test_ready_that_expires_is_no_session():
    bench = Told()
    bench.ready(REST)
    bench.run(130000)
    assert bench.session.state == IDLE
    assert bench.of(events.SESSION_START) == [] == bench.of(events.SESSION_END)


def test_a_running_session_is_not_told_as_ended():
    bench = Told()
    bench.start(changed(REST, rest_s=100))
    bench.post(command.PAUSE)
    bench.post(command.RESUME)
    bench.run(1000)
    assert bench.session.state == RUNNING and bench.of(events.SESSION_END) == []
    assert len(bench.of(events.SESSION_START)) == 1


def test_what_legs_and_steps_note_is_told_once():
    bench = Told()
    bench.start(COMPRESSION)
    for who, note in (
        (bench.session.steps, events.INTENSITY),
        (bench.station.legs[1], events.BODY_RELIEVED),
    ):
        who.note, who.note_a, who.note_b = note, 7, 9
    bench.tick(3)
    told = sorted([row[2:5] for row in bench.of(events.NOTE)])
    assert told == sorted([[events.INTENSITY, 7, 9], [events.BODY_RELIEVED, 7, 9]])


def test_zones_left_off_for_a_session_are_told_with_its_start():
    bench = Told()
    bench.ready(COMPRESSION, left_off=("L1", "R5"))
    bench.tick()
    bench.reading.start = True
    bench.tick(3)
    assert [row[2:4] for row in bench.of(events.NOTE)] == [[events.LEFT_OFF, 1 | 1 << 9]]
