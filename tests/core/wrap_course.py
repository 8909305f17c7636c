"""A station is led through its stages on the rig; every tick's outputs, truth and events are kept.

Times are kept from the start. In each stage the session renews nothing for 100 ms: the demand stands on its lease
alone, which the clock decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.core.parts import CONTRAST
from tests.core.rig import Rig

from recovery_station.virtual.plant.setup import PlantSetup
from station_firmware.core import command, pattern, states
from station_firmware.core.plan import Plan

MASK = (1 << 30) - 1
UNRENEWED_TICKS = 5
LONGEST_TICKS = 6000
AFTER_TICKS = 100
GARMENT = PlantSetup(slack_l=(0.35,) * 10)
BOOTS = {
    "kind": "compression",
    "pattern": "sequential",
    "legs": "both",
    "target_mmhg": [50, 45, 40, 35, 30],
    "hold_s": 2,
    "release_s": 2,
    "duration_s": 15,
}
Stage = tuple[str, Callable[[Rig], bool], Callable[[Rig], None] | None]


def _in(state: int, span_ms: int = 0) -> Callable[[Rig], bool]:
    return lambda rig: rig.station.session.state == state and rig.station.session.state_ms >= span_ms


def _leg(what: Callable[[Rig], bool]) -> Callable[[Rig], bool]:
    """While a session runs."""
    return lambda rig: rig.station.session.state == states.RUNNING and what(rig)


def _arm(step: dict) -> Callable[[Rig], None]:
    table = {"id": "bench", "title": "Bench", "step": [step]}
    return lambda rig: rig.station.mailbox.post(command.ARM, Plan(table, 1))


def _post(kind: int) -> Callable[[Rig], None]:
    return lambda rig: rig.station.mailbox.post(kind)


def _press(*whats: str) -> Callable[[Rig], None]:
    def act(rig: Rig) -> None:
        for what in whats:
            rig.plant.press(what)

    return act


def _operation(what: int, later: bool = False) -> Callable[[Rig], bool]:
    def is_so(rig: Rig) -> bool:
        course = rig.station.session.steps.legs[0].course
        return course.what() == what and (not later or course.cycle > 0)

    return _leg(is_so)


def _bath(number: int) -> Callable[[Rig], bool]:
    def is_so(rig: Rig) -> bool:
        contrast = rig.station.session.steps.water
        return contrast.in_water() and contrast.bath == number

    return _leg(is_so)


_BOOTED: tuple[Stage, ...] = (
    ("boot", lambda rig: True, None),
    ("self-test at boot", _in(states.SELFTEST), None),
)
_STARTED: tuple[Stage, ...] = (
    ("self-test: chain", lambda rig: rig.station.chain.heartbeat, None),
    ("self-test: air", lambda rig: rig.station.gate.outputs.pump_left_pct > 0, None),
    ("ready", _in(states.READY, 200), _press("start")),
)
SESSION: tuple[Stage, ...] = (
    *_BOOTED,
    ("idle", _in(states.IDLE), _arm(BOOTS)),
    *_STARTED,
    ("first fill", _leg(lambda rig: rig.station.session.steps.legs[0].fill.running()), None),
    ("hold", _operation(pattern.HOLD), None),
    ("release", _operation(pattern.RELEASE), None),
    ("refill", _operation(pattern.FILL, later=True), None),
    ("before the pause", _operation(pattern.RELEASE, later=True), _post(command.PAUSE)),
    ("pause", _in(states.PAUSED, 1000), _post(command.RESUME)),
    ("resume", _operation(pattern.FILL, later=True), None),
    ("closing", lambda rig: rig.station.session.steps.closing, None),
    ("venting", _in(states.VENTING), None),
    ("idle again", _in(states.IDLE), None),
)
WATER: tuple[Stage, ...] = (
    ("idle", _in(states.IDLE), _arm(CONTRAST)),
    _STARTED[-1],
    ("enter", _bath(0), None),
    ("in hot water", lambda rig: rig.station.session.steps.water.phase_ms > 2000, None),
    ("leave", _leg(lambda rig: rig.station.session.steps.water.dip == 1), None),
    ("enter the other", _bath(1), _post(command.PAUSE)),
    ("paused in water", _in(states.PAUSED, 1000), _post(command.STOP)),
    ("venting", _in(states.VENTING), None),
)
FAULT: tuple[Stage, ...] = (
    ("idle", _in(states.IDLE), _arm(BOOTS)),
    _STARTED[-1],
    ("filled under a fault", _operation(pattern.HOLD), _press("estop")),
    ("fault latched", _in(states.FAULT), _press("estop_release")),
    ("fault standing", _in(states.FAULT, 3000), _press("ack")),
    ("acknowledged", _in(states.SELFTEST), None),
)


@dataclass
class Course:
    """What happened, a row a tick, and the tick in which each stage came."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    came: dict[str, int] = field(default_factory=dict)


def _nothing(reading, demand, mailbox, dt_ms, now_ms) -> None:
    """A session that wishes nothing new."""


def _events(rig: Rig, start_ms: int) -> tuple[tuple[int, ...], ...]:
    found: list[tuple[int, ...]] = []
    row = rig.station.events.take()
    while row is not None:
        found.append((row[0], (row[1] - start_ms) & MASK, *row[2:]))
        row = rig.station.events.take()
    return tuple(found)


def _row(rig: Rig, start_ms: int) -> tuple[object, ...]:
    out = rig.station.gate.outputs
    locks = rig.station.interlocks
    drives = (out.closed, out.pump_left_pct, out.pump_right_pct, out.heartbeat, out.arm, out.lamp, out.buzzer)
    faults = [
        (one.code, one.channel, (one.since_ms - start_ms) & MASK) for one in locks.faults[: locks.count]
    ]
    truth = (*rig.true_mmhg(), rig.plant.chain.on)
    return (rig.station.session.state, drives, truth, tuple(faults), _events(rig, start_ms))


def run(
    stages: Sequence[Stage],
    start_ms: int = 0,
    last_tick: int | None = None,
    unrenewed_at_last: int = UNRENEWED_TICKS,
) -> Course:
    """Lead a new station through `stages`, and two seconds on, or to `last_tick`. AssertionError: stuck."""
    rig = Rig(GARMENT, start_ms=start_ms, boot_ms=0)
    course = Course()
    end = MASK if last_tick is None else last_tick
    for number, (name, is_there, act) in enumerate(stages):
        latest = len(course.rows) + LONGEST_TICKS
        while not is_there(rig):
            _tick(rig, course, start_ms, True)
            state = states.STATE_NAMES[rig.station.session.state]
            assert len(course.rows) < latest, f"{name} does not come: {state}, {rig.faults()}"
            if len(course.rows) >= end:
                return course
        course.came[name] = len(course.rows)
        if act is not None:
            act(rig)
        for _ in range(UNRENEWED_TICKS if number < len(stages) - 1 else unrenewed_at_last):
            _tick(rig, course, start_ms, False)
    while len(course.rows) < min(end, course.came[stages[-1][0]] + AFTER_TICKS):
        _tick(rig, course, start_ms, True)
    return course


def _tick(rig: Rig, course: Course, start_ms: int, renewed: bool) -> None:
    """One tick, with or without the session; its row is kept."""
    session = rig.station.session
    step = session.step
    if not renewed:
        session.step = _nothing
    rig.step()
    session.step = step
    course.rows.append(_row(rig, start_ms))
