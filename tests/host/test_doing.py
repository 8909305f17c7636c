"""What is to be done now, in words: questions, baths with their warning, items; and which protocols have cold water."""

from __future__ import annotations

from typing import Any, cast

import msgspec
import pytest
from tests.host.command import Call, objects
from tests.host.fake_station import FakeStation

from recovery_station import models
from recovery_station.doing import COLD_SHOCK, IN_WATER, QUESTIONS, has_cold_water, told
from recovery_station.logs.strips import PROMPT_STYLES
from recovery_station.models import Doing
from station_firmware.core import presets, prompt
from station_firmware.link import views


def test_a_question_names_the_answer() -> None:
    for what, words in (("boots_off", "Out of the boots"), ("dry", "dry")):
        line = told(Doing(what))
        assert words in line and "START" in line and "station adjust --next" in line


def test_a_bath_has_its_name_and_its_time() -> None:
    assert told(Doing("in", "hot", left_s=65)) == "in the hot bath, 1:05 left"
    assert told(Doing("in", "hot", left_s=65), with_time=False) == "in the hot bath"
    assert "cold bath" in told(Doing("enter", "cold")) and "--next" in told(Doing("enter", "cold"))
    assert "next bath" in told(Doing("way", "hot", left_s=3))


@pytest.mark.parametrize(
    ("bath", "cold_degc", "warned"),
    [("cold", 9.99, True), ("cold", 10.0, False), ("cold", None, False), ("hot", 9.0, False)],
)
def test_very_cold_water_is_warned_of(bath: str, cold_degc: float | None, warned: bool) -> None:
    for what in ("wait", "enter", "in"):
        assert ("below 10 °C: 3 minutes at most" in told(Doing(what, bath), cold_degc)) is warned


def test_an_item_has_side_repetitions_and_the_next_one() -> None:
    one = Doing("item", label="Roll", side=2, sides=2, left_s=9, next="Cat-cow")
    assert told(one) == "Roll, side 2 of 2 (next: Cat-cow), 0:09 left"
    assert told(Doing("item", label="Cat-cow", reps=10)) == "Cat-cow, 10 times"


def test_a_word_of_a_newer_station_is_told_as_it_came() -> None:
    assert told(Doing("juggle")) == "juggle"
    assert msgspec.json.decode(b'{"what": "in", "bath": "hot", "depth": 3}', type=models.Doing).bath == "hot"


def test_which_protocols_have_cold_water() -> None:
    cold = {"contrast-7x1", "contrast-hot3-cold1", "cold-12", "full-recovery-60"}
    assert {one for one in presets.IDS if has_cold_water(presets.find(one) or {})} == cold
    assert not has_cold_water({}) and not has_cold_water({"step": None})


def test_status_and_run_tell_it(fake: FakeStation, call: Call) -> None:
    assert "doing" not in objects(call("status", "--json")[1])[0]
    assert COLD_SHOCK in call("run", "cold-12", "--screened")[2].replace("\n", " ")
    assert COLD_SHOCK not in call("run", "flush-20", "--screened")[2].replace("\n", " ")


def test_every_word_the_firmware_has_is_told() -> None:
    assert set(cast("Any", views)._IN_WATER) == set(IN_WATER)
    asked = {prompt.NAMES[one] for one in (prompt.BOOTS_OFF, prompt.DRY)}
    assert asked == set(QUESTIONS)


def test_every_prompt_of_a_session_has_a_look_of_its_own_in_the_report() -> None:
    outside = {prompt.NAMES[one] for one in (prompt.NONE, prompt.READY, prompt.COUNTDOWN)}
    assert set(PROMPT_STYLES) == set(prompt.NAMES) - outside
    assert len(set(PROMPT_STYLES.values())) == len(PROMPT_STYLES)
