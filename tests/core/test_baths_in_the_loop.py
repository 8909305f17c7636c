"""Baths kept over the plant: how near, what a fault of heater, chiller, thermometer, contactor or power leads to."""

from __future__ import annotations

from typing import Any, cast

import pytest
from tests.core.rig import Rig
from tests.core.warmth import fitted

from control import baths
from recovery_station.virtual.plant import wires
from recovery_station.virtual.plant.setup import PlantSetup
from station_firmware.core import fault, states
from station_firmware.core.station import Station

HEAT = wires.HEATER_1 | wires.HEATER_2
SITE = baths.Point(300, 22.0, 3000, 1500)


# ---- control, a second a step


# REQ-120 REQ-122 REQ-128 REQ-129
@pytest.mark.parametrize(
    "point",
    [
        SITE,
        baths.Point(50, 5.0, 3000, 1500),
        baths.Point(50, 35.0, 3000, 1500),
        baths.Point(300, 22.0, 9000, 4000),
        baths.Point(1000, 30.0, 9000, 4000, 40.0, 10.0),
    ],
    ids=str,
)
def test_a_bath_stays_in_its_band_and_nothing_trips(point: baths.Point) -> None:
    kept = baths.measure(point, 2.0)
    assert kept
    for one in kept:
        assert one.false_trips == frozenset()
        assert 0 <= one.in_band_s < 3600
        assert one.error_degc() < 1.0
        if one.bath == baths.HOT:
            assert one.above_degc < 0.2
            assert one.shortest_off_s >= 10
        else:
            assert one.shortest_on_s >= 180 and one.shortest_off_s >= 300


def _until_found(loop: baths.Loop, minutes: int) -> int:
    """Seconds until a condition of the table is met; -1: none was."""
    for second in range(minutes * 60):
        loop.step()
        if loop.found:
            return second
    return -1


def _kept(point: baths.Point = SITE) -> baths.Loop:
    """A loop whose baths have been kept for ten minutes."""
    loop = baths.Loop(point)
    assert _until_found(loop, 10) < 0 and loop.station.thermal.kept == 3
    return loop


# REQ-95 REQ-127
@pytest.mark.parametrize(("litres", "ambient_degc"), [(100, 22.0), (300, 5.0), (300, 35.0)])
def test_a_heater_that_stays_on_is_found_before_anybody_could_be_let_in(
    litres: int, ambient_degc: float
) -> None:
    loop = _kept(baths.Point(litres, ambient_degc, 3000, 1500))
    loop.stuck_heater = True
    assert 0 <= _until_found(loop, 15) <= 12 * 60
    assert loop.found <= {"heater_stuck_on", "bath_over"}
    assert loop.baths[0].mean_degc < 42.5


# REQ-95 REQ-127
def test_a_chiller_that_stays_on_is_found() -> None:
    loop = _kept()
    loop.stuck_chiller = True
    assert 0 <= _until_found(loop, 30)
    assert loop.found == {"chiller_stuck_on"}
    assert loop.baths[1].mean_degc > 8.0


# REQ-129
def test_a_dead_heater_and_a_dead_chiller_are_found_once_they_should_show() -> None:
    loop = baths.Loop(SITE, (30.0, 12.0))
    loop.dead_heater = True
    assert 600 <= _until_found(loop, 12)
    assert loop.found == {"heater_no_effect"}
    loop = baths.Loop(SITE, (38.0, 20.0))
    loop.dead_chiller = True
    # it rests five minutes first
    assert 890 <= _until_found(loop, 17)
    assert loop.found == {"chiller_no_effect"}


# REQ-128
@pytest.mark.parametrize("index", range(4))
@pytest.mark.parametrize("codes", [-60.0, 60.0])
def test_a_thermometer_that_is_off_by_more_than_a_degree_is_found_and_scalds_nobody(
    index: int, codes: float
) -> None:
    loop = _kept()
    loop.off_codes[index] = codes
    assert 0 <= _until_found(loop, 3) <= 60
    assert loop.found == {"bath_twins"}
    assert loop.baths[0].mean_degc < 39.0 and loop.baths[1].mean_degc > 11.0


# REQ-123 REQ-128
@pytest.mark.parametrize("litres", [50, 300, 1000])
def test_layers_of_a_long_rest_mix_without_a_fault(litres: int) -> None:
    loop = baths.Loop(baths.Point(litres, 30.0, 3000, 1500))
    loop.baths[1].upper_degc, loop.baths[1].lower_degc = 17.0, 12.0
    while loop.station.thermal.kept != 3:
        loop.step()
    assert loop.station.reading.unstirred & 2
    assert _until_found(loop, 30) < 0
    assert loop.station.reading.unstirred == 0


# ---- a whole station on the rig


def home(hot_degc: float = 37.0, cold_degc: float = 12.0) -> Rig:
    """A station at rest that keeps both baths by now."""
    rig = Rig(PlantSetup(hot_degc=hot_degc, cold_degc=cold_degc))
    fitted(rig.station)
    cast("Any", rig.station.thermal).keep_cdegc[:] = [3800, 1200]
    rig.until(states.IDLE, 3000)
    rig.run(20_000)
    assert rig.faults() == [] and rig.station.gate.refused == 0
    assert rig.station.thermal.kept == 3 and rig.plant.chain.on
    return rig


def _nothing_driven(rig: Rig, span_ms: int) -> None:
    for _ in range(span_ms // 20):
        rig.step()
        assert (
            rig.plant.drive.word & (HEAT | wires.CHILLER | wires.CIRCULATION_HOT | wires.CIRCULATION_COLD)
            == 0
        )


# REQ-124
def test_the_rig_keeps_its_baths_with_the_chain_armed() -> None:
    rig = home()
    rig.run(3_000)
    assert rig.plant.baths.heating and rig.station.session.state == states.IDLE


# REQ-127
@pytest.mark.parametrize(
    ("name", "where", "code", "channel"),
    [
        ("thermistor_open", {"bath": "hot", "channel": "1"}, fault.THERMISTOR_OPEN, "hot1"),
        ("thermistor_short", {"bath": "cold", "channel": "2"}, fault.THERMISTOR_SHORT, "cold2"),
        ("chain_open", {"channel": "cutout"}, fault.CHAIN_OPEN, "cutout"),
        ("output_stuck", {"channel": "CIRCULATION_HOT", "value": 0.0}, fault.OUTPUT_CURRENT, "outputs"),
        ("output_stuck", {"channel": "VENT_L1", "value": 1.0}, fault.OUTPUT_CURRENT, "outputs"),
    ],
)
def test_a_fault_while_baths_are_kept(
    name: str, where: dict[str, str | float], code: int, channel: str
) -> None:
    rig = home()
    rig.plant.inject(name, **where)
    rig.until(states.FAULT, 2_000)
    assert rig.faults()[0][0] == code
    assert fault.channel_name(code, rig.faults()[0][1]) == channel
    _nothing_driven(rig, 8_000)
    assert not rig.plant.chain.on and rig.station.session.state == states.FAULT


# REQ-130
@pytest.mark.parametrize("channel", ["1", "2"])
def test_a_welded_contactor_is_named_when_it_should_have_opened(channel: str) -> None:
    rig = home()
    rig.run(2_000)
    rig.plant.inject("contactor_welded", channel=channel)
    rig.run(2_000)
    # the heater is on: nobody can know yet
    assert rig.faults() == []
    rig.plant.inject("bath_degc", bath="hot", value=38.5)
    rig.until(states.FAULT, 3_000)
    code, number, _, _ = rig.faults()[0]
    assert (code, fault.channel_name(code, number)) == (fault.CONTACTOR_WELDED, f"contactor {channel}")
    _nothing_driven(rig, 2_000)
    assert not rig.plant.baths.heating


# REQ-130
def test_a_welded_contactor_is_found_before_a_session_too() -> None:
    rig = Rig(PlantSetup())
    fitted(rig.station)
    rig.plant.inject("contactor_welded", channel="2")
    rig.until(states.IDLE, 3000)
    rig.arm({"id": "x", "step": [{"kind": "rest", "rest_s": 3}]})
    rig.until(states.FAULT, 3_000)
    assert rig.faults()[0][:2] == (fault.CONTACTOR_WELDED, 1)


# REQ-83 REQ-127
def test_an_emergency_stop_keeps_nothing_until_it_was_acknowledged() -> None:
    rig = home()
    rig.plant.press("estop")
    rig.until(states.FAULT, 100)
    assert rig.faults()[0][0] == fault.ESTOP
    rig.plant.press("estop_release")
    _nothing_driven(rig, 10_000)
    rig.plant.press("ack")
    rig.until(states.IDLE, 6_000)
    _nothing_driven(rig, 4_900)
    rig.run(2_000)
    assert rig.station.thermal.keeping and rig.faults() == []


# REQ-75 REQ-127
def test_after_a_power_cut_nothing_is_driven_before_the_self_test_at_boot_has_passed() -> None:
    rig = home()
    rig.plant.set_power(False)
    rig.plant.advance(rig.plant.t_us + 2_000_000)
    rig.plant.set_power(True)
    old = rig.station
    rig.station = Station()
    for index in range(12):
        rig.station.sensing.calibrate(index, 164, 101734)
    fitted(rig.station)
    rig.station.thermal.keep_cdegc[:] = old.thermal.keep_cdegc
    while rig.station.session.state != states.IDLE:
        _nothing_driven(rig, 20)
    _nothing_driven(rig, 4_900)
    assert not rig.plant.chain.on
    rig.run(2_000)
    # what the site wants by its hours is no session: it goes on
    assert rig.station.thermal.keeping and rig.plant.chain.on
    # and the chiller rests five minutes whatever it did before
    rig.plant.inject("bath_degc", bath="cold", value=16.0)
    rig.run(5_000)
    assert rig.station.thermal.kept == 3 and not rig.plant.baths.chilling


# REQ-127
def test_a_heater_stuck_on_while_kept_ends_in_a_fault_with_its_name() -> None:
    rig = home(hot_degc=38.2)
    rig.plant.inject("heater_stuck_on")
    rig.until(states.FAULT, 700_000)
    assert rig.faults()[0][:2] == (fault.HEATER_STUCK_ON, 0)
    assert rig.plant.baths.hot.mean_degc < 40.5
