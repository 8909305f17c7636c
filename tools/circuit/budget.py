"""What the station draws, heats and moves: from the plant's physics and the driver table, named for parts.toml."""

from __future__ import annotations

from typing import Final

from recovery_station.virtual.plant import air, balance, pump
from recovery_station.virtual.plant.setup import PlantSetup
from recovery_station.virtual.plant.wires import CURRENT_A
from station_firmware.core import limits

SUPPLY_V: Final = 24.0
SUPPLY_MAX_V: Final = 26.4
MARGIN: Final = 1.25
RELAY_COIL_OHM: Final = 1600.0
SENSORS: Final = 12
SENSOR_MA: Final = 10.0
"""MPXV5050: at most 10 mA each (data sheet)."""
DRIVERS: Final = 4
DRIVER_MA: Final = 5.0
CONVERTERS_MA: Final = 1.0
DISPLAY_MA: Final = 40.0
"""Adafruit 938, its maker's average."""
PANEL_MA: Final = 3 * 20.0 + 30.0 + DISPLAY_MA
"""Lamp, buzzer and display."""
V3_REST_MA: Final = 35.0
"""What else lives of the Pico's 3.3 V: memory, clock, amplifier, gates, inputs."""
PICO_MA: Final = 95.0
LOGIC_MA: Final = 30.0
V6_V: Final = 6.5
V6_OFF: Final = 0.032
"""TSR 1: 2 % set, 0.2 % with its input, 0.4 % with its load, 0.015 %/K over 40 K (data sheet)."""
V5_OFF: Final = 0.014
"""ADP3338 over line, load and temperature (data sheet)."""
DCDC_SHARE: Final = 0.85
PUMP_DUTY: Final = 0.3
"""† Share of a session in which a pump runs, over presets; the worst of them is below."""
PUMP_STARTS: Final = 3.0
"""† A brushed motor's start draws a few times what it runs at."""
ENCLOSURE_M2: Final = 2 * (0.6 * 0.4 + 0.6 * 0.2 + 0.4 * 0.2) - 0.6 * 0.4
"""600 × 400 × 200 mm without the side it stands on."""
SURFACE_W_M2_K: Final = 5.5
"""Still air on painted sheet or plastic, the value enclosure makers calculate with (from common knowledge)."""
RISE_K: Final = 20.0
HEATER_W: Final = 3000.0
CONTACTOR_MA: Final = 92.0
"""The coil of one heater contactor, 2.2 W (Finder 22.32); the other is taken to draw the same. Beside the shunt."""
CONTACTORS: Final = 2
BATH_COILS: Final = 5
MAINS_V: Final = 230.0
RELIEF_HOLD_MMHG: Final = 165.0
TAPS: Final = 9
TAP_OHM: Final = 62.2e3


def _coils_a() -> tuple[float, float]:
    """Valve coils and contactor coils, all energised."""
    valves = sum(amps for amps in CURRENT_A.values() if amps >= 0.08)
    return valves, sum(CURRENT_A.values()) - valves


def relief_flow_lpm(manifold_mmhg: float) -> float:
    """What the relief valve passes at a manifold pressure, by the plant's law."""
    return balance.RELIEF_ML_S_MMHG * max(0.0, manifold_mmhg - balance.RELIEF_CRACK_MMHG) * 60.0 / 1000.0


def pump_flow_lpm(manifold_mmhg: float, free_lpm: float) -> float:
    """What the pump moves against a manifold pressure, by the plant's law."""
    return free_lpm * max(0.0, 1.0 - manifold_mmhg / balance.STALL_MMHG)


def manifold_max_mmhg(free_lpm: float) -> float:
    """Where the relief passes all that a pump at full speed brings into a closed leg."""
    low, high = balance.RELIEF_CRACK_MMHG, balance.STALL_MMHG
    for _ in range(60):
        middle = 0.5 * (low + high)
        if relief_flow_lpm(middle) < pump_flow_lpm(middle, free_lpm):
            low = middle
        else:
            high = middle
    return high


def vent_s(setup: PlantSetup, from_mmhg: float, to_mmhg: float) -> float:
    """Seconds for one vent alone to empty five zones: the plant's orifices and hoses, stepped."""
    zone = air.in_series(air.flow_factor(setup.valve_mm), air.hose_factor(setup.hose_mm))
    factor = air.in_series(5.0 * zone, air.flow_factor(setup.vent_mm))
    volume = 1000.0 * setup.slack_l[0]
    pressure, time_s, step_s = from_mmhg, 0.0, 0.002
    gas = air.content_ml(pressure, volume)
    while pressure > to_mmhg and time_s < 60.0:
        gas -= factor * pressure**0.5 / 5.0 * step_s
        pressure = air.pressure_mmhg(gas, volume)
        time_s += step_s
    return time_s


def _bath_coil_low_ma() -> float:
    """What each of five coils of the baths must draw, or the firmware takes them for wrong (core/current.py)."""
    asked_ma = BATH_COILS * limits.CONTACTOR_COIL_MA
    return (asked_ma * (100 - limits.OUTPUTS_OFF_PCT) / 100 - limits.BATH_COILS_OFF_MA) / BATH_COILS


def _logic_a(v5_ma: float) -> float:
    """What the 5 V take of the 24 V: a regulator passes the current, the converter before it the power."""
    return v5_ma / 1e3 * V6_V / DCDC_SHARE / SUPPLY_V


def _heat_w(valves_a: float, contactors_a: float, pumps_a: float, v5_ma: float, chain_ma: float) -> float:
    """All coils on, pumps a share of the time."""
    coils_a = valves_a + contactors_a + CONTACTORS * CONTACTOR_MA / 1e3
    return SUPPLY_V * (coils_a + pumps_a * PUMP_DUTY + _logic_a(v5_ma) + chain_ma / 1e3)


def _five_volt(v5_ma: float) -> dict[str, float]:
    """What the 5 V give and their regulator bears, it and the converter before it as far off as their sheets allow."""
    low_v, high_v = 5.0 * (1.0 - V5_OFF), 5.0 * (1.0 + V5_OFF)
    v6_low_v, v6_high_v = V6_V * (1.0 - V6_OFF), V6_V * (1.0 + V6_OFF)
    return {
        "v5_ma": v5_ma,
        "sensors_ma": SENSORS * SENSOR_MA,
        "v5_max_v": high_v,
        "v6_max_v": v6_high_v,
        "v6_room_mv": 1e3 * (v6_low_v - high_v),
        "ldo_mw": v5_ma * (v6_high_v - low_v),
    }


def numbers() -> dict[str, float]:
    """Every name that parts.toml may use, with its value in the unit its name ends with."""
    setup = PlantSetup()
    valves_a, contactors_a = _coils_a()
    pumps_a = 2 * pump.FULL_A
    actuators_ma = 1e3 * (valves_a + contactors_a + pumps_a) + CONTACTORS * CONTACTOR_MA
    v5_ma = SENSORS * SENSOR_MA + DRIVERS * DRIVER_MA + CONVERTERS_MA + PANEL_MA + PICO_MA + LOGIC_MA
    chain_ma = 1e3 * (SUPPLY_V / RELAY_COIL_OHM + TAPS * SUPPLY_V / TAP_OHM) + 5.0
    logic_a = _logic_a(v5_ma)
    heat_w = _heat_w(valves_a, contactors_a, pumps_a, v5_ma, chain_ma)
    most = manifold_max_mmhg(setup.pump_lpm)
    return {
        "coil_ma": limits.COIL_MA,
        "contactor_coil_ma": limits.CONTACTOR_COIL_MA,
        "bath_coil_low_ma": _bath_coil_low_ma(),
        "contactor_ma": CONTACTOR_MA,
        "pump_ma": 1e3 * pump.FULL_A,
        "pump_start_ma": 1e3 * pump.FULL_A * PUMP_STARTS,
        "actuators_ma": actuators_ma,
        "fuse_need_ma": MARGIN * actuators_ma,
        "chain_ma": chain_ma,
        "coil_relay_ma": 1e3 * SUPPLY_MAX_V / RELAY_COIL_OHM,
        **_five_volt(v5_ma),
        "v3_ma": DISPLAY_MA + V3_REST_MA,
        "station_ma": actuators_ma + chain_ma + 1e3 * logic_a,
        "shunt_mw": 1e3 * (actuators_ma / 1e3) ** 2 * 0.05,
        "bleed_mw": 1e3 * SUPPLY_MAX_V**2 / 2200.0,
        "heat_w": heat_w,
        "enclosure_w": ENCLOSURE_M2 * SURFACE_W_M2_K * RISE_K,
        "heater_a": HEATER_W / MAINS_V,
        "pump_lpm": setup.pump_lpm,
        "stall_mmhg": balance.STALL_MMHG,
        "manifold_max_mmhg": most,
        "relief_need_lpm": pump_flow_lpm(RELIEF_HOLD_MMHG, setup.pump_lpm),
        "bore_mm": min(setup.valve_mm, setup.vent_mm),
        "hose_mm": setup.hose_mm,
        "hose_m": air.HOSE_LENGTH_MM / 1000.0,
        "manifold_ml": air.MANIFOLD_ML,
        "one_vent_s": vent_s(setup, 110.0, 10.0),
    }
