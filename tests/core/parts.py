"""What the cases share on CPython and on MicroPython: a station on a bench without a plant, and small helpers.

Only what both interpreters have. Classes are taken by name so that fields which hold None or a number stay free.
"""

import station_firmware.core.fill as fill_module
import station_firmware.core.guided as guided_module
import station_firmware.core.leg as leg_module
import station_firmware.core.reading as reading_module
import station_firmware.core.station as station_module
import station_firmware.core.steps as steps_module
import station_firmware.core.water as water_module
from station_firmware.core import command, states
from station_firmware.core.plan import Plan
from station_firmware.core.reading import PRESSURE_CHANNELS, THERMISTOR_CHANNELS
from station_firmware.core.tick import tick

MASK = 0x3FFFFFFF
TICK_MS = 20
ZERO_CODE = 164
SPAN = 101734
# codes of 38 and 12 degC, from R = 10k exp(3950 (1/T - 1/298.15)) and 4096 R / (R + 10k)
HOT_CODE = 1495
COLD_CODE = 2648
ALL_STATES = range(9)
COMPRESSION = {
    "kind": "compression",
    "pattern": "sequential",
    "legs": "both",
    "target_mmhg": [80, 75, 70, 65, 60],
    "hold_s": 2,
    "release_s": 2,
    "duration_s": 20,
}
CONTRAST = {
    "kind": "contrast",
    "hot_degc": 38,
    "cold_degc": 12,
    "hot_s": 10,
    "cold_s": 10,
    "rounds": 1,
    "start": "hot",
    "end": "cold",
    "transfer_s": 5,
}
REST = {"kind": "rest", "rest_s": 3}
DIP = {"kind": "dip", "bath": "cold", "degc": 12, "dip_s": 60}
GUIDED = {
    "kind": "guided",
    "items": [
        {"label": "Roll", "seconds": 30, "sides": 2},
        {"label": "Cat", "reps": 10, "rep_s": 6},
        {"label": "Hops", "reps": 20},
    ],
}


def new(module, name, *args):
    """An instance of a firmware class whose fields the cases may set to anything."""
    return module.__dict__[name](*args)


def feed(fill, pressures, targets, manifold_dmmhg, dt_ms):
    """A tick of a fill whose zones stand still: smoothed or not, they read the same."""
    return fill.step(pressures, targets, manifold_dmmhg, dt_ms, pressures)


def new_reading():
    """A reading of a station at rest: every pressure zero, both baths in band."""
    reading = new(reading_module, "Reading")
    for index in range(10):
        reading.zones_dmmhg[index] = 0
        reading.smooth_dmmhg[index] = 0
    for index, value in enumerate((3800, 3800, 1200, 1200)):
        reading.thermistors_cdegc[index] = value
    reading.manifolds_dmmhg[0] = reading.manifolds_dmmhg[1] = 0
    reading.hot_cdegc = 3800
    reading.cold_cdegc = 1200
    _healthy_wires(reading)
    return reading


def _healthy_wires(reading):
    for channel in PRESSURE_CHANNELS:
        reading.codes[channel] = ZERO_CODE
    for index, code in enumerate((HOT_CODE, HOT_CODE, COLD_CODE, COLD_CODE)):
        reading.codes[THERMISTOR_CHANNELS[index]] = code
    reading.reference_mv = 5000
    reading.supply_mv = 24000
    reading.taps = 0xFF
    reading.supply = True


def new_station():
    """A calibrated station whose reading is healthy; nothing has ticked yet, but the baths have had their turns."""
    station = new(station_module, "Station")
    healthy = new_reading()
    for name in ("codes", "zones_dmmhg", "smooth_dmmhg", "manifolds_dmmhg", "thermistors_cdegc"):
        getattr(station.reading, name)[:] = getattr(healthy, name)
    for name in ("reference_mv", "supply_mv", "taps", "supply", "hot_cdegc", "cold_cdegc"):
        setattr(station.reading, name, getattr(healthy, name))
    for index in range(12):
        station.sensing.calibrate(index, ZERO_CODE, SPAN)
    for _ in range(4):
        station.sensing.convert(station.reading)
    station.test.files_wrong = 0
    # this day's tests were made
    station.test.daily.estop_hour = station.test.daily.switch_hour = station.test.daily.hour
    return station


def wire(station, channel, code):
    """Let the converter read `code` on a channel, and the sensing see it."""
    station.reading.codes[channel] = code
    station.sensing.convert(station.reading)


def new_fill():
    return new(fill_module, "Fill")


def new_leg(number):
    return new(leg_module, "Leg", number)


def new_steps():
    return new(steps_module, "Steps")


def new_guided():
    return new(guided_module, "Guided")


def new_water():
    return new(water_module, "Water")


def plan_of(*steps, **who):
    """A plan of these steps, with the table changes already made."""
    return Plan({"id": "bench", "step": list(steps)}, 1, **who)


def changed(table, **values):
    """A copy of `table` with some values changed."""
    copy = dict(table)
    for key in values:
        copy[key] = values[key]
    return copy


def raises(kind, call, *args):
    """True when `call(*args)` raises `kind`."""
    try:
        call(*args)
    except kind:
        return True
    return False


class Numbers:
    """The same row of pseudo-random numbers on every interpreter."""

    def __init__(self, seed):
        self._state = seed

    def below(self, limit):
        self._state = (self._state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self._state >> 8) % limit


class Bench:
    """A whole station ticked against crude air and a chain that obeys. Pressures are tenths of mmHg."""

    def __init__(self):
        self.station = new_station()
        self.session = self.station.session
        self.reading = self.station.reading
        self.locks = self.station.interlocks
        self.now_ms = 0
        self.zones = [0] * 10
        self.manifolds = [0, 0]
        self.estop = True
        self.relay = False
        self.silent_ms = 1000
        self.out = self.tick()

    def tick(self, count=1):
        """Run `count` ticks of 20 ms; returns the outputs of the last one."""
        for _ in range(count):
            self.now_ms = (self.now_ms + TICK_MS) & MASK
            self._sense()
            self.out = tick(self.station, self.now_ms, TICK_MS)
            self._chain()
            for leg in range(2):
                self._air(leg)
        return self.out

    def run(self, span_ms):
        return self.tick(span_ms // TICK_MS)

    def until(self, state, limit_ms=30000):
        """Tick until `state`; returns True when it came in time."""
        for _ in range(limit_ms // TICK_MS):
            if self.session.state == state:
                return True
            self.tick()
        return self.session.state == state

    def arm(self, *steps, **who):
        self.station.mailbox.post(command.ARM, plan_of(*steps, **who))

    def ready(self, *steps, **who):
        """From rest to READY with a plan of these steps."""
        assert self.until(states.IDLE)
        self.arm(*steps, **who)
        assert self.until(states.READY)

    def start(self, *steps):
        """From rest to RUNNING by the START button."""
        self.ready(*steps)
        self.tick()
        self.reading.start = True
        assert self.until(states.RUNNING, 100)
        self.reading.start = False

    def post(self, kind):
        """Ask for `kind` and tick once; returns the refusal."""
        self.station.mailbox.post(kind)
        self.tick()
        return self.station.mailbox.refusal

    def trip(self):
        """Press the emergency stop for one tick."""
        self.estop = False
        self.tick()
        self.estop = True

    def codes(self):
        return [self.locks.faults[index].code for index in range(self.locks.count)]

    def _sense(self):
        reading = self.reading
        for index in range(12):
            pressure = self.zones[index] if index < 10 else self.manifolds[index - 10]
            reading.codes[PRESSURE_CHANNELS[index]] = ZERO_CODE + (pressure * 1000 + 1016) // 1017
        reading.estop = self.estop
        reading.supply = self.relay
        reading.current_ma = self._current_ma() if self.relay else 0
        taps = 0x4F if self.estop else 0
        if self.silent_ms <= 150:
            taps |= 0x10
        reading.taps = taps | (0xA0 if self.relay else 0)

    def _current_ma(self):
        coils = sum([self.out.closed >> bit & 1 for bit in range(14)])
        coils_ma = coils * 80 + sum([self.out.closed >> bit & 1 for bit in range(14, 19)]) * 60
        return coils_ma + (self.out.pump_left_pct + self.out.pump_right_pct) * 9

    def _chain(self):
        self.silent_ms = 0 if self.out.heartbeat else self.silent_ms + TICK_MS
        if not self.estop or self.silent_ms > 150:
            self.relay = False
        elif self.out.arm:
            self.relay = True

    def _air(self, leg):
        closed = self.out.closed if self.relay else 0
        duty_pct = (self.out.pump_right_pct if leg else self.out.pump_left_pct) if self.relay else 0
        vented = closed & (3 << 10 + leg * 2) != 3 << 10 + leg * 2
        self.manifolds[leg] = self.manifolds[leg] // 2 if vented else self.manifolds[leg] + duty_pct * 5
        zones = self.zones
        for zone in range(leg * 5, leg * 5 + 5):
            if closed & (1 << zone):
                continue
            if vented:
                zones[zone] = max(0, zones[zone] - zones[zone] // 16 - 1)
            else:
                zones[zone] += duty_pct // 5
                self.manifolds[leg] = zones[zone]
