"""Single faults of sensors, valves, hoses and pumps: where, how strong, and what the station may call them."""

from __future__ import annotations

from typing import Final

from campaign.expected import CYCLES_S, FILLS_S, QUIET, Fault, always, latent, may, trip

SENSORS: Final = {
    "sensor_open": always("sensor_open", "pressure", "sensor_open", "the pull-down holds the input at 0 V"),
    "sensor_short": always("sensor_short", "pressure", "sensor_short", "the input is at the reference"),
    "sensor_frozen": Fault(
        "sensor_frozen",
        "zone sensor",
        may("sensor_frozen"),
        trip("sensor_frozen", within_s=FILLS_S),
        may("sensor_frozen"),
        "the manifold moves with the valve open and the zone's reading does not, not even by noise",
    ),
    "sensor_frozen_manifold": Fault(
        "sensor_frozen",
        "manifold sensor",
        trip("sensor_frozen", "manifold_no_rise"),
        trip("sensor_frozen", "zone_over_manifold", within_s=FILLS_S),
        may("sensor_frozen"),
        "zones rise above it that it feeds, and its reading does not move; the puff of the self-test shows no rise",
    ),
    "sensor_drift_up": Fault(
        "sensor_drift",
        "zone sensor",
        may(
            "sensor_drift", "sensor_zero", "sensor_unsteady", "pressure_at_rest", "over_pressure", "body_load"
        ),
        trip(
            "sensor_drift",
            "over_pressure",
            "body_load",
            "zone_over_manifold",
            "failed_vent",
            within_s=FILLS_S,
        ),
        may("sensor_drift"),
        "shut off, only this sensor sees the zone: a load, over-pressure, not emptied; fed, it is above its feed",
        (1.0, 2.0, 4.0),
    ),
    "sensor_drift_down": Fault(
        "sensor_drift",
        "zone sensor",
        may("sensor_drift", "sensor_zero", "sensor_unsteady", "sensor_open", "leak"),
        trip("sensor_drift", "leak", "sensor_open", within_s=FILLS_S),
        may("sensor_drift", "sensor_open"),
        "behind a closed valve only this sensor sees the zone: its fall looks like a leak; at 0 V like an open wire",
        (-1.0, -2.0, -4.0),
    ),
    "sensor_drift_manifold": Fault(
        "sensor_drift",
        "manifold sensor that drifts",
        may("sensor_drift", "sensor_zero", "sensor_unsteady", "sensor_open", "manifold_over_target"),
        trip("sensor_drift", "sensor_open", "manifold_over_target", "zone_over_manifold", within_s=FILLS_S),
        may("sensor_drift", "sensor_open"),
        "it departs from the zone open to it; pump on, a manifold too high or below its zone is all that is seen",
        (2.0, -2.0),
    ),
    "sensor_offset_up": Fault(
        "sensor_offset",
        "zone sensor",
        trip("sensor_zero", "sensor_drift", "pressure_at_rest"),
        trip(
            "sensor_drift",
            "body_load",
            "over_pressure",
            "zone_over_manifold",
            "failed_vent",
            "valve_stuck_closed",
            within_s=FILLS_S,
        ),
        may("sensor_drift", "failed_vent"),
        "above the manifold by more than the twins may differ; at rest one that reads 15 is air, zero or not emptied;"
        " relieved to its target it has little to let go, and stays where it stood like one whose valve does not open",
        (15.0, 30.0),
    ),
    "sensor_offset_down": Fault(
        "sensor_offset",
        "zone sensor",
        trip("sensor_zero", "sensor_drift", "sensor_open"),
        trip("sensor_drift", "sensor_open", "leak", "hose_off", "manifold_over_target", within_s=FILLS_S),
        may("sensor_drift", "sensor_open"),
        "below the manifold by more than the twins may differ; a step down while isolated is a leak to the eye,"
        " one that takes nearly all a burst hose",
        (-15.0, -30.0),
    ),
    "sensor_gain": Fault(
        "sensor_gain",
        "zone sensor",
        may("sensor_drift", "sensor_open"),
        may(
            "sensor_drift",
            "body_load",
            "zone_over_manifold",
            "manifold_over_target",
            "leak",
            "hose_off",
            "sensor_open",
        ),
        may("sensor_drift", "sensor_open"),
        "a fifth too much or too little departs from the manifold by as much of the target: where that is less than the"
        " twins may differ it stays within the bounds of the truth",
        (20.0, -20.0),
    ),
    "adc_reference": always(
        "adc_reference", "nowhere", "adc_reference", "the chip measures the reference by its own", 4.6, 5.4
    ),
}

VALVES: Final = {
    "valve_stuck_open": Fault(
        "valve_stuck_open",
        "zone",
        trip("valve_stuck_open", "manifold_no_rise"),
        trip("valve_stuck_open", within_s=FILLS_S),
        QUIET,
        "the zone follows the manifold while it is told closed; the puff of the self-test is lost in it",
    ),
    "valve_stuck_closed": Fault(
        "valve_stuck_closed",
        "zone",
        may("valve_stuck_closed"),
        trip("valve_stuck_closed", "failed_vent", within_s=FILLS_S),
        QUIET,
        "the manifold rises at once and the zone does not, or empties and the zone does not; stuck halfway of a release"
        " it has fallen and stays",
        exempt=True,
    ),
    "zone_valve_leak": Fault(
        "zone_valve_leak",
        "zone",
        may("zone_valve_leak", "manifold_no_rise", "vent_stuck_open"),
        trip("zone_valve_leak", "leak", within_s=CYCLES_S),
        QUIET,
        "it loses into a vented manifold: seat or wall, a closed one tells apart; a limp boot is like a vent",
        (0.5, 1.0),
    ),
    "zone_valve_leak_small": Fault(
        "zone_valve_leak",
        "zone",
        may("zone_valve_leak", "vent_stuck_open"),
        may("zone_valve_leak", "leak"),
        QUIET,
        "a top-up makes up for it",
        (0.2,),
    ),
    "vent_stuck_closed": Fault(
        "vent_stuck_closed",
        "vent",
        trip("vent_stuck_closed"),
        may("vent_stuck_closed"),
        QUIET,
        "the other vent does its work in a session; the self-test opens each alone",
    ),
    "vent_stuck_open": Fault(
        "vent_stuck_open",
        "vent",
        trip("vent_stuck_open", "manifold_no_rise"),
        trip("vent_stuck_open", within_s=FILLS_S),
        QUIET,
        "the pump runs and the manifold does not rise, whatever zone is open; the puff of the self-test is lost",
    ),
    "hose_off": Fault(
        "hose_off",
        "zone",
        may("hose_off"),
        trip("hose_off", "leak", "hose_kinked", within_s=FILLS_S),
        QUIET,
        "the pump feeds it and no pressure comes; a zone that was full has lost its air while shut; one that is just"
        " released alone reads nothing in a tick, as a stub before a kink does: the words name both",
    ),
    "hose_kinked": Fault(
        "hose_kinked",
        "zone",
        may("hose_kinked"),
        trip("hose_kinked", within_s=FILLS_S),
        QUIET,
        "the stub before the kink fills or empties in one tick, which no bladder does",
        exempt=True,
    ),
    "leak": Fault(
        "leak",
        "zone",
        QUIET,
        trip("leak", "slow_fill", within_s=CYCLES_S),
        QUIET,
        "the zone falls while isolated and wants air again; a large one takes the fill's budget",
        (0.6, 1.5),
    ),
    "body_load": Fault(
        "body_load",
        "zone",
        QUIET,
        may("body_load"),
        QUIET,
        "a load that stays is relieved; one that comes back five times in a minute ends it",
        (100.0, 190.0),
        loaded=True,
    ),
}

PUMPS: Final = {
    "pump_stuck_on": Fault(
        "pump_stuck_on",
        "leg",
        trip("pump_stuck_on", "chain_open"),
        trip("pump_stuck_on", "chain_open"),
        trip("pump_stuck_on"),
        "its current is there unasked; against a closed manifold the pressure switch opens within 100 ms",
    ),
    "pump_dead": Fault(
        "pump_dead",
        "leg",
        trip("pump_dead", "manifold_no_rise"),
        trip("pump_dead", within_s=FILLS_S),
        QUIET,
        "no current while it is driven; the manifold does not rise in the puff",
    ),
    "pump_weak": Fault(
        "pump_weak",
        "leg",
        may("pump_weak", "manifold_no_rise"),
        may("pump_weak", "slow_fill", within_s=CYCLES_S),
        QUIET,
        "fills take longer and are within budgets learned from them; the self-test before the next session finds it",
        (0.2, 0.4),
    ),
    "relief_stuck": latent("relief_stuck", "leg", "nothing reaches its 150 mmHg"),
}
