"""STOP held at power-on is the way to the prompt when the link is dead; a short press and a broken wire are not."""

from __future__ import annotations

import pytest

from recovery_station.station import Station
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual.station import VirtualStation

BOOT_S = 20.0


def _powered_up(virtual: VirtualStation, held_s: float) -> bool:
    """Power off and on with STOP held from then on; True when the prompt is open afterwards."""
    off_us = 1_000_000
    virtual.power_cut(off_us)
    virtual.plant.panel.hold_stop(virtual.now_us, off_us + round(held_s * 1e6))
    virtual.run_until(virtual.now_us + off_us + round(BOOT_S * 1e6))
    return virtual.at_prompt


def _in_service(virtual: VirtualStation) -> bool:
    virtual.host_read()
    with Station(SimTransport(virtual)) as station:
        station.connect()
        return station.wire_status().state in ("SELFTEST", "IDLE", "FAULT")


# REQ-145
@pytest.mark.parametrize(
    ("held_s", "prompt"), [(0.2, False), (2.5, False), (4.5, True), (6.0, True), (12.0, False)]
)
def test_only_a_hand_that_holds_stop_and_lets_go_gets_the_prompt(held_s: float, prompt: bool) -> None:
    with VirtualStation() as virtual:
        virtual.run_until(3_000_000)
        assert _powered_up(virtual, held_s) is prompt
        if prompt:
            assert not virtual.plant.energised and not virtual.plant.chain.on
            assert _powered_up(virtual, 0.0) is False
        assert _in_service(virtual)


# REQ-145
def test_a_latched_fault_waits_behind_the_prompt() -> None:
    with VirtualStation() as virtual:
        virtual.run_until(3_000_000)
        virtual.plant.panel.press("estop", virtual.now_us)
        virtual.run_until(virtual.now_us + 1_000_000)
        assert _powered_up(virtual, 4.5) is True
        virtual.plant.panel.press("estop_release", virtual.now_us)
        assert _powered_up(virtual, 0.0) is False
        with Station(SimTransport(virtual)) as station:
            station.connect()
            assert [one.name for one in station.faults()] == ["estop"]
