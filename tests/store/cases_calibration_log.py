"""The history of calibration and the thermistors' page: old or new after a cut at any byte, and never half."""

from tests.core.parts import new
from tests.store.memory import Memory, PowerCutError

from station_firmware.core import sensing
from station_firmware.store import calibration, calibration_log, layout

_ROW_BYTES = 75
_PAGE_BYTES = calibration.THERMISTORS_SIZE + 8
_BEFORE = (164, 0) * 6
_AFTER = (170, 100, 160, -100, 0, 0, 256, 5086, 73, -5086, 164, 0)
_OLD = [(10, -20), (0, 0), (-100, 100), (150, -150)]
_NEW = [(1, 2), (3, 4), (5, 6), (7, 8)]


def _append(memory, number, what=calibration_log.LEFT):
    after = (number,) + _AFTER[1:]
    calibration_log.append(memory, 1000 + number, what, 800 + number, "Kim %d" % number, _BEFORE, after)


def _seqs(memory):
    return [row.seq for row in calibration_log.rows(memory)]


def test_a_memory_never_used_has_no_history():
    for content in (0, 255):
        memory = Memory()
        for address in range(len(memory.bytes)):
            memory.bytes[address] = content
        assert calibration_log.rows(memory) == []


def test_a_row_keeps_who_when_and_what():
    memory = Memory()
    calibration_log.append(
        memory, 1800000000, calibration_log.THERMISTORS, 1000, "Fourteen chars", _BEFORE, _AFTER
    )
    row = calibration_log.rows(memory)[0]
    assert (row.seq, row.wall_s, row.what, row.reference, row.who) == (
        1,
        1800000000,
        2,
        1000,
        "Fourteen chars",
    )
    assert row.before == _BEFORE and row.after == _AFTER
    assert calibration_log.KINDS[row.what] == "thermistors"


def test_the_last_five_are_kept_the_oldest_first():
    memory = Memory()
    for number in range(1, 12):
        _append(memory, number)
        assert _seqs(memory) == list(range(max(1, number - 4), number + 1))
    assert [row.after[0] for row in calibration_log.rows(memory)] == [7, 8, 9, 10, 11]


def test_a_cut_at_every_byte_of_a_row_leaves_the_others():
    for before in range(7):
        for cut in range(_ROW_BYTES + 1):
            memory = Memory()
            for number in range(1, before + 1):
                _append(memory, number)
            memory.left = cut
            whole = True
            try:
                _append(memory, before + 1)
            except PowerCutError:
                whole = False
            memory.left = -1
            assert whole == (cut == _ROW_BYTES)
            old = list(range(max(1, before - 4), before + 1))
            found = _seqs(memory)
            # nothing of the row that was there is lost before the first byte
            kept = old if cut == 0 else old[1:] if len(old) == 5 else old
            assert found == (kept + [before + 1])[-5:] if whole else found in (kept, old), (before, cut)
            _append(memory, 99)
            assert 99 in [row.after[0] for row in calibration_log.rows(memory)]


def test_a_flipped_bit_costs_that_row_alone():
    memory = Memory()
    for number in range(1, 4):
        _append(memory, number)
    for at in range(_ROW_BYTES):
        spoiled = memory.copy()
        spoiled.flip(layout.CALIBRATIONS + 2 * _ROW_BYTES + at, at % 8)
        assert _seqs(spoiled) == [1, 3]


def test_nothing_is_written_beside_its_place():
    memory = Memory()
    for number in range(1, 9):
        _append(memory, number)
    calibration.save_thermistors(memory, _OLD)
    touched = [index for index in range(len(memory.bytes)) if memory.bytes[index]]
    first, last = layout.CALIBRATIONS, layout.CALIBRATIONS + 5 * _ROW_BYTES
    page, after = layout.THERMISTORS, layout.THERMISTORS + 2 * _PAGE_BYTES
    for index in touched:
        assert first <= index < last or page <= index < after
    assert layout.OPS + 16 * 24 <= first and last <= layout.CRASH
    assert layout.CALIBRATION + 2 * (calibration.SIZE + 8) <= page and after <= layout.DAILY


def _corrections(memory):
    unit = new(sensing, "Sensing")
    calibration.load(memory, unit)
    return list(zip(unit.cool_cdegc, unit.warm_cdegc))


def test_thermistors_never_corrected_are_taken_as_they_are():
    assert _corrections(Memory()) == [(0, 0)] * 4 and calibration.thermistors(Memory()) == []


def test_corrections_are_loaded_and_one_out_of_band_is_not():
    memory = Memory()
    calibration.save_thermistors(memory, _OLD)
    assert _corrections(memory) == _OLD == calibration.thermistors(memory)
    calibration.save_thermistors(memory, [(151, 0)] + _OLD[1:])
    assert _corrections(memory) == [(0, 0)] + _OLD[1:]


def test_a_cut_at_every_byte_leaves_the_old_or_the_new_corrections():
    for cut in range(2 * _PAGE_BYTES + 1):
        memory = Memory()
        calibration.save_thermistors(memory, _OLD)
        memory.left = cut
        try:
            calibration.save_thermistors(memory, _NEW)
        except PowerCutError:
            pass
        memory.left = -1
        found = _corrections(memory)
        assert found == (_NEW if cut >= _PAGE_BYTES else _OLD), cut


def test_damage_of_one_copy_changes_nothing():
    memory = Memory()
    calibration.save_thermistors(memory, _OLD)
    calibration.save_thermistors(memory, _NEW)
    for at in range(_PAGE_BYTES):
        for copy in range(2):
            spoiled = memory.copy()
            spoiled.flip(layout.THERMISTORS + copy * _PAGE_BYTES + at, at % 8)
            assert _corrections(spoiled) == _NEW


def test_what_is_in_use_is_what_save_takes():
    unit = new(sensing, "Sensing")
    assert calibration.in_use(unit) == [(0, 0)] * 12
    unit.calibrate(10, 170, 101000)
    assert calibration.in_use(unit) == [(0, 0)] * 10 + [(170, 101000), (0, 0)]
    memory = Memory()
    calibration.save(memory, calibration.in_use(unit))
    assert calibration.pressures(memory) == calibration.in_use(unit)
    assert calibration.pressures(Memory()) == []
