"""Requests done once, the note of a crash, latched faults: each survives a reset and no torn byte becomes a lie."""

from tests.core.parts import new
from tests.store.memory import Memory, PowerCutError

from station_firmware.core import fault, interlock
from station_firmware.store import layout
from station_firmware.store.crash import CrashNote
from station_firmware.store.latch import LatchStore
from station_firmware.store.ops import Ops, parse

_TEXT = "123e4567-e89b-12d3-a456-4266141740%02x"


def _taken(memory):
    """The note as the boot takes it: read, then cleared."""
    note = CrashNote(memory)
    body = note.read()
    note.clear()
    return body


def _op(number):
    value = parse(_TEXT % number)
    assert value is not None
    return value


def _loaded(memory):
    ops = Ops(memory)
    ops.load()
    return ops


def test_a_uuid_is_sixteen_bytes():
    assert parse(_TEXT % 255) == b"\x12\x3e\x45\x67\xe8\x9b\x12\xd3\xa4\x56\x42\x66\x14\x17\x40\xff"
    assert parse((_TEXT % 255).upper()) == _op(255)


def test_what_is_no_uuid_is_none():
    good = _TEXT % 1
    for text in (
        None,
        5,
        True,
        [],
        {},
        1.5,
        "",
        good[:-1],
        good + "0",
        "x" + good[1:],
        good[:-1] + "ä",
        "-" * 36,
    ):
        assert parse(text) is None
    for text in ("0" * 36, "ä" * 36, good[:-1] + "g", "ä" * 32 + "----", good[:-1] + " "):
        assert parse(text) is None


def test_the_last_sixteen_are_known_and_the_seventeenth_is_forgotten():
    memory = Memory()
    ops = _loaded(memory)
    for number in range(40):
        assert not ops.seen(_op(number))
        ops.remember(_op(number))
        for known in (ops, _loaded(memory)):
            assert known.seen(_op(number)) and known.seen(_op(max(0, number - 15)))
            assert number < 16 or not known.seen(_op(number - 16))


def test_it_goes_on_after_a_reset_where_it_was():
    memory = Memory()
    for number in range(40):
        _loaded(memory).remember(_op(number))
    ops = _loaded(memory)
    assert [ops.seen(_op(number)) for number in range(40)] == [False] * 24 + [True] * 16


def test_nothing_was_seen_in_an_empty_memory():
    ops = _loaded(Memory())
    assert not ops.seen(_op(0)) and not ops.seen(bytes(16))


def test_a_torn_row_is_forgotten_and_no_other():
    for cut in range(24):
        memory = Memory()
        ops = _loaded(memory)
        for number in range(20):
            ops.remember(_op(number))
        memory.left = cut
        torn = False
        try:
            ops.remember(_op(99))
        except PowerCutError:
            torn = True
        memory.left = -1
        again = _loaded(memory)
        assert torn and not again.seen(_op(99))
        assert all(again.seen(_op(number)) for number in range(5, 20))
        again.remember(_op(98))
        assert _loaded(memory).seen(_op(98))


# ---- the note of a crash


def test_a_note_is_given_once():
    memory = Memory()
    CrashNote(memory).write(b"Traceback: x")
    assert _taken(memory) == b"Traceback: x"
    assert _taken(memory) is None
    assert _taken(Memory()) is None


def test_the_end_of_a_long_note_is_kept():
    for length in (1, 284, 285, 286, 5000):
        memory = Memory()
        text = bytes([65 + index % 26 for index in range(length)])
        CrashNote(memory).write(text)
        assert _taken(memory) == text[-285:]
        assert max(memory.bytes[layout.CRASH + 291 :]) == 0


def test_an_empty_note_is_none():
    memory = Memory()
    CrashNote(memory).write(b"")
    assert _taken(memory) is None


def test_a_torn_or_flipped_note_is_none():
    for cut in range(18):
        memory = Memory()
        memory.left = cut
        try:
            CrashNote(memory).write(b"Traceback: x")
        except PowerCutError:
            memory.left = -1
        assert _taken(memory) is None
    for place in range(18):
        memory = Memory()
        CrashNote(memory).write(b"Traceback: x")
        memory.flip(layout.CRASH + place, place % 8)
        assert _taken(memory) is None


# ---- latched faults


def _locks(*faults):
    locks = new(interlock, "Interlocks")
    for row in faults:
        locks.latch(row[0], row[1], row[2], row[3], 55)
    return locks


def _restored(memory):
    locks = _locks()
    count = LatchStore(memory).restore(locks, 77)
    assert count == locks.count
    return [
        (kept.code, kept.channel, kept.measured, kept.limit, kept.since_ms)
        for kept in locks.faults[: locks.count]
    ]


# REQ-76
def test_latched_faults_come_back_in_order():
    memory = Memory()
    LatchStore(memory).save(_locks((fault.OVER_PRESSURE, 3, 133, 130), (fault.SENSOR_OPEN, 11, -1, 50)))
    assert _restored(memory) == [(fault.OVER_PRESSURE, 3, 133, 130, 77), (fault.SENSOR_OPEN, 11, -1, 50, 77)]


def test_nothing_latched_stays_nothing():
    assert _restored(Memory()) == []
    memory = Memory()
    store = LatchStore(memory)
    store.save(_locks((fault.ESTOP, 0, 0, 0)))
    store.save(_locks())
    assert _restored(memory) == []


def test_numbers_beyond_a_row_are_cut_to_what_fits():
    memory = Memory()
    locks = _locks((fault.HEAP_LOW, 0, 19000, 1 << 20), (fault.CHAIN_STUCK, 0, -(1 << 20), 200))
    locks.faults[0].count = 1 << 20
    LatchStore(memory).save(locks)
    assert [row[2:4] for row in _restored(memory)] == [(19000, 32767), (-32768, 200)]


def test_all_that_can_be_latched_is_kept():
    memory = Memory()
    rows = [(code, zone, 8, 7) for code in (fault.LEAK, fault.SLOW_FILL) for zone in range(10)]
    locks = _locks(*rows)
    assert locks.count == 16
    LatchStore(memory).save(locks)
    assert [row[:2] for row in _restored(memory)] == [row[:2] for row in rows[:16]]


# REQ-76
def test_a_cut_at_every_byte_of_a_save_keeps_the_old_or_the_new_faults():
    for cut in range(154):
        memory = Memory()
        store = LatchStore(memory)
        store.save(_locks((fault.ESTOP, 0, 0, 0)))
        memory.left = cut
        whole = True
        try:
            store.save(_locks((fault.ESTOP, 0, 0, 0), (fault.LEAK, 2, 8, 7)))
        except PowerCutError:
            whole = False
        memory.left = -1
        codes = [row[0] for row in _restored(memory)]
        assert codes == [fault.ESTOP, fault.LEAK] or (codes == [fault.ESTOP] and not whole)


def test_places_in_memory_do_not_overlap():
    places = (
        (layout.STATE_PAGE, 2 * (18 + 8)),
        (layout.LATCH_PAGE, 2 * (145 + 8)),
        (layout.OPS, 16 * 24),
        (layout.CRASH, 6 + 285),
        (layout.CALIBRATION, 2 * (73 + 8)),
        (layout.DAILY, 2 * (8 + 8)),
        (layout.SETTINGS, 2 * (700 + 8)),
        (layout.RING, layout.SIZE_BYTES - layout.RING),
    )
    end = 0
    for start, length in places:
        assert start >= end
        end = start + length
    assert end == layout.SIZE_BYTES
