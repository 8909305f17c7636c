"""The journal finds its end by itself: after any number of appends, a torn record at any byte, a flip in any record."""

from tests.core.parts import Numbers
from tests.store.memory import Memory, PowerCutError

from station_firmware.core.events import NOTE
from station_firmware.store import layout, record
from station_firmware.store.journal import Journal

_CAPACITIES = (1, 2, 3, 5, 8, 9, 13, 20)


def _mounted(memory, capacity):
    journal = Journal(memory, capacity)
    journal.mount()
    return journal


def _append(journal, count):
    for _ in range(count):
        journal.append(1, NOTE, 0, journal.next_seq, 0, b"%d" % journal.next_seq)


def _filled(capacity, count):
    memory = Memory(layout.RING + capacity * 40)
    journal = _mounted(memory, capacity)
    _append(journal, count)
    return memory


def _whole(journal):
    """The seqs that can be read back, from the oldest place to the newest."""
    seqs = []
    for seq in range(journal.first_seq(), journal.next_seq):
        row = record.unpack(bytes(journal.read(seq, 1)))
        if row is not None and row[0] == seq:
            assert row[6].rstrip(b"\0") == b"%d" % seq
            seqs.append(seq)
    return seqs


def _kept(capacity, count):
    return list(range(max(0, count - capacity), count))


def test_an_empty_memory_begins_at_nought():
    for capacity in _CAPACITIES:
        journal = _mounted(_filled(capacity, 0), capacity)
        assert (journal.next_seq, journal.first_seq()) == (0, 0)


def test_the_end_is_found_after_any_number_of_appends():
    for capacity in _CAPACITIES:
        memory = _filled(capacity, 0)
        writer = _mounted(memory, capacity)
        for count in range(4 * capacity + 3):
            journal = _mounted(memory, capacity)
            assert journal.next_seq == count, (capacity, count, journal.next_seq)
            assert _whole(journal) == _kept(capacity, count)
            _append(writer, 1)


def test_the_real_size_is_all_of_the_memory_behind_the_pages():
    memory = Memory(layout.SIZE_BYTES)
    writer = Journal(memory)
    assert writer.capacity == (262144 - 4096) // 40
    for count in (1, 2000, writer.capacity - 2001, 1, 777):
        _append(writer, count)
        assert _mounted(memory, None).next_seq == writer.next_seq


def test_a_record_torn_at_any_byte_costs_itself_alone():
    for capacity in (3, 9, 13):
        for count in range(3 * capacity + 2):
            memory = _filled(capacity, count)
            for cut in (0, 1, 4, 6, 7, 16, 35, 36, 37, 39):
                _torn_once(memory.copy(), capacity, count, cut)


def _torn_once(memory, capacity, count, cut):
    journal = _mounted(memory, capacity)
    memory.left = cut
    torn = False
    try:
        _append(journal, 1)
    except PowerCutError:
        torn = True
    memory.left = -1
    assert torn
    after = _mounted(memory, capacity)
    assert after.next_seq == count, (capacity, count, cut, after.next_seq)
    # the slot that was being written held the oldest record
    oldest = _kept(capacity, count)[1 if cut and count >= capacity else 0 :]
    assert _whole(after) == oldest
    _append(after, 2)
    again = _mounted(memory, capacity)
    assert again.next_seq == count + 2
    assert _whole(again) == _kept(capacity, count + 2)


def test_a_torn_record_at_every_byte_of_one_append():
    memory = _filled(9, 14)
    for cut in range(40):
        _torn_once(memory.copy(), 9, 14, cut)


def _flipped(memory, capacity, seq, number):
    spoiled = memory.copy()
    spoiled.flip(layout.RING + seq % capacity * 40 + number // 8, number % 8)
    return spoiled


def test_a_flipped_bit_in_any_record_costs_that_record_alone():
    numbers = Numbers(3)
    for capacity in (2, 3, 9, 13, 20):
        for count in range(1, 3 * capacity + 2):
            memory = _filled(capacity, count)
            for seq in _kept(capacity, count):
                spoiled = _flipped(memory, capacity, seq, numbers.below(320))
                journal = _mounted(spoiled, capacity)
                left = [other for other in _kept(capacity, count) if other != seq]
                # the newest one spoiled is as one never written; every other one keeps its place
                end = count - 1 if seq == count - 1 else count
                assert journal.next_seq == end, (capacity, count, seq, journal.next_seq)
                assert [other for other in _whole(journal) if other < end] == left


def test_every_bit_of_a_record_is_as_good_as_another():
    memory = _filled(9, 13)
    for number in range(320):
        journal = _mounted(_flipped(memory, 9, 7, number), 9)
        assert journal.next_seq == 13
        assert _whole(journal) == [4, 5, 6, 8, 9, 10, 11, 12]


def test_a_torn_and_a_flipped_record_cost_no_third():
    for capacity in (9, 13):
        for count in range(capacity, 3 * capacity):
            memory = _filled(capacity, count)
            journal = _mounted(memory, capacity)
            memory.left = 20
            try:
                _append(journal, 1)
            except PowerCutError:
                memory.left = -1
            for seq in _kept(capacity, count)[1:-1]:
                journal = _mounted(_flipped(memory, capacity, seq, 77), capacity)
                assert journal.next_seq == count, (capacity, count, seq, journal.next_seq)
                assert len(_whole(journal)) == capacity - 2


def test_eight_spoiled_records_in_a_row_are_stepped_over_from_the_other_end():
    memory = _filled(20, 27)
    for slot in range(8):
        memory.flip(layout.RING + slot * 40, 1)
    journal = _mounted(memory, 20)
    assert journal.next_seq == 20
    assert _whole(journal) == list(range(8, 20))
    for slot in range(8, 20):
        memory.flip(layout.RING + slot * 40, 1)
    assert _mounted(memory, 20).next_seq == 0


def test_a_memory_that_does_not_keep_is_noticed():
    memory = _filled(5, 3)
    journal = _mounted(memory, 5)
    assert not journal.failing
    memory.keeps = False
    _append(journal, 1)
    assert journal.failing


def test_several_records_are_read_at_once_across_the_end_of_the_ring():
    journal = _mounted(_filled(5, 8), 5)
    data = journal.read(3, 5)
    assert [record.unpack(bytes(data[index * 40 : index * 40 + 40]))[0] for index in range(5)] == [
        3,
        4,
        5,
        6,
        7,
    ]


def test_the_newest_record_is_at_hand():
    journal = _mounted(_filled(5, 0), 5)
    assert journal.append(3, NOTE, 1, 99, 7, b"x") == 0
    assert record.unpack(journal.last())[:6] == (0, 3, NOTE, 1, 99, 7)


def test_a_foreign_record_in_a_slot_is_no_record_of_it():
    memory = _filled(5, 4)
    memory.bytes[layout.RING + 80 : layout.RING + 120] = memory.bytes[layout.RING : layout.RING + 40]
    journal = _mounted(memory, 5)
    assert journal.next_seq == 4
    assert _whole(journal) == [0, 1, 3]


def test_a_new_memory_goes_on_behind_what_is_archived_and_is_found_again():
    for capacity in (9, 13, 20):
        for archived in (1, capacity - 1, capacity, capacity + 1, 5 * capacity + 3):
            memory = _filled(capacity, 0)
            journal = _mounted(memory, capacity)
            journal.go_on_from(archived)
            first = journal.next_seq
            assert first >= archived and first - archived < capacity
            assert journal.first_seq() == first
            for count in range(1, 3 * capacity):
                _append(journal, 1)
                assert journal.first_seq() == max(first, first + count - capacity)
                again = _mounted(memory, capacity)
                assert again.next_seq == first + count, (capacity, archived, count)
                again.go_on_from(archived)
                assert again.next_seq == first + count
                assert again.first_seq() == max(first, first + count - capacity), (capacity, archived, count)


def test_a_journal_that_is_ahead_of_its_archive_stays_where_it_is():
    memory = _filled(20, 7)
    for archived in (0, 6, 7):
        journal = _mounted(memory, 20)
        journal.go_on_from(archived)
        assert (journal.first_seq(), journal.next_seq) == (0, 7)
    journal.go_on_from(8)
    assert (journal.first_seq(), journal.next_seq) == (20, 20)
