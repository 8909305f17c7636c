"""The power goes at every byte of a session and of the start after it: one end, whole records, no lie."""

from tests.store.memory import Memory, PowerCutError
from tests.store.recorder_bench import boot, drain, ends_of, rows_of, session_events, station_of

from station_firmware.core import events, states
from station_firmware.store import layout
from station_firmware.store.recorder import UNKNOWN_MS


def _cut_session(memory, left):
    """Write the session with power for `left` bytes; returns the records written whole before the cut."""
    recorder, _ = boot(memory)
    station = station_of(member="m")
    session_events(station)
    memory.left = left
    try:
        drain(recorder, station)
    except PowerCutError:
        pass
    memory.left = -1
    return recorder.journal.next_seq


def _bytes_of_a_session():
    memory = Memory()
    boot(memory)
    before = memory.written
    memory = Memory()
    _cut_session(memory, -1)
    return memory.written - before


# REQ-87
def test_a_cut_at_every_byte_of_a_session_leaves_one_end_by_its_name():
    total = _bytes_of_a_session()
    assert total > 400
    for left in range(total):
        memory = Memory()
        written = _cut_session(memory, left)
        recorder, reason = boot(memory)
        rows = rows_of(recorder)
        ends = ends_of(recorder)
        begun = [row for row in rows if row[0] == events.SESSION_START]
        if begun or reason is not None:
            assert len(ends) == 1 and ends[0]["session"] == 7, left
        # an end that was written stands; else the power took the session
        whole = len(ends) == 1 and ends[0]["reason"] == states.COMPLETED
        assert reason in ((None, states.COMPLETED) if whole else (None, states.POWER_LOSS))
        assert len(rows) >= written, left
        again, reason = boot(memory)
        assert reason is None and len(ends_of(again)) == len(ends)


def test_a_cut_at_every_byte_of_the_start_after_a_cut_still_leaves_one_end():
    memory = Memory()
    _cut_session(memory, 300)
    for left in range(200):
        twice = memory.copy()
        twice.left = left
        try:
            boot(twice)
        except PowerCutError:
            pass
        twice.left = -1
        recorder, reason = boot(twice)
        ends = ends_of(recorder)
        assert len(ends) == 1 and ends[0]["reason"] == states.POWER_LOSS
        assert reason in (None, states.POWER_LOSS)
        assert recorder.page.open_boot == 1
        # begun at 1000 ms; 300 bytes hold the page, seven records and not the eighth, the telemetry of 3000 ms
        assert ends[0]["ran_ms"] == 1000


def test_a_lost_session_lasted_until_its_newest_record():
    for cut, ran_ms in ((-1, 3500),):
        memory = Memory()
        recorder, _ = boot(memory)
        station = station_of()
        station.events.put(events.SESSION_START, 1000, 7, 3, 1, 0, 255, 1)
        station.events.put(events.TELEMETRY, 1000 + ran_ms)
        memory.left = cut
        drain(recorder, station)
        recorder, reason = boot(memory)
        assert reason == states.POWER_LOSS and ends_of(recorder)[0]["ran_ms"] == ran_ms


def test_its_length_is_right_across_the_wrap_of_the_counter():
    memory = Memory()
    recorder, _ = boot(memory)
    station = station_of()
    station.events.put(events.SESSION_START, 0x3FFFFFFF - 499, 7, 3, 1, 0, 255, 1)
    station.events.put(events.TELEMETRY, 1500)
    drain(recorder, station)
    recorder, _ = boot(memory)
    assert ends_of(recorder)[0]["ran_ms"] == 2000


def test_spoiled_records_and_ends_of_other_sessions_are_stepped_over():
    memory = Memory()
    recorder, _ = boot(memory)
    station = station_of()
    station.events.put(events.SESSION_END, 500, 6, states.COMPLETED, 100, 0, 0, 0)
    station.events.put(events.SESSION_START, 1000, 7, 3, 1, 0, 255, 1)
    station.events.put(events.TELEMETRY, 4000)
    station.events.put(events.TELEMETRY, 9000)
    drain(recorder, station)
    memory.flip(layout.RING + (recorder.journal.next_seq - 1) * 40 + 20, 3)
    recorder, reason = boot(memory)
    assert reason == states.POWER_LOSS
    assert [(end["session"], end["ran_ms"]) for end in ends_of(recorder)] == [(6, 100), (7, 3000)]
    # an end of another session after the start: that of a start that was cut itself
    recorder.page.open_session = 8
    recorder.page.open_boot = 1
    recorder.page.save()
    assert boot(memory)[1] == states.POWER_LOSS


# REQ-87
def test_a_session_the_controller_lost_ends_as_a_fault():
    memory = Memory()
    _cut_session(memory, 200)
    recorder, reason = boot(memory, by_fault=True)
    assert reason == states.FAULT_END and ends_of(recorder)[0]["fault"] == 502


def test_a_session_whose_records_are_all_gone_still_ends_by_name():
    memory = Memory()
    _cut_session(memory, 200)
    for address in range(layout.RING, len(memory.bytes)):
        memory.bytes[address] = 0
    recorder, reason = boot(memory)
    assert reason == states.POWER_LOSS
    assert ends_of(recorder)[0]["ran_ms"] == UNKNOWN_MS
