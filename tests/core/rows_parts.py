"""More of the interlock table, written down again: supply, paths, fills, what stays full, baths. As in rows.py.

Rows that share a cause have what tells them apart tried from both sides: on the other side the other row trips.
"""

from tests.core.parts import COMPRESSION, CONTRAST
from tests.core.row_legs import filling_leg, run_step
from tests.core.rows import EMPTYING, RUN, TESTED, WATER, zone_and_manifold

from station_firmware.core import fault
from station_firmware.core.outputs import Outputs


def _leg(station, number=1):
    run_step(station, COMPRESSION)
    return station.legs[number]


def _draw(station, closed, left_pct, right_pct, measured_ma):
    """The outputs have stood so for 60 ms."""
    outputs = Outputs()
    outputs.closed = closed
    outputs.pump_left_pct = left_pct
    outputs.pump_right_pct = right_pct
    station.reading.current_ma = measured_ma
    for _ in range(4):
        station.current.look(outputs, station.reading, True, station.legs, 20)


def _idle_draw(station, measured_ma):
    _draw(station, 0, 0, 0, measured_ma)


def _shut_draw(station, measured_ma):
    """One vent is shut: what a pump gives does not just blow off."""
    _draw(station, 0x400, 0, 0, measured_ma)


def _left_draw(station, measured_ma):
    _draw(station, 0, 100, 0, measured_ma)


def _right_draw(station, measured_ma):
    _draw(station, 0, 0, 40, measured_ma)


def _coils_draw(station, measured_ma):
    _draw(station, 0x3FFF, 0, 0, measured_ma)


def _puff(station, rise_dmmhg, followed_dmmhg=0):
    path = _leg(station).fill.path
    for _ in range(2):
        path.before_puff(100, 50)
        path.puffed(2, 100 + followed_dmmhg, 50 + rise_dmmhg)


def _puff_followed(station, followed_dmmhg):
    _puff(station, 200, followed_dmmhg)


def _emptied(station, to_dmmhg, ticks=10):
    """One zone alone let go, from just above 40 mmHg to so little in that time."""
    letting = _leg(station, 0).letting
    letting.begin(2)
    pressures = [0, 401, 0, 0, 0]
    letting.step(pressures, [700] * 5, 20)
    pressures[1] = 300
    for _ in range(ticks - 1):
        letting.step(pressures, [700] * 5, 20)
    pressures[1] = station.reading.zones_dmmhg[1] = to_dmmhg
    letting.step(pressures, [700] * 5, 20)


def _emptied_in(station, ticks):
    _emptied(station, 100, ticks)


def _over_manifold(station, dmmhg):
    zone_and_manifold(station, dmmhg)
    station.sensing.still[10] = 2


def _over_manifold_still(station, looks):
    zone_and_manifold(station, 711)
    station.sensing.still[10] = looks


def _drains(station, fell_dmmhg):
    """The zone that is filled stood so much higher a moment ago; its manifold is lower still."""
    zone_and_manifold(station, 711)
    leg = station.legs[0]
    leg.signs._before[2] = 711
    leg.pressures[2] = 711 - fell_dmmhg


def _kept(station, looks):
    """Everything is open and the manifold empty, but a zone has read the same for 3 s."""
    station.unpowered_ms = 3000
    station.reading.smooth_dmmhg[9] = station.reading.zones_dmmhg[9] = 500
    station.rest_from[9] = 500
    station.sensing.still[9] = looks


def _kept_from(station, dmmhg):
    _kept(station, 0)
    station.rest_from[9] = dmmhg


def _kept_release_from(station, dmmhg):
    _kept(station, 0)
    station.unpowered_ms = 0
    letting = station.legs[1].letting
    letting.ms = letting.open_ms[4] = 3000
    letting.from_dmmhg[4] = dmmhg
    letting.low_dmmhg[4] = 500


def _rises_nowhere(station, drop_dmmhg, span_ms=24001, weighed=50, pressure=99):
    leg = filling_leg(station, 1)
    leg.pressures[2] = pressure
    leg.fill.on_ms[2] = span_ms
    leg.fill.airflow.weighed = weighed
    leg.fill.airflow.drop_dmmhg = drop_dmmhg


def _rises_nowhere_for(station, span_ms):
    _rises_nowhere(station, 9, span_ms)


def _rises_nowhere_weighed(station, ticks):
    _rises_nowhere(station, 9, 24001, ticks)


def _rises_to(station, pressure):
    _rises_nowhere(station, 9, 24001, 50, pressure)


def _rises_nowhere_later(station, span_ms):
    _rises_nowhere(station, 9, span_ms)
    station.legs[1].fill.learned_ms[2] = 1000


def _weak(station, fills):
    airflow = filling_leg(station, 1).fill.airflow
    airflow.weak_fills = fills
    airflow.drop_dmmhg = 7


def _above_lower(station, dmmhg):
    """The knee so far above the ankle; the calf between them does not hold."""
    leg = _leg(station)
    leg.holding = 0b1010
    leg.targets[:] = [0, 700, 700, 700, 0]
    leg.pressures[:] = [0, 600, 0, 600 + dmmhg, 900]
    station.reading.zones_dmmhg[8] = 600 + dmmhg


def _above_boosted(station, dmmhg):
    _above_lower(station, dmmhg)
    station.legs[1].targets[3] = 800


def _warms(station, cdegc):
    run_step(station, CONTRAST)
    station.drift.hot_cdegc = cdegc


def _cools(station, cdegc):
    run_step(station, CONTRAST)
    station.drift.cold_cdegc = cdegc


STUCK_CLOSED, FROZEN, DRIFT = fault.VALVE_STUCK_CLOSED, fault.SENSOR_FROZEN, fault.SENSOR_DRIFT
CASES = (
    (fault.PUMP_STUCK_ON, 0, _shut_draw, (80, 140, 141, 529, 530), (531, 532, 980), 6, TESTED),
    (fault.PUMP_STUCK_ON, 1, _left_draw, (900, 1349, 1350), (1351, 1800), 6, TESTED),
    (fault.PUMP_STUCK_ON, 1, _right_draw, (360, 809, 810), (811, 900, 1080), 6, TESTED),
    (fault.PUMP_STUCK_ON, 0, _right_draw, (), (1081, 1260), 6, TESTED),
    (fault.PUMP_DEAD, 0, _left_draw, (900, 676, 675), (674, 673, 0), 6, RUN),
    (fault.PUMP_DEAD, 1, _right_draw, (360, 241, 240), (239, 238, 0), 6, RUN),
    (fault.OUTPUT_CURRENT, 16, _idle_draw, (0, 59, 60), (61, 62, 450), 6, RUN),
    (fault.OUTPUT_CURRENT, 16, _coils_draw, (1120, 926, 1314), (925, 1315, 0), 6, RUN),
    (STUCK_CLOSED, 7, _puff, (0, 78, 79), (80, 81, 380), 1, RUN),
    (STUCK_CLOSED, 7, _puff_followed, (), (0, 48, 49), 1, RUN),
    (fault.HOSE_KINKED, 7, _puff_followed, (), (50, 51, 200), 1, RUN),
    (fault.HOSE_KINKED, 1, _emptied, (300, 151, 150), (149, 148, 0), 1, RUN),
    (fault.HOSE_KINKED, 1, _emptied_in, (11, 12), (10, 9, 1), 1, RUN),
    (FROZEN, 10, _over_manifold, (650, 709, 710), (711, 712), 11, RUN),
    (FROZEN, 10, _over_manifold_still, (), (2, 3, 255), 11, RUN),
    (fault.ZONE_OVER_MANIFOLD, 0, _over_manifold_still, (), (0, 1), 11, RUN),
    (FROZEN, 9, _kept, (), (8, 9, 255), 5, EMPTYING),
    (STUCK_CLOSED, 9, _kept, (), (0, 6, 7), 5, EMPTYING),
    (DRIFT, 9, _kept_from, (601, 602, 900), (489, 488), 101, EMPTYING),
    (STUCK_CLOSED, 9, _kept_from, (601, 602, 900), (600, 599, 490, 491), 5, EMPTYING),
    (DRIFT, 9, _kept_release_from, (601, 602, 900), (489, 488), 101, EMPTYING),
    (STUCK_CLOSED, 9, _kept_release_from, (601, 602, 900), (600, 599, 490, 491), 5, EMPTYING),
    (fault.VENT_STUCK_OPEN, 0, _drains, (), (11, 12, 300), 6, RUN),
    (fault.ZONE_OVER_MANIFOLD, 0, _drains, (), (-50, 0, 9, 10), 11, RUN),
    (fault.VENT_STUCK_OPEN, 1, _rises_nowhere, (34, 16, 15), (14, 13, 0), 1, RUN),
    (fault.VENT_STUCK_OPEN, 1, _rises_nowhere_for, (0, 23999, 24000), (24001, 24020), 1, RUN),
    (fault.VENT_STUCK_OPEN, 1, _rises_nowhere_weighed, (0, 48, 49), (50, 51), 1, RUN),
    (fault.VENT_STUCK_OPEN, 1, _rises_to, (650, 101, 100), (99, 98, 0), 1, RUN),
    (fault.VENT_STUCK_OPEN, 1, _rises_nowhere_later, (3999, 4000), (4001, 4020), 1, RUN),
    (fault.PUMP_WEAK, 1, _weak, (0, 3, 4), (5, 6), 1, RUN),
    (fault.GRADIENT, 8, _above_lower, (-100, 0, 199, 200), (201, 202, 400), 151, RUN),
    (fault.GRADIENT, 8, _above_boosted, (299, 300), (301, 302), 151, RUN),
    (fault.HEATER_STUCK_ON, 0, _warms, (-500, 0, 29, 30), (31, 32, 500), 1, WATER),
    (fault.CHILLER_STUCK_ON, 1, _cools, (500, 0, -29, -30), (-31, -32, -500), 1, WATER),
)
