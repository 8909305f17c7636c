"""The self-test on demand: begin it, wait, and make a form of its figures: test, measured, limit, verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec

from recovery_station import commissioning, models, words
from recovery_station.errors import TimedOutError
from station_firmware.core import fault_table as _fault_module
from station_firmware.core import figures as _figures
from station_firmware.core import limits as _limits
from station_firmware.core import reading as _reading

if TYPE_CHECKING:
    from recovery_station.station import Station

_fault = cast("Any", _fault_module)
_LONGEST_S: Final = 60.0
_LOOK_S: Final = 0.5
LEGS: Final = ("left", "right")
_CURRENT: Final = (100 - _limits.CURRENT_PCT, 100 + _limits.CURRENT_PCT)


class Reply(msgspec.Struct):
    """Answer of `service.selftest` without an op: the last whole test, figures in the order of core/figures.py."""

    passed: bool
    found: tuple[int, str, int, int] | None
    figures: list[int | None]


class Row(msgspec.Struct):
    """One line of the form; `measured` null where the test did not come to it, `low`, `high` null for no limit."""

    test: str
    measured: int | float | None
    low: int | float | None
    high: int | float | None
    unit: str
    verdict: str


class SelfTest(msgspec.Struct, tag="selftest/1", omit_defaults=True):
    """What `station selftest` prints: `finding` is the fault it ended with, null when it passed or was stopped.

    With --report it has the commissioning `steps`, and `person` when somebody measured by hand.
    """

    station: str
    serial: str
    firmware: str
    passed: bool
    finding: models.Fault | None
    rows: list[Row]
    steps: list[commissioning.Step] = []
    person: str = ""


class _Line(msgspec.Struct):
    """Figures from `first` on, one for each of `names`, in `scale` of a `unit`."""

    title: str
    first: int
    names: Sequence[str]
    low: float | None
    high: float | None
    unit: str
    scale: int = 1


_COILS: Final = _fault.OUTPUT_NAMES[:14]
_PUFF_MA: Final = _limits.PUMP_MA * _limits.TEST_PUFF_PCT / 100
_FORM: Final = (
    _Line("zero of", _figures.ZEROS, _reading.PRESSURE_NAMES, -_limits.ZERO_DRIFT_MMHG,
          _limits.ZERO_DRIFT_MMHG, "mmHg", 100),
    _Line("actuator supply", _figures.SUPPLY_MV, ("",), _limits.SUPPLY_MIN_MV, _limits.SUPPLY_MAX_MV, "mV"),
    _Line("5 V of the sensors", _figures.REFERENCE_MV, ("",), _limits.REFERENCE_MIN_MV,
          _limits.REFERENCE_MAX_MV, "mV"),
    _Line("chain opens without heartbeat", _figures.CHAIN_MS, ("",), None, _limits.CHAIN_DROP_MS + 40, "ms"),
    _Line("current at rest", _figures.REST_MA, ("",), None, _limits.CURRENT_REST_MA, "mA"),
    _Line("current of", _figures.WALK_MA, _COILS, _limits.COIL_MA * _CURRENT[0] / 100,
          _limits.COIL_MA * _CURRENT[1] / 100, "mA"),
    _Line("current of", _figures.WALK_MA + 14, _fault.OUTPUT_NAMES[14:16], _PUFF_MA * _CURRENT[0] / 100,
          _PUFF_MA * _CURRENT[1] / 100, "mA"),
    _Line("puff raises manifold", _figures.RISES, LEGS, _limits.TEST_WEAK_MMHG, None, "mmHg", 10),
    _Line("closed manifold loses", _figures.FALLS, LEGS, None, _limits.TEST_FALL_MMHG, "mmHg", 10),
    _Line("left after", _figures.VENTS, _fault.VENT_NAMES, None, _limits.VENTED_MMHG, "mmHg", 10),
    _Line("left after opening", _figures.PATHS, words.ZONES, None, _limits.TEST_OPEN_MMHG, "mmHg", 10),
    _Line("manifold differs from", _figures.TWINS, words.ZONES, None, _limits.TWINS_MMHG, "mmHg", 10),
    _Line("pressure switch opens", _figures.SWITCHES, LEGS, _limits.SWITCH_MIN_MMHG,
          _limits.TEST_SWITCH_MANIFOLD_MMHG, "mmHg", 10),
    _Line("clocks apart", _figures.CLOCKS_S, ("",), -_limits.CLOCK_APART_S, _limits.CLOCK_APART_S, "s"),
)  # fmt: skip


def run(station: Station) -> SelfTest:
    """Begin the test and wait for its end. Raises RefusedError, TimedOutError."""
    station.client.call("service.selftest", None, models.StateReply, changes=True)
    transport = station.client.transport
    until = transport.now() + _LONGEST_S
    while station.wire_status().state == "SELFTEST":
        if transport.now() > until:
            raise TimedOutError("the self-test does not end", "look at `station status`")
        station.client.pump(_LOOK_S)
    reply = station.client.call("service.selftest", None, Reply)
    return form(station.hello, reply)


def form(hello: models.Hello, reply: Reply) -> SelfTest:
    """The filled form."""
    finding = None
    if reply.found is not None:
        code, channel, measured, limit = reply.found
        finding = models.Fault.from_wire((code, channel, measured, limit, 0, 1))
    return SelfTest(
        hello.name, hello.serial, hello.firmware, reply.passed, finding, list(_rows(reply.figures))
    )


def with_steps(result: SelfTest, written: dict[str, Any]) -> SelfTest:
    """The form with the commissioning steps, filled by `written`. Raises UsageError for what no step asks for."""
    found = commissioning.steps(result.rows, passed=result.passed, written=written)
    person = str(written.get(commissioning.PERSON, ""))
    return msgspec.structs.replace(result, steps=found, person=person)


def bounds(row: Row | commissioning.Field) -> str:
    """The limits of a line in words."""
    if row.low is None and row.high is None:
        return ""
    if row.low is None:
        return f"at most {row.high:g}"
    return f"at least {row.low:g}" if row.high is None else f"{row.low:g} to {row.high:g}"


def _rows(figures: Sequence[int | None]) -> Iterator[Row]:
    for line in _FORM:
        for at, name in enumerate(line.names):
            figure = figures[line.first + at] if line.first + at < len(figures) else None
            measured = None if figure is None else figure / line.scale if line.scale > 1 else figure
            yield Row(
                f"{line.title} {name}".strip(),
                measured,
                line.low,
                line.high,
                line.unit,
                _verdict(line, measured),
            )


def _verdict(line: _Line, measured: float | None) -> str:
    if measured is None:
        return "not reached"
    low_enough = line.high is None or measured <= line.high
    return "good" if low_enough and (line.low is None or measured >= line.low) else "bad"
