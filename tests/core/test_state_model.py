"""Every input in every reachable state of the real session, interlocks, gate and chain: what must never be, never is.

And the walk can fail: each of some wrong firmwares is reported, with the inputs that show it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.core.state_model import BreachError, Walk, World

from station_firmware.core import fault, gate, interlock, selftest, session, states
from station_firmware.core.reading import Reading
from station_firmware.core.states import FAULT, IDLE, PAUSED, READY, RUNNING, SELFTEST, TRANSITIONS, VENTING

# needs water: tests/core/cases_session_ends.py, a_dip_that_ends_the_plan_in_a_pause_completes_it
_ELSEWHERE = {(PAUSED, "finished")}

# enough to find what is wrong below, and quick
_FEW = ("arm", "wait", "start button", "knob", "pause", "deadline", "e-stop", "zone")


def _walk() -> Walk:
    """From power-on: sound, with the E-stop pressed, with a fault of each kind from before the power went."""
    return Walk(World(), World(estop=False), World(latched=fault.LEAK), World(latched=fault.OVER_PRESSURE))


# REQ-10 REQ-63 REQ-73 REQ-74 REQ-75 REQ-85
def test_no_input_in_any_state_energises_what_nobody_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    followed: set[tuple[int, str]] = set()
    real = states.follow

    def follow(state: int, event: str) -> int:
        followed.add((state, event))
        return real(state, event)

    monkeypatch.setattr(states, "follow", follow)
    walk = _walk()
    walk.run()
    print(f"{len(walk.parents)} abstract states, {walk.moves} moves")
    assert walk.seen == set(range(len(states.STATE_NAMES)))
    assert walk.drove == {SELFTEST, RUNNING}
    assert followed == {row[:2] for row in TRANSITIONS} - _ELSEWHERE


def _leads(state: int, event: str, to: int) -> tuple:
    """The table with one row leading elsewhere."""
    assert any(row[:2] == (state, event) for row in TRANSITIONS)
    return tuple((*row[:2], to if row[:2] == (state, event) else row[2]) for row in TRANSITIONS)


def _table(state: int, event: str, to: int) -> tuple[object, str, object]:
    return states, "TRANSITIONS", _leads(state, event, to)


def _starts_by_itself(self: session.Session, reading: object) -> None:
    self._start()


def _always_full(begin: Callable) -> Callable:
    return lambda self, full: begin(self, True)


def _keeps_pressure(permit: Callable) -> Callable:
    def wrong(self: gate.Gate, demand: object, reading: object, state: int, *rest: object) -> object:
        out = permit(self, demand, reading, state, *rest)
        out.closed = 1 if state == PAUSED else out.closed
        return out

    return wrong


def _hasty(_locks: object, _session: object, reading: Reading, _at_panel: bool) -> str | None:
    return None if reading.estop else "pressed"


WRONG = {
    "acknowledged leads to READY": (*_table(FAULT, "acknowledged", READY), "IndexError"),
    "a session that vented is ready again": (*_table(VENTING, "vented", READY), "IndexError"),
    "pause leads to FAULT": (*_table(RUNNING, "pause", FAULT), "latch and FAULT disagree"),
    "a trip at rest leads to rest": (*_table(IDLE, "trip", IDLE), "latch and FAULT disagree"),
    "READY starts by itself": (session.Session, "_ready", _starts_by_itself, "runs without START"),
    "an acknowledgement looks at the E-stop alone": (
        interlock.Interlocks,
        "refuse_acknowledge",
        _hasty,
        "left FAULT while its cause stands",
    ),
    "the test at boot drives": (
        selftest.SelfTest,
        "begin",
        _always_full(selftest.SelfTest.begin),
        "energised and nobody asked",
    ),
    "a pause keeps a valve closed": (gate.Gate, "permit", _keeps_pressure(gate.Gate.permit), "energised"),
    "a trip does nothing": (session.Session, "trip", lambda *_: None, "latch and FAULT disagree"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_firmware_is_reported(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, attribute, value, words = WRONG[name]
    monkeypatch.setattr(owner, attribute, value)
    with pytest.raises(BreachError, match=words):
        Walk(World(), inputs=_FEW).run()
