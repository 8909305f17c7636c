"""Closes the firmware's core around the plant on CPython: readings in, outputs out, no drivers and no wire.

For tests of therapy and interlocks that want thousands of ticks a second; drivers and wire have tests of their own.
"""

from __future__ import annotations

from typing import Any, cast

from recovery_station.virtual.plant.plant import Plant
from recovery_station.virtual.plant.setup import PlantSetup
from recovery_station.virtual.wiring import DRIVER_BITS, INPUT_BITS
from station_firmware.core import command, prompt, states
from station_firmware.core.outputs import LEG_NAMES, ZONE_NAMES
from station_firmware.core.plan import Plan
from station_firmware.core.reading import PRESSURE_NAMES
from station_firmware.core.sensing import NOMINAL_SPAN, NOMINAL_ZERO_CODE
from station_firmware.core.station import Station
from station_firmware.core.tick import tick

TICK_MS = 20
_DRAINS = [DRIVER_BITS["ZONE_" + name] for name in ZONE_NAMES] + [
    DRIVER_BITS["VENT_" + name] for name in ("L1", "L2", "R1", "R2")
]
_DRAINS += [
    DRIVER_BITS[name] for name in ("HEATER_1", "HEATER_2", "CHILLER", "CIRCULATION_HOT", "CIRCULATION_COLD")
]
_TAPS = (
    "TAP_ESTOP_A",
    "TAP_SWITCH_L",
    "TAP_SWITCH_R",
    "TAP_CUTOUT",
    "TAP_MONOSTABLE",
    "TAP_RELAY",
    "TAP_ESTOP_B",
    "TAP_ACTUATORS",
)
assert LEG_NAMES == ("left", "right")


class Rig:
    """A station at rest after boot. `run` ticks it; `true_mmhg` is the plant's word, not the firmware's.

    `start_ms` is what the tick's clock shows when the power comes, `boot_ms` how long it has run when this is made.
    """

    def __init__(
        self, setup: PlantSetup | None = None, seed: int = 1, start_ms: int = 0, boot_ms: int = 1000
    ) -> None:
        self.plant = Plant(setup or PlantSetup(), seed, [row[:2] for row in prompt.PATTERNS if row[0]])
        self.station = Station()
        for index in range(len(PRESSURE_NAMES)):
            self.station.sensing.calibrate(index, NOMINAL_ZERO_CODE, NOMINAL_SPAN)
        cast("Any", self.station.test).files_wrong = 0
        daily = self.station.test.daily
        daily.estop_hour = daily.switch_hour = daily.hour  # this day's tests were made
        self.now_ms = start_ms
        self.late_ms = 0
        self.peak_mmhg = [0.0] * 10
        self._arm_before = False
        self.run(boot_ms)

    def run(self, span_ms: int) -> None:
        for _ in range(span_ms // TICK_MS):
            self.step()

    def step(self) -> None:
        """One tick and the 20 ms after it."""
        self.now_ms = (self.now_ms + TICK_MS) & 0x3FFFFFFF
        self._read()
        out = tick(self.station, self.now_ms, TICK_MS)
        drive = self.plant.drive
        drive.drivers_enabled = True
        drive.word = sum(1 << drain for bit, drain in enumerate(_DRAINS) if out.closed & (1 << bit))
        if out.buzzer:
            drive.word |= 1 << DRIVER_BITS["BUZZER"]
        for bit, lamp in enumerate(("RED", "GREEN", "BLUE")):
            if out.lamp & (1 << bit):
                drive.word |= 1 << DRIVER_BITS["LAMP_" + lamp]
        drive.pump_l = out.pump_left_pct / 100
        drive.pump_r = out.pump_right_pct / 100
        if out.heartbeat:
            drive.heartbeat_us = self.plant.t_us
        if out.arm and not self._arm_before:
            drive.arm_edges += 1
        self._arm_before = out.arm
        self.plant.advance(self.plant.t_us + TICK_MS * 1000)
        for zone, pressure in enumerate(self.true_mmhg()):
            self.peak_mmhg[zone] = max(self.peak_mmhg[zone], pressure)

    def _read(self) -> None:
        samples = self.plant.sample()
        reading = self.station.reading
        reading.codes[:] = samples.converter
        reading.reference_mv = samples.adc[0] * 3300 // 65536 * 2
        reading.supply_mv = samples.adc[1] * 3300 // 65536 * 11
        reading.current_ma = samples.adc[2] * 3300 // 65536
        reading.start = bool(samples.inputs >> INPUT_BITS["START"] & 1)
        reading.encoder_push = bool(samples.inputs >> INPUT_BITS["ENCODER_PUSH"] & 1)
        reading.taps = sum(1 << k for k, name in enumerate(_TAPS) if samples.inputs >> INPUT_BITS[name] & 1)
        contactors = (samples.inputs >> INPUT_BITS[name] & 1 for name in ("CONTACTOR_1", "CONTACTOR_2"))
        reading.contactors = sum(closed << k for k, closed in enumerate(contactors))
        reading.stop = bool(samples.stop)
        reading.estop = bool(samples.estop)
        reading.supply = bool(samples.supply)
        reading.late_ms = self.late_ms

    # ---- what tests say and ask

    def arm(self, table: dict, **who: object) -> None:
        self.station.mailbox.post(command.ARM, Plan(table, 1, **who))

    def until(self, state: int, limit_ms: int) -> int:
        """Tick until `state`; returns the ms it took. Fails the test when it does not come in time."""
        for tick_number in range(limit_ms // TICK_MS):
            if self.station.session.state == state:
                return tick_number * TICK_MS
            self.step()
        found = states.STATE_NAMES[self.station.session.state]
        raise AssertionError(
            f"{states.STATE_NAMES[state]} not reached in {limit_ms} ms: {found}, {self.faults()}"
        )

    def start(self, table: dict) -> None:
        """Arm, self-test, START: running."""
        self.until(states.IDLE, 3000)
        self.arm(table)
        self.until(states.READY, 15000)
        self.step()
        self.plant.press("start")
        self.until(states.RUNNING, 1000)

    def true_mmhg(self) -> list[float]:
        return self.plant.left.p[:5] + self.plant.right.p[:5]

    def faults(self) -> list[tuple[int, int, int, int]]:
        locks = self.station.interlocks
        return [(f.code, f.channel, f.measured, f.limit) for f in locks.faults[: locks.count]]
