"""Knob, push and START in a session: what each asks, and what the last line says."""

from __future__ import annotations

from typing import Any

import pytest
from tests.panel.desk import Desk
from tests.panel.hands import (
    FRAME,
    at_each_frame,
    at_the_list,
    detents_to,
    foot,
    running,
    screened,
    target_mmhg,
    words,
)

from station_firmware.core import states


def test_turning_changes_the_targets_by_five_a_detent_and_says_when_it_cannot() -> None:
    desk = running(2)
    before = target_mmhg(desk)
    desk.turn(1)
    assert target_mmhg(desk) == before + 5
    desk.turn(-2)
    assert target_mmhg(desk) == before - 5
    desk.turn(9)  # at most twenty at a time
    assert target_mmhg(desk) == before + 15
    desk.turn(4)
    assert target_mmhg(desk) == before + 15 and foot(desk) == "Highest value!"
    desk.slack(60 * FRAME)
    assert foot(desk) != "Highest value!"
    desk.turn(-9)
    desk.turn(-9)
    desk.turn(-9)
    assert foot(desk) == "Lowest value!"


def test_the_menu_of_the_boots_goes_round_and_does_what_it_says() -> None:
    desk = running()
    seen: list[str] = []
    desk.push()
    for _ in range(5):
        seen.append(foot(desk))
        desk.turn(1)
    assert seen == [
        ">Push: pause",
        ">Push: boost zone 1",
        ">Push: 5 min more",
        ">Push: skip step",
        ">Push: pause",
    ]
    step: Any = desk.session.steps.plan.steps[0]
    assert foot(desk) == ">Push: boost zone 1"
    for zone in range(5):
        desk.push()
        assert (step.boost_zone, step.boost_dmmhg) == (zone, 50)
        assert foot(desk) == (f">Push: boost zone {zone + 2}" if zone < 4 else ">Push: boost off")
    desk.push()
    assert step.boost_zone == -1
    planned_ms = step.planned_ms
    desk.turn(1)
    desk.push()
    assert step.planned_ms == planned_ms + 300_000
    assert not foot(desk).startswith(">")
    desk.push()
    desk.turn(-1)
    assert foot(desk) == ">Push: skip step"
    desk.push()
    assert desk.session.steps.skipping or desk.session.state != states.RUNNING


def test_the_menu_closes_by_itself_and_pauses() -> None:
    desk = running()
    desk.push()
    assert foot(desk) == ">Push: pause"
    desk.slack(80 * FRAME)
    assert foot(desk) == ">Push: pause"
    desk.slack(40 * FRAME)
    assert not foot(desk).startswith(">")
    desk.push()
    desk.push()
    assert desk.session.state == states.PAUSED
    desk.push()
    desk.turn(3)
    assert desk.session.state == states.PAUSED
    desk.start()
    assert desk.session.state == states.RUNNING


def test_in_exercises_the_knob_moves_and_the_menu_has_two_entries() -> None:
    desk = running(detents_to("foam-roll-10"))
    guided: Any = desk.session.steps.guided
    first = (guided.item, guided.side)
    desk.turn(1)
    assert (guided.item, guided.side) != first
    desk.turn(-1)
    assert (guided.item, guided.side) == first
    desk.push()
    assert foot(desk) == ">Push: pause"
    desk.turn(1)
    assert foot(desk) == ">Push: skip step"
    desk.turn(1)
    assert foot(desk) == ">Push: pause"
    desk.turn(-1)
    desk.push()
    desk.slack(10)
    assert desk.session.steps.index == 1


def test_in_the_water_turning_changes_nothing() -> None:
    desk = running(detents_to("cold-12"))
    desk.turn(3)
    assert desk.session.state == states.RUNNING
    assert foot(desk) != "Not possible now"


def test_no_key_but_start_answers_boots_off() -> None:
    desk = running(detents_to("full-recovery-60"))
    steps: Any = desk.session.steps
    for index in range(2):  # past the boots, past the rest
        desk.push()
        desk.turn(-1)
        desk.push()
        for _ in range(200):
            desk.slack(20)
            if steps.index > index:
                break
    assert "BOOTS OFF" in words(desk)
    desk.turn(2)
    desk.push()
    desk.push()
    assert "BOOTS OFF" in words(desk) and desk.session.state == states.RUNNING
    desk.start()
    assert "BOOTS OFF" not in words(desk)


def test_a_menu_entry_of_the_boots_is_none_of_the_next_step() -> None:
    """Open at its last entry while the step ends by itself, it is at the last one of the step that came."""
    desk = running(detents_to("full-recovery-60"))
    steps: Any = desk.session.steps
    desk.push()
    desk.turn(-1)
    desk.push()
    desk.push()
    desk.turn(-1)
    assert foot(desk) == ">Push: skip step"
    for _ in range(400):
        desk.slack(5)
        if steps.index:
            break
        desk.turn(4)  # once round: the menu stays open where it is
    assert foot(desk) == ">Push: skip step"
    desk.push()
    desk.slack(10)
    assert steps.index == 2


def test_what_cannot_be_done_now_is_said() -> None:
    desk = running()
    desk.push()
    desk.turn(-1)
    desk.push()
    desk.turn(1)
    assert foot(desk) == "Not possible now"


def test_in_a_pause_knob_and_push_do_nothing_that_comes_later() -> None:
    desk = running()
    before = target_mmhg(desk)
    desk.push()
    desk.push()
    assert desk.session.state == states.PAUSED
    desk.turn(2)
    desk.start()
    assert desk.session.state == states.RUNNING
    assert not set(at_each_frame(desk, 30)) & {"Not possible now", ">Push: pause"}
    desk.push()
    desk.push()
    desk.push()
    desk.start()
    assert ">Push: pause" not in at_each_frame(desk, 30)
    assert target_mmhg(desk) == before


def test_before_start_the_knob_changes_nothing() -> None:
    desk = at_the_list()
    screened(desk)
    desk.turn(2)
    desk.push()
    desk.start()
    assert not set(at_each_frame(desk, 30)) & {"Not possible now", ">Push: pause"}


@pytest.mark.parametrize("first", ["dip", "boots"])
def test_while_it_asks_something_the_knob_changes_no_target(first: str) -> None:
    desk = Desk()
    dip = {"kind": "dip", "bath": "cold", "degc": 12, "dip_s": 60}
    boots = {
        "kind": "compression",
        "pattern": "sequential",
        "legs": "both",
        "target_mmhg": [80, 75, 70, 65, 60],
        "hold_s": 8,
        "release_s": 6,
        "duration_s": 600,
    }
    desk.bench.arm(*((dip, boots) if first == "dip" else (boots, dip)))
    for _ in range(60):
        desk.slack(20)
        if desk.session.state == states.READY:
            break
    desk.start()
    desk.slack(60)
    desk.push()
    desk.turn(-1)
    desk.push()
    for _ in range(100):
        desk.slack(10)
        if desk.session.steps.asking:
            break
    assert desk.session.steps.asking and desk.session.steps.index == 1
    steps: Any = desk.session.steps.plan.steps
    before = [list(step.targets_dmmhg) for step in steps]
    desk.turn(2)
    desk.slack(20)
    assert [list(step.targets_dmmhg) for step in steps] == before
    desk.start()
    assert not desk.session.steps.asking
    assert "Not possible now" not in at_each_frame(desk, 30)
