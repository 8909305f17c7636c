"""Each injection does its physical thing, and nothing teleports to a wrong reading."""

from __future__ import annotations

import pytest
from tests.virtual.plant_rig import ALL_CLOSED, Rig

from recovery_station.virtual.plant import INJECTIONS, InjectError, Plant, PlantSetup, StationFaults, wires
from recovery_station.virtual.plant.chain import LINKS
from recovery_station.virtual.plant.effects import EFFECTS
from recovery_station.virtual.wiring import CONVERTER, DRIVER_BITS

QUIET = PlantSetup(noise_mmhg=0.0)


def test_every_injection_is_the_plants_or_the_stations() -> None:
    faults = StationFaults()
    for name, row in INJECTIONS.items():
        assert (name in EFFECTS) != row.station
        if row.station:
            faults.apply(name, 7.0)
    assert faults.power_cut_s == faults.usb_unplug_s == faults.rtc_wrong_s == 7.0
    assert (faults.tick_slow_ms, faults.chain_bit, faults.fram_bitflips) == (7, 7, 7)
    assert faults.brownout and faults.firmware_hang and faults.host_flood
    assert faults.fram_dead and faults.i2c_stuck
    faults.clear()
    assert faults == StationFaults()
    with pytest.raises(ValueError, match="no fault of the station"):
        faults.apply("leak", 1.0)


def test_a_station_fault_is_not_the_plants() -> None:
    with pytest.raises(InjectError, match="the station's"):
        Plant(QUIET, 1).inject("power_cut", value=2)


@pytest.mark.parametrize(
    ("name", "where", "key"),
    [
        ("valve_stuck", {}, "inject"),
        ("leak", {"zone": "L9", "value": 1}, "zone"),
        ("leak", {"zone": "L1"}, "value"),
        ("leak", {"zone": "L1", "value": -0.1}, "value"),
        ("leak", {"zone": "L1", "value": "much"}, "value"),
        ("leak", {"zone": "L1", "value": float("nan")}, "value"),
        ("hose_off", {"zone": "L1", "value": 1}, "value"),
        ("vent_stuck_open", {"leg": "left", "channel": 3}, "channel"),
        ("vent_stuck_open", {"channel": 1}, "leg"),
        ("sensor_open", {"channel": "HOT1"}, "channel"),
        ("bath_degc", {"bath": "warm", "value": 40}, "bath"),
        ("output_stuck", {"channel": "HORN"}, "channel"),
        ("chain_open", {"channel": "fuse"}, "channel"),
    ],
)
def test_a_wrong_injection_names_its_key(name: str, where: dict[str, str | float], key: str) -> None:
    with pytest.raises(InjectError) as caught:
        Plant(QUIET, 1).inject(name, **where)
    assert caught.value.key == key
    assert caught.value.allowed


@pytest.mark.parametrize(("name", "code"), [("sensor_open", 0), ("sensor_short", 4095)])
def test_a_broken_wire_reads_at_the_end_of_the_scale(name: str, code: int) -> None:
    rig = Rig().arm()
    rig.plant.inject(name, zone="R2")
    rig.plant.inject(name, leg="left")
    codes = rig.plant.sample().converter
    assert codes[CONVERTER["R2"]] == codes[CONVERTER["ML"]] == code
    rig.plant.inject("clear")
    assert 150 < rig.plant.sample().converter[CONVERTER["R2"]] < 180


def test_a_frozen_sensor_keeps_its_code_while_the_pressure_moves() -> None:
    rig = Rig().arm()
    rig.plant.inject("sensor_frozen", zone="L1")
    frozen = rig.plant.sample().converter[CONVERTER["L1"]]
    rig.fill(0, 50.0)
    assert rig.plant.sample().converter[CONVERTER["L1"]] == frozen
    assert rig.left.p[0] > 49.0


def test_offset_and_drift_shift_the_reading_and_not_the_truth() -> None:
    rig = Rig(QUIET).arm()
    rig.plant.inject("sensor_offset", zone="L1", value=20)
    rig.plant.inject("sensor_drift", zone="L2", value=-0.5)
    rig.run_s(10.0)
    assert rig.codes_mmhg(CONVERTER["L1"]) == pytest.approx(20.0, abs=0.2)
    assert rig.codes_mmhg(CONVERTER["L2"]) == pytest.approx(-5.0, abs=0.2)
    assert rig.left.p[:2] == [0.0, 0.0]


def test_stuck_links_hide_what_they_should_have_cut() -> None:
    rig = Rig().arm()
    rig.plant.inject("monostable_stuck")
    rig.beating = False
    rig.run_s(1.0)
    assert rig.plant.chain.on
    rig = Rig().arm()
    rig.plant.inject("cutout_stuck")
    rig.plant.inject("bath_degc", bath="hot", value=50)
    rig.run_s(2.0)
    assert rig.plant.chain.on


def test_a_welded_relay_shows_supply_behind_an_open_chain() -> None:
    rig = Rig().arm()
    rig.plant.inject("chain_relay_stuck")
    rig.plant.press("estop")
    rig.tick()
    assert rig.plant.sample().supply == 1
    assert not rig.plant.chain.held


def test_one_stuck_pole_leaves_the_other() -> None:
    assert LINKS[:2] == ("estop_a", "estop_b")
    for pole in ("A", "B"):
        rig = Rig().arm()
        rig.plant.inject("estop_stuck", channel=pole)
        rig.plant.press("estop")
        rig.tick()
        assert not rig.plant.chain.on
        assert rig.plant.sample().estop == 0


def test_a_stuck_drain_drives_its_coil_whatever_the_word_says() -> None:
    rig = Rig().arm()
    rig.plant.inject("output_stuck", zone="L1")
    rig.plant.inject("output_stuck", channel="VENT_L1", value=0)
    rig.drive.word = ALL_CLOSED & ~wires.ZONE_MASKS[0]
    rig.tick()
    assert rig.plant.energised >> DRIVER_BITS["ZONE_L1"] & 1 == 1
    assert rig.plant.energised >> DRIVER_BITS["VENT_L1"] & 1 == 0
    rig.plant.press("estop")
    rig.tick()
    assert rig.plant.energised == 0


def test_the_reference_shifts_pressures_and_its_own_reading_but_no_thermistor() -> None:
    rig = Rig(QUIET).arm()
    rig.open_only()
    rig.charge(70.0, [0])
    before = list(rig.plant.sample().converter)
    rig.plant.inject("adc_reference", value=4.5)
    samples = rig.plant.sample()
    assert samples.converter[0] == pytest.approx(before[0] * 5.0 / 4.5, rel=0.01)
    assert samples.converter[CONVERTER["HOT1"]] == pytest.approx(before[CONVERTER["HOT1"]], abs=1)
    assert samples.adc[0] * 3.3 / 65535 * 2.0 == pytest.approx(4.5, abs=0.02)


def test_clear_mends_everything_injected() -> None:
    rig = Rig(QUIET).arm()
    healthy = Rig(QUIET).arm()
    for name, row in INJECTIONS.items():
        if not row.station and name not in ("clear", "bath_degc"):
            where: dict[str, str | float] = {"value": row.high} if row.valued else {}
            where |= {
                "zone": {"zone": "L1"},
                "leg": {"leg": "left"},
                "vent": {"leg": "left", "channel": 1},
                "pressure": {"zone": "R1"},
                "thermistor": {"bath": "hot"},
                "drain": {"channel": "HEATER_1"},
            }.get(row.place, {})
            rig.plant.inject(name, **where)
    rig.plant.inject("clear")
    for one in (rig, healthy):
        one.plant.press("estop")
        one.plant.press("estop_release")
        one.arm()
        one.fill(0, 40.0)
    assert rig.left.p[:5] == pytest.approx(healthy.left.p[:5], abs=0.5)
    assert rig.plant.sample().converter == pytest.approx(healthy.plant.sample().converter, abs=6)
