"""The truth trace: its columns, its grid, its words."""

from __future__ import annotations

import csv
import io

from tests.virtual.plant_rig import ALL_CLOSED, TICK_US, Rig

from recovery_station.virtual.plant import PlantSetup, wires
from recovery_station.virtual.trace import COLUMNS, TraceWriter, firmware_patterns

HEADER = (
    "t_ms,chain,estop,pump_L_pct,pump_R_pct,vent_L1,vent_L2,vent_R1,vent_R2,"
    "zv_L1,zv_L2,zv_L3,zv_L4,zv_L5,zv_R1,zv_R2,zv_R3,zv_R4,zv_R5,"
    "true_L1_mmhg,true_L2_mmhg,true_L3_mmhg,true_L4_mmhg,true_L5_mmhg,"
    "true_R1_mmhg,true_R2_mmhg,true_R3_mmhg,true_R4_mmhg,true_R5_mmhg,"
    "true_ML_mmhg,true_MR_mmhg,hot_degc,cold_degc,heater,chiller,lamp,prompt"
)


def rows(file: io.StringIO) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.getvalue())))


def test_the_columns_are_those_of_the_interface() -> None:
    assert ",".join(COLUMNS) == HEADER


def test_one_row_each_20_ms_whatever_the_steps() -> None:
    rig = Rig()
    file = io.StringIO()
    writer = TraceWriter(rig.plant, file)
    for step_us in (20_000, 20_000, 400, 19_800, 20_100, 19_700, 5_000, 123_000, 20_000):
        rig.plant.advance(rig.plant.t_us + step_us)
        writer.row()
    times = [int(row["t_ms"]) for row in rows(file)]
    assert times == list(range(0, rig.plant.t_us // 1000 + 1, 20))


def test_a_row_shows_coils_pressures_lamp_and_prompt() -> None:
    rig = Rig(PlantSetup(hot_degc=38.0, cold_degc=11.5), patterns=firmware_patterns())
    file = io.StringIO()
    TraceWriter(rig.plant, file)
    rig.arm()
    rig.drive.pump_l = 0.5
    rig.drive.word = ALL_CLOSED & ~wires.ZONE_MASKS[1] & ~wires.VENT_MASKS[2] | wires.LAMP_BLUE | wires.BUZZER
    rig.tick(40)
    rig.drive.word &= ~wires.BUZZER
    rig.tick(20)
    row = rows(file)[-1]
    assert (row["chain"], row["estop"], row["pump_L_pct"], row["pump_R_pct"]) == ("1", "0", "50", "0")
    assert [row[f"vent_{vent}"] for vent in ("L1", "L2", "R1", "R2")] == ["1", "1", "0", "1"]
    assert [row[f"zv_{zone}"] for zone in wires.ZONE_NAMES].count("0") == 1
    assert row["zv_L2"] == "0"
    assert float(row["true_ML_mmhg"]) > 0.5
    assert (row["hot_degc"], row["cold_degc"], row["heater"], row["chiller"]) == ("38.00", "11.50", "0", "0")
    assert (row["lamp"], row["prompt"]) == ("blue", "leave")
    rig.plant.press("estop")
    rig.tick()
    row = rows(file)[-1]
    assert (row["chain"], row["estop"], row["zv_L1"], row["lamp"]) == ("0", "1", "0", "blue")


def test_peaks_and_slack_time_are_kept() -> None:
    rig = Rig().arm()
    rig.fill(0, 60.0)
    rig.open_only()
    watch = rig.plant.watch
    assert watch.slack_since_us == -1
    assert watch.peak_true_mmhg()["L1"] >= 60.0
    assert watch.peak_true_mmhg()["R5"] == 0.0
    rig.plant.press("estop")
    taken_s = rig.until(lambda: watch.slack_since_us >= 0)
    assert 0.5 < taken_s < 3.0
    assert watch.slack_since_us == rig.plant.t_us // TICK_US * TICK_US
    assert watch.slack_us + watch.pressurised_us == rig.plant.t_us
