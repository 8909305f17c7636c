"""The last word: turns a demand into outputs, or into the safe state. The only maker of `Outputs`.

Rules it enforces on any demand: therapy states only, nothing latched, lease fresh, chain closed, and a pump runs
only while a zone valve or a vent of its leg is commanded open (the self-test's own bounded moves apart). Baths are
driven in RUNNING, and in IDLE while they are kept: nothing heats or cools without circulation and a sound reading.
"""

from . import limits, states
from .outputs import (
    ALL_BATHS,
    CHILLER,
    CIRCULATION_COLD,
    CIRCULATION_HOT,
    HEATERS,
    LEGS,
    VENT_SHIFT,
    VENTS_OF_LEG,
    ZONES_A_LEG,
    ZONES_OF_LEG,
    Outputs,
)
from .timebase import elapsed

_THERAPY = (states.SELFTEST, states.RUNNING)
_HEARTBEAT = (states.SELFTEST, states.READY, states.RUNNING, states.PAUSED, states.VENTING)

# the self-test's moves against a closed leg: a puff; flow where a puff went out; feeding a leak; to the switch; and
# the service move that holds all of a leg under one pressure, its zones open
PUFF, FLOW, FEED, SWITCH, HELD = range(5)
# of each: duty, pump-on time and manifold it may have at most
_MOVES = (
    (limits.TEST_PUFF_PCT, limits.TEST_PUFF_MS, limits.TEST_MANIFOLD_MMHG * 10),
    (limits.TEST_FLOW_PCT, limits.TEST_FLOW_MS, limits.TEST_FLOW_MANIFOLD_MMHG * 10),
    (limits.TEST_PUFF_PCT, limits.TEST_FEED_MS, limits.TEST_MANIFOLD_MMHG * 10),
    (limits.TEST_SWITCH_PCT, limits.TEST_SWITCH_MS, limits.TEST_SWITCH_MANIFOLD_MMHG * 10),
    (100, limits.CAL_PUMP_MS, limits.CAL_GATE_MMHG * 10),
)
_ZONE_DMMHG = limits.VENTED_MMHG * 10


class Gate:
    """`permit()` each tick; `outputs` are the last ones made.

    `refused` counts demands it cut down, `test_ms` the self-test's pump time per leg.
    """

    def __init__(self):
        self.outputs = Outputs()
        self.refused = 0
        self.test_ms = [0] * LEGS
        self._move = PUFF

    def permit(self, demand, reading, state, latched, chain, voice, now_ms, keeping=False):
        """Return the outputs for this tick (one object, reused)."""
        out = self.outputs
        out.make_safe()
        if state != states.SELFTEST and self._move == HELD:
            self.new_test()  # however the service move ended, its row ends with it
        out.lamp = voice.lamp
        out.buzzer = voice.buzzer
        keeping = keeping and state == states.IDLE
        if latched or not reading.estop or not (keeping or state in _HEARTBEAT):
            return out
        out.heartbeat = chain.heartbeat
        out.arm = chain.arm
        if not (keeping or state in _THERAPY) or not chain.closed() or not self.fresh(demand, now_ms):
            return out
        if keeping:
            self._at_rest(demand, out, reading)
            return out
        out.closed = self._baths(demand.closed, reading, state)
        out.pump_left_pct = self._pump(0, demand.pump_left_pct, demand.closed, reading, state)
        out.pump_right_pct = self._pump(1, demand.pump_right_pct, demand.closed, reading, state)
        return out

    def _at_rest(self, demand, out, reading):
        """While baths are kept nothing else is driven."""
        if demand.closed & ~ALL_BATHS or demand.pump_left_pct or demand.pump_right_pct:
            self.refused += 1
        out.closed = self._baths(demand.closed & ALL_BATHS, reading, states.IDLE)

    def _baths(self, closed, reading, state):
        """What of `closed` the baths' own rules leave: circulation in the same word, readings, both contactors."""
        if not closed & ALL_BATHS:
            return closed
        granted = closed
        if state == states.SELFTEST:
            granted &= ~ALL_BATHS
        if granted & HEATERS and not _may_heat(granted, reading.hot_cdegc):
            granted &= ~HEATERS
        if granted & CHILLER and not _may_chill(granted, reading.cold_cdegc):
            granted &= ~CHILLER
        if granted != closed:
            self.refused += 1
        return granted

    def fresh(self, demand, now_ms):
        """True while the lease of `demand` runs."""
        return demand.renewed_ms is not None and 0 <= elapsed(now_ms, demand.renewed_ms) <= limits.LEASE_MS

    def _pump(self, leg, duty_pct, closed, reading, state):
        """The duty the gate grants: none against a closed leg, but for the self-test's bounded moves."""
        if duty_pct <= 0:
            return 0
        if self._move == HELD:
            if self._held(leg, duty_pct, closed, reading):
                return duty_pct
            self.refused += 1
            return 0
        zones_open = closed & ZONES_OF_LEG[leg] != ZONES_OF_LEG[leg]
        vents_open = closed & VENTS_OF_LEG[leg] != VENTS_OF_LEG[leg]
        if zones_open or vents_open:
            return min(duty_pct, 100)
        if state == states.SELFTEST and self._test_move(leg, duty_pct, reading):
            return duty_pct
        self.refused += 1
        return 0

    def _test_move(self, leg, duty_pct, reading):
        """True while a closed leg may be pumped by the self-test: little, short, low, and into no zone."""
        most_pct, most_ms, most_dmmhg = _MOVES[self._move]
        manifold_dmmhg = reading.manifolds_dmmhg[leg]
        if manifold_dmmhg is None or manifold_dmmhg > most_dmmhg:
            return False
        if self._move == SWITCH and not _zones_empty(leg, reading):
            return False
        self.test_ms[leg] += 20
        return duty_pct <= most_pct and self.test_ms[leg] <= most_ms

    def _held(self, leg, duty_pct, closed, reading):
        """True while a leg may be pumped to be held: five zones to take the air, no sensor of it high or silent."""
        most_pct, most_ms, most_dmmhg = _MOVES[HELD]
        manifold_dmmhg = reading.manifolds_dmmhg[leg]
        if closed & ZONES_OF_LEG[leg] or manifold_dmmhg is None or manifold_dmmhg > most_dmmhg:
            return False
        for zone in range(leg * ZONES_A_LEG, (leg + 1) * ZONES_A_LEG):
            pressure = reading.zones_dmmhg[zone]
            if pressure is None or pressure > most_dmmhg:
                return False
        self.test_ms[leg] += 20
        return duty_pct <= most_pct and self.test_ms[leg] <= most_ms

    def new_test(self, move=PUFF):
        """The self-test begins a move: its pump time starts again, its bounds are those of `move`."""
        self._move = move
        for leg in range(LEGS):
            self.test_ms[leg] = 0


def _may_heat(closed, hot_cdegc):
    if hot_cdegc is None or hot_cdegc >= limits.HOT_ENTER_MAX_CDEGC:
        return False
    return closed & HEATERS == HEATERS and closed & CIRCULATION_HOT != 0


def _may_chill(closed, cold_cdegc):
    if cold_cdegc is None or cold_cdegc < limits.COLD_ENTER_MIN_CDEGC:
        return False
    return closed & CIRCULATION_COLD != 0


def _zones_empty(leg, reading):
    for zone in range(leg * ZONES_A_LEG, (leg + 1) * ZONES_A_LEG):
        pressure = reading.smooth_dmmhg[zone]
        if pressure is None or pressure >= _ZONE_DMMHG:
            return False
    return True


assert ZONES_A_LEG * LEGS == VENT_SHIFT
