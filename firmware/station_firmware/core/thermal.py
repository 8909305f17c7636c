"""Keeps the baths: what each should have, and circulation, heater and chiller as a wish. The gate has the last word.

In RUNNING the session says what it wants. In IDLE the opening hours do (schedule.py): then the chain is armed for it.
Times are counted by what was really driven, so that a wish the gate did not grant is none.
"""

from . import limits, states
from .bath_watch import BathWatch
from .outputs import CHILLER, CIRCULATION_COLD, CIRCULATION_HOT, HEATERS
from .site import WATER_J_L_K
from .timebase import LONGEST_MS

HOT, COLD = range(2)
DRIVES = (HEATERS, CHILLER)
CIRCULATIONS = (CIRCULATION_HOT, CIRCULATION_COLD)
_SUPPLY_TAP = 0x80
# 0.01 degC that a chiller of so many watts takes out of so many litres in half its shortest run
_HALF_RUN = limits.CHILLER_ON_MS // 1000 * 50


def settable(bath, cdegc):
    """True when a bath may be kept at this temperature."""
    if cdegc is None:
        return False
    return cdegc >= limits.COLD_STEP_MIN_CDEGC if bath else cdegc <= limits.HOT_STEP_MAX_CDEGC


class Thermal:
    """`step` each tick. `keep_cdegc` is written in the slack; `want_cdegc` is what is in force now.

    `keeping`: in IDLE, and the chain is armed for the baths or not yet seen open again; `kept` are baths as bits.
    `stopped`: somebody pressed STOP while it kept; it keeps again when people have worked with the station.
    """

    def __init__(self):
        self.keep_cdegc = [None, None]
        self.ahead = [False, False]  # the schedule's: it is heated or cooled for the next opening
        self.want_cdegc = [None, None]
        self.watch = BathWatch()
        self.keeping = False
        self.kept = 0
        self.stopped = False
        self.circulated_ms = [0, 0]
        self.on_ms = [0, 0]
        self.off_ms = [LONGEST_MS, 0]  # nobody knows whether the chiller ran right before the power came
        self._asked = [False, False]
        self._after_ms = [0, 0]
        self._rest_ms = limits.KEEP_REST_MS
        self._open_ms = 0
        self._seen_open = False

    # ---- for the slack

    def pause_for_flash(self):
        """Let the chain go for a while: a flash write stalls the chip. Write when `resting()`."""
        self._rest_ms = limits.KEEP_REST_MS

    def resting(self):
        """True when nothing is kept and the chain was seen open."""
        return not self.keeping and self._seen_open

    # ---- the tick

    def step(self, station, dt_ms):
        """Advance by one tick: adds its wish to `station.demand`, and in IDLE sets `station.chain.want`."""
        reading = station.reading
        state = station.session.state
        self._seen_open = not reading.supply and not reading.taps & _SUPPLY_TAP
        self._look(station.gate.outputs.closed, dt_ms)
        if state == states.IDLE:
            self._keep(station, dt_ms)
        else:
            self._leave(station.chain)
        for bath in range(2):
            want = self._wish(station, state, bath)
            self.want_cdegc[bath] = want
            if state == states.RUNNING or self.keeping:
                station.demand.closed |= self._bath(station, bath, want)
        self.watch.step(station, self, dt_ms)

    def stuck(self):
        """The supply stays though the chain was let go, or is there before the chain was armed."""
        return self._open_ms > limits.CHAIN_DROP_MS + 40

    def _look(self, closed, dt_ms):
        """Count by what was driven since the last tick."""
        for bath in range(2):
            runs = closed & CIRCULATIONS[bath]
            self.circulated_ms[bath] = min(self.circulated_ms[bath] + dt_ms, LONGEST_MS) if runs else 0
            if closed & DRIVES[bath]:
                self.on_ms[bath] = min(self.on_ms[bath] + dt_ms, LONGEST_MS)
                self.off_ms[bath] = 0
                self._after_ms[bath] = limits.CIRCULATION_AFTER_MS
            else:
                self._asked[bath] = False
                self.on_ms[bath] = 0
                self.off_ms[bath] = min(self.off_ms[bath] + dt_ms, LONGEST_MS)
                self._after_ms[bath] = max(0, self._after_ms[bath] - dt_ms)

    def _leave(self, chain):
        """Not in IDLE: whoever drives now arms the chain for himself."""
        if self.keeping:
            chain.drop()
            self.keeping = False
        self.stopped = False
        self.kept = 0
        self._open_ms = 0
        self._rest_ms = limits.KEEP_REST_MS

    def _keep(self, station, dt_ms):
        chain = station.chain
        self.stopped = self.stopped or (self.keeping and station.session.stop_at_rest)
        self._rest_ms = max(0, self._rest_ms - dt_ms)
        wanted = False
        if self.stopped or self._rest_ms:
            self.kept = 0
        else:
            for bath in range(2):
                self._take(station, bath)
            wanted = bool(self.kept or (self.keeping and self._runs_on()))
        if not wanted and chain.want:
            chain.drop()
        self.keeping = wanted or (self.keeping and not self._seen_open)
        if chain.want or self._seen_open or not self.keeping:
            self._open_ms = 0
            # armed only when it was seen open: a relay that sticks is found before it is relied upon
            chain.want = wanted
        else:
            self._open_ms += dt_ms

    def _runs_on(self):
        """Nothing is to be kept any more, but a heater is still hot or a chiller has not run its shortest time."""
        return self._after_ms[HOT] or self._after_ms[COLD]

    def _take(self, station, bath):
        """A bath is kept from when its thermometers say something sound, as long as the hours want it."""
        reading = station.reading
        if not settable(bath, self.keep_cdegc[bath]) or not _circulated(station.site, bath):
            self.kept &= ~(1 << bath)
        elif bath:
            if reading.cold_cdegc is not None and reading.cold_cdegc >= limits.COLD_TRIP_CDEGC:
                self.kept |= 2
        elif reading.hot_cdegc is not None and reading.hot_cdegc < limits.HOT_TRIP_CDEGC:
            self.kept |= 1

    def _wish(self, station, state, bath):
        """The set-point in force, or None."""
        want = None
        if state == states.RUNNING:
            want = station.session.steps.bath_want_cdegc[bath]
        elif self.kept >> bath & 1:
            want = self.keep_cdegc[bath]
        return want if settable(bath, want) and _circulated(station.site, bath) else None

    def _bath(self, station, bath, want):
        """The bits of one bath. Without a reading there are none."""
        cdegc = station.reading.cold_cdegc if bath else station.reading.hot_cdegc
        if cdegc is None:
            self._asked[bath] = False
            return 0
        site = station.site
        asked = self._chill(site, cdegc, want) if bath else self._heat(site, station.reading, want)
        self._asked[bath] = asked
        if asked:
            return DRIVES[bath] | CIRCULATIONS[bath]
        return CIRCULATIONS[bath] if want is not None or self._after_ms[bath] else 0

    def _heat(self, site, reading, want):
        """Neither beyond the set-point nor quicker than the water mixes: the layers stay together."""
        hot_cdegc = reading.hot_cdegc
        apart = abs(reading.thermistors_cdegc[0] - reading.thermistors_cdegc[1])
        if want is None or not site.heater_w or self.circulated_ms[HOT] < limits.CIRCULATION_LEAD_MS:
            return False
        if hot_cdegc >= min(want + limits.HOT_OFF_CDEGC, limits.HOT_ENTER_MAX_CDEGC):
            return False
        if self._asked[HOT]:
            return apart <= limits.HOT_LAYERS_CDEGC
        if apart > limits.HOT_LAYERS_CDEGC // 2:
            return False
        return hot_cdegc <= want - limits.HOT_ON_CDEGC and self.off_ms[HOT] >= limits.HEATER_OFF_MS

    def _chill(self, site, cold_cdegc, want):
        """Begun, it runs its shortest time also when nobody wants it any more, but never below 8 degC."""
        if not site.chiller_w or self.circulated_ms[COLD] < limits.CIRCULATION_LEAD_MS:
            return False
        if cold_cdegc < limits.COLD_ENTER_MIN_CDEGC:
            return False
        if self._asked[COLD]:
            if self.on_ms[COLD] < limits.CHILLER_ON_MS:
                return True
            return want is not None and cold_cdegc > want - limits.COLD_OFF_CDEGC
        if want is None or self.off_ms[COLD] < limits.CHILLER_OFF_MS:
            return False
        return cold_cdegc >= want + _chills_from_cdegc(site)


def _circulated(site, bath):
    return site.cold_circulation if bath else site.hot_circulation


def _chills_from_cdegc(site):
    """How far above the set-point it begins, so that its shortest run ends as far below."""
    half_cdegc = site.chiller_w * _HALF_RUN // (site.bath_l * WATER_J_L_K)
    return max(limits.COLD_ON_CDEGC, min(limits.COLD_ON_MAX_CDEGC, half_cdegc))
