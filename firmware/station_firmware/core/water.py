"""The dips of a contrast or dip step: prompted by lamp and buzzer, never *enter* a bath out of band.

Sequence of a dip: wait until the bath is in band and stirred, prompt enter, wait for "in" where the step asks for it,
count the dip, prompt leave, count the way to the next bath.
What counts against the caps begins with *enter*, and no pause stops it: who is in the water stays in it while somebody
presses buttons, and who is in it early has said nothing yet.
"""

from . import limits, prompt
from .plan import NO_STEP

_HOT, _COLD = 0, 1
WAITING, ENTERING, IN, TRANSFER, FINISHED = range(5)
_ENTER = (prompt.ENTER_HOT, prompt.ENTER_COLD)
_CAP_MS = (limits.HOT_DIP_S * 1000, limits.COLD_DIP_S * 1000)


class Water:
    """`step()` each tick with the two baths' worse twins; `finished` ends it, `say` is a prompt to give or NONE.

    `unanswered` is True in the tick in which nobody has said "in", or no bath has become ready, for too long.
    """

    def __init__(self):
        self.phase = FINISHED
        self.bath = _HOT
        self.dip = 0
        self.say = prompt.NONE
        self.unanswered = False
        self.phase_ms = 0
        self.spent_ms = 0
        self.water_ms = 0  # since *enter*
        self.below_ms = 0
        self._cold_from_start = False
        self._cut = False
        self._why = prompt.NONE
        self._step = NO_STEP

    def begin(self, step):
        self._step = step
        self.dip = 0
        self.spent_ms = 0
        self._cut = False
        self._wait()

    def said(self):
        """The prompt to give now; it is given once."""
        say = self.say
        self.say = prompt.NONE
        return say

    def in_water(self):
        """True from *enter* to *leave*."""
        return self.phase == IN or self.phase == ENTERING

    def finished(self):
        return self.phase == FINISHED

    def cut(self):
        """End with the next tick; somebody in the water is told to leave then."""
        self._cut = True

    def go_on(self):
        """Somebody says "in". Returns whether that was asked."""
        if self.phase != ENTERING:
            return False
        self.phase = IN
        self.phase_ms = 0
        return True

    def end(self):
        """Stop counting; somebody in the water is told to leave."""
        if self.in_water():
            self.say = prompt.LEAVE
        self.phase = FINISHED

    def left_ms(self):
        """What is left of the dip or of the way to the next bath, -1 while nothing is counted."""
        if self.phase == IN:
            return max(0, self._step.dip_ms[self.bath] - self.phase_ms)
        return max(0, self._step.transfer_ms - self.phase_ms) if self.phase == TRANSFER else -1

    def step(self, reading, dt_ms, paused):
        """Advance by one tick. A pause holds the next *enter* and the way between, never who may be in the water."""
        self.say = prompt.NONE
        self.unanswered = False
        if self._cut:
            self.end()
        elif self.phase == IN:
            self._in(reading, dt_ms)
        elif self.phase == ENTERING:
            self._entering(reading, dt_ms)
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
        self._why = prompt.NONE

    def _why_not(self, reading):
        """The prompt that tells why nobody may enter now, NONE when somebody may."""
        if reading.unstirred >> self.bath & 1:
            return prompt.STIR
        temperature_cdegc = reading.hot_cdegc if self.bath == _HOT else reading.cold_cdegc
        return prompt.NONE if self.in_band(self.bath, temperature_cdegc) else prompt.WAIT

    def _waiting(self, reading, dt_ms):
        why = self._why_not(reading)
        if why != prompt.NONE:
            if why != self._why:
                self.say = why
            self._why = why
            self.phase_ms += dt_ms
            if self.phase_ms >= limits.BATH_WAIT_MS:
                self.unanswered = True
                self._wait()
            return
        self.phase = ENTERING if self._step.wait_in else IN
        self.phase_ms = 0
        self.water_ms = 0
        self.below_ms = 0
        self._cold_from_start = False
        self.say = _ENTER[self.bath]

    def _entering(self, reading, dt_ms):
        """*Enter* again and again while the bath allows it; who does not say "in" for too long is called out."""
        again = self.phase_ms // limits.ASK_AGAIN_MS
        self.phase_ms += dt_ms
        self._count_water(reading, dt_ms)
        if self._why_not(reading) != prompt.NONE or self._capped():
            self.say = prompt.LEAVE
            self._wait()
        elif self.phase_ms >= limits.ANSWER_MS:
            self.unanswered = True
            self.say = prompt.LEAVE
            self._wait()
        elif self.phase_ms // limits.ASK_AGAIN_MS > again:
            self.say = _ENTER[self.bath]

    def _count_water(self, reading, dt_ms):
        """Below 10 degC nobody stays longer than three minutes, or one more when the water falls through it."""
        cold_cdegc = reading.cold_cdegc
        if self.bath == _COLD and cold_cdegc is not None and cold_cdegc < limits.COLD_WARN_CDEGC:
            if not self.water_ms:
                self._cold_from_start = True
            self.below_ms += dt_ms
        self.water_ms += dt_ms

    def _capped(self):
        """True when somebody who went in at *enter* must come out."""
        below_s = limits.COLD_DIP_BELOW_WARN_S if self._cold_from_start else limits.COLD_FALLEN_S
        return self.water_ms >= _CAP_MS[self.bath] or self.below_ms >= below_s * 1000

    def _in(self, reading, dt_ms):
        self.phase_ms += dt_ms
        self.spent_ms += dt_ms
        self._count_water(reading, dt_ms)
        if self.phase_ms < self._step.dip_ms[self.bath] and not self._capped():
            return
        self.say = prompt.LEAVE
        self.dip += 1
        self.phase_ms = 0
        self.phase = FINISHED if self.dip == len(self._step.dips) else TRANSFER
