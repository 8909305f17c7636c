"""People in the water: when they climb in and out, what they displace, and that the heat they give is all there is."""

from __future__ import annotations

from dataclasses import fields

import pytest
from tests.virtual.plant_rig import Rig

from recovery_station.virtual.plant import PlantSetup, wires
from recovery_station.virtual.plant.bath import BODY_L, BODY_W_K, HEAT_J_L_K, LOSS_W_K, SKIN_DEGC, Bath
from recovery_station.virtual.plant.bathers import ENTER_US, LEAVE_US, Bathers
from recovery_station.virtual.setup_table import SetupError, read_setup
from recovery_station.virtual.trace import firmware_patterns
from station_firmware.core import prompt

SECOND_US = 1_000_000


def heat_j(bath: Bath) -> float:
    """Of the water, against 0 degC."""
    return bath.litres * HEAT_J_L_K * bath.mean_degc


@pytest.mark.parametrize("start_degc", [8.0, 12.0, 33.0, 40.0])
@pytest.mark.parametrize("people", [1, 2, 4])
def test_what_the_water_gains_is_what_bodies_give_less_what_the_room_takes(
    start_degc: float, people: int
) -> None:
    bath = Bath(300.0, start_degc, 22.0)
    for _ in range(people):
        bath.enter()
    before, given, lost = heat_j(bath), 0.0, 0.0
    for _ in range(600):
        lost += LOSS_W_K * (bath.upper_degc - 22.0)
        given += people * BODY_W_K * (SKIN_DEGC - bath.mean_degc)
        bath.step(1.0, False, False, False)
        assert bath.body_w == pytest.approx(
            people * BODY_W_K * (SKIN_DEGC - bath.mean_degc), rel=0.02, abs=1.0
        )
    assert heat_j(bath) - before == pytest.approx(given - lost, rel=1e-6, abs=1.0)


def test_a_body_warms_a_cold_bath_and_cools_a_hot_one_by_about_what_it_must() -> None:
    # 25 W/K over 21 K are 525 W; in 300 l for ten minutes that is a quarter of a degree, less what the room gives
    cold, empty = Bath(300.0, 12.0, 12.0), Bath(300.0, 12.0, 12.0)
    cold.enter()
    for _ in range(600):
        cold.step(1.0, False, False, True)
        empty.step(1.0, False, False, True)
    assert cold.mean_degc - empty.mean_degc == pytest.approx(0.25, abs=0.01)
    hot = Bath(300.0, 38.0, 38.0)
    hot.enter()
    for _ in range(600):
        hot.step(1.0, False, False, True)
    assert 38.0 - hot.mean_degc == pytest.approx(0.06, abs=0.005)


def test_a_bath_rises_and_loses_water_only_over_its_brim() -> None:
    bath = Bath(300.0, 38.0, 22.0)
    room_l = bath.freeboard_l
    bath.enter()
    bath.enter()
    assert (bath.litres, bath.freeboard_l) == (300.0, room_l - 2 * BODY_L)
    bath.leave()
    assert (bath.litres, bath.freeboard_l, bath.people) == (300.0, room_l, 0)
    full = Bath(300.0, 38.0, 22.0)
    full.freeboard_l = 0.25 * BODY_L
    full.enter()
    assert full.litres == 300.0 - 0.75 * BODY_L and full.freeboard_l == 0.0
    assert full.mean_degc == 38.0
    full.leave()
    # once it has overflown it does so no more
    assert full.freeboard_l == BODY_L
    full.enter()
    assert full.litres == 300.0 - 0.75 * BODY_L


def test_a_bath_with_less_water_heats_quicker() -> None:
    rises = []
    for litres in (300.0, 150.0):
        bath = Bath(litres, 30.0, 30.0)
        for _ in range(300):
            bath.step(1.0, True, False, True)
        rises.append(bath.mean_degc - 30.0)
    assert rises[1] == pytest.approx(2 * rises[0], rel=0.02)


def test_they_go_in_one_after_the_other_and_out_together() -> None:
    baths = Bath(300.0, 38.0, 22.0), Bath(300.0, 12.0, 22.0)
    people = Bathers(3, baths)
    people.hear("enter_cold", 0)
    seen: list[int] = []
    for second in range(16):
        people.step(second * SECOND_US)
        seen.append(baths[1].people)
    assert seen == [0] * 4 + [1] * 4 + [2] * 4 + [3] * 4
    people.hear("leave", 20 * SECOND_US)
    people.step(20 * SECOND_US + LEAVE_US - 1)
    assert baths[1].people == 3
    people.step(20 * SECOND_US + LEAVE_US)
    assert baths[1].people == 0 and people.where == -1


def test_a_word_to_leave_stops_those_who_are_not_in_yet() -> None:
    baths = Bath(300.0, 38.0, 22.0), Bath(300.0, 12.0, 22.0)
    people = Bathers(2, baths)
    people.hear("enter_hot", 0)
    people.step(ENTER_US)
    people.hear("alarm", ENTER_US + 1)
    people.step(60 * SECOND_US)
    assert (baths[0].people, baths[1].people) == (0, 0)
    people.hear("leave", 61 * SECOND_US)
    people.hear("ready", 62 * SECOND_US)
    people.step(90 * SECOND_US)
    assert (baths[0].people, baths[1].people) == (0, 0)


def test_who_is_told_the_other_bath_leaves_the_one_he_is_in() -> None:
    baths = Bath(300.0, 38.0, 22.0), Bath(300.0, 12.0, 22.0)
    people = Bathers(1, baths)
    people.hear("enter_hot", 0)
    people.step(ENTER_US)
    people.hear("enter_cold", ENTER_US)
    people.step(2 * ENTER_US)
    assert (baths[0].people, baths[1].people) == (0, 1)


def test_climbing_in_mixes_the_layers() -> None:
    rig = Rig(PlantSetup(cold_degc=12.0, noise_mmhg=0.0))
    cold = rig.plant.baths.cold
    cold.upper_degc, cold.lower_degc = 14.0, 12.0
    rig.plant.baths.bathers.hear("enter_cold", rig.plant.t_us)
    rig.run_s(4.0)
    assert cold.upper_degc - cold.lower_degc > 1.95
    rig.run_s(6.0)
    # 5 s of 4000 W/K on 314 kJ/K a layer of 150 l each: e^(-2*5*4000/628000) are 0.94
    assert 1.8 < cold.upper_degc - cold.lower_degc < 1.92


def play(rig: Rig, word: str) -> None:
    """The buzzer's pattern by the firmware's own table, then silence."""
    times = next(row[1] for row in prompt.PATTERNS if row[0] == word)
    for number, span_ms in enumerate(times):
        rig.drive.word = wires.BUZZER if number % 2 == 0 else 0
        rig.tick(span_ms // 20)
    rig.drive.word = 0
    rig.run_s(0.5)


@pytest.mark.parametrize(("word", "bath"), [("enter_hot", 0), ("enter_cold", 1)])
def test_they_hear_the_buzzer(word: str, bath: int) -> None:
    rig = Rig(PlantSetup(bathers=1), patterns=firmware_patterns()).arm()
    baths = (rig.plant.baths.hot, rig.plant.baths.cold)
    play(rig, word)
    rig.run_s(6.0)
    assert (baths[bath].people, baths[1 - bath].people) == (1, 0)
    play(rig, "wait")
    rig.run_s(6.0)
    assert baths[bath].people == 1
    play(rig, "leave")
    rig.run_s(5.0)
    assert baths[bath].people == 0


def test_the_scenario_says_how_many() -> None:
    assert read_setup({}).bathers == PlantSetup().bathers == 1
    for count in (0, 4, 2.0):
        assert read_setup({"bathers": count}).bathers == count
    for wrong in (-1, 5, 1.5, "two", True):
        with pytest.raises(SetupError) as caught:
            read_setup({"bathers": wrong})
        assert caught.value.key == "bathers"
    setup = read_setup({"heater_w": 6000, "chiller_w": 800, "bathers": 3, "slack_l": 0.5})
    assert (setup.heater_w, setup.chiller_w, setup.bathers, setup.slack_l[0]) == (6000.0, 800.0, 3, 0.5)
    assert {field.name for field in fields(PlantSetup)} >= {"bathers", "heater_w", "chiller_w"}


def test_nobody_is_there_when_nobody_is() -> None:
    people = Bathers(0, (Bath(300.0, 38.0, 22.0), Bath(300.0, 12.0, 22.0)))
    people.hear("enter_hot", 0)
    people.step(60 * SECOND_US)
    assert people.where == -1
