"""The sealed leg: what falls faster than the limit, isolated long enough, in two holds running, leaks; nothing else."""

from tests.core.parts import new

import station_firmware.core.seal as seal_module


def _hold(seal, fall_dmmhg, isolated_ms, held=31, zone=2, parts=1):
    """One hold in `parts` isolations; the given zone falls by so much in all."""
    pressures = [700] * 5
    for part in range(parts):
        seal.look(pressures, 180)
        seal.look(pressures, 200)
        lost = fall_dmmhg * (part + 1) // parts - fall_dmmhg * part // parts
        pressures[zone] -= lost
        span_ms = isolated_ms * (part + 1) // parts - isolated_ms * part // parts
        seal.look(pressures, 200 + span_ms)
        seal.opened(pressures, 200 + span_ms)
        pressures[zone] += lost
    seal.end(held, pressures, [700] * 5)


# REQ-18
def test_two_holds_running_above_three_mmhg_a_second_are_a_leak():
    for fall, leaks in ((0, 0), (60, 0), (61, 4), (200, 4), (-100, 0)):
        seal = new(seal_module, "Seal")
        _hold(seal, fall, 2000)
        assert seal.leaking == 0
        _hold(seal, fall, 2000)
        assert seal.leaking == leaks, fall
    assert seal.fall_dmmhg_s[2] == 0
    seal = new(seal_module, "Seal")
    _hold(seal, 90, 2000)
    assert seal.fall_dmmhg_s[2] == 45


# REQ-18
def test_a_good_hold_between_forgives():
    seal = new(seal_module, "Seal")
    for fall in (90, 60, 90, 60):
        _hold(seal, fall, 2000)
        assert seal.leaking == 0
    _hold(seal, 90, 2000)
    assert seal.leaking == 0
    _hold(seal, 90, 2000)
    assert seal.leaking == 4


# REQ-18
def test_too_short_an_isolation_neither_blames_nor_forgives():
    seal = new(seal_module, "Seal")
    _hold(seal, 90, 2000)
    _hold(seal, 500, 1999)
    _hold(seal, 0, 1999)
    assert seal.leaking == 0
    _hold(seal, 90, 2000)
    assert seal.leaking == 4


# REQ-89
def test_the_loser_is_the_zone_that_has_lost_by_far_most_in_this_hold():
    for lost, loser in (((0, 0, 0, 0, 0), 2), ((5, 0, 0, 0, 0), 2), ((6, 0, 0, 0, 0), 0), ((9, 0, 4, 0, 0), 2),
                        ((9, 0, 3, 0, 7), 0), ((7, 0, 0, 0, 30), 4), ((0, 0, 30, 35, 0), 2)):  # fmt: skip
        seal = new(seal_module, "Seal")
        pressures = [700] * 5
        seal.look(pressures, 200)
        for zone in range(5):
            pressures[zone] -= lost[zone]
        assert seal.loser(2) == 2
        seal.opened(pressures, 600)
        assert seal.loser(2) == loser, lost
        # another hold, another sum
        seal.begin()
        assert seal.loser(2) == 2


def test_top_ups_in_between_do_not_hide_it():
    seal = new(seal_module, "Seal")
    for _ in range(2):
        _hold(seal, 160, 4000, parts=8)
    assert seal.leaking == 4


def test_a_zone_not_held_is_not_judged_and_each_zone_is_named():
    seal = new(seal_module, "Seal")
    for _ in range(3):
        _hold(seal, 300, 2000, held=27)
    assert seal.leaking == 0
    for zone in range(5):
        seal = new(seal_module, "Seal")
        _hold(seal, 300, 2000, zone=zone)
        _hold(seal, 300, 2000, zone=zone)
        assert seal.leaking == 1 << zone


def test_what_falls_before_the_air_has_settled_does_not_count():
    seal = new(seal_module, "Seal")
    for _ in range(3):
        seal.look([900] * 5, 0)
        seal.look([900] * 5, 180)
        seal.look([700] * 5, 200)
        seal.opened([700] * 5, 2200)
        seal.end(31, [700] * 5, [700] * 5)
    assert seal.leaking == 0
    seal.look([900] * 5, 100)
    seal.opened([100] * 5, 180)
    seal.end(31, [700] * 5, [700] * 5)
    assert seal.leaking == 0


def test_a_new_session_knows_nothing():
    seal = new(seal_module, "Seal")
    _hold(seal, 90, 2000)
    seal.clear()
    _hold(seal, 90, 2000)
    assert seal.leaking == 0
    _hold(seal, 90, 2000)
    seal.clear()
    assert seal.leaking == 0


# ---- a pressure that is not kept


def _ends(seal, short_dmmhg, tells=True, held=31):
    seal.begin(tells)
    seal.end(held, [700, 650, 600 - short_dmmhg, 550, 500], [700, 650, 600, 550, 500])


# REQ-19
def test_two_holds_running_that_end_more_than_five_mmhg_low_are_a_leak():
    for short, low in ((-200, 0), (0, 0), (50, 0), (51, 4), (600, 4)):
        seal = new(seal_module, "Seal")
        _ends(seal, short)
        assert seal.low == 0
        _ends(seal, short)
        assert seal.low == low, short
    assert seal.low_dmmhg[2] == 0


def test_one_low_hold_or_one_somebody_pressed_in_or_a_zone_not_held_is_none():
    seal = new(seal_module, "Seal")
    for short in (90, 0, 90, 0):
        _ends(seal, short)
    _ends(seal, 90)
    for _ in range(3):
        _ends(seal, 90, tells=False)
        assert seal.low == 0
    for _ in range(3):
        _ends(seal, 90, held=27)
    assert seal.low == 0
    _ends(seal, 90)
    seal.clear()
    _ends(seal, 90)
    assert seal.low == 0
