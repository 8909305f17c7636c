"""Single faults of chain, outputs, baths, power and board: where, how strong, and what the station may call them."""

from __future__ import annotations

from typing import Final

from campaign.expected import FILLS_S, LOST, MONOSTABLE_TICKS, QUIET, Fault, always, latent, may, trip

_SHIFTED: Final = trip("shift_readback")

CHAIN: Final = {
    "pressure_switch_stuck": latent(
        "pressure_switch_stuck", "leg", "nothing reaches its 140 mmHg", test=may("pressure_switch_stuck")
    ),
    "monostable_stuck": latent(
        "monostable_stuck", "nowhere", "seen when the heartbeat stops on purpose", test=trip("chain_stuck")
    ),
    "chain_relay_stuck": latent(
        "chain_relay_stuck", "nowhere", "seen when the chain is opened on purpose", test=trip("chain_stuck")
    ),
    "estop_stuck": latent("estop_stuck", "pole", "seen when somebody presses", test=may("estop_stuck")),
    "cutout_stuck": latent("cutout_stuck", "nowhere", "nothing reaches its 43 degC"),
    "contactor_welded": Fault(
        "contactor_welded",
        "contactor",
        may("heater_stuck_on"),
        may("heater_stuck_on"),
        may("heater_stuck_on"),
        "its auxiliary contact is closed unasked; the other contactor keeps the heater off",
    ),
    "chain_open": Fault(
        "chain_open",
        "link",
        trip("chain_open", "estop"),
        trip("chain_open", "estop"),
        trip("chain_open", "estop"),
        "its tap and all behind it read open; either pole of the E-stop opens the direct wire too;"
        " nobody looks once a skipped step has ended the session",
        ends=("fault", "estop"),
        timed=True,
    ),
    "chain_bit": Fault(
        "chain_bit",
        "nowhere",
        _SHIFTED,
        _SHIFTED,
        _SHIFTED,
        "what comes back is not what was sent; its own coil goes off when the monostable opens the chain",
        tuple(map(float, range(32))),
        at_once=True,
        timed=True,
        more_ticks=MONOSTABLE_TICKS,
    ),
}

OUTPUTS: Final = {
    "output_stuck_zone_on": Fault(
        "output_stuck",
        "zone drain",
        may("output_current", "valve_stuck_closed"),
        trip("output_current", "valve_stuck_closed", "failed_vent", within_s=FILLS_S),
        may("output_current"),
        "the coil draws current unasked, which the shunt sees among few others, and the zone does not empty",
        (1.0,),
    ),
    "output_stuck_zone_off": Fault(
        "output_stuck",
        "zone drain",
        trip("output_current", "valve_stuck_open", "manifold_no_rise"),
        trip("output_current", "valve_stuck_open", within_s=FILLS_S),
        may("output_current"),
        "the coil draws no current and the valve stays open",
        (0.0,),
    ),
    "output_stuck_vent_on": Fault(
        "output_stuck",
        "vent drain",
        trip("output_current", "vent_stuck_closed"),
        may("output_current", "vent_stuck_closed"),
        may("output_current"),
        "the coil draws current unasked; the other vent does its work until the chain opens",
        (1.0,),
    ),
    "output_stuck_vent_off": Fault(
        "output_stuck",
        "vent drain",
        trip("output_current", "vent_stuck_open", "manifold_no_rise"),
        trip("output_current", "vent_stuck_open", within_s=FILLS_S),
        may("output_current"),
        "the coil draws no current and the vent stays open",
        (0.0,),
    ),
}

WATER: Final = {
    "bath_too_warm": Fault(
        "bath_degc",
        "hot",
        QUIET,
        QUIET,
        trip("bath_over"),
        "42.5 degC is above the trip and below the cut-out; boots have no water",
        (42.5,),
    ),
    "bath_hot_cutout": Fault(
        "bath_degc",
        "hot",
        trip("chain_open", "bath_over"),
        trip("chain_open", "bath_over"),
        trip("chain_open", "bath_over"),
        "44 degC opens the cut-out in the chain, before the second that a trip takes is over",
        (44.0,),
    ),
    "bath_too_cold": Fault(
        "bath_degc", "cold", QUIET, QUIET, trip("bath_under"), "4 degC is below the trip", (4.0,)
    ),
    "heater_stuck_on": Fault(
        "heater_stuck_on",
        "nowhere",
        may("heater_stuck_on"),
        may("heater_stuck_on"),
        may("heater_stuck_on"),
        "0.14 degC a minute: five minutes before it shows",
    ),
    "chiller_stuck_on": Fault(
        "chiller_stuck_on",
        "nowhere",
        may("chiller_stuck_on"),
        may("chiller_stuck_on"),
        may("chiller_stuck_on"),
        "as slow as the heater",
    ),
    "thermistor_open": Fault(
        "thermistor_open",
        "thermistor",
        may("thermistor_open"),
        may("thermistor_open"),
        trip("thermistor_open"),
        "the divider rises to the reference",
    ),
    "thermistor_short": Fault(
        "thermistor_short",
        "thermistor",
        may("thermistor_short"),
        may("thermistor_short"),
        trip("thermistor_short"),
        "the divider falls to 0 V",
    ),
    "thermistor_drift": Fault(
        "thermistor_drift",
        "thermistor",
        QUIET,
        may("bath_twins"),
        trip("bath_twins", within_s=FILLS_S),
        "3 degC from its twin after 60 s",
        (0.05, -0.05),
    ),
}

STATION: Final = {
    "fram_dead": Fault(
        "fram_dead",
        "nowhere",
        trip("journal_failing"),
        trip("journal_failing"),
        trip("journal_failing"),
        "what was written does not read back; a session writes each second, a station at rest does not",
    ),
    "fram_bitflip": latent(
        "fram_bitflip", "nowhere", "each record and page has its CRC, each page its twin", 1.0
    ),
    "i2c_stuck": latent("i2c_stuck", "nowhere", "clock and display only: the tick has its own counter"),
    "rtc_wrong": latent(
        "rtc_wrong", "nowhere", "the wall clock times nothing in a session", 3600.0, -86400.0
    ),
    "firmware_hang": Fault(
        "firmware_hang",
        "nowhere",
        trip("watchdog_reset"),
        trip("watchdog_reset"),
        trip("watchdog_reset"),
        "the monostable opens the chain, the watchdog resets the chip, which tells why it was reset",
        at_once=True,
        in_session=True,
    ),
    "tick_slow": always(
        "tick_slow", "nowhere", "tick_late", "each tick is late by its own count", 15.0, 60.0
    ),
    "power_cut": Fault(
        "power_cut", "nowhere", LOST, LOST, LOST, "no supply", (3.0,), ("power_loss",), at_once=True
    ),
    "brownout": Fault(
        "brownout", "nowhere", LOST, LOST, LOST, "no supply", (), ("power_loss",), at_once=True
    ),
    "usb_unplug": latent("usb_unplug", "nowhere", "the station needs no host", 5.0),
    "host_flood": latent("host_flood", "nowhere", "garbage is not a frame; a full slack delays no tick"),
}
