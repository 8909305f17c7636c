"""The daily tests across power, old or new after a cut, due when damaged; and the clock chip against the ticks."""

from tests.core.parts import new, new_station
from tests.store.memory import Memory, PowerCutError
from tests.store.recorder_bench import Chip

import station_firmware.core.daily as daily_module
import station_firmware.store.wall as wall_module
from station_firmware.store import daily_page, layout


def _daily(estop_hour=-1000, switch_hour=-1000):
    day = new(daily_module, "Daily")
    day.estop_hour = estop_hour
    day.switch_hour = switch_hour
    return day


def _kept(memory):
    day = _daily()
    daily_page.load(memory, day)
    return day.estop_hour, day.switch_hour


def test_both_hours_come_back():
    memory = Memory()
    assert _kept(memory) == (-1000, -1000)
    daily_page.save(memory, _daily(490000, 489990))
    assert _kept(memory) == (490000, 489990)
    daily_page.save(memory, _daily(490021))
    assert _kept(memory) == (490021, 0)


def test_a_cut_at_every_byte_keeps_the_old_or_the_new_hours():
    for cut in range(17):
        memory = Memory()
        daily_page.save(memory, _daily(490000, 490000))
        memory.left = cut
        whole = True
        try:
            daily_page.save(memory, _daily(490024, 490024))
        except PowerCutError:
            whole = False
        memory.left = -1
        kept = _kept(memory)
        assert kept == (490024, 490024) or (kept == (490000, 490000) and not whole)


def test_both_copies_damaged_make_both_tests_due():
    memory = Memory()
    daily_page.save(memory, _daily(490000, 490000))
    for copy in range(2):
        memory.write(layout.DAILY + copy * 16 + 9, b"\xff")
    assert _kept(memory) == (-1000, -1000)


# REQ-101
def test_the_chip_is_compared_with_what_the_ticks_carried():
    for moved_s, apart_s in ((0, -10), (10, 0), (9, -1), (13, 3), (-100000, -30000), (100000, 30000)):
        chip = Chip(1800000000)
        wall = new(wall_module, "Wall", chip)
        wall.load()
        for _ in range(500):
            wall.step(20)
        chip.seconds += moved_s
        test = new_station().test
        wall.compare(test)
        assert test.clocks_apart_s == apart_s and test.clocks_limit_s == 2


# REQ-101
def test_what_they_may_differ_grows_with_the_time_since_they_were_set():
    chip = Chip(1800000000)
    wall = new(wall_module, "Wall", chip)
    wall.load()
    test = new_station().test
    for carried_s, limit_s in ((4999, 2), (1, 3), (5000, 4), (100000000, 600)):
        wall.step(carried_s * 1000)
        wall.compare(test)
        assert test.clocks_limit_s == limit_s
    wall.set(1800000000)
    wall.compare(test)
    assert (test.clocks_apart_s, test.clocks_limit_s) == (0, 2)


# REQ-101
def test_a_clock_nobody_trusts_is_not_compared():
    test = new_station().test
    for seconds in (None, 1800000000):
        chip = Chip(None)
        wall = new(wall_module, "Wall", chip)
        wall.load()
        chip.seconds = seconds
        wall.compare(test)
        assert test.clocks_apart_s is None
    chip = Chip(1800000000)
    wall = new(wall_module, "Wall", chip)
    wall.load()
    chip.seconds = None
    wall.compare(test)
    assert test.clocks_apart_s is None
