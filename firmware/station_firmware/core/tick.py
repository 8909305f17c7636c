"""One tick, one direction: Reading, Session, Demand, Interlocks, Gate, Outputs. Every 20 ms, always in this order."""

from . import limits
from .outputs import ALL_VALVES, CHILLER, HEATER_1, LEGS, VENTS_OF_LEG, ZONES, ZONES_A_LEG, ZONES_OF_LEG
from .report import report
from .states import RUNNING, is_wet
from .timebase import LONGEST_MS

_LEVEL_DMMHG = limits.ZONES_SHARE_MMHG * 10
_SMOOTHED_MS = 100


def tick(station, now_ms, dt_ms):
    """Run one tick on `station.reading` as the HAL filled it; returns the Outputs the HAL must drive.

    `now_ms` wraps at 2**30; `dt_ms` is the time since the last tick, `reading.late_ms` how late this one began.
    """
    station.now_ms = now_ms
    reading = station.reading
    station.sensing.convert(reading)
    session = station.session
    session.step(reading, station.demand, station.mailbox, dt_ms, now_ms)
    station.thermal.step(station, dt_ms)
    _watch(station, reading, dt_ms)
    if station.interlocks.judge(station):
        session.trip(station.interlocks.estop_first())
    station.chain.step(reading, dt_ms)
    station.voice.step(session.state, dt_ms)
    latched = station.interlocks.count > 0
    outputs = station.gate.permit(
        station.demand,
        reading,
        session.state,
        latched,
        station.chain,
        station.voice,
        now_ms,
        station.thermal.keeping,
    )
    powered = outputs.closed & ALL_VALVES or outputs.pump_left_pct or outputs.pump_right_pct
    if powered:
        station.unpowered_ms = 0
    else:
        _rest(station, reading, dt_ms)
    station.test.vented_ms = station.unpowered_ms
    report(station, now_ms, dt_ms)
    return outputs


def _may_rise(station, zone, pressure):
    """True while what is smoothed comes up to what it was, and of a zone that its manifold can feed."""
    manifold = station.reading.manifolds_dmmhg[zone // ZONES_A_LEG]
    fed = manifold is not None and pressure <= manifold + _LEVEL_DMMHG
    return fed or station.unpowered_ms < _SMOOTHED_MS


def _watch(station, reading, dt_ms):
    """What the interlocks must see beside the reading: the supply's current against the outputs of the last tick."""
    powered = station.chain.closed() and reading.supply
    outputs = station.gate.outputs
    station.current.look(outputs, reading, powered, station.legs, dt_ms)
    if station.current.mute:
        station.demand.pump_left_pct = 0
    if station.current.unasked and station.session.state == RUNNING:
        _unseal(station.demand)
    if is_wet(station.session.steps.kind) or station.thermal.keeping:
        station.drift.step(reading, dt_ms, outputs.closed & HEATER_1, outputs.closed & CHILLER)
    else:
        station.drift.clear()


def _unseal(demand):
    """A pump runs that nobody asked for: until its interlock trips no manifold is shut that could be its own."""
    for leg in range(LEGS):
        driven = demand.pump_right_pct if leg else demand.pump_left_pct
        shut = ZONES_OF_LEG[leg] | VENTS_OF_LEG[leg]
        if not driven and demand.closed & shut == shut:
            demand.closed &= ~VENTS_OF_LEG[leg]


def _rest(station, reading, dt_ms):
    """Nothing is energised: since when, and where did each zone stand then?

    What others push into a zone comes through the manifold; what rises above that is no air.
    """
    if station.unpowered_ms < limits.FROM_MS:
        for zone in range(ZONES):
            pressure = reading.smooth_dmmhg[zone]
            stood = station.rest_from[zone] if station.unpowered_ms else None
            if stood is None or (
                pressure is not None and pressure > stood and _may_rise(station, zone, pressure)
            ):
                stood = pressure
            station.rest_from[zone] = stood
    station.unpowered_ms = min(station.unpowered_ms + dt_ms, LONGEST_MS)
