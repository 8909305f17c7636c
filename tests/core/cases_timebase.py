"""Time differences are right across the wrap at 2**30 and on both sides of half a turn."""

from tests.core.parts import MASK

from station_firmware.core import timebase

_HALF = 1 << 29
_TURN = 1 << 30
_PLACES = (0, 1, 19, 20, _HALF - 1, _HALF, _HALF + 1, _TURN - 20, _TURN - 2, _TURN - 1)


def test_the_counter_wraps_where_the_platform_wraps():
    assert MASK + 1 == _TURN
    assert timebase.MASK == _TURN - 1
    assert timebase.HALF * 2 == _TURN
    assert timebase.TICK_MS == 20


def test_later_is_positive_across_the_wrap():
    for then in _PLACES:
        for span in (0, 1, 2, 20, 200, _HALF - 2, _HALF - 1):
            assert timebase.elapsed((then + span) % _TURN, then) == span


def test_earlier_is_negative_across_the_wrap():
    for then in _PLACES:
        for span in (1, 2, 20, 200, _HALF - 1, _HALF):
            assert timebase.elapsed((then - span) % _TURN, then) == -span


def test_const_gives_the_value_itself():
    assert timebase.const(7) == 7
