"""Walks the real session, interlocks, gate and chain through every input, breadth first, until nothing new comes.

What the walk keeps of a station is its abstract state (`World.key`); a station is frozen to bytes at each new one and
thawed for each input. A monitor beside the firmware counts what people have given since the last fault or stop:
acknowledgement, ARM, START. It is fed by the inputs and believes nothing the firmware says of itself.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable

from tests.core.parts import COMPRESSION, Bench, plan_of

from station_firmware.core import calibrating, command, fault, limits, states
from station_firmware.core.states import FAULT, IDLE, PAUSED, READY, RUNNING, SELFTEST, STATE_NAMES, VENTING

# what people have given since the last fault, E-stop or end of a session
OWES_ACKNOWLEDGEMENT, OWES_ARM, OWES_START, MAY_RUN = range(4)
_DRIVING = (SELFTEST, RUNNING)
_ASKED = (SELFTEST, READY, RUNNING, PAUSED)
_SILENT = (states.BOOT, IDLE, FAULT, states.MAINTENANCE)
_LONG_TICKS = 600
_STUCK_ZONE = 3
_DRIVERS = (command.ARM, command.TEST, command.CALIBRATE)


class BreachError(AssertionError):
    """A property does not hold: in words, with the inputs that led there."""


class World(Bench):
    """A bench with hands, two causes of faults, the monitor and the properties, judged in every tick."""

    def __init__(self, *, estop: bool = True, latched: int = 0) -> None:
        self.awake = False
        super().__init__()
        self.awake = True
        self.estop = estop
        self.level = OWES_ARM
        self.pressed = False
        self.good = True
        self.stuck_dmmhg = 0
        self.given = command.NOTHING
        self.up_in_ready = False
        self.ready_ms = 0
        self.drove: set[int] = set()
        if latched:  # as app.start does with what was latched before the power went
            self.locks.latch(latched, 0, 0, 0, 0)
            self.session.trip(False)

    def tick(self, count: int = 1):
        """As the bench ticks, and judged each time."""
        for _ in range(count if self.awake else 0):
            before = self.session.state
            self.reading.start = self.pressed
            self.reading.readback_ok = self.good
            self.zones[_STUCK_ZONE] = max(self.zones[_STUCK_ZONE], self.stuck_dmmhg)
            super().tick()
            self._give(before)
            self._judge(before)
        return self.out if self.awake else None

    def key(self) -> tuple:
        """The abstract state: what the properties and the next move depend on, lengths of time left out."""
        session, test, locks = self.session, self.station.test, self.locks
        codes = [locks.faults[index].code for index in range(locks.count)]
        latch = 2 if any(fault.panel_only(code) for code in codes) else int(bool(codes))
        own = (session.state, self.station.chain.phase, latch, session.plan.empty, session.plan.confirmed_by)
        flags = (session._start_seen, session._confirmed_by_host, session.maintain, self.relay, self.level)
        part = (test.phase, test.kind) if session.state == SELFTEST else ()
        if session.state == SELFTEST and test.move is not None:
            part += (test.move.phase,)
        given = (self.estop, self.pressed, self.good, self.stuck_dmmhg, self.up_in_ready)
        return own + flags + part + given + (session.vented(self.reading),)

    def until_new(self) -> None:
        """Tick until the abstract state is another, in states that last by themselves as long as they may."""
        key = self.key()
        for _ in range(_LONG_TICKS if self.session.state in (SELFTEST, VENTING) else 3):
            self.tick()
            if self.key() != key:
                return

    def _give(self, before: int) -> None:
        """What people have given, by the inputs of this tick."""
        state, given = self.session.state, self.given
        self.ready_ms = self.ready_ms + 20 if before == READY else 0
        started = self.pressed and self.up_in_ready
        if state == FAULT or not self.estop:
            self.level = OWES_ACKNOWLEDGEMENT
        elif state not in _ASKED and self.level > OWES_ARM:
            self.level = OWES_ARM
        elif self.level == OWES_ACKNOWLEDGEMENT:
            self.level = OWES_ARM if given == command.ACKNOWLEDGE else self.level
        elif self.level == OWES_ARM and given in _DRIVERS and before == IDLE:
            self.level = OWES_START
        elif self.level == OWES_START and before == READY:
            hosted = self.session.plan.confirmed_by and self.ready_ms >= limits.HOST_START_MS
            self.level = MAY_RUN if started or hosted else OWES_START
        self.up_in_ready = state == READY and (self.up_in_ready or not self.pressed)

    def _judge(self, before: int) -> None:
        """The properties of one tick."""
        state, out, latched = self.session.state, self.out, self.locks.count > 0
        driven = bool(out.closed or out.pump_left_pct or out.pump_right_pct)
        asked = MAY_RUN if state == RUNNING else OWES_START
        left = before == FAULT != state
        if driven:
            self.drove.add(state)
        for wrong, words in (
            (driven and state not in _DRIVING, "energised"),
            (driven and (latched or not self.estop), "energised against latch or E-stop"),
            (driven and self.level < asked, "energised and nobody asked"),
            (state in (RUNNING, PAUSED) and self.level < MAY_RUN, "runs without START"),
            ((out.heartbeat or out.arm) and (state in _SILENT or latched), "keeps the chain alive"),
            (latched != (state == FAULT), "latch and FAULT disagree"),
            (not self.estop and state != FAULT, "E-stop pressed and no FAULT"),
            (left and self.level == OWES_ACKNOWLEDGEMENT, "left FAULT unacknowledged"),
            (
                left and not (self.good and self.session.vented(self.reading)),
                "left FAULT while its cause stands",
            ),
        ):
            if wrong:
                raise BreachError(
                    f"{words}: {STATE_NAMES[before]} -> {STATE_NAMES[state]}, level {self.level}"
                )


# ---- inputs: what people, a host, time and parts can do in any state


def _no_plan() -> None:
    return None


_PLANS: dict[int, Callable[..., object]] = {
    command.ARM: lambda **who: plan_of(COMPRESSION, **who),
    command.CALIBRATE: lambda: calibrating.Move(0, limits.CAL_TARGET_MIN_MMHG),
}


def _ask(kind: int, **who: object) -> Callable[[World], None]:
    def ask(world: World) -> None:
        world.given = kind
        world.station.mailbox.post(kind, _PLANS.get(kind, _no_plan)(**who))
        world.tick()
        world.given = command.NOTHING

    return ask


def _toggle(name: str, *values: object) -> Callable[[World], None]:
    def toggle(world: World) -> None:
        setattr(world, name, values[(values.index(getattr(world, name)) + 1) % len(values)])
        world.tick(2)

    return toggle


def _stop_button(world: World) -> None:
    world.reading.stop = False
    world.tick()
    world.reading.stop = True


def _stop_line(world: World) -> None:
    world.station.mailbox.stop = True
    world.tick()


def _knob(world: World) -> None:
    """Held for two seconds in FAULT, where that acknowledges; elsewhere it is only pushed."""
    world.reading.encoder_push = True
    world.tick(99 if world.session.state == FAULT else 3)
    world.given = command.ACKNOWLEDGE
    world.tick(2)
    world.given = command.NOTHING
    world.reading.encoder_push = False
    world.tick()


def _deadline(world: World) -> None:
    """The longest time the state may last has just gone by; at rest, the time to vent."""
    session, steps = world.session, world.session.steps
    waits = {READY: limits.READY_MS, PAUSED: limits.PAUSED_MS, VENTING: 2000}
    if session.state in waits:
        session.state_ms = world.ready_ms = waits[session.state] - 20
    elif session.state == RUNNING:
        steps.step_ms = session.plan.steps[0].planned_ms - 20
    world.station.unpowered_ms = max(world.station.unpowered_ms, limits.VENT_MS)
    world.tick(2)
    # boots may have something left to do when their time is over
    for _ in range(_LONG_TICKS):
        if world.session.state == RUNNING:
            world.tick()


def _host_start_time(world: World) -> None:
    if world.session.state == READY:
        world.session.state_ms = world.ready_ms = limits.HOST_START_MS - 20
    world.tick(2)


INPUTS: dict[str, Callable[[World], None]] = {
    "arm": _ask(command.ARM),
    "arm by host": _ask(command.ARM, confirmed_by="Kim"),
    "self-test": _ask(command.TEST),
    "calibrate": _ask(command.CALIBRATE),
    "stop command": _ask(command.STOP),
    "pause": _ask(command.PAUSE),
    "resume": _ask(command.RESUME),
    "adjust": _ask(command.ADJUST),
    "acknowledge": _ask(command.ACKNOWLEDGE),
    "maintain": _ask(command.MAINTAIN),
    "stop button": _stop_button,
    "stop line": _stop_line,
    "start button": _toggle("pressed", False, True),
    "e-stop": _toggle("estop", True, False),
    "read-back": _toggle("good", True, False),
    "zone": _toggle("stuck_dmmhg", 0, 600, 1350),
    "knob": _knob,
    "wait": World.until_new,
    "deadline": _deadline,
    "host start time": _host_start_time,
}


class Walk:
    """`run()` goes on until no input leads to a new abstract state.

    `seen` are the states it came to, `drove` those in which something was energised, `moves` counts inputs.
    """

    def __init__(self, *roots: World, inputs: Iterable[str] = INPUTS) -> None:
        self.parents: dict[tuple, tuple[tuple | None, str]] = {}
        self.seen: set[int] = set()
        self.drove: set[int] = set()
        self.moves = 0
        self._inputs = {name: INPUTS[name] for name in inputs}
        self._queue: deque[tuple[tuple, bytes]] = deque()
        for root in roots:
            self._add(root, None, f"boot, E-stop {root.estop}, {root.locks.count} latched")

    def run(self) -> None:
        while self._queue:
            key, frozen = self._queue.popleft()
            for name, give in self._inputs.items():
                world: World = pickle.loads(frozen)
                self.moves += 1
                try:
                    give(world)
                except Exception as error:
                    path = [*self._path(key), name]
                    raise BreachError(f"{type(error).__name__}: {error}\nafter: {', '.join(path)}") from error
                self._add(world, key, name)

    def _add(self, world: World, parent: tuple | None, name: str) -> None:
        key = world.key()
        self.seen.add(world.session.state)
        self.drove |= world.drove
        if key not in self.parents:
            self.parents[key] = (parent, name)
            self._queue.append((key, pickle.dumps(world, -1)))

    def _path(self, key: tuple | None) -> list[str]:
        path: list[str] = []
        while key is not None:
            key, name = self.parents[key]
            path.insert(0, name)
        return path
