"""The calibration across power: old or new after a cut, unchanged by one damaged copy, none rather than a wrong one."""

from tests.core.parts import new
from tests.store.memory import Memory, PowerCutError

from station_firmware.core import sensing
from station_firmware.core.reading import PRESSURE_CHANNELS
from station_firmware.store import calibration, layout
from station_firmware.store.page import TwinPage

_COPY_BYTES = calibration.SIZE + 8
_ALL = 0xFFF
_NOMINAL = ((sensing.NOMINAL_ZERO_CODE, sensing.NOMINAL_SPAN),) * 12
_OLD = tuple([(100 + index, 100000 + index) for index in range(12)])
_NEW = tuple([(200 + index, 102000 - index) for index in range(12)])


def _loaded(memory):
    """(uncalibrated mask, rows in use) of a station that boots on this memory."""
    unit = new(sensing, "Sensing")
    calibration.load(memory, unit)
    rows = [(unit.zero_codes[channel], unit.spans[channel]) for channel in PRESSURE_CHANNELS]
    return unit.uncalibrated, tuple(rows)


def _saved(*all_rows):
    memory = Memory()
    for rows in all_rows:
        calibration.save(memory, rows)
    return memory


def _row_changed(index, row):
    rows = list(_OLD)
    rows[index] = row
    return tuple(rows)


def test_a_memory_never_used_calibrates_nothing():
    for content in (0, 255):
        memory = Memory()
        for address in range(len(memory.bytes)):
            memory.bytes[address] = content
        assert _loaded(memory) == (_ALL, _NOMINAL)


def test_what_was_saved_is_loaded_channel_by_channel():
    assert _loaded(_saved(_OLD)) == (0, _OLD)
    assert _loaded(_saved(_OLD, _NEW)) == (0, _NEW)
    assert _loaded(_saved(_OLD, _NEW, _OLD)) == (0, _OLD)
    assert _loaded(_saved(_NOMINAL)) == (0, _NOMINAL)


def test_a_value_out_of_band_leaves_that_channel_alone_uncalibrated():
    for index in range(12):
        for row in (
            (0, 0),
            (sensing.ZERO_MIN_CODE - 1, sensing.NOMINAL_SPAN),
            (sensing.ZERO_MAX_CODE + 1, sensing.NOMINAL_SPAN),
            (164, sensing.SPAN_MIN - 1),
            (164, sensing.SPAN_MAX + 1),
            (65535, 0xFFFFFFFF),
        ):
            expected = _row_changed(index, _NOMINAL[index])
            assert _loaded(_saved(_row_changed(index, row))) == (1 << index, expected)
        for row in (
            (sensing.ZERO_MIN_CODE, sensing.SPAN_MIN),
            (sensing.ZERO_MAX_CODE, sensing.SPAN_MAX),
        ):
            assert _loaded(_saved(_row_changed(index, row))) == (0, _row_changed(index, row))


def test_a_cut_at_every_byte_of_a_save_leaves_the_old_or_the_new_calibration():
    for before in ((), (_OLD,), (_NEW, _OLD), (_OLD, _NEW, _OLD)):
        for cut in range(2 * _COPY_BYTES + 1):
            memory = _saved(*before)
            memory.left = cut
            whole = True
            try:
                calibration.save(memory, _NEW)
            except PowerCutError:
                whole = False
            memory.left = -1
            assert whole == (cut == 2 * _COPY_BYTES)
            old = (0, before[-1]) if before else (_ALL, _NOMINAL)
            found = _loaded(memory)
            # the last two bytes of a copy, a span's highest, are the same in every calibration
            if not _COPY_BYTES - 2 <= cut < _COPY_BYTES or found != (0, _NEW):
                assert found == ((0, _NEW) if cut >= _COPY_BYTES else old)
            calibration.save(memory, _OLD)
            assert _loaded(memory) == (0, _OLD)


def test_damage_of_one_copy_changes_nothing_and_of_both_calibrates_nothing():
    memory = _saved(_OLD, _NEW)
    for address in range(_COPY_BYTES):
        for copies in ((0,), (1,), (0, 1)):
            spoiled = memory.copy()
            for copy in copies:
                spoiled.flip(layout.CALIBRATION + copy * _COPY_BYTES + address, (address + copy) % 8)
            found = _loaded(spoiled)
            assert found == ((_ALL, _NOMINAL) if len(copies) == 2 else (0, _NEW))


def test_a_page_of_another_format_calibrates_nothing():
    for version, expected in ((0, (_ALL, _NOMINAL)), (1, (0, _NEW)), (2, (_ALL, _NOMINAL))):
        memory = _saved(_NEW)
        page = TwinPage(memory, layout.CALIBRATION, calibration.SIZE)
        body = bytearray(page.load() or b"")
        body[0] = version
        page.save(body)
        assert _loaded(memory) == expected


def test_a_dead_memory_calibrates_nothing():
    memory = _saved(_OLD)
    memory.keeps = False
    for address in range(len(memory.bytes)):
        memory.bytes[address] = 255
    calibration.save(memory, _NEW)
    assert _loaded(memory) == (_ALL, _NOMINAL)


def test_nothing_is_written_beside_its_place():
    memory = _saved(_OLD, _NEW)
    touched = [index for index in range(len(memory.bytes)) if memory.bytes[index]]
    assert layout.CALIBRATION <= min(touched) and max(touched) < layout.CALIBRATION + 2 * _COPY_BYTES
