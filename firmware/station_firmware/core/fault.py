"""The number of every fault the station can raise, and which only a person at the panel may acknowledge.

1xx pressure, 2xx sensor, 3xx actuator, 4xx bath, 5xx storage, link, system. Names, units and channels are in
fault_table.py and the words in fault_words.py: loaded only where somebody reads them, heap is short on the board.
"""

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
CONTACTOR_WELDED = 315
ESTOP = 320
ESTOP_STUCK = 321
PRESSURE_SWITCH_STUCK = 322
BATH_OVER = 401
BATH_UNDER = 402
BATH_TWINS = 403
THERMISTOR_OPEN = 404
THERMISTOR_SHORT = 405
HEATER_STUCK_ON = 406
CHILLER_STUCK_ON = 407
HEATER_NO_EFFECT = 408
CHILLER_NO_EFFECT = 409
JOURNAL_FAILING = 501
WATCHDOG_RESET = 502
TICK_LATE = 503
FIRMWARE_ERROR = 504
ADC_REFERENCE = 505
HEAP_LOW = 506
LEASE_EXPIRED = 507
SESSION_TOO_LONG = 508
CLOCK_WRONG = 509
FIRMWARE_DAMAGED = 510
SETTINGS_DAMAGED = 511
MEMORY_NEWER = 512

_PANEL_ONLY = (
    OVER_PRESSURE,
    FAILED_VENT,
    LONG_HOLD,
    ESTOP,
    ESTOP_STUCK,
    PRESSURE_SWITCH_STUCK,
)


# first and last number of each group; what lies between them has a row in the table
_KNOWN = ((101, 114), (201, 207), (301, 309), (310, 315), (320, 322), (401, 409), (501, 512))


def panel_only(code):
    """True when only a person at the panel may acknowledge `code`; an unknown fault is one of these.

    The tick asks: nothing is allocated.
    """
    if code in _PANEL_ONLY:
        return True
    known = False
    for first, last in _KNOWN:
        known = known or first <= code <= last
    return not known


def row(code):
    """(code, name, unit, words, remedy, panel only) of `code`, or None for a code of another firmware version."""
    from . import fault_table

    return fault_table.row(code)


def name(code):
    """The name of `code`; an unknown one is named by its number."""
    from . import fault_table

    return fault_table.name(code)


def remedy(code):
    """What staff do, ending as every remedy ends."""
    from . import fault_table

    return fault_table.remedy(code)


def channel_name(code, channel):
    """The part a fault names, such as "L3"; an empty text when the code has no channel."""
    from . import fault_table

    return fault_table.channel_name(code, channel)
