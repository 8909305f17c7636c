"""The service move of a calibration: zones and manifold of one leg hold one pressure that a gauge reads. On loan.

Each of the six channels must be still at its zero; the chain is armed, the vents close, all zones stay open; a gentle
second shows whether boots are there; then the pump runs until the highest of the six is at the target. It is held until
the technician has read the gauge, the time is over or the host asks no more; then everything is let go.

What the calibration in use says stops nothing here, it may be wrong: pressures are by the zeros just measured and the
nominal span, the highest of six counts, and beside it the pump's time. Nothing is allocated once made.
"""

from . import fault, gate, limits
from .outputs import LEGS, VENTS_OF_LEG, ZONES, ZONES_A_LEG
from .reading import PRESSURE_CHANNELS
from .sensing import (
    NOMINAL_SPAN,
    SPAN_DENOMINATOR,
    ZERO_MAX_CODE,
    ZERO_MIN_CODE,
    code_mv,
    pressure_dmmhg,
)

CHANNELS = ZONES_A_LEG + 1
SAMPLES = limits.CAL_SAMPLES
ZEROING, ARMING, FEELING, PUMPING, HOLDING, VENTING, DONE = range(7)
PHASES = ("zeroing", "arming", "feeling", "pumping", "holding", "venting", "done")
# why it ended; the words are in the host's calibrating.py
(
    UNDER_WAY,
    TAKEN,
    ENDED,
    HOST_LOST,
    EXPIRED,
    ZERO_OUT,
    ZERO_UNSTEADY,
    NO_ROOM,
    APART,
    NOT_REACHED,
    FELL,
) = range(11)
REASONS = (
    "",
    "taken",
    "ended",
    "host_lost",
    "expired",
    "zero_out",
    "zero_unsteady",
    "no_room",
    "apart",
    "not_reached",
    "fell",
)
_UNDER_DMMHG = limits.UNDER_PRESSURE_MMHG * 10
_VENTED_DMMHG = limits.VENTED_MMHG * 10
_TWINS_DMMHG = limits.TWINS_MMHG * 10
_ROOM_DMMHG = limits.CAL_ROOM_MMHG * 10
_STILL_SUM = limits.CAL_STILL_DMMHG * SAMPLES * SPAN_DENOMINATOR // NOMINAL_SPAN


def inputs_of(leg):
    """The six pressure inputs of a leg as numbers of PRESSURE_NAMES: its zones, its manifold."""
    return tuple(range(leg * ZONES_A_LEG, (leg + 1) * ZONES_A_LEG)) + (ZONES + leg,)


class Move:
    """`step()` each tick until it is True; the slack looks on, renews `lease_ms` and says `wish` TAKEN or ENDED.

    `zeros` and `held` are sums of SAMPLES codes of each channel, at rest and at the last look under pressure; `still`
    says that the look before it was the same. `why` it ended: one of REASONS with channel, measured and limit.
    """

    def __init__(self, leg, target_mmhg):
        self.leg = leg
        self.inputs = inputs_of(leg)
        self.phase = ZEROING
        self.why = self.wish = UNDER_WAY
        self.channel = self.measured = self.limit = 0
        self.lease_ms = 0
        self.still = False
        self.zeros = [0] * CHANNELS
        self.held = [0] * CHANNELS
        self.dmmhg = [0] * CHANNELS
        self._target_dmmhg = target_mmhg * 10
        self._zero_codes = [0] * CHANNELS
        self._sums = [0] * CHANNELS
        self._count = 0
        self._lowest = self._highest = 0
        self._ms = self._pump_ms = self._under_ms = self._apart_ms = 0

    def left_ms(self):
        """How long it is held on, at most."""
        return max(0, min(limits.CAL_HOLD_MS - self._ms, limits.HOLD_CUT_MS - self._under_ms))

    def step(self, test, reading, chain, demand, gate_, dt_ms):
        """One tick, the demand just cleared; a fault goes to `test`. True when it is over and the leg empty."""
        self._ms += dt_ms
        self.lease_ms += dt_ms
        phase = self.phase
        if phase == ZEROING:
            self._zeroing(test, reading, chain)
        elif phase == ARMING:
            if chain.closed():
                gate_.new_test(gate.HELD)
                self._enter(FEELING)
            elif self._ms > limits.TEST_PHASE_MS:
                test.find(fault.CHAIN_OPEN, max(0, chain.first_open_link(reading)), 0, 0)
            else:
                self._host_left(chain)
        elif phase == VENTING:
            self._venting(test, reading)
        elif phase != DONE:
            self._pressed(test, reading, chain, demand, dt_ms)
        return self.phase == DONE

    def _enter(self, phase):
        self.phase = phase
        self._ms = 0
        self.still = False

    def _end(self, chain, why, channel=0, measured=0, limit=0):
        """Let everything go; the chain takes the supply away as well. Before it was armed nothing is to be let go."""
        self.why = why
        self.channel = self.inputs[channel]
        self.measured = measured
        self.limit = limit
        self._enter(DONE if self.phase == ZEROING else VENTING)
        chain.drop()

    def _host_left(self, chain):
        """True when the host has asked for nothing for too long, or asked for the end."""
        if self.lease_ms > limits.CAL_LEASE_MS:
            self._end(chain, HOST_LOST)
        elif self.wish:
            self._end(chain, self.wish)
        return self.why != UNDER_WAY

    # ---- means

    def _sample(self, codes, into):
        """Take the codes of one tick; True when they complete a mean, `still` says how it compares."""
        sums = self._sums
        fresh = self._count == 0
        for at in range(CHANNELS):
            code = codes[PRESSURE_CHANNELS[self.inputs[at]]]
            sums[at] = code if fresh else sums[at] + code
        self._count += 1
        if self._count < SAMPLES:
            return False
        self._count = 0
        self.still = True  # the first mean is compared with nothing, which is no code at all
        for at in range(CHANNELS):
            if abs(sums[at] - into[at]) > _STILL_SUM:
                self.still = False
            into[at] = sums[at]
        return True

    def _look(self, reading):
        """Each channel's pressure by its own zero; False when a wire is broken: its row names it."""
        self._lowest = self._highest = 0
        for at in range(CHANNELS):
            code = reading.codes[PRESSURE_CHANNELS[self.inputs[at]]]
            pressure = pressure_dmmhg(code, self._zero_codes[at], NOMINAL_SPAN)
            if pressure is None:
                return False
            self.dmmhg[at] = pressure
            if pressure < self.dmmhg[self._lowest]:
                self._lowest = at
            if pressure > self.dmmhg[self._highest]:
                self._highest = at
        return True

    # ---- phases

    def _zeroing(self, test, reading, chain):
        """Nothing is energised. A zero out of its band is no zero: a sensor, a wire, or air that does not get out."""
        if self._host_left(chain):
            return
        if test.vented_ms >= limits.ZERO_VENTED_MS and self._sample(reading.codes, self.zeros) and self.still:
            for at in range(CHANNELS):
                code = (self.zeros[at] + SAMPLES // 2) // SAMPLES
                self._zero_codes[at] = code
                if not ZERO_MIN_CODE <= code <= ZERO_MAX_CODE:
                    low = code < ZERO_MIN_CODE
                    limit_mv = limits.SENSOR_ZERO_MIN_MV if low else limits.SENSOR_ZERO_MAX_MV
                    self._end(chain, ZERO_OUT, at, code_mv(code), limit_mv)
                    return
            chain.want = True
            self._enter(ARMING)
        elif self._ms >= limits.CAL_ZERO_WAIT_MS:
            self._end(chain, ZERO_UNSTEADY)

    def _pressed(self, test, reading, chain, demand, dt_ms):
        """Vents shut, zones open. A broken wire lets go in this very tick."""
        if not self._look(reading):
            return
        highest_dmmhg = self.dmmhg[self._highest]
        most_dmmhg = self._target_dmmhg + limits.CAL_OVER_MMHG * 10
        if highest_dmmhg > most_dmmhg:
            test.find(fault.MANIFOLD_OVER_TARGET, self.leg, highest_dmmhg // 10, most_dmmhg // 10)
            return
        if highest_dmmhg > _UNDER_DMMHG:
            self._under_ms += dt_ms
        if self._host_left(chain) or self._disagree(chain, highest_dmmhg, dt_ms):
            return
        duty_pct = 0
        if self.phase == HOLDING:
            self._holding(reading, chain, highest_dmmhg)
        else:
            duty_pct = self._pumping(chain, highest_dmmhg, dt_ms)
        if self.why != UNDER_WAY:
            return
        demand.closed = VENTS_OF_LEG[self.leg]
        if self.leg:
            demand.pump_right_pct = duty_pct
        else:
            demand.pump_left_pct = duty_pct

    def _disagree(self, chain, highest_dmmhg, dt_ms):
        """One pressure, six opinions: the one that stands furthest from the middle of them is named."""
        lowest_dmmhg = self.dmmhg[self._lowest]
        self._apart_ms = self._apart_ms + dt_ms if highest_dmmhg - lowest_dmmhg > _TWINS_DMMHG else 0
        if self._apart_ms < limits.CAL_APART_MS:
            return False
        total = 0
        for at in range(CHANNELS):
            total += self.dmmhg[at]
        at = self._lowest if total * 2 > (highest_dmmhg + lowest_dmmhg) * CHANNELS else self._highest
        self._end(chain, APART, at, self.dmmhg[at] // 10, limits.TWINS_MMHG)
        return True

    def _pumping(self, chain, highest_dmmhg, dt_ms):
        """The duty of this tick. The last one before the hold is none."""
        if self.phase == FEELING:
            if highest_dmmhg >= _ROOM_DMMHG:
                self._end(chain, NO_ROOM, self._highest, highest_dmmhg // 10, limits.CAL_ROOM_MMHG)
                return 0
            if self._ms >= limits.CAL_FEEL_MS:
                self._enter(PUMPING)
            self._pump_ms += dt_ms
            return limits.CAL_FEEL_PCT
        if highest_dmmhg >= self._target_dmmhg:
            self._enter(HOLDING)
            return 0
        self._pump_ms += dt_ms
        if self._pump_ms > limits.CAL_PUMP_MS:
            self._end(chain, NOT_REACHED, self._lowest, highest_dmmhg // 10, self._target_dmmhg // 10)
        return 100

    def _holding(self, reading, chain, highest_dmmhg):
        self._sample(reading.codes, self.held)
        least_dmmhg = self._target_dmmhg - limits.CAL_FELL_MMHG * 10
        if not self.left_ms():
            self._end(chain, EXPIRED)
        elif highest_dmmhg < least_dmmhg:
            self._end(chain, FELL, self._lowest, highest_dmmhg // 10, least_dmmhg // 10)

    def _venting(self, test, reading):
        """Nothing is driven and the supply is gone: five zones empty within a few seconds, or it is a fault."""
        if not self._look(reading):
            return
        fullest = 0
        for at in range(ZONES_A_LEG):
            if self.dmmhg[at] > self.dmmhg[fullest]:
                fullest = at
        if self.dmmhg[fullest] < _VENTED_DMMHG:
            self.phase = DONE
        elif self._ms > limits.VENT_MS:
            zone = self.inputs[fullest]
            test.find(fault.FAILED_VENT, zone, self.dmmhg[fullest] // 10, limits.VENTED_MMHG)


assert len(REASONS) == FELL + 1 and len(PHASES) == DONE + 1 and LEGS * CHANNELS == ZONES + LEGS
