"""A flipped bit anywhere in an archive file is turned back; two are never mistaken for one."""

from __future__ import annotations

import random

import pytest

from recovery_station.logs import mend
from station_firmware.core import events
from station_firmware.store import block, record

Rows = list[tuple[int, bytes]]


def _file(count: int) -> tuple[Rows, bytes]:
    chance = random.Random(count)
    packer = block.Packer()
    rows: Rows = []
    for seq in range(count):
        raw = bytearray(record.RECORD_BYTES)
        kind = events.TELEMETRY if chance.random() < 0.9 else events.NOTE
        record.pack_into(
            raw, seq, 1, kind, 1, seq * 1000, 1700000000 + seq, chance.randbytes(chance.randrange(21))
        )
        if packer.add(seq, bytes(raw)):
            rows.append((seq, bytes(raw)))
    return rows, bytes(packer.finish())


def _flipped(data: bytes, *bits: int) -> bytes:
    out = bytearray(data)
    for bit in bits:
        out[bit // 8] ^= 1 << bit % 8
    return bytes(out)


def test_a_whole_file_needs_no_mending() -> None:
    rows, data = _file(12)
    assert mend.records_of(data) == (rows, None)


def test_each_bit_of_a_small_file_is_turned_back() -> None:
    rows, data = _file(4)
    for bit in range(8 * len(data)):
        assert mend.records_of(_flipped(data, bit)) == (rows, data), bit


def test_bits_of_a_full_file_are_turned_back() -> None:
    rows, data = _file(400)
    assert len(data) > block.MOST_BYTES - 60
    chance = random.Random(1)
    for bit in [0, 1, 8 * len(data) - 1, *chance.sample(range(8 * len(data)), 12)]:
        assert mend.records_of(_flipped(data, bit)) == (rows, data), bit


def test_two_flipped_bits_are_never_taken_for_one() -> None:
    _, data = _file(6)
    chance = random.Random(2)
    for _ in range(300):
        with pytest.raises(ValueError, match=r"block|CRC"):
            mend.records_of(_flipped(data, *chance.sample(range(8 * len(data)), 2)))


@pytest.mark.parametrize("data", [b"", b"J1", bytes(40), b"\xff" * 300])
def test_what_is_no_file_is_refused(data: bytes) -> None:
    if data:
        with pytest.raises(ValueError, match=r"block|CRC"):
            mend.records_of(data)
    else:
        assert mend.records_of(data) == ([], None)
