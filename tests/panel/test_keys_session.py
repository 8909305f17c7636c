"""Knob, push and START in a session: what each asks, and what the last line says."""

from __future__ import annotations

from typing import Any

from tests.panel.hands import FRAME, detents_to, foot, running, target_mmhg

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
