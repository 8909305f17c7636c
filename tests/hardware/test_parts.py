"""Every part bears its use, sheets and bill hold the same parts, and the budgets keep the design's limits."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

import pinmap
from circuit import bom, budget, parts, station
from recovery_station.virtual.plant import air, balance
from recovery_station.virtual.plant.leg import Leg
from recovery_station.virtual.plant.setup import PlantSetup
from recovery_station.virtual.sim import device_display

SHEETS = station.sheets(pinmap.load())
PARTS = parts.load()
NUMBERS = budget.numbers()


def test_every_part_bears_its_use() -> None:
    assert bom.broken(PARTS, NUMBERS) == []


def test_a_part_that_does_not_is_told() -> None:
    relay = PARTS["relay"]
    weak = replace(relay, ratings=(replace(relay.ratings[0], given=3000),))
    assert bom.broken({"relay": weak}, NUMBERS) == [
        "relay: contact current given 3000 mA, needed at least 3404",
    ]


def test_sheets_and_bill_hold_the_same_parts() -> None:
    drawn = {item.part for sheet in SHEETS for item in sheet.items}
    assert drawn <= set(PARTS)
    assert {name for name, part in PARTS.items() if not part.qty and name != "connector"} <= drawn


def test_the_bill_counts_what_the_pin_map_has() -> None:
    rows = {row["part"]: row for row in csv.DictReader(io.StringIO(bom.table(PARTS, SHEETS)))}
    wanted = {"zone_valve": 10, "vent_valve": 4, "pump": 2, "sensor": 12, "thermistor": 4, "adc": 2, "tpic": 4,
              "hc165": 2, "estop": 1, "pressure_switch": 2, "relay": 1, "relief": 2, "coil_relay": 5, "contactor_1": 1,
              "contactor_2": 1, "heater_cutout": 1, "rcd": 1}  # fmt: skip
    assert {name: int(rows[name]["quantity"]) for name in wanted} == wanted
    assert all(row["second source"] or row["chosen"] != "yes" for row in rows.values())


def test_a_chosen_part_without_number_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "parts.toml"
    text = parts.PARTS_TOML.read_text(encoding="utf-8")
    bad.write_text(text.replace('mpn = "SFS3-L-DC24V"', 'mpn = ""'), encoding="utf-8")
    with pytest.raises(ValueError, match="relay: a chosen part has a maker's number"):
        parts.load(bad)


def test_the_display_answers_where_the_firmware_asks() -> None:
    """The board comes with another address: without its bridge the panel stays dark."""
    asked = f"0x{device_display.ADDRESS:02X}"
    (display,) = (item for sheet in SHEETS for item in sheet.items if item.part == "display")
    assert asked in display.note
    assert asked in PARTS["display"].source


# REQ-69
def test_the_relief_holds_the_manifold_at_full_pump_flow() -> None:
    most = NUMBERS["manifold_max_mmhg"]
    assert balance.RELIEF_CRACK_MMHG < most <= 165
    lpm = PlantSetup().pump_lpm
    assert budget.relief_flow_lpm(most) == pytest.approx(budget.pump_flow_lpm(most, lpm), rel=1e-6)


# REQ-30
def test_one_vent_empties_five_zones_in_time() -> None:
    assert NUMBERS["one_vent_s"] < 8
    assert budget.vent_s(PlantSetup(vent_mm=2.0), 110.0, 10.0) > 8  # so the bore matters


# REQ-30
def test_the_budget_empties_zones_as_fast_as_the_plant() -> None:
    leg = Leg(PlantSetup(), 0)
    for zone in range(5):
        leg.gas[zone] = air.content_ml(110.0, 1000.0)
        leg.settle(zone)
    leg.connect(0, 1, 0)
    now_us = 0
    while max(leg.p[:5]) > 10.0:
        now_us += 20_000
        leg.turn(now_us // 20_000 % 5, now_us)
        leg.step(0.0, 20_000, now_us)
    assert NUMBERS["one_vent_s"] == pytest.approx(now_us / 1e6, rel=0.05)


def test_supply_fuse_and_heat_have_room() -> None:
    coils = 14 * 80 + 5 * 60
    assert NUMBERS["actuators_ma"] == pytest.approx(coils + 2 * 900 + 2 * 92)  # and the contactors' own coils
    assert NUMBERS["fuse_need_ma"] <= 5000 <= 6000  # fuse, then the relay's contact
    assert NUMBERS["heat_w"] <= NUMBERS["enclosure_w"]
