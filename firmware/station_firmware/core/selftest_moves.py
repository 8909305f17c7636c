"""The air moves of the self-test: what seals, what empties, what leads where. Both legs in parallel.

A shot closes everything and puffs the manifolds to about 40 mmHg. Then comes what it is for: all stay closed and the
pressure must stand; one vent alone must empty it; one zone must take it. What is wrong is vented and tried again: an
athlete who moves is no fault. A manifold that does not hold is looked at once more, to name the part.
"""

from . import fault, figures, gate, limits
from .outputs import ALL_VALVES, LEGS, VENT_SHIFT, ZONES, ZONES_A_LEG
from .reading import MANIFOLD_CHANNEL

_CLOSE, _PUFF, _WAIT, _LOOK, _AIR, _FLOW, _FEED = range(7)
# of each part: how long, the duty of the pump, what the gate bounds it by, of how long the mean counts at its end
_PARTS = (
    (60, 0, gate.PUFF, 80),
    (80, limits.TEST_PUFF_PCT, gate.PUFF, 80),
    (140, 0, gate.PUFF, 80),
    (200, 0, gate.PUFF, 80),
    (600, 0, gate.PUFF, 240),
    (320, limits.TEST_FLOW_PCT, gate.FLOW, 240),
    (1500, limits.TEST_PUFF_PCT, gate.FEED, 240),
)
_SEAL, _VENT_1, _VENT_2, _ZONE = range(4)
_LAST = _ZONE + ZONES_A_LEG - 1
# what each aim opens: nothing, one vent a leg, one zone a leg
_OPENS = (0, 5 << VENT_SHIFT, 10 << VENT_SHIFT) + tuple([0x21 << zone for zone in range(ZONES_A_LEG)])
_INPUTS = ZONES + LEGS
_NO_RISE_DMMHG = limits.TEST_NO_RISE_MMHG * 10
_WEAK_DMMHG = limits.TEST_WEAK_MMHG * 10
_FALL_DMMHG = limits.TEST_FALL_MMHG * 10
_RISEN_DMMHG = 150
_EMPTY_DMMHG = limits.VENTED_MMHG * 10
_OPEN_DMMHG = limits.TEST_OPEN_MMHG * 10
_TWINS_DMMHG = limits.TWINS_MMHG * 10
_FEED_BELOW_DMMHG = 600
# a zone that feels the air: at full flow its tap stands this much above the zone; fed slowly, it fills
_FELT_DMMHG = 10
_FILLED_DMMHG = 30


class Moves:
    """`begin()`, then `step()` each tick until it is True. A finding goes to the test that is passed in."""

    def __init__(self):
        self._sums = [0] * _INPUTS
        self._before = [0] * _INPUTS  # all closed, before the puff
        self._puffed = [0] * LEGS
        self._lows = [0] * LEGS
        self._highs = [0] * LEGS
        self._count = 0
        self._ms = 0
        self._part = _CLOSE
        self._aim = _SEAL
        self._tries = 0
        self._leg = -1
        self._next = _CLOSE

    def begin(self):
        self._aim = _SEAL
        self._tries = 0
        self._leg = -1  # the leg whose loss of air is looked at
        self._enter(_CLOSE)

    def step(self, test, reading, demand, gate_, dt_ms):
        part = self._part
        self._ms += dt_ms
        if self._ms > _PARTS[part][0] - _PARTS[part][3] and not self._add(reading):
            return False  # a wire is broken: everything is let go, and its own row names it
        if self._ms >= _PARTS[part][0]:
            if self._ended(test):
                return not test.failed()
            gate_.new_test(_PARTS[self._part][2])
        self._wish(reading, demand)
        return False

    def _enter(self, part):
        self._part = part
        self._ms = 0
        self._count = 0
        for index in range(_INPUTS):
            self._sums[index] = 0

    def _add(self, reading):
        zones = reading.zones_dmmhg
        manifolds = reading.manifolds_dmmhg
        if None in zones or None in manifolds:
            return False
        sums = self._sums
        for zone in range(ZONES):
            sums[zone] += zones[zone]
        for leg in range(LEGS):
            sums[ZONES + leg] += manifolds[leg]
            code = reading.codes[MANIFOLD_CHANNEL[leg]]
            if self._part == _CLOSE and not self._count:
                self._lows[leg] = self._highs[leg] = code
            self._lows[leg] = min(self._lows[leg], code)
            self._highs[leg] = max(self._highs[leg], code)
        self._count += 1
        return True

    def _wish(self, reading, demand):
        part = self._part
        if part == _AIR:
            return
        demand.closed = ALL_VALVES
        if part == _LOOK:
            demand.closed &= ~_OPENS[self._aim]
        duty_pct = _PARTS[part][1]
        if part == _FEED:
            manifold = reading.manifolds_dmmhg[self._leg]
            if manifold is None or manifold >= _FEED_BELOW_DMMHG:
                duty_pct = 0
        demand.pump_left_pct = 0 if self._leg == 1 else duty_pct
        demand.pump_right_pct = 0 if self._leg == 0 else duty_pct

    def _ended(self, test):
        """A part is over: judge it and go on to the next. True when there is none."""
        means = self._sums
        for index in range(_INPUTS):
            means[index] //= self._count
        part = self._part
        if part == _LOOK:
            return self._looked(test, means)
        if part >= _FLOW:
            self._name(test, means)
            return True
        if part == _AIR or (part == _CLOSE and self._leg < 0):
            for index in range(_INPUTS):
                self._before[index] = means[index]
        elif part == _WAIT:
            for leg in range(LEGS):
                self._puffed[leg] = means[ZONES + leg]
        if part == _CLOSE and self._leg >= 0:
            self._enter(self._next)
        else:
            self._enter(_CLOSE if part == _AIR else part + 1)
        return False

    def _looked(self, test, means):
        """Judge the aim on each leg; what is wrong on one is vented and tried again before it is a finding."""
        for leg in range(LEGS):
            if self._aim == _SEAL:
                self._seals(test, leg, means[ZONES + leg])
            elif self._aim < _ZONE:
                self._empties(test, leg, means[ZONES + leg])
            else:
                zone = leg * ZONES_A_LEG + self._aim - _ZONE
                self._leads(test, leg, zone, means[ZONES + leg], means[zone])
            if not test.failed() and self._leg < 0:
                continue
            self._tries += 1
            if self._tries < limits.TEST_TRIES:
                test.again()
                self._leg = -1
            if test.failed():
                return True
            self._enter(_AIR)
            return False
        self._tries = 0
        self._aim += 1
        self._enter(_LOOK if self._aim == _VENT_1 else _CLOSE)
        return self._aim > _LAST

    def _seals(self, test, leg, after):
        rise = self._puffed[leg] - self._before[ZONES + leg]
        fall = self._puffed[leg] - after
        test.figures[figures.RISES + leg] = rise
        test.figures[figures.FALLS + leg] = fall
        if self._lows[leg] == self._highs[leg]:
            test.find(fault.SENSOR_FROZEN, ZONES + leg, 0, 0)
        elif rise < _NO_RISE_DMMHG:
            self._leg = leg
            self._next = _FLOW
        elif fall > _FALL_DMMHG or fall * 4 > rise:
            self._leg = leg
            self._next = _FEED
        elif rise < _WEAK_DMMHG:
            test.find(fault.PUMP_WEAK, leg, rise // 10, limits.TEST_WEAK_MMHG)

    def _empties(self, test, leg, after):
        vent = leg if self._aim == _VENT_1 else LEGS + leg
        test.figures[figures.VENTS + vent] = after
        if after >= _EMPTY_DMMHG:
            test.find(fault.VENT_STUCK_CLOSED, vent, after // 10, limits.VENTED_MMHG)

    def _leads(self, test, leg, zone, after, felt):
        """What is left of the puff when the zone has been open: nothing, a kinked stub's share, or all of it."""
        before = self._before[ZONES + leg]
        rise = self._puffed[leg] - before
        apart = abs(after - felt)
        test.figures[figures.PATHS + zone] = after
        test.figures[figures.TWINS + zone] = apart
        if rise < _RISEN_DMMHG:
            test.find(fault.MANIFOLD_NO_RISE, leg, rise // 10, _RISEN_DMMHG // 10)
        elif after >= _OPEN_DMMHG:
            kept = (after - before) * 100 > rise * limits.TEST_KEPT_PCT
            code = fault.VALVE_STUCK_CLOSED if kept else fault.HOSE_KINKED
            test.find(code, zone, after // 10, limits.TEST_OPEN_MMHG)
        elif apart > _TWINS_DMMHG:
            test.find(fault.SENSOR_DRIFT, zone, apart // 10, limits.TWINS_MMHG)

    def _name(self, test, means):
        """The zone of the leg that felt the air most, when it felt it at all; else a vent lets it go."""
        leg = self._leg
        first = leg * ZONES_A_LEG
        wide = self._part == _FLOW
        most = _FELT_DMMHG if wide else _FILLED_DMMHG
        found = -1
        for zone in range(first, first + ZONES_A_LEG):
            felt = means[zone] - self._before[zone]
            if felt >= most:
                most = felt
                found = zone
        if found < 0:
            row = test.figures
            lost = row[figures.FALLS + leg] if row[figures.RISES + leg] >= _NO_RISE_DMMHG else 0
            test.find(fault.VENT_STUCK_OPEN, leg, lost // 10, limits.TEST_FALL_MMHG)
        else:
            code = fault.VALVE_STUCK_OPEN if wide else fault.ZONE_VALVE_LEAK
            test.find(code, found, most // 10, _FELT_DMMHG // 10 if wide else _FILLED_DMMHG // 10)
