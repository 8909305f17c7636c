"""Looks at thermistors for a second beside a reference thermometer, without their corrections. On loan."""

from ..core import limits
from ..core.reading import THERMISTOR_CHANNELS, THERMISTOR_NAMES
from ..core.sensing import temperature_cdegc
from .protocol_methods import refused

_LOOKS = 50
_MOST = 1 << 29


class Points:
    """Two points of each thermistor, (what it read, what was true) in hundredths of a degree; None before."""

    def __init__(self, station):
        self._station = station
        self._points = [[None, None] for _ in THERMISTOR_NAMES]

    def look(self, chosen, number, true_cdegc):
        """A function to call in each slack: None, and after a second of ticks what each of `chosen` read."""
        reading = self._station.reading
        lows = [_MOST] * len(chosen)
        highs = [-_MOST] * len(chosen)
        sums = [0] * len(chosen)
        seen = [self._station.now_ms, 0]

        def later():
            if self._station.now_ms == seen[0]:
                return None
            seen[0] = self._station.now_ms
            for at, index in enumerate(chosen):
                value = temperature_cdegc(reading.codes[THERMISTOR_CHANNELS[index]])
                if value is None:
                    raise refused(THERMISTOR_NAMES[index] + " reads as a broken wire", "wire")
                lows[at] = min(lows[at], value)
                highs[at] = max(highs[at], value)
                sums[at] += value
            seen[1] += 1
            return self._reads(chosen, number, true_cdegc, lows, highs, sums) if seen[1] == _LOOKS else None

        return later

    def _reads(self, chosen, number, true_cdegc, lows, highs, sums):
        reads = []
        for at, index in enumerate(chosen):
            if highs[at] - lows[at] > limits.CAL_DEGC_STILL_CDEGC:
                raise refused(THERMISTOR_NAMES[index] + " is not still; stir, and wait", "not still")
            reads.append((sums[at] + _LOOKS // 2) // _LOOKS)
        for at, index in enumerate(chosen):
            self._points[index][number - 1] = (reads[at], true_cdegc)
        return reads

    def both(self, index):
        """The two points of a thermistor. Refused when one is missing."""
        first, second = self._points[index]
        if first is None or second is None:
            raise refused(
                THERMISTOR_NAMES[index] + " has only one point; take the first one first", "one point"
            )
        return first, second
