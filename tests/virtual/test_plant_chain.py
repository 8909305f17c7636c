"""The hardware safety chain, its taps, and what the actuators do without it."""

from __future__ import annotations

import pytest
from tests.virtual.plant_rig import ALL_CLOSED, Rig

from recovery_station.virtual.plant import PlantSetup, wires
from recovery_station.virtual.plant.chain import MONOSTABLE_US
from recovery_station.virtual.wiring import DRIVER_BITS, INPUT_BITS

SERIES = ("TAP_ESTOP_A", "TAP_SWITCH_L", "TAP_SWITCH_R", "TAP_CUTOUT", "TAP_MONOSTABLE", "TAP_RELAY")


def taps(rig: Rig) -> dict[str, int]:
    word = rig.plant.sample().inputs
    return {name: word >> bit & 1 for name, bit in INPUT_BITS.items()}


def test_the_relay_needs_a_deliberate_edge_while_every_link_is_closed() -> None:
    rig = Rig()
    rig.drive.drivers_enabled = True
    rig.tick(5)
    assert not rig.plant.chain.on
    assert taps(rig)["TAP_MONOSTABLE"] == 1
    assert taps(rig)["TAP_RELAY"] == 0
    rig.drive.arm_edges += 1
    rig.tick()
    assert rig.plant.chain.on
    assert all(taps(rig)[name] for name in (*SERIES, "TAP_ESTOP_B", "TAP_ACTUATORS"))
    rig.run_s(1.0)
    assert rig.plant.chain.on


def test_an_edge_given_while_a_link_is_open_is_lost() -> None:
    rig = Rig()
    rig.plant.press("estop")
    rig.drive.arm_edges += 1
    rig.tick()
    rig.plant.press("estop_release")
    rig.tick(3)
    assert not rig.plant.chain.on


def test_the_heartbeat_holds_it_for_150_ms_and_no_longer() -> None:
    rig = Rig().arm()
    last_us = rig.plant.t_us
    rig.drive.heartbeat_us = last_us
    rig.beating = False
    rig.plant.advance(last_us + MONOSTABLE_US)
    assert rig.plant.chain.on
    rig.plant.advance(last_us + MONOSTABLE_US + 1000)
    assert not rig.plant.chain.on
    assert taps(rig)["TAP_MONOSTABLE"] == 0
    rig.beating = True
    rig.tick(10)
    assert not rig.plant.chain.on, "a returning heartbeat must not re-arm"


def test_the_emergency_stop_opens_both_poles_and_its_release_restarts_nothing() -> None:
    rig = Rig().arm()
    rig.plant.press("estop")
    rig.tick()
    seen = taps(rig)
    assert not any(seen[name] for name in (*SERIES, "TAP_ESTOP_B", "TAP_ACTUATORS"))
    assert rig.plant.samples.estop == 0
    assert rig.plant.samples.supply == 0
    rig.plant.press("estop_release")
    rig.tick()
    assert rig.plant.sample().estop == 1
    assert not rig.plant.chain.on


@pytest.mark.parametrize(
    ("link", "last_closed"),
    [
        ("switch_l", "TAP_ESTOP_A"),
        ("switch_r", "TAP_SWITCH_L"),
        ("cutout", "TAP_SWITCH_R"),
        ("monostable", "TAP_CUTOUT"),
        ("relay", "TAP_MONOSTABLE"),
    ],
)
def test_series_taps_show_which_link_is_open(link: str, last_closed: str) -> None:
    rig = Rig().arm()
    rig.plant.inject("chain_open", channel=link)
    rig.tick()
    seen = taps(rig)
    index = SERIES.index(last_closed)
    assert [seen[name] for name in SERIES] == [1] * (index + 1) + [0] * (len(SERIES) - index - 1)
    assert seen["TAP_ESTOP_B"] == 1
    rig.plant.inject("clear")
    rig.tick()
    assert not rig.plant.chain.on


@pytest.mark.parametrize("seed", range(5))
def test_the_pressure_switch_opens_between_135_and_145(seed: int) -> None:
    rig = Rig(seed=seed).arm()
    rig.open_only()
    rig.drive.pump_l = 0.1
    rig.until(lambda: not rig.plant.chain.on)
    # the pump goes on for the step in which the relay drops
    assert 135.0 <= rig.left.manifold <= 149.0


def test_without_the_chain_everything_opens_and_stops_but_lamp_and_buzzer() -> None:
    rig = Rig().arm()
    rig.drive.word = ALL_CLOSED | wires.LAMP_RED | wires.BUZZER | wires.HEATER_1 | wires.HEATER_2
    rig.drive.pump_l = 1.0
    rig.tick(3)
    rig.plant.press("estop")
    rig.tick(6)
    assert rig.plant.energised == wires.LAMP_RED | wires.BUZZER
    assert rig.left.closed == 0
    assert rig.left.vents == 0
    assert rig.left.pump.speed == 0.0


def test_a_board_in_reset_enables_no_driver() -> None:
    rig = Rig().arm()
    rig.drive.word = ALL_CLOSED | wires.BUZZER
    rig.tick()
    rig.drive.drivers_enabled = False
    rig.tick()
    assert rig.plant.energised == 0


def test_a_power_cut_vents_and_returning_power_restarts_nothing() -> None:
    rig = Rig().arm()
    rig.open_only()
    rig.charge(110.0)
    rig.plant.set_power(False)
    rig.drive.heartbeat_us = -1
    rig.beating = False
    taken_s = rig.until(lambda: max(rig.left.p[:5]) < 10.0)
    assert taken_s < 8.0
    assert rig.plant.sample().inputs & sum(1 << INPUT_BITS[name] for name in SERIES) == 0
    rig.plant.set_power(True)
    rig.beating = True
    rig.tick(5)
    assert not rig.plant.chain.on


def test_the_emergency_stop_empties_five_full_zones_through_one_vent_in_eight_seconds() -> None:
    rig = Rig(PlantSetup(slack_l=(3.0,) * 10)).arm()
    rig.plant.inject("vent_stuck_closed", leg="left", channel=1)
    rig.open_only()
    rig.charge(110.0)
    rig.plant.press("estop")
    assert rig.until(lambda: max(rig.left.p[:5]) < 10.0) < 8.0


def test_every_driver_bit_of_the_pin_map_is_wired_to_something() -> None:
    known = sum(wires.ZONE_MASKS) | sum(wires.VENT_MASKS) | sum(wires.CURRENT_A) & ~ALL_CLOSED | wires.UNGATED
    assert known == sum(1 << bit for bit in DRIVER_BITS.values())
