"""More of the interlock table, written down again: what a leg's signs tell apart (`signs.py`, `seat.py`).

Rows that share a cause have what tells them apart tried from both sides: on the other side the other row trips.
"""

from tests.core.parts import COMPRESSION
from tests.core.row_legs import run_step
from tests.core.rows import RUN
from tests.core.sign_legs import filled, holds, rested, seat_look, settle, windows

from station_firmware.core import fault

MANIFOLD_R = 11


def _leg(station, number=1):
    run_step(station, COMPRESSION)
    return station.legs[number]


def _apart(station, dmmhg, still=()):
    """Zone R3 and its manifold, connected and at rest, stand so far apart."""
    leg = _leg(station)
    filled(leg, 4)
    leg.pressures[2] = 500
    settle(leg, 500 + dmmhg)
    for number in still:
        station.sensing.still[number] = 2
    return leg


def _zone_still(station, looks):
    _apart(station, 121)
    station.sensing.still[7] = looks


def _manifold_still(station, looks):
    _apart(station, -121)
    station.sensing.still[MANIFOLD_R] = looks


def _all_apart(station, dmmhg, looks=0):
    """Three zones at one pressure, connected to a manifold that reads otherwise."""
    leg = _leg(station)
    filled(leg, 0b1011)
    leg.pressures[:] = [500] * 5
    settle(leg, 500 - dmmhg)
    station.sensing.still[MANIFOLD_R] = looks


def _all_still(station, looks):
    _all_apart(station, 200, looks)


def _manifold_was_off(station, dmmhg):
    """It read so much with its vents open; now it stands apart from a zone that moves."""
    rested(_leg(station), dmmhg)
    leg = station.legs[1]
    filled(leg, 4)
    leg.pressures[2] = 500
    settle(leg, 700)


def _manifold_was_off_zone_still(station, looks):
    """Both may be wrong: the one that stands still is."""
    _manifold_was_off(station, 61)
    station.sensing.still[7] = looks


def _unmoved(station, dmmhg, looks=0):
    leg = _leg(station)
    filled(leg, 4)
    leg.fill.path.unmoved = 4
    leg.fill.zones |= 8  # alone on the manifold a closed valve would have made it jump
    leg.pressures[2] = 500
    settle(leg, 500 + dmmhg)
    station.sensing.still[7] = looks


def _unmoved_still(station, looks):
    _unmoved(station, 121, looks)


def _lost_to(station, dmmhg):
    leg = _leg(station)
    holds(leg)
    windows(leg, (800, 500, dmmhg), 3)


def _lost_from(station, dmmhg):
    leg = _leg(station)
    holds(leg)
    windows(leg, (dmmhg, 100, 0), 3)


def _gaped(station, fell_dmmhg):
    for _ in range(2):
        seat_look(_leg_signs(station), 1, fell_dmmhg, 0)


def _gaped_apart(station, dmmhg):
    for _ in range(2):
        seat_look(_leg_signs(station), 1, 20, 0, dmmhg)


def _leg_signs(station):
    if station.session.steps.kind < 0:
        run_step(station, COMPRESSION)
    return station.legs[1].signs


def _leaks(station, rise_dmmhg):
    for _ in range(2):
        seat_look(_leg_signs(station), 1, 0, rise_dmmhg)


def _leaks_in(station, looks):
    for _ in range(looks):
        seat_look(_leg_signs(station), 1, 0, 50)


def _gains_to(station, dmmhg, manifold_dmmhg=400):
    """A closed, empty zone comes up slowly to so much."""
    leg = _leg(station)
    leg.letting.end()
    rising = [0, 0, 0]
    rising.extend(range(8, 120, 8))
    rising.append(dmmhg)
    windows(leg, rising, 3, manifold_dmmhg)


def _gains_under(station, manifold_dmmhg):
    _gains_to(station, 150, manifold_dmmhg)


STUCK_CLOSED, FROZEN, DRIFT = fault.VALVE_STUCK_CLOSED, fault.SENSOR_FROZEN, fault.SENSOR_DRIFT
CASES = (
    (STUCK_CLOSED, 7, _unmoved, (0, 119, 120, -120), (121, 122, -121), 1, RUN),
    (STUCK_CLOSED, 7, _unmoved_still, (), (0, 1), 1, RUN),
    (FROZEN, 7, _unmoved_still, (), (2, 3, 255), 1, RUN),
    (fault.HOSE_OFF, 8, _lost_to, (800, 301, 300), (299, 298, 0), 1, RUN),
    (fault.HOSE_OFF, 8, _lost_from, (0, 199, 200), (201, 202, 800), 1, RUN),
    (DRIFT, 7, _apart, (0, 119, 120, -119, -120), (121, 122, -121, -122), 26, RUN),
    (DRIFT, 7, _zone_still, (), (0, 1), 26, RUN),
    (FROZEN, 7, _zone_still, (), (2, 3, 255), 1, RUN),
    (DRIFT, 7, _manifold_still, (), (0, 1), 26, RUN),
    (FROZEN, MANIFOLD_R, _manifold_still, (), (2, 3, 255), 1, RUN),
    (DRIFT, MANIFOLD_R, _all_apart, (0, 119, 120, -120), (121, 122, -121), 26, RUN),
    (DRIFT, MANIFOLD_R, _all_still, (), (0, 1), 26, RUN),
    (FROZEN, MANIFOLD_R, _all_still, (), (2, 3, 255), 1, RUN),
    (DRIFT, MANIFOLD_R, _manifold_was_off, (), (61, 62, 900, -61), 26, RUN),
    (DRIFT, MANIFOLD_R, _manifold_was_off_zone_still, (), (0, 1), 26, RUN),
    (FROZEN, 7, _manifold_was_off_zone_still, (), (2, 3, 255), 1, RUN),
    (DRIFT, 7, _manifold_was_off, (), (60, 59, 0, -60), 26, RUN),
    (DRIFT, 8, _gains_under, (), (29, 28, 0), 26, RUN),
    (fault.VALVE_STUCK_OPEN, 6, _gaped, (0, 18, 19), (20, 21, 300), 1, RUN),
    (fault.VALVE_STUCK_OPEN, 6, _gaped_apart, (50, 51, -50), (49, 0, -49), 1, RUN),
    (fault.VALVE_STUCK_OPEN, 8, _gains_under, (), (101, 102, 150, 199), 1, RUN),
    (fault.ZONE_VALVE_LEAK, 6, _leaks, (0, 48, 49), (50, 51, 400), 1, RUN),
    (fault.ZONE_VALVE_LEAK, 6, _leaks_in, (0, 1), (2, 3), 1, RUN),
    (fault.ZONE_VALVE_LEAK, 8, _gains_to, (148, 149), (150, 151, 300), 1, RUN),
    (fault.ZONE_VALVE_LEAK, 8, _gains_under, (), (200, 201, 100, 99, 88, 89), 1, RUN),
)
