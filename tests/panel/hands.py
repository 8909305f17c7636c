"""A hand at the desk: leads it to a screen, and reads one line of it."""

from __future__ import annotations

from typing import Any

from tests.panel import glass
from tests.panel.desk import Desk

from station_firmware.core import presets, states

FRAME = 4  # slacks
GATHERED = 120  # slacks until the list of protocols is read
IDS: tuple[str, ...] = tuple(presets.IDS)


def words(desk: Desk) -> str:
    desk.slack(2 * FRAME)
    return glass.words(desk.screen())


def foot(desk: Desk) -> str:
    desk.slack(2 * FRAME)
    return glass.line(desk.screen(), 7)


def top(desk: Desk) -> str:
    desk.slack(2 * FRAME)
    return glass.line(desk.screen(), 0)


def marked(desk: Desk) -> str:
    """The chosen line: the one whose columns are lit to its right edge."""
    desk.slack(2 * FRAME)
    screen = desk.screen()
    rows = [page for page in range(8) if screen.memory[page * 128 + 127] == 255]
    return glass.line(screen, rows[0]) if rows else ""


def at_the_list(detents: int = 1) -> Desk:
    desk = Desk()
    desk.turn(detents)
    desk.slack(GATHERED)
    return desk


def at_the_detail(detents: int = 1) -> Desk:
    desk = at_the_list(detents)
    desk.push()
    return desk


def screened(desk: Desk) -> None:
    """Through the do-not-use list to READY."""
    desk.start()
    for _ in range(3):
        desk.push()
    for _ in range(60):
        desk.slack(20)
        if desk.session.state == states.READY:
            return
    raise AssertionError("not READY: " + words(desk))


def running(detents: int = 1) -> Desk:
    """A session of the preset so many detents down the list."""
    desk = at_the_list(detents)
    screened(desk)
    desk.start()
    assert desk.session.state == states.RUNNING
    desk.slack(60)
    return desk


def detents_to(protocol_id: str) -> int:
    return IDS.index(protocol_id) + 1


def target_mmhg(desk: Desk) -> int:
    step: Any = desk.session.steps.plan.steps[desk.session.steps.index]
    return max(step.targets_dmmhg) // 10


def page(desk: Desk) -> str:
    """The number of the page, at its own place on the title's line."""
    desk.slack(2 * FRAME)
    row = desk.screen().memory[110:128]
    shifted = bytes(row) + bytes(110)
    return glass.line(type(desk.screen())(shifted + bytes(1024 - 128)), 0)


def until_frame(desk: Desk, frame: int) -> None:
    """Until the panel has begun a frame; what it shows of it stands a frame later."""
    for _ in range(3000):
        if desk.panel.frames >= frame:
            desk.slack(FRAME)
            return
        desk.slack(1)
    raise AssertionError("no frames")


def at_each_frame(desk: Desk, count: int) -> list[str]:
    """The last line of `count` frames in a row."""
    found: list[str] = []
    for _ in range(count):
        begun = desk.panel.frames
        while desk.panel.frames == begun:
            desk.slack(1)
        found.append(glass.line(desk.screen(), 7))
    return found
