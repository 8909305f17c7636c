"""A station that stands for months counts nothing past the chip's small integers: its tick would allocate there."""

from tests.core import counters
from tests.core.parts import COMPRESSION, TICK_MS, new_station, plan_of, wire
from tests.core.row_legs import run_step

from station_firmware.core import command, states
from station_firmware.core.tick import tick

_LOOK_TICKS = 30
_NOW_MS = 1000  # it wraps where it is read; here it stands, so that it is not taken for a counter
_TORN = 0
_UNDER_PRESSURE = 1100


class Standing:
    """A station that ticks and is left alone."""

    def __init__(self):
        self.station = new_station()
        self.pass_time(200)

    def pass_time(self, ticks=_LOOK_TICKS):
        for _ in range(ticks):
            tick(self.station, _NOW_MS, TICK_MS)
            while self.station.events.take() is not None:
                pass


def _idle():
    return Standing()


def _maintenance():
    bench = Standing()
    bench.station.mailbox.post(command.MAINTAIN)
    bench.pass_time(2)
    return bench


def _faulted():
    bench = Standing()
    bench.station.reading.estop = False
    bench.pass_time(2)
    return bench


def _wire_torn_under_pressure():
    bench = Standing()
    run_step(bench.station, COMPRESSION)
    bench.station.session.state = states.RUNNING
    wire(bench.station, 0, _UNDER_PRESSURE)
    bench.pass_time(2)
    wire(bench.station, 0, _TORN)
    bench.pass_time(10)
    return bench


def _pressed_at_rest():
    """A zone that reads pressure and never lets go, in a fault nobody acknowledges."""
    bench = _faulted()
    wire(bench.station, 3, _UNDER_PRESSURE)
    bench.pass_time(10)
    return bench


_RESTS = (
    (_idle, states.IDLE),
    (_maintenance, states.MAINTENANCE),
    (_faulted, states.FAULT),
    (_wire_torn_under_pressure, states.FAULT),
    (_pressed_at_rest, states.FAULT),
)


# REQ-64
def test_what_counts_while_a_station_stands_stays_a_small_integer():
    for make, state in _RESTS:
        bench = make()
        assert bench.station.session.state == state, make.__name__
        found = counters.growing(bench.station, bench.pass_time)
        counters.age(found, 3 * TICK_MS)
        bench.pass_time(6)
        assert counters.too_large(bench.station) == [], (make.__name__, counters.too_large(bench.station))


def test_a_counter_that_grows_is_found_and_one_that_stops_is_not():
    station = new_station()
    station.reading.codes[0] = 0
    steps = station.session.steps

    def pass_time():
        steps.ran_ms += 20
        station.reading.codes[0] += 1
        steps.step_ms = min(steps.step_ms + 20, 40)

    found = counters.growing(station, pass_time)
    assert [where for _, where in found if where in ("ran_ms", "step_ms")] == ["ran_ms"]
    assert [holder is station.reading.codes for holder, where in found if where == 0] == [True]
    counters.age(found, 20)
    assert (steps.ran_ms, counters.too_large(station)) == (counters.SMALL - 20, [])
    pass_time()
    assert "ran_ms" in counters.too_large(station)


def test_a_session_plan_holds_small_integers_only():
    assert counters.too_large(plan_of(COMPRESSION)) == []
