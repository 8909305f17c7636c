"""Name, unit and channels of every fault. A row: (code, name, unit of measured and limit)."""

from . import fault
from .outputs import BATH_NAMES, LEG_NAMES, ZONE_NAMES
from .reading import LINK_NAMES, PRESSURE_NAMES, THERMISTOR_NAMES

AFTER_EVERY_FAULT = "Check that both boots are slack; if not, pull the couplings, then the zips."

FAULTS = (
    (fault.OVER_PRESSURE, "over_pressure", "mmHg"),
    (fault.MANIFOLD_OVER_TARGET, "manifold_over_target", "mmHg"),
    (fault.ZONE_OVER_MANIFOLD, "zone_over_manifold", "mmHg"),
    (fault.BODY_LOAD, "body_load", "mmHg"),
    (fault.LEAK, "leak", "s"),
    (fault.LEAK_FALL, "leak", "mmHg/s"),
    (fault.LEAK_LOW, "leak", "mmHg"),
    (fault.GRADIENT, "gradient", "mmHg"),
    (fault.HOSE_KINKED, "hose_kinked", "mmHg"),
    (fault.SLOW_FILL, "slow_fill", "s"),
    (fault.FAILED_VENT, "failed_vent", "mmHg"),
    (fault.LONG_HOLD, "long_hold", "s"),
    (fault.HOSE_OFF, "hose_off", "mmHg"),
    (fault.PRESSURE_AT_REST, "pressure_at_rest", "mmHg"),
    (fault.SENSOR_OPEN, "sensor_open", "mV"),
    (fault.SENSOR_SHORT, "sensor_short", "mV"),
    (fault.SENSOR_ZERO, "sensor_zero", "mmHg"),
    (fault.SENSOR_UNCALIBRATED, "sensor_uncalibrated", ""),
    (fault.SENSOR_UNSTEADY, "sensor_unsteady", "mmHg"),
    (fault.SENSOR_FROZEN, "sensor_frozen", "mmHg"),
    (fault.SENSOR_DRIFT, "sensor_drift", "mmHg"),
    (fault.VALVE_STUCK_CLOSED, "valve_stuck_closed", "mmHg"),
    (fault.VENT_STUCK_CLOSED, "vent_stuck_closed", "mmHg"),
    (fault.MANIFOLD_NO_RISE, "manifold_no_rise", "mmHg"),
    (fault.VALVE_STUCK_OPEN, "valve_stuck_open", "mmHg"),
    (fault.ZONE_VALVE_LEAK, "zone_valve_leak", "mmHg"),
    (fault.VENT_STUCK_OPEN, "vent_stuck_open", "mmHg"),
    (fault.PUMP_DEAD, "pump_dead", "mA"),
    (fault.PUMP_WEAK, "pump_weak", "mmHg"),
    (fault.PUMP_STUCK_ON, "pump_stuck_on", "mA"),
    (fault.OUTPUT_CURRENT, "output_current", "mA"),
    (fault.CONTACTOR_WELDED, "contactor_welded", ""),
    (fault.SHIFT_READBACK, "shift_readback", "bits"),
    (fault.CHAIN_OPEN, "chain_open", ""),
    (fault.CHAIN_STUCK, "chain_stuck", "ms"),
    (fault.SUPPLY_LOW, "supply_low", "mV"),
    (fault.ESTOP, "estop", ""),
    (fault.ESTOP_STUCK, "estop_stuck", ""),
    (fault.PRESSURE_SWITCH_STUCK, "pressure_switch_stuck", "mmHg"),
    (fault.BATH_OVER, "bath_over", "0.01 degC"),
    (fault.BATH_UNDER, "bath_under", "0.01 degC"),
    (fault.BATH_TWINS, "bath_twins", "0.01 degC"),
    (fault.THERMISTOR_OPEN, "thermistor_open", "mV"),
    (fault.THERMISTOR_SHORT, "thermistor_short", "mV"),
    (fault.HEATER_STUCK_ON, "heater_stuck_on", "0.01 degC"),
    (fault.CHILLER_STUCK_ON, "chiller_stuck_on", "0.01 degC"),
    (fault.HEATER_NO_EFFECT, "heater_no_effect", "0.01 degC"),
    (fault.CHILLER_NO_EFFECT, "chiller_no_effect", "0.01 degC"),
    (fault.JOURNAL_FAILING, "journal_failing", ""),
    (fault.WATCHDOG_RESET, "watchdog_reset", ""),
    (fault.TICK_LATE, "tick_late", "ms"),
    (fault.FIRMWARE_ERROR, "firmware_error", ""),
    (fault.ADC_REFERENCE, "adc_reference", "mV"),
    (fault.HEAP_LOW, "heap_low", "B"),
    (fault.SESSION_TOO_LONG, "session_too_long", "s"),
    (fault.LEASE_EXPIRED, "lease_expired", "ms"),
    (fault.CLOCK_WRONG, "clock_wrong", "s"),
    (fault.FIRMWARE_DAMAGED, "firmware_damaged", ""),
    (fault.SETTINGS_DAMAGED, "settings_damaged", ""),
    (fault.MEMORY_NEWER, "memory_newer", ""),
)

# what the channel number of a fault means; a code not listed here has no channel
VENT_NAMES = ("L vent 1", "R vent 1", "L vent 2", "R vent 2")
CONTACTOR_NAMES = ("contactor 1", "contactor 2")
POLE_NAMES = ("A", "B")
# one output named by a current that is wrong while it alone is driven; the last one when the sum of all is wrong
OUTPUT_NAMES = ZONE_NAMES + (
    "L vent 1",
    "L vent 2",
    "R vent 1",
    "R vent 2",
    "left pump",
    "right pump",
    "outputs",
)
CHANNELS = {
    fault.OVER_PRESSURE: ZONE_NAMES,
    fault.MANIFOLD_OVER_TARGET: LEG_NAMES,
    fault.ZONE_OVER_MANIFOLD: LEG_NAMES,
    fault.BODY_LOAD: ZONE_NAMES,
    fault.LEAK: ZONE_NAMES,
    fault.LEAK_FALL: ZONE_NAMES,
    fault.LEAK_LOW: ZONE_NAMES,
    fault.GRADIENT: ZONE_NAMES,
    fault.HOSE_KINKED: ZONE_NAMES,
    fault.SLOW_FILL: ZONE_NAMES,
    fault.FAILED_VENT: ZONE_NAMES,
    fault.LONG_HOLD: ZONE_NAMES,
    fault.HOSE_OFF: ZONE_NAMES,
    fault.PRESSURE_AT_REST: ZONE_NAMES,
    fault.SENSOR_OPEN: PRESSURE_NAMES,
    fault.SENSOR_SHORT: PRESSURE_NAMES,
    fault.SENSOR_ZERO: PRESSURE_NAMES,
    fault.SENSOR_UNCALIBRATED: PRESSURE_NAMES,
    fault.SENSOR_UNSTEADY: PRESSURE_NAMES,
    fault.SENSOR_FROZEN: PRESSURE_NAMES,
    fault.SENSOR_DRIFT: PRESSURE_NAMES,
    fault.VALVE_STUCK_CLOSED: ZONE_NAMES,
    fault.VALVE_STUCK_OPEN: ZONE_NAMES,
    fault.ZONE_VALVE_LEAK: ZONE_NAMES,
    fault.VENT_STUCK_OPEN: LEG_NAMES,
    fault.PUMP_DEAD: LEG_NAMES,
    fault.PUMP_WEAK: LEG_NAMES,
    fault.PUMP_STUCK_ON: LEG_NAMES,
    fault.OUTPUT_CURRENT: OUTPUT_NAMES,
    fault.VENT_STUCK_CLOSED: VENT_NAMES,
    fault.MANIFOLD_NO_RISE: LEG_NAMES,
    fault.CHAIN_OPEN: LINK_NAMES,
    fault.ESTOP_STUCK: POLE_NAMES,
    fault.PRESSURE_SWITCH_STUCK: LEG_NAMES,
    fault.BATH_OVER: BATH_NAMES,
    fault.BATH_UNDER: BATH_NAMES,
    fault.BATH_TWINS: BATH_NAMES,
    fault.THERMISTOR_OPEN: THERMISTOR_NAMES,
    fault.THERMISTOR_SHORT: THERMISTOR_NAMES,
    fault.HEATER_STUCK_ON: BATH_NAMES,
    fault.CHILLER_STUCK_ON: BATH_NAMES,
    fault.HEATER_NO_EFFECT: BATH_NAMES,
    fault.CHILLER_NO_EFFECT: BATH_NAMES,
    fault.CONTACTOR_WELDED: CONTACTOR_NAMES,
}


def channel_name(code, channel):
    """The part a fault names, such as "L3"; an empty text when the code has no channel."""
    names = CHANNELS.get(code, ())
    return names[channel] if 0 <= channel < len(names) else ""


def find(code):
    """The row of `code`, or None."""
    for row in FAULTS:
        if row[0] == code:
            return row
    return None


def row(code):
    """(code, name, unit, words, remedy, panel only) of `code`, or None for a code of another firmware version."""
    found = find(code)
    if found is None:
        return None
    from .fault_words import WORDS

    return found + WORDS[code] + (fault.panel_only(code),)


def name(code):
    """The name of `code`; an unknown one is named by its number."""
    found = find(code)
    return found[1] if found else "fault_%d" % code


def remedy(code):
    """What staff do, ending as every remedy ends."""
    found = row(code)
    return (found[4] + " " if found else "") + AFTER_EVERY_FAULT
