"""The last line in a session: hints, answers and the menu come and go by frames."""

from __future__ import annotations

from itertools import pairwise

from tests.panel.hands import at_each_frame, at_the_list, running, screened, until_frame

HINT = "Turn: mmHg Push: menu"


def test_every_eight_seconds_the_last_line_tells_for_two_what_the_knob_does() -> None:
    desk = running()
    seen = at_each_frame(desk, 3 * 64)
    assert seen.count(HINT) == 3 * 16
    changes = sum(before != after for before, after in pairwise(seen) if HINT in (before, after))
    assert changes <= 7


def test_a_hint_keeps_still_for_forty_frames_after_the_knob_was_used() -> None:
    desk = running()
    until_frame(desk, (desk.panel.frames | 63) - 3)
    desk.turn(1)
    seen = at_each_frame(desk, 64 + 30)
    first = seen.index(HINT)
    assert first >= 50, "hint and answer are not the same moment"


def test_an_answer_stands_for_forty_frames_and_no_longer() -> None:
    desk = running()
    desk.turn(9)
    desk.turn(4)
    desk.turn(4)
    desk.turn(4)
    seen = at_each_frame(desk, 60)
    assert 38 <= seen.count("Highest value!") <= 42
    assert "Highest value!" not in seen[45:]


def test_the_menu_stands_for_a_hundred_frames_after_the_last_touch() -> None:
    desk = running()
    desk.push()
    seen = at_each_frame(desk, 80)
    assert set(seen) == {">Push: pause"}
    desk.turn(1)
    seen = at_each_frame(desk, 80)
    assert set(seen[3:]) == {">Push: boost zone 1"}
    desk.push()
    seen = at_each_frame(desk, 120)
    assert 96 <= seen.count(">Push: boost zone 2") <= 101


def test_at_the_start_no_menu_is_open_and_nothing_was_answered() -> None:
    desk = at_the_list()
    screened(desk)
    desk.start()
    assert not set(at_each_frame(desk, 30)) & {">Push: pause", "Not possible now", ">Push: skip step"}


# ---- when the station asks something, the knob does nothing
