"""Conditions of the interlock table that tell parts apart by what moved and what did not: levels, a bit a channel.

Each leg gathers the signs (`signs.py`, `path.py`, `seat.py`, `letting.py`), `current.py` those of the supply.
"""

from . import conditions, limits, signs
from .outputs import ZONES, ZONES_A_LEG

_ZONES = signs.MANIFOLD - 1
_STILL_LOOKS = 2  # half a second and more
_FALLS_DMMHG = 10
_GRADIENT_DMMHG = limits.GRADIENT_MMHG * 10


def _found(station, what):
    left, right = station.legs
    return left.signs.found[what] & _ZONES | (right.signs.found[what] & _ZONES) << ZONES_A_LEG


def valve_open(station):
    return _found(station, signs.VALVE_OPEN)


def valve_leak(station):
    return _found(station, signs.VALVE_LEAK)


def hose_lost(station):
    return _found(station, signs.HOSE_OFF)


def _apart(station, frozen):
    """Connected sensors that disagree, as pressure inputs: those that stand still, or else those that moved."""
    mask = 0
    still = station.sensing.still
    for leg in station.legs:
        apart = leg.signs.found[signs.APART]
        if not apart:
            continue
        manifold = ZONES + leg.leg
        suspected = leg.signs.manifold_off() and not _any_still(still, leg.first, apart)
        if suspected or still[manifold] >= _STILL_LOOKS:
            apart = signs.MANIFOLD
        for zone in range(ZONES_A_LEG):
            if apart >> zone & 1 and (still[leg.first + zone] >= _STILL_LOOKS) == frozen:
                mask |= 1 << (leg.first + zone)
        if apart & signs.MANIFOLD and (still[manifold] >= _STILL_LOOKS) == frozen:
            mask |= 1 << manifold
    return mask


def _any_still(still, first, zones):
    count = 0
    for zone in range(ZONES_A_LEG):
        if zones >> zone & 1 and still[first + zone] >= _STILL_LOOKS:
            count += 1
    return count > 0


def sensor_frozen(station):
    return _apart(station, True) | _unmoved(station, True)


def sensor_drift(station):
    return _apart(station, False)


def valve_unmoved(station):
    return _unmoved(station, False)


def _unmoved(station, frozen):
    """Zones that stood still while the manifold that should feed them rose: the very same code all the time, or not."""
    found = _found(station, signs.UNMOVED)
    mask = 0
    zone = 0
    while found >> zone:
        if found >> zone & 1 and (station.sensing.still[zone] >= _STILL_LOOKS) == frozen:
            mask |= 1 << zone
        zone += 1
    return mask


def hose_kinked(station):
    """Behind the puff, or a hose that emptied alone and too fast."""
    mask = 0
    for leg in station.legs:
        path = leg.fill.path
        if path.blocked_zone >= 0 and path.kinked:
            mask |= 1 << (leg.first + path.blocked_zone)
        mask |= leg.letting.fast << leg.first
    return mask


def vent_open(station):
    """A fill that rises nowhere and takes no air though the pump runs: it leaves before it comes to the zone.

    A zone that is topped up so is as empty by the time in which a leak is told.
    """
    mask = 0
    for leg in station.legs:
        fill = leg.fill
        if fill.airflow.weighed < conditions.WEIGHED or fill.airflow.drop_dmmhg >= limits.NO_DROP_DMMHG:
            continue
        for zone in range(ZONES_A_LEG):
            soft = fill.open >> zone & 1 and leg.pressures[zone] < limits.HOSE_OFF_MMHG * 10
            long = fill.on_ms[zone] > min(limits.HOSE_OFF_MS, fill.budget_ms(zone))
            if soft and (long or leg.makeup.totals[zone] > limits.LEAK_MAKEUP_MS):
                mask |= 1 << leg.leg
    return mask


def vent_drains(station):
    """A zone that is being filled falls, and its manifold is lower still: the air leaves through a vent."""
    legs = conditions.zone_over_manifold(station)
    mask = 0
    for leg in station.legs:
        if legs >> leg.leg & 1:
            for zone in range(ZONES_A_LEG):
                if (
                    leg.fill.open >> zone & 1
                    and leg.signs.fell_dmmhg(zone, leg.pressures[zone]) > _FALLS_DMMHG
                ):
                    mask |= 1 << leg.leg
    return mask


def pump_weak(station):
    """Several fills in a row had too little air."""
    left, right = station.legs
    return (left.fill.airflow.weak_fills >= limits.WEAK_FILLS) + (
        right.fill.airflow.weak_fills >= limits.WEAK_FILLS
    ) * 2


def pump_dead(station):
    return station.current.dead


def pump_stuck_on(station):
    return station.current.stuck_on


def output_current(station):
    return station.current.off << 16


def gradient(station):
    """Of two zones that hold the upper one is not above the lower one, but for its boost."""
    mask = 0
    for leg in station.legs:
        holding = leg.holding
        lower = -1
        for zone in range(ZONES_A_LEG):
            if not holding >> zone & 1:
                continue
            if lower >= 0:
                more = max(0, leg.targets[zone] - leg.targets[lower])
                if leg.pressures[zone] > leg.pressures[lower] + more + _GRADIENT_DMMHG:
                    mask |= 1 << (leg.first + zone)
            lower = zone
    return mask
