"""A step in water on a bench, for its cases."""

from tests.core.parts import CONTRAST, changed, new_reading, new_water, plan_of

from station_firmware.core import prompt


class Corner:
    """A contrast step of the table's values on a bench; `prompts` is all that was said."""

    def __init__(self, **values):
        self.step = plan_of(changed(CONTRAST, **values)).steps[0]
        self.water = new_water()
        self.water.begin(self.step)
        self.reading = new_reading()
        self.prompts = []
        self.spent_ms = 0

    def run(self, span_ms, paused=False):
        for _ in range(span_ms // 20):
            self.water.step(self.reading, 20, paused)
            self.spent_ms += 20
            if self.water.say != prompt.NONE:
                self.prompts.append(prompt.NAMES[self.water.say])

    def until_finished(self):
        while not self.water.finished() and self.spent_ms < 10000000:
            self.run(20)
