"""A fault at the panel: when a hold counts, what stands in the way, and what is told after it all."""

from __future__ import annotations

from tests.panel.desk import Desk, Display
from tests.panel.hands import foot, page, running, top, words

from station_firmware.core import states


def pressed_estop() -> Desk:
    desk = Desk()
    desk.bench.estop = False
    desk.slack(2)
    assert desk.session.state == states.FAULT
    return desk


# REQ-150
def test_a_hold_counts_from_when_the_words_have_stood_for_half_a_second() -> None:
    desk = pressed_estop()
    desk.bench.estop = True
    desk.reading.encoder_push = True
    desk.slack(25)
    assert desk.session.unread
    desk.slack(100)
    assert desk.session.state == states.FAULT
    desk.slack(60)
    assert desk.session.state != states.FAULT


# REQ-150
def test_with_no_display_there_are_no_words_to_wait_for() -> None:
    desk = pressed_estop()
    desk.bench.estop = True
    Display.plugged = False
    try:
        desk.slack(3)
        desk.reading.encoder_push = True
        desk.slack(110)
        assert desk.session.state != states.FAULT
    finally:
        Display.plugged = True


# REQ-150
def test_below_a_fault_stands_what_is_in_the_way() -> None:
    desk = pressed_estop()
    assert top(desk).startswith("Fault 320") and foot(desk) == "Release the E-stop"
    desk.bench.estop = True
    desk.slack(20)
    assert foot(desk) == "Read? Hold knob 2 s"
    desk.bench.zones[3] = 300
    assert foot(desk) in ("A zone has pressure", "Cause still stands")


# REQ-150
def test_the_words_of_a_fault_go_round_by_themselves_and_by_the_knob() -> None:
    desk = pressed_estop()
    assert "The emergency stop" in words(desk) and "1/2" in page(desk)
    desk.turn(1)
    assert "couplings" in words(desk) and "2/2" in page(desk)
    desk.turn(1)
    assert "The emergency stop" in words(desk)
    desk.turn(-1)
    assert "The emergency stop" in words(desk)
    desk.slack(150)
    assert "1/2" in page(desk)
    desk.slack(60)
    assert "2/2" in page(desk)
    desk.push()
    desk.start()
    assert desk.session.state == states.FAULT


# REQ-151
def test_the_result_takes_a_soreness_and_goes_when_it_was_seen() -> None:
    desk = running()
    desk.stop()
    desk.let_go_stop()
    desk.slack(300)
    told = words(desk)
    assert "Result" in told and "STOPPED" in told and "at the station" in told and "Soreness 0-10: --" in told
    for detents, value in ((1, "0"), (99, "10"), (-2, "8"), (-99, "--"), (5, "4")):
        desk.turn(detents)
        assert f"Soreness 0-10: {value}" in words(desk)
    desk.push()
    assert "Ready for a session" in words(desk)
    desk.slack(100)
    assert "Ready for a session" in words(desk)
