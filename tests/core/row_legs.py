"""A leg in the middle of a fill, and what a sealed leg is found to lose, for the cases of the table."""

from tests.core.parts import COMPRESSION

from station_firmware.core.plan import Plan


def run_step(station, step):
    station.session.steps.begin(Plan({"id": "x", "step": [step]}))


def filling_leg(station, number):
    """A leg that fills its zone 2 at full duty."""
    run_step(station, COMPRESSION)
    leg = station.session.steps.legs[number]
    leg.fill.top_up(2, False)
    leg.pump_pct = 100
    leg.targets[2] = 700
    station.reading.zones_dmmhg[number * 5 + 2] = 650
    station.reading.smooth_dmmhg[number * 5 + 2] = 650
    station.reading.manifolds_dmmhg[number] = 650
    return leg


def falls(station, dmmhg):
    """A zone that lost so much in two seconds of isolation, in two holds running."""
    seal = filling_leg(station, 1).seal
    for _ in range(2):
        pressures = [700] * 5
        seal.look(pressures, 200)
        pressures[3] -= dmmhg
        seal.opened(pressures, 2200)
        seal.end(31, pressures, pressures)


def low(station, dmmhg):
    """A zone that ended two holds running so far below its target."""
    leg = filling_leg(station, 1)
    leg.targets[4] = 600
    for _ in range(2):
        leg.seal.begin()
        leg.seal.end(31, [800, 750, 700, 650, 600 - dmmhg], leg.targets)
