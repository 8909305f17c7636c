"""The station looks for what nobody can see: chain, vents and seals, before each session; readings alone at boot.

Order: every sensor calibrated and no zone full; every sensor at its zero; chain armed; heartbeat stopped until the
supply is gone; chain armed again; both legs sealed and puffed, then each vent alone must empty its manifold. Legs in
parallel. One finding ends it.
"""

from . import fault, limits
from .outputs import LEGS, VENT_SHIFT, ZONES
from .zeros import INPUTS, Zeros

RESTING, ZEROING, ARMING, DROPPING, REARMING, MOVING, PASSED, FAILED = range(8)
_BOUNDED = (RESTING, ARMING, REARMING)
_NOTHING, _RISEN, _VENT_1, _VENT_2 = range(4)
_VENT_1_BITS = 5 << VENT_SHIFT
_VENT_2_BITS = 10 << VENT_SHIFT
_ALL_BITS = 0x3FFF
_RISEN_DMMHG = 150
_EMPTY_DMMHG = limits.VENTED_MMHG * 10
_SUPPLY_TAP = 0x80
_REST_MS = 300
_PUFF_MS = 80

# closed valves, pump duty, how long, what must be true at its end
_MOVES = (
    (_ALL_BITS, 0, 100, _NOTHING),
    (_ALL_BITS, limits.TEST_PUFF_PCT, _PUFF_MS, _NOTHING),
    (_ALL_BITS, 0, 300, _RISEN),
    (_ALL_BITS & ~_VENT_1_BITS, 0, 300, _VENT_1),
    (_ALL_BITS, 0, 100, _NOTHING),
    (_ALL_BITS, limits.TEST_PUFF_PCT, _PUFF_MS, _NOTHING),
    (_ALL_BITS, 0, 300, _RISEN),
    (_ALL_BITS & ~_VENT_2_BITS, 0, 300, _VENT_2),
    (0, 0, 200, _NOTHING),
)


def _first(mask):
    """The number of the lowest bit set."""
    index = 0
    while not mask & (1 << index):
        index += 1
    return index


def _up(cmmhg):
    """Whole mmHg, rounded up: what exceeds a limit reads above it."""
    return (cmmhg + 99) // 100


class SelfTest:
    """`begin(full)`, then `step()` until `phase` is PASSED or FAILED; a finding is code, channel, measured, limit.

    The tick keeps `vented_ms`: how long nothing has been energised.
    """

    def __init__(self, sensing):
        self._sensing = sensing
        self.zeros = Zeros(sensing)
        self.vented_ms = 0
        self.phase = PASSED
        self.code = 0
        self.channel = 0
        self.measured = 0
        self.limit = 0
        self._full = False
        self._ms = 0
        self._move = 0

    def begin(self, full):
        """Start the test before a session (`full`) or the one of readings alone at boot."""
        self.phase = RESTING
        self.code = 0
        self._full = full
        self._ms = 0
        self._move = 0

    def step(self, reading, chain, demand, gate, dt_ms):
        """Advance by one tick; writes its wishes into `demand` and `chain.want`."""
        demand.clear()
        self._ms += dt_ms
        if self.phase in _BOUNDED and self._ms > limits.TEST_PHASE_MS:
            self._find(fault.CHAIN_OPEN, max(0, chain.first_open_link(reading)), 0, 0)
            return
        if self.phase == RESTING:
            self._rest(reading)
        elif self.phase == ZEROING:
            self._zeroing(reading, chain)
        elif self.phase == ARMING or self.phase == REARMING:
            if chain.closed():
                self._armed(reading, chain, gate)
        elif self.phase == DROPPING:
            self._dropping(reading, chain)
        elif self.phase == MOVING:
            self._moving(reading, demand, gate)

    def failed(self):
        return self.phase == FAILED

    def _find(self, code, channel, measured, limit):
        self.code = code
        self.channel = channel
        self.measured = measured
        self.limit = limit
        self.phase = FAILED

    def _enter(self, phase):
        self.phase = phase
        self._ms = 0

    def _rest(self, reading):
        if self._full and self._sensing.uncalibrated:
            self._find(fault.SENSOR_UNCALIBRATED, _first(self._sensing.uncalibrated), 0, 0)
            return
        if self._ms < _REST_MS:
            return
        for zone in range(ZONES):
            pressure = reading.smooth_dmmhg[zone]
            if pressure is None:
                return
            if self._full and pressure >= _EMPTY_DMMHG:
                self._find(fault.PRESSURE_AT_REST, zone, pressure // 10, limits.AT_REST_MMHG)
                return
        if not self._full:
            self._enter(PASSED)
            return
        self.zeros.begin()
        self._enter(ZEROING)

    def _zeroing(self, reading, chain):
        """Each channel when it is still, until all were. Nothing is energised before the chain is armed: it vents."""
        zeros = self.zeros
        if self.vented_ms >= limits.ZERO_VENTED_MS and zeros.sample(reading.codes):
            for index in range(INPUTS):
                if zeros.moved_cmmhg[index] <= limits.ZERO_STILL_MMHG * 100:
                    self._judge_zero(index, zeros.means_cmmhg[index])
                    if self.phase == FAILED:
                        return
        if not zeros.waiting:
            chain.want = True
            self._enter(ARMING)
        elif self._ms >= limits.ZERO_WAIT_MS:
            self._unsteady(_first(zeros.waiting))

    def _judge_zero(self, index, drift_cmmhg):
        """A drift is a fault, never an adjustment; what stands above `vented` is air and says nothing of the zero."""
        if index < ZONES and drift_cmmhg >= limits.VENTED_MMHG * 100:
            self._find(fault.PRESSURE_AT_REST, index, drift_cmmhg // 100, limits.AT_REST_MMHG)
        elif drift_cmmhg > limits.ZERO_DRIFT_MMHG * 100:
            self._find(fault.SENSOR_ZERO, index, _up(drift_cmmhg), limits.ZERO_DRIFT_MMHG)
        elif drift_cmmhg < -limits.ZERO_DRIFT_MMHG * 100:
            self._find(fault.SENSOR_ZERO, index, -_up(-drift_cmmhg), -limits.ZERO_DRIFT_MMHG)
        else:
            self.zeros.waiting &= ~(1 << index)

    def _unsteady(self, index):
        """A channel that never came to rest has a zero nobody knows: pressure that moves, or a bad wire."""
        mean_cmmhg = self.zeros.means_cmmhg[index]
        if index < ZONES and mean_cmmhg >= limits.AT_REST_MMHG * 100:
            self._find(fault.PRESSURE_AT_REST, index, mean_cmmhg // 100, limits.AT_REST_MMHG)
        else:
            self._find(
                fault.SENSOR_UNSTEADY, index, _up(self.zeros.moved_cmmhg[index]), limits.ZERO_STILL_MMHG
            )

    def _armed(self, reading, chain, gate):
        """The supply must be seen before its going away can prove anything."""
        if not reading.supply:
            self._find(fault.SUPPLY_LOW, 0, reading.supply_mv, limits.SUPPLY_MIN_MV)
            return
        if self.phase == ARMING:
            chain.drop()
            self._enter(DROPPING)
            return
        gate.new_test()
        self._enter(MOVING)

    def _dropping(self, reading, chain):
        """The chain must open by itself once the heartbeat stops: the same path a hung firmware takes."""
        if not reading.supply and not reading.taps & _SUPPLY_TAP:
            chain.want = True
            self._enter(REARMING)
        elif self._ms > limits.CHAIN_DROP_MS + 40:
            self._find(fault.CHAIN_STUCK, 0, self._ms, limits.CHAIN_DROP_MS)

    def _moving(self, reading, demand, gate):
        closed, duty_pct, move_ms, check = _MOVES[self._move]
        demand.closed = closed
        demand.pump_left_pct = duty_pct
        demand.pump_right_pct = duty_pct
        if self._ms < move_ms:
            return
        for leg in range(LEGS):
            self._check(check, leg, reading.manifolds_dmmhg[leg])
        if self.phase == FAILED:
            return
        if duty_pct:
            gate.new_test()
        self._move += 1
        self._ms = 0
        if self._move == len(_MOVES):
            self._enter(PASSED)

    def _check(self, check, leg, manifold_dmmhg):
        if self.phase == FAILED or check == _NOTHING or manifold_dmmhg is None:
            return
        if check == _RISEN:
            if manifold_dmmhg < _RISEN_DMMHG:
                self._find(fault.MANIFOLD_NO_RISE, leg, manifold_dmmhg // 10, _RISEN_DMMHG // 10)
        elif manifold_dmmhg >= _EMPTY_DMMHG:
            vent = leg if check == _VENT_1 else LEGS + leg
            self._find(fault.VENT_STUCK_CLOSED, vent, manifold_dmmhg // 10, limits.VENTED_MMHG)
