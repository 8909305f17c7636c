"""Conditions of the interlock table on pressure: each looks at the station and returns a bit for each channel it is on.

Levels only, never edges. A missing pressure is not judged here: the sensor rows see to it.
"""

from . import limits
from .outputs import ZONES, ZONES_A_LEG

_OVER_DMMHG = limits.OVER_PRESSURE_MMHG * 10
_MANIFOLD_DMMHG = limits.MANIFOLD_OVER_TARGET_MMHG * 10
_ZONE_MANIFOLD_DMMHG = limits.ZONE_OVER_MANIFOLD_MMHG * 10
_VENTED_DMMHG = limits.VENTED_MMHG * 10
_STUCK_DMMHG = limits.STUCK_MMHG * 10
_HOSE_OFF_DMMHG = limits.HOSE_OFF_MMHG * 10
_MOVED_DMMHG = 100
WEIGHED = 50  # ticks alone at full duty, before a fill that rises nowhere is named
_ROSE_DMMHG = 10  # no zone gains air from an empty manifold; noise, smoothed, is 4
_STILL_LOOKS = 8


def over_pressure(station):
    mask = 0
    zones = station.reading.zones_dmmhg
    for zone in range(ZONES):
        pressure = zones[zone]
        if pressure is not None and pressure > _OVER_DMMHG:
            mask |= 1 << zone
    return mask


def highest_open_dmmhg(leg):
    """The highest target of the zones connected to the leg's pump now, 0 when none is."""
    highest_dmmhg = 0
    for zone in range(ZONES_A_LEG):
        if leg.fill.open >> zone & 1:
            highest_dmmhg = max(highest_dmmhg, leg.targets[zone])
    return highest_dmmhg


def manifold_over_target(station):
    mask = 0
    for leg in station.legs:
        if not leg.pump_pct or not leg.fill.open:
            continue
        manifold = station.reading.manifolds_dmmhg[leg.leg]
        if manifold is not None and manifold > highest_open_dmmhg(leg) + _MANIFOLD_DMMHG:
            mask |= 1 << leg.leg
    return mask


def zone_over_manifold(station):
    mask = 0
    for leg in station.legs:
        if not leg.pump_pct:
            continue
        manifold = station.reading.manifolds_dmmhg[leg.leg]
        for zone in range(ZONES_A_LEG):
            if leg.fill.open >> zone & 1 and manifold is not None:
                pressure = station.reading.zones_dmmhg[leg.first + zone]
                if pressure is not None and pressure > manifold + _ZONE_MANIFOLD_DMMHG:
                    mask |= 1 << leg.leg
    return mask


def body_load(station):
    mask = 0
    for leg in station.legs:
        load = leg.load
        if load.longest_ms >= limits.BODY_LOAD_TRIP_MS:
            for zone in range(ZONES_A_LEG):
                if load.ms[zone] >= limits.BODY_LOAD_TRIP_MS:
                    mask |= 1 << (leg.first + zone)
        if load.reliefs.totals[0] >= limits.BODY_LOAD_RELIEFS:
            mask |= 1 << (leg.first + load.last)
    return mask


def leak(station):
    mask = 0
    for leg in station.legs:
        if leg.makeup.highest <= limits.LEAK_MAKEUP_MS:
            continue
        for zone in range(ZONES_A_LEG):
            if leg.makeup.totals[zone] > limits.LEAK_MAKEUP_MS:
                mask |= 1 << (leg.first + zone)
    return mask


def leak_fall(station):
    left, right = station.legs
    return left.seal.leaking | right.seal.leaking << ZONES_A_LEG


def leak_low(station):
    left, right = station.legs
    return left.seal.low | right.seal.low << ZONES_A_LEG


def slow_fill(station):
    mask = 0
    for leg in station.legs:
        if not leg.fill.zones:
            continue
        for zone in range(ZONES_A_LEG):
            if leg.fill.zones >> zone & 1 and leg.fill.on_ms[zone] > leg.fill.budget_ms(zone):
                mask |= 1 << (leg.first + zone)
    return mask


def never_full(station):
    steps = station.session.steps
    if steps.waiting_full_ms <= limits.FULL_PRESSURE_WAIT_MS:
        return 0
    for leg in steps.legs:
        missing = leg.course.used & ~leg.course.reached
        if missing:
            return (missing & -missing) << leg.first
    return 0


def hose_off(station):
    mask = 0
    for leg in station.legs:
        if not leg.fill.zones:
            continue
        for zone in range(ZONES_A_LEG):
            if not leg.fill.zones >> zone & 1:
                continue
            most_ms = min(limits.HOSE_OFF_MS, leg.fill.budget_ms(zone))
            if leg.fill.on_ms[zone] > most_ms and leg.fill.airflow.weighed >= WEIGHED:
                pressure = station.reading.smooth_dmmhg[leg.first + zone]
                if pressure is not None and pressure < _HOSE_OFF_DMMHG:
                    mask |= 1 << (leg.first + zone)
    return mask


def blocked_path(station):
    mask = 0
    for leg in station.legs:
        path = leg.fill.path
        if path.blocked_zone >= 0 and not path.kinked:
            mask |= 1 << (leg.first + path.blocked_zone)
    return mask


_STOOD, _ROSE, _READS = range(3)


def _keeps(station, how):
    """Zones that read full though they and the vents are open for long and the manifold is empty."""
    mask = 0
    everything = station.unpowered_ms >= limits.STUCK_OPEN_MS
    for leg in station.legs:
        if not everything and leg.letting.ms < limits.STUCK_OPEN_MS:
            continue
        manifold = station.reading.manifolds_dmmhg[leg.leg]
        if manifold is None or manifold >= _VENTED_DMMHG:
            continue
        for zone in range(ZONES_A_LEG):
            letting = leg.letting
            if everything or letting.open_ms[zone] >= limits.STUCK_OPEN_MS:
                pressure = station.reading.smooth_dmmhg[leg.first + zone]
                if pressure is not None and pressure >= _VENTED_DMMHG:
                    began = station.rest_from[leg.first + zone] if everything else letting.from_dmmhg[zone]
                    if everything or how != _STOOD or pressure - letting.low_dmmhg[zone] <= _MOVED_DMMHG:
                        mask |= _stays(pressure, began, how) << (leg.first + zone)
    return mask


def _stays(pressure, began, how):
    """1 for a zone that rose by itself, that stood where it was, or that just reads full, as asked.

    One that fell and then stays may have air, and has not emptied (failed_vent); so has one that was missing first.
    """
    if how == _READS:
        return 1
    if began is None:
        return 0
    rose = pressure - began > _ROSE_DMMHG
    if how == _ROSE:
        return 1 if rose else 0
    return 1 if not rose and pressure > _STUCK_DMMHG and began - pressure <= _MOVED_DMMHG else 0


def stuck_closed(station):
    """A zone that has not moved since it was opened: its path is blocked, or its sensor is frozen.

    One that fell far and then reads as much as before has moved, twice.
    """
    return _keeps(station, _STOOD)


def stuck_frozen(station):
    """A zone that reads full, and the very same code all the time."""
    mask = _keeps(station, _READS)
    for zone in range(ZONES):
        if mask >> zone & 1 and station.sensing.still[zone] < _STILL_LOOKS:
            mask &= ~(1 << zone)
    return mask


def stuck_drifted(station):
    """A zone that rises by itself beside an empty manifold: no air does, its sensor does."""
    return _keeps(station, _ROSE)


def manifold_frozen(station):
    """A filling zone reads above a manifold that has not moved at all."""
    legs = zone_over_manifold(station)
    mask = 0
    for leg in range(2):
        if legs >> leg & 1 and station.sensing.still[ZONES + leg] >= 2:
            mask |= 1 << (ZONES + leg)
    return mask


def failed_vent(station):
    """A zone still full 8 s after everything was told to open, or after it was told to release.

    One that rose by itself beside an empty manifold has a wrong sensor (stuck_drifted).
    """
    mask = 0
    everything = station.unpowered_ms > limits.VENT_MS
    for leg in station.legs:
        if everything or leg.letting.ms > limits.VENT_MS:
            for zone in range(ZONES_A_LEG):
                if everything or leg.letting.zones >> zone & 1:
                    pressure = station.reading.smooth_dmmhg[leg.first + zone]
                    if pressure is not None and pressure >= _VENTED_DMMHG:
                        mask |= 1 << (leg.first + zone)
    return mask & ~stuck_drifted(station) if mask else 0


def long_hold(station):
    mask = 0
    under_ms = station.session.steps.under_ms
    if max(under_ms) < limits.HOLD_TRIP_MS:
        return 0
    for zone in range(ZONES):
        if under_ms[zone] >= limits.HOLD_TRIP_MS:
            mask |= 1 << zone
    return mask
