"""The interlock table as safety.md states it, written down again and not taken from the firmware.

Each case: code, channel, how to set it, values that hold their peace, values that trip, samples, states it binds.
"""

from tests.core.parts import ALL_STATES, COMPRESSION, CONTRAST, wire
from tests.core.row_legs import falls, filling_leg, low, run_step

from station_firmware.core import chain, fault
from station_firmware.core.states import FAULT, IDLE, PAUSED, READY, RUNNING, SELFTEST, VENTING

ANY = tuple(ALL_STATES)
RUN = (RUNNING,)
WATER = (RUNNING, PAUSED)
SESSION = (READY, RUNNING, PAUSED, VENTING)
TESTED = (SELFTEST,) + SESSION
EMPTYING = (IDLE, READY, RUNNING, PAUSED, VENTING, FAULT)
NOT_FAULT = tuple([state for state in ALL_STATES if state != FAULT])


def _estop(station, released):
    station.reading.estop = released


def _zone(station, dmmhg):
    station.reading.zones_dmmhg[7] = dmmhg


def _wire(station, code):
    wire(station, 11, code)
    station.reading.zones_dmmhg[8] = 0


def _manifold_wire(station, code):
    wire(station, 5, code)


def _reference(station, millivolts):
    station.reading.reference_mv = millivolts


def _supply(station, millivolts):
    station.session.chain.phase = chain.CLOSED
    station.reading.supply_mv = millivolts


def _readback(station, good):
    station.reading.readback_ok = good


def open_link(station, taps):
    station.session.chain.phase = chain.CLOSED
    station.reading.taps = taps


def _arming(station, span_ms):
    station.session.chain.phase = chain.ARMING
    station.session.chain._ms = span_ms
    station.reading.taps = 0xDF


def _blocked(station, blocked):
    filling_leg(station, 1).fill.path.blocked_zone = 2 if blocked else -1


def manifold(station, dmmhg):
    filling_leg(station, 1)
    station.reading.manifolds_dmmhg[1] = dmmhg


def zone_and_manifold(station, dmmhg):
    filling_leg(station, 0)
    station.reading.zones_dmmhg[2] = dmmhg


def _load(station, span_ms):
    leg = filling_leg(station, 1)
    leg.targets[4] = 800
    station.reading.zones_dmmhg[9] = 925
    leg.load.ms[4] = leg.load.longest_ms = span_ms


def _reliefs(station, count):
    leg = filling_leg(station, 1)
    leg.load.last = 3
    leg.load.reliefs.add(0, count)


def _hose_time(station, span_ms, weighed=50):
    leg = filling_leg(station, 0)
    leg.fill.on_ms[2] = span_ms
    leg.fill.airflow.weighed = weighed
    leg.fill.airflow.drop_dmmhg = 16
    station.reading.smooth_dmmhg[2] = 99


def _hose_pressure(station, dmmhg):
    _hose_time(station, 24001)
    station.reading.smooth_dmmhg[2] = dmmhg


def _hose_weighed(station, ticks):
    _hose_time(station, 24001, ticks)


def _first_fill(station, span_ms):
    filling_leg(station, 1).fill.on_ms[2] = span_ms


def _later_fill(station, span_ms):
    leg = filling_leg(station, 1)
    leg.fill.learned_ms[2] = 3000
    leg.fill.on_ms[2] = span_ms


def _long_later_fill(station, span_ms):
    leg = filling_leg(station, 1)
    leg.fill.learned_ms[2] = 20000
    leg.fill.on_ms[2] = span_ms


def _waiting(station, span_ms):
    run_step(station, COMPRESSION)
    steps = station.session.steps
    steps.waiting_full_ms = span_ms
    steps.legs[0].course.reached = 31
    steps.legs[1].course.reached = 0b10111


def _makeup(station, span_ms):
    filling_leg(station, 1).makeup.add(0, span_ms)


def _vented_time(station, span_ms):
    station.unpowered_ms = span_ms
    station.reading.smooth_dmmhg[9] = station.rest_from[9] = 100


def _vented_pressure(station, dmmhg):
    station.unpowered_ms = 8001
    station.reading.smooth_dmmhg[9] = dmmhg
    station.rest_from[9] = dmmhg or 0


def _release_time(station, span_ms):
    station.session.steps.legs[1].letting.ms = span_ms
    letting = station.legs[1].letting
    letting.zones = 31
    station.reading.smooth_dmmhg[0] = 500
    station.reading.smooth_dmmhg[9] = letting.from_dmmhg[4] = 100


def _stuck(station, smooth_dmmhg, manifold_dmmhg):
    """A zone that has not moved since it was opened."""
    station.rest_from[9] = station.legs[1].letting.from_dmmhg[4] = smooth_dmmhg
    station.legs[1].letting.low_dmmhg[4] = smooth_dmmhg
    station.reading.smooth_dmmhg[9] = smooth_dmmhg
    station.reading.zones_dmmhg[9] = smooth_dmmhg
    station.reading.manifolds_dmmhg[1] = manifold_dmmhg


def _stuck_time(station, span_ms):
    station.unpowered_ms = span_ms
    _stuck(station, 201, 99)


def _stuck_release(station, span_ms):
    leg = station.session.steps.legs[1]
    leg.letting.open_ms[4] = leg.letting.ms = span_ms
    _stuck(station, 201, 99)


def _stuck_pressure(station, dmmhg):
    _stuck_time(station, 3000)
    _stuck(station, dmmhg, 0)


def _stuck_manifold(station, dmmhg):
    _stuck_time(station, 3000)
    _stuck(station, 800, dmmhg)


def _later_hose(station, span_ms):
    _hose_time(station, span_ms)
    station.session.steps.legs[0].fill.learned_ms[2] = 1000


def _under(station, span_ms):
    station.session.steps.under_ms[5] = span_ms


def _hot(station, cdegc):
    run_step(station, CONTRAST)
    station.reading.hot_cdegc = cdegc


def _cold(station, cdegc):
    run_step(station, CONTRAST)
    station.reading.cold_cdegc = cdegc


def _twins(station, cdegc):
    run_step(station, CONTRAST)
    station.reading.thermistors_cdegc[3] = 1200 + cdegc


def _thermistor(station, code):
    run_step(station, CONTRAST)
    station.reading.codes[7] = code


def _late(station, span_ms):
    station.reading.late_ms = span_ms


def _ran(station, span_ms):
    station.session.steps.ran_ms = span_ms


def _lease(station, age_ms):
    run_step(station, COMPRESSION)
    station.now_ms = 5000
    station.demand.renewed_ms = 5000 - age_ms


def _journal(station, failing):
    station.journal_failing = failing


def _files(station, wrong):
    station.test.files_wrong = wrong


def _settings(station, wrong):
    station.test.settings_wrong = wrong


def _newer(station, newer):
    station.memory_newer = newer


def _heap(station, free):
    station.heap_free = free


CASES = (
    (fault.ESTOP, 0, _estop, (True,), (False,), 1, ANY),
    (fault.OVER_PRESSURE, 7, _zone, (None, 0, 1299, 1300), (1301, 1310, 3700), 2, ANY),
    (fault.SENSOR_OPEN, 8, _wire, (41, 42, 164), (40, 39, 0), 3, ANY),
    (fault.SENSOR_OPEN, 11, _manifold_wire, (41,), (40,), 3, ANY),
    (fault.SENSOR_SHORT, 8, _wire, (3900, 3931, 3932), (3933, 3934, 4095), 3, ANY),
    (fault.ADC_REFERENCE, 0, _reference, (4850, 5000, 5150), (4849, 5151, 0), 5, ANY),
    (fault.SHIFT_READBACK, 0, _readback, (True,), (False,), 2, ANY),
    (fault.CHAIN_OPEN, 1, open_link, (0xFF,), (0xFD,), 2, TESTED),
    (fault.CHAIN_OPEN, 5, _arming, (0, 20, 300), (301, 320), 2, TESTED),
    (fault.SUPPLY_LOW, 0, _supply, (21600, 24000, 26400), (21599, 26401, 0), 5, TESTED),
    (fault.VALVE_STUCK_CLOSED, 7, _blocked, (False,), (True,), 1, RUN),
    (fault.VALVE_STUCK_CLOSED, 9, _stuck_time, (0, 2999), (3000, 3020), 5, EMPTYING),
    (fault.VALVE_STUCK_CLOSED, 9, _stuck_release, (0, 2999), (3000, 3020), 5, EMPTYING),
    (fault.VALVE_STUCK_CLOSED, 9, _stuck_pressure, (None, 0, 199, 200), (201, 900), 5, EMPTYING),
    (fault.VALVE_STUCK_CLOSED, 9, _stuck_manifold, (None, 100, 101), (99, 0), 5, EMPTYING),
    (fault.MANIFOLD_OVER_TARGET, 1, manifold, (None, 999, 1000), (1001, 1300), 11, RUN),
    (fault.ZONE_OVER_MANIFOLD, 0, zone_and_manifold, (None, 650, 709, 710), (711, 900), 11, RUN),
    (fault.BODY_LOAD, 9, _load, (0, 2980, 2999), (3000, 3020), 1, RUN),
    (fault.BODY_LOAD, 8, _reliefs, (0, 3, 4), (5, 6), 1, RUN),
    (fault.HOSE_OFF, 2, _hose_time, (0, 23999, 24000), (24001, 24020), 1, RUN),
    (fault.HOSE_OFF, 2, _hose_pressure, (None, 100, 101, 650), (0, 98, 99), 1, RUN),
    (fault.HOSE_OFF, 2, _hose_weighed, (0, 48, 49), (50, 51), 1, RUN),
    (fault.HOSE_OFF, 2, _later_hose, (3999, 4000), (4001, 4020), 1, RUN),
    (fault.SLOW_FILL, 7, _first_fill, (39999, 40000), (40001, 40999), 1, RUN),
    (fault.SLOW_FILL, 7, _later_fill, (7999, 8000), (8001, 8020), 1, RUN),
    (fault.SLOW_FILL, 7, _long_later_fill, (24999, 25000), (25001, 25020), 1, RUN),
    (fault.SLOW_FILL, 8, _waiting, (0, 299999, 300000), (300001, 300999), 1, RUN),
    (fault.LEAK, 5, _makeup, (0, 6999, 7000), (7001, 7999), 1, RUN),
    (fault.LEAK_LOW, 9, low, (-100, 0, 49, 50), (51, 52, 750), 1, RUN),
    (fault.LEAK_FALL, 8, falls, (0, 59, 60), (61, 78), 1, RUN),
    (fault.FAILED_VENT, 9, _vented_time, (0, 7999, 8000), (8001, 8020), 1, EMPTYING),
    (fault.FAILED_VENT, 9, _vented_pressure, (None, 0, 98, 99), (100, 101, 900), 1, EMPTYING),
    (fault.FAILED_VENT, 9, _release_time, (0, 7999, 8000), (8001, 8020), 1, EMPTYING),
    (fault.LONG_HOLD, 5, _under, (0, 119980, 119999), (120000, 120999), 1, TESTED + (IDLE,)),
    (fault.BATH_OVER, 0, _hot, (None, 3800, 4198, 4199), (4200, 4201, 5000), 51, WATER),
    (fault.BATH_UNDER, 1, _cold, (None, 1200, 501, 500), (499, 498, 0), 51, WATER),
    (fault.BATH_TWINS, 1, _twins, (0, 299, 300, -300), (301, 302, -301), 251, WATER),
    (fault.THERMISTOR_OPEN, 2, _thermistor, (3899, 3900), (3901, 4095), 3, WATER),
    (fault.THERMISTOR_SHORT, 2, _thermistor, (151, 150), (149, 0), 3, WATER),
    (fault.TICK_LATE, 0, _late, (-5, 0, 9, 10), (11, 12, 179), 2, TESTED),
    (fault.TICK_LATE, 0, _late, (0, 10), (180, 181, 500), 1, TESTED),
    (fault.SESSION_TOO_LONG, 0, _ran, (0, 4199980, 4199999), (4200000, 4200999), 1, WATER),
    (fault.LEASE_EXPIRED, 0, _lease, (0, 199, 200), (201, 220, -1), 1, RUN),
    (fault.JOURNAL_FAILING, 0, _journal, (False,), (True,), 1, NOT_FAULT),
    (fault.FIRMWARE_DAMAGED, 0, _files, (None, 0), (1, 2, 95), 1, SESSION),
    (fault.SETTINGS_DAMAGED, 0, _settings, (False,), (True,), 1, SESSION),
    (fault.MEMORY_NEWER, 0, _newer, (False,), (True,), 1, NOT_FAULT),
    (fault.HEAP_LOW, 0, _heap, (20001, 20000), (19999, 0), 1, NOT_FAULT),
)
