"""STOP and the emergency stop act from every screen of the panel, in the tick that sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.panel.desk import Desk
from tests.panel.hands import at_the_detail, at_the_list, detents_to, running, screened, words

from station_firmware.core import states

Maker = Callable[[], Desk]
ACTIVE = (states.SELFTEST, states.READY, states.RUNNING, states.PAUSED)


def after(maker: Maker, *keys: str) -> Maker:
    """The screen that these keys lead to from another one."""

    def made() -> Desk:
        desk = maker()
        for key in keys:
            if key == "turn":
                desk.turn(1)
            elif key == "push":
                desk.push()
            elif key == "start":
                desk.start()
            elif key == "stop":
                desk.stop()
                desk.let_go_stop()
            elif key == "read":
                desk.slack(30)
            elif key == "test":
                desk.slack(120)
        return desk

    return made


def ready() -> Desk:
    desk = Desk()
    screened(desk)
    return desk


def in_(protocol_id: str) -> Maker:
    return lambda: running(detents_to(protocol_id))


# screen: how to get there, and a word that stands on it
SCREENS: dict[str, tuple[Maker, str]] = {
    "idle": (Desk, "Ready for a session"),
    "list": (at_the_list, "START: go"),
    "detail": (at_the_detail, "Go on"),
    "member": (after(at_the_detail, "turn", "push"), "Member (optional)"),
    "soreness": (after(at_the_detail, "turn", "turn", "push"), ">--<"),
    "do-not-use": (after(Desk, "start"), "Does any apply?"),
    "service": (after(Desk, "push"), "Self-test now"),
    "last test": (after(Desk, "push", "turn", "push"), "No whole test yet"),
    "information": (after(Desk, "push", "turn", "turn", "push"), "Firmware"),
    "self-test": (after(Desk, "push", "push", "test"), "Self-test"),
    "ready": (ready, "Press START"),
    "boots": (in_("flush-20"), "First fill"),
    "menu": (after(in_("flush-20"), "push"), ">Push: pause"),
    "paused": (after(in_("flush-20"), "push", "push"), "PAUSED"),
    "water": (in_("cold-12"), "COLD"),
    "paused in the water": (after(in_("cold-12"), "push", "push"), "PAUSED"),
    "exercises": (in_("foam-roll-10"), "Item 1/"),
    "rest": (after(in_("foam-roll-10"), "push", "turn", "push", "read"), "REST"),
    "result": (after(ready, "start", "test", "stop", "test", "test", "test"), "Result"),
}


# REQ-151
@pytest.mark.parametrize("name", SCREENS)
def test_stop_and_emergency_stop_act_in_the_tick_that_sees_them(name: str) -> None:
    maker, word = SCREENS[name]
    desk = maker()
    assert word in words(desk)
    was = desk.session.state
    desk.stop()
    out = desk.bench.out
    assert desk.session.state not in ACTIVE
    assert (desk.session.state == was) == (was not in ACTIVE)
    assert not out.pump_left_pct and not out.pump_right_pct and not out.closed & 0x3FFF
    desk = maker()
    assert word in words(desk)
    desk.bench.estop = False
    desk.slack(2)
    out = desk.bench.out
    assert desk.session.state == states.FAULT
    assert not out.pump_left_pct and not out.pump_right_pct and not out.closed & 0x3FFF
    assert "Fault 320" in words(desk)
