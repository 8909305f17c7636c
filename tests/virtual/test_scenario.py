"""Scenario files: what is read, what is refused and in which words, what is played when."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_station.virtual.plant import INJECTIONS, Plant, PlantSetup, StationFaults
from recovery_station.virtual.plant.wires import ZONE_NAMES
from recovery_station.virtual.scenario import Player, Scenario, ScenarioError, load_scenario, parse_scenario
from recovery_station.virtual.setup_table import RANGES

FULL = """
seed = 7
[[event]]
at_s = 60.0
press = "estop"
[[event]]
at_s = 42.0
inject = "valve_stuck_closed"
zone = "L3"
[[event]]
at_s = 50
inject = "power_cut"
value = 2.5
[plant]
slack_l = { L1 = 0.5, R5 = 3 }
pump_lpm = 12
noise_mmhg = 0.25
hot_degc = 36.5
[expect]
end_reason = "fault"
fault = "valve_stuck_closed"
"""


def test_a_whole_file_is_read() -> None:
    scenario = parse_scenario(FULL, "x.toml")
    assert scenario.seed == 7
    assert [event.at_us for event in scenario.events] == [42_000_000, 50_000_000, 60_000_000]
    assert scenario.events[0].where == {"zone": "L3"}
    assert scenario.setup.slack_l == (0.5, *[1.0] * 8, 3.0)
    assert (scenario.setup.pump_lpm, scenario.setup.noise_mmhg, scenario.setup.hot_degc) == (12.0, 0.25, 36.5)
    assert scenario.setup.cold_degc == 12.0
    assert scenario.expect == {"end_reason": "fault", "fault": "valve_stuck_closed"}


def test_an_empty_file_is_a_scenario_in_which_nothing_happens() -> None:
    scenario = parse_scenario("")
    assert scenario == Scenario()
    assert scenario.seed is None
    player = Player(scenario, Plant(scenario.setup, 1), StationFaults())
    player.play(10**12)


def test_every_key_of_the_plant_table_reaches_the_setup() -> None:
    for key, (low, high, _unit) in RANGES.items():
        for value in (low, high):
            setup = parse_scenario(f"[plant]\n{key} = {value}").setup
            expected = (value,) * len(ZONE_NAMES) if key == "slack_l" else value
            assert getattr(setup, key) == expected
    assert parse_scenario("[plant]").setup == PlantSetup()


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("seed = -1", "seed", "0 to 4294967295"),
        ("seed = true", "seed", "whole number"),
        ("sed = 1", "sed", "seed, event, plant, expect"),
        ("seed = ", "TOML", "TOML 1.0"),
        ("event = 3", "event", "[[event]]"),
        ("[[event]]\npress = 'stop'", "event 1: at_s", "seconds"),
        ("[[event]]\nat_s = -1\npress = 'stop'", "event 1: at_s", "seconds"),
        ("[[event]]\nat_s = nan\npress = 'stop'", "event 1: at_s", "seconds"),
        ("[[event]]\nat_s = 1", "event 1: inject or press", "exactly one"),
        ("[[event]]\nat_s = 1\npress='stop'\ninject='clear'", "event 1: inject or press", "exactly one"),
        ("[[event]]\nat_s = 1\npress = 'stopp'", "event 1: press", "estop_release"),
        ("[[event]]\nat_s = 1\npress = 'stop'\nzone = 'L1'", "event 1: zone", "only at_s"),
        ("[[event]]\nat_s = 1\ninject = 'leek'", "event 1: inject", "leak"),
        ("[[event]]\nat_s = 1\ninject = 'leak'\nzone = 'L7'\nvalue = 1", "event 1: zone", "L1, L2"),
        ("[[event]]\nat_s = 1\ninject = 'leak'\nzone = 'L1'\nvalue = true", "event 1: value", "number"),
        ("[[event]]\nat_s = 1\ninject = 'leak'\nzone = 'L1'", "event 1: value", "ml/s per mmHg"),
        ("[[event]]\nat_s = 1\ninject = 'clear'\nwhen = 3", "event 1: when", "at_s, inject"),
        ("[[event]]\nat_s = 1\ninject = 'clear'\nzone = 'L1'", "event 1: zone", "no key"),
        ("[plant]\nslack = 1", "plant.slack", "slack_l, pump_lpm"),
        ("[plant]\nslack_l = 99", "plant.slack_l", "0.05 to 10 (litres)"),
        ("[plant]\nslack_l = {L6 = 1}", "plant.slack_l.L6", "L1, L2"),
        ("[plant]\nslack_l = {L5 = 'big'}", "plant.slack_l.L5", "litres"),
        ("[plant]\npump_lpm = 'fast'", "plant.pump_lpm", "0.5 to 40"),
        ("plant = 3", "plant", "table"),
        ("[expect]\nfault = [1]", "expect.fault", "text"),
    ],
)
def test_what_is_wrong_is_named(text: str, key: str, says: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text, "bad.toml")
    error = caught.value
    assert error.exit_code == 2
    assert error.message.startswith(f"bad.toml: {key} ")
    assert says in str(error.data["allowed"])
    assert error.data["key"] == key
    assert error.hint


def test_a_file_that_cannot_be_read_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="readable UTF-8"):
        load_scenario(tmp_path / "none.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScenarioError, match="readable UTF-8"):
        load_scenario(binary)
    good = tmp_path / "good.toml"
    good.write_text(FULL, encoding="utf-8")
    assert load_scenario(good).seed == 7


def test_events_reach_plant_and_station_at_their_time() -> None:
    scenario = parse_scenario(FULL)
    plant = Plant(scenario.setup, 7)
    faults = StationFaults()
    player = Player(scenario, plant, faults)
    assert player.next_us == 42_000_000
    player.play(41_999_999)
    assert plant.left.valve_stuck_closed == 0
    player.play(42_000_000)
    assert plant.left.valve_stuck_closed == 4
    player.play(59_000_000)
    assert faults.power_cut_s == 2.5
    assert not plant.chain.estop_pressed
    player.play(60_000_000)
    assert plant.chain.estop_pressed


def test_clear_mends_both_sides() -> None:
    text = """
    [[event]]
    at_s = 1
    inject = "firmware_hang"
    [[event]]
    at_s = 1
    inject = "pump_dead"
    leg = "right"
    [[event]]
    at_s = 2
    inject = "clear"
    """
    plant = Plant(PlantSetup(), 1)
    faults = StationFaults()
    player = Player(parse_scenario(text), plant, faults)
    player.play(1_000_000)
    assert faults.firmware_hang
    assert plant.right.pump.dead
    player.play(2_000_000)
    assert faults == StationFaults()
    assert not plant.right.pump.dead


def test_the_table_knows_every_injection_of_the_interface() -> None:
    interface = """sensor_open sensor_short sensor_frozen sensor_drift sensor_offset valve_stuck_open
    valve_stuck_closed zone_valve_leak vent_stuck_closed vent_stuck_open pump_stuck_on pump_dead pump_weak hose_off
    hose_kinked leak body_load relief_stuck pressure_switch_stuck monostable_stuck chain_relay_stuck estop_stuck
    cutout_stuck contactor_welded chain_open heater_stuck_on chiller_stuck_on bath_degc thermistor_open
    thermistor_short thermistor_drift output_stuck chain_bit adc_reference fram_dead fram_bitflip i2c_stuck rtc_wrong
    firmware_hang tick_slow power_cut brownout usb_unplug host_flood clear"""
    # and one of our own: what a calibration takes away
    assert set(INJECTIONS) == {*interface.split(), "sensor_gain"}
