"""The table of injections.

What each needs, in which range, whose matter it is. The plant's effects are in `effects`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from recovery_station.virtual.plant.places import PLACES, InjectError, Place, Where


@dataclass(frozen=True, slots=True)
class Injection:
    """`place` is a key of PLACES.

    `default` None means the value must be given, `low > high` that there is none.
    """

    place: str
    low: float = 1.0
    high: float = 0.0
    default: float | None = 0.0
    unit: str = ""
    station: bool = False

    @property
    def valued(self) -> bool:
        """It takes a value."""
        return self.low <= self.high


def _station(low: float = 1.0, high: float = 0.0, default: float | None = 0.0, unit: str = "") -> Injection:
    return Injection("none", low, high, default, unit, station=True)


INJECTIONS: Final[dict[str, Injection]] = {
    "sensor_open": Injection("pressure"),
    "sensor_short": Injection("pressure"),
    "sensor_frozen": Injection("pressure"),
    "sensor_drift": Injection("pressure", -50.0, 50.0, None, "mmHg/s"),
    "sensor_offset": Injection("pressure", -400.0, 400.0, None, "mmHg"),
    "sensor_gain": Injection("pressure", -50.0, 50.0, None, "%"),
    "valve_stuck_open": Injection("zone"),
    "valve_stuck_closed": Injection("zone"),
    "zone_valve_leak": Injection("zone", 0.0, 50.0, 0.5, "ml/s per mmHg"),
    "vent_stuck_closed": Injection("vent"),
    "vent_stuck_open": Injection("vent"),
    "pump_stuck_on": Injection("leg"),
    "pump_dead": Injection("leg"),
    "pump_weak": Injection("leg", 0.0, 1.0, 0.4, "of its flow"),
    "hose_off": Injection("zone"),
    "hose_kinked": Injection("zone"),
    "leak": Injection("zone", 0.0, 50.0, None, "ml/s per mmHg"),
    "body_load": Injection("zone", -1000.0, 1000.0, None, "ml"),
    "relief_stuck": Injection("leg"),
    "pressure_switch_stuck": Injection("leg"),
    "monostable_stuck": Injection("none"),
    "chain_relay_stuck": Injection("none"),
    "estop_stuck": Injection("pole"),
    "cutout_stuck": Injection("none"),
    "contactor_welded": Injection("contactor"),
    "chain_open": Injection("link"),
    "heater_stuck_on": Injection("none"),
    "chiller_stuck_on": Injection("none"),
    "bath_degc": Injection("bath", 0.0, 70.0, None, "degC"),
    "thermistor_open": Injection("thermistor"),
    "thermistor_short": Injection("thermistor"),
    "thermistor_drift": Injection("thermistor", -1.0, 1.0, 0.05, "degC/s"),
    "output_stuck": Injection("drain", 0.0, 1.0, 1.0, "1 = always energised, 0 = never"),
    "adc_reference": Injection("none", 2.0, 7.0, None, "V"),
    "clear": Injection("none"),
    "power_cut": _station(0.02, 86_400.0, 5.0, "s off"),
    "brownout": _station(),
    "firmware_hang": _station(),
    "tick_slow": _station(0.0, 60_000.0, None, "ms"),
    "usb_unplug": _station(0.02, 86_400.0, 5.0, "s off"),
    "host_flood": _station(),
    "chain_bit": _station(0.0, 31.0, 0.0, "bit of the driver word"),
    "fram_dead": _station(),
    "fram_bitflip": _station(1.0, 1000.0, 1.0, "bits"),
    "i2c_stuck": _station(),
    "rtc_wrong": _station(-1e9, 1e9, 3600.0, "s"),
}


def resolve(name: str, where: Where) -> tuple[Injection, Place, float]:
    """The row, the place and the value of an injection as a scenario gives it.

    InjectError says what is wrong.
    """
    row = INJECTIONS.get(name)
    if row is None:
        raise InjectError("inject", name, ", ".join(sorted(INJECTIONS)))
    keys, find = PLACES[row.place]
    allowed = (*keys, "value") if row.valued else keys
    for key, given in where.items():
        if key not in allowed:
            raise InjectError(key, given, f"for {name}: {', '.join(allowed) or 'no key besides at_s'}")
    return row, find(where), _value(name, row, where.get("value"))


def _value(name: str, row: Injection, given: str | int | float | None) -> float:
    if not row.valued:
        return 0.0
    wanted = f"for {name}: a number {row.low:g} to {row.high:g} ({row.unit})"
    value = row.default if given is None else given
    if value is None or isinstance(value, (str, bool)) or not row.low <= value <= row.high:
        raise InjectError("value", given, wanted)
    return float(value)
