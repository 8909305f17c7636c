"""What each physical injection does to the plant: one small function a row of the table in `injections`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from recovery_station.virtual.plant.chain import LINKS
from recovery_station.virtual.plant.places import Place
from recovery_station.virtual.plant.sensing import CODES, CODES_A_MMHG, SensorFault

if TYPE_CHECKING:
    from recovery_station.virtual.plant.leg import Leg
    from recovery_station.virtual.plant.plant import Plant

Effect = Callable[["Plant", Place, float], None]

THERMISTOR_CODES_A_DEGC: Final = -45.0
"""Slope of a thermistor's divider between the cold and the hot bath, good to a fifth."""


def _on_leg(change: Callable[[Leg, Place, float], None]) -> Effect:
    """An effect on one leg, after which its connections are drawn again."""

    def effect(plant: Plant, place: Place, value: float) -> None:
        leg = plant.legs[place.leg]
        change(leg, place, value)
        leg.connect(leg.closed, leg.vents, plant.t_us)

    return effect


def _valve_stuck_open(leg: Leg, place: Place, _value: float) -> None:
    leg.valve_stuck_open |= 1 << place.zone


def _valve_stuck_closed(leg: Leg, place: Place, _value: float) -> None:
    leg.valve_stuck_closed |= 1 << place.zone


def _zone_valve_leak(leg: Leg, place: Place, value: float) -> None:
    leg.valve_leak[place.zone] = value


def _vent_stuck_open(leg: Leg, place: Place, _value: float) -> None:
    leg.vent_stuck_open |= 1 << place.index


def _vent_stuck_closed(leg: Leg, place: Place, _value: float) -> None:
    leg.vent_stuck_closed |= 1 << place.index


def _pump_stuck_on(leg: Leg, _place: Place, _value: float) -> None:
    leg.pump.stuck_on = True


def _pump_dead(leg: Leg, _place: Place, _value: float) -> None:
    leg.pump.dead = True


def _pump_weak(leg: Leg, _place: Place, value: float) -> None:
    leg.pump.factor = value


def _hose_off(leg: Leg, place: Place, _value: float) -> None:
    leg.hose_off |= 1 << place.zone


def _hose_kinked(leg: Leg, place: Place, _value: float) -> None:
    leg.kink(place.zone)


def _leak(leg: Leg, place: Place, value: float) -> None:
    leg.leak[place.zone] = value


def _body_load(leg: Leg, place: Place, value: float) -> None:
    leg.load_ml[place.zone] = value


def _relief_stuck(leg: Leg, _place: Place, _value: float) -> None:
    leg.relief_stuck = True


def _on_sensor(kind: str, code: int = -1, codes_a_unit: float = 0.0) -> Effect:
    """A fault of one converter input; `value` becomes codes by `codes_a_unit`."""

    def effect(plant: Plant, place: Place, value: float) -> None:
        plant.sensing.faults[place.index] = SensorFault(kind, value * codes_a_unit, plant.t_us, code)

    return effect


def _sensor_gain(plant: Plant, place: Place, value: float) -> None:
    """A sensor that rises by `value` per cent more than it should; its zero stays, and other faults beside it."""
    plant.sensing.gains[place.index] = 1.0 + value / 100.0


def _on_chain(link: str | None, broken: bool = False) -> Effect:
    """Stick a link closed, or break it; `link` None takes the one that the place names."""

    def effect(plant: Plant, place: Place, _value: float) -> None:
        bit = 1 << (place.index if link is None else LINKS.index(link))
        if broken:
            plant.chain.broken |= bit
        else:
            plant.chain.stuck |= bit
        plant.chain.refresh()

    return effect


def _pressure_switch_stuck(plant: Plant, place: Place, _value: float) -> None:
    plant.chain.stuck |= 1 << LINKS.index("switch_r" if place.leg else "switch_l")
    plant.chain.refresh()


def _contactor_welded(plant: Plant, place: Place, _value: float) -> None:
    plant.baths.welded |= 1 << place.index


def _heater_stuck_on(plant: Plant, _place: Place, _value: float) -> None:
    plant.baths.heater_stuck_on = True


def _chiller_stuck_on(plant: Plant, _place: Place, _value: float) -> None:
    plant.baths.chiller_stuck_on = True


def _bath_degc(plant: Plant, place: Place, value: float) -> None:
    bath = plant.baths.cold if place.index else plant.baths.hot
    bath.put(value)
    # its thermistors are wet by it, now and not at the next second
    plant.baths.next_us = plant.t_us


def _output_stuck(plant: Plant, place: Place, value: float) -> None:
    if value >= 0.5:
        plant.drain_on |= 1 << place.index
    else:
        plant.drain_off |= 1 << place.index


def _adc_reference(plant: Plant, _place: Place, value: float) -> None:
    plant.sensing.reference_v = value


def _clear(plant: Plant, _place: Place, _value: float) -> None:
    plant.clear()


EFFECTS: Final[dict[str, Effect]] = {
    "sensor_open": _on_sensor("open", 0),  # the pull-down at the input
    "sensor_short": _on_sensor("short", CODES - 1),
    "sensor_frozen": _on_sensor("frozen"),
    "sensor_drift": _on_sensor("drift", codes_a_unit=CODES_A_MMHG),
    "sensor_offset": _on_sensor("offset", codes_a_unit=CODES_A_MMHG),
    "sensor_gain": _sensor_gain,
    "valve_stuck_open": _on_leg(_valve_stuck_open),
    "valve_stuck_closed": _on_leg(_valve_stuck_closed),
    "zone_valve_leak": _on_leg(_zone_valve_leak),
    "vent_stuck_closed": _on_leg(_vent_stuck_closed),
    "vent_stuck_open": _on_leg(_vent_stuck_open),
    "pump_stuck_on": _on_leg(_pump_stuck_on),
    "pump_dead": _on_leg(_pump_dead),
    "pump_weak": _on_leg(_pump_weak),
    "hose_off": _on_leg(_hose_off),
    "hose_kinked": _on_leg(_hose_kinked),
    "leak": _on_leg(_leak),
    "body_load": _on_leg(_body_load),
    "relief_stuck": _on_leg(_relief_stuck),
    "pressure_switch_stuck": _pressure_switch_stuck,
    "monostable_stuck": _on_chain("monostable"),
    "chain_relay_stuck": _on_chain("relay"),
    "estop_stuck": _on_chain(None),  # the place's index 0 and 1 are the poles A and B of LINKS
    "cutout_stuck": _on_chain("cutout"),
    "contactor_welded": _contactor_welded,
    "chain_open": _on_chain(None, broken=True),
    "heater_stuck_on": _heater_stuck_on,
    "chiller_stuck_on": _chiller_stuck_on,
    "bath_degc": _bath_degc,
    # the thermistor is the lower arm: without it the divider rises to the reference
    "thermistor_open": _on_sensor("open", CODES - 1),
    "thermistor_short": _on_sensor("short", 0),
    "thermistor_drift": _on_sensor("drift", codes_a_unit=THERMISTOR_CODES_A_DEGC),
    "output_stuck": _output_stuck,
    "adc_reference": _adc_reference,
    "clear": _clear,
}
