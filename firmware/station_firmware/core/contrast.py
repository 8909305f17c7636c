"""The contrast step: hot and cold in turn, prompted by lamp and buzzer, never *enter* a bath out of band.

Sequence of a dip: wait until the bath is in band, prompt enter, count the dip, prompt leave, count the transfer.
The dip clock has no pause: who is in the water stays in it while somebody presses buttons.
"""

from . import limits, prompt
from .plan import NO_STEP

_HOT, _COLD = 0, 1
WAITING, IN, TRANSFER, FINISHED = range(4)
_ENTER = (prompt.ENTER_HOT, prompt.ENTER_COLD)


class Contrast:
    """`step()` each tick with the two baths' worse twins; `finished` ends it, `say` is a prompt to give or NONE."""

    def __init__(self):
        self.phase = FINISHED
        self.bath = _HOT
        self.dip = 0
        self.say = prompt.NONE
        self.phase_ms = 0
        self.spent_ms = 0
        self.below_ms = 0
        self._cold_from_start = False
        self._cut = False
        self._step = NO_STEP

    def begin(self, step):
        self._step = step
        self.dip = 0
        self.spent_ms = 0
        self._cut = False
        self._wait()

    def in_water(self):
        return self.phase == IN

    def finished(self):
        return self.phase == FINISHED

    def dips(self):
        return len(self._step.dips)

    def cut(self):
        """End with the next tick; somebody in the water is told to leave then."""
        self._cut = True

    def end(self):
        """Stop counting; somebody in the water is told to leave."""
        if self.phase == IN:
            self.say = prompt.LEAVE
        self.phase = FINISHED

    def step(self, reading, dt_ms, paused):
        """Advance by one tick. A pause holds the next *enter* and the transfer, never a dip."""
        self.say = prompt.NONE
        if self._cut:
            self.end()
        elif self.phase == IN:
            self._in(reading, dt_ms)
        elif not paused and self.phase == TRANSFER:
            self.phase_ms += dt_ms
            self.spent_ms += dt_ms
            if self.phase_ms >= self._step.transfer_ms:
                self._wait()
        elif not paused and self.phase == WAITING:
            self._waiting(reading, dt_ms)

    def in_band(self, bath, temperature_cdegc):
        """True when the bath may be entered: measured, in the step's band and inside the entry limits."""
        if temperature_cdegc is None:
            return False
        if abs(temperature_cdegc - self._step.bath_cdegc[bath]) > limits.BATH_BAND_CDEGC:
            return False
        if bath == _HOT:
            return temperature_cdegc <= limits.HOT_ENTER_MAX_CDEGC
        return temperature_cdegc >= limits.COLD_ENTER_MIN_CDEGC

    def _wait(self):
        self.bath = self._step.dips[self.dip]
        self.phase = WAITING
        self.phase_ms = 0

    def _waiting(self, reading, dt_ms):
        temperature_cdegc = reading.hot_cdegc if self.bath == _HOT else reading.cold_cdegc
        if self.in_band(self.bath, temperature_cdegc):
            self.phase = IN
            self.phase_ms = 0
            self.below_ms = 0
            self._cold_from_start = False
            self.say = _ENTER[self.bath]
            return
        if self.phase_ms == 0:
            self.say = prompt.WAIT
        self.phase_ms += dt_ms

    def _too_cold_too_long(self, reading, dt_ms):
        """Below 10 degC nobody stays longer than three minutes, or one more when the water falls through it."""
        cold_cdegc = reading.cold_cdegc
        if self.bath != _COLD or cold_cdegc is None or cold_cdegc >= limits.COLD_WARN_CDEGC:
            return False
        if self.phase_ms <= dt_ms:
            self._cold_from_start = True
        self.below_ms += dt_ms
        most_s = limits.COLD_DIP_BELOW_WARN_S if self._cold_from_start else limits.COLD_FALLEN_S
        return self.below_ms >= most_s * 1000

    def _in(self, reading, dt_ms):
        self.phase_ms += dt_ms
        self.spent_ms += dt_ms
        if self.phase_ms < self._step.dip_ms[self.bath] and not self._too_cold_too_long(reading, dt_ms):
            return
        self.say = prompt.LEAVE
        self.dip += 1
        self.phase_ms = 0
        self.phase = FINISHED if self.dip == len(self._step.dips) else TRANSFER
