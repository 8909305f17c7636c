"""Whatever keys are pressed: no forbidden state, no freeze, no more than a slack has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.panel import glass
from tests.panel.desk import Desk, Display

from station_firmware.core import states

KEYS = ("turn", "turn", "push", "push", "start", "quick", "stop")
RARE = ("wait", "hold", "estop", "dark", "light", "run")
ACTIONS = KEYS * 3 + RARE
PRESSES = 3000  # at least, all examples together
STOPPED = (states.IDLE, states.VENTING, states.FAULT, states.BOOT, states.MAINTENANCE)
STEPS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(-12, 12)), min_size=120, max_size=180)


class Watched(Desk):
    """A desk that looks after every tick at what must never be."""

    def __init__(self) -> None:
        self.presses = 0
        self.held = 0
        self.dark = 0
        super().__init__()

    def turn(self, detents: int) -> None:
        self.presses += abs(detents)
        super().turn(detents)

    def push(self, slacks: int = 4) -> None:
        self.presses += 1
        super().push(slacks)

    def start(self) -> None:
        self.presses += 1
        super().start()

    def stop(self) -> None:
        self.presses += 1
        super().stop()

    def slack(self, count: int = 1) -> None:
        for _ in range(count):
            start = self.reading.start
            held = self.held
            state = self.session.state
            super().slack()
            now = self.session.state
            self.held = self.held + 1 if self.reading.encoder_push and not self.session.unread else 0
            if now == states.RUNNING and state not in (states.RUNNING, states.PAUSED):
                assert state == states.READY and start
            if state == states.FAULT and now != states.FAULT:
                assert held >= 98 or not self.display.ok, "a hold counts from when the words were shown"
            out = self.bench.out
            if now in STOPPED and state in STOPPED:
                assert not out.pump_left_pct and not out.pump_right_pct and not out.closed & 0x3FFF
            assert self.display.slices >= 0 and self.worst_slices <= 2


def follow(desk: Watched, steps: list[tuple[str, int]]) -> None:
    """Carry the steps out; after each the display shows what the panel has painted."""
    for action, amount in steps:
        if action == "turn":
            desk.turn(amount)
        elif action == "push":
            armed = desk.session.state
            shown = glass.words(desk.screen())
            desk.push()
            if armed == states.IDLE and desk.panel.work is not None:
                assert "NONE applies" in shown
        elif action == "start":
            desk.start()
        elif action == "hold":
            desk.push(110)
        elif action == "stop":
            desk.stop()
            assert desk.session.state not in (states.RUNNING, states.PAUSED, states.READY)
            desk.let_go_stop()
        elif action == "estop":
            desk.bench.estop = False
            desk.slack(2)
            assert desk.session.state == states.FAULT
            desk.bench.estop = True
        elif action == "dark":
            Display.plugged = False
        elif action == "light":
            Display.plugged = True
        elif action == "quick":
            for _ in range(4):
                desk.push()
        elif action == "run":
            desk.start()
            for _ in range(3):  # through the do-not-use list
                desk.push()
            desk.slack(450)
            desk.start()
        desk.slack(4 + abs(amount))


def settled(desk: Watched) -> bool:
    """The display holds what the panel says it shows."""
    desk.slack()
    return bytes(desk.display.memory) == bytes(desk.panel.glass)


# REQ-150 REQ-151
@pytest.mark.timeout(300)
def test_thousands_of_keys_lead_to_no_forbidden_state() -> None:
    pressed: list[int] = []

    @settings(max_examples=25, deadline=None)
    @given(STEPS)
    def session_of_keys(steps: list[tuple[str, int]]) -> None:
        Display.plugged = True
        desk = Watched()
        try:
            follow(desk, steps)
            Display.plugged = True
            before = desk.panel.frames
            desk.slack(250)
            assert desk.panel.frames > before + 20
            assert any(settled(desk) for _ in range(5))  # amid a page the second slice is still to come
        finally:
            Display.plugged = True
            pressed.append(desk.presses)

    session_of_keys()
    assert sum(pressed) >= PRESSES


@pytest.mark.parametrize("left_us", [0, 7000])
def test_a_slack_with_no_time_left_paints_nothing(left_us: int) -> None:
    desk = Desk()
    desk.slack(50)
    slices = desk.display.slices
    desk.left_us = left_us
    desk.turn(1)
    desk.slack(200)
    assert desk.display.slices == slices
