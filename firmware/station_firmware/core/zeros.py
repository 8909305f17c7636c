"""Measures how far each vented pressure channel reads from its calibrated zero, and how still; it adjusts nothing.

Half-second means follow one another, in hundredths of mmHg. Every number stays below 2**30 and nothing is allocated:
this runs in the tick.
"""

from . import limits
from .reading import PRESSURE_CHANNELS
from .sensing import SPAN_DENOMINATOR

INPUTS = len(PRESSURE_CHANNELS)
_SAMPLES = limits.ZERO_SAMPLES
_SCALE = SPAN_DENOMINATOR * _SAMPLES // 1000


class Zeros:
    """`begin()`, then `sample()` each vented tick: when it returns True, look at `means_cmmhg` and `moved_cmmhg`.

    `waiting` has the bit of each input that has not been judged.
    """

    def __init__(self, sensing):
        self._sensing = sensing
        self._sums = [0] * INPUTS
        self._count = 0
        self.waiting = 0
        self.means_cmmhg = [0] * INPUTS
        self.moved_cmmhg = [0] * INPUTS  # how far each of the two last means lies from the other

    def begin(self):
        """Forget what was seen: every input waits for its judgement again."""
        self.waiting = (1 << INPUTS) - 1
        self._count = 0

    def sample(self, codes):
        """Take the codes of one tick; True when they complete a mean that has one before it."""
        count = self._count
        sums = self._sums
        for index in range(INPUTS):
            code = codes[PRESSURE_CHANNELS[index]]
            sums[index] = sums[index] + code if count % _SAMPLES else code
        self._count = count + 1
        if self._count % _SAMPLES:
            return False
        for index in range(INPUTS):
            channel = PRESSURE_CHANNELS[index]
            drift = sums[index] - _SAMPLES * self._sensing.zero_codes[channel]
            # a hundredth of the span first: drift times span is no small integer
            mean_cmmhg = drift * (self._sensing.spans[channel] // 100) // _SCALE
            self.moved_cmmhg[index] = abs(mean_cmmhg - self.means_cmmhg[index])
            self.means_cmmhg[index] = mean_cmmhg
        return count > _SAMPLES
