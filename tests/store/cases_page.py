"""A page kept twice: a cut at any byte of a save leaves the old one or the new one, never something else."""

from tests.store.memory import Memory, PowerCutError

from station_firmware.store.page import TwinPage
from station_firmware.store.state_page import StatePage

_SIZE = 16


def _page(memory):
    return TwinPage(memory, 0x40, _SIZE)


def _body(number):
    return bytes([number + index & 255 for index in range(_SIZE)])


def _loaded(memory):
    return _page(memory).load()


def test_a_memory_never_used_holds_no_page():
    assert _loaded(Memory()) is None
    full = Memory()
    full.bytes = bytearray(b"\xff" * 0x2000)
    assert _loaded(full) is None


def test_the_newest_save_is_loaded_however_many_there_were():
    memory = Memory()
    page = _page(memory)
    for number in range(1, 40):
        page.save(_body(number))
        assert _loaded(memory) == _body(number)


def test_loading_again_gives_the_same():
    memory = Memory()
    page = _page(memory)
    page.save(_body(5))
    assert page.load() == _body(5)
    assert page.load() == _body(5)


def test_saves_go_on_after_a_load():
    memory = Memory()
    for number in range(1, 20):
        page = _page(memory)
        page.load()
        page.save(_body(number))
    assert _loaded(memory) == _body(19)


def test_a_cut_at_every_byte_leaves_old_or_new():
    for saves in (0, 1, 2, 3):
        for cut in range(_SIZE + 9):
            memory = Memory()
            page = _page(memory)
            for number in range(saves):
                page.save(_body(number))
            memory.left = cut
            whole = True
            try:
                page.save(_body(100))
            except PowerCutError:
                whole = False
            memory.left = -1
            old = _body(saves - 1) if saves else None
            found = _loaded(memory)
            assert found == (_body(100) if whole else old)
            assert whole == (cut == _SIZE + 8)
            again = _page(memory)
            again.load()
            again.save(_body(7))
            assert _loaded(memory) == _body(7)


def test_one_flipped_bit_costs_at_most_the_newest_save():
    memory = Memory()
    page = _page(memory)
    page.save(_body(1))
    page.save(_body(2))
    for address in range(0x40, 0x40 + 2 * (_SIZE + 8)):
        for bit in range(8):
            spoiled = memory.copy()
            spoiled.flip(address, bit)
            assert _loaded(spoiled) in (_body(1), _body(2))


def test_nothing_is_written_beside_the_page():
    memory = Memory()
    page = _page(memory)
    for number in range(4):
        page.save(_body(0x80 + number))
    touched = [index for index in range(len(memory.bytes)) if memory.bytes[index]]
    assert min(touched) >= 0x40 and max(touched) < 0x40 + 2 * (_SIZE + 8)


def test_the_state_page_remembers_every_field():
    memory = Memory()
    page = StatePage(memory)
    page.load()
    assert page.fresh and page.boot == 0 and page.open_session == 0
    page.boot, page.session, page.open_session, page.open_boot = 9, 8, 7, 6
    page.acked_seq, page.open_since_ms, page.why = 1 << 31, 0x3FFFFFFF, 3
    page.save()
    again = StatePage(memory)
    again.load()
    assert not again.fresh
    assert (again.boot, again.session, again.open_session, again.open_boot) == (9, 8, 7, 6)
    assert (again.acked_seq, again.open_since_ms, again.why) == (1 << 31, 0x3FFFFFFF, 3)
