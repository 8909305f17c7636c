"""A leg whose valves, vents, pump and pressures stand as told, looked at tick by tick by its signs, for the cases."""

from station_firmware.core.seat import Seat

ALL = 31


def stand(leg, opened, vents_closed=True, pump_pct=0):
    """Drive the leg's outputs so: `opened` are the zones connected."""
    leg.closed = ALL & ~opened
    leg.vents_closed = vents_closed
    leg.pump_pct = pump_pct


def look(leg, manifold_dmmhg, ticks=1, dt_ms=20):
    leg.raw[:] = leg.pressures
    for _ in range(ticks):
        leg.signs.look(leg, manifold_dmmhg, dt_ms)


def filled(leg, opened):
    """Zones that the pump has fed for a while and that now settle, connected and at rest."""
    leg.fill.begin(opened, False)
    for zone in range(5):
        leg.fill.on_ms[zone] = 200
    stand(leg, opened)


def settle(leg, manifold_dmmhg):
    """One tick in which the outputs have just changed, then quiet: 100 ms for one zone, 500 for several."""
    look(leg, manifold_dmmhg, 26)


def rested(leg, manifold_dmmhg):
    """The vents have been open for long, all zones closed: this is what the manifold read."""
    stand(leg, 0, False)
    look(leg, manifold_dmmhg, 12)


def windows(leg, pressures, zone, manifold_dmmhg=0):
    """All closed: `zone` stands at each of `pressures` for one window of 100 ms."""
    stand(leg, 0)
    for pressure in pressures:
        leg.pressures[zone] = pressure
        look(leg, manifold_dmmhg, 5)


def holds(leg, dmmhg=800):
    """Every zone of the leg holds so much."""
    leg.holding = ALL
    leg.targets[:] = [dmmhg] * 5


def seat_look(signs, zone, fell_dmmhg, rise_dmmhg, apart_dmmhg=0):
    """A look at the seat of `zone`, at 500: the manifold comes to stand so far below it; returns the seat."""
    seat = Seat()
    seat.begin(fell_dmmhg)
    number = 0
    while not seat.look(500, 500 - apart_dmmhg - (rise_dmmhg if number < 5 else 0), 20):
        number += 1
    signs.seat(zone, seat, zone)
    return seat


def found(leg):
    """What has been found, as {what: zones}."""
    return {what: leg.signs.found[what] for what in range(5) if leg.signs.found[what]}
