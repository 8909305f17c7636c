"""The interlock table and its latch. A row: code, condition, ticks it holds, situations it binds, measured, limit.

Measured and limit are in the unit of the fault, so that they compare; either may be found by (station, channel).
Rows stand in the order in which they are blamed. Every trip latches; the first fault is kept, later ones follow it.
"""

from . import blame, conditions, fault, limits, measured
from . import conditions_system as system
from . import states as st
from .timebase import TICK_MS

# a row binds situations: the states, three more for what a session is about, one for baths kept at rest (_situation)
_BOOTS, _WATER, _WATER_PAUSED, _KEEPING, _SITUATIONS = range(9, 14)
_ANY = (1 << _SITUATIONS) - 1
_BOOTS_ON = 1 << _BOOTS
_WATER_ON = 1 << _WATER | 1 << _WATER_PAUSED
_KEPT = 1 << _KEEPING
_BATHS_ON = _WATER_ON | _KEPT
_RUN = 1 << st.RUNNING | _BOOTS_ON | 1 << _WATER
_DRY = 1 << st.RUNNING | _BOOTS_ON
_STARTED = _RUN | 1 << st.PAUSED | 1 << _WATER_PAUSED
_SESSION = _STARTED | 1 << st.READY | 1 << st.VENTING
_TESTED = _SESSION | 1 << st.SELFTEST
_RESTING = (
    1 << st.IDLE
    | _KEPT
    | 1 << st.READY
    | 1 << st.PAUSED
    | 1 << _WATER_PAUSED
    | 1 << st.VENTING
    | 1 << st.FAULT
)
_NOT_FAULT = _ANY & ~(1 << st.FAULT)
SELF_TEST = -1
_MOST_TICKS = 255
_CHANNELS = 17
CAUSE_STANDS = "the cause of a fault is still there"


def _ticks(hold_ms):
    return 1 + hold_ms // TICK_MS


_leg_of = measured.leg_of


def _situation(station):
    """The state; a session that runs counts as BOOTS or WATER while a step of that kind runs, rest as KEEPING."""
    session = station.session
    state = session.state
    if state == st.IDLE and station.thermal.keeping:
        return _KEEPING
    if state == st.RUNNING:
        if session.steps.kind == st.STEP_COMPRESSION:
            return _BOOTS
        if st.is_wet(session.steps.kind):
            return _WATER
    elif state == st.PAUSED and st.is_wet(session.steps.kind):
        return _WATER_PAUSED
    return state


# fmt: off
ROWS = (
    (fault.ESTOP, system.estop, 1, _ANY, None, 0),
    (fault.OVER_PRESSURE, conditions.over_pressure, limits.OVER_PRESSURE_SAMPLES, _ANY, measured.zone_mmhg,
     limits.OVER_PRESSURE_MMHG),
    (fault.SENSOR_OPEN, system.sensor_open, limits.SENSOR_WIRE_SAMPLES, _ANY,
     lambda s, ch: s.pressure_mv(ch), limits.SENSOR_OPEN_MV),
    (fault.SENSOR_SHORT, system.sensor_short, limits.SENSOR_WIRE_SAMPLES, _ANY,
     lambda s, ch: s.pressure_mv(ch), limits.SENSOR_SHORT_MV),
    (fault.ADC_REFERENCE, system.adc_reference, 5, _ANY, lambda s, ch: s.reading.reference_mv,
     measured.reference_limit_mv),
    (fault.SHIFT_READBACK, system.shift_readback, 2, _ANY, None, 0),
    (fault.CHAIN_OPEN, system.chain_open, limits.CHAIN_OPEN_SAMPLES, _TESTED | _KEPT, None, 0),
    (fault.SUPPLY_LOW, system.supply_low, 5, _TESTED | _KEPT, lambda s, ch: s.reading.supply_mv,
     measured.supply_limit_mv),
    (fault.CHAIN_STUCK, system.chain_stuck, 1, _KEPT, None, limits.CHAIN_DROP_MS),
    (SELF_TEST, system.self_test, 1, 1 << st.SELFTEST, None, 0),
    (fault.PUMP_STUCK_ON, blame.pump_stuck_on, _ticks(limits.CURRENT_MS), _TESTED | _KEPT, measured.current_ma,
     measured.expected_ma),
    (fault.PUMP_DEAD, blame.pump_dead, _ticks(limits.CURRENT_MS), _RUN, measured.current_ma, measured.expected_ma),
    (fault.HOSE_KINKED, blame.hose_kinked, 1, _BOOTS_ON, measured.path_mmhg, measured.path_limit_mmhg),
    (fault.VALVE_STUCK_CLOSED, conditions.blocked_path, 1, _BOOTS_ON, measured.path_mmhg, limits.PUFF_BLOCKED_MMHG),
    (fault.VALVE_STUCK_CLOSED, blame.valve_unmoved, 1, _BOOTS_ON, measured.apart_mmhg, limits.TWINS_MMHG),
    (fault.HOSE_OFF, blame.hose_lost, 1, _BOOTS_ON, measured.lost_mmhg, limits.HOSE_LOST_MMHG),
    (fault.SENSOR_FROZEN, blame.sensor_frozen, 1, _BOOTS_ON, measured.apart_mmhg, limits.TWINS_MMHG),
    (fault.SENSOR_DRIFT, blame.sensor_drift, _ticks(limits.STILL_MS), _BOOTS_ON, measured.apart_mmhg,
     limits.TWINS_MMHG),
    (fault.SENSOR_FROZEN, conditions.manifold_frozen, _ticks(limits.FILL_COMPARE_MS), _BOOTS_ON, measured.input_mmhg,
     limits.ZONE_OVER_MANIFOLD_MMHG),
    (fault.SENSOR_FROZEN, conditions.stuck_frozen, 5, _RESTING | _RUN, measured.input_mmhg, limits.VENTED_MMHG),
    (fault.SENSOR_DRIFT, conditions.stuck_drifted, _ticks(limits.STUCK_ROSE_MS), _RESTING | _RUN, measured.input_mmhg,
     limits.VENTED_MMHG),
    (fault.VALVE_STUCK_CLOSED, conditions.stuck_closed, 5, _RESTING | _RUN, measured.zone_mmhg, limits.STUCK_MMHG),
    (fault.VALVE_STUCK_OPEN, blame.valve_open, 1, _BOOTS_ON, measured.gaped_mmhg, limits.ZONES_SHARE_MMHG),
    (fault.ZONE_VALVE_LEAK, blame.valve_leak, 1, _BOOTS_ON, measured.leaked_mmhg, limits.SEAT_MMHG),
    (fault.OUTPUT_CURRENT, blame.output_current, _ticks(limits.CURRENT_MS), _RUN | _KEPT, measured.current_ma,
     measured.expected_ma),
    (fault.MANIFOLD_OVER_TARGET, conditions.manifold_over_target, _ticks(limits.FILL_COMPARE_MS), _BOOTS_ON,
     measured.manifold_mmhg, measured.highest_manifold_mmhg),
    (fault.VENT_STUCK_OPEN, blame.vent_drains, _ticks(limits.DRAIN_MS), _BOOTS_ON, measured.filling_zone_mmhg,
     measured.highest_zone_mmhg),
    (fault.ZONE_OVER_MANIFOLD, conditions.zone_over_manifold, _ticks(limits.FILL_COMPARE_MS), _BOOTS_ON,
     measured.filling_zone_mmhg, measured.highest_zone_mmhg),
    (fault.BODY_LOAD, conditions.body_load, 1, _BOOTS_ON, measured.zone_mmhg, measured.highest_load_mmhg),
    (fault.VENT_STUCK_OPEN, blame.vent_open, 1, _BOOTS_ON, measured.drop_mmhg, limits.NO_DROP_DMMHG // 10),
    (fault.HOSE_OFF, conditions.hose_off, 1, _BOOTS_ON, measured.zone_mmhg, limits.HOSE_OFF_MMHG),
    (fault.PUMP_WEAK, blame.pump_weak, 1, _BOOTS_ON, measured.drop_mmhg, limits.WEAK_DROP_DMMHG // 10),
    (fault.SLOW_FILL, conditions.slow_fill, 1, _BOOTS_ON, lambda s, ch: _leg_of(s, ch).fill.on_ms[ch % 5] // 1000,
     measured.fill_budget_s),
    (fault.SLOW_FILL, conditions.never_full, 1, _BOOTS_ON, lambda s, ch: s.session.steps.waiting_full_ms // 1000,
     limits.FULL_PRESSURE_WAIT_MS // 1000),
    (fault.LEAK, conditions.leak, 1, _BOOTS_ON, lambda s, ch: _leg_of(s, ch).makeup.totals[ch % 5] // 1000,
     limits.LEAK_MAKEUP_MS // 1000),
    (fault.LEAK_FALL, conditions.leak_fall, 1, _BOOTS_ON, lambda s, ch: _leg_of(s, ch).seal.fall_dmmhg_s[ch % 5] // 10,
     limits.LEAK_FALL_MMHG_S),
    (fault.LEAK_LOW, conditions.leak_low, 1, _BOOTS_ON, lambda s, ch: _leg_of(s, ch).seal.low_dmmhg[ch % 5] // 10,
     lambda s, ch: _leg_of(s, ch).targets[ch % 5] // 10 - limits.LEAK_LOW_MMHG),
    (fault.FAILED_VENT, conditions.failed_vent, 1, _RESTING | _RUN, measured.zone_mmhg, limits.VENTED_MMHG),
    (fault.LONG_HOLD, conditions.long_hold, 1, _TESTED | 1 << st.IDLE | _KEPT,
     lambda s, ch: s.session.steps.under_ms[ch] // 1000,
     limits.HOLD_TRIP_MS // 1000),
    (fault.GRADIENT, blame.gradient, _ticks(limits.GRADIENT_MS), _BOOTS_ON, measured.zone_mmhg,
     measured.gradient_limit_mmhg),
    (fault.BATH_OVER, system.bath_over, _ticks(limits.BATH_TRIP_MS), _BATHS_ON,
     lambda s, ch: s.reading.hot_cdegc, limits.HOT_TRIP_CDEGC),
    (fault.BATH_UNDER, system.bath_under, _ticks(limits.BATH_TRIP_MS), _BATHS_ON,
     lambda s, ch: s.reading.cold_cdegc, limits.COLD_TRIP_CDEGC),
    (fault.BATH_TWINS, system.bath_twins, _ticks(limits.BATH_TWINS_MS), _WATER_ON,
     lambda s, ch: s.twins_apart_cdegc(ch), limits.BATH_TWINS_CDEGC),
    (fault.BATH_TWINS, system.bath_twins_stirred, 1, _BATHS_ON,
     lambda s, ch: s.twins_apart_cdegc(ch), limits.TWINS_STIRRED_CDEGC),
    (fault.THERMISTOR_OPEN, system.thermistor_open, limits.SENSOR_WIRE_SAMPLES, _BATHS_ON, None, 0),
    (fault.THERMISTOR_SHORT, system.thermistor_short, limits.SENSOR_WIRE_SAMPLES, _BATHS_ON, None, 0),
    (fault.HEATER_STUCK_ON, system.heater_stuck_on, 1, _BATHS_ON, measured.hot_change_cdegc, limits.PLAUSIBLE_CDEGC),
    (fault.CHILLER_STUCK_ON, system.chiller_stuck_on, 1, _BATHS_ON, measured.cold_change_cdegc,
     -limits.PLAUSIBLE_CDEGC),
    (fault.HEATER_NO_EFFECT, system.heater_no_effect, 1, _DRY | _KEPT, measured.hot_gain_cdegc, limits.EFFECT_CDEGC),
    (fault.CHILLER_NO_EFFECT, system.chiller_no_effect, 1, _DRY | _KEPT, measured.cold_gain_cdegc,
     limits.EFFECT_CDEGC),
    (fault.CONTACTOR_WELDED, system.contactor_welded, _ticks(limits.CONTACTOR_MS), _TESTED | _KEPT, None, 0),
    (fault.TICK_LATE, system.tick_late, limits.TICK_LATE_SAMPLES, _TESTED | _KEPT, lambda s, ch: s.reading.late_ms,
     limits.TICK_LATE_MS),
    (fault.TICK_LATE, system.tick_missed, 1, _TESTED | _KEPT, lambda s, ch: s.reading.late_ms,
     limits.TICK_MISSED_MS),
    (fault.SESSION_TOO_LONG, system.session_too_long, 1, _STARTED, lambda s, ch: s.session.steps.ran_ms // 1000,
     limits.SESSION_HARD_MS // 1000),
    (fault.LEASE_EXPIRED, system.lease_expired, 1, _BOOTS_ON | _KEPT, None, limits.LEASE_MS),
    (fault.JOURNAL_FAILING, system.journal_failing, 1, _NOT_FAULT, None, 0),
    (fault.FIRMWARE_DAMAGED, system.firmware_damaged, 1, _SESSION, lambda s, ch: s.test.files_wrong, 0),
    (fault.SETTINGS_DAMAGED, system.settings_damaged, 1, _SESSION, None, 0),
    (fault.MEMORY_NEWER, system.memory_newer, 1, _NOT_FAULT, None, 0),
    (fault.HEAP_LOW, system.heap_low, 1, _NOT_FAULT, lambda s, ch: s.heap_free, limits.HEAP_MIN_BYTES),
)
# fmt: on


# for each situation the (number, condition) of the rows that bind it: a tick looks at no other
_PAIRS = tuple([(index, ROWS[index][1]) for index in range(len(ROWS))])
_BOUND = tuple(
    [
        tuple([pair for pair in _PAIRS if ROWS[pair[0]][3] & (1 << situation)])
        for situation in range(_SITUATIONS)
    ]
)


class Latched:
    """One fault as it is kept, shown and sent: numbers only, the words are in `fault`."""

    def __init__(self):
        self.code = 0
        self.channel = 0
        self.measured = 0
        self.limit = 0
        self.since_ms = 0
        self.count = 0


class Interlocks:
    """`judge()` each tick; `count` faults stand in `faults`, the first one first. Allocates nothing."""

    def __init__(self, slots=16):
        self.faults = [Latched() for _ in range(slots)]
        self.count = 0
        self.changed = False
        self.standing = 0
        # ticks each channel has held its condition, no further than a byte counts: no row asks for more
        self._held = bytearray(_CHANNELS * len(ROWS))
        self._seen = [0] * len(ROWS)
        self._situation = st.BOOT

    def judge(self, station):
        """Evaluate every row that binds the present state. Returns True when a new fault was latched in this tick."""
        self.changed = False
        situation = _situation(station)
        if situation != self._situation:
            self._enter(situation)
        seen = self._seen
        for index, condition in _BOUND[situation]:
            mask = condition(station)
            if mask or seen[index]:
                self._persist(station, index, ROWS[index], mask)
        return self.changed

    def estop_first(self):
        """True when the first fault is the emergency stop."""
        return self.count > 0 and self.faults[0].code == fault.ESTOP

    def latch(self, code, channel, measured, limit, now_ms):
        """Keep a fault; one already kept is counted. A full list keeps what it has."""
        for index in range(self.count):
            kept = self.faults[index]
            if kept.code == code and kept.channel == channel:
                kept.count += 1
                return
        if self.count == len(self.faults):
            return
        kept = self.faults[self.count]
        kept.code = code
        kept.channel = channel
        kept.measured = measured
        kept.limit = limit
        kept.since_ms = now_ms
        kept.count = 1
        self.count += 1
        self.changed = True

    def refuse_acknowledge(self, session, reading, at_panel):
        """None when the latch may be cleared, else the reason: constant words, the tick makes no new ones.

        With CAUSE_STANDS, `standing` is the code whose condition still holds; whoever tells it adds the name.
        """
        if not at_panel:
            for index in range(self.count):
                if fault.panel_only(self.faults[index].code):
                    return "this fault is acknowledged at the panel: hold the knob for two seconds"
        if not reading.estop:
            return "release the emergency stop first"
        for index in range(len(ROWS)):
            if self._seen[index]:
                self.standing = ROWS[index][0]
                return CAUSE_STANDS
        if not session.vented(reading):
            return "a zone still has pressure"
        return None

    def clear(self):
        """Forget the latched faults; only an acknowledgement does this."""
        self.count = 0

    def _enter(self, situation):
        """Another situation: rows that do not bind it start from nothing when they bind again."""
        self._situation = situation
        for index in range(len(ROWS)):
            if self._seen[index] and not ROWS[index][3] & (1 << situation):
                self._seen[index] = 0
                for at in range(index * _CHANNELS, (index + 1) * _CHANNELS):
                    self._held[at] = 0

    def _persist(self, station, index, row, mask):
        self._seen[index] = mask
        held = self._held
        for channel in range(_CHANNELS):
            at = index * _CHANNELS + channel
            if not mask & (1 << channel):
                held[at] = 0
                continue
            if held[at] == _MOST_TICKS:
                continue
            held[at] += 1
            if held[at] == row[2]:
                self._trip(station, row, channel)

    def _trip(self, station, row, channel):
        if row[0] == SELF_TEST:
            test = station.session.test
            self.latch(test.code, test.channel, test.measured, test.limit, station.now_ms)
            return
        measured = row[4](station, channel) if row[4] else 0
        limit = row[5](station, channel) if callable(row[5]) else row[5]
        self.latch(row[0], channel, measured, limit, station.now_ms)
