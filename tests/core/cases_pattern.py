"""Every pattern keeps the rules of a cycle: all zones filled, a full one only after a dip, all released at the end."""

from station_firmware.core import pattern
from station_firmware.core.pattern import ALL, DIP, FILL, HOLD, RELEASE, what, zones


def _walk(operations):
    """(held, operation) before each operation; the rules of every operation are looked at on the way."""
    held = 0
    for operation in operations:
        mine = zones(operation)
        does = what(operation)
        yield held, does, mine
        if does == FILL:
            held |= mine
        elif does == RELEASE:
            held &= ~mine


def test_a_cycle_ends_with_everything_released_and_only_then():
    for name, operations in pattern.PATTERNS:
        assert operations[-1] == RELEASE | ALL, name
        assert [operation for operation in operations[:-1] if operation == RELEASE | ALL] == []


def test_every_zone_is_filled_and_no_full_one_is_filled_again_unless_it_dipped():
    for name, operations in pattern.PATTERNS:
        filled = dipped = 0
        for held, does, mine in _walk(operations):
            if does == FILL:
                assert not mine & held & ~dipped, name
                assert not mine & filled or mine & dipped, name
                filled |= mine
                dipped &= ~mine
            elif does == DIP:
                assert mine and not mine & ~held, name
                dipped |= mine
        assert filled == ALL and not dipped, name


def test_only_what_is_held_is_released_and_a_hold_holds_something():
    for name, operations in pattern.PATTERNS:
        for held, does, mine in _walk(operations):
            if does == RELEASE and mine != ALL:
                assert mine and not mine & ~held, name
            if does == HOLD:
                assert held and not mine, name


def test_zones_are_filled_from_the_foot_upwards_so_that_nothing_is_pushed_down():
    for name, operations in pattern.PATTERNS:
        highest = 0
        for held, does, mine in _walk(operations):
            if does == FILL and not mine & held:
                assert mine > highest, name
                highest = mine


def test_one_hold_a_cycle_and_the_names_of_the_interface():
    assert pattern.NAMES == ("sequential", "gradient-hold", "pulse", "wave", "uniform")
    for name, operations in pattern.PATTERNS:
        assert [what(operation) for operation in operations].count(HOLD) == 1, name


def test_an_unknown_pattern_only_releases():
    assert pattern.operations("no such") == pattern.NOTHING == (RELEASE | ALL,)
    for name, operations in pattern.PATTERNS:
        assert pattern.operations(name) is operations
