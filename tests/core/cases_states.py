"""The transition table: exhaustive over states and events, with the rules of safety.md read straight from it."""

from tests.core.parts import ALL_STATES

from station_firmware.core import states
from station_firmware.core.states import (
    BOOT,
    FAULT,
    IDLE,
    MAINTENANCE,
    PAUSED,
    READY,
    RUNNING,
    SELFTEST,
    TRANSITIONS,
    VENTING,
)

_EVENTS = sorted({row[1] for row in TRANSITIONS})


def _ways_to(state):
    return sorted([(row[0], row[1]) for row in TRANSITIONS if row[2] == state])


def test_names_belong_to_numbers():
    assert states.STATE_NAMES[RUNNING] == "RUNNING"
    assert states.STATE_NAMES[FAULT] == "FAULT"
    assert len(states.STATE_NAMES) == len(ALL_STATES) == MAINTENANCE + 1
    assert states.END_NAMES[states.COMPLETED] == "completed"
    assert states.END_NAMES[states.POWER_LOSS] == "power_loss"
    assert len(states.END_NAMES) == 7 and states.END_NAMES[states.NO_END] is None
    assert states.STEP_KINDS[states.STEP_CONTRAST] == "contrast"
    assert states.STEP_KINDS[states.STEP_REST] == "rest"


def test_each_event_leads_to_one_state():
    pairs = [(row[0], row[1]) for row in TRANSITIONS]
    assert len(pairs) == len(set(pairs))


def test_follow_is_the_table_and_nothing_else():
    table = {(row[0], row[1]): row[2] for row in TRANSITIONS}
    for state in ALL_STATES:
        for event in _EVENTS:
            assert states.follow(state, event) == table.get((state, event), -1)
        for event in ("", "START", "resumed", "reset", None):
            assert states.follow(state, event) == -1
    assert states.follow(-1, "trip") == states.follow(9, "trip") == -1


# REQ-74
def test_only_ready_starts_and_only_paused_resumes():
    assert _ways_to(RUNNING) == [(READY, "start"), (PAUSED, "resume")]


def test_every_state_but_fault_can_trip():
    for state in ALL_STATES:
        assert states.follow(state, "trip") == (-1 if state == FAULT else FAULT)


# REQ-73
def test_fault_is_left_by_acknowledgement_alone_and_into_the_self_test():
    assert states.allowed(FAULT) == ["acknowledged"]
    assert states.follow(FAULT, "acknowledged") == SELFTEST


def test_maintenance_comes_from_idle_alone_and_is_left_by_a_trip_alone():
    assert _ways_to(MAINTENANCE) == [(IDLE, "maintain")]
    assert states.allowed(MAINTENANCE) == ["trip"]


def test_ready_needs_a_passed_self_test():
    assert _ways_to(READY) == [(SELFTEST, "passed_for_session")]


def test_stop_is_known_wherever_something_could_run():
    for state in (READY, RUNNING, PAUSED):
        assert states.follow(state, "stop") == VENTING
    assert states.follow(SELFTEST, "stop") == IDLE


def test_a_session_ends_in_venting_and_venting_in_idle():
    for state, event in (
        (RUNNING, "finished"),
        (PAUSED, "finished"),
        (PAUSED, "expired"),
        (READY, "expired"),
    ):
        assert states.follow(state, event) == VENTING
    assert states.allowed(VENTING) == ["vented", "trip"]
    assert states.follow(VENTING, "vented") == IDLE


def test_boot_cannot_jump_over_the_self_test():
    assert sorted(states.allowed(BOOT)) == ["booted", "trip"]
    assert states.follow(BOOT, "booted") == SELFTEST


def test_allowed_lists_the_events_of_a_state():
    for state in ALL_STATES:
        for event in _EVENTS:
            assert (event in states.allowed(state)) == (states.follow(state, event) >= 0)
