"""The look at the heap: one slack of it each, a collection when little is free, and only what counts is told."""

from __future__ import annotations

import pytest

from station_firmware.hal import heap as heap_module
from station_firmware.hal.heap import Heap

BEFORE = 1 << 29


class Memory:
    """A heap of which `free` bytes are free, and `collected` after a collection."""

    def __init__(self, free: int, collected: int) -> None:
        self._free = free
        self._collected = collected

    def mem_free(self) -> int:
        return self._free

    def collect(self) -> None:
        self._free = self._collected


def rounds(monkeypatch: pytest.MonkeyPatch, memory: Memory, turns: range) -> tuple[list[int], list[int]]:
    """(the turns that did something, `free` after each turn)."""
    monkeypatch.setattr(heap_module, "gc", memory)
    heap = Heap()
    busy: list[int] = []
    free: list[int] = []
    for turn in turns:
        if heap.look(turn):
            busy.append(turn)
        free.append(heap.free)
    return busy, free


def test_with_much_free_it_looks_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for much in (40_000, 40_001, 120_000):
        busy, free = rounds(monkeypatch, Memory(much, 1), range(100))
        assert (busy, free) == ([0], [much] * 100)


def test_with_little_free_it_collects_first_and_tells_what_is_free_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for little in (0, 19_999, 39_999):
        busy, free = rounds(monkeypatch, Memory(little, 61_000), range(100))
        assert busy == [0, 2, 4]
        assert free == [BEFORE] * 4 + [61_000] * 96


def test_without_a_look_nothing_is_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rounds(monkeypatch, Memory(10, 61_000), range(1, 100)) == ([], [BEFORE] * 99)
