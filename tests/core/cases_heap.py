"""Each row of the interlock table trips and latches, with what it measured, while the heap is locked."""

import sys

from tests.core import rows, rows_baths, rows_parts, rows_signs
from tests.core.parts import new_station
from tests.core.warmth import Warm

from station_firmware.core import states

CASES = rows.CASES + rows_baths.CASES + rows_parts.CASES + rows_signs.CASES


def _nothing():
    """CPython has no such lock: there the case shows that every row trips here."""


# the module is MicroPython's own
_HEAP = __import__("micropython") if sys.implementation.name == "micropython" else None
_lock = getattr(_HEAP, "heap_lock", _nothing)
_unlock = getattr(_HEAP, "heap_unlock", _nothing)


def _judge_locked(station, ticks):
    """How often the table was judged until something tripped; 0: nothing did."""
    _lock()
    try:
        for number in range(1, ticks + 1):
            if station.interlocks.judge(station):
                return number
        return 0
    finally:
        _unlock()


# REQ-64
def test_no_row_allocates_when_it_trips():
    for case in CASES:
        station = new_station()
        station.demand.renewed_ms = 0
        case[2](station, case[4][0])
        station.session.state = case[6][-1]
        assert _judge_locked(station, case[5] + 1) == case[5], case[0]
        assert station.interlocks.faults[0].code == case[0]


# REQ-64
def test_keeping_baths_allocates_nothing():
    warm = Warm(states.IDLE, hot=3000, cold=2000)
    warm.keep(hot=3900, cold=1200)
    for hot, cold in ((3000, 2000), (3920, 1100), (None, None), (3500, 1300)):
        warm.hot(hot)
        warm.cold(cold)
        for _ in range(20):
            warm.station.demand.clear()
            _lock()
            try:
                warm.thermal.step(warm.station, 20000)
            finally:
                _unlock()
            warm.station.gate.outputs.closed = warm.station.demand.closed
    assert warm.thermal.watch.rates_cdegc != [None, None]


# REQ-64
def test_a_refused_acknowledgement_allocates_nothing():
    station = new_station()
    station.reading.open_wires = 1
    _judge_locked(station, 10)
    _lock()
    try:
        refusals = 0
        for at_panel in (False, True):
            if station.interlocks.refuse_acknowledge(station.session, station.reading, at_panel):
                refusals += 1
    finally:
        _unlock()
    assert refusals == 2
