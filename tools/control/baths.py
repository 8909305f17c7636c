"""The firmware's thermal control closed around the plant's baths, a second a step: how well a bath is kept.

The real Thermal, BathDrift, Gate, Chain and Schedule run on readings made of the plant's water by its thermistors'
codes; what the interlocks would find is told too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, cast

from recovery_station.virtual.plant import thermistor
from recovery_station.virtual.plant.bath import LOSS_W_K, Bath
from station_firmware.core import chain, limits, states
from station_firmware.core import conditions_system as _system
from station_firmware.core.outputs import CHILLER, CIRCULATION_COLD, CIRCULATION_HOT, HEATERS
from station_firmware.core.reading import THERMISTOR_CHANNELS
from station_firmware.core.station import Station

system = cast("Any", _system)  # the firmware has no annotations
STEP_MS = 1000
HOT, COLD = 0, 1
_CHANGES = 60 * 60
_HALF_RUN = limits.CHILLER_ON_MS / 1000 / 4186 / 2
# what would be a fault while a bath is kept
CONDITIONS = (
    ("bath_over", system.bath_over),
    ("bath_under", system.bath_under),
    ("bath_twins", system.bath_twins_stirred),
    ("heater_stuck_on", system.heater_stuck_on),
    ("chiller_stuck_on", system.chiller_stuck_on),
    ("heater_no_effect", system.heater_no_effect),
    ("chiller_no_effect", system.chiller_no_effect),
    ("chain_stuck", system.chain_stuck),
)


@dataclass(frozen=True, slots=True)
class Point:
    """One site in one room: what its baths hold, heat and cool with, and are kept at."""

    litres: int
    ambient_degc: float
    heater_w: int
    chiller_w: int
    hot_degc: float = 38.0
    cold_degc: float = 12.0

    def keeps(self, bath: int) -> bool:
        """Whether what is fitted can hold the set-point: power beyond three times the loss, a room that does not cool a
        cold bath by itself, and a shortest run of the chiller within the band."""
        if bath == HOT:
            return self.heater_w > 3 * LOSS_W_K * max(0.0, self.hot_degc - self.ambient_degc)
        gain_w = LOSS_W_K * max(0.0, self.ambient_degc - self.cold_degc)
        enough = self.chiller_w > 3 * gain_w and self.ambient_degc >= self.cold_degc
        return enough and _HALF_RUN * (self.chiller_w - gain_w) / self.litres < 0.8


class Loop:
    """`run` seconds; `station` believes what its thermometers say, `baths` are the water itself."""

    def __init__(self, point: Point, start_degc: tuple[float, float] | None = None, seed: int = 1) -> None:
        hot, cold = start_degc or (point.hot_degc, point.cold_degc)
        powers = float(point.heater_w), float(point.chiller_w)
        self.point = point
        self.baths = (
            Bath(point.litres, hot, point.ambient_degc, *powers),
            Bath(point.litres, cold, point.ambient_degc, *powers),
        )
        self.station = cast("Any", Station())
        site = self.station.site
        site.bath_l, site.heater_w, site.chiller_w = point.litres, point.heater_w, point.chiller_w
        site.hot_circulation = site.cold_circulation = True
        self.keep(point.hot_degc, point.cold_degc)
        self.station.session.state = states.IDLE
        self.found: set[str] = set()
        self.closed = 0
        self.dead_heater = self.stuck_heater = self.dead_chiller = self.stuck_chiller = False
        self.off_codes = [0.0, 0.0, 0.0, 0.0]
        self._now_ms = 0
        self._random = Random(seed)

    def keep(self, hot_degc: float | None, cold_degc: float | None) -> None:
        """What the opening hours want."""
        wanted = self.station.thermal.keep_cdegc
        wanted[HOT] = None if hot_degc is None else round(hot_degc * 100)
        wanted[COLD] = None if cold_degc is None else round(cold_degc * 100)

    def run(self, seconds: int) -> Iterator[tuple[float, float]]:
        """The true mean of both baths after each second."""
        for _ in range(seconds):
            self.step()
            yield self.baths[HOT].mean_degc, self.baths[COLD].mean_degc

    def step(self) -> None:
        """One tick of a second, and the second after it."""
        station = self.station
        self._now_ms = (self._now_ms + STEP_MS) & 0x3FFFFFFF
        self._read()
        station.demand.clear()
        station.demand.renewed_ms = self._now_ms
        thermal = station.thermal
        thermal.step(station, STEP_MS)
        if thermal.keeping:
            station.drift.step(station.reading, STEP_MS, self.closed & HEATERS, self.closed & CHILLER)
        else:
            station.drift.clear()
        self.found |= {name for name, condition in CONDITIONS if condition(station)}
        station.chain.step(station.reading, STEP_MS)
        out = station.gate.permit(
            station.demand,
            station.reading,
            states.IDLE,
            False,
            station.chain,
            station.voice,
            self._now_ms,
            thermal.keeping,
        )
        self.closed = out.closed
        heats = (self.stuck_heater or bool(out.closed & HEATERS)) and not self.dead_heater
        cools = (self.stuck_chiller or bool(out.closed & CHILLER)) and not self.dead_chiller
        self.baths[HOT].step(STEP_MS / 1000, heats, False, bool(out.closed & CIRCULATION_HOT))
        self.baths[COLD].step(STEP_MS / 1000, False, cools, bool(out.closed & CIRCULATION_COLD))

    def _read(self) -> None:
        reading = self.station.reading
        hot, cold = self.baths
        waters = (hot.upper_degc, hot.lower_degc, cold.upper_degc, cold.lower_degc)
        for index, degc in enumerate(waters):
            code = round(thermistor.code(degc) + self.off_codes[index] + self._random.uniform(-1.0, 1.0))
            reading.codes[THERMISTOR_CHANNELS[index]] = code
        for _ in waters:
            self.station.sensing.convert(reading)
        # the relay closes by the arm edge, not before it
        reading.supply = self.station.chain.phase >= chain.ARMING
        reading.taps = 0xFF if reading.supply else 0x4F
        reading.supply_mv = 24000


@dataclass(slots=True)
class Kept:
    """How one bath of a point was kept, of its true mean, from when it first came into its band."""

    point: Point
    bath: int
    in_band_s: int = -1
    above_degc: float = 0.0
    below_degc: float = 0.0
    starts: int = 0
    shortest_on_s: int = 1 << 30
    shortest_off_s: int = 1 << 30
    false_trips: frozenset[str] = frozenset()

    def error_degc(self) -> float:
        """The furthest from the set-point."""
        return max(self.above_degc, self.below_degc)


def measure(point: Point, hours: float = 6.0, away_degc: float = 2.0, seed: int = 1) -> list[Kept]:
    """Both baths, begun outside their band, kept for `hours`; a bath that cannot be kept is left out."""
    start = (point.hot_degc - away_degc, point.cold_degc + away_degc)
    loop = Loop(point, start, seed)
    able = [bath for bath in (HOT, COLD) if point.keeps(bath)]
    loop.keep(
        *(wanted if bath in able else None for bath, wanted in enumerate((point.hot_degc, point.cold_degc)))
    )
    kept = [Kept(point, bath) for bath in able]
    runs = {bath: [False, 0] for bath in able}
    for second, waters in enumerate(loop.run(round(hours * 3600))):
        for one in kept:
            wanted = point.cold_degc if one.bath else point.hot_degc
            _keep(one, waters[one.bath] - wanted, second)
            _count(one, runs[one.bath], bool(loop.closed & (CHILLER if one.bath else HEATERS)))
    for one in kept:
        one.false_trips = frozenset(loop.found)
    return kept


def _keep(one: Kept, error_degc: float, second: int) -> None:
    if one.in_band_s < 0 and abs(error_degc) <= limits.BATH_BAND_CDEGC / 100:
        one.in_band_s = second
    # what it is off by on the way there is no error of control
    if one.in_band_s >= 0 and second > one.in_band_s + _CHANGES:
        one.above_degc = max(one.above_degc, error_degc)
        one.below_degc = max(one.below_degc, -error_degc)
    elif one.in_band_s >= 0:
        beyond = -error_degc if one.bath else error_degc
        if one.bath:
            one.below_degc = max(one.below_degc, beyond)
        else:
            one.above_degc = max(one.above_degc, beyond)


def _count(one: Kept, run: list[int], on: bool) -> None:
    """Starts, and the shortest time on and off; the first span is no whole one."""
    if on == bool(run[0]):
        run[1] += 1
        return
    if on and one.starts:
        one.shortest_off_s = min(one.shortest_off_s, run[1])
    elif not on:
        one.shortest_on_s = min(one.shortest_on_s, run[1])
    one.starts += on
    run[:] = [on, 1]


def grid(full: bool = False) -> Iterator[Point]:
    """Sites from a tub to a pool, in a cold and a hot room, weakly and strongly fitted."""
    powers = ((1000, 500), (3000, 1500), (9000, 4000)) if full else ((1000, 800), (3000, 1500), (9000, 4000))
    for litres in (50, 100, 300, 1000) if full else (50, 300, 1000):
        for ambient_degc in (5.0, 15.0, 22.0, 30.0, 35.0) if full else (5.0, 22.0, 35.0):
            for heater_w, chiller_w in powers:
                yield Point(litres, ambient_degc, heater_w, chiller_w)


def rows(found: Iterable[Kept]) -> Iterator[tuple[str, float, str, str | None, float | None]]:
    """bench/1 rows: worst error and overshoot of each bath, starts an hour, and what would have tripped."""
    kept = list(found)
    band_degc = limits.BATH_BAND_CDEGC / 100
    for bath, name in ((HOT, "hot"), (COLD, "cold")):
        mine = [one for one in kept if one.bath == bath]
        error = max(one.error_degc() for one in mine)
        over = max(one.below_degc if bath else one.above_degc for one in mine)
        yield (
            f"{name} bath, worst control error of {len(mine)} sites",
            error,
            "degC",
            "its band",
            error / band_degc,
        )
        yield f"{name} bath, worst overshoot", over, "degC", "its band", over / band_degc
    trips = sum(len(one.false_trips) for one in kept)
    yield "baths kept without a fault: false trips", trips, "trips", None, None
