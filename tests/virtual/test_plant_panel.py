"""Buttons with a hand's durations, and the ear that names what the buzzer plays."""

from __future__ import annotations

import pytest
from tests.virtual.plant_rig import TICK_US, Rig

from recovery_station.virtual.plant import wires
from recovery_station.virtual.plant.signals import Ear, lamp_colour
from recovery_station.virtual.trace import firmware_patterns
from recovery_station.virtual.wiring import INPUT_BITS


def levels(rig: Rig, name: str, ticks: int) -> str:
    """The level of a slow input over the next ticks, one character a tick."""
    seen = ""
    for _ in range(ticks):
        rig.tick()
        seen += str(rig.plant.sample().inputs >> INPUT_BITS[name] & 1)
    return seen


@pytest.mark.parametrize(("what", "name"), [("start", "START"), ("encoder_push", "ENCODER_PUSH")])
def test_a_push_lasts_150_ms(what: str, name: str) -> None:
    rig = Rig()
    rig.plant.press(what)
    assert levels(rig, name, 12) == "111111100000"


def test_an_acknowledgement_is_a_push_of_two_and_a_half_seconds() -> None:
    rig = Rig()
    rig.plant.press("ack")
    assert levels(rig, "ENCODER_PUSH", 130).count("1") == 124


def test_stop_is_a_closed_contact_that_opens_on_both_inputs() -> None:
    rig = Rig()
    assert rig.plant.sample().stop == 1
    rig.plant.press("ack")
    rig.tick()
    rig.plant.press("stop")
    rig.tick()
    assert rig.plant.sample().stop == 0
    assert levels(rig, "STOP_TAP", 10).lstrip("0") == "1111"
    assert rig.plant.sample().stop == 1


def test_presses_of_one_hand_follow_each_other() -> None:
    rig = Rig()
    rig.plant.press("start")
    rig.plant.press("start")
    assert levels(rig, "START", 30).strip("0").count("10") == 1


@pytest.mark.parametrize(("what", "first"), [("encoder_cw", "ENCODER_A"), ("encoder_ccw", "ENCODER_B")])
def test_the_encoder_turns_in_quadrature(what: str, first: str) -> None:
    rig = Rig()
    rig.plant.press(what)
    seen: list[str] = []
    for _ in range(10):
        rig.tick()
        word = rig.plant.sample().inputs
        both = f"{word >> INPUT_BITS['ENCODER_A'] & 1}{word >> INPUT_BITS['ENCODER_B'] & 1}"
        if not seen or seen[-1] != both:
            seen.append(both)
    assert seen == (["10", "11", "01", "00"] if first == "ENCODER_A" else ["01", "11", "10", "00"])


def test_an_unknown_button_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match=r"'boom': allowed are estop"):
        Rig().plant.press("boom")


def test_the_lamp_has_eight_words() -> None:
    assert lamp_colour(0) == "off"
    assert lamp_colour(wires.LAMP_RED | wires.LAMP_GREEN) == "yellow"
    assert lamp_colour(wires.LAMP_RED | wires.LAMP_GREEN | wires.LAMP_BLUE) == "white"


def play(ear: Ear, runs: tuple[int, ...], start_us: int = 0, stretch_us: int = 0) -> int:
    """Sound `runs` (on, off, on … ms) into an ear on the 20 ms grid; when it ended."""
    now_us = start_us
    sounding = True
    for run in runs:
        for _ in range((run * 1000 + stretch_us) // TICK_US):
            now_us += TICK_US
            ear.listen(sounding, now_us)
        sounding = not sounding
    return now_us


def silence(ear: Ear, from_us: int, ticks: int) -> list[str]:
    shown: list[str] = []
    for tick in range(1, ticks + 1):
        ear.listen(False, from_us + tick * TICK_US)
        shown.append(ear.prompt)
    return shown


@pytest.mark.parametrize("stretch_us", [0, 20_000])
def test_every_pattern_of_the_firmware_is_recognised_by_name(stretch_us: int) -> None:
    for name, runs in firmware_patterns():
        if not name:
            continue
        ear = Ear(firmware_patterns())
        tones = tuple(runs)[: len(runs) - 1 + len(runs) % 2]
        end_us = play(ear, tones, stretch_us=stretch_us)
        shown = silence(ear, end_us, 80)
        assert [heard for _, heard in ear.heard] == [name]
        assert shown.count(name) == 50
        assert shown.index(name) >= 14


def test_a_repeating_pattern_is_named_each_time() -> None:
    ear = Ear((("alarm", (400, 200, 400, 600)),))
    end_us = play(ear, (400, 200, 400, 600) * 3)
    silence(ear, end_us, 20)
    assert [name for _, name in ear.heard] == ["alarm"] * 3


def test_what_is_in_no_table_has_no_name() -> None:
    ear = Ear((("leave", (800,)), ("done", (100, 100, 400))))
    end_us = play(ear, (100, 100, 700))
    assert set(silence(ear, end_us, 60)) == {""}
