"""A block gives back what went in, byte for byte: a record that is whole, one that is spoiled, one left out."""

import struct

from tests.core.parts import Numbers

from station_firmware.core.events import NOTE, STATE, TELEMETRY
from station_firmware.store import block, record, thinning, unblock


def record_of(seq, kind=TELEMETRY, payload=b"", boot=1, flags=1, ticks_ms=None, wall_s=None):
    """A record as the journal writes it; by itself telemetry of every second."""
    raw = bytearray(record.RECORD_BYTES)
    at_ms = seq * 1000 if ticks_ms is None else ticks_ms
    at_s = 1700000000 + seq if wall_s is None else wall_s
    record.pack_into(raw, seq, boot, kind, flags, at_ms, at_s, payload)
    return bytes(raw)


def packed(rows, size=block.MOST_BYTES):
    """A block of [(seq, raw)]; all of them must fit."""
    packer = block.Packer(size)
    for seq, raw in rows:
        assert packer.add(seq, raw)
    return bytes(packer.finish())


def same(rows):
    """What goes in comes out."""
    return list(unblock.records(packed(rows))) == rows


def _refused(data):
    try:
        list(unblock.records(data))
    except ValueError as error:
        return str(error)
    return None


def test_a_block_of_nothing_is_a_block():
    assert same([])


def test_telemetry_of_every_second_takes_three_bytes_and_what_changed():
    rows = [(7 + number, record_of(7 + number, payload=bytes(range(20)))) for number in range(3)]
    first = block.HEAD_BYTES + 18 + 20
    assert len(packed(rows)) == first + 2 * 3
    other = bytearray(range(20))
    other[0] += 1
    other[19] += 1
    rows.append((10, record_of(10, payload=bytes(other))))
    assert len(packed(rows)) == first + 2 * 3 + 5
    assert same(rows)


def test_whatever_breaks_the_row_of_seconds_is_written_in_full():
    base = record_of(7, payload=b"abc")
    breaks = (
        record_of(8, payload=b"abc", ticks_ms=8001),
        record_of(8, payload=b"abc", ticks_ms=7999),
        record_of(8, payload=b"abc", wall_s=1700000007),
        record_of(8, payload=b"abc", wall_s=1700000009),
        record_of(8, payload=b"abc", wall_s=0),
        record_of(8, payload=b"abc", boot=2),
        record_of(8, payload=b"abc", flags=0),
        record_of(8, kind=NOTE, payload=b"abc"),
    )
    for raw in breaks:
        assert same([(7, base), (8, raw)])
        assert len(packed([(7, base), (8, raw)])) == block.HEAD_BYTES + 2 * (18 + 3)
    assert len(packed([(7, base), (8, record_of(8, payload=b"abc"))])) == block.HEAD_BYTES + 18 + 3 + 3


def test_an_unknown_wall_time_stays_unknown():
    rows = [(seq, record_of(seq, wall_s=0, payload=b"x")) for seq in range(5)]
    assert same(rows)
    assert len(packed(rows)) == block.HEAD_BYTES + 18 + 1 + 4 * 3


def test_an_event_between_two_seconds_breaks_the_row_by_its_seq():
    rows = [
        (1, record_of(1, ticks_ms=1000, wall_s=5)),
        (2, record_of(2, STATE, b"\1\2", ticks_ms=1500, wall_s=5)),
    ]
    rows.append((3, record_of(3, ticks_ms=2000, wall_s=6)))
    rows.append((4, record_of(4, ticks_ms=3000, wall_s=7)))
    assert same(rows)


def test_the_counter_of_the_station_wraps():
    last = 0x3FFFFFFF
    rows = [(1, record_of(1, ticks_ms=last - 999, wall_s=9)), (2, record_of(2, ticks_ms=0, wall_s=10))]
    assert same(rows)


def test_a_spoiled_record_is_kept_as_it_lies_and_spoils_no_other():
    rows = [(seq, record_of(seq, payload=b"\5" * 20)) for seq in range(20, 30)]
    for spoiled in range(10):
        for at in (0, 3, 6, 7, 15, 16, 35, 36, 39):
            broken = [list(row) for row in rows]
            raw = bytearray(broken[spoiled][1])
            raw[at] ^= 4
            broken[spoiled][1] = bytes(raw)
            assert same([tuple(row) for row in broken]), (spoiled, at)


def test_a_whole_record_of_another_place_is_kept_as_spoiled():
    rows = [(1, record_of(1)), (2, record_of(99)), (3, record_of(3))]
    assert same(rows)
    assert len(packed(rows)) == block.HEAD_BYTES + 18 + 45 + 18


def test_an_empty_place_is_kept_too():
    for filling in (b"\0", b"\xff"):
        assert same([(1, record_of(1)), (2, filling * 40), (3, record_of(3))])


def test_a_payload_loses_no_zeros_at_its_end():
    for length in range(21):
        assert same([(1, record_of(1, NOTE, b"\7" * length))])
        assert same([(1, record_of(1, NOTE, b"\0" * length))])


def test_a_full_block_takes_nothing_and_stays_what_it_was():
    numbers = Numbers(3)
    for size in (14, 58, 59, 60, 103, 104, 105, 300):
        packer = block.Packer(size)
        rows = []
        seq = 50
        while True:
            raw = record_of(seq, NOTE, bytes([numbers.below(256) for _ in range(20)]))
            if not packer.add(seq, raw):
                break
            rows.append((seq, raw))
            seq += 1
        data = bytes(packer.finish())
        assert len(data) <= size
        assert list(unblock.records(data)) == rows
        assert not packer.add(seq, raw) and bytes(packer.finish()) == data
    assert len(rows) > 3


def test_a_flipped_bit_anywhere_is_refused():
    data = packed([(seq, record_of(seq, payload=b"\5" * 20)) for seq in range(4)])
    for at in range(len(data)):
        for bit in range(8):
            broken = bytearray(data)
            broken[at] ^= 1 << bit
            assert _refused(bytes(broken)) is not None, (at, bit)


def test_a_block_cut_anywhere_is_refused():
    data = packed([(seq, record_of(seq)) for seq in range(3)])
    for length in range(len(data)):
        assert _refused(data[:length]) is not None


def test_what_a_block_says_is_held_against_what_it_holds():
    import binascii

    data = packed([(seq, record_of(seq)) for seq in range(3)])
    for at, value in ((12, 4), (12, 2), (block.HEAD_BYTES, 0x30), (block.HEAD_BYTES, 0x00), (31, 21)):
        broken = bytearray(data)
        broken[at] = value
        struct.pack_into("<I", broken, 4, binascii.crc32(bytes(broken[8:])))
        assert _refused(bytes(broken)) is not None, (at, value)


def test_blocks_that_follow_each_other_are_read_one_after_the_other():
    first = [(1, record_of(1)), (2, record_of(2))]
    second = [(9, record_of(9, NOTE, b"x"))]
    assert unblock.all_records(packed(first) + packed(second)) == first + second
    assert unblock.all_records(b"") == []


def test_what_is_thinned_out_keeps_everything_but_telemetry():
    rows = [
        (1, record_of(1)),
        (2, record_of(2, NOTE, b"x")),
        (3, record_of(3)),
        (4, record_of(4, STATE, b"\1\2")),
    ]
    kept = bytes(thinning.events_of(packed(rows)))
    assert list(unblock.records(kept)) == [rows[1], rows[3]]
    # no telemetry to leave out, and the shortest last item: the block must have room for all of it
    many = [(seq, record_of(seq, NOTE, bytes((7, 8, 9, 1, 5)))) for seq in range(1, 100)]
    packer = block.Packer()
    acks = [
        row
        for row in [(seq, record_of(seq, NOTE, b"\1\2\3\4\1")) for seq in range(400)]
        if packer.add(row[0], row[1])
    ]
    assert len(acks) > 100
    assert list(unblock.records(bytes(thinning.events_of(bytes(packer.finish()))))) == acks
    assert list(unblock.records(bytes(thinning.events_of(packed(many))))) == many
    only = [(5, record_of(5, NOTE, bytes(range(1, 21))))]
    assert list(unblock.records(bytes(thinning.events_of(packed(only))))) == only
    assert list(unblock.records(bytes(thinning.events_of(packed([(1, record_of(1))]))))) == []
