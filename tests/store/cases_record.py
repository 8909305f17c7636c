"""One journal record: packed and unpacked, every single flipped bit seen, every missing value told."""

import struct

from station_firmware.core import events
from station_firmware.store import record, record_names


def _packed(
    kind=events.NOTE, payload=b"\x01\x02", seq=70000, boot=300, flags=1, ticks_ms=123456, wall_s=1800000000
):
    buffer = bytearray(40)
    record.pack_into(buffer, seq, boot, kind, flags, ticks_ms, wall_s, payload)
    return buffer


def test_a_record_is_forty_bytes_and_comes_back_whole():
    row = record.unpack(_packed())
    assert row == (70000, 300, events.NOTE, 1, 123456, 1800000000, b"\x01\x02" + bytes(18))
    assert record.RECORD_BYTES == 40 and record.PAYLOAD_BYTES == 20


def test_the_layout_is_the_one_written_down():
    buffer = _packed(payload=b"", seq=1, boot=2, kind=13, flags=4, ticks_ms=5, wall_s=6)
    assert bytes(buffer[:16]) == b"\x01\0\0\0\x02\0\x0d\x04\x05\0\0\0\x06\0\0\0"


def test_extremes_fit():
    top = 0xFFFFFFFF
    row = record.unpack(
        _packed(payload=b"\xff" * 20, seq=top, boot=65535, ticks_ms=top, wall_s=top, flags=255)
    )
    assert row == (top, 65535, events.NOTE, 255, top, top, b"\xff" * 20)


def test_old_bytes_of_the_buffer_do_not_stay():
    buffer = bytearray(b"\xee" * 40)
    record.pack_into(buffer, 1, 1, events.NOTE, 0, 0, 0, b"a")
    assert buffer == _packed(payload=b"a", seq=1, boot=1, flags=0, ticks_ms=0, wall_s=0)


def test_every_single_flipped_bit_is_seen():
    whole = _packed()
    for place in range(40):
        for bit in range(8):
            spoiled = bytearray(whole)
            spoiled[place] ^= 1 << bit
            assert record.unpack(spoiled) is None and not record.is_whole(spoiled)


def test_no_erased_or_cut_slot_is_a_record():
    assert record.unpack(bytearray(40)) is None
    assert record.unpack(bytearray(b"\xff" * 40)) is None
    whole = _packed()
    for length in range(40):
        assert record.unpack(whole[:length]) is None
    assert record.unpack(whole + b"\0") is None


def test_every_kind_has_a_name_and_fits_a_payload():
    numbers = (
        events.BOOT,
        events.STATE,
        events.SESSION_START,
        events.SESSION_END,
        events.STEP,
        events.PROMPT,
        events.FAULT,
        events.COMMAND,
        events.CLOCK,
        events.ACK,
        events.TELEMETRY,
        events.TEXT,
        events.NOTE,
    )
    assert sorted(record_names.KINDS) == sorted(numbers) == list(range(1, 14))
    names = [record_names.KINDS[kind][0] for kind in record_names.KINDS]
    assert len(names) == len(set(names))
    for kind in record_names.KINDS:
        form = record_names.KINDS[kind][1]
        assert form is None or struct.calcsize(form) <= record.PAYLOAD_BYTES


def test_values_come_back_by_name():
    payload = struct.pack("<HBIIHH", 7, 1, 1000, 900, 3, 101)
    row = record.unpack(_packed(events.SESSION_END, payload))
    assert row is not None
    assert record_names.values(events.SESSION_END, row[6]) == {
        "session": 7,
        "reason": 1,
        "ran_ms": 1000,
        "at_pressure_ms": 900,
        "cycles": 3,
        "fault": 101,
    }
    negative = struct.pack("<HBiiHB", 204, 3, -1, -200, 1, 1)
    assert record_names.values(events.FAULT, negative + bytes(8))["measured"] == -1


def test_an_unknown_kind_gives_its_bytes():
    assert record_names.values(200, b"abc") == {"raw": b"abc"}


def test_texts_say_what_they_continue():
    values = record_names.values(events.TEXT, bytes((record.TEXT_MEMBER | 3,)) + b"abc" + bytes(16))
    assert values == {"of": "member", "chunk": 3, "text": b"abc"}
    assert record_names.values(events.TEXT, b"\xf1" + bytes(19))["of"] is None


def test_missing_telemetry_is_none_and_never_zero():
    raw = [0, 1, 254] + [255] * 7 + [60, 255] + [-32768, 1234] + [100, 0, 0x3FFF]
    values = record_names.values(events.TELEMETRY, struct.pack("<10BBBhhBBH", *raw))
    assert values["zones_mmhg"] == [0, 1, 254] + [None] * 7
    assert values["manifolds_mmhg"] == [60, None]
    assert values["hot_cdegc"] is None and values["cold_cdegc"] == 1234
    assert (values["pump_left_pct"], values["pump_right_pct"], values["energised"]) == (100, 0, 0x3FFF)
