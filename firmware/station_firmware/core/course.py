"""Where a leg stands in its pattern: the step, the cycle, the operation, the targets of this cycle."""

from . import events, limits, pattern
from .plan import NO_STEP, first_dmmhg
from .planner import Planner

_ZONES = 5
_REACHED_DMMHG = limits.REACHED_MMHG * 10


class Course:
    """`begin(step)`, then `enter(number)` for each operation. Zones are bits; `targets` are tenths of mmHg.

    `used` are the zones of the step on this leg, `reached` those that have stood at their full target once.
    """

    def __init__(self, first):
        self.first = first
        self.planner = Planner()
        self.targets = [0] * _ZONES
        self.used = 0
        self.reached = 0
        self.cycle = 0
        self.operation = 0
        self.step = NO_STEP
        self._split = False

    def begin(self, step, learned_ms):
        """The compression `step` from its first, ramped cycle."""
        self.step = step
        self.used = 0
        for zone in range(_ZONES):
            if step.targets_dmmhg[self.first + zone]:
                self.used |= 1 << zone
        self.reached = 0
        self.cycle = 0
        self.plan(learned_ms)
        self.load()

    def plan(self, learned_ms):
        """Have the coming cycle proved; `planner.step()` does it, an operation at a time."""
        self.planner.begin(self.step.operations, self.used, learned_ms, self.step.hold_ms)

    def load(self):
        """Take the targets of the present cycle; a live change has reached them by now."""
        self._split = False
        for zone in range(_ZONES):
            of = self.first + zone
            self.targets[zone] = (
                first_dmmhg(self.step, of) if self.cycle <= 0 else self.step.targets_dmmhg[of]
            )

    def last(self):
        """True in the last operation of the cycle."""
        return self.operation == len(self.step.operations) - 1

    def end(self):
        """The number of the last operation: everything is let go."""
        return len(self.step.operations) - 1

    def what(self):
        return pattern.what(self.step.operations[self.operation])

    def zones(self):
        """The zones in use of the present operation."""
        return pattern.zones(self.step.operations[self.operation]) & self.used

    def keeps(self, holding):
        """True when a release would leave nothing to hold and nothing more is filled: with few zones in use."""
        if self.last() or holding & ~self.zones():
            return False
        for number in range(self.operation + 1, len(self.step.operations)):
            operation = self.step.operations[number]
            if pattern.what(operation) == pattern.FILL and pattern.zones(operation) & self.used:
                return False
        return True

    def goes_next(self):
        """The zones that the next operation lets go: nothing is done for them any more."""
        operation = self.step.operations[self.operation + 1]
        return pattern.zones(operation) if pattern.what(operation) == pattern.RELEASE else 0

    def lets_next(self):
        """True when the next operation vents some zones while others hold: these get no air until it is over."""
        if self.operation + 1 >= len(self.step.operations) - 1:
            return False
        does = pattern.what(self.step.operations[self.operation + 1])
        return does == pattern.RELEASE or does == pattern.DIP

    def after_dip(self):
        """True when the operation before this one was a dip: a short fill, from which nothing is learned."""
        return self.operation > 0 and pattern.what(self.step.operations[self.operation - 1]) == pattern.DIP

    def enter(self, number):
        """Go to operation `number`, past zones left out; past the last one a new cycle begins."""
        operations = self.step.operations
        if number >= len(operations):
            self.cycle += 1
            self.load()
            number = 0
        while number < len(operations) - 1 and not self._touches(operations[number]):
            number += 1
        self.operation = number

    def splits(self):
        """True once a cycle: the planner wants everything let go before the present operation."""
        if self.operation != self.planner.split_at or self.cycle <= 0 or self._split:
            return False
        self._split = True
        return True

    def arrived(self, zones, pressures):
        """The fill of `zones` is done: those that stand within REACHED_MMHG of their full target count as reached."""
        for zone in range(_ZONES):
            if zones >> zone & 1 and pressures[zone] >= self.full_target(zone) - _REACHED_DMMHG:
                self.reached |= 1 << zone

    def sunk(self, pressures, among, most_dmmhg):
        """The zone of `among` that is most below its target, and by more than `most_dmmhg`; -1 when none is."""
        lowest = -1
        for zone in range(_ZONES):
            short_dmmhg = self.targets[zone] - pressures[zone]
            if among >> zone & 1 and short_dmmhg > most_dmmhg:
                most_dmmhg = short_dmmhg
                lowest = zone
        return lowest

    def full_target(self, zone):
        """The zone's target of the step in tenths of mmHg, 0 when the zone is not used."""
        return self.step.targets_dmmhg[self.first + zone]

    def holds_full(self):
        """True when every used zone has reached its full target at least once in the step."""
        return self.reached & self.used == self.used

    def changed(self):
        """The note that tells how the planner has changed the coming cycle, NO_NOTE when it has not."""
        if self.planner.split_at >= 0:
            return events.CYCLE_SPLIT
        return events.HOLD_SHORTENED if self.planner.hold_ms < self.step.hold_ms else events.NO_NOTE

    def changed_to_s(self):
        """What goes with that note: the longest time under pressure after a split, or the shortened hold."""
        planner = self.planner
        return (planner.longest_ms if planner.split_at >= 0 else planner.hold_ms) // 1000

    def _touches(self, operation):
        return pattern.what(operation) == pattern.HOLD or pattern.zones(operation) & self.used
