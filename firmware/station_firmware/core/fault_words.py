"""What staff read at each fault and what they do: code, words, remedy. The only place for these words."""

from . import fault

# fmt: off
WORDS = {
    fault.OVER_PRESSURE: (
        "A zone is above the highest pressure allowed.",
        "Do not use the station until a technician has found the cause: valve, pump or sensor of that zone."),
    fault.MANIFOLD_OVER_TARGET: (
        "The pump pushes against a blocked path.",
        "Look for a kinked hose at the zone named; if it is free, the zone valve sticks."),
    fault.ZONE_OVER_MANIFOLD: (
        "A filling zone reads above the manifold that feeds it.",
        "The zone's sensor or the manifold's sensor reads wrong: have it checked."),
    fault.BODY_LOAD: (
        "A zone stays above its target though it was relieved.",
        "Ask the athlete to relax the leg; start again with a lower preset if it is tight."),
    fault.LEAK: (
        "A zone needs air again and again.",
        "Check the zip, the coupling and the hose of the zone named; replace the garment if it leaks."),
    fault.LEAK_FALL: (
        "A zone loses its air while it is closed off.",
        "Check the zip, the coupling and the hose of the zone named; replace the garment if it leaks."),
    fault.LEAK_LOW: (
        "A zone does not keep its pressure.",
        "Check the zip, the coupling and the hose of the zone named, then of the others on that leg."),
    fault.GRADIENT: (
        "A zone holds more pressure than the one below it should allow.",
        "Have the valves and sensors of that zone and the one below it checked."),
    fault.HOSE_KINKED: (
        "The hose of a zone is kinked, or came off while it emptied: the sensor does not feel the zone.",
        "Pull the coupling of the zone named first: it may be tight though it reads slack. Straighten the hose."),
    fault.SENSOR_FROZEN: (
        "A pressure sensor reads the same whatever happens.",
        "Have the sensor named replaced."),
    fault.SENSOR_DRIFT: (
        "A zone's sensor and its manifold's sensor disagree though they are connected.",
        "Have the sensor named and its manifold's calibrated; replace the one that drifts."),
    fault.VALVE_STUCK_OPEN: (
        "A zone's valve does not close.",
        "Have the valve of the zone named replaced, and its driver checked."),
    fault.ZONE_VALVE_LEAK: (
        "A zone's valve does not seal.",
        "Have the valve of the zone named cleaned or replaced."),
    fault.VENT_STUCK_OPEN: (
        "A leg's manifold does not hold air: one of its vents or valves does not seal.",
        "Have the vents of the leg named checked, then the seats of its zone valves."),
    fault.PUMP_DEAD: (
        "A pump that should run draws no current.",
        "Have the pump named, its plug and its driver checked."),
    fault.PUMP_WEAK: (
        "A pump gives too little air.",
        "Have the filter and the pump of the leg named checked."),
    fault.PUMP_STUCK_ON: (
        "A pump runs that should stand still.",
        "Switch the station off; have the pump's driver replaced."),
    fault.OUTPUT_CURRENT: (
        "The outputs draw another current than they should.",
        "Have the output named, its coil and its driver checked; run the self-test to find which one it is."),
    fault.ESTOP_STUCK: (
        "One of the two contacts of the emergency stop did not open.",
        "Do not use the station: have the emergency stop replaced."),
    fault.PRESSURE_SWITCH_STUCK: (
        "A pressure switch did not open when it should.",
        "Do not use the station: have the pressure switch of the leg named replaced."),
    fault.HEATER_STUCK_ON: (
        "A bath warms up though nothing heats it.",
        "Switch the bath's heater off at its own switch; have its contactors checked."),
    fault.CHILLER_STUCK_ON: (
        "A bath cools down though nothing cools it.",
        "Switch the chiller off at its own switch; have its contactor checked."),
    fault.HEATER_NO_EFFECT: (
        "The heater is on and the bath does not get warmer.",
        "Cover the bath and look whether the water moves; then have the heater, its contactors and fuse checked."),
    fault.CHILLER_NO_EFFECT: (
        "The chiller is on and the bath does not get colder.",
        "Look whether the water moves and the chiller gets air; then have the chiller and its contactor checked."),
    fault.CONTACTOR_WELDED: (
        "A contactor of the heater stays closed though nothing drives it.",
        "Switch the bath's heater off at its own switch; have the contactor named replaced before it is used again."),
    fault.SLOW_FILL: (
        "A zone does not reach its pressure in the time allowed.",
        "Check that the zone named is fitted, zipped and coupled; if it is, the pump is weak."),
    fault.FAILED_VENT: (
        "A zone did not empty in time.",
        "Pull that zone's coupling now, then open the zip."),
    fault.LONG_HOLD: (
        "A zone was under pressure too long without release.",
        "Pull that zone's coupling now; then have its valve checked."),
    fault.HOSE_OFF: (
        "A zone takes air but no pressure: hose off, zip open or zone not fitted.",
        "Fit and couple the zone named, or choose a preset that leaves it off."),
    fault.PRESSURE_AT_REST: (
        "There is pressure in a zone that must be empty before a session.",
        "Take the boots off and wait; if it stays, have that zone's valve and sensor checked."),
    fault.SENSOR_OPEN: (
        "A pressure sensor's wire is open.",
        "Have the plug and wire of the sensor named checked."),
    fault.SENSOR_SHORT: (
        "A pressure sensor reads its supply: shorted or broken.",
        "Have the sensor named replaced."),
    fault.SENSOR_ZERO: (
        "A pressure sensor does not read zero though its leg is vented.",
        "See that the hose named is free and the zone slack, then have its sensor calibrated; replace one that drifts"
        " again."),
    fault.SENSOR_UNCALIBRATED: (
        "A pressure sensor has no calibration the station can trust.",
        "Have the sensor named calibrated: no session starts without it."),
    fault.SENSOR_UNSTEADY: (
        "A pressure sensor does not come to rest though its leg is vented.",
        "Keep the legs still and start again; if it stays, have the plug and wire of the sensor named checked."),
    fault.VALVE_STUCK_CLOSED: (
        "Air does not reach a zone.",
        "Look for a kinked hose at the zone named; if it is free, replace its valve."),
    fault.VENT_STUCK_CLOSED: (
        "One of a leg's two vents does not let the air out.",
        "Have the vent named replaced; the other one alone still empties the leg."),
    fault.MANIFOLD_NO_RISE: (
        "The pump builds no pressure against closed valves.",
        "Have that leg's pump checked, then its valves: one of them does not seal."),
    fault.SHIFT_READBACK: (
        "The valve drivers did not take the word they were sent.",
        "Have the driver board and its cable checked."),
    fault.CHAIN_OPEN: (
        "The safety chain opened.",
        "The link named opened: pressure switch, cut-out, heartbeat or relay. Have it checked."),
    fault.CHAIN_STUCK: (
        "The safety chain does not open when told to, or closes unasked.",
        "Do not use the station: the chain relay or the monostable sticks. Call a technician."),
    fault.SUPPLY_LOW: (
        "The actuator supply is out of range.",
        "Have the 24 V supply and its fuse checked."),
    fault.ESTOP: (
        "The emergency stop was pressed.",
        "Help the athlete first. Release the button, then acknowledge here."),
    fault.BATH_OVER: (
        "A bath is too hot.",
        "Everybody out. Cool the bath and have the heater checked."),
    fault.BATH_UNDER: (
        "A bath is too cold.",
        "Everybody out. Warm the bath and have the chiller checked."),
    fault.BATH_TWINS: (
        "The two thermometers of a bath disagree.",
        "Stir the bath; if they still differ, have the thermistors checked."),
    fault.THERMISTOR_OPEN: (
        "A bath thermometer's wire is open.",
        "Have the plug and wire of the thermistor named checked."),
    fault.THERMISTOR_SHORT: (
        "A bath thermometer is shorted.",
        "Have the thermistor named replaced."),
    fault.JOURNAL_FAILING: (
        "The station cannot keep its records.",
        "Have the memory chip checked; pull the logs before switching off."),
    fault.WATCHDOG_RESET: (
        "The controller stopped answering and was reset during a session.",
        "Pull the logs and send them to the technician; acknowledge to go on."),
    fault.TICK_LATE: (
        "The controller was too slow.",
        "Acknowledge to go on; tell the technician if it comes back."),
    fault.FIRMWARE_ERROR: (
        "The firmware met an error and stopped everything.",
        "Pull the logs and send them to the technician; acknowledge to go on."),
    fault.ADC_REFERENCE: (
        "The 5 V of sensors and converters is out of range.",
        "Have that 5 V supply checked: no reading can be trusted."),
    fault.HEAP_LOW: (
        "The controller runs out of memory.",
        "Switch off and on; tell the technician if it comes back."),
    fault.SESSION_TOO_LONG: (
        "The session ran longer than any session may.",
        "Acknowledge to go on; tell the technician if it comes back."),
    fault.CLOCK_WRONG: (
        "The station's two clocks do not agree.",
        "Set the clock from the computer; if it comes back, have the clock chip and its battery checked."),
    fault.FIRMWARE_DAMAGED: (
        "A file of the firmware is not what was installed.",
        "Have the firmware installed again; if it comes back, have the controller replaced."),
    fault.SETTINGS_DAMAGED: (
        "The site's settings cannot be trusted any more.",
        "Set the site's settings again from the computer: `station config edit`."),
    fault.MEMORY_NEWER: (
        "The memory was written by a newer firmware than the rescue that runs.",
        "Have the technician install the newest firmware: `station update`."),
    fault.LEASE_EXPIRED: (
        "The control stopped renewing what it asks of the outputs.",
        "Acknowledge to go on; tell the technician if it comes back."),
}
# fmt: on
