"""Every fault the station can raise: its number, name, unit and who may acknowledge it; its words in fault_words.py.

1xx pressure, 2xx sensor, 3xx actuator, 4xx bath, 5xx storage, link, system. A row:
(code, name, unit of measured and limit, acknowledged at the panel only).
"""

from .outputs import LEG_NAMES, ZONE_NAMES
from .reading import LINK_NAMES, PRESSURE_NAMES, THERMISTOR_NAMES

AFTER_EVERY_FAULT = "Check that both boots are slack; if not, pull the couplings, then the zips."

OVER_PRESSURE = 101
MANIFOLD_OVER_TARGET = 102
ZONE_OVER_MANIFOLD = 103
BODY_LOAD = 104
LEAK = 105
SLOW_FILL = 106
FAILED_VENT = 107
LONG_HOLD = 108
HOSE_OFF = 109
PRESSURE_AT_REST = 110
LEAK_FALL = 111
LEAK_LOW = 112
GRADIENT = 113
HOSE_KINKED = 114
SENSOR_OPEN = 201
SENSOR_SHORT = 202
SENSOR_ZERO = 203
SENSOR_UNCALIBRATED = 204
SENSOR_UNSTEADY = 205
SENSOR_FROZEN = 206
SENSOR_DRIFT = 207
VALVE_STUCK_CLOSED = 301
SHIFT_READBACK = 302
VENT_STUCK_CLOSED = 303
MANIFOLD_NO_RISE = 304
VALVE_STUCK_OPEN = 305
ZONE_VALVE_LEAK = 306
VENT_STUCK_OPEN = 307
PUMP_DEAD = 308
PUMP_WEAK = 309
CHAIN_OPEN = 310
CHAIN_STUCK = 311
SUPPLY_LOW = 312
PUMP_STUCK_ON = 313
OUTPUT_CURRENT = 314
ESTOP = 320
ESTOP_STUCK = 321
PRESSURE_SWITCH_STUCK = 322
DAILY_TEST = 323
BATH_OVER = 401
BATH_UNDER = 402
BATH_TWINS = 403
THERMISTOR_OPEN = 404
THERMISTOR_SHORT = 405
HEATER_STUCK_ON = 406
CHILLER_STUCK_ON = 407
JOURNAL_FAILING = 501
WATCHDOG_RESET = 502
TICK_LATE = 503
FIRMWARE_ERROR = 504
ADC_REFERENCE = 505
HEAP_LOW = 506
LEASE_EXPIRED = 507
SESSION_TOO_LONG = 508
CLOCK_WRONG = 509

FAULTS = (
    (OVER_PRESSURE, "over_pressure", "mmHg", True),
    (MANIFOLD_OVER_TARGET, "manifold_over_target", "mmHg", False),
    (ZONE_OVER_MANIFOLD, "zone_over_manifold", "mmHg", False),
    (BODY_LOAD, "body_load", "mmHg", False),
    (LEAK, "leak", "s", False),
    (LEAK_FALL, "leak", "mmHg/s", False),
    (LEAK_LOW, "leak", "mmHg", False),
    (GRADIENT, "gradient", "mmHg", False),
    (HOSE_KINKED, "hose_kinked", "mmHg", False),
    (SLOW_FILL, "slow_fill", "s", False),
    (FAILED_VENT, "failed_vent", "mmHg", True),
    (LONG_HOLD, "long_hold", "s", True),
    (HOSE_OFF, "hose_off", "mmHg", False),
    (PRESSURE_AT_REST, "pressure_at_rest", "mmHg", False),
    (SENSOR_OPEN, "sensor_open", "mV", False),
    (SENSOR_SHORT, "sensor_short", "mV", False),
    (SENSOR_ZERO, "sensor_zero", "mmHg", False),
    (SENSOR_UNCALIBRATED, "sensor_uncalibrated", "", False),
    (SENSOR_UNSTEADY, "sensor_unsteady", "mmHg", False),
    (SENSOR_FROZEN, "sensor_frozen", "mmHg", False),
    (SENSOR_DRIFT, "sensor_drift", "mmHg", False),
    (VALVE_STUCK_CLOSED, "valve_stuck_closed", "mmHg", False),
    (VENT_STUCK_CLOSED, "vent_stuck_closed", "mmHg", False),
    (MANIFOLD_NO_RISE, "manifold_no_rise", "mmHg", False),
    (VALVE_STUCK_OPEN, "valve_stuck_open", "mmHg", False),
    (ZONE_VALVE_LEAK, "zone_valve_leak", "mmHg", False),
    (VENT_STUCK_OPEN, "vent_stuck_open", "mmHg", False),
    (PUMP_DEAD, "pump_dead", "mA", False),
    (PUMP_WEAK, "pump_weak", "mmHg", False),
    (PUMP_STUCK_ON, "pump_stuck_on", "mA", False),
    (OUTPUT_CURRENT, "output_current", "mA", False),
    (SHIFT_READBACK, "shift_readback", "bits", False),
    (CHAIN_OPEN, "chain_open", "", False),
    (CHAIN_STUCK, "chain_stuck", "ms", False),
    (SUPPLY_LOW, "supply_low", "mV", False),
    (ESTOP, "estop", "", True),
    (ESTOP_STUCK, "estop_stuck", "", True),
    (PRESSURE_SWITCH_STUCK, "pressure_switch_stuck", "mmHg", True),
    (DAILY_TEST, "daily_test", "", False),
    (BATH_OVER, "bath_over", "0.01 degC", False),
    (BATH_UNDER, "bath_under", "0.01 degC", False),
    (BATH_TWINS, "bath_twins", "0.01 degC", False),
    (THERMISTOR_OPEN, "thermistor_open", "mV", False),
    (THERMISTOR_SHORT, "thermistor_short", "mV", False),
    (HEATER_STUCK_ON, "heater_stuck_on", "0.01 degC", False),
    (CHILLER_STUCK_ON, "chiller_stuck_on", "0.01 degC", False),
    (JOURNAL_FAILING, "journal_failing", "", False),
    (WATCHDOG_RESET, "watchdog_reset", "", False),
    (TICK_LATE, "tick_late", "ms", False),
    (FIRMWARE_ERROR, "firmware_error", "", False),
    (ADC_REFERENCE, "adc_reference", "mV", False),
    (HEAP_LOW, "heap_low", "B", False),
    (SESSION_TOO_LONG, "session_too_long", "s", False),
    (LEASE_EXPIRED, "lease_expired", "ms", False),
    (CLOCK_WRONG, "clock_wrong", "s", False),
)

# what the channel number of a fault means; a code not listed here has no channel
VENT_NAMES = ("L vent 1", "R vent 1", "L vent 2", "R vent 2")
BATH_NAMES = ("hot", "cold")
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
    OVER_PRESSURE: ZONE_NAMES,
    MANIFOLD_OVER_TARGET: LEG_NAMES,
    ZONE_OVER_MANIFOLD: LEG_NAMES,
    BODY_LOAD: ZONE_NAMES,
    LEAK: ZONE_NAMES,
    LEAK_FALL: ZONE_NAMES,
    LEAK_LOW: ZONE_NAMES,
    GRADIENT: ZONE_NAMES,
    HOSE_KINKED: ZONE_NAMES,
    SLOW_FILL: ZONE_NAMES,
    FAILED_VENT: ZONE_NAMES,
    LONG_HOLD: ZONE_NAMES,
    HOSE_OFF: ZONE_NAMES,
    PRESSURE_AT_REST: ZONE_NAMES,
    SENSOR_OPEN: PRESSURE_NAMES,
    SENSOR_SHORT: PRESSURE_NAMES,
    SENSOR_ZERO: PRESSURE_NAMES,
    SENSOR_UNCALIBRATED: PRESSURE_NAMES,
    SENSOR_UNSTEADY: PRESSURE_NAMES,
    SENSOR_FROZEN: PRESSURE_NAMES,
    SENSOR_DRIFT: PRESSURE_NAMES,
    VALVE_STUCK_CLOSED: ZONE_NAMES,
    VALVE_STUCK_OPEN: ZONE_NAMES,
    ZONE_VALVE_LEAK: ZONE_NAMES,
    VENT_STUCK_OPEN: LEG_NAMES,
    PUMP_DEAD: LEG_NAMES,
    PUMP_WEAK: LEG_NAMES,
    PUMP_STUCK_ON: LEG_NAMES,
    OUTPUT_CURRENT: OUTPUT_NAMES,
    VENT_STUCK_CLOSED: VENT_NAMES,
    MANIFOLD_NO_RISE: LEG_NAMES,
    CHAIN_OPEN: LINK_NAMES,
    ESTOP_STUCK: POLE_NAMES,
    PRESSURE_SWITCH_STUCK: LEG_NAMES,
    BATH_OVER: BATH_NAMES,
    BATH_UNDER: BATH_NAMES,
    BATH_TWINS: BATH_NAMES,
    THERMISTOR_OPEN: THERMISTOR_NAMES,
    THERMISTOR_SHORT: THERMISTOR_NAMES,
    HEATER_STUCK_ON: BATH_NAMES,
    CHILLER_STUCK_ON: BATH_NAMES,
}


def channel_name(code, channel):
    """The part a fault names, such as "L3"; an empty text when the code has no channel."""
    names = CHANNELS.get(code, ())
    return names[channel] if 0 <= channel < len(names) else ""


def _find(code):
    for fault in FAULTS:
        if fault[0] == code:
            return fault
    return None


def row(code):
    """(code, name, unit, words, remedy, panel only) of `code`, or None for a code of another firmware version.

    The words are loaded only here: the board's tick and link speak in numbers, and heap is short.
    """
    found = _find(code)
    if found is None:
        return None
    from .fault_words import WORDS

    return found[:3] + WORDS[code] + found[3:]


def name(code):
    """The name of `code`; an unknown one is named by its number."""
    found = _find(code)
    return found[1] if found else "fault_%d" % code


def remedy(code):
    """What staff do, ending as every remedy ends."""
    found = row(code)
    return (found[4] + " " if found else "") + AFTER_EVERY_FAULT


def panel_only(code):
    """True when only a person at the panel may acknowledge `code`; an unknown fault is one of these."""
    found = _find(code)
    return found[3] if found else True
