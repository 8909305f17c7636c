"""Each row of the interlock table trips and latches, with what it measured, while the heap is locked."""

import sys

from tests.core import rows, rows_baths, rows_parts, rows_signs
from tests.core.parts import new_station

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
