"""The plant behind the pins: two legs, two baths, safety chain, panel and sensors, in virtual time.

It knows nothing of the firmware: it sees what the pins do (`drive`) and shows what they would see
(`samples`). No wall clock, no exp or pow, one seed: the same drive gives the same trace on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from recovery_station.virtual.plant import wires
from recovery_station.virtual.plant.baths import Baths
from recovery_station.virtual.plant.chain import Chain
from recovery_station.virtual.plant.effects import EFFECTS
from recovery_station.virtual.plant.injections import resolve
from recovery_station.virtual.plant.leg import Leg
from recovery_station.virtual.plant.panel import Panel
from recovery_station.virtual.plant.places import InjectError
from recovery_station.virtual.plant.sensing import Sensing
from recovery_station.virtual.plant.setup import Drive, PlantSetup, Samples
from recovery_station.virtual.plant.signals import Ear, Patterns
from recovery_station.virtual.plant.watch import Watch

STEP_US: Final = 20_000
TRAVEL_US: Final = 15_000
"""A valve that is told to move has moved this much later: in effect one step."""
_NEVER = 1 << 62


class Plant:
    """The truth behind the pins.

    Write `drive`, call `advance`, then `sample`; `press` and `inject` act at the present virtual time.
    """

    __slots__ = (
        "_grid_us",
        "_move_us",
        "_rotation",
        "_watchers",
        "_word",
        "baths",
        "chain",
        "drain_off",
        "drain_on",
        "drive",
        "ear",
        "energised",
        "left",
        "legs",
        "panel",
        "powered",
        "right",
        "samples",
        "sensing",
        "setup",
        "t_us",
        "watch",
    )

    def __init__(self, setup: PlantSetup, seed: int, patterns: Patterns = ()) -> None:
        """`patterns`: the buzzer's table, (name, (on_ms, off_ms, on_ms …)), that names what is heard."""
        random = Random(seed)
        self.setup = setup
        self.t_us = 0
        self.drive = Drive()
        self.samples = Samples()
        self.left = Leg(setup, 0)
        self.right = Leg(setup, 1)
        self.legs = (self.left, self.right)
        self.chain = Chain(2.0 * random.random() - 1.0, 2.0 * random.random() - 1.0)
        self.panel = Panel(self.chain)
        self.sensing = Sensing(setup, random.getrandbits(32))
        self.baths = Baths(setup)
        self.ear = Ear(patterns, self.baths.bathers.hear)
        self.watch = Watch(self.legs)
        self.powered = True
        self.energised = 0
        self.drain_on = self.drain_off = 0
        self._word = 0
        self._move_us = _NEVER
        self._grid_us = STEP_US
        self._rotation = 0
        self._watchers: list[Callable[[], None]] = []
        self.sensing.thermistors = self.baths.thermistor_codes()

    def advance(self, to_us: int) -> None:
        """Run to `to_us` in steps of at most 20 ms; ValueError when that is in the past."""
        now_us = self.t_us
        if to_us < now_us:
            raise ValueError(f"time runs forward: {to_us} us is before {now_us} us")
        while now_us < to_us:
            end_us = now_us + STEP_US
            if end_us > to_us:
                end_us = to_us
            self._step(now_us, end_us)
            now_us = end_us

    def _step(self, start_us: int, end_us: int) -> None:
        drive = self.drive
        left = self.left
        right = self.right
        if end_us >= self.panel.next_us:
            self.panel.run(end_us)
        on = self.chain.step(end_us, drive, left.manifold, right.manifold)
        word = drive.word if drive.drivers_enabled else 0
        word = (word | self.drain_on) & ~self.drain_off
        if not on:
            word &= wires.UNGATED if self.powered else 0
        if start_us >= self._move_us:
            self._move(start_us)
        if word != self.energised:
            self.energised = word
            self._move_us = start_us + TRAVEL_US
        step_us = end_us - start_us
        zone = self._rotation
        self._rotation = zone + 1 if zone < 4 else 0
        left.turn(zone, start_us)
        right.turn(zone, start_us)
        left.step((1.0 if left.pump.stuck_on else drive.pump_l) if on else 0.0, step_us, end_us)
        right.step((1.0 if right.pump.stuck_on else drive.pump_r) if on else 0.0, step_us, end_us)
        self.t_us = end_us
        if end_us >= self.baths.next_us:
            self._run_baths(end_us)
        if end_us >= self._grid_us:
            self._on_grid(end_us)

    def _move(self, now_us: int) -> None:
        """The valves have arrived where the energised coils of the last step sent them."""
        self._move_us = _NEVER
        self._word = word = self.energised
        for number, leg in enumerate(self.legs):
            closed = 0
            for zone in range(5):
                if word & wires.ZONE_MASKS[number * 5 + zone]:
                    closed |= 1 << zone
            vents = (1 if word & wires.VENT_MASKS[number * 2] else 0) | (
                2 if word & wires.VENT_MASKS[number * 2 + 1] else 0
            )
            if closed != leg.closed or vents != leg.vents:
                leg.connect(closed, vents, now_us)

    def _run_baths(self, now_us: int) -> None:
        self.baths.step(now_us, self.energised, self.powered)
        self.sensing.thermistors = self.baths.thermistor_codes()
        self.chain.feel_heat(max(self.baths.hot.upper_degc, self.baths.hot.lower_degc))

    def _on_grid(self, now_us: int) -> None:
        """A multiple of 20 ms has passed: the observers look."""
        self._grid_us = now_us - now_us % STEP_US + STEP_US
        self.ear.listen(bool(self.energised & wires.BUZZER), now_us)
        self.watch.look(now_us)
        for watcher in self._watchers:
            watcher()

    def call_on_grid(self, watcher: Callable[[], None]) -> None:
        """Have `watcher` called after the step that reaches each 20 ms of virtual time."""
        self._watchers.append(watcher)

    def sample(self) -> Samples:
        """What the pins see now, noise included; call it once an advance."""
        samples = self.samples
        self.sensing.fill(samples.converter, self.left, self.right, self.t_us)
        chain = self.chain
        drive = self.drive
        amperes = 0.0
        if chain.on:
            amperes = self.baths.current_a(self.energised)
            amperes += self.left.pump.current_a(drive.pump_l) + self.right.pump.current_a(drive.pump_r)
        self.sensing.fill_adc(samples.adc, chain.on, amperes)
        samples.inputs = self.panel.word | chain.taps | self.baths.taps(self.energised)
        samples.stop = self.panel.stop
        samples.estop = chain.estop_tap()
        samples.supply = 1 if chain.on else 0
        return samples

    def press(self, what: str) -> None:
        """Press a button of `panel.PRESSES`; ValueError for another."""
        self.panel.press(what, self.t_us)

    def inject(self, name: str, **where: str | int | float) -> None:
        """Make a physical fault of `injections.INJECTIONS`; InjectError says which key is wrong."""
        row, place, value = resolve(name, where)
        if row.station:
            raise InjectError("inject", name, "a fault of the plant; this one is the station's")
        EFFECTS[name](self, place, value)

    def clear(self) -> None:
        """Take every fault away. Gas, temperatures and the E-stop's head stay as they are."""
        for leg in self.legs:
            leg.mend(self.t_us)
        self.chain.mend()
        self.sensing.mend()
        self.baths.mend()
        self.drain_on = self.drain_off = 0

    def set_power(self, on: bool) -> None:
        """Mains on or off.

        Off: relay drops, pumps stop, every valve opens; on: nothing restarts by itself.
        """
        self.powered = on
        self.chain.power(on)
