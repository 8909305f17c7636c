"""The panel of a whole station: real firmware, real pins, a hand at knob and buttons, the display read back."""

from __future__ import annotations

import tomllib
from collections.abc import Generator

import pytest
from msgspec import UNSET
from tests.panel import glass

from recovery_station import Station
from recovery_station.errors import TimedOutError
from recovery_station.screenshot import read
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual.hand import Hand
from recovery_station.virtual.station import VirtualStation

BOOTED_S = 4.0


@pytest.fixture
def hand() -> Generator[Hand]:
    with VirtualStation(seed=3) as station:
        found = Hand(station)
        found.wait(BOOTED_S)
        yield found


def confirm(hand: Hand) -> None:
    """Wait until the whole do-not-use list has been shown, and say that none of it applies."""
    for _ in range(20):
        hand.wait(0.5)
        if "NONE applies" in glass.words(hand.screen()):
            break
    hand.press("encoder_push")


# REQ-151
def test_a_session_from_idle_to_its_end_through_the_panel_alone(hand: Hand) -> None:
    assert "Ready for a session" in glass.words(hand.screen())
    screen = hand.turn(5)  # warmup-10
    assert glass.line(screen, 0) == "Boots" and "warmup-10" in glass.words(screen)
    assert "Does any apply?" in glass.words(hand.press("start"))
    confirm(hand)
    for _ in range(60):
        hand.wait(0.5)
        if glass.wide(hand.screen(), 0) == "READY":
            break
    assert "Press START" in glass.words(hand.screen())
    screen = hand.press("start")
    assert hand.actions == 4  # turn, START, push, START
    assert "First fill" in glass.words(screen)
    hand.wait(60)
    before = glass.words(hand.screen())
    assert "top 60 mmHg" in before
    assert "top 65 mmHg" in glass.words(hand.turn(1))
    assert "Push: pause" in glass.words(hand.press("encoder_push"))
    assert glass.wide(hand.press("encoder_push", 2.0), 0) == "PAUSED"
    assert "First fill" in glass.words(hand.press("start"))
    assert glass.wide(hand.press("stop", 0.3), 0) == "VENTING"
    hand.wait(8)
    screen = hand.screen()
    assert glass.line(screen, 0) == "Result" and glass.wide(screen, 2) == "STOPPED"
    assert "Soreness 0-10: 2" in glass.words(hand.turn(3))
    assert "Ready for a session" in glass.words(hand.press("encoder_push"))


# REQ-150
def test_a_fault_is_told_in_words_and_only_then_acknowledged(hand: Hand) -> None:
    hand.press("estop", 0.0)
    hand.station.plant.press("ack")  # held before anybody can have read it
    hand.station.plant.press("estop_release")
    hand.wait(3.0)
    words = glass.words(hand.screen())
    assert "Fault 320" in words and "The emergency stop" in words
    hand.wait(1.0)
    assert "Hold knob" in glass.words(hand.screen())
    hand.press("ack", 4.0)
    assert "Ready for a session" in glass.words(hand.screen())


# REQ-152
def test_a_stuck_display_stops_no_session_delays_no_tick_and_is_told() -> None:
    with Station.open("sim:") as station:
        transport = station.client.transport
        assert isinstance(transport, SimTransport)
        hand = Hand(transport.station)
        hand.wait(BOOTED_S)
        station.start("warmup-10", screened=True, confirmed_by="Ana")
        hand.wait(30)
        assert station.status().state == "RUNNING"
        late = station.status().tick.late
        hand.station.faults.i2c_stuck = True
        hand.wait(20)
        status = station.status()
        assert (status.state, status.display_ok, status.tick.late) == ("RUNNING", False, late)
        hand.station.faults.i2c_stuck = False
        hand.wait(5)
        status = station.status()
        assert (status.state, status.display_ok, status.tick.late) == ("RUNNING", UNSET, late)
        assert "First fill" in glass.words(hand.screen())
        assert read(station.client).memory == hand.screen().memory
        hand.press("stop", 5)
        assert station.status().state == "IDLE"


# REQ-151
def test_the_do_not_use_list_can_be_left_and_starts_nothing(hand: Hand) -> None:
    hand.press("start")
    screen = hand.turn(-1)
    assert glass.line(screen, 0) == "Boots"
    hand.wait(65)
    assert "Ready for a session" in glass.words(hand.screen())
    hand.press("start")
    assert "Ready for a session" in glass.words(hand.press("stop"))


# REQ-151
def test_after_a_power_cut_the_panel_tells_why_the_session_ended_until_somebody_has_seen_it() -> None:
    with Station.open("sim:") as station:
        transport = station.client.transport
        assert isinstance(transport, SimTransport)
        hand = Hand(transport.station)
        hand.wait(BOOTED_S)
        station.start("warmup-10", screened=True, confirmed_by="Ana")
        hand.wait(30)
        hand.station.power_cut(2_000_000)
        hand.wait(8)
        screen = hand.screen()
        assert (glass.line(screen, 0), glass.wide(screen, 2)) == ("Result", "POWER CUT")
        assert "Ran for -- min" in glass.words(screen)
        assert "Ready for a session" in glass.words(hand.press("encoder_push"))


@pytest.mark.parametrize("label", ["Rest & breathe", "20% @ $5 & you", "Straße auf + ab"])
def test_a_label_may_have_any_letter(label: str) -> None:
    """What stands for a value in the panel's own texts is a plain letter in somebody else's."""
    text = f"""schema = "protocol/1"
id = "own"
title = "{label}"
[[step]]
kind = "guided"
items = [{{ label = "{label}", seconds = 30 }}, {{ label = "{label}", seconds = 30 }}]
"""
    with Station.open("sim:") as station:
        transport = station.client.transport
        assert isinstance(transport, SimTransport)
        station.protocols.put(tomllib.loads(text))
        station.start("own", screened=True, confirmed_by="Ana")
        hand = Hand(transport.station)
        hand.wait(20)
        assert station.status().state == "RUNNING"
        seen = {glass.line(hand.screen(), 7)}
        for _ in range(8):
            hand.wait(1)
            seen.add(glass.line(hand.screen(), 7))
        assert glass.line(hand.screen(), 1) == label
        assert seen == {f"Next: {label}", "Turn: item Push: menu"}


def test_the_prompt_is_announced_by_a_whole_screen() -> None:
    """What stands on the display when the firmware leaves it stays there."""
    with Station.open("sim:") as station:
        transport = station.client.transport
        assert isinstance(transport, SimTransport)
        hand = Hand(transport.station)
        hand.wait(BOOTED_S)
        station.repl()
        last = ""
        for _ in range(200):
            try:
                last = glass.words(hand.screen()).strip() or last
            except TimedOutError:
                break
            hand.wait(0.01)
        assert "SERVICE" in last and "USB prompt is open" in last and "No session possible" in last
