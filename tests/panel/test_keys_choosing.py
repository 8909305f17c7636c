"""Choosing at the panel: each key on each screen at rest, seen from the display and the session."""

from __future__ import annotations

from typing import Any

from tests.panel import glass
from tests.panel.desk import Desk
from tests.panel.hands import (
    GATHERED,
    IDS,
    at_the_detail,
    at_the_list,
    detents_to,
    foot,
    marked,
    page,
    screened,
    top,
    words,
)

from station_firmware.core import states


def test_the_first_detents_choose_and_more_go_no_further_than_the_ends() -> None:
    for detents, at in ((1, 0), (3, 2), (-1, 0), (99, len(IDS) - 1)):
        assert marked(at_the_list(detents)).startswith(IDS[at])
    desk = at_the_list(99)
    desk.turn(-1)
    assert marked(desk).startswith(IDS[-2])
    desk.turn(-99)
    assert marked(desk).startswith(IDS[0])
    desk.turn(1)
    assert marked(desk).startswith(IDS[1])


def test_a_long_name_is_whole_and_a_short_one_stands_beside_its_minutes() -> None:
    assert marked(at_the_list(detents_to("contrast-hot3-cold1"))) == "contrast-hot3-cold1"
    assert marked(at_the_list(detents_to("flush-30"))).split() == ["flush-30", "30"]
    assert top(at_the_list(detents_to("foam-roll-10"))) == "Exercises"
    assert top(at_the_list(detents_to("full-recovery-60"))) == "Several parts"
    assert top(at_the_list(detents_to("cold-12"))) == "One bath"


def test_the_detail_tells_what_was_marked_and_its_entries_have_ends() -> None:
    desk = at_the_detail(2)
    told = words(desk)
    assert (
        "flush-30" in told and "30 min" in told and "mmHg 80 75 70 65 60" in told and "foot to thigh" in told
    )
    assert marked(desk) == "Go on"
    desk.turn(-5)
    assert marked(desk) == "Go on"
    desk.turn(9)
    assert marked(desk) == "Back"
    desk.push()
    assert marked(desk).startswith("flush-30")
    told = words(at_the_detail(detents_to("contrast-7x1")))
    assert "Hot 38.0 cold 12.0" in told
    assert "Hot -- cold 12.0" in words(at_the_detail(detents_to("cold-12")))
    told = words(at_the_detail(detents_to("full-recovery-60")))
    assert "mmHg" in told and "Hot" in told


def test_a_member_is_given_letter_by_letter_up_to_eight() -> None:
    desk = at_the_detail()
    desk.turn(1)
    desk.push()
    assert top(desk) == "Member (optional)"
    desk.turn(2)
    desk.push()
    desk.turn(-3)
    desk.push()
    assert glass.wide(desk.screen(), 2) == "c--"
    desk.start()
    assert marked(desk) == "Member: c-"
    desk.push()  # once more from the start
    for _ in range(10):
        desk.push()
    desk.start()
    assert marked(desk) == "Member: aaaaaaaa"


def test_soreness_is_a_value_between_none_and_ten_while_it_is_marked_as_open() -> None:
    desk = at_the_detail()
    desk.turn(2)
    assert marked(desk) == "Soreness: --"
    desk.push()
    for detents, told in ((1, ">0<"), (3, ">3<"), (99, ">10<"), (-1, ">9<"), (-99, ">--<"), (6, ">5<")):
        desk.turn(detents)
        assert marked(desk) == f"Soreness: {told}"
    desk.push()
    assert marked(desk) == "Soreness: 5"
    desk.turn(1)
    assert marked(desk) == "Back"


def test_what_was_given_goes_with_the_session() -> None:
    desk = at_the_detail(2)
    desk.turn(1)
    desk.push()
    desk.push()
    desk.start()
    desk.turn(1)
    desk.push()
    desk.turn(4)
    desk.push()
    screened(desk)
    plan: Any = desk.session.plan
    assert (plan.protocol_id, plan.member, plan.soreness) == ("flush-30", "a", 3)
    assert plan.screened and not plan.confirmed_by


def test_nothing_is_given_that_was_not_told_and_what_was_used_last_needs_no_turning() -> None:
    desk = at_the_list(3)
    screened(desk)
    plan: Any = desk.session.plan
    assert (plan.protocol_id, plan.member, plan.soreness) == (IDS[2], None, None)
    desk.stop()
    desk.let_go_stop()
    desk.slack(200)
    assert f"START: {IDS[2]}" in words(desk)
    desk.start()
    assert "1/3" in page(desk)


def test_what_was_given_is_forgotten_when_nobody_goes_on() -> None:
    desk = at_the_detail()
    desk.turn(2)
    desk.push()
    desk.turn(4)
    desk.push()
    desk.slack(3100)
    desk.turn(1)
    desk.slack(GATHERED)
    desk.push()
    assert "Soreness: --" in words(desk)


# REQ-151
def test_none_applies_is_offered_and_taken_only_after_the_last_page() -> None:
    desk = Desk()
    desk.start()
    for number in ("1/3", "2/3"):
        assert glass.line(desk.screen(), 0).startswith("Does any apply?")
        assert number in page(desk) and foot(desk) == "Push: on  STOP: leave"
        desk.push()
    assert "3/3" in page(desk) and foot(desk) == "Push: NONE applies"
    desk.turn(-1)
    assert "2/3" in page(desk) and foot(desk) == "Push: NONE applies"
    assert desk.session.state == states.IDLE
    desk.push()
    desk.slack(60)
    assert desk.session.state in (states.SELFTEST, states.READY)


# REQ-151
def test_the_list_turns_by_itself_and_can_be_left_by_turning_back_or_stop() -> None:
    desk = Desk()
    desk.start()
    desk.slack(60)
    assert "1/3" in page(desk)
    desk.slack(80)
    assert "2/3" in page(desk)
    desk.slack(125)
    assert "3/3" in page(desk)
    desk.slack(125)
    assert "1/3" in page(desk)
    desk.turn(-1)
    assert top(desk) == "Boots"
    desk.start()
    assert "1/3" in page(desk) and foot(desk) == "Push: on  STOP: leave"
    desk.stop()
    desk.let_go_stop()
    assert "Ready for a session" in words(desk)
    assert desk.session.state == states.IDLE


def test_stop_leaves_every_screen_of_choosing() -> None:
    for desk in (at_the_list(), at_the_detail()):
        desk.stop()
        desk.let_go_stop()
        assert "Ready for a session" in words(desk)


def test_a_minute_without_a_hand_leads_back_to_idle_and_a_touch_renews_it() -> None:
    desk = at_the_list()
    desk.slack(2800)
    desk.turn(1)
    desk.slack(2800)
    assert top(desk) == "Boots"
    desk.push()
    desk.slack(2800)
    assert "Go on" in words(desk)
    desk.slack(300)
    assert "Ready for a session" in words(desk)


# REQ-151
def test_on_trial_or_before_the_daily_test_nothing_starts_and_it_says_so() -> None:
    desk = Desk()
    desk.services.trial = True
    desk.start()
    assert "Firmware on trial" in words(desk)
    desk.services.trial = False
    desk.services.station.test.daily.hour += 48
    desk.start()
    assert "Daily test" in words(desk)
    desk.turn(1)
    desk.slack(GATHERED)
    desk.start()
    assert "Daily test" in words(desk)
    assert desk.session.state == states.IDLE


def test_service_tests_tells_and_goes_back() -> None:
    desk = Desk()
    desk.push()
    assert top(desk) == "Service" and marked(desk) == "Self-test now"
    desk.start()
    assert top(desk) == "Service"
    desk.turn(-3)
    assert marked(desk) == "Self-test now"
    desk.turn(1)
    desk.push()
    assert top(desk).startswith("Last self-test") and "No whole test yet" in words(desk)
    assert foot(desk) == "Push: back"
    desk.turn(5)
    assert "No whole test yet" in words(desk)
    desk.push()
    assert "Ready" in words(desk)
    desk.push()
    desk.turn(2)
    desk.push()
    assert "Firmware" in words(desk)
    desk.push()
    desk.push()
    desk.turn(9)
    assert marked(desk) == "Back"
    desk.push()
    assert "Ready" in words(desk)
    desk.push()
    desk.push()
    desk.slack(20)
    assert desk.session.state == states.SELFTEST
