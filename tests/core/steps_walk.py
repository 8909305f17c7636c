"""The steps of a plan on a bench, for the cases: nothing moves but the clock, and what a case sets."""

from tests.core.parts import new_reading, new_steps, plan_of

from station_firmware.core import outputs

# at most: 0.3 s empty, then 0.2 s of puff and look for each of five zones, and the ticks between them
CLOSING_MS = 1500


class Walk:
    """Steps on a bench. `full()` lets both legs have reached their targets."""

    def __init__(self, *tables):
        self.steps = new_steps()
        self.steps.begin(plan_of(*tables))
        self.demand = outputs.Demand()
        self.reading = new_reading()

    def run(self, span_ms, paused=False):
        for _ in range(span_ms // 20):
            self.demand.clear()
            self.steps.step(self.reading, self.demand, 20, paused)

    def full(self):
        for leg in self.steps.legs:
            leg.course.reached = 31
