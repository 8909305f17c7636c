"""What the baths' thermometers can be believed, and whether what heats or cools them does: watched each tick.

Mean of the twins where water moves between its layers, so that stirring alone is neither heating nor cooling.
"""

from . import limits, states
from .site import WATER_J_L_K

# seconds in which a watt lifts a litre by twice EFFECT_CDEGC
_EFFECT_S = limits.EFFECT_CDEGC * 2 * WATER_J_L_K // 100


class BathWatch:
    """`step` after `Thermal`. Pairs are hot and cold.

    `apart_ms`: how long stirred twins differ and do not come closer; `no_effect`: baths as bits; `gained_cdegc`: what
    the last judged run brought; `rates_cdegc`: what the last RATE_MS of heating or cooling brought, None before.
    """

    def __init__(self):
        self.apart_ms = [0, 0]
        self.no_effect = 0
        self.gained_cdegc = [0, 0]
        self.rates_cdegc = [None, None]
        self._apart_from = [0, 0]
        self._rate_ms = [0, 0]
        self._rate_from = [0, 0]
        self._effect_ms = [0, 0]
        self._effect_from = [0, 0]

    def step(self, station, thermal, dt_ms):
        reading = station.reading
        session = station.session
        judged = session.state == states.IDLE or not states.is_wet(session.steps.kind)
        unstirred = 0
        for bath in range(2):
            first = reading.thermistors_cdegc[bath * 2]
            second = reading.thermistors_cdegc[bath * 2 + 1]
            mean = None
            apart = 0
            if first is not None and second is not None:
                mean = (first + second) // 2
                apart = abs(first - second)
            stirred = thermal.circulated_ms[bath] >= limits.STIRRED_MS
            if apart > limits.TWINS_STIRRED_CDEGC or (thermal.want_cdegc[bath] is not None and not stirred):
                unstirred |= 1 << bath
            self._apart(bath, apart if stirred else 0, dt_ms)
            if mean is None or not thermal.on_ms[bath]:
                self._stands(bath)
            else:
                # what goes out of a cold bath counts as what goes into a hot one
                warmth = -mean if bath else mean
                self._rate(bath, warmth, dt_ms)
                watts = station.site.chiller_w if bath else station.site.heater_w
                if judged:
                    self._effect(bath, warmth, station.site.bath_l, watts, dt_ms)
                else:
                    self._effect_ms[bath] = 0
        reading.unstirred = unstirred

    def _apart(self, bath, apart_cdegc, dt_ms):
        """A large bath takes minutes to mix: while the twins come closer the time begins again."""
        if apart_cdegc <= limits.TWINS_STIRRED_CDEGC:
            self.apart_ms[bath] = 0
        elif not self.apart_ms[bath] or apart_cdegc <= self._apart_from[bath] - limits.TWINS_CLOSING_CDEGC:
            self._apart_from[bath] = apart_cdegc
            self.apart_ms[bath] = dt_ms
        else:
            self.apart_ms[bath] = min(self.apart_ms[bath] + dt_ms, limits.TWINS_STIRRED_MS)

    def _stands(self, bath):
        """Nothing heats or cools, or nobody knows what it does: the next run is judged from its beginning."""
        self._rate_ms[bath] = self._effect_ms[bath] = 0
        self.no_effect &= ~(1 << bath)

    def _rate(self, bath, warmth, dt_ms):
        if not self._rate_ms[bath]:
            self._rate_from[bath] = warmth
        self._rate_ms[bath] += dt_ms
        if self._rate_ms[bath] >= limits.RATE_MS:
            self.rates_cdegc[bath] = warmth - self._rate_from[bath]
            self._rate_ms[bath] = 0

    def _effect(self, bath, warmth, litres, watts, dt_ms):
        """After ten minutes, or the time in which twice the limit is due by litres and watts."""
        if not self._effect_ms[bath]:
            self._effect_from[bath] = warmth
        self._effect_ms[bath] += dt_ms
        span_ms = max(limits.EFFECT_MS, litres * _EFFECT_S // max(1, watts) * 1000)
        if self._effect_ms[bath] < span_ms:
            return
        gained = warmth - self._effect_from[bath]
        self._effect_ms[bath] = 0
        self.gained_cdegc[bath] = gained
        if gained < limits.EFFECT_CDEGC:
            self.no_effect |= 1 << bath
