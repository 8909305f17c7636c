"""What the baths are to have: the running or the next step in water says it, one step looked at a tick."""

from tests.core.parts import COMPRESSION, CONTRAST, DIP, GUIDED, REST, changed, new, plan_of

import station_firmware.core.ahead as ahead_module


def _found(*tables, index=0, ticks=300):
    ahead = new(ahead_module, "Ahead")
    ahead.begin(plan_of(*tables))
    for _ in range(ticks):
        ahead.step(index)
    return ahead.want_cdegc


def test_nothing_is_wanted_without_water():
    assert new(ahead_module, "Ahead").want_cdegc == [None, None]
    assert _found(COMPRESSION, REST, GUIDED) == [None, None]


def test_a_contrast_wants_both_a_dip_its_own_bath():
    assert _found(CONTRAST) == [3800, 1200]
    assert _found(changed(CONTRAST, start="cold", end="cold")) == [3800, 1200]
    assert _found(DIP) == [None, 1200]
    assert _found(changed(DIP, bath="hot", degc=37)) == [3700, None]


def test_the_next_water_is_found_a_step_a_tick():
    plan = (COMPRESSION, REST, REST, DIP)
    assert _found(*plan, ticks=2) == [None, None]
    assert _found(*plan, ticks=3) == [None, 1200]


def test_what_is_behind_wants_nothing_more():
    plan = (DIP, REST, COMPRESSION, changed(DIP, bath="hot", degc=38), REST)
    assert _found(*plan, index=0) == [None, 1200]
    assert _found(*plan, index=1) == [3800, None]
    assert _found(*plan, index=4) == [None, None]
