"""A bench brought to any state by what a person or a host would do, for the cases of the session."""

from tests.core.parts import REST, Bench, changed

from station_firmware.core import command, states
from station_firmware.core.states import FAULT, IDLE, MAINTENANCE, PAUSED, READY, SELFTEST, VENTING

_LONG = changed(REST, rest_s=2000)


def end_of(bench):
    return states.END_NAMES[bench.session.last_end]


def path(bench, span_ms):
    """The states passed through, each once in a row."""
    seen = [bench.session.state]
    for _ in range(span_ms // 20):
        bench.tick()
        if bench.session.state != seen[-1]:
            seen.append(bench.session.state)
    return seen


def running(*tables):
    bench = Bench()
    bench.start(*(tables or (_LONG,)))
    return bench


def in_state(state):
    """A bench brought to `state` by what a person or host would do."""
    bench = Bench()
    if state == SELFTEST:
        assert bench.until(IDLE)
        bench.arm(REST)
        bench.tick(30)
    elif state == IDLE:
        assert bench.until(IDLE)
    elif state == READY:
        bench.ready(REST)
    elif state == MAINTENANCE:
        assert bench.until(IDLE)
        assert bench.post(command.MAINTAIN) is None
    else:
        bench.start(_LONG)
        if state == PAUSED:
            bench.post(command.PAUSE)
        elif state == VENTING:
            bench.post(command.STOP)
        elif state == FAULT:
            bench.trip()
    assert bench.session.state == state
    return bench
