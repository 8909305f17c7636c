"""Every fault the station can raise: code, name, unit, what staff read, what to do. The only place for these words.

1xx pressure, 2xx sensor, 3xx actuator, 4xx bath, 5xx storage, link, system. A row:
(code, name, unit of measured and limit, words, remedy, acknowledged at the panel only).
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
SENSOR_OPEN = 201
SENSOR_SHORT = 202
SENSOR_ZERO = 203
VALVE_STUCK_CLOSED = 301
SHIFT_READBACK = 302
VENT_STUCK_CLOSED = 303
MANIFOLD_NO_RISE = 304
CHAIN_OPEN = 310
CHAIN_STUCK = 311
SUPPLY_LOW = 312
ESTOP = 320
BATH_OVER = 401
BATH_UNDER = 402
BATH_TWINS = 403
THERMISTOR_OPEN = 404
THERMISTOR_SHORT = 405
JOURNAL_FAILING = 501
WATCHDOG_RESET = 502
TICK_LATE = 503
FIRMWARE_ERROR = 504
ADC_REFERENCE = 505
HEAP_LOW = 506
LEASE_EXPIRED = 507
SESSION_TOO_LONG = 508

# fmt: off
FAULTS = (
    (OVER_PRESSURE, "over_pressure", "mmHg", "A zone is above the highest pressure allowed.",
     "Do not use the station until a technician has found the cause: valve, pump or sensor of that zone.", True),
    (MANIFOLD_OVER_TARGET, "manifold_over_target", "mmHg", "The pump pushes against a blocked path.",
     "Look for a kinked hose at the zone named; if it is free, the zone valve sticks.", False),
    (ZONE_OVER_MANIFOLD, "zone_over_manifold", "mmHg", "A filling zone reads above the manifold that feeds it.",
     "The zone's sensor or the manifold's sensor reads wrong: have it checked.", False),
    (BODY_LOAD, "body_load", "mmHg", "A zone stays above its target though it was relieved.",
     "Ask the athlete to relax the leg; start again with a lower preset if it is tight.", False),
    (LEAK, "leak", "s", "A zone needs air again and again.",
     "Check the zip, the coupling and the hose of the zone named; replace the garment if it leaks.", False),
    (SLOW_FILL, "slow_fill", "s", "A zone does not reach its pressure in the time allowed.",
     "Check that the zone named is fitted, zipped and coupled; if it is, the pump is weak.", False),
    (FAILED_VENT, "failed_vent", "mmHg", "A zone did not empty in time.",
     "Pull that zone's coupling now, then open the zip.", True),
    (LONG_HOLD, "long_hold", "s", "A zone was under pressure too long without release.",
     "Pull that zone's coupling now; then have its valve checked.", True),
    (HOSE_OFF, "hose_off", "mmHg", "A zone takes air but no pressure: hose off, zip open or zone not fitted.",
     "Fit and couple the zone named, or choose a preset that leaves it off.", False),
    (PRESSURE_AT_REST, "pressure_at_rest", "mmHg", "There is pressure in a zone that must be empty before a session.",
     "Take the boots off and wait; if it stays, have that zone's valve and sensor checked.", False),
    (SENSOR_OPEN, "sensor_open", "mV", "A pressure sensor's wire is open.",
     "Have the plug and wire of the sensor named checked.", False),
    (SENSOR_SHORT, "sensor_short", "mV", "A pressure sensor reads its supply: shorted or broken.",
     "Have the sensor named replaced.", False),
    (SENSOR_ZERO, "sensor_zero", "mV", "A pressure sensor does not read zero in an empty zone.",
     "Have the sensor named calibrated; replace it if it drifts again.", False),
    (VALVE_STUCK_CLOSED, "valve_stuck_closed", "mmHg", "Air does not reach a zone.",
     "Look for a kinked hose at the zone named; if it is free, replace its valve.", False),
    (VENT_STUCK_CLOSED, "vent_stuck_closed", "mmHg", "One of a leg's two vents does not let the air out.",
     "Have the vent named replaced; the other one alone still empties the leg.", False),
    (MANIFOLD_NO_RISE, "manifold_no_rise", "mmHg", "The pump builds no pressure against closed valves.",
     "Have that leg's pump checked, then its valves: one of them does not seal.", False),
    (SHIFT_READBACK, "shift_readback", "bits", "The valve drivers did not take the word they were sent.",
     "Have the driver board and its cable checked.", False),
    (CHAIN_OPEN, "chain_open", "", "The safety chain opened.",
     "The link named opened: pressure switch, cut-out, heartbeat or relay. Have it checked.", False),
    (CHAIN_STUCK, "chain_stuck", "ms", "The safety chain did not open when it was told to.",
     "Do not use the station: the chain relay or the monostable sticks. Call a technician.", False),
    (SUPPLY_LOW, "supply_low", "mV", "The actuator supply is out of range.",
     "Have the 24 V supply and its fuse checked.", False),
    (ESTOP, "estop", "", "The emergency stop was pressed.",
     "Help the athlete first. Release the button, then acknowledge here.", True),
    (BATH_OVER, "bath_over", "0.01 degC", "A bath is too hot.",
     "Everybody out. Cool the bath and have the heater checked.", False),
    (BATH_UNDER, "bath_under", "0.01 degC", "A bath is too cold.",
     "Everybody out. Warm the bath and have the chiller checked.", False),
    (BATH_TWINS, "bath_twins", "0.01 degC", "The two thermometers of a bath disagree.",
     "Stir the bath; if they still differ, have the thermistors checked.", False),
    (THERMISTOR_OPEN, "thermistor_open", "mV", "A bath thermometer's wire is open.",
     "Have the plug and wire of the thermistor named checked.", False),
    (THERMISTOR_SHORT, "thermistor_short", "mV", "A bath thermometer is shorted.",
     "Have the thermistor named replaced.", False),
    (JOURNAL_FAILING, "journal_failing", "", "The station cannot keep its records.",
     "Have the memory chip checked; pull the logs before switching off.", False),
    (WATCHDOG_RESET, "watchdog_reset", "", "The controller stopped answering and was reset during a session.",
     "Pull the logs and send them to the technician; acknowledge to go on.", False),
    (TICK_LATE, "tick_late", "ms", "The controller was too slow.",
     "Acknowledge to go on; tell the technician if it comes back.", False),
    (FIRMWARE_ERROR, "firmware_error", "", "The firmware met an error and stopped everything.",
     "Pull the logs and send them to the technician; acknowledge to go on.", False),
    (ADC_REFERENCE, "adc_reference", "mV", "The converters' reference voltage is out of range.",
     "Have the 5 V reference checked: no reading can be trusted.", False),
    (HEAP_LOW, "heap_low", "B", "The controller runs out of memory.",
     "Switch off and on; tell the technician if it comes back.", False),
    (SESSION_TOO_LONG, "session_too_long", "s", "The session ran longer than any session may.",
     "Acknowledge to go on; tell the technician if it comes back.", False),
    (LEASE_EXPIRED, "lease_expired", "ms", "The control stopped renewing what it asks of the outputs.",
     "Acknowledge to go on; tell the technician if it comes back.", False),
)
# fmt: on

# what the channel number of a fault means; a code not listed here has no channel
VENT_NAMES = ("L vent 1", "R vent 1", "L vent 2", "R vent 2")
BATH_NAMES = ("hot", "cold")
CHANNELS = {
    OVER_PRESSURE: ZONE_NAMES,
    MANIFOLD_OVER_TARGET: LEG_NAMES,
    ZONE_OVER_MANIFOLD: LEG_NAMES,
    BODY_LOAD: ZONE_NAMES,
    LEAK: ZONE_NAMES,
    SLOW_FILL: ZONE_NAMES,
    FAILED_VENT: ZONE_NAMES,
    LONG_HOLD: ZONE_NAMES,
    HOSE_OFF: ZONE_NAMES,
    PRESSURE_AT_REST: ZONE_NAMES,
    SENSOR_OPEN: PRESSURE_NAMES,
    SENSOR_SHORT: PRESSURE_NAMES,
    SENSOR_ZERO: PRESSURE_NAMES,
    VALVE_STUCK_CLOSED: ZONE_NAMES,
    VENT_STUCK_CLOSED: VENT_NAMES,
    MANIFOLD_NO_RISE: LEG_NAMES,
    CHAIN_OPEN: LINK_NAMES,
    BATH_OVER: BATH_NAMES,
    BATH_UNDER: BATH_NAMES,
    BATH_TWINS: BATH_NAMES,
    THERMISTOR_OPEN: THERMISTOR_NAMES,
    THERMISTOR_SHORT: THERMISTOR_NAMES,
}


def channel_name(code, channel):
    """The part a fault names, such as "L3"; an empty text when the code has no channel."""
    names = CHANNELS.get(code, ())
    return names[channel] if 0 <= channel < len(names) else ""


def row(code):
    """The row of `code`, or None for a code of another firmware version."""
    for fault in FAULTS:
        if fault[0] == code:
            return fault
    return None


def name(code):
    """The name of `code`; an unknown one is named by its number."""
    found = row(code)
    return found[1] if found else "fault_%d" % code


def remedy(code):
    """What staff do, ending as every remedy ends."""
    found = row(code)
    return (found[4] + " " if found else "") + AFTER_EVERY_FAULT


def panel_only(code):
    """True when only a person at the panel may acknowledge `code`; an unknown fault is one of these."""
    found = row(code)
    return found[5] if found else True
