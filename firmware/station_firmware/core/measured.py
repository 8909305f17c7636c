"""What a row of the interlock table measured, and its limit where that is found: in the unit of the row's fault."""

from . import conditions, limits, signs
from .outputs import ZONES


def zone_mmhg(station, channel):
    pressure = station.reading.zones_dmmhg[channel]
    return -1 if pressure is None else pressure // 10


def manifold_mmhg(station, channel):
    pressure = station.reading.manifolds_dmmhg[channel]
    return -1 if pressure is None else pressure // 10


def leg_of(station, zone):
    return station.legs[zone // 5]


def highest_manifold_mmhg(station, channel):
    return conditions.highest_open_dmmhg(station.legs[channel]) // 10 + limits.MANIFOLD_OVER_TARGET_MMHG


def filling_zone_mmhg(station, channel):
    """The highest of the zones the leg is filling."""
    leg = station.legs[channel]
    highest_mmhg = -1
    for zone in range(5):
        if leg.fill.open >> zone & 1:
            highest_mmhg = max(highest_mmhg, zone_mmhg(station, leg.first + zone))
    return highest_mmhg


def highest_zone_mmhg(station, channel):
    return manifold_mmhg(station, channel) + limits.ZONE_OVER_MANIFOLD_MMHG


def highest_load_mmhg(station, channel):
    return leg_of(station, channel).targets[channel % 5] // 10 + limits.BODY_LOAD_MMHG


def fill_budget_s(station, channel):
    return leg_of(station, channel).fill.budget_ms(channel % 5) // 1000


def reference_limit_mv(station, channel):
    low = station.reading.reference_mv < limits.REFERENCE_MIN_MV
    return limits.REFERENCE_MIN_MV if low else limits.REFERENCE_MAX_MV


def supply_limit_mv(station, channel):
    low = station.reading.supply_mv < limits.SUPPLY_MIN_MV
    return limits.SUPPLY_MIN_MV if low else limits.SUPPLY_MAX_MV


def input_mmhg(station, channel):
    """The pressure input number `channel` of PRESSURE_NAMES."""
    return zone_mmhg(station, channel) if channel < ZONES else manifold_mmhg(station, channel - ZONES)


def _sign_mmhg(what):
    return lambda station, channel: leg_of(station, channel).signs.measured_dmmhg[what] // 10


gaped_mmhg = _sign_mmhg(signs.VALVE_OPEN)
leaked_mmhg = _sign_mmhg(signs.VALVE_LEAK)
lost_mmhg = _sign_mmhg(signs.HOSE_OFF)


def apart_mmhg(station, channel):
    """How far the two sensors of a path stood apart."""
    leg = leg_of(station, channel) if channel < ZONES else station.legs[channel - ZONES]
    return abs(leg.signs.measured_dmmhg[signs.APART]) // 10


def path_mmhg(station, channel):
    """The rise of the manifold against a blocked path; for a hose that emptied too fast, what is left in it."""
    leg = leg_of(station, channel)
    return leg.fill.path.rise_dmmhg // 10 if leg.fill.path.blocked_zone >= 0 else zone_mmhg(station, channel)


def path_limit_mmhg(station, channel):
    blocked = leg_of(station, channel).fill.path.blocked_zone >= 0
    return limits.PUFF_BLOCKED_MMHG if blocked else limits.FAST_TO_MMHG


def drop_mmhg(station, channel):
    return station.legs[channel].fill.airflow.drop_dmmhg // 10


def current_ma(station, channel):
    return station.current.measured_ma


def expected_ma(station, channel):
    return station.current.expected_ma


def gradient_limit_mmhg(station, channel):
    """What the next lower zone that holds allows."""
    leg = leg_of(station, channel)
    zone = channel % 5
    lower = zone - 1
    while lower > 0 and not leg.holding >> lower & 1:
        lower -= 1
    more = max(0, leg.targets[zone] - leg.targets[lower])
    return (leg.pressures[lower] + more) // 10 + limits.GRADIENT_MMHG


def hot_change_cdegc(station, channel):
    return station.drift.hot_cdegc


def hot_gain_cdegc(station, channel):
    return station.thermal.watch.gained_cdegc[0]


def cold_gain_cdegc(station, channel):
    return station.thermal.watch.gained_cdegc[1]


def cold_change_cdegc(station, channel):
    return station.drift.cold_cdegc
