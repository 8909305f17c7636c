"""Events become records in order, with the time, their words and whatever is missing told."""

from tests.core.parts import COMPRESSION, Bench, changed, new
from tests.store.memory import Memory
from tests.store.recorder_bench import (
    CAPACITY,
    Chip,
    boot,
    drain,
    ends_of,
    recorder_on,
    rows_of,
    session_events,
    station_of,
)

import station_firmware.store.wall as wall_module
from station_firmware.core import events, states
from station_firmware.store import layout, record


def test_a_session_is_written_in_order_with_its_words():
    recorder, _ = boot(Memory())
    station = station_of(member="m-12", confirmed_by="Kim")
    session_events(station)
    drain(recorder, station)
    rows = rows_of(recorder)
    assert [row[0] for row in rows] == [
        events.BOOT,
        events.SESSION_START,
        events.TEXT,
        events.TEXT,
        events.TEXT,
        events.STATE,
        events.STEP,
        events.TELEMETRY,
        events.TELEMETRY,
        events.TELEMETRY,
        events.SESSION_END,
        events.STATE,
    ]
    texts = [(row[2]["of"], row[2]["text"]) for row in rows if row[0] == events.TEXT]
    assert texts == [("protocol", b"bench"), ("member", b"m-12"), ("confirmed_by", b"Kim")]
    assert recorder.page.session == 7 and recorder.page.open_session == 0


def test_few_events_at_a_time_and_more_are_told():
    recorder, _ = boot(Memory())
    station = station_of()
    for number in range(6):
        station.events.put(events.NOTE, number, 1, 2, 3, 4)
    before = recorder.journal.next_seq
    assert recorder.drain(station) is True
    assert recorder.journal.next_seq == before + 4
    assert recorder.drain(station) is False
    assert recorder.journal.next_seq == before + 6


def test_a_memory_that_does_not_keep_is_told_with_the_first_record():
    memory = Memory()
    recorder, _ = boot(memory)
    station = station_of()
    station.events.put(events.NOTE, 1)
    recorder.drain(station)
    assert not station.journal_failing
    memory.keeps = False
    station.events.put(events.NOTE, 2)
    recorder.drain(station)
    assert station.journal_failing


def test_each_record_carries_time_and_whether_it_can_be_relied_on():
    memory = Memory()
    for chip, wall_s, flags in ((Chip(1800000000), 1800000002, 1), (Chip(None), 0, 0)):
        recorder = recorder_on(memory, chip)
        recorder.wall.step(1500)
        recorder.wall.step(1500 - 980)
        seq = recorder.put(77, events.NOTE, b"")
        row = record.unpack(bytes(recorder.journal.read(seq, 1)))
        assert row is not None and (row[3], row[4], row[5]) == (flags, 77, wall_s)


def test_setting_the_clock_tells_the_time_before():
    chip = Chip(None)
    wall = new(wall_module, "Wall", chip)
    wall.load()
    assert not wall.ok and wall.seconds() == 0
    refused = False
    try:
        wall.set(1700000000)
    except OSError:
        refused = True
    assert refused and not wall.ok
    chip.seconds = 5
    assert wall.set(1700000000) == 0 and wall.ok
    wall.step(400)
    assert wall.seconds() == 1700000000
    wall.step(2100)
    assert wall.set(1800000000) == 1700000002


def test_a_listener_hears_each_record_as_it_is_written():
    recorder, _ = boot(Memory())
    heard = []
    recorder.listener = lambda seq, data: heard.append((seq, bytes(data)))
    seq = recorder.put(1, events.NOTE, b"abc")
    assert heard == [(seq, bytes(recorder.journal.read(seq, 1)))]


def test_long_texts_are_cut_at_fifteen_records():
    recorder, _ = boot(Memory())
    recorder.put_text(1, record.TEXT_TRACEBACK, b"x" * 19 * 20)
    texts = [row[2] for row in rows_of(recorder) if row[0] == events.TEXT]
    assert [text["chunk"] for text in texts] == list(range(15))
    assert {text["of"] for text in texts} == {"traceback"}


def test_clock_and_acknowledgement_are_recorded():
    recorder, _ = boot(Memory())
    recorder.put_clock(1, 10, 20)
    recorder.put_ack(2, 33)
    rows = rows_of(recorder)
    assert rows[-2][2] == {"old_wall_s": 10, "new_wall_s": 20}
    assert rows[-1][2] == {"seq": 33, "what": 0}


def test_telemetry_is_whole_mmhg_clamped_and_missing_told():
    recorder, _ = boot(Memory())
    station = station_of()
    station.reading.smooth_dmmhg[:] = [0, 4, 5, 804, 2549, 5000, -30, None, 0, 0]
    station.reading.manifolds_dmmhg[:] = [1234, None]
    station.reading.cold_cdegc = None
    station.demand.closed = 0x7FFFF
    station.demand.pump_left_pct = 40
    station.events.put(events.TELEMETRY, 1)
    recorder.drain(station)
    values = rows_of(recorder)[-1][2]
    assert values["zones_mmhg"] == [0, 0, 1, 80, 254, 254, 0, None, 0, 0]
    assert values["manifolds_mmhg"] == [123, None]
    assert (values["hot_cdegc"], values["cold_cdegc"]) == (station.reading.hot_cdegc, None)
    assert (values["pump_left_pct"], values["energised"]) == (40, 0x3FFF)


# REQ-80
def test_a_real_session_from_the_bench_reads_back_as_it_went():
    memory = Memory(layout.RING + CAPACITY * 40)
    recorder, _ = boot(memory)
    bench = Bench()
    bench.ready(changed(COMPRESSION, duration_s=10), member="athlete-7")
    bench.tick()
    bench.reading.start = True
    while bench.session.state != states.IDLE:
        bench.tick()
        drain(recorder, bench.station)
    rows = rows_of(recorder)
    start = [row[2] for row in rows if row[0] == events.SESSION_START]
    assert start == [
        {
            "session": 1,
            "planned_s": 10,
            "screening_version": 1,
            "confirmed_by_host": 0,
            "soreness": 255,
            "steps": 1,
        }
    ]
    ends = ends_of(recorder)
    assert [(end["session"], end["reason"], end["at_pressure_ms"]) for end in ends] == [(1, 1, 10000)]
    seen = [row[2]["zones_mmhg"][0] for row in rows if row[0] == events.TELEMETRY]
    assert 78 <= max(seen) <= 82
