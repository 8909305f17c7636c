"""Settings across power: never written, good or damaged; a cut at any byte leaves the old ones or the new."""

import json

from tests.core.parts import new_station
from tests.core.settings_table import FULL, only
from tests.store.memory import Memory, PowerCutError

from station_firmware.link.rpc import canonical
from station_firmware.store import layout
from station_firmware.store.settings_page import DAMAGED, GOOD, NEVER, SIZE, load, recall, save

_COPY = SIZE + 8
_OLD = canonical(FULL)
_NEW = canonical(only(name="New", bath_l=50))


def _kept(*texts):
    memory = Memory()
    for text in texts:
        save(memory, text)
    return memory


def _spoil(memory, copy, at=20):
    memory.flip(layout.SETTINGS + copy * _COPY + at, at % 8)


def _recalled(memory):
    """(name of the site, are its settings told to be wrong) after a boot."""
    station = new_station()
    recall(memory, station)
    return station.site.name, station.test.settings_wrong


def test_what_was_never_written_is_as_it_left_the_factory():
    assert load(Memory()) == (NEVER, "")
    assert _recalled(Memory()) == ("", False)
    erased = Memory()
    for address in range(layout.SETTINGS, layout.SETTINGS + 2 * _COPY):
        erased.bytes[address] = 255
    assert load(erased) == (NEVER, "")


def test_what_was_kept_is_there_again_each_time():
    memory = _kept(_OLD)
    assert load(memory) == (GOOD, _OLD) and json.loads(_OLD) == FULL
    assert _recalled(memory) == ("Leg Lab 2", False)
    for text in (_NEW, _OLD, "x", "y" * SIZE, ""):
        save(memory, text)
        assert load(memory) == (GOOD, text)
    assert len(_OLD) < 420 < SIZE


# REQ-112
def test_settings_with_no_copy_whole_are_damaged_and_nothing_is_guessed():
    memory = _kept(_OLD)
    for at in (0, 3, 4, 7, 8, 100, _COPY - 1):
        spoiled = memory.copy()
        _spoil(spoiled, 0, at)
        _spoil(spoiled, 1, at)
        assert load(spoiled) == (DAMAGED, "")
        assert _recalled(spoiled) == ("", True)
        save(spoiled, _NEW)
        assert _recalled(spoiled) == ("New", False)


def test_one_copy_is_enough_and_the_other_is_made_whole_at_the_next_boot():
    for copy in (0, 1):
        memory = _kept(_OLD, _NEW)
        _spoil(memory, copy)
        assert load(memory) == (GOOD, _NEW)
        assert _recalled(memory) == ("New", False)
        _spoil(memory, 1 - copy)
        assert load(memory) == (GOOD, _NEW)


# REQ-112
def test_whole_settings_that_this_firmware_does_not_allow_are_not_taken():
    for text in ("", "{", "[]", "1", '{"schema":"settings/2"}', canonical(only(hot_keep_degc=38)), "[" * 600):
        memory = _kept(text)
        assert load(memory) == (GOOD, text)
        assert _recalled(memory) == ("", True)


class Torn(Memory):
    """The byte at which the power goes is written wrong: half its bits (`mask`), or what was never sent."""

    def __init__(self, mask=None):
        super().__init__()
        self.mask = mask

    def write(self, address, data):
        data = bytes(data)
        at = self.left
        try:
            super().write(address, data)
        except PowerCutError:
            if self.mask is not None and at < len(data):
                was = self.bytes[address + at]
                wrong = was ^ 0x5A if self.mask == 0 else (was & ~self.mask & 255) | (data[at] & self.mask)
                self.bytes[address + at] = wrong
            raise


def _cut(first, left, mask):
    """A memory that kept `first` (None: nothing), and whose power went after `left` bytes of the next write."""
    memory = Torn(mask)
    if first is not None:
        save(memory, first)
    memory.left = left
    try:
        save(memory, _NEW)
    except PowerCutError:
        memory.left = -1
    return memory


# REQ-113
def test_a_cut_at_every_byte_leaves_the_old_settings_or_the_new():
    total = 2 * _COPY
    for first, old in ((_OLD, (GOOD, _OLD)), (None, (NEVER, ""))):
        for mask in (None, 0, 0x0F, 0xF0):
            seen = []
            for left in range(total):
                memory = _cut(first, left, mask)
                found = load(memory)
                assert found in (old, (GOOD, _NEW)), (left, mask)
                # the first copy whole is the new settings, and not before
                assert left < _COPY - 1 or found == (GOOD, _NEW) or (left == _COPY - 1 and mask is not None)
                if found not in seen:
                    seen.append(found)
            assert seen == [old, (GOOD, _NEW)]


# REQ-113
def test_after_a_cut_the_next_boot_and_the_next_write_find_everything_in_order():
    for left in range(0, 2 * _COPY, 7):
        for first in (_OLD, None):
            memory = _cut(first, left, 0)
            names = ("Leg Lab 2" if first else "", "New")
            name, wrong = _recalled(memory)
            assert name in names and not wrong
            # the boot evened both copies out: one that is damaged later brings nothing older back
            again = memory.copy()
            _spoil(again, 0)
            assert _recalled(again)[0] == name or first is None
            save(memory, _OLD)
            assert _recalled(memory) == ("Leg Lab 2", False)


# REQ-113
def test_after_a_cut_between_the_copies_the_boot_makes_both_new():
    memory = _cut(_OLD, _COPY, None)
    assert _recalled(memory) == ("New", False)
    for copy in (0, 1):
        again = memory.copy()
        _spoil(again, copy)
        assert _recalled(again) == ("New", False)


# REQ-113
def test_a_cut_while_a_boot_evens_both_copies_out_loses_nothing():
    for left in range(0, 2 * _COPY, 5):
        memory = _cut(_OLD, _COPY + 300, None)
        assert load(memory) == (GOOD, _NEW)
        memory.left = left
        try:
            recall(memory, new_station())
        except PowerCutError:
            memory.left = -1
        assert load(memory) == (GOOD, _NEW)
