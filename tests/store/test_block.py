"""Blocks of the archive by hypothesis: any records, spoiled or not, come out as they went in; one flip is mended."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from station_firmware.core import events
from station_firmware.store import block, record, unblock

Row = tuple[int, bytes]


def _record(seq: int, kind: int, boot: int, ticks_ms: int, wall_s: int, payload: bytes) -> bytes:
    raw = bytearray(record.RECORD_BYTES)
    record.pack_into(raw, seq, boot, kind, 1, ticks_ms, wall_s, payload)
    return bytes(raw)


@st.composite
def journals(draw: st.DrawFn) -> list[Row]:
    """A stretch of a journal: seconds of telemetry with events, resets, set clocks and spoiled places between them."""
    rows: list[Row] = []
    seq = draw(st.integers(0, 1 << 20))
    boot, ticks_ms = 1, draw(st.integers(0, 0x3FFFFFFF))
    wall_s = draw(st.sampled_from((0, 1700000000, 0xFFFFFFFF)))
    payload = bytearray(20)
    for _ in range(draw(st.integers(0, 40))):
        what = draw(st.sampled_from(("second",) * 6 + ("event", "reset", "clock", "spoiled", "gap")))
        kind = events.TELEMETRY
        if what == "second":
            ticks_ms = (ticks_ms + 1000) & 0x3FFFFFFF
            wall_s = min(wall_s + 1, 0xFFFFFFFF) if wall_s else 0
            for at in draw(st.lists(st.integers(0, 19), max_size=20)):
                payload[at] = draw(st.integers(0, 255))
        elif what == "event":
            kind = draw(st.integers(1, 255))
        elif what == "reset":
            boot, ticks_ms = boot + 1, 0
        elif what == "clock":
            wall_s = draw(st.integers(0, 0xFFFFFFFF))
        elif what == "gap":
            seq += draw(st.integers(1, 1000))
        raw = _record(seq, kind, boot, ticks_ms, wall_s, bytes(payload))
        if what == "spoiled":
            raw = draw(st.binary(min_size=40, max_size=40))
        rows.append((seq, raw))
        seq += 1
    return rows


@given(journals())
@settings(max_examples=300)
def test_what_goes_into_a_block_comes_out_of_it(rows: list[Row]) -> None:
    packer = block.Packer()
    taken = [row for row in rows if packer.add(*row)]
    assert taken == rows
    assert list(unblock.records(bytes(packer.finish()))) == rows


@given(journals(), st.integers(block.HEAD_BYTES, 400))
@settings(max_examples=200)
def test_a_block_takes_what_fits_and_nothing_after_it(rows: list[Row], size: int) -> None:
    packer = block.Packer(size)
    taken: list[Row] = []
    for row in rows:
        if not packer.add(*row):
            break
        taken.append(row)
    data = bytes(packer.finish())
    assert len(data) <= size
    assert list(unblock.records(data)) == taken
