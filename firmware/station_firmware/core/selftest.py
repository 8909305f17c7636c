"""The station looks for what nobody can see before each session and on demand; readings alone at boot.

Order: the site's settings whole, every sensor calibrated, no zone full, the clocks agree; every sensor at its zero;
chain armed; heartbeat stopped until the supply is gone; chain armed again; each output by its current; seals, vents and
paths by air; once a day the pressure switches; the files of the firmware are what was flashed. Legs in parallel. One
finding ends it.
"""

from array import array

from . import fault, figures, limits
from .daily import Daily, Switches
from .outputs import ZONES
from .selftest_moves import Moves
from .selftest_walk import Walk
from .zeros import INPUTS, Zeros

RESTING, ZEROING, ARMING, DROPPING, REARMING, WALKING, MOVING, SWITCHING, FILES, PASSED, FAILED, SERVICE = (
    range(12)
)
READINGS, SESSION, DEMAND = range(3)  # what begins it: boot or acknowledgement, a session, somebody who asks
_BOUNDED = (RESTING, ARMING, REARMING)
_EMPTY_DMMHG = limits.VENTED_MMHG * 10
_SUPPLY_TAP = 0x80
_REST_MS = 300


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
    """`begin(kind)`, then `step()` until `phase` is PASSED or FAILED; a finding is code, channel, measured, limit.

    The tick keeps `vented_ms`: how long nothing has been energised. The slack keeps `clocks_apart_s` (None: no clock
    to compare) and what it may be, and `files_wrong` (None: not all read yet; 0: none; else which). `settings_wrong`
    is told at boot: the site's settings were there and cannot be trusted. `figures` is what was measured, see there.
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
        self.daily = Daily()
        self.clocks_apart_s = None
        self.clocks_limit_s = limits.CLOCK_APART_S
        self.files_wrong = None
        self.settings_wrong = False
        self.figures = array("h", [figures.UNKNOWN] * figures.COUNT)
        self.kind = READINGS
        self.passed = False  # the last whole test, to its end
        self._walk = Walk()
        self._moves = Moves()
        self._switches = Switches()
        self.move = None  # what a technician asked for instead of the test (core/calibrating.py)
        self._ms = 0

    def serve(self, move):
        """A service move in place of the test; what was found before says nothing of the station after it."""
        self.phase = SERVICE
        self.move = move
        self.code = 0
        self.passed = False

    def begin(self, kind):
        """Start the whole test, or the one of READINGS alone."""
        self.phase = RESTING
        self.kind = kind
        self._ms = 0
        if kind != READINGS:
            self.code = 0
            self.passed = False
            for index in range(figures.COUNT):
                self.figures[index] = figures.UNKNOWN

    def step(self, reading, chain, demand, gate, dt_ms):
        """Advance by one tick; writes its wishes into `demand` and `chain.want`."""
        demand.clear()
        self._ms += dt_ms
        if chain.unasked:
            self.find(fault.CHAIN_STUCK, 0, 0, limits.CHAIN_DROP_MS)
            return
        if self.move is not None:
            if self.move.step(self, reading, chain, demand, gate, dt_ms):
                self.phase = PASSED
            return
        if self.phase in _BOUNDED and self._ms > limits.TEST_PHASE_MS:
            self.find(fault.CHAIN_OPEN, max(0, chain.first_open_link(reading)), 0, 0)
            return
        if self.phase == RESTING:
            self._rest(reading)
        elif self.phase == ZEROING:
            self._zeroing(reading, chain)
        elif self.phase == ARMING or self.phase == REARMING:
            if chain.closed():
                self._armed(reading, chain)
        elif self.phase == DROPPING:
            self._dropping(reading, chain)
        elif self.phase == WALKING:
            if self._walk.step(self, reading, demand, dt_ms):
                self._moves.begin()
                self._enter(MOVING)
        elif self.phase == MOVING:
            if self._moves.step(self, reading, demand, gate, dt_ms):
                self._moved(gate)
        elif self.phase == SWITCHING and self._switches.step(self, reading, chain, demand, gate, dt_ms):
            self.daily.switches_seen()
            self._enter(FILES)
        elif self.phase == FILES:
            self._files()

    def failed(self):
        return self.phase == FAILED

    def find(self, code, channel, measured, limit):
        """What is wrong; nothing is driven any more."""
        self.code = code
        self.channel = channel
        self.measured = measured
        self.limit = limit
        self.phase = FAILED

    def again(self):
        """A move that was wrong is tried again."""
        self.phase = MOVING

    def _moved(self, gate):
        if self.kind == SESSION and not self.daily.due(self.daily.switch_hour):
            self._enter(FILES)
            return
        self._switches.begin(gate)
        self._enter(SWITCHING)

    def _files(self):
        """They are read in the slack all the time; right after power-on the first round may not be over yet."""
        if self.files_wrong == 0:
            self.passed = True
            self._enter(PASSED)
        elif self.files_wrong or self._ms > limits.TEST_FILES_MS:
            self.find(fault.FIRMWARE_DAMAGED, 0, self.files_wrong or 0, 0)

    def _enter(self, phase):
        self.phase = phase
        self._ms = 0

    def _rest(self, reading):
        full = self.kind != READINGS
        if self.daily.stuck_pole >= 0:
            self.find(fault.ESTOP_STUCK, self.daily.stuck_pole, 0, 0)
            return
        if full and self.settings_wrong:
            self.find(fault.SETTINGS_DAMAGED, 0, 0, 0)
            return
        if full and self._sensing.uncalibrated:
            self.find(fault.SENSOR_UNCALIBRATED, _first(self._sensing.uncalibrated), 0, 0)
            return
        if self._ms < _REST_MS:
            return
        for zone in range(ZONES):
            pressure = reading.smooth_dmmhg[zone]
            if pressure is None:
                return
            if full and pressure >= _EMPTY_DMMHG:
                self.find(fault.PRESSURE_AT_REST, zone, pressure // 10, limits.AT_REST_MMHG)
                return
        if not full:
            self._enter(PASSED)
        elif self._clocks_agree():
            self.zeros.begin()
            self._enter(ZEROING)

    def _clocks_agree(self):
        apart_s = self.clocks_apart_s
        if apart_s is None:
            return True  # no clock that anybody relies on
        self.figures[figures.CLOCKS_S] = apart_s
        if abs(apart_s) <= self.clocks_limit_s:
            return True
        self.find(fault.CLOCK_WRONG, 0, apart_s, self.clocks_limit_s)
        return False

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
        self.figures[figures.ZEROS + index] = drift_cmmhg
        if index < ZONES and drift_cmmhg >= limits.VENTED_MMHG * 100:
            self.find(fault.PRESSURE_AT_REST, index, drift_cmmhg // 100, limits.AT_REST_MMHG)
        elif drift_cmmhg > limits.ZERO_DRIFT_MMHG * 100:
            self.find(fault.SENSOR_ZERO, index, _up(drift_cmmhg), limits.ZERO_DRIFT_MMHG)
        elif drift_cmmhg < -limits.ZERO_DRIFT_MMHG * 100:
            self.find(fault.SENSOR_ZERO, index, -_up(-drift_cmmhg), -limits.ZERO_DRIFT_MMHG)
        else:
            self.zeros.waiting &= ~(1 << index)

    def _unsteady(self, index):
        """A channel that never came to rest has a zero nobody knows: pressure that moves, or a bad wire."""
        mean_cmmhg = self.zeros.means_cmmhg[index]
        if index < ZONES and mean_cmmhg >= limits.AT_REST_MMHG * 100:
            self.find(fault.PRESSURE_AT_REST, index, mean_cmmhg // 100, limits.AT_REST_MMHG)
        else:
            self.find(
                fault.SENSOR_UNSTEADY, index, _up(self.zeros.moved_cmmhg[index]), limits.ZERO_STILL_MMHG
            )

    def _armed(self, reading, chain):
        """The supply must be seen before its going away can prove anything."""
        if not reading.supply:
            self.find(fault.SUPPLY_LOW, 0, reading.supply_mv, limits.SUPPLY_MIN_MV)
            return
        if self.phase == ARMING:
            chain.drop()
            self._enter(DROPPING)
            return
        self.figures[figures.SUPPLY_MV] = reading.supply_mv
        self.figures[figures.REFERENCE_MV] = reading.reference_mv
        self._walk.begin()
        self._enter(WALKING)

    def _dropping(self, reading, chain):
        """The chain must open by itself once the heartbeat stops: the same path a hung firmware takes."""
        self.figures[figures.CHAIN_MS] = self._ms
        if not reading.supply and not reading.taps & _SUPPLY_TAP:
            chain.want = True
            self._enter(REARMING)
        elif self._ms > limits.CHAIN_DROP_MS + 40:
            self.find(fault.CHAIN_STUCK, 0, self._ms, limits.CHAIN_DROP_MS)
